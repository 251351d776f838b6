"""Read characters that are another character in dress: letters and numerals in circles or brackets, other alphabets' forms, accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from cs_scripts.text.patterns import lazy

ONE = "①"
"""Stands for every dressed one, Latin or Chinese: where a rank is meant it is 一, elsewhere a 1."""

_RANGES = (
    (0xB2, 0xB9),
    (0xC0, 0x24F),
    (0x1CD, 0x1DC),
    (0x2070, 0x208E),
    (0x2160, 0x217B),
    (0x2460, 0x24FF),
    (0x2776, 0x2793),
    (0x3220, 0x3243),
    (0x3280, 0x32A2),
    (0x32A4, 0x32B0),
    (0x1D400, 0x1D7FF),
    (0x1F110, 0x1F189),
)
_DRESSED = lazy("[" + "".join(f"{chr(first)}-{chr(last)}" for first, last in _RANGES) + "]")
_NEGATIVE_LETTERS = (0x1F150, 0x1F170)
_LETTERS = 26


def undress(text: str) -> str:
    """Give a text with plain characters in place of those in dress, one for one.

    Args:
        text: the text.

    Returns:
        The text, as long as before.

    >>> undress("第㊀名,ⓥ信,②件,quán")
    '第①名,v信,2件,quan'
    """
    return _DRESSED.sub(lambda match: _table().get(match[0], match[0]), text) if not text.isascii() else text


@lru_cache(maxsize=1)
def _table() -> dict[str, str]:
    table = {chr(code): plain for first, last in _RANGES for code in range(first, last + 1) if (plain := _plain(code))}
    for first in _NEGATIVE_LETTERS:
        table |= {chr(first + i): chr(ord("a") + i) for i in range(_LETTERS)}
    return table


def _plain(code: int) -> str:
    """Give the character that one in dress stands for; empty where there is no single one."""
    value = unicodedata.digit(chr(code), None)
    if value is None:
        inner = [c for c in unicodedata.normalize("NFKD", chr(code)) if c.isalnum() and not unicodedata.combining(c)]
        plain = inner[0].lower() if len(inner) == 1 else ""
    else:
        plain = str(value)
    dressed = unicodedata.category(chr(code))[0] != "L" and code < _RANGES[-2][0]
    return ONE if plain in ("1", "一") and dressed else plain
