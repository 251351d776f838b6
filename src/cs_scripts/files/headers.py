"""Bring the header of a column to the form in which headers are compared, whichever program wrote it."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"[\s*\ufeff\u200b]+")
_OPEN, _CLOSE = "(【[", ")】]"
_LONGEST = 200
"""Characters of the longest cell that can be a header."""


def clean_header(cell: str) -> str:
    r"""Reduce a header to its name: half-width, lower case, without BOM, blanks, ``*`` and bracketed endings.

    Args:
        cell: the cell.

    Returns:
        The name; compare it as a whole, because 快捷短语 begins two other headers. A cell in brackets as a whole keeps them.

    >>> clean_header("\ufeff 话术内容（必填） *"), clean_header("ＩＤ(编号(可空))"), clean_header("(a)(b)")
    ('话术内容', 'id', '(a)')
    """
    if len(cell) > _LONGEST:
        return cell
    name = _BLANKS.sub("", unicodedata.normalize("NFKC", cell)).lower()
    while name[-1:] in tuple(_CLOSE):
        start = _opening(name)
        if start <= 0:
            break
        name = name[:start]
    return name


def _opening(name: str) -> int:
    """Find the bracket that the one at the end closes; -1 for none."""
    depth = 0
    for at in range(len(name) - 1, -1, -1):
        depth += (name[at] in _CLOSE) - (name[at] in _OPEN)
        if depth == 0:
            return at
    return -1
