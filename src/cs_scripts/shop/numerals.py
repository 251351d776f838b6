"""Numbers as buyers say them: 一百一 is 110, 二尺三 is 2.3, 一六五 is 165."""

from __future__ import annotations

import re

DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def number(text: str) -> float | None:
    """Read a number in digits or Chinese, also as people say it: 一百一 is 110.

    Args:
        text: the number alone.

    Returns:
        The number, None where it is none.

    >>> number("一百一"), number("九十五"), number("一百零五"), number("110")
    (110.0, 95.0, 105.0, 110.0)
    """
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"[零〇一二两三四五六七八九]{1,3}", text):
        return float("".join(str(DIGITS[mark]) for mark in text))
    match = re.fullmatch(r"(?:([一二两三四五六七八九])百)?([零〇])?(?:([一二两三四五六七八九])?(十))?([一二两三四五六七八九])?", text)
    if not match or not text:
        return None
    hundreds, zero, tens, ten, units = match.groups()
    value = 100 * DIGITS.get(hundreds, 0) + (10 * DIGITS.get(tens, 1) if ten else 0)
    if units:
        value += DIGITS[units] * (10 if hundreds and not ten and not zero else 1)
    return float(value)
