"""Read chat logs that are tables: CSV and TSV, JSON Lines, xlsx, Parquet; and plain text, a table of one column.

CSV, JSON Lines and plain text are cut into blocks as bytes and parsed wherever a block is used; a quote that is never
closed costs its own line, not the rest of the file.
"""

from __future__ import annotations

import csv
import json
from collections import deque
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cs_scripts.chatlog.columns import NO_TEXT, Table, show
from cs_scripts.chatlog.message import BATCH, Batch, Block, same
from cs_scripts.errors import FileReadError, MissingExtraError
from cs_scripts.files.lines import MAX_LINE, Piece, decode, open_binary, pieces
from cs_scripts.files.rejects import Reject

NOT_JSON = "不是 JSON 对象"
TOO_LARGE = "单元格过大"
RECORD_LINES = 200
"""Lines that one CSV row may span; a quote that is open longer than that is taken for a mistake."""


def text_blocks(path: Path, codec: str) -> Iterator[Block]:
    """Read plain text, one message a line.

    Args:
        path: the file.
        codec: its encoding.

    Yields:
        Its blocks.
    """
    for piece in pieces(path, codec):
        yield Block(partial(parse_text, piece, codec), piece.size)


def parse_text(piece: Piece, codec: str) -> Batch:
    r"""Parse lines of plain text; empty ones are passed over.

    Args:
        piece: the lines.
        codec: their encoding.

    Returns:
        A message for each line.

    >>> parse_text(Piece(1, b"a\n\nb\n", 5, []), "utf-8").lines
    [1, 3]
    """
    texts, numbers, rejects = decode(piece.raw, codec, piece.first)
    lines = list(numbers)
    if not all(map(str.strip, texts)):
        lines = [number for text, number in zip(texts, numbers, strict=True) if text.strip()]
        texts = [text for text in texts if text.strip()]
    blank = [""] * len(texts)
    return Batch(blank, blank, blank, texts, [None] * len(texts), lines, [], piece.rejects + rejects)


def csv_blocks(path: Path, codec: str, delimiter: str, table: Table, header_line: int) -> Iterator[Block]:
    """Read CSV or TSV.

    Args:
        path: the file.
        codec: its encoding.
        delimiter: what stands between two cells.
        table: what its columns are.
        header_line: number of the line with the headers.

    Yields:
        Its blocks, cut where no quote is open.
    """
    held = b""
    first = 0
    size = 0
    rejects: list[Reject] = []
    for piece in pieces(path, codec):
        raw = held + piece.raw
        first = first if held else piece.first
        size += piece.size
        rejects += piece.rejects
        cut = _even_cut(raw)
        if not cut and len(raw) <= MAX_LINE:
            held = raw
            continue
        cut = cut or len(raw)
        whole, held = raw[:cut], raw[cut:]
        yield Block(partial(parse_csv, Piece(first, whole, size, rejects), codec, delimiter, table, header_line), size)
        first += whole.count(b"\n")
        size, rejects = 0, []
    if held or rejects or size:
        yield Block(partial(parse_csv, Piece(first, held, size, rejects), codec, delimiter, table, header_line), size)


def _even_cut(raw: bytes) -> int:
    """Find the end of the last line after which no quote is open; 0 when there is none."""
    if raw.count(b'"') % 2 == 0:
        return len(raw)
    is_open, place, cut = False, 0, 0
    for line in raw.split(b"\n")[:-1]:
        place += len(line) + 1
        is_open ^= line.count(b'"') % 2 == 1
        cut = cut if is_open else place
    return cut


def parse_csv(piece: Piece, codec: str, delimiter: str, table: Table, header_line: int) -> Batch:
    """Parse lines of CSV.

    Args:
        piece: the lines.
        codec: their encoding.
        delimiter: what stands between two cells.
        table: what its columns are.
        header_line: number of the line with the headers, which is passed over with all before it.

    Returns:
        A message for each good row.
    """
    texts, numbers, rejects = decode(piece.raw, codec, piece.first)
    if piece.first <= header_line:
        skipped = sum(number <= header_line for number in numbers)
        texts, numbers = texts[skipped:], numbers[skipped:]
    rejects = piece.rejects + rejects
    if b'"' not in piece.raw:
        try:
            return table.batch(numbers, list(csv.reader(texts, delimiter=delimiter)), rejects)
        except csv.Error:
            pass
    rows = []
    starts = []
    for start, row in _records(texts, numbers, delimiter, len(table.header)):
        if isinstance(row, str):
            rejects.append(Reject(start, row))
        else:
            rows.append(row)
            starts.append(start)
    return table.batch(starts, rows, rejects)


def _records(texts: Sequence[str], numbers: Sequence[int], delimiter: str, width: int) -> Iterator[tuple[int, list[str] | str]]:
    """Cut lines into rows; a row that runs over several lines and has not the right width is cut into its lines again."""
    waiting = deque(zip(numbers, texts, strict=True))
    while waiting:
        number, line = waiting.popleft()
        taken: list[tuple[int, str]] = []
        record = line
        while record.count('"') % 2 and waiting and len(taken) < RECORD_LINES:
            taken.append(waiting.popleft())
            record += "\n" + taken[-1][1]
        row = _row(record, delimiter)
        if taken and (record.count('"') % 2 or isinstance(row, str) or len(row) != width):
            waiting.extendleft(reversed(taken))
            row = _row(line, delimiter)
        yield number, row


