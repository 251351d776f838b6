"""Learn the dialect of a CSV sample and the columns of any table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from cs_scripts.files.formulas import FORMULA_STARTS, unguard
from cs_scripts.quickreply.containers.csv import DELIMITERS
from cs_scripts.quickreply.entry import FIELD_LABELS, FIELDS, unify_line_ends
from cs_scripts.quickreply.formats import Column, Format
from cs_scripts.quickreply.names import header_name, load_tables

_END_NAMES = {"\r\n": "CRLF", "\n": "LF", "\r": "CR"}


@dataclass(frozen=True)
class Cell:
    """A cell as written.

    Args:
        value: its value, line breaks as written.
        quoted: whether it stands in quotes.
    """

    value: str
    quoted: bool


def split_csv(text: str, delimiter: str) -> tuple[list[list[Cell]], list[str]]:
    r"""Split a CSV text and keep how it was written.

    Args:
        text: the text.
        delimiter: what stands between cells.

    Returns:
        The rows, and the line end of each; the last is empty where the file ends without one.

    >>> split_csv('a,"b"\r\n', ",")
    ([[Cell(value='a', quoted=False), Cell(value='b', quoted=True)]], ['\r\n'])
    """
    rows: list[list[Cell]] = []
    ends: list[str] = []
    row: list[Cell] = []
    at = 0
    while at < len(text):
        quoted = text[at] == '"'
        if quoted:
            end = at + 1
            while end < len(text) and (text[end] != '"' or text[end + 1 : end + 2] == '"'):
                end += 2 if text[end] == '"' else 1
            value, at = text[at + 1 : end].replace('""', '"'), end + 1
        else:
            end = at
            while end < len(text) and text[end] not in (delimiter, "\r", "\n"):
                end += 1
            value, at = text[at:end], end
        row.append(Cell(value, quoted))
        if text[at : at + 1] == delimiter:
            at += 1
            if at == len(text) or text[at] in "\r\n":
                row.append(Cell("", quoted=False))
            else:
                continue
        end_mark = "\r\n" if text[at : at + 2] == "\r\n" else text[at : at + 1]
        rows.append(row)
        ends.append(end_mark)
        row = []
        at += max(len(end_mark), 0 if end_mark in ("\r\n", "\n", "\r", "") else 1)
        if end_mark not in ("\r\n", "\n", "\r", ""):
            raise ValueError(f"第 {len(rows)} 行引号后面还有字")
    return rows, ends


def learn_csv(
    text: str, base: Format, known: Sequence[Mapping[str, str]], named: Mapping[str, str], quote: str
) -> tuple[Format, list[str], list[str], bool]:
    """Learn delimiter, line ends, quoting and columns.

    Args:
        text: the sample.
        base: the format so far.
        known: phrases that are in it.
        named: for a field, the header that holds it.
        quote: ``all`` or ``minimal`` where the sample does not tell; empty for not given.

    Returns:
        The format, what was learnt, what is open, and whether a line break inside a phrase was seen.

    Raises:
        ValueError: nothing tells which column is the text, or the rows are written in different ways.
    """
    headers = load_tables().headers
    wanted = {unify_line_ends(value) for phrase in known for value in phrase.values() if value}

    def promise(mark: str) -> tuple[int, int]:
        try:
            rows = split_csv(text, mark)[0]
        except ValueError:
            return 0, 0
        cells = [unify_line_ends(cell.value) for row in rows for cell in row]
        return sum(cell in wanted or header_name(cell) in headers for cell in cells), max((len(row) for row in rows), default=0)

    delimiter = max(DELIMITERS, key=promise)
    rows, ends = split_csv(text, delimiter)
    kinds = set(ends) - {""}
    if len(kinds) > 1:
        raise ValueError("行尾有的是 CRLF，有的是 LF")
    values = [[cell.value for cell in row] for row in rows]
    columns, header, learnt, left_open = _columns(values, known, named)
    body = rows[1:] if header else rows
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("各行的格数不一样；请删去残缺的行再学")
    line_end = kinds.pop() if kinds else "\r\n"
    written = []
    for i, column in enumerate(columns):
        cells = [row[i] for row in body]
        free = [cell.quoted for cell in cells if not any(mark in cell.value for mark in (delimiter, '"', "\r", "\n"))]
        if len(set(free)) > 1:
            raise ValueError(f"第 {i + 1} 列有的格加了引号、有的没加，看不出规矩")
        if not free and cells:
            left_open.append(
                f"第 {i + 1} 列的样本非加引号不可，看不出平时加不加，按{'加' if quote == 'all' else '不加'}；用 --quote all 或 minimal 指明"
            )
        written.append(replace(column, quoted=free[0] if free else quote == "all"))
    breaks = {
        "\r\n" if "\r\n" in cell.value else "\r" if "\r" in cell.value else "\n"
        for row in body
        for cell in row
        if "\n" in cell.value or "\r" in cell.value
    }
    if len(breaks) > 1:
        raise ValueError("短语里的换行有的是 CRLF，有的是 LF")
    raw_values = [cell.value for row in body for cell in row]
    described = replace(
        base,
        container="csv",
        delimiter=delimiter,
        line_end=line_end,
        final_line_end=bool(ends[-1]),
        newline=next(iter(breaks)) if breaks else line_end,
        header=header,
        header_quoted=header and all(cell.quoted for cell in rows[0]),
        guard=not any(value.startswith(FORMULA_STARTS) and not unguard(value).startswith(FORMULA_STARTS) for value in raw_values),
        columns=tuple(written),
    )
    shown = {"\t": "制表符"}.get(delimiter, delimiter)
    learnt = [f"CSV，分隔符 {shown}，行尾 {_END_NAMES[line_end]}", *learnt]
    if breaks:
        learnt.append(f"短语里的换行写作 {_END_NAMES[described.newline]}")
    return described, learnt, left_open, bool(breaks)


def learn_sheet(
    values: list[list[str]], known: Sequence[Mapping[str, str]], named: Mapping[str, str]
) -> tuple[tuple[Column, ...], list[str], tuple[str, ...]]:
    """Learn the columns of a sheet.

    Args:
        values: its rows.
        known: phrases that are in it.
        named: for a field, the header that holds it.

    Returns:
        The columns, what was learnt, and what is open.

    Raises:
        ValueError: nothing tells which column is the text, or there is no row of headers.
    """
    width = max(len(row) for row in values) if values else 0
    columns, header, learnt, left_open = _columns([row + [""] * (width - len(row)) for row in values], known, named)
    if not header:
        raise ValueError("Excel 样本的第一行要是表头")
    return tuple(columns), learnt, tuple(left_open)


def _columns(
    values: list[list[str]], known: Sequence[Mapping[str, str]], named: Mapping[str, str]
) -> tuple[list[Column], bool, list[str], list[str]]:
    """Tell which column holds which field, whether the first row is a header, what was learnt and what is open."""
    headers = load_tables().headers
    first = values[0] if values else []
    wanted = {header_name(name): field for field, name in named.items()}
    fields = [wanted.get(header_name(cell), "") for cell in first]
    for i in range(len(first)):
        seen = {unify_line_ends(row[i]) for row in values if i < len(row)}
        seen |= {unguard(value) for value in seen}
        for field in FIELDS:
            if field not in fields and not fields[i] and any(unify_line_ends(phrase.get(field, "")) in seen - {""} for phrase in known):
                fields[i] = field
    for i, cell in enumerate(first):
        field = headers.get(header_name(cell), "")
        if field == "id" and any(row[i].isdigit() for row in values[1:] if i < len(row)):
            continue  # a running number, not the id of a script
        if not fields[i] and field not in fields:
            fields[i] = field
    if "text" not in fields:
        raise ValueError(
            f"看不出哪一列是正文（第一行是 {'、'.join(first)[:60]}）；"
            "用 --field text=列名 指明，或用 --known 编码 正文 分组 说出样本里的一条短语"
        )
    known_values = {unify_line_ends(value) for phrase in known for value in phrase.values()}
    header = not any(unify_line_ends(cell) in known_values for cell in first if cell)
    body = values[1:] if header else values
    columns, learnt, left_open = [], [], []
    for i, field in enumerate(fields):
        name = first[i] if header else ""
        shown = f"第 {i + 1} 列{f'“{name}”' if name else ''}"
        if field:
            learnt.append(f"{shown}是{FIELD_LABELS[field]}")
            columns.append(Column(name, field))
            continue
        cells = [row[i] for row in body]
        if len(cells) > 1 and cells == [str(number) for number in range(1, len(cells) + 1)]:
            learnt.append(f"{shown}是行号")
            columns.append(Column(name, value="{n}"))
            continue
        if len(set(cells)) > 1:
            raise ValueError(f"{shown}每行不同，看不出是什么；用 --field 字段={name} 指明")
        columns.append(Column(name, value=cells[0] if cells else ""))
        if cells and cells[0]:
            left_open.append(f"{shown}不知是什么，每行照样本写“{cells[0]}”；不对就改学出来的文件里这一列的 value")
    left_open += [f"样本里没有{FIELD_LABELS[field]}这一项，写出时就没有" for field in ("code", "group") if field not in fields]
    return columns, header, learnt, left_open
