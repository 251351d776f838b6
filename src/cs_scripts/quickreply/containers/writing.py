"""Write entries as the bytes of a file, in the shape that a format describes."""

from __future__ import annotations

import codecs
import json
from collections.abc import Callable, Sequence

from cs_scripts.quickreply.cells import guard, to_cell
from cs_scripts.quickreply.containers.structured import dump_yaml, write_rasa
from cs_scripts.quickreply.containers.tabular import csv_row, write_workbook
from cs_scripts.quickreply.containers.xmlfile import fill
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.formats import Format

_WIDTHS = {"text": 60, "title": 30, "id": 28}


def write_entries(entries: Sequence[Entry], described: Format) -> bytes:
    """Write entries; ``fit.fit_entries`` must have made them fit before.

    Args:
        entries: the entries.
        described: the format.

    Returns:
        The bytes of the file.

    Raises:
        UnicodeEncodeError: a character is not in the format's encoding.

    >>> from cs_scripts.quickreply.formats import load_format
    >>> write_entries([Entry("您好", "wh1", "问候")], load_format("qianniu-csv")).decode("gbk").splitlines()[1]
    'wh1,您好,问候'
    """
    if described.container == "xlsx":
        widths = [_WIDTHS.get(column.field, 14) for column in described.columns]
        return write_workbook([_header(described), *_rows(entries, described)], described.sheet or "Sheet1", widths)
    return encode(_WRITERS[described.container](entries, described), described)


def encode(text: str, described: Format) -> bytes:
    """Encode a whole file.

    Args:
        text: its text.
        described: the format.

    Returns:
        The bytes, with a byte order mark where the format has one.
    """
    return codecs.encode("\ufeff" + text if described.bom else text, described.encoding)


def _header(described: Format) -> list[str]:
    return [column.header for column in described.columns]


def _rows(entries: Sequence[Entry], described: Format) -> list[list[str]]:
    return [[to_cell(entry, column, number, described) for column in described.columns] for number, entry in enumerate(entries, 1)]


def _csv(entries: Sequence[Entry], described: Format) -> str:
    quoted = [column.quoted for column in described.columns]
    rows = []
    if described.header:
        rows.append(csv_row(_header(described), [described.header_quoted] * len(quoted), described.delimiter))
    for row in _rows(entries, described):
        cells = [guard(cell) for cell in row] if described.guard else row
        rows.append(csv_row([cell.replace("\n", described.newline) for cell in cells], quoted, described.delimiter))
    return described.line_end.join(rows) + (described.line_end if described.final_line_end and rows else "")


def _records(entries: Sequence[Entry], described: Format) -> list[dict[str, object]]:
    return [
        {
            column.header: list(entry.asks) if column.field == "asks" else to_cell(entry, column, number, described)
            for column in described.columns
        }
        for number, entry in enumerate(entries, 1)
    ]


def _json(entries: Sequence[Entry], described: Format) -> str:
    records = _records(entries, described)
    return json.dumps({described.records: records} if described.records else records, ensure_ascii=False, indent=2) + "\n"


def _jsonl(entries: Sequence[Entry], described: Format) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in _records(entries, described))


def _yaml(entries: Sequence[Entry], described: Format) -> str:
    records = _records(entries, described)
    return dump_yaml({described.records: records} if described.records else records)


def _rasa(entries: Sequence[Entry], described: Format) -> str:
    del described  # one shape only
    return write_rasa(entries)


def _xml(entries: Sequence[Entry], described: Format) -> str:
    if described.xml is None:
        raise ValueError(described.name)
    return fill(described.xml, entries, described.line_end)


_WRITERS: dict[str, Callable[[Sequence[Entry], Format], str]] = {
    "csv": _csv,
    "json": _json,
    "jsonl": _jsonl,
    "yaml": _yaml,
    "rasa": _rasa,
    "xml": _xml,
}
