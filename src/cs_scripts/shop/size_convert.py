"""Turn a size of one country into that of another: 欧码41是中国的几, 245是几码."""

from __future__ import annotations

import re

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.size_charts import Chart, Row, charts
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_SHOE = lazy(
    r"(?P<system>欧码|eu|英码|uk|美码|us)\s?(?P<n>\d{1,2}(?:\.5)?)|(?<![\d.])(?P<mm>2[0-9][05]|3[0-2][05])\s?(?:mm|毫米)?(?=[^\n]{0,4}(?:几码|多少码|多大码|是几|几号))|(?<![\d.])(?P<cn>3[4-9]|4[0-6])(?P<half>\.5)?码?(?=[^\n]{0,3}(?:多长|多少毫米|几厘米|多少厘米|脚长|英码|美码))"
)
_ASKS = lazy(r"几|多少|多大|多长|什么|啥|哪|换算|对应")
_PLACE = {"英码": 1, "uk": 1, "美码": 2, "us": 2}


def convert(folded: str, *, male: bool) -> Answer | None:
    """Answer what a shoe size is called elsewhere.

    Args:
        folded: the message, folded.
        male: whether men's sizes are meant.

    Returns:
        The answer; None where nothing of the kind is asked or no row has the size.

    >>> convert("欧码41是中国的几码", male=False).text.count("255毫米")
    1
    """
    match = _SHOE.search(folded)
    if not match or not _ASKS.search(folded):
        return None
    for chart in ("shoes_men", "shoes") if male else ("shoes", "shoes_men"):
        row = _row(charts()[chart], match)
        if row:
            names = [f"中国码/欧码{row.size}", f"脚长{row.other[0]}毫米"]
            names += [f"{label}{value}" for label, value in zip(("英码", "美码"), row.other[1:], strict=False) if value]
            return Answer(
                "sizes.convert",
                "sizing",
                say(
                    "convert",
                    folded,
                    {"figures": match[0].strip(), "list": "、".join(names) + ("（男码）" if chart.endswith("men") else "（女码）")},
                ),
                uses=(f"sizes.{chart}",),
            )
    return None


def _row(chart: Chart, match: re.Match[str]) -> Row | None:
    system = match["system"] or ""
    for row in chart.rows:
        if match["mm"]:
            if row.other[0] == match["mm"]:
                return row
        elif system in _PLACE:
            if row.other[_PLACE[system]] == match["n"]:
                return row
        elif row.size == (match["n"] or match["cn"] + (match["half"] or "")):
            return row
    return None
