"""Names of sizes: one article writes 2XL, another XXL(175/96A), and a reply must use the article's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.body import Body
from cs_scripts.shop.size_charts import Chart, Pick
from cs_scripts.text.patterns import lazy

_SPAN = lazy(r"(\d{2,3})[-~–/](\d{2,3})")
_FIGURE = lazy(r"\d{2,3}(?:\.5)?")


def available(size: str, chart: Chart, sizes: Sequence[str]) -> str:
    """Give the size under the name the article has it, or the next larger that it has.

    Args:
        size: the chart's size.
        chart: the chart.
        sizes: the sizes the article has.

    Returns:
        The article's own name of the size.
    """
    if not sizes or not size:
        return size
    order = [row.size for row in chart.rows]
    for each in order[order.index(size) :]:
        if found := next((option for option in sizes if same(option, each)), ""):
            return found
    return size


def same(option: str, size: str) -> bool:
    """Tell whether an option is a size under another name: XXL(175/96A) is 2XL.

    Args:
        option: the article's name of the size.
        size: the size.

    Returns:
        Whether both are one size, or the option is a pair of sizes with this among them.

    >>> same("XXL(175/96A)", "2XL"), same("42-43", "43"), same("42-43", "44")
    (True, True, False)
    """
    plain_names = [
        re.sub(r"[码号\s]|(?:cm)", "", each.upper().replace("XXXXL", "4XL").replace("XXXL", "3XL").replace("XXL", "2XL"))
        for each in (option, size)
    ]
    span = _SPAN.fullmatch(plain_names[0])
    if span and _FIGURE.fullmatch(plain_names[1]):
        return int(span[1]) <= float(plain_names[1]) < int(span[2]) + 1
    return plain_names[0] == plain_names[1] or re.match(rf"{re.escape(plain_names[1])}[(（\[/【]", plain_names[0]) is not None


def beyond(size: str, chart: Chart, sizes: Sequence[str]) -> str:
    """Tell whether a size lies beyond those the article has.

    Args:
        size: the chart's size.
        chart: the chart.
        sizes: the sizes the article has.

    Returns:
        ``small``, ``large``, or empty where it does not.
    """
    order = [row.size for row in chart.rows]
    have = [at for at, each in enumerate(order) if any(same(option, each) for option in sizes)]
    if not size or not have or order.index(size) in range(have[0], have[-1] + 1):
        return ""
    return "small" if order.index(size) < have[0] else "large"


def limit(chart: Chart, sizes: Sequence[str], end: str) -> str:
    """Say where the sizes end.

    Args:
        chart: the chart.
        sizes: the sizes the article has, empty for all of the chart.
        end: ``small`` or ``large``.

    Returns:
        For example ``最大到XL码``.
    """
    everything = [row.size for row in chart.rows if not row.half]
    rows = [size for size in everything if any(same(option, size) for option in sizes)] or everything
    return f"最小是{shown(rows[0])}" if end == "small" else f"最大到{shown(rows[-1])}"


def apart(named: str, size: str, chart: Chart) -> str:
    """Say how a size that the buyer names would sit, where it is not the one that fits.

    Args:
        named: the size the buyer names, in capitals.
        size: the size that fits.
        chart: the chart.

    Returns:
        ``偏小`` or ``偏大``; empty where it fits or the chart does not have it.
    """
    order = [row.size for row in chart.rows]
    at = next((at for at, each in enumerate(order) if same(named, each)), None)
    if at is None or size not in order or at == order.index(size):
        return ""
    return "偏小" if at < order.index(size) else "偏大"


def next_holds(chart: Chart, picked: Pick, body: Body) -> bool:
    """Tell whether every figure is at the end of a size or over it, and within the next.

    Args:
        chart: the chart.
        picked: what it says.
        body: the figures.

    Returns:
        Whether one who asks which of the two to take is better served by the larger.
    """
    rows = {row.size: row.ranges for row in chart.rows}
    here, above, known = rows.get(picked.size, {}), rows.get(picked.larger, {}), body.known()
    return all(name in here and name in above and known[name] >= max(here[name][1], above[name][0]) for name in picked.used)


def both_hold(chart: Chart, picked: Pick, body: Body) -> bool:
    """Tell whether a body of two figures or more stands on the line between two sizes, so that either may be taken.

    Args:
        chart: the chart.
        picked: what it says.
        body: the figures.

    Returns:
        Whether every figure is within both sizes.
    """
    rows = {row.size: row.ranges for row in chart.rows}
    here, above, known = rows.get(picked.size, {}), rows.get(picked.larger, {}), body.known()
    return len(picked.used) > 1 and all(
        name in here and name in above and above[name][0] <= known[name] <= here[name][1] for name in picked.used
    )


def shown(size: str) -> str:
    """Write a size as people say it.

    Args:
        size: the size.

    Returns:
        The size, with 码 where it is letters or digits alone.

    >>> shown("M"), shown("12号"), shown("大")
    ('M码', '12号', '大')
    """
    return size if size.endswith(("号", "码")) or not re.search(r"[A-Za-z0-9]", size) else f"{size}码"
