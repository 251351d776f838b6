"""Read a shop's own size chart, which wins over the usual ones."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import read_text
from cs_scripts.shop.body import LABELS
from cs_scripts.shop.size_charts import OWN, Chart, Row, falling
from cs_scripts.text.patterns import lazy

_HEADERS = {
    "身高": "height",
    "体重": "weight",
    "胸围": "bust",
    "上胸围": "bust",
    "下胸围": "underbust",
    "腰围": "waist",
    "臀围": "hip",
    "头围": "head",
    "脚长": "foot",
    "手指周长": "finger",
    "指围": "finger",
    "内径": "ring",
    "月龄": "months",
    "年龄": "months",
}
_RANGE = lazy(r"(\d{1,4}(?:\.\d{1,2})?)(?:\s*[-~～–—到至]\s*(\d{1,4}(?:\.\d{1,2})?))?")


def read_chart(path: Path) -> Chart:
    """Read a shop's own chart.

    Args:
        path: a CSV file whose first column is the size and whose others are 身高, 体重, 胸围 and so on, each cell ``155-160``;
            the header of the weight may say 斤 or kg, and without a unit it is jin.

    Returns:
        The chart.

    Raises:
        FileReadError: it cannot be read.
        DataFileError: a cell is no range, a column is unknown or sizes do not rise; every problem is named.
    """
    lines = [row for row in csv.reader(read_text(path).splitlines()) if any(cell.strip() for cell in row)]
    problems: list[Problem] = []
    if len(lines) < 2:
        raise DataFileError(path, [Problem("全文", "至少要有表头和一行尺码")])
    columns: list[tuple[str, str]] = []
    for at, header in enumerate(lines[0][1:], 2):
        known = next((name for name in sorted(_HEADERS, key=len, reverse=True) if name in header), "")
        if not known:
            problems.append(Problem(f"第 1 行第 {at} 列", f"不认识“{header}”，可用 {'、'.join(_HEADERS)}"))
        columns.append((_HEADERS.get(known, ""), header))
    rows = tuple(_csv_row(cells, number, columns, problems) for number, cells in enumerate(lines[1:], 2))
    by = tuple(dict.fromkeys(name for name in ("weight", "foot", "finger", "head", *LABELS) for known, _ in columns if known == name))
    chart = Chart(OWN, "这款的尺码表", rows, by)
    problems += [Problem("全文", what) for what in falling(chart)]
    if problems:
        raise DataFileError(path, problems)
    return chart


def _csv_row(cells: Sequence[str], number: int, columns: Sequence[tuple[str, str]], problems: list[Problem]) -> Row:
    ranges = {}
    for (name, header), cell in zip(columns, cells[1:], strict=False):
        if not cell.strip() or not name:
            continue
        match = _RANGE.search(cell)
        if not match or (match[2] and float(match[2]) < float(match[1])):
            problems.append(Problem(f"第 {number} 行“{header}”", f"“{cell}”应写成 155-160"))
            continue
        low, high = float(match[1]), float(match[2] or match[1])
        jin = name == "weight" and not re.search(r"kg|公斤|千克", (header + cell).lower())
        scale = 0.5 if jin else 12 if name == "months" and "岁" in header + cell else 1
        ranges[name] = (low * scale, high * scale)
    return Row(cells[0].strip(), ranges)
