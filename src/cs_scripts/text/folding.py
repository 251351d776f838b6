"""Bring a reply to one form without moving a character, so that a span in the folded text is a span in the given one.

``text.normalise`` cannot serve here: it masks numbers and links, which is what some rules look for, and changes lengths.
"""

from __future__ import annotations

from functools import lru_cache

from cs_scripts.text.normalise import character_table

_LONG = 300
"""Characters of the longest text that is remembered: a dozen readers of one message fold it, one after the other."""


def fold(text: str) -> str:
    """Fold a reply to lower-case half-width simplified characters; what is invisible becomes a blank.

    Args:
        text: the reply.

    Returns:
        Text of the same length.

    >>> fold("加ＶＸ：ABC，發貨")
    '加vx:abc,发货'
    """
    return _remembered(text) if len(text) <= _LONG else text.translate(_table())


@lru_cache(maxsize=2048)
def _remembered(text: str) -> str:
    return text.translate(_table())


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    table = {code: _folded(value) for code, value in character_table().items()}
    return table | {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}


def _folded(value: int | str | None) -> str:
    if value is None:
        return " "
    return (value if isinstance(value, str) else chr(value)).lower()
