"""Read and write workbooks: every sheet as it really is, whatever its ``<dimension>`` says; the same bytes for the same rows.

openpyxl does the work, with guards around it: archives that unpack into gigabytes are refused, rows and cells are counted,
its English warnings stay off the screen, and a text is always written as text.
"""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from cs_scripts.files.formulas import FORMULA_STARTS
from cs_scripts.files.xlsx_cells import escape, fit_text, safe_title, unescape
from cs_scripts.files.zip import refuse_bomb

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell

    from cs_scripts.files.xlsx_spool import SpooledBook

MAX_ROWS = 1_048_576
"""Rows of a sheet, Excel's own limit."""
MAX_CELLS = 60_000_000
"""Cells of a sheet, blank ones between filled ones included."""
_PARTS = (("xl/sharedStrings.xml", 256 << 20), ("xl/styles.xml", 32 << 20), ("xl/workbook.xml", 16 << 20))
"""Parts that are read as a whole, and the most bytes each may have."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


class Row(NamedTuple):
    """A row of a sheet.

    Args:
        sheet: name of the sheet.
        number: its number in the sheet, from 1.
        cells: text, numbers, dates, true/false and None.
    """

    sheet: str
    number: int
    cells: tuple[Any, ...]


def read_workbook(source: bytes | BinaryIO) -> Iterator[Row]:
    """Read the rows of all sheets, one sheet after the other.

    Args:
        source: the file's bytes, or the open file.

    Yields:
        Each row that has a cell; where a formula was never calculated, its cell is None.

    Raises:
        ValueError: it is not a workbook, is broken, or unpacks into too much; the reason is Chinese.
    """
    from openpyxl import load_workbook

    warnings.filterwarnings("ignore", module=r"openpyxl\.")
    try:
        file = io.BytesIO(source) if isinstance(source, bytes) else source
        _refuse_large(file)
        book = load_workbook(file, read_only=True, data_only=True)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            yield from _rows(str(sheet.title), sheet.iter_rows(values_only=True))
    except _RefusedError as error:
        raise ValueError(str(error)) from None
    except Exception as error:  # noqa: BLE001 - a broken workbook raises anything, from BadZipFile to KeyError
        raise ValueError(f"不是完好的 Excel 文件（{type(error).__name__}）") from None


class _RefusedError(ValueError):
    """A workbook is refused by size."""


def _refuse_large(file: BinaryIO) -> None:
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
    try:
        refuse_bomb(members)
    except ValueError as error:
        raise _RefusedError(str(error)) from None
    most = dict(_PARTS)
    for member in members:
        if member.file_size > most.get(member.filename, member.file_size):
            raise _RefusedError(f"里面的 {member.filename} 有 {member.file_size >> 20} MB，太大了；请拆成几个文件")


def _rows(sheet: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    cells = 0
    for number, row in enumerate(rows, 1):
        cells += len(row)
        if number > MAX_ROWS or cells > MAX_CELLS:
            raise _RefusedError(f"工作表“{sheet}”比 Excel 容得下的还大")
        if any(cell is not None for cell in row):
            yield Row(sheet, number, tuple([unescape(cell) if type(cell) is str else cell for cell in row]))


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written.

    Args:
        title: its name.
        header: the first row, which stays on the screen and gets a filter.
        rows: the rows below: text, numbers, times, None.
        widths: width of each column, in characters.
    """

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = field(default=())


def write_workbook(sheets: Iterable[Sheet], target: BinaryIO) -> int:
    """Write a workbook; text is never a formula, and the clock leaves no trace.

    Args:
        sheets: its sheets; rows are taken one by one.
        target: where the bytes go.

    Returns:
        How many texts were longer than a cell can hold, and end in ``…``.
    """
    from cs_scripts.files.xlsx_spool import SpooledBook

    with contextlib.closing(SpooledBook()) as book:
        cut = sum(_write_sheet(book, sheet) for sheet in sheets)
        whole = io.BytesIO()
        book.save(whole)
    _without_times(whole, target)
    return cut


def _write_sheet(book: SpooledBook, sheet: Sheet) -> int:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    page = book.add(safe_title(sheet.title))
    page.freeze_panes = "A2"
    for i, width in enumerate(sheet.widths, 1):
        page.column_dimensions[get_column_letter(i)].width = width
    book.begin(page)
    wrapped, bold = Alignment(wrap_text=True, vertical="top"), Font(bold=True)
    cut = 0

    def cell(value: Any, *, header: bool = False) -> Cell:
        nonlocal cut
        made: Cell = WriteOnlyCell(page)
        made.alignment = wrapped
        if isinstance(value, str):
            fitted = fit_text(value)
            cut += len(fitted) < len(value) and fitted.endswith("…")
            made.value = escape(fitted)
            made.data_type = "s"
            made.number_format = "@"
            if header:
                made.font = bold
            elif value.startswith(FORMULA_STARTS):
                made.quotePrefix = True
        elif value is not None:
            made.value = value
            if isinstance(value, date):
                made.number_format = "yyyy-mm-dd hh:mm:ss"
        return made

    count = 1
    page.append([cell(name, header=True) for name in sheet.header])
    for row in sheet.rows:
        page.append([cell(value) for value in row])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(max(1, len(sheet.header)))}{count}"
    return cut


def _without_times(content: BinaryIO, target: BinaryIO) -> None:
    """Copy a workbook, its parts in order and without the clock."""
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist()):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            if name == "docProps/core.xml":
                new.writestr(info, _TIMES.sub(rb"\g<1>1980-01-01T00:00:00Z", old.read(name)))
            else:
                with old.open(name) as part, new.open(info, "w", force_zip64=old.getinfo(name).file_size > 1 << 30) as copy:
                    shutil.copyfileobj(part, copy, 1 << 20)
