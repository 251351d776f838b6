"""Read text copied from the web page 聊天记录查询: a date; then time, message, sender, each on lines of its own.

The shape comes from another program that reads it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.layouts.transcript import (
    MOST_LINES,
    NO_SENDER,
    NO_TEXT,
    Gather,
    Header,
    NumberedLines,
    Rows,
    is_noise,
    to_nick,
    transcript,
)
from cs_scripts.chatlog.message import CLIENT_LINE, Left
from cs_scripts.chatlog.roles import Roles
from cs_scripts.chatlog.times import CLOCK, DATE, from_day, parse_time
from cs_scripts.files.rejects import Reject

_DATE_LINE = re.compile(rf"\s*({DATE})\s*(?:星期.|周.)?\s*")
_CLOCK_LINE = re.compile(rf"\s*({CLOCK})\s*")


@dataclass
class _Entry:
    """The lines since the last date or time."""

    begins: int = 0
    clock: str = ""
    body: list[str] = field(default_factory=list)


def read_web_page(lines: NumberedLines, roles: Roles, year: int | None = None) -> Rows:
    """Read text copied from the web page.

    Args:
        lines: number and text of each line.
        roles: who is staff.
        year: of dates that do not name theirs; this layout's do.

    Yields:
        Messages, rejects, and what was left out.

    >>> lines = enumerate(["2024-01-02", "09:05:07", "在吗", "某人"], 1)
    >>> [(m.sender, m.text, str(m.time)) for m in read_web_page(lines, Roles())]
    [('某人', '在吗', '2024-01-02 09:05:07')]
    """
    gather = Gather(roles, year)
    day: datetime | None = None
    entry = _Entry()
    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        number, line = item
        is_date = _DATE_LINE.fullmatch(line)
        is_clock = None if is_date else _CLOCK_LINE.fullmatch(line)
        if is_date or is_clock:
            yield from _close(entry, day, gather)
            entry = _Entry(number, is_clock[1] if is_clock else "")
        if is_date:
            day = parse_time(is_date[1])
        elif not is_clock and is_noise(line):
            yield Left(number, CLIENT_LINE)
        elif not is_clock:
            entry.begins = entry.begins if entry.clock or entry.body else number
            del entry.body[MOST_LINES:]  # of a message without end, but not its last line, which is the sender
            entry.body.append(line.rstrip())
    yield from _close(entry, day, gather)


def _close(entry: _Entry, day: datetime | None, gather: Gather) -> Rows:
    """Give the message of some lines; the last one is its sender."""
    kept = [line for line in entry.body if line.strip()]
    if not entry.clock:
        if kept:
            yield Reject(entry.begins, NO_SENDER)
        return
    if len(kept) < 2:
        yield Reject(entry.begins, NO_TEXT if kept else NO_SENDER)
        return
    sender_at = max(i for i, line in enumerate(entry.body) if line == kept[-1])
    at = from_day(day, entry.clock) if day else None
    yield from gather.begin(Header(to_nick(kept[-1]), "", text="\n".join(entry.body[:sender_at])), entry.begins, at)
    yield from gather.end()


def _looks(lines: Sequence[str], options: Options) -> bool:
    del options
    return any(_DATE_LINE.fullmatch(a) and _CLOCK_LINE.fullmatch(b) for a, b in pairwise(lines[:12]))


WEB = transcript("web", "网页“聊天记录查询”复制的文字", _looks, lambda *_: read_web_page)
LAYOUTS = (WEB,)
