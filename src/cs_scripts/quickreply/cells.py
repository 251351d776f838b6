"""Between the fields of an entry and the values that stand in a file: prefixes, HTML, escapes, and the guard against formulas.

Every step on the way out has its inverse on the way in, and both stand here side by side.
"""

from __future__ import annotations

import html
import re

from cs_scripts.quickreply.entry import Entry, unify_line_ends
from cs_scripts.quickreply.formats import Column, Format

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a cell for a formula, or hide that it will; after OWASP, CSV injection."""

_BREAK = re.compile(r"(?i)<br\s*/?>\n?|</(?:p|div|li)>\s*(?=<|$)|</(?:p|div|li)>\s*")
_TAG = re.compile(r"<[^<>]*>")


def to_cell(entry: Entry, column: Column, number: int, described: Format) -> str:
    """Give what a column shows of an entry.

    Args:
        entry: the entry.
        column: the column.
        number: running number of the entry, from 1.
        described: the format.

    Returns:
        The value, before quoting.
    """
    if not column.field:
        return column.value.replace("{n}", str(number))
    value: str = getattr(entry, column.field) or (getattr(entry, column.fallback) if column.fallback else "")
    if column.html:
        value = html.escape(value, quote=False).replace("\n", "<br>")
    if column.field == "text":
        for plain, written in described.escapes:
            value = value.replace(plain, written)
    return column.prefix + value if value else ""


def from_cell(value: str, column: Column, described: Format) -> str:
    """Give the field's value back; the inverse of ``to_cell``.

    Args:
        value: what the column shows.
        column: the column.
        described: the format.

    Returns:
        The value of the field.
    """
    value = unify_line_ends(value)
    if column.field == "text":
        for plain, written in reversed(described.escapes):
            value = value.replace(written, plain)
    if column.html:
        value = html_to_text(value)
    return value.removeprefix(column.prefix)


def html_to_text(value: str) -> str:
    r"""Turn simple HTML into text.

    Args:
        value: the HTML.

    Returns:
        The text, a line break for each ``<br>`` and end of a paragraph that is not the last.

    >>> html_to_text("<p>您好</p><p>a &lt; b<br>c</p>")
    '您好\na < b\nc'
    """
    paragraphs = re.search(r"(?i)</(?:p|div|li)>\s*$", value) is not None
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n", value)))
    return text.rstrip("\n") if paragraphs else text


def guard(value: str) -> str:
    r"""Keep a spreadsheet from taking a text for a formula: one tab goes before it.

    Args:
        value: the cell.

    Returns:
        The cell, with a tab before it where it needs one.

    >>> guard("=1+1"), guard("您好")
    ('\t=1+1', '您好')
    """
    return f"\t{value}" if value.startswith(FORMULA_STARTS) else value


def unguard(value: str) -> str:
    r"""Take the one leading tab away again.

    Args:
        value: the cell.

    Returns:
        The cell without it.

    >>> unguard("\t=1+1"), unguard("\t\tx")
    ('=1+1', '\tx')
    """
    return value.removeprefix("\t")
