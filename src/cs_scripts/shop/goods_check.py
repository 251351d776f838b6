"""Find everything that is wrong with a table of goods at once, and say in each case what to do."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from cs_scripts.errors import Problem
from cs_scripts.shop.goods_file import Sheet, too_long
from cs_scripts.shop.options import read_numbers, split_options
from cs_scripts.text.patterns import lazy

_SUSPECT = lazy(r"(?:^|\x1f)\s*=|\d[eE][+]\d|[０-９Ａ-Ｚａ-ｚ]|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!)|#{4,}|[{}]")
_MARK = lazy("[=#{}+０-９Ａ-Ｚａ-ｚ]")  # one class is a bitmap: most rows are done with it
_EXPONENT = lazy(r"\d(?:\.\d+)?[eE]\+?\d{1,3}")
_BROKEN = lazy(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!)|#{4,}")
_DATE = lazy(
    r"\d{4}[-/年]\d{1,2}[-/月]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*",
    re.IGNORECASE,
)
_MAYBE_DATE = lazy(r"\d[-/年月]\d|月\d|\d-[a-zA-Z]")
_LONG = 4_000
"""Characters of a row that looks odd for its length alone."""

_WELL = lazy(r"[^;；:：\n]{1,40}[:：]\d{1,7}(?:\.\d{1,2})?(?:[;；][^;；:：\n]{1,40}[:：]\d{1,7}(?:\.\d{1,2})?){0,200}[;；]?")
_NAMES = lazy(r"([^;；:：\n]+)[:：]")
_OPTIONS = ("size", "spec", "color", "flavour")
_NUMBERS = ("price", "list_price", "stock")


def check_sheet(sheet: Sheet, columns: Sequence[str]) -> tuple[list[Sequence[str]], list[Problem]]:
    """Check every row.

    Args:
        sheet: the table.
        columns: the attribute each column holds, by its id or, for a further column, its header.

    Returns:
        The rows with full-width letters and digits narrowed, and every problem in order.
    """
    problems = [
        Problem("表头", f"缺少“{label}”列，请补上（模板：cs-scripts goods template -o 商品.xlsx）{_seen(sheet)}")
        for key, label in (("id", "商品ID"), ("name", "名称"))
        if key not in columns
    ]
    problems += [
        Problem("表头", f"“{sheet.headers[at]}”和“{sheet.headers[columns.index(key)]}”说的是同一件事，请合并成一列")
        for at, key in enumerate(columns)
        if columns.index(key) < at
    ]
    if problems:
        return [], problems
    at_of = {key: at for at, key in enumerate(columns)}
    id_at, name_at = at_of["id"], at_of["name"]
    numbers = [(key, at_of[key]) for key in _NUMBERS if key in at_of]
    dated = [at_of[key] for key in _OPTIONS if key in at_of]
    seen: dict[str, int] = {}
    rows: list[Sequence[str]] = []
    for number, given in sheet.rows:
        cells = given
        joined = "\x1f".join(cells)
        if (_MARK.search(joined) and _SUSPECT.search(joined)) or len(joined) > _LONG:
            cells = _look_closely(cells, sheet.headers, number, problems)
        identity = cells[id_at].strip()
        if not identity or not cells[name_at].strip():
            empty = "商品ID" if not identity else "名称"
            problems.append(Problem(f"第 {number} 行“{sheet.headers[id_at if not identity else name_at]}”", f"{empty}是空的，请补上"))
        elif (before := seen.get(identity.lower())) is not None:
            problems.append(Problem(f"第 {number} 行“{sheet.headers[id_at]}”", f"{identity} 和第 {before} 行重复，请改成各自的编号"))
        else:
            seen[identity.lower()] = number
        for key, at in numbers:
            cell = cells[at].strip()
            if cell and not cell.isdecimal() and cell[0] not in "=#" and not _WELL.fullmatch(cell) and read_numbers(cell) is None:
                problems.append(Problem(f"第 {number} 行“{sheet.headers[at]}”", f"“{cell[:30]}”{_number_remedy(key)}"))
        options = "\x1f".join([cells[at] for at in dated])
        for at in dated if _MAYBE_DATE.search(options) else ():
            if found := _DATE.search(cells[at]):
                problems.append(
                    Problem(f"第 {number} 行“{sheet.headers[at]}”", f"“{found[0]}”像被 Excel 改成了日期，请把这一列设为文本格式再填")
                )
        rows.append(cells)
    problems += _stock_problems(rows, sheet, at_of)
    problems += _lost_zeros(seen, sheet.headers[id_at])
    return rows, sorted(problems, key=_row_number)


def _seen(sheet: Sheet) -> str:
    """Show what stands where the names of columns should, and worksheets that were not read."""
    shown = "、".join(header[:10] for header in sheet.headers[:4]) + ("…" if len(sheet.headers) > 4 else "")
    others = f"；只读了第一张工作表，商品若在“{'”“'.join(sheet.others)}”里，请把它移到最前面" if sheet.others else ""
    return f"；现在最上面一行是 {shown}{others}"


def _look_closely(cells: Sequence[str], headers: Sequence[str], number: int, problems: list[Problem]) -> list[str]:
    """Note what is damaged in a row that looks odd, and narrow its letters and digits."""
    narrowed = []
    for cell, header in zip(cells, headers, strict=True):
        where = f"第 {number} 行“{header}”"
        if cell.lstrip().startswith("="):
            problems.append(Problem(where, "是公式，这里不计算公式：请复制后“选择性粘贴→值”"))
        elif _BROKEN.search(cell):
            problems.append(Problem(where, f"“{cell[:20]}”是 Excel 的出错标记，请填回原来的值"))
        elif _EXPONENT.fullmatch(cell.strip()):
            problems.append(Problem(where, f"“{cell.strip()}”被 Excel 写成了科学记数，后几位已丢：请设为文本格式，重新填编号"))
        elif too_long(cell):
            problems.append(Problem(where, f"一格有 {len(cell)} 个字，太长，请写要点"))
        narrowed.append(_narrow(cell).replace("{", "｛").replace("}", "｝"))
    return narrowed


def _narrow(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", mark) if "０" <= mark <= "ｚ" and mark.isalnum() else mark for mark in cell)


def _number_remedy(key: str) -> str:
    if key == "stock":
        return "不是库存，请写数字，或逐项写成 米白M:0;藏青M:8"
    return "不是价格，请写数字，或逐项写成 小号:59;大号:79"


def _stock_problems(rows: Sequence[Sequence[str]], sheet: Sheet, at_of: Mapping[str, int]) -> list[Problem]:
    """Note stock or prices for options that the article does not have."""
    problems = []
    for key in _NUMBERS:
        at = at_of.get(key)
        if at is None:
            continue
        for (number, _), cells in zip(sheet.rows, rows, strict=True):
            if ":" not in cells[at] and "：" not in cells[at]:
                continue
            options = [option for name in _OPTIONS if name in at_of for option in split_options(cells[at_of[name]])]
            unknown = [name for name in _NAMES.findall(cells[at]) if options and not any(option in name for option in options)]
            where = f"第 {number} 行“{sheet.headers[at]}”"
            problems += [Problem(where, f"“{name}”不在这款的颜色、尺码、规格里，请改成表里的选项或补上选项") for name in unknown]
    return problems


def _lost_zeros(ids: Mapping[str, int], header: str) -> list[Problem]:
    """Note ids that are shorter than those that begin with 0."""
    lengths = {len(each) for each in ids if each.startswith("0") and each.isdecimal()}
    if len(lengths) != 1:
        return []
    length = lengths.pop()
    return [
        Problem(f"第 {number} 行“{header}”", f"{each} 少了开头的 0？别的编号是 {length} 位，请设为文本格式补成 {each.zfill(length)}")
        for each, number in ids.items()
        if each.isdecimal() and len(each) < length
    ]


def _row_number(problem: Problem) -> int:
    match = re.match(r"第 (\d+) 行", problem.where)
    return int(match[1]) if match else 0
