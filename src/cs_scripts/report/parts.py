"""Pieces of the page: a chart beside its table, cells, and numbers as people read them; every text is escaped here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any


def pair(chart: str, table: str, legend: Sequence[tuple[str, str]] = (), *, rows: bool = False) -> str:
    """Put a chart beside its table; ``rows`` where a row of one is a row of the other. The legend is pairs of a mark and its name."""
    keys = "".join(f"<span>{_mark(kind)}{escape(name)}</span>" for kind, name in legend)
    kind = ' class="rows"' if rows else ""
    caption = f"<figcaption>{keys}</figcaption>" if keys else ""
    return f'<div class="pair"><figure{kind}>{chart}{caption}</figure>{table}</div>'


def _mark(kind: str) -> str:
    return (
        f'<svg viewBox="0 0 12 12" style="display:inline-block;width:11px;margin-right:5px;vertical-align:-1px">{_MARKS[kind]}</svg>'
        if kind
        else ""
    )


_MARKS = {
    "dot": '<circle class="dot" cx="6" cy="6" r="5"/>',
    "ring": '<circle class="ring" cx="6" cy="6" r="4.5"/>',
    "range": '<line class="range" x1="1" y1="6" x2="11" y2="6"/>',
    **{kind: f'<rect class="{kind}" x="0" y="0" width="12" height="12" rx="2"/>' for kind in ("bar", "light", "error", "warning", "hint")},
}


class _Late(str):
    """A cell that is later than it should be."""

    __slots__ = ()


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write a table; a head that ends in a colon stands over numbers."""
    kinds = [' class="n"' if name.endswith(":") else "" for name in head]
    top = "".join(f"<th{kind}>{escape(name.rstrip(':'))}</th>" for name, kind in zip(head, kinds, strict=True))
    lines = []
    for row in rows:
        cells = []
        for cell, kind in zip(row, kinds, strict=True):
            shown = f"{cell:,}" if isinstance(cell, int) else str(cell)
            marked = ' class="n late"' if isinstance(cell, _Late) else kind
            cells.append(f"<td{marked}>{escape(shown)}</td>")
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table><thead><tr>{top}</tr></thead><tbody>{''.join(lines)}</tbody></table>"


def nothing(text: str) -> str:
    """Say why there is no figure."""
    return f'<p class="nothing">{escape(text)}</p>'


def own_nick(agent: str) -> str:
    """Give the part of an agent's nick after the shop's."""
    return agent.replace("：", ":").rpartition(":")[2] or agent or "（没有名字）"


def duration(seconds: float | None) -> tuple[str, str]:
    """Give a duration and its unit."""
    if seconds is None:
        return "—", ""
    return (f"{seconds:g}", "秒") if seconds < 120 else (f"{seconds / 60:.1f}", "分钟")


def _spelled(seconds: float | None) -> str:
    return " ".join(duration(seconds)).strip()


def first_cell(durations: Mapping[str, Any]) -> str:
    """Give the median first response, marked where it is above ten seconds."""
    text = _spelled(durations["median"])
    return _Late(text) if (durations["median"] or 0) > 10 else text


def average_cell(average: float | None) -> str:
    """Give the average response, marked where it is above 16 seconds."""
    text = _spelled(average)
    return _Late(text) if (average or 0) > 16 else text


def percent(value: float | None) -> str:
    """Give a share in percent."""
    return "—" if value is None else f"{value:.0%}"


def with_unit(value: float | None, unit: str) -> str:
    """Give a value with its unit."""
    if value is None:
        return "—"
    return f"{value:.1%}" if unit == "%" else f"{value:,g} {unit}"


def dotted_day(text: str | None) -> str:
    """Give the day of a time as ``2026.11.02``."""
    return (text or "")[:10].replace("-", ".")


def short_day(day: str) -> str:
    """Give a day as ``11.2``."""
    return f"{int(day[5:7])}.{int(day[8:10])}"
