"""Size charts: the usual ones from ``data/sizes.yaml``, and a shop's own as CSV, which wins.

A chart says which size fits a body; on the line between two it gives both, and beyond its ends it says so.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cs_scripts.errors import Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.shop.body import LABELS, Body
from cs_scripts.text.patterns import lazy

_LABEL = lazy(r"(?<!\d)(1[3-9]\d)\s?/\s?(\d{2,3})\s?([abcy])(?![a-z])")
OWN = "own"
"""The id of an article's own chart."""

_NEAR_TOP = 0.02
"""Within this share of a row's upper end, the next size is worth naming."""


@dataclass(frozen=True)
class Row:
    """One size of a chart.

    Attributes:
        size: its name.
        ranges: the least and greatest of each figure, in cm, kg and months.
        other: what the size is called elsewhere, in the order of the chart's ``names``.
        half: whether it is a half size, which not every shop has.
    """

    size: str
    ranges: Mapping[str, tuple[float, float]]
    other: tuple[str, ...] = ()
    half: bool = False


@dataclass(frozen=True)
class Chart:
    """A size chart.

    Attributes:
        id: its id.
        label: what a reply calls it.
        rows: the sizes, small to large.
        by: the figures it goes by, the weightiest first.
        kinds: kinds of articles it is for.
        names: what the ``other`` names of its sizes are.
        loose: who takes the larger of two sizes, with ``{size}``.
        newborn: the size for a newborn, where the chart goes by weight; empty for none.
    """

    id: str
    label: str
    rows: tuple[Row, ...]
    by: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    loose: str = "喜欢宽松点可以拍{size}"
    newborn: str = ""


@dataclass(frozen=True)
class Pick:
    """What a chart says of a body.

    Attributes:
        size: the size; empty where the body is beyond the chart.
        larger: the next size where the body is near it, for whoever likes it loose.
        beyond: ``small`` or ``large`` where the body is beyond the chart.
        used: the figures that were looked at.
        under: whether every figure lies a little under the smallest size.
    """

    size: str
    larger: str = ""
    beyond: str = ""
    used: tuple[str, ...] = ()
    under: bool = False


@lru_cache(maxsize=1)
def charts() -> Mapping[str, Chart]:
    """Return the usual charts, read once.

    Returns:
        The charts by id.
    """
    return load_charts(data_path("sizes.yaml"))


def load_charts(path: Path) -> Mapping[str, Chart]:
    """Load charts.

    Args:
        path: a YAML file; ``data/sizes.yaml`` shows the form.

    Returns:
        The charts by id.

    Raises:
        DataFileError: a key is missing, unknown or of the wrong type, or sizes do not rise; every problem is named.
    """
    with strict_fields(path, read_yaml(path)) as top:
        found = {}
        for where, value in top.items("charts"):
            fields = Fields(value, where, top.problems)
            rows = tuple(_row(each, place, top.problems) for place, each in fields.items("rows"))
            by = fields.texts("by", minimum=1)
            named = (fields.text("id"), fields.text("label"))
            chart = Chart(
                *named, rows, by, fields.texts("kinds"), fields.texts("names"), fields.text("loose"), fields.text("newborn", required=False)
            )
            top.problems += [Problem(where, what) for what in falling(chart)]
            fields.close()
            found[chart.id] = chart
    return found


def _row(value: Any, where: str, problems: list[Problem]) -> Row:
    fields = Fields(value, where, problems)
    size = fields.text("size")
    other = fields.take("other") or []
    half = fields.flag("half") or False
    ranges = {name: _range(fields, name) for name in LABELS if isinstance(value, dict) and name in value}
    fields.close()
    return Row(size, ranges, tuple(str(each) for each in other), half)


def _range(fields: Fields, name: str) -> tuple[float, float]:
    value: Any = fields.take(name)
    if isinstance(value, list) and len(value) == 2 and all(isinstance(each, int | float) for each in value) and value[0] <= value[1]:
        return float(value[0]), float(value[1])
    fields.note(name, "应为 [低, 高]")
    return 0.0, 0.0


