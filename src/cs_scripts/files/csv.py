"""Read and write CSV of every dialect; a broken quote costs its own row and no other.

A row ends with its line unless a quote is open there. Where the quote is closed within ``RECORD_LINES`` lines, and closed as
quotes are, the lines are one row; else the quote is a mistake and each line is a row. Every line is looked at a few times at
most, whatever the file holds. Python's own reader would let one open quote swallow all that follows, and refuses long cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cs_scripts.files.formulas import guard
from cs_scripts.files.rejects import Reject

RECORD_LINES = 200
"""Lines that one row may span."""
MAX_CELL = 1 << 20
"""Characters of the longest cell that is read."""

OPEN_QUOTE = "引号没有收尾"
TOO_LONG = "一格超过 1 MB"
HAS_NUL = "含空字符（NUL）"

_LINE_END = re.compile(r"\r\n|\r|\n")


class Rows(NamedTuple):
    """The rows of a table, and what could not be read.

    Args:
        numbers: number of the first line of each row.
        rows: cells of each row; an empty line is one empty cell.
        rejects: rows that could not be read.
        doubts: rows that were read all the same, as though their quotes were none.
    """

    numbers: list[int]
    rows: list[list[str]]
    rejects: list[Reject]
    doubts: list[Reject]


def read_csv(text: str, delimiter: str, width: int = 0) -> Rows:
    r"""Read the rows of a CSV text, leaving empty ones out.

    Args:
        text: the text; lines end in ``\r\n``, ``\n`` or ``\r``.
        delimiter: what stands between cells.
        width: cells of a row, where that is known.

    Returns:
        The rows, numbered from 1; line breaks inside a cell are ``\n``.

    >>> read_csv('a,"b\r\nc"\r\nd,"e\r\nf,g\r\n', ",", 2).rows
    [['a', 'b\nc'], ['d', '"e'], ['f', 'g']]
    """
    lines = _LINE_END.split(text)
    numbers: Sequence[int] = range(1, len(lines) + 1)
    rejects = []
    if "\0" in text:
        rejects = [Reject(number, HAS_NUL) for number, line in zip(numbers, lines, strict=True) if "\0" in line]
        kept = [number for number, line in zip(numbers, lines, strict=True) if "\0" not in line]
        lines, numbers = [lines[number - 1] for number in kept], kept
    found = parse_lines(lines, numbers, delimiter, width)
    filled = [i for i, row in enumerate(found.rows) if any(row)]
    return Rows([found.numbers[i] for i in filled], [found.rows[i] for i in filled], sorted(rejects + found.rejects), found.doubts)


def parse_lines(lines: Sequence[str], numbers: Sequence[int], delimiter: str, width: int = 0) -> Rows:
    """Cut lines into rows.

    Args:
        lines: the lines, without line ends.
        numbers: number of each.
        delimiter: what stands between cells.
        width: cells of a row, where that is known; a row over several lines that has more is none.

    Returns:
        The rows in order.

    >>> parse_lines(['a,"b', '",c'], [7, 8], ",").numbers
    [7]
    """
    found = Rows([], [], [], [])
    at = 0
    for start, end in _open_spans(lines, delimiter):
        if start < at:
            continue
        _whole_lines(lines, numbers, at, start, delimiter, found)
        row = _joined(lines[start:end], delimiter, width) if end else None
        if row is None:
            _broken(lines[start], numbers[start], delimiter, width, found)
            at = start + 1
        else:
            _add(numbers[start], row, found)
            at = end
    _whole_lines(lines, numbers, at, len(lines), delimiter, found)
    return found


def _open_spans(lines: Sequence[str], delimiter: str) -> Iterator[tuple[int, int]]:
    """Find the lines at whose end a quote is open, and for each the end of the lines up to which it is; 0 for too far."""
    closing = 0
    for start, line in enumerate(lines):
        if '"' in line and _is_open(line, delimiter, inside=False):
            closing = max(closing, start + 1)
            while closing < len(lines) and ('"' not in lines[closing] or _is_open(lines[closing], delimiter, inside=True)):
                closing += 1
            yield start, closing + 1 if closing < min(len(lines), start + RECORD_LINES) else 0


def _is_open(line: str, delimiter: str, *, inside: bool) -> bool:
    """Tell whether a quote is open at the end of a line, where one is (not) open at its start."""
    at = 0
    while True:
        if inside:
            at = line.find('"', at)
            while at >= 0 and line.startswith('"', at + 1):
                at = line.find('"', at + 2)
            if at < 0:
                return True
            at = line.find(delimiter, at + 1)
        elif line.startswith('"', at):
            at, inside = at + 1, True
            continue
        else:
            at = line.find(delimiter, at)
        if at < 0:
            return False
        at, inside = at + 1, False


def _whole_lines(lines: Sequence[str], numbers: Sequence[int], start: int, end: int, delimiter: str, found: Rows) -> None:
    """Add lines that are a row each."""
    part = lines[start:end]
    if not any('"' in line or len(line) > MAX_CELL for line in part):
        found.numbers.extend(numbers[start:end])
        found.rows.extend([line.split(delimiter) for line in part])
        return
    for number, line in zip(numbers[start:end], part, strict=True):
        _add(number, split_row(line, delimiter)[0], found)


def _add(number: int, row: list[str], found: Rows) -> None:
    if any(len(cell) > MAX_CELL for cell in row):
        found.rejects.append(Reject(number, TOO_LONG))
    else:
        found.numbers.append(number)
        found.rows.append(row)


def _joined(lines: Sequence[str], delimiter: str, width: int) -> list[str] | None:
    """Read lines as one row; None where they look like rows of their own."""
    row, clean = split_row("\n".join(lines), delimiter)
    if not clean or (width and len(row) > width):
        return None
    if width > 1 and len(row) < width and any(line.count(delimiter) == width - 1 for line in lines[1:]):
        return None
    return row


def _broken(line: str, number: int, delimiter: str, width: int, found: Rows) -> None:
    """Add a line whose quote is never closed, as though it were none, where that gives a row."""
    row = line.split(delimiter)
    if width and len(row) != width:
        found.rejects.append(Reject(number, OPEN_QUOTE, line[:20]))
    else:
        found.doubts.append(Reject(number, f"{OPEN_QUOTE}，按没有引号读"))
        _add(number, row, found)


def split_row(record: str, delimiter: str) -> tuple[list[str], bool]:
    """Split one row into its cells, as Python's reader and Excel do.

    Args:
        record: the row; it may hold line breaks inside quotes.
        delimiter: what stands between cells.

    Returns:
        The cells, and whether every quote is closed right before a delimiter or the end.

    >>> split_row('a,"b,c"', ","), split_row('"a"b,"c', ",")
    ((['a', 'b,c'], True), (['ab', 'c'], False))
    """
    cells: list[str] = []
    clean = True
    at = 0
    while True:
        if not record.startswith('"', at):
            stop = record.find(delimiter, at)
            cells.append(record[at:] if stop < 0 else record[at:stop])
        else:
            end = record.find('"', at + 1)
            while end >= 0 and record.startswith('"', end + 1):
                end = record.find('"', end + 2)
            if end < 0:
                cells.append(record[at + 1 :].replace('""', '"'))
                return cells, False
            stop = record.find(delimiter, end + 1)
            tail = record[end + 1 :] if stop < 0 else record[end + 1 : stop]
            clean = clean and not tail
            cells.append(record[at + 1 : end].replace('""', '"') + tail)
        if stop < 0:
            return cells, clean
        at = stop + 1


def cell_text(value: str, delimiter: str = ",", *, always: bool = False, mark: str = "") -> str:
    """Write one cell.

    Args:
        value: what it holds.
        delimiter: what stands between cells.
        always: quote it even where it need not be.
        mark: what goes before a text that a spreadsheet would take for a formula; empty for no guard.

    Returns:
        The cell, quoted where it holds a delimiter, a quote or a line break.

    >>> cell_text('b"c'), cell_text("=1+1", mark="'")
    ('"b""c"', "'=1+1")
    """
    value = guard(value, mark)
    if always or '"' in value or delimiter in value or "\n" in value or "\r" in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def row_text(cells: Sequence[str], delimiter: str = ",", *, quoted: Sequence[bool] = (), mark: str = "") -> str:
    """Write one row, without its line end.

    Args:
        cells: the values.
        delimiter: what stands between them.
        quoted: for each cell, whether it is quoted even where it need not be; empty for no.
        mark: see ``cell_text``.

    Returns:
        The row.

    >>> row_text(["a", "d,e", "f"], quoted=[False, False, True])
    'a,"d,e","f"'
    """
    always = quoted or [False] * len(cells)
    return delimiter.join([cell_text(value, delimiter, always=each, mark=mark) for value, each in zip(cells, always, strict=True)])
