"""Quick replies in a workbook: every sheet that names a text, its own name the group where nothing else is."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from cs_scripts.files.rejects import Reject
from cs_scripts.files.xlsx import Row, Sheet, read_workbook, write_workbook
from cs_scripts.files.xlsx_cells import show
from cs_scripts.quickreply.containers.source import Found, Source, Wanted
from cs_scripts.quickreply.containers.table import find_header, held_fields, read_rows, same_header, table_of, understand
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.format_files import list_formats
from cs_scripts.quickreply.formats import Format

_WIDTHS = {"text": 60, "title": 30, "id": 28}


class Xlsx:
    """Sheets of text cells."""

    def sniff(self, source: Source) -> bool:
        """Look for the beginning of a zip."""
        return source.raw.startswith(b"PK\x03\x04")

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read every sheet whose header names a text; one that has none is left out, and said so."""
        found = Found(wanted.format)
        sheets = [(name, list(rows)) for name, rows in groupby(read_workbook(source.raw), lambda row: row.sheet)]
        told = []
        groups: list[tuple[str, int, int]] = []
        for name, rows in sheets:
            shown = [[show(cell) for cell in row.cells] for row in rows]
            at = find_header(shown, wanted)
            if at < 0:
                told.append(f"{name}（{'、'.join(filter(None, shown[0][:6]))[:40]}）")
                continue
            before = len(found.entries)
            self._read_sheet(rows, shown, at, wanted, found)
            has_group = any(entry.group for entry in found.entries[before:])
            groups += [] if has_group else [(name, before, len(found.entries))]
        if len(told) == len(sheets):
            raise ValueError(
                f"认不出表头（工作表 {'、'.join(told)[:120]}）；用 --field text=列名 指明哪一列是正文" if told else "工作簿是空的"
            )
        if told:
            found.notes.append(f"工作表 {'、'.join(told)} 没有认出表头，没有读")
        if len(sheets) - len(told) > 1:
            for name, start, end in groups:
                found.entries[start:end] = [replace(entry, group=name) for entry in found.entries[start:end]]
        return found

    def _read_sheet(self, rows: Sequence[Row], shown: Sequence[list[str]], at: int, wanted: Wanted, found: Found) -> None:
        header = shown[at]
        described = wanted.format
        if not described and not wanted.named:
            described = same_header(header, [each for each in list_formats() if each.container == "xlsx"])
        found.format = found.format or described
        meaning = understand(header, wanted, described, guarded=described is None)
        places = [Reject(row.number, "", sheet=row.sheet) for row in rows]
        read_rows(zip(places[at + 1 :], shown[at + 1 :], strict=True), meaning, found)

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write one sheet with a header."""
        header = [column.header for column in described.columns]
        widths = [_WIDTHS.get(column.field, 14) for column in described.columns]
        buffer = io.BytesIO()
        write_workbook([Sheet(described.sheet or "Sheet1", header, table_of(entries, described), widths)], buffer)
        return buffer.getvalue()

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the fields of its columns."""
        return held_fields(described)

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Keep the order."""
        return list(entries)
