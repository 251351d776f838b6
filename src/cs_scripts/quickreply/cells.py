"""Between the fields of an entry and the values that stand in a file: prefixes, HTML and escapes.

Every step on the way out has its inverse on the way in, and both stand here side by side.
"""

from __future__ import annotations

import html

from cs_scripts.quickreply.entry import Entry, unify_line_ends
from cs_scripts.quickreply.formats import Column, Format
from cs_scripts.quickreply.html_text import html_to_text


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
        value = html_to_text(value).text
    return value.removeprefix(column.prefix)
