"""The cells that hold several things: options parted by ``/``, and a number for each option as in ``米白M:0;藏青M:8``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cs_scripts.shop.numerals import number
from cs_scripts.text.patterns import lazy

_PARTS = lazy(r"[;；\n]")
_LIST = lazy(r"[/、|｜;；\n]|(?<!\d)[,，]|[,，](?!\d{3}(?!\d))")
_MEASURE = lazy(
    r"(?<![\d.])(\d{1,5}(?:\.\d{1,3})?|[一二两三四五六七八九十]{1,3}|半)\s?(公斤|千克|kg|斤|毫升|ml|升|厘米|公分|cm|克|g)(?![a-z0-9])"
)
_METRES = lazy(r"(?<![\d.])([1-9一二三])米([1-9一二三四五六七八九])(?!\d)")
_PLUS = lazy(r"(?<=\d)\s?[加＋]\s?(?=\d)")
_SCALE = {
    "公斤": ("g", 1000), "千克": ("g", 1000), "kg": ("g", 1000), "斤": ("g", 500), "克": ("g", 1), "g": ("g", 1), "毫升": ("ml", 1),
    "ml": ("ml", 1), "升": ("ml", 1000), "厘米": ("cm", 1), "公分": ("cm", 1), "cm": ("cm", 1),
}  # fmt: skip
_END = r"(?![a-z0-9]|\.\d)"
_NO_FIGURE = r"(?![a-z0-9]|\.\d|\s?(?:元|块|折|斤|公斤|岁|天|件|双|个|条|号(?=发|到|前|后)))"
"""A bare number that is no sum, weight or count: the size 29, not 加29元."""

_LEADING = lazy(r"\d{1,4}(?:\.\d)?")
_LENGTH = lazy(r"\d{1,2}(?:\.\d)?米")
_NUMBER = lazy(r"[¥￥]?\s*(\d{1,9}(?:\.\d{1,4})?)\s*(?:元|块|件|个|双|台|盒|瓶|袋|套)?\+?")


@lru_cache(maxsize=8192)
def split_options(cell: str) -> tuple[str, ...]:
    """Cut a cell of options apart.

    Args:
        cell: for example ``米白/藏青``; 、 , ; and line breaks part options too.

    Returns:
        The options, each once.

    >>> split_options("米白/藏青、酒红")
    ('米白', '藏青', '酒红')
    """
    return tuple(dict.fromkeys(part.strip() for part in _LIST.split(cell) if part.strip()))


def read_number(cell: str) -> float | None:
    """Read a number with or without a currency sign or counting word.

    Args:
        cell: for example ``¥59.9`` or ``12件``.

    Returns:
        The number, None where the cell is anything else.

    >>> read_number("59.9元"), read_number("面议")
    (59.9, None)
    """
    match = _NUMBER.fullmatch(cell.strip())
    return float(match[1]) if match else None


def read_numbers(cell: str) -> tuple[tuple[str, float], ...] | None:
    """Read one number, or one for each option.

    Args:
        cell: for example ``12`` or ``米白M:0;藏青M:8``.

    Returns:
        Pairs of option and number, the option empty where the number is for all; None where the cell is neither.

    >>> read_numbers("米白M:0;藏青M:8")
    (('米白M', 0.0), ('藏青M', 8.0))
    >>> read_numbers("12")
    (('', 12.0),)
    """
    if cell.isdecimal():
        return (("", float(cell)),)
    found = []
    for part in _PARTS.split(cell):
        if not part.strip():
            continue
        name, colon, amount = part.replace("：", ":").rpartition(":")
        value = read_number(amount)
        if value is None or (colon and not name.strip()):
            return None
        found.append((name.strip(), value))
    if len(found) > 1 and not all(name for name, _ in found):
        return None
    return tuple(found) or None


def mentioned(options: Sequence[str], text: str) -> tuple[str, ...]:
    """Find the options that a message names.

    Args:
        options: the options, for example ``("米白", "M", "XL")``.
        text: the message, folded.

    Returns:
        Those named; a longer one hides a shorter one inside it, and letters and numbers count only as whole words.

    >>> mentioned(("L", "XL", "藏青"), "xl码藏青色还有吗")
    ('XL', '藏青')
    """
    return _mentioned(tuple(options), text) if options else ()


@lru_cache(maxsize=8192)
def _mentioned(options: tuple[str, ...], text: str) -> tuple[str, ...]:
    found = []
    rest = in_one_unit(text)
    tails = [_tail(option) for option in options]
    for option in sorted(options, key=len, reverse=True):
        match = next((match for pattern in _ways(option.lower()) if (match := pattern.search(rest))), None)
        if not match and (tail := _tail(option)) and tails.count(tail) == 1:
            match = re.search(re.escape(tail), rest)
        if match:
            found.append(option)
            rest = rest[: match.start()] + "\0" * (match.end() - match.start()) + rest[match.end() :]
    return tuple(option for option in options if option in found)


def in_one_unit(text: str) -> str:
    """Write measures in one unit each, so that 十斤 is found in 5kg and 一米八 in 1.8米.

    Args:
        text: a message or an option, folded.

    Returns:
        The text with weights in g, volumes in ml, lengths in cm and metres with a point.

    >>> in_one_unit("十斤的米"), in_one_unit("1米8的床"), in_one_unit("0.5升")
    ('5000g的米', '1.8米的床', '500ml')
    """
    metres = _METRES.sub(lambda match: f"{plain(number(match[1]) or 0)}.{plain(number(match[2]) or 0)}米", text)
    return _MEASURE.sub(_converted, _PLUS.sub("+", metres))


def as_typed(text: str, measure: str) -> str:
    """Find how a message writes a measure: 6公斤 for 6000g.

    Args:
        text: the message, folded.
        measure: the measure, in one unit.

    Returns:
        Its own way; the measure where it stands in no other.

    >>> as_typed("六公斤的还有吗", "6000g")
    '六公斤'
    """
    found = (match[0] for pattern in (_METRES, _MEASURE) for match in pattern.finditer(text))
    return next((each for each in found if in_one_unit(each).startswith(measure)), measure)


def _converted(match: re.Match[str]) -> str:
    amount = 0.5 if match[1] == "半" else number(match[1])
    unit, scale = _SCALE[match[2]]
    return match[0] if amount is None else f"{plain(amount * scale)}{unit}"


@lru_cache(maxsize=8192)
def _ways(option: str) -> tuple[re.Pattern[str], ...]:
    """List how an option may be written: whole, a colour without 色, a size by its number alone, one part of 6+128g."""
    name = in_one_unit(option)
    ways = [_whole(name)]
    if name.endswith("色") and len(name) > 1:
        ways.append(rf"(?<![\d.一二两三几]){re.escape(name[:-1])}(?:的|色|(?=[1-9]\d{{1,2}}(?!\d)))")
    if name.endswith("味") and len(name) > 2:
        ways.append(re.escape(name[:-1]))
    if (match := _LEADING.match(option)) and match.end() < len(option):
        ways.append(
            rf"(?<![\d.]){re.escape(match[0])}(?![\d.a-z])\s?(?=的|码|号|寸|和|跟|与|或|、|还|有|现在|目前|剩|补|断|缺|多少钱|哪|呢|啊|吗|么|嘛|没|也|够|各|[\s,。?!]|$)"
        )
    if (match := _LENGTH.match(name)) and match.end() < len(name):
        ways += [rf"(?<![\d.]){re.escape(match[0])}", _whole(match[0].rstrip("米") + name[match.end() :])]
    if "+" in name:
        ways.append(rf"(?<![\d.]){re.escape(name.rstrip('gb'))}(?!\d)")
    tokens = name.split()
    if len(tokens) > 1:
        ways += [r"(?<![a-z0-9.])" + r"\s?".join(map(re.escape, tokens[at:])) + _END for at in (0, 1)]
    ways += [_whole(part) for part in name.split("+")[1:] if len(part) > 2]
    return tuple(map(re.compile, ways))


def _tail(option: str) -> str:
    """Give what an option is called without its number: 豆沙 of 306豆沙; empty where that is too little to go by."""
    match = _LEADING.match(option)
    tail = option[match.end() :].lower() if match else ""
    return tail if len(tail) > 1 and not tail.isascii() else ""


def _whole(name: str) -> str:
    if name.isdecimal():
        return rf"(?<![a-z0-9.加减满补差]){name}{_NO_FIGURE}"
    before = r"(?<![a-z0-9.])" if name[0].isascii() else ""
    after = _END if name[-1].isascii() else ""
    return before + re.escape(name) + after


def plain(number: float) -> str:
    """Write a number without needless zeros.

    Args:
        number: the number.

    Returns:
        Its text.

    >>> plain(59.90), plain(12.0)
    ('59.9', '12')
    """
    return f"{number:.2f}".rstrip("0").rstrip(".")
