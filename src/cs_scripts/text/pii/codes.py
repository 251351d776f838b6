"""Find personal codes that hold letters: e-mail, passports, plates, tax and tracking numbers; and the links, which are left alone."""

from __future__ import annotations

from collections.abc import Iterator

from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.cues import counts_group, says, says_plain
from cs_scripts.text.pii.figures import Found, is_birthday

_LOCAL_PART = lazy(r"[a-z0-9._%+-]{1,64} {0,2}$")
_DOMAIN = lazy(r" {0,2}[a-z0-9](?:[a-z0-9-]{0,62})(?: ?\. ?[a-z][a-z0-9-]{1,30}){1,4}")
_TOLD_SIGN = lazy(r"@|艾特|(?<=[a-z0-9])(?: ?[(\[<]at[)\]>]| at )(?= ?[a-z0-9])")
_TOLD_DOMAIN = lazy(
    r" {0,2}(?=[a-z0-9-]{0,62}[a-z]|[0-9]{3})[a-z0-9](?:[a-z0-9-]{0,62}?)"
    r"(?:(?: ?[(\[<]dot[)\]>] ?| dot | ?点 ?| ?\. ?)(?:com|cn|net|org|edu|gov|cc|me|vip|top)(?![a-z0-9])){1,2}"
)
_LINK = lazy(
    r"(?<![a-z0-9])(?:https?:/{1,2}|www\.)[a-z0-9/._?&=%#~:@+;!*'-]+|"
    r"(?<![a-z0-9.-])(?:[a-z0-9-]{1,63}\.){1,4}(?:com|cn|net|tb)/[a-z0-9/._?&=%#~:@+;!*'-]+"
)
_PARAMETER = lazy(r"[?&;](\w{1,24})=([0-9]{8,24})(?![0-9])")
_PARAMETERS = (
    ("mobile", "手机号"),
    ("phone", "手机号"),
    ("order", "订单号"),
    ("trade", "订单号"),
    ("mailno", "运单号"),
    ("waybill", "运单号"),
)

_POSSIBLE = lazy("[0-9a-z][0-9a-z -]{4}[0-9a-z]")
_TOKEN = lazy(r"(?<![a-z0-9])[a-z0-9]+(?![a-z0-9])")
_COURIER = "(?:sf|yt|yd|jd[a-z]{0,2}|jt|zto|sto|ht|htky|dpk?|db|ems|best|ttk?|ky|uc|yz|ane|zjs|cn|lp)"
_TRACKING = lazy(rf"{_COURIER}[0-9]{{8,20}}|[a-z]{{2}}[0-9]{{9}}cn|[a-z]{{2,6}}[0-9]{{10,20}}(?:[a-z]{{2}})?")
_SPACED_TRACKING = lazy(rf"(?<![a-z0-9]){_COURIER}[ :-]{{0,2}}[0-9]{{3,15}}(?![0-9a-z])")
_CUED_TRACKING = lazy(r"(?:单号|快递号)(?:是|为)?[ :]{0,2}([a-z]{1,6}[ -]{1,2}[0-9]{1,20}|[a-z0-9](?:-?[a-z0-9]){0,23})(?![a-z0-9])")
_POSTAL_TRACKING = lazy(r"(?<![a-z0-9])[a-z]{2}[ -]{0,2}[0-9](?:[ -]{0,2}[0-9]){8}[ -]{0,2}cn(?![a-z0-9])")
_NEXT_GROUP = lazy(r"[ -]{1,2}(?!1[3-9][0-9](?:[ -]?[0-9]{4}){2}(?![0-9])|20[0-9]{2}-[01]?[0-9]-)([0-9]{1,6})(?![0-9a-z]|[.:/*~][0-9])")
_WHOLE, _SHORTEST_CUED, _LONGEST_TRACKING = 10, 6, 20
_PASSPORT = lazy(r"[eg][0-9]{8}|e[a-hj-np-z][0-9]{7}|[dsp][0-9]{8}|pe[0-9]{7}|[hmc][a-z]?[0-9]{8,10}|[a-z]{1,2}[0-9]{6,9}")
_PLAIN_PASSPORT = lazy("[eg][0-9]{8}|e[a-hj-np-z][0-9]{7}")
_SPACED_PASSPORT = lazy(r"(?:护照|通行证|回乡证|台胞证)(?:号码?)?(?:是|为)?[ :]{0,2}([a-z]{1,2} [0-9]{6,9})(?![0-9])")
# Some short names of provinces are words of articles, too (新A12345, 黑B1234款): these need to be said to be a car's.
_PLATE = lazy(
    r"(?:[京津沪渝冀豫辽湘皖鲁苏浙赣鄂桂晋闽粤川陕琼]|(?:(?<=[车牌])|(?<=[车牌][是为号:照 ])|(?<=[车牌]号[是为: ]))[新黑青云吉贵宁蒙甘藏])"
    r"[a-hj-np-z] ?[.·•-]? ?(?!(?:[0-9]*[a-hj-np-z]){3})"
    r"(?:[df][a-hj-np-z0-9][0-9]{4}|[0-9]{5}[df]|[a-hj-np-z0-9]{5})(?![a-z0-9-])(?! ?[款型色号码版])"
)
_ID = lazy("[1-9][0-9]{16}x")
_TAX = lazy("[159any][0-9a-hj-npqrtuwxy][0-9]{6}[0-9a-hj-npqrtuwxy]{10}")
_CUED_TAX = lazy(r"(?:税号|税务登记证?号?|识别号|信用代码|纳税人号)(?:是|为)?[ :]{0,3}((?:[0-9a-z][ -]?){14,19}[0-9a-z])(?![0-9a-z])")


