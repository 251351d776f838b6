"""The cells that hold several things: options parted by ``/``, and a number for each option as in ``米白M:0;藏青M:8``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cs_scripts.text.patterns import lazy

_PARTS = lazy(r"[;；\n]")
_LIST = lazy(r"[/、|｜;；\n]|(?<!\d)[,，]|[,，](?!\d{3}(?!\d))")
_UNIT = lazy("公斤|千克|毫升|厘米|公分|克")
_SHORT = {"公斤": "kg", "千克": "kg", "毫升": "ml", "厘米": "cm", "公分": "cm", "克": "g"}
_END = r"(?![a-z0-9]|\.\d)"
_LEADING = lazy(r"\d{1,4}(?:\.\d)?")
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
        name, colon, number = part.replace("：", ":").rpartition(":")
        value = read_number(number)
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
    found = []
    rest = _units(text)
    for option in sorted(options, key=len, reverse=True):
        name = _units(option.lower())
        match = next((match for pattern in _ways(name) if (match := re.search(pattern, rest))), None)
        if match:
            found.append(option)
            rest = rest[: match.start()] + "\0" * (match.end() - match.start()) + rest[match.end() :]
    return tuple(option for option in options if option in found)


def _units(text: str) -> str:
    return _UNIT.sub(lambda match: _SHORT[match[0]], text)


def _ways(name: str) -> list[str]:
    """List how an option may be written: whole, a colour without 色, a size by its number alone, one part of 6+128g."""
    ways = [_whole(name)]
    if name.endswith("色") and len(name) > 1:
        ways.append(re.escape(name[:-1]) + "(?:的|色)")
    if (match := _LEADING.match(name)) and match.end() < len(name):
        ways.append(rf"(?<![\d.]){re.escape(match[0])}(?![\d.a-z])\s?(?=的|码|号|寸|还|有|$)")
    tokens = name.split()
    if len(tokens) > 1:
        ways += [r"(?<![a-z0-9.])" + r"\s?".join(map(re.escape, tokens[at:])) + _END for at in (0, 1)]
    if (match := _LEADING.match(name)) and len(name) - match.end() > 1 and not name[match.end() :].isascii():
        ways.append(re.escape(name[match.end() :]))
    ways += [_whole(part) for part in name.split("+")[1:] if len(part) > 2]
    return ways


def _whole(name: str) -> str:
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
