"""Read the shop's own table of places: 省, 市, 天数, 偏远, 加收, 不发, 邮费, 包邮门槛, 快递."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from cs_scripts.conversation.words import Place
from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.yaml import did_you_mean
from cs_scripts.shop.goods_file import Sheet, read_sheet
from cs_scripts.shop.options import split_options
from cs_scripts.shop.regions import GROUPS, Region, keys_of, place_of, several
from cs_scripts.shop.units import MEASURES, read_figure, span
from cs_scripts.text.patterns import lazy

_HINT = "第一行写列名：省、市、天数、偏远、加收、不发、邮费、包邮门槛、快递（data/regions.example.csv 是一张样表）"
_HEADERS = {
    "省": "province", "省份": "province", "地区": "province", "市": "city", "城市": "city", "区县": "city",
    "天数": "days", "到货天数": "days",
    "时效": "days", "偏远": "remote", "是否偏远": "remote", "加收": "surcharge", "偏远加收": "surcharge", "加价": "surcharge",
    "不发": "closed", "不发货": "closed", "是否不发": "closed", "邮费": "postage", "运费": "postage", "快递费": "postage",
    "包邮门槛": "free_over", "满额包邮": "free_over", "快递": "couriers", "可发快递": "couriers", "备注": "",
}  # fmt: skip
_EVERYWHERE = ("全国", "其他", "其它", "默认", "其余", "*")
_YES = frozenset(("是", "√", "✓", "y", "yes", "1", "对", "偏远", "不发", "不发货"))
_NO = frozenset(("否", "×", "x", "n", "no", "0", "不", "不是", "发"))
_DAMAGED = lazy(r"^=|#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!)|#{4,}|\d[eE][+]\d")
_DATE = lazy(r"\d{4}-\d{2}-\d{2}|\d{1,2}月\d{1,2}日|\d{1,2}-[A-Za-z]{3}")

Rows = Mapping[tuple[str, str], Region]


def load_rows(path: Path | str) -> Rows:
    """Load a table of places.

    Args:
        path: a ``.csv``, ``.tsv``, ``.xlsx`` or ``.yaml`` file; ``data/regions.example.csv`` shows one.

    Returns:
        What it says, by province and name of the city, which is empty for the whole province.

    Raises:
        FileReadError: it cannot be read.
        DataFileError: headers or cells are wrong; every problem is named with row, column and what to do.
    """
    sheet = read_sheet(path, "地区", _HINT)
    problems: list[Problem] = []
    columns = _columns(sheet, problems)
    rows: dict[tuple[str, str], Region] = {}
    seen: dict[tuple[str, str], int] = {}
    for number, cells in sheet.rows if "province" in columns else ():
        given = {key: cells[at].strip() for key, at in columns.items()}
        where = {key: f"第 {number} 行“{sheet.headers[at]}”" for key, at in columns.items()}
        region = _region(given, where, problems)
        for key in _keys(given, where, problems):
            if key in seen:
                problems.append(Problem(where["province"], f"{''.join(key) or '全国'}和第 {seen[key]} 行重复，请合并成一行"))
            seen[key], rows[key] = number, region
    if problems:
        raise DataFileError(path, problems)
    return rows


def _columns(sheet: Sheet, problems: list[Problem]) -> dict[str, int]:
    columns: dict[str, int] = {}
    for at, header in enumerate(sheet.headers):
        plain = re.sub(r"[（(].{0,12}[)）]$", "", header).strip()
        if plain not in _HEADERS:
            problems.append(Problem(f"表头第 {at + 1} 列", f"不认识“{header}”{did_you_mean(plain, _HEADERS)}，可用 {'、'.join(_HEADERS)}"))
        elif _HEADERS[plain] in columns:
            problems.append(Problem(f"表头第 {at + 1} 列", f"“{header}”和“{sheet.headers[columns[_HEADERS[plain]]]}”是同一件事，请合并"))
        elif _HEADERS[plain]:
            columns[_HEADERS[plain]] = at
    if "province" not in columns:
        problems.append(Problem("表头", "缺少“省”列，请补上"))
    return columns


def _keys(given: Mapping[str, str], where: Mapping[str, str], problems: list[Problem]) -> list[tuple[str, str]]:
    """Find the places that a row speaks of."""
    named = split_options(given["province"])
    if not named:
        problems.append(Problem(where["province"], "省是空的，请补上；说的是其余各地就写“全国”"))
        return []
    cities = split_options(given.get("city", ""))
    if any(name in _EVERYWHERE for name in named):
        if cities:
            problems.append(Problem(where["city"], "写了“全国”就不写市"))
        return [("", "")]
    keys = []
    for name in named:
        found = several(name)
        if not found:
            problems.append(Problem(where["province"], f"不认识“{name[:20]}”{did_you_mean(name, place_names())}，请写省、自治区或直辖市"))
        for place in found:
            keys += _cities(place, cities, where, problems) if cities else [keys_of(place)[0]]
    return keys


def _cities(province: Place, cities: Sequence[str], where: Mapping[str, str], problems: list[Problem]) -> list[tuple[str, str]]:
    keys = []
    for name in cities:
        city = place_of(name) or place_of(f"{name}市")
        if city is None:
            problems.append(Problem(where["city"], f"不认识“{name[:20]}”，请写地级市或县市区的名字"))
        elif city.province != province.province:
            problems.append(Problem(where["city"], f"“{name[:20]}”在{city.province}，不在{province.province}，请改正"))
        else:
            keys.append(keys_of(city)[0])
    return keys


def place_names() -> list[str]:
    """List the names of provinces and of groups of them, to offer one for a misspelt name.

    Returns:
        The names.
    """
    from cs_scripts.conversation.words import places

    return [*GROUPS, *dict.fromkeys(place.province for place in places().values())]


def _region(given: Mapping[str, str], where: Mapping[str, str], problems: list[Problem]) -> Region:
    values: dict[str, Any] = {}
    readers: Mapping[str, Callable[[str], tuple[Any, str]]] = {
        "days": _days, "remote": _flag, "surcharge": _money, "closed": _flag, "postage": _money, "free_over": _money,
    }  # fmt: skip
    for key, read in readers.items():
        cell = given.get(key, "")
        if not cell:
            continue
        value, wrong = (None, _damage(cell)) if _damage(cell) else read(cell)
        values[key] = value
        if wrong:
            problems.append(Problem(where[key], wrong))
    couriers = split_options(given.get("couriers", ""))
    return Region(**values, couriers=couriers or None)


def _damage(cell: str) -> str:
    if cell.startswith("="):
        return "是公式，这里不计算公式：请复制后“选择性粘贴→值”"
    if _DATE.search(cell):
        return f"“{cell[:20]}”像被 Excel 改成了日期，请把这一列设为文本格式再填，如 3-4"
    return f"“{cell[:20]}”是 Excel 改坏的，请设为文本格式重新填" if _DAMAGED.search(cell) else ""


def _days(cell: str) -> tuple[tuple[int, int] | None, str]:
    figure, wrong = read_figure(cell, MEASURES["transit_days"])
    return span(figure), wrong


def _flag(cell: str) -> tuple[bool | None, str]:
    word = cell.lower()
    if word in _YES or word in _NO:
        return word in _YES, ""
    return None, f"“{cell[:20]}”应为 是 或 否"


def _money(cell: str) -> tuple[Decimal | None, str]:
    if cell in ("包邮", "免邮", "免费"):
        return Decimal(0), ""
    figure, wrong = read_figure(cell, MEASURES["postage"])
    if not wrong and "–" in figure:
        wrong = f"“{cell[:20]}”应为一个金额，如 8"
    return (None, wrong) if wrong else (Decimal(figure), "")
