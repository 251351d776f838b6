"""What a size stands for: L码适合多少斤, 26码是几尺的腰 — the charts read backwards."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.body import LABELS
from cs_scripts.shop.options import plain
from cs_scripts.shop.size_charts import Chart
from cs_scripts.shop.size_names import same, shown
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_SIZE = lazy(r"(?<![a-z0-9])(x{0,4}[sl]|[2-6]xl|m)(?![a-z])|(?<![\d.])(\d{2,3}(?:\.5)?)\s?(?:码|号)")
_ASKS = lazy(
    r"(?:码|号|[smlx])[^\n,。]{0,6}(?:多少斤|几斤|多重|多高|几尺|多少公斤|体重|身高|腰围|腰多|几厘米的腰|胸围|臀围|脚长|内径|直径|周长|多大的脚|多长的脚|多少cm)"
    r"|(?:码|号)[^\n,。]{0,5}(?:多大的?(?:宝宝|孩子|娃|小孩)|几个月|几岁)"
    r"|(?:适合|对应|是)[^\n,。]{0,3}(?:多少斤|多重|多高|几尺|多大的?腰|什么体重|什么身高|多少的腰)"
)
_FIGURES = (
    ("weight", lazy("斤|体重|多重|公斤|胖")),
    ("height", lazy("高")),
    ("waist", lazy("腰|尺")),
    ("bust", lazy("胸")),
    ("hip", lazy("臀")),
    ("foot", lazy("脚")),
    ("ring", lazy("内径|直径")),
    ("months", lazy("几个月|几岁|宝宝|娃|孩|多大的")),
    ("finger", lazy("周长|手指|指围")),
)
_ALONE = lazy(r"(?<![\d.])\d{2,3}(?=的?(?:是|对应|适合)[^\n,。]{0,3}[多几什])")
_CHI = 100 / 3


def with_unit(folded: str, sizes: Sequence[str]) -> str:
    """Write 码 behind a size of the article that stands alone: 59是多高的宝宝穿.

    Args:
        folded: the message, folded.
        sizes: the sizes the article has.

    Returns:
        The message; the same where no such size stands before what asks what it means.

    >>> with_unit("连体衣59是多高的宝宝穿", ("59", "66"))
    '连体衣59码是多高的宝宝穿'
    """
    return _ALONE.sub(lambda match: f"{match[0]}码" if match[0] in sizes else match[0], folded)


def asks_meaning(folded: str) -> bool:
    """Tell whether a message asks what a size stands for.

    Args:
        folded: the message, folded.

    Returns:
        Whether it names a size and asks for figures.
    """
    return bool(_SIZE.search(folded) and _ASKS.search(folded))


def size_meaning(folded: str, charts: list[Chart], sizes: tuple[str, ...], label: str) -> Answer | None:
    """Say what figures a size stands for.

    Args:
        folded: the message, folded.
        charts: the charts that may serve, the likeliest first.
        sizes: the sizes the article has, empty where it is not known.
        label: what the reply calls the chart, empty for its own label.

    Returns:
        The answer; None where this is not asked, or no chart has the size or the figure.

    >>> from cs_scripts.shop.size_charts import charts
    >>> "64–66.5cm" in size_meaning("26码对应几尺的腰", [charts()["trousers"]], (), "").text
    True
    """
    match = _SIZE.search(folded)
    if not match or not _ASKS.search(folded):
        return None
    size = (match[1] or match[2]).upper()
    if sizes and not any(same(option, size) for option in sizes):
        return None
    asked = [name for name, pattern in _FIGURES if pattern.search(folded)]
    for chart in charts:
        row = next((row for row in chart.rows if same(row.size, size)), None)
        told = [name for name in asked if row and name in row.ranges]
        if row and told:
            values = {
                "chart": label or chart.label,
                "size": shown(size),
                "list": "、".join(_span(name, *row.ranges[name]) for name in told)
                + ("，和平时穿的码比一下更稳" if chart.id in ("women", "men") and sizes and not label else ""),
            }
            return Answer("sizes.meaning", "sizing", say("size_means", folded, values), uses=(f"sizes.{chart.id}",))
    return None


def _span(name: str, low: float, high: float) -> str:
    if name == "weight":
        return f"{LABELS[name]}{plain(low * 2)}–{plain(high * 2)}斤"
    if name == "months":
        return f"{plain(low)}–{plain(high)}个月"
    span = f"{LABELS[name]}{plain(low)}–{plain(high)}cm"
    return f"{span}（约{plain(round(low / _CHI, 1))}–{plain(round(high / _CHI, 1))}尺）" if name == "waist" else span