def falling(chart: Chart) -> list[str]:
    """Say which figures do not rise from size to size.

    Args:
        chart: the chart.

    Returns:
        What is wrong, in Chinese; empty where all rise.
    """
    wrong = []
    for name in dict.fromkeys(name for row in chart.rows for name in row.ranges):
        tops = [row.ranges[name][1] for row in chart.rows if name in row.ranges and not row.half]
        if any(second <= first for first, second in itertools.pairwise(tops)):
            wrong.append(f"{LABELS.get(name, name)}没有从小到大，请按尺码从小到大排")
    return wrong


def pick(chart: Chart, body: Body, sizes: Sequence[str] = ()) -> Pick | None:
    """Say which size of a chart fits a body.

    Args:
        chart: the chart.
        body: the figures.
        sizes: the sizes there are, empty for all; a half size is taken only where it is listed here.

    Returns:
        The size, None where the chart goes by none of the figures.

    >>> pick(charts()["women"], Body(height=165, weight=55))
    Pick(size='M', larger='L', beyond='', used=('weight', 'height'), under=False)
    """
    rows = [row for row in chart.rows if (row.size in sizes or not row.half)]
    known = body.known()
    used = tuple(name for name in chart.by if name in known and any(name in row.ranges for row in rows))
    if not used:
        return None
    figures = {name: known[name] for name in used}
    if "height" in figures and figures["height"] > max(row.ranges["height"][1] for row in rows if "height" in row.ranges) * 1.03:
        return Pick("", beyond="large", used=used)
    weighed = {name: value for name, value in figures.items() if name != "months" or "height" not in figures}  # a tall baby is tall
    least = {name: _least(rows, name, value) for name, value in weighed.items()}
    lenient = least | {"height": least.get("height", 0) - 1} if len(weighed) > 1 and chart.by[0] != "height" else least
    small = max(lenient.values()) < 0
    if small and all(_least(rows, name, value) < 0 or _under(rows, name, value) for name, value in figures.items()):
        return Pick("", beyond="small", used=used)
    needed = max((least if chart.id == OWN else lenient).values())  # an article's own table holds of height and weight both
    at = max(needed, 0)
    if at >= len(rows):
        return Pick("", beyond="large", used=used)
    wider = any(_wants_more(rows, at, name, value) for name, value in figures.items())
    under = all(_under(rows, name, value) for name, value in figures.items())
    return Pick(rows[at].size, rows[at + 1].size if wider and at + 1 < len(rows) else "", used=used, under=under)


def named_or_newborn(chart: Chart, text: str, body: Body) -> Pick | None:
    """Say which size has the label that a message writes out, or is the one for a newborn whose weight nobody told.

    Args:
        chart: the chart.
        text: the message, folded.
        body: the figures.

    Returns:
        The size; None where the message has no such label or newborn, or the chart no such size.

    >>> named_or_newborn(charts()["women"], "165/88a是什么码", Body()).size
    'L'
    """
    match = _LABEL.search(text)
    label = f"{match[1]}/{match[2]}{match[3].upper()}" if match else ""
    row = next((row for row in chart.rows if label and label in row.other), None)
    if row:
        return Pick(row.size, used=("height", "bust"))
    return Pick(chart.newborn, used=("months",)) if chart.newborn and body.months == 0 and body.weight is None else None


def _least(rows: Sequence[Row], name: str, value: float) -> int:
    """Give the position of the smallest size that is large enough; one past the end where none is, -1 below the first."""
    if _below(rows, name, value):
        return -1
    for at, row in enumerate(rows):
        if name in row.ranges and value <= row.ranges[name][1]:
            return at
    return len(rows)


def _below(rows: Sequence[Row], name: str, value: float) -> bool:
    first = next((row.ranges[name][0] for row in rows if name in row.ranges), 0.0)
    return value < first * 0.97


def _under(rows: Sequence[Row], name: str, value: float) -> bool:
    """Tell whether a figure lies under the first size at all, be it ever so little."""
    return value < next((row.ranges[name][0] for row in rows if name in row.ranges), 0.0)


def _wants_more(rows: Sequence[Row], at: int, name: str, value: float) -> bool:
    top = rows[at].ranges.get(name, (0.0, 0.0))[1]
    following = rows[at + 1].ranges.get(name) if at + 1 < len(rows) else None
    if name not in rows[at].ranges or following is None:
        return False
    return value > top * (1 - _NEAR_TOP) or value >= following[0]