def find_mail(text: str) -> Iterator[Found]:
    """Find e-mail addresses, with or without blanks about the sign, whether signs are written or told (at, 艾特, dot, 点).

    >>> list(find_mail("邮箱a.b @ c.com"))
    [(2, 13, '邮箱')]
    """
    if "@" not in text and "艾特" not in text and "at" not in text:
        return
    for sign in _TOLD_SIGN.finditer(text):
        local = _LOCAL_PART.search(text, max(0, sign.start() - 66), sign.start())
        domain = ("at" not in sign[0] and _DOMAIN.match(text, sign.end())) or _TOLD_DOMAIN.match(text, sign.end())
        if local and domain:
            yield local.start(), domain.end(), "邮箱"


def find_links(text: str) -> Iterator[Found]:
    """Find links, which are left alone but for parameters that say that they hold a phone, an order or a parcel.

    >>> list(find_links("https://a.cn/i?id=1234567890123"))
    [(0, 31, '')]
    """
    if "." not in text and ":/" not in text:
        return
    for link in _LINK.finditer(text):
        start = link.start()
        for match in _PARAMETER.finditer(text, *link.span()):
            kind = next((kind for word, kind in _PARAMETERS if word in match[1]), "")
            if kind:
                yield start, match.start(2), ""
                yield *match.span(2), kind
                start = match.end()
        if start < link.end():
            yield start, link.end(), ""


def find_codes(text: str) -> Iterator[Found]:
    """Find plates, tax numbers, passports and tracking numbers that hold letters.

    >>> list(find_codes("护照e12345678"))
    [(2, 11, '护照号')]
    """
    for match in _PLATE.finditer(text):
        if not says_plain(text, match.start()):
            yield *match.span(), "车牌号"
    if not _POSSIBLE.search(text):
        return
    for match in _CUED_TAX.finditer(text):
        if any(map(str.isdigit, match[1])):
            yield *match.span(1), "税号"
    yield from _tracking(text)
    for match in _SPACED_PASSPORT.finditer(text):
        yield *match.span(1), "护照号"
    for match in _TOKEN.finditer(text):
        kind = _kind(match[0], text, match.start())
        if kind:
            yield *match.span(), kind


def _tracking(text: str) -> Iterator[Found]:
    """Find tracking numbers that a cue, the post's form or the courier's letters tell, to their last group."""
    cued = {match.start(1): match.end(1) for match in _CUED_TRACKING.finditer(text)}
    for start, head in cued.items():
        end = _to_end(text, start, head)
        if end - start >= _SHORTEST_CUED and _digits(text[start:head]) and not text[start:head].isdigit():
            yield start, end, "运单号"
    for match in _POSTAL_TRACKING.finditer(text):
        if not says_plain(text, match.start()):
            yield *match.span(), "运单号"
    for match in _SPACED_TRACKING.finditer(text):
        start, end = match.start(), _to_end(text, *match.span())
        least = 8 if text[end - 2].isdigit() else _WHOLE
        if start not in cued and least <= _digits(text[start:end]) <= _LONGEST_TRACKING and not says_plain(text, start):
            yield start, end, "运单号"


def _to_end(text: str, start: int, end: int) -> int:
    """Go on from a number's first group to its last: what is whole already has none, and an amount, a day or a phone is none."""
    digits = _digits(text[start:end])
    if digits >= _WHOLE:
        return end
    length = 1
    while group := _NEXT_GROUP.match(text, end):
        before, length = length, len(group[1])
        digits += length
        if digits > _LONGEST_TRACKING or counts_group(text, *group.span(1)):
            break
        end = group.end()
        if length == 1 < before:
            break
    return end


def _digits(text: str) -> int:
    return sum(map(str.isdigit, text))


def _kind(token: str, text: str, start: int) -> str:
    if not 8 <= len(token) <= 30 or token.isdigit() or token.isalpha():
        return ""
    if _PASSPORT.fullmatch(token) and says("passport", text, start):
        return "护照号"
    if _ID.fullmatch(token) and is_birthday(token[6:14]):
        return "身份证号"
    if says_plain(text, start):
        return ""
    if _PLAIN_PASSPORT.fullmatch(token):
        return "护照号"
    if len(token) == 18 and _TAX.fullmatch(token):
        return "税号"
    return "运单号" if _TRACKING.fullmatch(token) else ""
