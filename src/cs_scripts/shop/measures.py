"""Measures in cells: a common thing that is about as large, and whether several are of one unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.wording import sentences
from cs_scripts.text.patterns import lazy

_MEASURE = lazy(r"约?\s?(\d{1,6}(?:\.\d{1,3})?)\s?(mm|毫米|cm|厘米|公分|m|米|ml|毫升|l|升|g|克|kg|公斤|千克|斤)", re.IGNORECASE)
_BASE = {
    "mm": ("length", 0.1), "毫米": ("length", 0.1), "cm": ("length", 1), "厘米": ("length", 1), "公分": ("length", 1), "m": ("length", 100),
    "米": ("length", 100), "ml": ("volume", 1), "毫升": ("volume", 1), "l": ("volume", 1000), "升": ("volume", 1000), "g": ("mass", 1),
    "克": ("mass", 1), "kg": ("mass", 1000), "公斤": ("mass", 1000), "千克": ("mass", 1000), "斤": ("mass", 500),
}  # fmt: skip
_CLOSE = 1.13
"""A thing pictures a number that is at most so many times larger or smaller."""


def picture(value: str) -> str:
    """Name a thing of about the same size.

    Args:
        value: a measure, for example ``15cm``.

    Returns:
        For example ``，和一部手机的长度差不多``; empty where nothing common is as large.

    >>> picture("500ml")
    '，相当于一瓶矿泉水'
    """
    match = _MEASURE.fullmatch(value.strip())
    if not match:
        return ""
    sort, scale = _BASE[match[2].lower()]
    amount = float(match[1]) * scale
    for line in sentences()[f"picture_{sort}"]:
        size, _, thing = line.partition("=")
        if amount and max(amount / float(size), float(size) / amount) <= _CLOSE:
            return f"，相当于{thing}"
    return ""


def alike(texts: Sequence[str]) -> bool:
    """Tell whether texts are measures of one unit, three or more.

    Args:
        texts: a cell and the options of its article.

    Returns:
        Whether they are.

    >>> alike(["500ml", "350ml", "500ml"]), alike(["500ml", "大", "小"])
    (True, False)
    """
    units = [match[2].lower() for text in texts if (match := _MEASURE.fullmatch(text.strip()))]
    return len(texts) > 2 and len(units) == len(texts) and len(set(units)) == 1
