"""What the cells of workbooks hold: how text is stored in them, shown, and made to fit; numbers that are times."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

MAX_TEXT = 32_767
"""UTF-16 units in a cell, Excel's own limit."""

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_SERIAL = (25_569, 73_050)
"""Days since 1899-12-30 that are taken for a date: 1970 to 2099."""


def escape(text: str) -> str:
    """Write a text as workbooks store it, so that what looks like an escape is none.

    Args:
        text: the text.

    Returns:
        The cell as stored; ``unescape`` undoes it.

    >>> escape("_x0041_")
    '_x005F_x0041_'
    """
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def unescape(text: str) -> str:
    """Undo the way a workbook writes characters that XML lacks.

    Args:
        text: a cell as stored.

    Returns:
        The text, ``_x0041_`` read as A.

    >>> unescape("_x0041_ _x005F_x0041_")
    'A _x0041_'
    """
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def show(cell: Any) -> str:
    """Write a cell of a workbook, a JSON object or a column store as text.

    Args:
        cell: what it holds.

    Returns:
        The text; empty for nothing, whole numbers without ``.0``.

    >>> show(3.0), show(None), show("在吗")
    ('3', '', '在吗')
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def serial_time(value: float) -> datetime | None:
    """Read a number that Excel means as a time: days since 1899-12-30, as cells without a date format hold them.

    Args:
        value: the number.

    Returns:
        The time, to the second; None for a number that is no time of these years.

    >>> serial_time(45292.375)
    datetime.datetime(2024, 1, 1, 9, 0)
    """
    if not _SERIAL[0] <= value < _SERIAL[1]:
        return None
    return datetime(1899, 12, 30) + timedelta(seconds=round(value * 86_400))


def fit_text(value: str) -> str:
    """Make a text fit into a cell: without characters that XML lacks, and no longer than Excel takes.

    Args:
        value: the text.

    Returns:
        The text; ``…`` at its end where it was cut.
    """
    clean = _FORBIDDEN.sub("", value)
    if len(clean) * 2 <= MAX_TEXT or len(clean.encode("utf-16-le")) <= 2 * MAX_TEXT:
        return clean
    return clean.encode("utf-16-le")[: 2 * (MAX_TEXT - 1)].decode("utf-16-le", "ignore") + "…"


def safe_title(title: str) -> str:
    """Give a name that Excel takes for a sheet.

    Args:
        title: the name wanted.

    Returns:
        At most 31 characters, without the marks that Excel forbids there.

    >>> safe_title("售前/售后")
    '售前_售后'
    """
    return _TITLE.sub("_", title)[:31].strip("'") or "Sheet1"
