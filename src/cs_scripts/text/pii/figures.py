"""Find personal figures of digits: phones in every grouping, id and bank cards, order and tracking numbers.

A run is digits with a few separators between them. Each place in it where a group begins is tried with the forms below, from
the most telling to the least; a form must end where a group ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.cues import counts, counts_group, measures, says, says_plain

Found = tuple[int, int, str]
"""First character, the one after the last, kind; without a kind it is only to be left alone."""

_GAP = "[ .,:()_/|~-]{0,3}"
_SPACE = "[ -]{0,2}"
_END = "(?![0-9])"
_RUN = lazy(r"[0-9]+(?:[ .,:()_/|~-]{1,3}[0-9]+)*")
_GROUP = lazy("[0-9]+")
_EXTENSION = lazy(r"(?:[ ,]{0,2}(?:转|分机|ext\.?) ?|-)(?:[ :]{0,2})[0-9]{1,6}(?![0-9])")

_AREA = r"(?:010|02[0-9]|0[3-9][0-9]{2})"
_PHONES = tuple(
    lazy(form + _END)
    for form in (
        rf"(?:(?:00)?86{_GAP})?1[3-9][0-9](?:{_GAP}[0-9]{{4}}){{2}}",
        rf"(?:(?:00)?86{_GAP})?1[3-9][0-9]{{3}}{_GAP}[0-9]{{6}}",
        rf"(?:(?:00)?86{_GAP})?1[3-9][0-9]{{2}}{_GAP}(?:[0-9]{{4}}{_GAP}[0-9]{{3}}|[0-9]{{3}}{_GAP}[0-9]{{4}})",
        rf"(?:(?:00)?86{_GAP})?1[3-9][0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}",
        rf"(?:(?:00)?86{_GAP})?1[3-9][0-9](?:[ -]{{1,2}}[0-9]{{2}}){{4}}",
        rf"(?:(?:00)?86{_GAP})?1[3-9](?:[ .-]{{1,2}}[0-9]{{3}}){{3}}",
        r"1[ .,-]{1,2}[3-9](?:[ .,-]{1,2}[0-9]){9}",
        rf"(?:00|(?<=\+))?(?:852|853){_SPACE}[2-9][0-9]{{3}}{_SPACE}[0-9]{{4}}",
        rf"(?:00|(?<=\+))?886{_SPACE}0?9[0-9]{{2}}{_SPACE}[0-9]{{3}}{_SPACE}[0-9]{{3}}",
        rf"(?:(?:00)?86{_GAP})?{_AREA}[ )-]{{0,3}}[2-9][0-9]{{6,7}}",
        rf"(?:(?:00)?86{_GAP})?{_AREA}[ ).-]{{0,3}}[2-9][0-9]{{2,3}}[ .-][0-9]{{4}}",
        r"(?<=\+86)[ -]?(?:10|2[0-9]|[3-9][0-9]{2})[ -]?[2-9][0-9]{2,3}[ -]?[0-9]{4}",
    )
)
_ODD_PHONE = lazy(rf"(?:(?:00)?86{_GAP})?(1[ .-]{{0,2}}[3-9](?:[ .()-]{{0,2}}[0-9]){{9}}){_END}")
_PAIRS = lazy(r"[0-9]{3}(?:[0-9]{2}){0,2}(?:([ .-])[0-9]{2}(?:[0-9]{2})?(?:\1[0-9]{2}(?:[0-9]{2})?)+| [0-9]{4}-[0-9]{2}-[0-9]{2})")
_ROUND = lazy("[1-9][0-9]*[05]")
_NUMBER_BEFORE = lazy("[0-9][ ./~*x-]{1,2}$")
_NUMBER_BEHIND = lazy(r"[ .-]{1,2}[0-9]{1,6}(?![0-9\u4e00-\u9fff])")
_FOREIGN = lazy(r"(?<=\+)[1-9][0-9]{0,2}[ -]{0,2}(?:\([0-9]{1,4}\)[ -]?)?[0-9]{2,5}(?:[ -]?[0-9]{2,5}){1,4}" + _END)
_LOCAL = lazy(rf"[2-9][0-9]{{2,3}}[ -]?[0-9]{{4}}{_END}")
_HOTLINE = lazy(rf"(?:[48]00[ -]?[0-9]{{3}}[ -]?[0-9]{{4}}|[48]00[ -]?[0-9]{{4}}[ -]?[0-9]{{3}}){_END}")
_ID = lazy(rf"[1-9](?:{_SPACE}[0-9]){{16}}{_SPACE}[0-9x](?![0-9a-z])")
_OLD_ID = lazy(rf"[1-9][0-9]{{14}}{_END}")
_TIME = lazy(
    rf"(?:19|20)[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9](?:[0-5][0-9](?:[0-9]{{3}})?)?{_END}"
)
_BOOK = lazy(rf"(?:97[89](?:[ -]?[0-9]){{10}}|69[0-9]{{11}}|[0-9]{{13}}){_END}")
_CARD = lazy(
    rf"(?:[0-9]{{4}}(?:[ -]{{1,2}}[0-9]{{4}}){{3}}(?:[ -]{{1,2}}[0-9]{{1,3}})?|"
    rf"[0-9]{{6}}[ -][0-9]{{10,13}}|[0-9]{{16,19}}){_END}"
)
_ORDER = lazy(rf"[0-9]{{15,22}}{_END}")
_SPACED_ORDER = lazy(rf"[0-9]{{2,10}}(?:[ -]{{1,2}}[0-9]{{2,10}}){{1,6}}{_END}")
_ORDER_TO_ONE = lazy(rf"[0-9]{{2,10}}(?:[ -]{{1,2}}[0-9]{{3,10}}){{1,6}}[ -]{{1,2}}[0-9]{_END}|[0-9](?: [0-9]){{9,19}}{_END}")
_TRACKING = lazy(rf"[0-9]{{10,14}}{_END}")

_HANZI_DIGITS = dict(zip("〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两", "0012345678911234567892", strict=True))
_ANY_DIGIT = f"[0-9{''.join(_HANZI_DIGITS)}]"
_SPELT = lazy(rf"(?<!{_ANY_DIGIT}){_ANY_DIGIT}(?:[ .,-]{{0,2}}{_ANY_DIGIT}){{10}}(?!{_ANY_DIGIT})")
_LETTERED = lazy(r"(?<![a-z0-9])[1il][3-9][0-9o](?:[ .-]{0,2}[0-9oil]{4}){2}(?![a-z0-9])")
_AS_DIGITS = str.maketrans(_HANZI_DIGITS)
_LEAST_DIGITS, _PHONE_LENGTH, _WHOLE_TRACKING = 6, 11, 12


def find_figures(text: str) -> Iterator[Found]:
    """Find personal figures in a view.

    Args:
        text: the view's text.

    Yields:
        Their spans and kinds, in order and apart.

    >>> list(find_figures("打138-0000-0000或(021)55550000"))
    [(1, 14, '手机号'), (15, 28, '手机号')]
    """
    for run in _RUN.finditer(text):
        done = run.start()
        if run.end() - done < 7:
            continue
        for group in _GROUP.finditer(text, run.start(), run.end()):
            if group.start() < done:
                continue
            found = _at(text, group.start())
            if found:
                done = found[1]
                if found[2]:
                    yield _whole(text, found)
    for match in _SPELT.finditer(text):
        digits = re.sub("[^0-9]", "", match[0].translate(_AS_DIGITS))
        if not match[0].isascii() and re.fullmatch("1[3-9][0-9]{9}", digits):
            yield *match.span(), "手机号"
    for match in _LETTERED.finditer(text):
        digits = re.sub("[^0-9]", "", match[0])
        if _LEAST_DIGITS <= len(digits) < _PHONE_LENGTH and not says_plain(text, match.start()):
            yield *match.span(), "手机号"


def _at(text: str, start: int) -> Found | None:
    """Tell what begins here."""
    for form, what in _FORMS:
        match = form.match(text, start)
        if match and (kind := what(text, match)) is not None:
            return start, match.end(), kind
    return None


def _whole(text: str, found: Found) -> Found:
    """Add to a phone the country's plus, a bracket and an extension."""
    start, end, kind = found
    if kind != "手机号":
        return found
    if text[max(0, start - 2) : start] == "(+":
        start -= 2
    elif text[max(0, start - 4) : start] == "+86 ":
        start -= 4
    elif start and (text[start - 1] == "+" or (text[start - 1] == "(" and ")" in text[start:end])):
        start -= 1
    extension = _EXTENSION.match(text, end)
    return start, extension.end() if extension else end, kind