def _row(record: str, delimiter: str) -> list[str] | str:
    try:
        return next(csv.reader([record], delimiter=delimiter), [])
    except csv.Error as error:
        return TOO_LARGE if "field larger" in str(error) else f"引号有误（{error}）"


def jsonl_blocks(path: Path, codec: str, table: Table) -> Iterator[Block]:
    """Read JSON Lines.

    Args:
        path: the file.
        codec: its encoding.
        table: what its keys are.

    Yields:
        Its blocks.
    """
    for piece in pieces(path, codec):
        yield Block(partial(parse_jsonl, piece, codec, table), piece.size)


def parse_jsonl(piece: Piece, codec: str, table: Table) -> Batch:
    """Parse lines of JSON.

    Args:
        piece: the lines.
        codec: their encoding.
        table: what its keys are; keys that it does not name are passed over.

    Returns:
        A message for each good object.
    """
    texts, numbers, rejects = decode(piece.raw, codec, piece.first)
    rejects = piece.rejects + rejects
    rows = []
    lines = []
    for text, number in zip(texts, numbers, strict=True):
        if not text.strip():
            continue
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            value = None
        if not isinstance(value, dict):
            rejects.append(Reject(number, NOT_JSON))
        elif any(row := [scalar(value.get(key)) for key in table.header]):
            rows.append(row)
            lines.append(number)
        else:
            rejects.append(Reject(number, NO_TEXT))
    return table.batch(lines, rows, rejects)


def scalar(value: Any) -> Any:
    """Keep what fits into a cell; an object or a list becomes JSON.

    Args:
        value: any value of a JSON object.

    Returns:
        The value, or its JSON.

    >>> scalar([1, "a"])
    '[1, "a"]'
    """
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value


def xlsx_rows(path: Path) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Read the rows of a workbook's sheets, one sheet after the other.

    Args:
        path: the file.

    Yields:
        Number of each row in its sheet, and its cells.

    Raises:
        FileReadError: the workbook is broken.
    """
    from openpyxl import load_workbook

    try:
        with open_binary(path) as file:  # by path, openpyxl would insist on a suffix
            book = load_workbook(file, read_only=True, data_only=True)
            for sheet in book.worksheets:
                yield from enumerate(sheet.iter_rows(values_only=True), 1)
    except FileReadError:
        raise
    except Exception as error:  # noqa: BLE001 - a broken workbook raises anything, from BadZipFile to KeyError
        raise FileReadError(path, f"xlsx 不完整或已损坏（{type(error).__name__}）") from None


def xlsx_blocks(path: Path, table: Table) -> Iterator[Block]:
    """Read the sheets of a workbook that have the table's header.

    Args:
        path: the file.
        table: what its columns are.

    Yields:
        Its blocks.

    Raises:
        FileReadError: the workbook is broken; what came before is good.
    """
    width = len(table.header)
    numbers: list[int] = []
    rows: list[Sequence[Any]] = []
    inside = False
    for number, cells in xlsx_rows(path):
        if number == 1:
            inside = False
        is_header = tuple(map(show, cells[:width])) == table.header
        if is_header or not inside:
            inside = inside or is_header
            continue
        if any(cell is not None for cell in cells):
            row = cells[:width] if not any(cell is not None for cell in cells[width:]) else cells
            numbers.append(number)
            rows.append((*row, *[None] * (width - len(row))))
        if len(rows) == BATCH:
            yield Block(partial(same, table.batch(numbers, rows, [])), 0)
            numbers, rows = [], []
    yield Block(partial(same, table.batch(numbers, rows, [])), 0)


def open_parquet(path: Path) -> Any:
    """Open a Parquet file.

    Args:
        path: the file.

    Returns:
        pyarrow's ParquetFile.

    Raises:
        FileReadError: the file is broken.
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("读写 Parquet", "parquet") from None
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise FileReadError(path, f"Parquet 不完整或已损坏（{type(error).__name__}）") from None


def parquet_blocks(path: Path, table: Table) -> Iterator[Block]:
    """Read a Parquet file, only the columns that are used.

    Args:
        path: the file.
        table: what its columns are.

    Yields:
        Its blocks.

    Raises:
        FileReadError: the file is broken; what came before is good.
        MissingExtraError: pyarrow is not installed.
    """
    file = open_parquet(path)
    used = sorted(range(len(table.header)) if table.keep else set(table.fields.values()))
    total = max(1, file.metadata.num_rows)
    size = path.stat().st_size
    number = 1
    try:
        for batch in file.iter_batches(BATCH, columns=[table.header[i] for i in used]):
            columns: list[Any] = [None] * len(table.header)
            for i in used:
                columns[i] = batch.column(table.header[i]).to_pylist()
            count = batch.num_rows
            empty = [None] * count
            rows = list(zip(*(empty if column is None else column for column in columns), strict=True))
            yield Block(partial(same, table.batch(range(number, number + count), rows, [])), size * count // total)
            number += count
    except (OSError, ValueError, TypeError) as error:  # pyarrow's errors are of these kinds
        raise FileReadError(path, f"Parquet 不完整或已损坏（{type(error).__name__}）") from None
    finally:
        file.close()
