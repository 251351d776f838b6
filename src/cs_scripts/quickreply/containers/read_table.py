"""Read the rows of a table, CSV or Excel, by their headers: those of a bundled format, variants of them, or named ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cs_scripts.errors import Problem
from cs_scripts.quickreply.cells import from_cell, unguard
from cs_scripts.quickreply.containers.tabular import csv_rows, read_workbook
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.formats import Column, Format, list_formats
from cs_scripts.quickreply.names import clean_header, load_tables

DELIMITERS = ",;\t|"
PLAIN = Format("", "", "csv", "own", "", "")
"""Stands for the format of a file of which only the header is known."""

_HEADER_ROWS = 10

Row = tuple[int, list[str]]


def rows_of_csv(text: str, described: Format | None, problems: list[Problem]) -> list[Row]:
    """Split a CSV text into rows; where no format tells the delimiter, the one that makes headers known is taken.

    Args:
        text: the text.
        described: the format; None to find out.
        problems: the list that problems are added to.

    Returns:
        Number and cells of each row.
    """
    first = text[:20000]
    if described:
        return list(csv_rows(text, described.delimiter, problems))
    known = load_tables().headers

    def promise(delimiter: str) -> tuple[int, int]:
        rows = [row for _, row in zip(range(_HEADER_ROWS), csv_rows(first, delimiter, []), strict=False)]
        named = max((sum(clean_header(cell) in known for cell in row) for _, row in rows), default=0)
        return named, max((len(row) for _, row in rows), default=0)

    return list(csv_rows(text, max(DELIMITERS, key=promise), problems))


def rows_of_workbook(raw: bytes) -> list[Row]:
    """Read the rows of a workbook.

    Args:
        raw: the file's bytes.

    Returns:
        Number and cells of each row.

    Raises:
        ValueError: it is broken; the reason is Chinese.
    """
    try:
        return read_workbook(raw)[1]
    except ValueError as error:
        raise ValueError(f"不是完好的 Excel 文件（{error}）") from None


def read_table(
    rows: list[Row], described: Format | None, named: Mapping[str, str] | None, container: str, problems: list[Problem]
) -> tuple[list[Entry], Format | None]:
    """Read phrases out of rows.

    Args:
        rows: number and cells of each row.
        described: the format; None to find it by the header.
        named: for a field, the header that holds it.
        container: ``csv`` or ``xlsx``.
        problems: the list that problems are added to.

    Returns:
        An entry for each row, also those without text, and the format.

    Raises:
        ValueError: no header tells where the text is.
    """
    at, found = -1, described
    if described is None or described.header:
        at, by_header = _find_header(rows, described, named, container)
        found = described or by_header
    if at < 0 and (described is None or described.header):
        shown = "、".join(cell for cell in rows[0][1][:8]) if rows else ""
        raise ValueError(f"认不出表头（{shown[:80]}）；用 --field text=列名 指明哪一列是正文")
    header = rows[at][1] if at >= 0 else []
    columns = _columns(header, found, named)
    strip_tab = found is None or found.guard
    form = found or PLAIN
    entries = []
    for number, row in rows[at + 1 :]:
        cells = [unguard(cell) if strip_tab else cell for cell in row]
        values: dict[str, Any] = {"text": ""}
        for i, column in columns:
            if i < len(cells) and column.field and column.field != "asks":
                value = from_cell(cells[i], column, form)
                if column.field != "text":
                    value = value.strip()
                values[column.field] = value
        if len(row) > max(len(header), len(columns)) and any(row[max(len(header), len(columns)) :]):
            problems.append(Problem(f"第 {number} 行", "比表头多出几格，多的没有读"))
        entries.append(Entry(**values, where=f"第 {number} 行"))
    return entries, found


def _find_header(rows: list[Row], described: Format | None, named: Mapping[str, str] | None, container: str) -> tuple[int, Format | None]:
    """Find the row of headers and, where one of the bundled formats has exactly these, that format."""
    known = load_tables().headers
    if described:
        wanted = {clean_header(column.header) for column in described.columns if column.field == "text"}
    else:
        wanted = {clean_header(named["text"])} if named and "text" in named else {name for name, field in known.items() if field == "text"}
    for at, (_, row) in enumerate(rows[:_HEADER_ROWS]):
        names = [clean_header(cell) for cell in row]
        if not wanted.isdisjoint(names):
            if described or named:
                return at, described
            exact = [
                each
                for each in list_formats()
                if each.container == container and [clean_header(column.header) for column in each.columns] == _trimmed(names)
            ]
            return at, exact[0] if exact else None
    return -1, None


def _trimmed(names: list[str]) -> list[str]:
    while names and not names[-1]:
        names = names[:-1]
    return names


def _columns(header: list[str], described: Format | None, named: Mapping[str, str] | None) -> list[tuple[int, Column]]:
    """Give position and meaning of each column; a field that two columns could hold belongs to the first."""
    names = [clean_header(cell) for cell in header]
    if described:
        if not described.header:
            return list(enumerate(described.columns))
        columns = {clean_header(column.header): column for column in described.columns}
        return [(i, columns[name]) for i, name in enumerate(names) if name in columns]
    wanted = {clean_header(name): field for field, name in (named or {}).items()}
    known = load_tables().headers
    fields_of = [wanted.get(name) or (known.get(name, "") if known.get(name) not in wanted.values() else "") for name in names]
    return [(i, Column(names[i], field)) for i, field in enumerate(fields_of) if field and field not in fields_of[:i]]