def _phone(_text: str, _match: re.Match[str]) -> str:
    return "手机号"


def _odd_phone(text: str, match: re.Match[str]) -> str | None:
    """Take groups that sizes and prices could be as well: pairs and fours by themselves for a phone, others only where a word says so."""
    start, end = match.span()
    groups = _GROUP.findall(match[1])
    if says_plain(text, start) or counts_group(text, end - len(groups[-1]), end) or measures(text, start, end):
        return None
    if says("mobile", text, start):
        return "手机号"
    alone = not (_NUMBER_BEFORE.search(text[max(0, start - 3) : start]) or _NUMBER_BEHIND.match(text, end))
    return "手机号" if alone and _PAIRS.fullmatch(match[1]) and not all(map(_ROUND.fullmatch, groups)) else None


def _foreign(_text: str, match: re.Match[str]) -> str | None:
    return "手机号" if 9 <= len(_digits(match)) <= 15 else None


def _nothing(_text: str, _match: re.Match[str]) -> str:
    return ""


def _local(text: str, match: re.Match[str]) -> str | None:
    return "手机号" if says("landline", text, match.start()) else None


def _id(text: str, match: re.Match[str]) -> str | None:
    digits = _digits(match)
    return "身份证号" if is_birthday(digits[6:14]) or says("id", text, match.start()) else None


