"""Read workbooks (xlsx): each sheet by its own headers, whatever order its columns have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any, BinaryIO

from cs_scripts.chatlog.columns import match_columns, show
from cs_scripts.chatlog.layouts.archive import names_in
from cs_scripts.chatlog.layouts.cells import TranscriptColumn, find_transcripts
from cs_scripts.chatlog.layouts.headerless import tell_columns
from cs_scripts.chatlog.layouts.layout import HEAD_ROWS, Head, Layout, Options, Source, listed, unknown
from cs_scripts.chatlog.message import BATCH, Batch, Block, Left, Message, same, to_batch
from cs_scripts.chatlog.table import Table
from cs_scripts.chatlog.telling import make_table
from cs_scripts.errors import FileReadError
from cs_scripts.files.lines import open_binary
from cs_scripts.files.rejects import Reject
from cs_scripts.files.xlsx import Row, read_workbook
from cs_scripts.text.pii import mask

_HEADER_ROWS = 10
NO_HEADER = "工作表里没有认识的表头，没有读"

Numbered = tuple[int, tuple[Any, ...]]


def sheets(head: Head) -> Iterator[tuple[str, Iterator[Numbered]]]:
    """Read the sheets of a workbook, one after the other: its name, and number and cells of each row.

    Raises:
        FileReadError: the workbook is broken.
    """
    with open_binary(head.path) as file:
        for name, rows in groupby(_rows(head, file), key=lambda row: row.sheet):
            yield name, ((row.number, row.cells) for row in rows)


def _rows(head: Head, file: BinaryIO) -> Iterator[Row]:
    try:
        yield from read_workbook(file)
    except ValueError as error:
        raise FileReadError(head.path, str(error)) from None


class _Sheet:
    """One sheet: what its beginning tells, and all its rows."""

    def __init__(self, rows: Iterator[Numbered], options: Options) -> None:
        self._rows = rows
        self._begun: list[Numbered] = []
        for row in rows:
            self._begun.append(row)
            if len(self._begun) >= HEAD_ROWS:
                break
        self.header: tuple[str, ...] = ()
        self.reader: Table | TranscriptColumn | None = None
        self._first_row = 0
        for number, cells in self._begun[:_HEADER_ROWS]:
            shown = _trim(cells)
            if self._try(number, shown, options):
                return
            self.header = self.header or shown
        self._try_without(options)

    def _try(self, number: int, shown: tuple[str, ...], options: Options) -> bool:
        samples = [_fit(row, len(shown)) for at, row in self._begun if at > number]
        if not shown:
            return False
        self.reader = find_transcripts(shown, samples, options)
        if self.reader is None and match_columns(shown, options.columns):
            self.reader = make_table(shown, samples, options)
        if self.reader is not None:
            self.header, self._first_row = shown, number + 1
        return self.reader is not None

    def _try_without(self, options: Options) -> None:
        rows = [_trim(cells) for _, cells in self._begun if _trim(cells)]
        width = max(map(len, rows), default=0)
        told = None if options.columns else tell_columns([_fit(row, width) for row in rows], options.roles)
        if told:
            self.reader = make_table(told[0], [_fit(row, width) for row in rows], options, told[1])
            self.header, self._first_row = told[0], 1

    def rows(self) -> Iterator[Numbered]:
        """Give the rows below the headers that are not empty."""
        for number, cells in self._begun:
            if number >= self._first_row and any(cell is not None for cell in cells):
                yield number, _fit(cells, len(self.header))
        for number, cells in self._rows:
            if any(cell is not None for cell in cells):
                yield number, _fit(cells, len(self.header))


def _trim(cells: Sequence[Any]) -> tuple[str, ...]:
    shown = [show(cell).strip() for cell in cells[:500]]
    while shown and not shown[-1]:
        shown.pop()
    return tuple(shown)


def _fit(cells: Sequence[Any], width: int) -> tuple[Any, ...]:
    """Bring a row to the width of its header; filled cells beyond it stay, so that the row is refused."""
    row = tuple(cells[:width]) if not any(cell is not None for cell in cells[width:]) else tuple(cells)
    return (*row, *[None] * (width - len(row)))


def _blocks(head: Head, options: Options) -> Iterator[Block]:
    for name, rows in sheets(head):
        sheet = _Sheet(rows, options)
        if sheet.reader is None and not sheet.header:
            continue
        batches = _sheet_batches(sheet) if sheet.reader else [to_batch([Reject(0, NO_HEADER)])]
        for batch in batches:
            rejects = [reject._replace(sheet=mask(name)) for reject in batch.rejects]
            yield Block(partial(same, replace(batch, rejects=rejects, part=mask(name))), 0)


def _sheet_batches(sheet: _Sheet) -> Iterator[Batch]:
    reader = sheet.reader
    numbers: list[int] = []
    rows: list[tuple[Any, ...]] = []
    talk: list[Message | Reject | Left] = []
    for number, row in sheet.rows():
        if isinstance(reader, TranscriptColumn):
            talk += reader.rows(number, row)
        else:
            numbers.append(number)
            rows.append(row)
        if isinstance(reader, Table) and len(rows) == BATCH:
            yield reader.batch(numbers, rows, [])
            numbers, rows = [], []
        elif len(talk) >= BATCH:
            yield to_batch(talk)
            talk = []
    yield reader.batch(numbers, rows, []) if isinstance(reader, Table) else to_batch(talk)


def _looks(head: Head, options: Options) -> bool:
    del options
    return head.raw.startswith(b"PK\x03\x04") and "[Content_Types].xml" in names_in(head)


def _open(head: Head, options: Options) -> Source:
    names: dict[str, None] = {}
    columns: dict[str, None] = {}
    notes: dict[str, None] = {}
    is_chat = False
    for _, rows in sheets(head):
        sheet = _Sheet(rows, options)
        is_chat = is_chat or sheet.reader is not None
        columns |= dict.fromkeys(sheet.header if sheet.reader is not None else ())
        names |= dict.fromkeys(sheet.header)
        if isinstance(sheet.reader, Table):
            notes |= dict.fromkeys(sheet.reader.notes)
    if not any(names):
        raise unknown(head.path, "工作簿是空的")
    if not is_chat:
        raise unknown(head.path, f"表头里没有认识的消息列（有 {mask(listed(list(names)))}）；可用 --text-column 指明")
    return Source(head.path, "xlsx", options, partial(_blocks, head, options), tuple(columns), tuple(notes))


XLSX = Layout("xlsx", "Excel 工作簿（xlsx）", _looks, _open)
LAYOUTS = (XLSX,)
