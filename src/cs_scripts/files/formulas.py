r"""Keep a spreadsheet from running a text that somebody else wrote.

A cell that begins with one of ``= + - @``, their full-width forms, a tab or a line break may be taken for a formula, or hide
that it will be (after OWASP, CSV injection). In CSV a mark goes before it; a workbook stores it as text.
"""

from __future__ import annotations

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What such a cell begins with."""

TAB = "\t"
"""The mark that a client shows as a blank, and that can be taken away again."""


def guard(value: str, mark: str = TAB) -> str:
    r"""Put a mark before a text that a spreadsheet would take for a formula.

    Args:
        value: the cell.
        mark: what goes before it.

    Returns:
        The cell, with the mark where it needs one.

    >>> guard("=1+1"), guard("＝1+1", "'"), guard("您好")
    ('\t=1+1', "'＝1+1", '您好')
    """
    return mark + value if value.startswith(FORMULA_STARTS) else value


def unguard(value: str) -> str:
    r"""Take the one leading tab away again.

    Args:
        value: the cell.

    Returns:
        The cell without it.

    >>> unguard("\t=1+1"), unguard("\t\tx")
    ('=1+1', '\tx')
    """
    return value.removeprefix(TAB)
