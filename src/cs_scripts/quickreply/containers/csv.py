"""Quick replies in CSV."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from cs_scripts.files.csv import parse_lines, read_csv, row_text
from cs_scripts.files.formulas import TAB
from cs_scripts.files.rejects import Reject
from cs_scripts.quickreply.containers.encode import encode
from cs_scripts.quickreply.containers.source import Found, Source, Wanted
from cs_scripts.quickreply.containers.table import HEADER_ROWS, find_header, held_fields, read_rows, same_header, table_of, understand
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.format_files import list_formats
from cs_scripts.quickreply.formats import Format
from cs_scripts.quickreply.names import field_of, header_name

DELIMITERS = ",;\t|"
_HEAD = 20_000


class Csv:
    """Rows of text with a delimiter between cells; whatever is no other kind is this."""

    def sniff(self, source: Source) -> bool:
        """Tell that any text may be CSV."""
        return bool(source.codec)

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read the rows below the header; one of ``DELIMITERS`` that makes headers known is taken for the delimiter."""
        found = Found(wanted.format)
        head = source.text[:_HEAD].splitlines()[: 2 * HEADER_ROWS]
        named = {header_name(name) for name in wanted.named.values()}
        delimiter = (
            wanted.format.delimiter
            if wanted.format
            else sniff_delimiter(head, lambda cell: bool(field_of(header_name(cell))) or header_name(cell) in named)
        )
        has_header = wanted.format is None or wanted.format.header
        width, at = 0, -1
        if has_header:
            first = read_csv("\n".join(head), delimiter).rows
            at = find_header(first, wanted)
            if at < 0:
                shown = "、".join(first[0][:8]) if first else ""
                raise ValueError(f"认不出表头（{shown[:80]}）；用 --field text=列名 指明哪一列是正文")
            width = len(first[at])
        table = read_csv(source.text, delimiter, width)
        found.rejects += table.rejects
        found.doubts += table.doubts
        header = table.rows[at] if has_header else []
        if has_header and not wanted.format and not wanted.named:
            found.format = same_header(header, [each for each in list_formats() if each.container == "csv"])
            found.format = _of_encoding(found.format, source.codec)
        guarded = found.format is None or found.format.guard
        rows = zip(table.numbers[at + 1 :], table.rows[at + 1 :], strict=True)
        read_rows(
            ((Reject(number, ""), row) for number, row in rows),
            understand(header, wanted, found.format, guarded=guarded),
            found,
        )
        return found

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write a header, where the format has one, and a row for each entry."""
        quoted = [column.quoted for column in described.columns]
        mark = TAB if described.guard else ""
        rows = []
        if described.header:
            header = [column.header for column in described.columns]
            rows.append(row_text(header, described.delimiter, quoted=[described.header_quoted] * len(quoted)))
        for row in table_of(entries, described):
            cells = [cell.replace("\n", described.newline) for cell in row]
            rows.append(row_text(cells, described.delimiter, quoted=quoted, mark=mark))
        text = described.line_end.join(rows) + (described.line_end if described.final_line_end and rows else "")
        return encode(text, described)

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the fields of its columns."""
        return held_fields(described)

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Keep the order."""
        return list(entries)


def _of_encoding(described: Format | None, codec: str) -> Format | None:
    """Choose, among bundled formats with the same columns, the one whose encoding the file has."""
    if described is None:
        return None
    same = [each for each in list_formats() if each.container == "csv" and each.columns == described.columns]
    return next((each for each in same if (each.encoding == "cp936") == (codec in ("gb18030", "cp936"))), described)


def sniff_delimiter(lines: Sequence[str], known: Callable[[str], bool]) -> str:
    """Find what stands between cells: what makes most cells of a row known headers, else most cells.

    Args:
        lines: the first lines of a file.
        known: tells whether a cell is a header that is known.

    Returns:
        One of ``DELIMITERS``.

    >>> sniff_delimiter(["code;text", "a,b;c"], {"code", "text"}.__contains__)
    ';'
    """

    def promise(delimiter: str) -> tuple[int, int]:
        rows = parse_lines(lines, range(len(lines)), delimiter).rows
        return max((sum(map(known, row)) for row in rows), default=0), max(map(len, rows), default=0)

    return max(DELIMITERS, key=promise)
