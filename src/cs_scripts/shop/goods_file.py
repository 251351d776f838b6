"""Read a table of goods, whoever wrote it: CSV, Excel or YAML become the same rows of text.

Excel damages what shops type (dates for sizes, 1.2E+11 for ids); a cell that it damaged still shows how, so that the check can
say so. Formulas are never evaluated.
"""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from cs_scripts.errors import DataFileError, FileReadError, Problem
from cs_scripts.files.text import read_text
from cs_scripts.files.yaml import read_yaml

SUFFIXES = (".csv", ".tsv", ".xlsx", ".yaml", ".yml")
_MAX_CELL = 5_000


@dataclass(frozen=True)
class Sheet:
    """A table as text.

    Attributes:
        headers: the names of its columns, blanks stripped.
        rows: number of each row as Excel counts, and its cells, as many as there are headers.
        others: names of further worksheets of the file, which are not read.
    """

    headers: tuple[str, ...]
    rows: tuple[tuple[int, Sequence[str]], ...]
    others: tuple[str, ...] = ()


def read_sheet(path: Path | str, what: str = "商品", hint: str = "请用 cs-scripts goods template 生成一张空表照着填") -> Sheet:
    """Read a table of goods, or another of the shop's tables.

    Args:
        path: a ``.csv``, ``.tsv``, ``.xlsx`` or ``.yaml`` file.
        what: what its rows are; in YAML the key of the list.
        hint: what to do where it has no header.

    Returns:
        Its headers and the rows that are not empty.

    Raises:
        FileReadError: it cannot be read or is of another type.
        DataFileError: the header is missing or a name stands twice in it, or a row has more cells than the header.
    """
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise FileReadError(path, f"{what}表要以 {'、'.join(SUFFIXES)} 结尾，请另存为 CSV 或 xlsx")
    if suffix in (".yaml", ".yml"):
        return _from_yaml(path, what)
    if suffix == ".xlsx":
        others: list[str] = []
        sheet = _from_rows(path, hint, _xlsx_rows(path, others))
        return replace(sheet, others=tuple(others))
    return _from_rows(path, hint, _csv_rows(path, read_text(path), "\t" if suffix == ".tsv" else ","))


def _csv_rows(path: Path, text: str, delimiter: str) -> Iterator[Sequence[str]]:
    header = text.partition("\n")[0]
    if delimiter not in header:  # Excel parts the cells by what the computer's region says
        delimiter = next((other for other in ("\t", ";", "；") if header.count(other) > 0), delimiter)
    if "\0" in text:
        raise FileReadError(path, "里面有空字符（NUL），不像表格，请用 Excel 另存为“CSV UTF-8”")
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    except csv.Error as error:
        raise FileReadError(path, f"CSV 读不出（{error}），多半是引号没有成对") from None


def _xlsx_rows(path: Path, others: list[str]) -> Iterator[Sequence[str]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False)
    except FileNotFoundError:
        raise FileReadError(path, "没有这个文件") from None
    except zipfile.BadZipFile:
        raise FileReadError(path, "不是 xlsx，像是改了后缀的别的文件，请用 Excel 打开后另存为 xlsx") from None
    except (OSError, KeyError, ValueError) as error:
        raise FileReadError(path, f"不是能读的 xlsx（{str(error)[:60]}），请用 Excel 打开后另存为 xlsx") from None
    others += [sheet.title for sheet in book.worksheets[1:]]
    try:
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield [cell_text(value) for value in row]
    finally:
        book.close()


def cell_text(value: Any) -> str:
    """Give a cell as text, a date as ISO, a whole number without ``.0``.

    Args:
        value: what openpyxl or YAML reads.

    Returns:
        The text; empty for an empty cell.

    >>> cell_text(612345678901.0), cell_text(datetime(2026, 3, 5)), cell_text(True)
    ('612345678901', '2026-03-05', '是')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime) and (value.hour, value.minute, value.second) == (0, 0, 0):
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, list):
        return "/".join(cell_text(item) for item in value)
    if isinstance(value, dict):
        return ";".join(f"{key}:{cell_text(item)}" for key, item in value.items())
    return str(value)


def _from_rows(path: Path, hint: str, rows: Iterator[Sequence[str]]) -> Sheet:
    headers: tuple[str, ...] = ()
    kept: list[tuple[int, Sequence[str]]] = []
    problems: list[Problem] = []
    title = 1
    for number, row in enumerate(rows, 1):
        if not headers:
            headers = _headers(row, number, problems)
            title = number
            continue
        if len(headers) == 1 and not kept and sum(bool(cell.strip()) for cell in row) > 1:
            raise DataFileError(path, [Problem(f"第 {title} 行", f"“{headers[0][:20]}”像是标题，不是列名：请删掉这一行，让列名在最上面")])
        if len(row) == len(headers):
            cells = row
        elif len(row) > len(headers) and any(cell.strip() for cell in row[len(headers) :]):
            problems.append(Problem(f"第 {number} 行", f"有 {len(row)} 格，表头只有 {len(headers)} 列：文字里的逗号要用引号括住整格"))
            continue
        else:
            cells = [*row[: len(headers)], *[""] * (len(headers) - len(row))]
        if any(cells) and "".join(cells).strip():
            kept.append((number, cells))
    if not headers:
        problems.append(Problem("第 1 行", f"没有表头，{hint}"))
    if problems:
        raise DataFileError(path, problems)
    return Sheet(headers, tuple(kept))


def _headers(row: Sequence[str], number: int, problems: list[Problem]) -> tuple[str, ...]:
    headers = [cell.strip().strip("*＊") for cell in row]
    while headers and not headers[-1]:
        headers.pop()
    for column, header in enumerate(headers, 1):
        if not header:
            problems.append(Problem(f"第 {number} 行第 {column} 列", "表头是空的，请写上列名或删掉这一列"))
        elif header in headers[: column - 1]:
            problems.append(Problem(f"第 {number} 行第 {column} 列", f"表头“{header}”重复，请改名或合并"))
    return tuple(headers)


def _from_yaml(path: Path, what: str) -> Sheet:
    raw = read_yaml(path)
    articles = raw.get(what) if isinstance(raw, dict) else raw
    if not isinstance(articles, list):
        raise DataFileError(path, [Problem("全文", f"应为“{what}:”下面的列表，每项写“列名: 值”")])
    problems = [Problem(f"{what}[{at}]", "应为“列名: 值”的映射") for at, each in enumerate(articles) if not isinstance(each, dict)]
    if problems:
        raise DataFileError(path, problems)
    headers = tuple(dict.fromkeys(key for each in articles for key in each))
    return Sheet(headers, tuple((at, [cell_text(each.get(key)) for key in headers]) for at, each in enumerate(articles, 1)))


def too_long(cell: str) -> bool:
    """Tell whether a cell is too long to be a fact of an article.

    Args:
        cell: its text.

    Returns:
        True beyond 5,000 characters.
    """
    return len(cell) > _MAX_CELL
