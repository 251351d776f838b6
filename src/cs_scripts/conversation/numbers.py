"""Numbers as buyers type them, and the form in which what was found is handed on."""

from __future__ import annotations

import re
from typing import NamedTuple


class Span(NamedTuple):
    """A fact within one turn: its kind, its value and where it stands."""

    kind: str
    value: str
    start: int
    end: int


HAN = "零一二两俩三四五六七八九十百千半"
"""Characters of which Chinese numbers are made."""

_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}


def number(text: str) -> float | None:
    """Read a number in digits or in Chinese.

    Args:
        text: such as ``180``, ``两百``, ``一百二``.

    Returns:
        Its value; None where it is none.

    >>> number("一百二十"), number("一百二"), number("两千"), number("十五"), number("3.5"), number("个")
    (120.0, 120.0, 2000.0, 15.0, 3.5, None)
    """
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,4})?", text):
        return float(text)
    total, digit, scale = 0, 0, 1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            if character == "零":
                scale = 10
        elif character in _SCALES:
            scale = _SCALES[character]
            total += (digit or 1) * scale
            digit = 0
        elif character == "半":
            return total + digit + 0.5
        else:
            return None
    return float(total + digit * (scale // 10 if scale > 10 and digit else 1)) if text else None


def plain(value: float) -> str:
    """Write a number without needless zeros.

    >>> plain(55.0), plain(52.5)
    ('55', '52.5')
    """
    return f"{value:.1f}".removesuffix(".0")
