"""Charts as SVG of our own: a few rectangles and lines, coloured by the page's style sheet, readable in print.

All are drawn 560 units wide, so that a unit is about a pixel beside a table on a screen of 1200.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import log10
from typing import NamedTuple

WIDTH = 560
WEEKDAYS = "一二三四五六日"
LIMITS = ((10, "10 秒"), (16, "16 秒"), (180, "3 分钟"))
"""Lines of response times, in seconds, and what they are called."""

_ROW = 24
_NAME = 108


class Span(NamedTuple):
    """Durations of one agent, in seconds."""

    name: str
    median: float
    average: float
    p90: float


def bars(rows: Sequence[tuple[str, int, str]], quiet: str = "") -> str:
    """Draw bars from left to right, one a row.

    Args:
        rows: name, value, and what is written behind the bar.
        quiet: name of a row in grey.

    Returns:
        The SVG.
    """
    top = max((value for _, value, _ in rows), default=0) or 1
    parts = []
    for i, (name, value, text) in enumerate(rows):
        y = i * _ROW
        length = (WIDTH - _NAME - 70) * value / top
        parts.append(_text(_NAME - 8, y + 16, name, "end"))
        parts.append(_rect(_NAME, y + 5, max(length, 1), 14, "quiet" if name == quiet else "bar"))
        parts.append(_text(_NAME + length + 6, y + 16, text, small=True))
    return _svg(len(rows) * _ROW, parts, "横条图")


def columns(days: Sequence[tuple[str, int, int]]) -> str:
    """Draw a column a day, the lower part dark.

    Args:
        days: name, whole and dark part of each.

    Returns:
        The SVG.
    """
    height, left = 190, 40
    top = max((whole for _, whole, _ in days), default=0) or 1
    step = (WIDTH - left) / max(1, len(days))
    width = max(0.6, min(26.0, step * 0.72))
    parts = []
    for part in (1.0, 0.5):
        y = 12 + height * (1 - part)
        parts += [_line(left, y, WIDTH, y, "grid"), _text(left - 6, y + 4, _number(top * part), "end", small=True)]
    parts.append(_line(left, 12 + height, WIDTH, 12 + height, "axis"))
    every = max(1, -(-len(days) // 7))
    for i, (name, whole, dark) in enumerate(days):
        x = left + i * step + (step - width) / 2
        tall, low = height * whole / top, height * dark / top
        parts += [_rect(x, 12 + height - tall, width, tall, "bar light"), _rect(x, 12 + height - low, width, low, "bar")]
        if i % every == 0:
            parts.append(_text(x + width / 2, height + 30, name, "middle", small=True))
    return _svg(height + 40, parts, "柱状图")


def heat(counts: Mapping[tuple[int, int], int]) -> str:
    """Draw a square for each hour of each weekday, darker where there is more.

    Args:
        counts: by weekday (0 for Monday) and hour.

    Returns:
        The SVG.
    """
    left, step, tall = 40, (WIDTH - 40) / 24, 26
    top = max(counts.values(), default=0) or 1
    parts = []
    for day in range(7):
        parts.append(_text(left - 8, 20 + day * tall + 17, f"周{WEEKDAYS[day]}", "end", small=True))
        for hour in range(24):
            count = counts.get((day, hour), 0)
            shade = f' fill-opacity="{0.06 + 0.94 * count / top:.2f}"' if count else ""
            title = f"<title>周{WEEKDAYS[day]} {hour} 点：{count}</title>"
            kind = "bar" if count else "empty"
            x, y = left + hour * step, 20 + day * tall
            parts.append(
                f'<rect class="{kind}" x="{x + 1:.1f}" y="{y + 1}" width="{step - 2:.1f}" height="{tall - 2}" rx="3"{shade}>{title}</rect>'
            )
    parts += [_text(left + hour * step, 13, f"{hour} 点", small=True) for hour in range(0, 24, 3)]
    return _svg(20 + 7 * tall, parts, "热力图")


def spans(rows: Sequence[Span]) -> str:
    """Draw response times on a logarithmic axis: a dot for the median, a ring for the average, a line to the 90th percentile.

    Args:
        rows: the agents.

    Returns:
        The SVG, with lines at 10 s, 16 s and 3 min.
    """
    longest = max([300.0, *(row.p90 for row in rows), *(row.average for row in rows)])
    left, right = _NAME + 6, WIDTH - 16

    def at(seconds: float) -> float:
        return left + (right - left) * log10(max(1.0, seconds)) / log10(longest)

    height = 26 + len(rows) * _ROW + 8
    parts = []
    for limit, name in LIMITS:
        anchor = "end" if limit == 10 else "start" if limit == 16 else "middle"
        parts += [_line(at(limit), 22, at(limit), height, "limit"), _text(at(limit), 14, name, anchor, small=True)]
    for i, row in enumerate(rows):
        y = 26 + i * _ROW + 12
        parts += [_text(_NAME - 8, y + 4, row.name, "end"), _line(at(row.median), y, at(row.p90), y, "range")]
        parts.append(_line(at(row.p90), y - 5, at(row.p90), y + 5, "range"))
        parts.append(f'<circle class="ring" cx="{at(row.average):.1f}" cy="{y}" r="5"/>')
        parts.append(f'<circle class="dot" cx="{at(row.median):.1f}" cy="{y}" r="5"/>')
    return _svg(height, parts, "响应时间图")


def shifts(rows: Sequence[tuple[str, float, float]]) -> str:
    """Draw how shares moved: a ring where they were, a dot where they are.

    Args:
        rows: name, share before and share now.

    Returns:
        The SVG.
    """
    top = max((max(old, new) for _, old, new in rows), default=0) or 1
    parts = []
    for i, (name, old, new) in enumerate(rows):
        y = i * _ROW + 12
        was, now = (_NAME + (WIDTH - _NAME - 70) * value / top for value in (old, new))
        parts += [_text(_NAME - 12, y + 4, name, "end"), _line(_NAME, y, WIDTH - 64, y, "grid"), _line(was, y, now, y, "range")]
        parts.append(f'<circle class="ring" cx="{was:.1f}" cy="{y}" r="5"/>')
        parts.append(f'<circle class="dot" cx="{now:.1f}" cy="{y}" r="5"/>')
        change = 100 * (new - old)
        parts.append(_text(WIDTH - 4, y + 4, f"{change:+.1f}", "end", small=True))
    return _svg(len(rows) * _ROW, parts, "变化图")


def stacked(rows: Sequence[tuple[str, Sequence[tuple[str, float]], str]]) -> str:
    """Draw bars of several parts.

    Args:
        rows: name, kind and value of each part, and what is written behind.

    Returns:
        The SVG.
    """
    top = max((sum(value for _, value in parts) for _, parts, _ in rows), default=0) or 1
    drawn = []
    for i, (name, values, text) in enumerate(rows):
        y = i * _ROW
        drawn.append(_text(_NAME - 8, y + 16, name, "end"))
        x = float(_NAME)
        for kind, value in values:
            length = (WIDTH - _NAME - 60) * value / top
            if length:
                drawn.append(_rect(x, y + 5, length, 14, kind))
            x += length
        drawn.append(_text(x + 6, y + 16, text, small=True))
    return _svg(len(rows) * _ROW, drawn, "分段横条图")


def _svg(height: float, parts: Sequence[str], label: str) -> str:
    return f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-label="{label}">{"".join(parts)}</svg>'


def _text(x: float, y: float, text: str, anchor: str = "start", *, small: bool = False) -> str:
    kind = ' class="small"' if small else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{kind}>{escape(_short(text))}</text>'


def _short(text: str) -> str:
    """Shorten a name to what fits before a bar; a hanzi is as wide as two letters."""
    if sum(1 + (character > "\u2e7f") for character in text) <= 16:
        return text
    return text[:4] + "…" + text[-3:]


def _rect(x: float, y: float, width: float, height: float, kind: str) -> str:
    return f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" rx="2"/>'


def _line(x: float, y: float, to_x: float, to_y: float, kind: str) -> str:
    return f'<line class="{kind}" x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"/>'


def _number(value: float) -> str:
    return f"{value:,.0f}"
