"""Write the figures as one HTML file: nothing fetched, nothing run, every text from a log escaped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from html import escape
from typing import Any, NamedTuple

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.text import read_text
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.report import charts
from cs_scripts.report.parts import (
    average_cell,
    dotted_day,
    duration,
    first_cell,
    nothing,
    own_nick,
    pair,
    percent,
    short_day,
    table,
    with_unit,
)
from cs_scripts.speech import SEVERITIES

_NO_TIMES = "记录里没有时间，算不了。"
_MOST_DAYS, _SHOWN_AGENTS = 16, 20


class Section(NamedTuple):
    """A section of the page: its id, title, what its figures mean, and where its yardstick comes from."""

    id: str
    title: str
    means: str
    source: str


@cache
def load_sections() -> tuple[Section, ...]:
    """Read ``data/report.yaml``.

    Returns:
        The sections, in order.

    Raises:
        DataFileError: the file breaks its schema.
    """
    path = data_path("report.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        sections = []
        for where, value in top.items("sections"):
            fields = Fields(value, where, top.problems)
            name = fields.text("id", choices=tuple(_BODIES))
            sections.append(Section(name, fields.text("title"), fields.text("means"), fields.text("source", required=False)))
            fields.close()
    return tuple(sections)


def report_page(figures: Mapping[str, Any], made: datetime) -> str:
    """Write the page.

    Args:
        figures: what ``report_figures`` gave.
        made: when.

    Returns:
        The HTML.
    """
    summary = figures["summary"]
    period = f"{dotted_day(summary['from'])} 至 {dotted_day(summary['to'])}" if summary["from"] else "记录里没有时间"
    body = []
    for section in load_sections():
        content = _BODIES[section.id](figures)
        if content:
            source = f"（{escape(section.source)}）" if section.source else ""
            title = "" if section.id == "summary" else f"<h2>{escape(section.title)}</h2>"
            means = f'<p class="means">{escape(section.means)}{source}</p>'
            inner = content + means if section.id == "summary" else title + means + content
            body.append(f'<section id="{section.id}">{inner}</section>')
    files = "、".join(summary["files"][:5]) + (f" 等 {len(summary['files'])} 个文件" if len(summary["files"]) > 5 else "")
    left = [f"{summary[key]:,} 条{why}" for key, why in (("unknown_role", "分不出是谁说的"), ("rejected", "读不了")) if summary[key]]
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>客服聊天报告 {escape(period)}</title><style>{read_text(data_path('report.css'))}</style></head><body>"
        f"<header><h1>客服聊天报告</h1><p>{escape(period)}</p></header><main>{''.join(body)}</main>"
        f"<footer>读自 {escape(files)}{'；' + '，'.join(left) + '，没有算进去' if left else ''}。"
        f"{made:%Y-%m-%d %H:%M} 由 cs-scripts report 生成，只在本机。</footer></body></html>\n"
    )


def _summary(figures: Mapping[str, Any]) -> str:
    summary, response = figures["summary"], figures["response"]
    keys = [
        ("买家消息", f"{summary['buyer_messages']:,}", "条"),
        ("接待", f"{summary['conversations']:,}", "次"),
        ("没认出", f"{100 * summary['none']['share']:.1f}", "%"),
        ("首次响应中位", *duration(response["first"]["median"])),
        ("平均响应", *duration(response["all"]["average"])),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}<small>{unit}</small></dd></div>" for name, value, unit in keys)
    return f'<dl class="keys">{cells}</dl>'


def _intents(figures: Mapping[str, Any]) -> str:
    rows = figures["intents"]
    chart = charts.bars([(row["label"], row["count"], f"{row['share']:.1%}") for row in rows], quiet="其他")
    return pair(chart, table(("意图", "条数:", "占比:"), [(row["label"], row["count"], f"{row['share']:.1%}") for row in rows]), rows=True)


def _days(figures: Mapping[str, Any]) -> str:
    days = figures["days"]
    if not days:
        return nothing(_NO_TIMES)
    chart = charts.columns([(short_day(row["day"]), row["messages"], row["none"]) for row in days])
    legend = (("light", "认出的"), ("bar", "没认出的"))
    name, rows = ("日期", [(row["day"], row["messages"], row["none"]) for row in days])
    if len(days) > _MOST_DAYS:
        name, rows = "从哪天起的一周", _weeks(days)
    return pair(chart, table((name, "消息:", "没认出:"), rows[-_MOST_DAYS:]), legend)


def _weeks(days: Sequence[Mapping[str, Any]]) -> list[tuple[str, int, int]]:
    weeks: dict[str, list[int]] = {}
    for row in days:
        day = date.fromisoformat(row["day"])
        of = weeks.setdefault(date.fromordinal(day.toordinal() - day.weekday()).isoformat(), [0, 0])
        of[0] += row["messages"]
        of[1] += row["none"]
    return [(week, of[0], of[1]) for week, of in weeks.items()]


def _hours(figures: Mapping[str, Any]) -> str:
    if not figures["hours"]:
        return nothing(_NO_TIMES)
    counts = {(row["weekday"], row["hour"]): row["messages"] for row in figures["hours"]}
    total = [sum(counts.get((day, hour), 0) for day in range(7)) for hour in range(24)]
    rows = [(f"{hour} 点", total[hour], f"{hour + 12} 点", total[hour + 12]) for hour in range(12)]
    return pair(charts.heat(counts), table(("上午", "消息:", "下午", "消息:"), rows))


def _response(figures: Mapping[str, Any]) -> str:
    response = figures["response"]
    if not response["all"]["count"]:
        return nothing("记录里没有时间，或没有客服的话，算不了。")
    everyone = {"agent": "全店", "first": response["first"], "all": response["all"]}
    agents = [everyone, *(agent for agent in response["agents"] if agent["all"]["count"])][: _SHOWN_AGENTS + 1]
    chart = charts.spans(
        [charts.Span(own_nick(agent["agent"]), agent["all"]["median"], agent["all"]["average"], agent["all"]["p90"]) for agent in agents]
    )
    rows = [
        (
            own_nick(agent["agent"]),
            first_cell(agent["first"]),
            percent(agent["first"]["within_10s"]),
            average_cell(agent["all"]["average"]),
            percent(agent["all"]["within_180s"]),
        )
        for agent in agents
    ]
    legend = (("dot", "中位"), ("ring", "平均"), ("range", "到九成"))
    return pair(chart, table(("客服", "首响中位:", "10 秒内:", "平均:", "3 分钟内:"), rows), legend)


def _unanswered(figures: Mapping[str, Any]) -> str:
    found = figures["unanswered"]
    if not (rows := found["intents"]):
        return nothing("没有停在买家那里的会话。")
    chart = charts.bars([(row["label"], row["count"], f"{row['count']:,}") for row in rows[:12]])
    return pair(chart, table(("买家最后要的", "会话:"), [(row["label"], row["count"]) for row in rows[:12]]), rows=True)


def _others(figures: Mapping[str, Any]) -> str:
    rows = [row for row in figures["others"] if row["count"] > 1][:24]
    if not rows:
        return nothing("没有重复出现的。")
    chart = charts.bars([(row["text"], row["count"], f"{row['count']:,}") for row in rows], quiet="（只有数字、标点、图片或招呼）")
    return pair(chart, table(("说法", "条数:", "占其他:"), [(row["text"], row["count"], f"{row['share']:.1%}") for row in rows]), rows=True)


def _articles(figures: Mapping[str, Any]) -> str:
    if not (rows := figures["articles"]):
        return nothing("记录里没有商品列，买家也没发过商品链接。")
    chart = charts.bars([(row["article"], row["messages"], f"{row['messages']:,}") for row in rows])
    wanted = ["、".join(f"{intent['label']} {intent['count']}" for intent in row["intents"]) for row in rows]
    return pair(
        chart,
        table(("商品", "消息:", "最多的"), [(row["article"], row["messages"], of) for row, of in zip(rows, wanted, strict=True)]),
        rows=True,
    )


def _speech(figures: Mapping[str, Any]) -> str:
    agents = figures["speech"]["agents"][:_SHOWN_AGENTS]
    if not agents:
        return nothing("记录里没有客服的话。")
    chart = charts.stacked(
        [
            (own_nick(agent["agent"]), [(kind, agent[kind] / agent["checked"]) for kind in SEVERITIES], f"每百条 {agent['per_hundred']}")
            for agent in agents
        ]
    )
    rows = [
        (
            own_nick(agent["agent"]),
            agent["checked"],
            *(agent[kind] for kind in SEVERITIES),
            "、".join(f"{rule['label']} {rule['count']}" for rule in agent["rules"]),
        )
        for agent in agents
    ]
    legend = (("error", "错误"), ("warning", "警告"), ("hint", "提示"))
    return pair(chart, table(("客服", "条数:", "错误:", "警告:", "提示:", "最多的"), rows), legend)


def _compare(figures: Mapping[str, Any]) -> str:
    compare = figures["compare"]
    if not compare:
        return ""
    rows = [(row["name"], with_unit(row["before"], row["unit"]), with_unit(row["now"], row["unit"])) for row in compare["figures"]]
    head = f"{dotted_day(compare['from'])} 至 {dotted_day(compare['to'])}" if compare["from"] else "那段"
    chart = charts.shifts([(row["label"], row["before"], row["now"]) for row in compare["intents"]])
    legend = (("ring", head), ("dot", "其余"), ("", "右边是占比变了几个百分点"))
    return pair(chart, table(("", f"{head}:", "其余:"), rows), legend)


_BODIES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "summary": _summary,
    "intents": _intents,
    "days": _days,
    "hours": _hours,
    "response": _response,
    "unanswered": _unanswered,
    "others": _others,
    "articles": _articles,
    "speech": _speech,
    "compare": _compare,
}
