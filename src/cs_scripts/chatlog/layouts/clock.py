"""Read chats whose times have no date (``晚风 21:40``, ``昨天 21:40 晚风：文``): any layout with dates, its times put aside."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from cs_scripts.chatlog.layouts import headed, inline, stacked
from cs_scripts.chatlog.layouts.layout import Head, Layout, Options, Source, row_blocks, unknown
from cs_scripts.chatlog.layouts.transcript import LOOKED_AT, NumberedLines, Rows
from cs_scripts.chatlog.message import Block, Message
from cs_scripts.chatlog.roles import Roles, learn_roles
from cs_scripts.chatlog.times import CLOCK, STAMP
from cs_scripts.files.lines import Lines
from cs_scripts.files.rejects import Reject

WITHOUT_DATE = "时间没有日期，回复用时没有算"

_DAY = "2000-01-01"
_THEN = rf"(?:(?:今天|昨天|前天|星期[一二三四五六日天]|周[一二三四五六日天])\s?)?(?P<clock>{CLOCK})"
_AT_START = re.compile(rf"(?P<before>\s*[\[(（【]?){_THEN}(?=[\])）】\s,，]|-(?!\d)|$)")
_AT_END = re.compile(rf"(?P<before>\S.{{0,40}}?)(?P<open>\s+[\[(（【]?|[\[(（【]){_THEN}(?P<close>[\])）】]?\s*)")
_BEFORE_TEXT = re.compile(rf"(?P<before>\S.{{0,40}}?)\s+(?<!\d){_THEN}\s*[:：]\s?(?P<text>\D.*)")
_IN_BRACKETS = re.compile(rf"(?P<before>\S.{{0,40}}?)\s*[\[(（【]{_THEN}[\])）】]\s*[:：]\s?(?P<text>.*)")
_HAS_DATE = re.compile(STAMP)
_TELLS = re.compile("[，。？！?!]|[是在于到为约前后]$|时间|今天|明天|后天|点|最晚|大概|左右|预计|下单|发货|营业|上班|下班")
DATED = (
    inline.CLASSIC,
    inline.STAMPED,
    stacked.TIME_NICK,
    inline.UNDER_TIME,
    headed.QIANNIU,
    headed.TIME_FIRST,
)
"""Layouts whose headers have dates, in the order in which they are looked for; behind them comes ``stacked.TWO_LINES``."""


def nicks_before(lines: Sequence[str]) -> frozenset[str]:
    """List what stands before times of day, at the ends of lines or before a colon, more than once: nicks, whatever marks they have."""
    found = Counter(at["before"].strip() for line in lines if (at := _AT_END.fullmatch(line) or _BEFORE_TEXT.fullmatch(line)))
    return frozenset(nick for nick, count in found.items() if count > 1)


def dated(line: str, nicks: Collection[str] = ()) -> str:
    """Give a line whose time of day stands like that of a header a date; any other line stays what it is.

    Args:
        line: the line.
        nicks: names that are known.

    Returns:
        The line.

    >>> dated("晚风 21:40"), dated("21:40 晚风：在吗"), dated("12:00前能到吗")
    ('晚风 2000-01-01 21:40', '2000-01-01 21:40 晚风：在吗', '12:00前能到吗')
    """
    if _HAS_DATE.search(line):
        return line
    if found := _AT_START.match(line):
        return f"{found['before']}{_DAY} {found['clock']}{line[found.end() :]}"
    if (found := _AT_END.fullmatch(line)) and (found["before"].strip() in nicks or not _TELLS.search(found["before"])):
        return f"{found['before']}{found['open']}{_DAY} {found['clock']}{found['close']}"
    found = _IN_BRACKETS.fullmatch(line) or _BEFORE_TEXT.fullmatch(line)
    if found and (found.re is _IN_BRACKETS or found["before"].strip() in nicks or not _TELLS.search(found["before"])):
        return f"{found['before']} ({_DAY} {found['clock']}): {found['text']}"
    return line


def is_clocked(lines: Sequence[str]) -> bool:
    """Tell whether many lines have a time of day where headers have theirs."""
    nicks = nicks_before(lines)
    changed = sum(dated(line, nicks) != line for line in lines)
    return changed > 1 and changed * 4 >= len(lines)


def _find(head: Head, options: Options) -> Layout | None:
    """Find the layout that the log has when its times get dates; None where none is."""
    filled = head.filled[:LOOKED_AT]
    if not is_clocked(filled):
        return None
    whole = Head(head.path, head.raw, head.codec, _with_dates(head.lines, nicks_before(head.lines)), head.year)
    found = next((layout for layout in (*DATED, stacked.TWO_LINES) if layout.looks(whole, options)), None)
    if found is None:
        return None
    rows = list(found.read(options, whole.lines)(enumerate(whole.lines, 1), Roles(), None)) if found.read else []
    nicks = [row.sender for row in rows if isinstance(row, Message) and row.sender]
    is_known = learn_roles(nicks, options.shop_accounts, options.roles).known
    return found if len(nicks) > 1 and (is_known or len(set(nicks)) * 2 <= len(nicks) + 1) else None


def _open(head: Head, options: Options) -> Source:
    found = _find(head, options)
    if found is None or found.read is None:
        raise unknown(head.path, "像聊天记录，但时间没有日期，认不出是哪一种")
    known = nicks_before(head.lines)
    lines = _with_dates(head.lines, known)
    read = found.read(options, lines)
    nicks = [row.sender for row in read(enumerate(lines, 1), Roles(), None) if isinstance(row, Message)]
    roles = learn_roles(nicks, options.shop_accounts, options.roles)

    def blocks() -> Iterator[Block]:
        source = Lines(head.path, head.codec)
        yield from row_blocks(_timeless(read(_all_dated(source, known), roles, head.year)), source)

    return Source(head.path, "clock", options, blocks, notes=(WITHOUT_DATE,))


def _with_dates(lines: Sequence[str], nicks: Collection[str]) -> tuple[str, ...]:
    return tuple(dated(line, nicks) for line in lines)


def _all_dated(lines: NumberedLines, nicks: Collection[str]) -> NumberedLines:
    for item in lines:
        yield item if isinstance(item, Reject) else (item[0], dated(item[1], nicks))


def _timeless(rows: Rows) -> Rows:
    for row in rows:
        yield row._replace(time=None) if isinstance(row, Message) else row


CLOCKED = Layout("clock", "时间没有日期的聊天文字（昵称 21:40）", lambda head, options: _find(head, options) is not None, _open)
LAYOUTS = (CLOCKED,)
