"""Read and write rows: CSV of every dialect, and the sheets of a workbook."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cs_scripts.errors import Problem

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def csv_row(cells: Sequence[str], quoted: Sequence[bool], delimiter: str) -> str:
    """Write one row of CSV, without its line end.

    Args:
        cells: the values.
        quoted: for each cell, whether it is quoted even where it need not be.
        delimiter: what stands between them.

    Returns:
        The row.

    >>> csv_row(["a", 'b"c', "d,e"], [False, False, False], ",")
    'a,"b""c","d,e"'
    """
    special = (delimiter, '"', "\r", "\n")
    written = []
    for value, always in zip(cells, quoted, strict=True):
        need = always or any(mark in value for mark in special)
        written.append('"' + value.replace('"', '""') + '"' if need else value)
    return delimiter.join(written)


def csv_rows(text: str, delimiter: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Read the rows of a CSV text; a row that cannot be read is reported and the next ones are read all the same.

    Args:
        text: the text; line ends of any kind.
        delimiter: what stands between cells.
        problems: the list that problems are added to.

    Yields:
        Number of the row's first line, from 1, and its cells; empty rows are left out.
    """
    lines = io.StringIO(text, newline="").readlines()
    at = 0
    while at < len(lines):
        fed = _Feed(lines, at)
        reader = csv.reader(fed, delimiter=delimiter)
        while True:
            start = fed.at
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                problems.append(Problem(f"第 {start + 1} 行", f"读不出，跳过（{_reason(error)}）"))
                at = start + 1
                break
            if fed.at == len(lines) and fed.at > start + 1 and "".join(lines[start:]).count('"') % 2:
                problems.append(Problem(f"第 {start + 1} 行", "引号没有收尾，按没有引号读"))
                row = next(csv.reader([lines[start]], delimiter=delimiter, quoting=csv.QUOTE_NONE))
                at = start + 1
                if any(row):
                    yield start + 1, row
                break
            if any(row):
                yield start + 1, row


class _Feed:
    """Lines from a place on, knowing how far they were taken."""

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines = lines
        self.at = at

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at >= len(self.lines):
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _reason(error: csv.Error) -> str:
    text = str(error)
    return "一格太长" if "limit" in text else "有空字符" if "NUL" in text else text


def write_workbook(rows: Sequence[Sequence[str]], sheet: str, widths: Sequence[int]) -> bytes:
    """Write a workbook of one sheet whose cells are all text, never formulas.

    Args:
        rows: the rows, the first one the header.
        sheet: name of the sheet.
        widths: width of each column, in characters.

    Returns:
        The file's bytes; the same for the same rows, whenever they are written.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    page.freeze_panes = "A2"
    for i, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(i)].width = width
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)

    def cell(value: str, *, header: bool) -> Cell:
        made = WriteOnlyCell(page, value=_LOOKS_ESCAPED.sub("_x005F_", value))
        made.data_type = "s"
        made.number_format = "@"
        made.alignment = wrapped
        if header:
            made.font = bold
        elif value.startswith(("=", "+", "-", "@")):
            made.quotePrefix = True
        return made

    for number, row in enumerate(rows):
        page.append([cell(value, header=number == 0) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return _without_times(buffer.getvalue())


def _without_times(content: bytes) -> bytes:
    """Take the clock out of a workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, part)
    return buffer.getvalue()


def read_workbook(content: bytes) -> tuple[str, list[tuple[int, list[str]]]]:
    """Read the first sheet of a workbook that has anything in it.

    Args:
        content: the file's bytes.

    Returns:
        Name of the sheet, and number and cells of each row that is not empty, numbers as Excel shows whole ones.

    Raises:
        ValueError: it is not a workbook.
    """
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for page in book.worksheets:
            rows = [(i, [_shown(value) for value in row]) for i, row in enumerate(page.iter_rows(values_only=True), 1)]
            filled = [(i, row) for i, row in rows if any(row)]
            if filled:
                return str(page.title), filled
    except Exception as error:  # noqa: BLE001 - openpyxl lets every kind of error through that a broken zip or XML can cause
        raise ValueError(str(error) or type(error).__name__) from None
    return "", []


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), str(value))