def _old_id(text: str, match: re.Match[str]) -> str | None:
    return "身份证号" if says("id", text, match.start()) else None


def _barcode(text: str, match: re.Match[str]) -> str | None:
    digits = _digits(match)
    known = digits.startswith(("978", "979", "69")) or says_plain(text, match.start())
    return "" if known and sum(int(digit) * (1, 3)[i % 2] for i, digit in enumerate(digits)) % 10 == 0 else None


def _card(text: str, match: re.Match[str]) -> str | None:
    if says("order", text, match.start()) and not says("card", text, match.start()):
        return None
    digits = _digits(match)
    grouped = bool(re.search("[ -]", match[0]))
    told = says("card", text, match.start()) or grouped or (digits.startswith("62") and _luhn(digits))
    return "银行卡号" if told and not _is_plain(text, match) else None


def _order(text: str, match: re.Match[str]) -> str:
    return "" if _is_plain(text, match) else "订单号"


def _spaced_order(text: str, match: re.Match[str]) -> str | None:
    groups = _GROUP.findall(match[0])
    length = sum(map(len, groups))
    if not (says("order", text, match.start()) or (length >= _WHOLE_TRACKING and says("courier", text, match.start()))):
        return None
    least = 10 if len(groups[0]) > 2 and len(groups[-1]) > 1 else _WHOLE_TRACKING
    if not least <= length <= 24 or (max(map(len, groups)) > 1 and min(map(len, groups[1:-1]), default=3) < 3):
        return None
    if len(groups[-1]) == 1 and counts_group(text, match.end() - 1, match.end()):
        return None
    return "订单号" if length >= 15 else "运单号"


def _tracking(text: str, match: re.Match[str]) -> str:
    return "" if _is_plain(text, match) else "运单号"


def _is_plain(text: str, match: re.Match[str]) -> bool:
    fraction = bool(re.search(r"[0-9]\.$", text[max(0, match.start() - 2) : match.start()]))
    return fraction or counts(text, match.end()) or says_plain(text, match.start())


def _digits(match: re.Match[str]) -> str:
    return re.sub("[^0-9x]", "", match[0])


def _luhn(digits: str) -> bool:
    return sum(sum(divmod(int(digit) * (1 + i % 2), 10)) for i, digit in enumerate(reversed(digits))) % 10 == 0


def is_birthday(digits: str) -> bool:
    """Tell whether eight digits are a day on which somebody alive may have been born.

    >>> is_birthday("19900101"), is_birthday("19901301")
    (True, False)
    """
    try:
        return 1900 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


_FORMS = (
    (_ID, _id),
    (_TIME, _nothing),
    *((form, _phone) for form in _PHONES),
    (_ODD_PHONE, _odd_phone),
    (_FOREIGN, _foreign),
    (_HOTLINE, _nothing),
    (_LOCAL, _local),
    (_BOOK, _barcode),
    (_OLD_ID, _old_id),
    (_CARD, _card),
    (_ORDER, _order),
    (_ORDER_TO_ONE, _spaced_order),
    (_SPACED_ORDER, _spaced_order),
    (_TRACKING, _tracking),
)
