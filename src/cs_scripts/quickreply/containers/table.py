"""Turn rows into quick replies by the names of their columns; records of JSON and YAML are rows as well."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cs_scripts.files.formulas import unguard
from cs_scripts.files.rejects import Reject
from cs_scripts.quickreply.cells import from_cell, to_cell
from cs_scripts.quickreply.containers.source import Found, Wanted
from cs_scripts.quickreply.containers.variants import split_wordings, wordings_of
from cs_scripts.quickreply.entry import FIELDS, GROUP_SEPARATOR, Entry
from cs_scripts.quickreply.formats import Column, Format
from cs_scripts.quickreply.names import field_of, header_name, load_tables

PLAIN = Format("", "", "csv", "own", "", "")
"""Stands for the format of a file of which only names are known."""

HEADER_ROWS = 10
"""Rows among which the header is looked for."""

INACTIVE = "没有启用"

Cell = str | tuple[str, ...]
"""A cell; several values where a record has a list."""

Rows = Iterable[tuple[Reject, Sequence[Cell]]]
"""Place and cells of each row."""

_ASKS = re.compile(r"[,，、;；|｜\n]+")


@dataclass(frozen=True)
class Meaning:
    """What the columns of a table hold.

    Args:
        names: the headers, as written.
        columns: for a position, the column of the format, or one made for the header.
        further: positions of further wordings.
        levels: positions of groups below the second.
        switches: for a position that says whether a row is in use, the values that say it is not.
        guarded: whether one leading tab is no part of a cell.
    """

    names: tuple[str, ...]
    columns: Mapping[int, Column]
    further: tuple[int, ...]
    levels: tuple[int, ...]
    switches: Mapping[int, frozenset[str]]
    guarded: bool = False


def understand(names: Sequence[str], wanted: Wanted, described: Format | None, *, guarded: bool = False) -> Meaning:
    """Tell what each column holds; a field that two columns could hold belongs to the first.

    Args:
        names: the headers or keys; for a format without header, none.
        wanted: what is known of the file.
        described: the format it turned out to have.
        guarded: see ``Meaning``.

    Returns:
        The meaning.
    """
    cleaned = [header_name(name) for name in names]
    tables = load_tables()
    columns: dict[int, Column] = {}
    if described and not described.header:
        columns = dict(enumerate(described.columns))
    elif described:
        by_name = {header_name(column.header): column for column in described.columns}
        columns = {i: by_name[name] for i, name in enumerate(cleaned) if name in by_name}
    else:
        chosen = {header_name(name): field for field, name in wanted.named.items()}
        told = [chosen.get(name) or (field if (field := field_of(name)) not in chosen.values() else "") for name in cleaned]
        columns = {i: Column(names[i], field) for i, field in enumerate(told) if field and field not in told[:i]}
    free = [i for i in range(len(cleaned)) if i not in columns or not columns[i].field]
    first_text = next((cleaned[i] for i, column in columns.items() if column.field == "text" and i < len(cleaned)), "")
    return Meaning(
        names=tuple(names),
        columns=columns,
        further=tuple(i for i in free if described is None and _is_further(cleaned[i], first_text)),
        levels=tuple(i for i in free if cleaned[i] in tables.levels),
        switches={i: tables.switches[cleaned[i]] for i in free if cleaned[i] in tables.switches},
        guarded=guarded,
    )


def _is_further(name: str, first: str) -> bool:
    """Tell whether a header is that of the text with another number: 回复2 beside 回复 or 回复1."""
    return bool(first) and name != first and field_of(name) == "text" and name.rstrip("0123456789_.- ") == first.rstrip("0123456789_.- ")


def read_rows(rows: Rows, meaning: Meaning, found: Found) -> None:
    """Add what rows hold to what was found.

    Args:
        rows: the rows below the header.
        meaning: what their columns hold.
        found: what was found so far; its format tells escapes.
    """
    form = found.format or PLAIN
    width = max(len(meaning.names), len(meaning.columns))
    used = {*meaning.columns, *meaning.further, *meaning.levels, *meaning.switches}
    unread = [(i, name) for i, name in enumerate(meaning.names) if i not in used]
    several = 0
    for at, row in rows:
        cells = [unguard(cell) if meaning.guarded and isinstance(cell, str) else cell for cell in row]
        if any(_plain(cells[i]).strip().lower() in no for i, no in meaning.switches.items() if i < len(cells)):
            found.left_out.append(at._replace(reason=INACTIVE))
            continue
        for i, name in unread:
            if i < len(cells) and cells[i]:
                found.unread[name or f"第 {i + 1} 列"] += 1
        if any(cells[width:]):
            found.doubts.append(at._replace(reason="比表头多出几格，多的没有读"))
        entries = _entries(cells, meaning, form, at.place)
        several += len(entries) > 1
        found.entries += entries
    if several:
        found.notes.append(f"{several} 条里有几种说法，各成一条")


def _entries(cells: Sequence[Cell], meaning: Meaning, form: Format, where: str) -> list[Entry]:
    """Read the wordings of one row; an entry without text where it has none."""
    values: dict[str, Any] = {}
    texts: list[str] = []
    for i, column in meaning.columns.items():
        cell = cells[i] if i < len(cells) else ""
        if column.field == "asks":
            values["asks"] = tuple(ask.strip() for ask in (_ASKS.split(cell) if isinstance(cell, str) else cell) if ask.strip())
        elif column.field == "text":
            texts = [from_cell(part, column, form) for part in ((cell,) if isinstance(cell, str) else cell)]
        elif column.field:
            values[column.field] = from_cell(_plain(cell), column, form).strip()
    texts += [from_cell(_plain(cells[i]), PLAIN_TEXT, form) for i in meaning.further if i < len(cells)]
    if form is PLAIN:
        texts = [part for text in texts for part in split_wordings(text)]
    deeper = [_plain(cells[i]).strip() for i in meaning.levels if i < len(cells)]
    if any(deeper):
        values["subgroup"] = GROUP_SEPARATOR.join(part for part in (values.get("subgroup", ""), *deeper) if part)
    filled = [text for text in texts if text.strip()]
    entry = Entry(text=(filled or [""])[0], where=where, **values)
    return wordings_of(entry, filled) if len(filled) > 1 else [entry]


PLAIN_TEXT = Column("", "text")


def _plain(cell: Cell) -> str:
    return cell if isinstance(cell, str) else next(iter(cell), "")


def held_fields(described: Format) -> tuple[str, ...]:
    """Name the fields that the columns of a format hold.

    Args:
        described: the format.

    Returns:
        Their names.
    """
    held = tuple(name for name in FIELDS if any(name in (column.field, column.fallback) for column in described.columns))
    return (*held, "asks") if any(column.field == "asks" for column in described.columns) else held


def table_of(entries: Sequence[Entry], described: Format) -> list[list[str]]:
    """Give the cells of a format's columns for each entry.

    Args:
        entries: the entries.
        described: the format.

    Returns:
        A row for each.
    """
    return [[to_cell(entry, column, number, described) for column in described.columns] for number, entry in enumerate(entries, 1)]


def find_header(rows: Sequence[Sequence[str]], wanted: Wanted) -> int:
    """Find the row that names the columns.

    Args:
        rows: the first rows of a table.
        wanted: what is known of the file.

    Returns:
        Its position; -1 where no row names the text.
    """
    if wanted.format:
        names = {header_name(column.header) for column in wanted.format.columns if column.field == "text"}
    elif "text" in wanted.named:
        names = {header_name(wanted.named["text"])}
    else:
        return next((at for at, row in enumerate(rows[:HEADER_ROWS]) if any(field_of(header_name(cell)) == "text" for cell in row)), -1)
    return next((at for at, row in enumerate(rows[:HEADER_ROWS]) if not names.isdisjoint(map(header_name, row))), -1)


def same_header(header: Sequence[str], formats: Iterable[Format]) -> Format | None:
    """Find the format whose header a table has, to the cell.

    Args:
        header: the headers.
        formats: those to choose from.

    Returns:
        The first that fits; None for none.
    """
    names = [header_name(cell) for cell in header]
    while names and not names[-1]:
        names.pop()
    return next((each for each in formats if [header_name(column.header) for column in each.columns] == names), None)
