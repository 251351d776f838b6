"""Read CSV and TSV, with headers or without.

A file is cut into blocks as bytes and parsed wherever a block is used; a quote that is never closed costs its own line, not the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from cs_scripts.chatlog.columns import clean_header, match_columns
from cs_scripts.chatlog.layouts.cells import TranscriptColumn, find_transcripts
from cs_scripts.chatlog.layouts.headerless import tell_columns
from cs_scripts.chatlog.layouts.layout import HEAD_ROWS, Head, Layout, Options, Source, listed, unknown
from cs_scripts.chatlog.message import Batch, Block, to_batch
from cs_scripts.chatlog.table import Table
from cs_scripts.chatlog.telling import make_table
from cs_scripts.files.csv import parse_lines, split_row
from cs_scripts.files.lines import MAX_LINE, Piece, decode, pieces
from cs_scripts.files.rejects import Reject
from cs_scripts.text.pii import mask

_DELIMITERS = (",", "\t", ";", "|")


@dataclass(frozen=True)
class Found:
    """What the beginning of a delimited file tells.

    Attributes:
        delimiter: what stands between two cells.
        header_line: number of the line with the headers; 0 for none.
        reader: the table, or where the transcripts stand.
        width: number of columns.
    """

    delimiter: str
    header_line: int
    reader: Table | TranscriptColumn
    width: int
    columns: tuple[str, ...]


def find_table(head: Head, options: Options) -> Found | None:
    """Find the headers in the first lines, or tell the columns of a table without them."""
    lines = [(number, line) for number, line in enumerate(head.lines, 1) if line.strip()]
    for delimiter in _DELIMITERS:
        for place, (number, line) in enumerate(lines[:5]):
            header = _cells(line, delimiter)
            if len(header) == 1 and not _can_be_header(header[0], options):
                continue
            rows = _sample(lines[place + 1 :], delimiter, len(header))
            transcripts = find_transcripts(header, rows, options)
            if transcripts:
                return Found(delimiter, number, transcripts, len(header), tuple(header))
            if match_columns(header, options.columns):
                table = make_table(header, rows, options)
                assert table is not None
                return Found(delimiter, number, table, len(header), table.header)
            if len(header) > 1:
                break  # a row of several cells that is no header: what follows is not one either
    return _without_header(lines, options)


def _without_header(lines: Sequence[tuple[int, str]], options: Options) -> Found | None:
    if options.columns:
        return None
    for delimiter in ("\t", ","):
        rows = [_cells(line, delimiter) for _, line in lines[:HEAD_ROWS]]
        width = len(rows[0]) if rows else 0
        fitting = [row for row in rows if len(row) == width]
        told = tell_columns(fitting, options.roles) if len(fitting) * 10 >= len(rows) * 9 else None
        if told:
            table = make_table(told[0], fitting, options, told[1])
            assert table is not None
            return Found(delimiter, 0, table, width, table.header)
    return None


def _can_be_header(cell: str, options: Options) -> bool:
    """Tell whether the only cell of a line can be a header: a word that nobody writes as a message of its own."""
    cleaned = clean_header(cell)
    return cleaned in {"text", "content", "message", "发送内容", "消息内容", "聊天内容"} or cleaned in map(
        clean_header, options.columns.values()
    )


def _cells(line: str, delimiter: str) -> list[str]:
    return split_row(line, delimiter)[0]


def _sample(lines: Sequence[tuple[int, str]], delimiter: str, width: int) -> list[list[str]]:
    """Read some rows below the headers."""
    texts = [line for _, line in lines[:HEAD_ROWS]]
    return [row for row in parse_lines(texts, range(len(texts)), delimiter, width).rows if len(row) == width]


def csv_blocks(head: Head, found: Found) -> Iterator[Block]:
    """Read CSV or TSV in blocks that are cut where no quote is open.

    Args:
        head: the file.
        found: what its beginning tells.

    Yields:
        Its blocks.
    """
    held: list[bytes] = []
    waiting = 0
    first = 0
    size = 0
    rejects: list[Reject] = []
    is_open = False
    for piece in pieces(head.path, head.codec):
        first = first if held else piece.first
        size += piece.size
        rejects += piece.rejects
        cut, is_open = _even_cut(piece.raw, is_open=is_open)
        if not cut and waiting + len(piece.raw) <= MAX_LINE:
            held.append(piece.raw)
            waiting += len(piece.raw)
            continue
        if not cut:
            cut, is_open = len(piece.raw), False
        whole = b"".join([*held, piece.raw[:cut]])
        yield Block(partial(parse_csv, Piece(first, whole, size, rejects), head.codec, found), size)
        first += whole.count(b"\n")
        held, size, rejects = [piece.raw[cut:]] if cut < len(piece.raw) else [], 0, []
        waiting = sum(map(len, held))
    if held or rejects or size:
        yield Block(partial(parse_csv, Piece(first, b"".join(held), size, rejects), head.codec, found), size)


def _even_cut(raw: bytes, *, is_open: bool) -> tuple[int, bool]:
    """Find the end of the last line after which no quote is open (0 for none), and whether one is open behind it all."""
    ends_open = is_open ^ (raw.count(b'"') % 2 == 1)
    if not ends_open:
        return len(raw), False
    place, cut = 0, 0
    for line in raw.split(b"\n")[:-1]:
        place += len(line) + 1
        is_open ^= line.count(b'"') % 2 == 1
        cut = cut if is_open else place
    return cut, True


def parse_csv(piece: Piece, codec: str, found: Found) -> Batch:
    """Parse lines of CSV.

    Args:
        piece: the lines.
        codec: their encoding.
        found: what the file's beginning tells.

    Returns:
        A message for each good row.
    """
    texts, numbers, rejects = decode(piece.raw, codec, piece.first)
    if piece.first <= found.header_line:
        skipped = sum(number <= found.header_line for number in numbers)
        texts, numbers = texts[skipped:], numbers[skipped:]
    rejects = piece.rejects + rejects
    read = parse_lines(texts, numbers, found.delimiter, found.width)
    rejects += [*read.rejects, *(doubt._replace(kept=True) for doubt in read.doubts)]
    if isinstance(found.reader, Table):
        return found.reader.batch(read.numbers, read.rows, rejects)
    rows = zip(read.numbers, read.rows, strict=True)
    return to_batch([*rejects, *(one for number, row in rows if any(row) for one in found.reader.rows(number, row))])


def _looks(head: Head, options: Options) -> bool:
    return find_table(head, options) is not None


def _open(head: Head, options: Options) -> Source:
    found = find_table(head, options)
    if found is None:
        cells = _cells(head.first, "\t" if "\t" in head.first else ",")
        raise unknown(head.path, f"表头里没有认识的消息列（有 {mask(listed(cells))}）；可用 --text-column 指明")
    notes = found.reader.notes if isinstance(found.reader, Table) else ()
    return Source(head.path, "csv", options, partial(csv_blocks, head, found), found.columns, notes)


CSV = Layout("csv", "CSV（逗号、分号或制表符分隔）", _looks, _open)
LAYOUTS = (CSV,)
