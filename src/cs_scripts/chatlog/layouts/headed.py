"""Read chats whose messages have a line with nick and time above them: copied from Qianniu, exported by 留痕, QQ or WeChat.

No real export could be had; the shapes come from other programs that read them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.layouts.transcript import (
    Header,
    NumberedLines,
    Read,
    gather_messages,
    is_noise,
    reading,
    role_before,
    to_nick,
    transcript,
)
from cs_scripts.chatlog.roles import Roles
from cs_scripts.chatlog.times import STAMP, parse_time
from cs_scripts.files.rejects import Reject

_ARROW = re.compile(r"(?P<who>.+?)\s(?P<arrow>->|=>|→)\s(?P<to>.+)")
_LOOSE_CLOCK = r"(?:凌晨|早上|上午|中午|下午|晚上)\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_NICK_FIRST = re.compile(rf"(?P<who>\S.{{0,99}}?)\s{{0,9}}(?P<time>{STAMP}|{_LOOSE_CLOCK})")
_TIME_FIRST = re.compile(rf"(?P<time>{STAMP})[\s,，]{{1,4}}(?P<who>\S.{{0,79}})")
_ENDS_LIKE_A_TIME = re.compile(r"(?:\d|[AaPp][Mm])\Z")
_ENDS_A_SENTENCE = re.compile(r"(?:时间|日期|[:：])$")
_HAS_COLON = re.compile("[:：]")
_MARKS = re.compile(r"[，。？；,?;“”\"]")
_ANSWERS = re.compile("好|嗯|恩|哦|亲|对|是|行|有|可以")
# What no nick says before a time, even where all else speaks for a header.
_TELLS_OF_AN_ORDER = re.compile(r"[是在于到为约]$|时间|日期|付款|拍下|下单|订单|发货|发出|揽收|签收|预计|截止")
# Nicks may have marks, too (小，鱼。); then only a short one that tells nothing of a time is one.
_TELLS_A_TIME = re.compile(rf"{_TELLS_OF_AN_ORDER.pattern}|昨天|今天|明天|前天|我是|开始|结束|活动|^(?:{_ANSWERS.pattern})")
_LONGEST_WITH_MARKS = 12
ANY_YEAR = 2000
"""Of dates without a year, whose order is all that is asked."""


def split_header(line: str) -> tuple[str, str, str] | None:
    """Read the line with nick and time that begins a message copied from Qianniu.

    Args:
        line: the line.

    Returns:
        Who sent it, to whom (empty when not told) and the time; None when it is no such line.

    >>> split_header("某人2024-1-2 9:05:07")
    ('某人', '', '2024-1-2 9:05:07')
    >>> split_header("小店:阿宝 --> 某人 2024-1-2 下午9:05:07")
    ('小店:阿宝', '某人', '2024-1-2 下午9:05:07')
    >>> split_header("某人 -> 小店:阿宝 2024-1-2 9:05:07"), split_header("北京 -> 上海 2024-1-2 9:05:07")
    (('某人', '小店:阿宝', '2024-1-2 9:05:07'), ('北京 -> 上海', '', '2024-1-2 9:05:07'))
    >>> split_header("付款时间 2024-1-2 9:05:07")
    """
    line = line.strip()
    if not _ENDS_LIKE_A_TIME.search(line) or not re.search("[:：]", line[-12:]):
        return None
    found = _NICK_FIRST.fullmatch(line)
    if not found:
        return None
    raw, arrow, raw_to = _to_whom(found["who"])
    who, to = to_nick(raw), to_nick(raw_to)
    certain = arrow == "-->" or raw.strip()[:1] == "["
    if not who or len(who) > 60 or not (certain or _may_be_nick(who)):
        return None
    return who, to, found["time"]


def _to_whom(who: str) -> tuple[str, str, str]:
    """Part who sent from whom it was sent to: by Qianniu's arrow, or by another between blanks beside which the staff stands."""
    if "-->" in who:
        return who.partition("-->")
    found = _ARROW.fullmatch(who)
    if found and "seller" in (Roles().tell(to_nick(found["who"])), Roles().tell(to_nick(found["to"]))):
        return found["who"], found["arrow"], found["to"]
    return who, "", ""


def _may_be_nick(who: str) -> bool:
    """Tell whether what stands before a time can be a nick, and not a sentence that ends with a time."""
    if _ENDS_A_SENTENCE.search(who) or who.count(" ") > 3:
        return False
    return not _MARKS.search(who) or (len(who) <= _LONGEST_WITH_MARKS and not _TELLS_A_TIME.search(who))


def nick_first(line: str) -> Header | None:
    """Read a header as ``split_header`` does."""
    role, rest = role_before(line)
    found = split_header(rest)
    return Header(found[0], found[2], found[1], role=role) if found else None


def _perhaps(line: str) -> Header | None:
    """Read a header whose nick has marks like those of a sentence; where it stands must tell."""
    role, rest = role_before(line)
    found = _NICK_FIRST.fullmatch(rest.strip()) if _ENDS_LIKE_A_TIME.search(rest.rstrip()) else None
    if not found or _TELLS_OF_AN_ORDER.search(found["who"]):
        return None
    who = to_nick(found["who"])
    return Header(who, found["time"], role=role) if 0 < len(who) <= 60 and who.count(" ") <= 3 else None


def _nicks_that_recur(lines: Sequence[str]) -> frozenset[str]:
    """List what stands before times more than once and tells nothing of them: nicks, whatever marks they have."""
    found = [_NICK_FIRST.fullmatch(line.strip()) for line in lines if _ENDS_LIKE_A_TIME.search(line.rstrip())]
    counts = Counter(
        each["who"] for each in found if each and not _TELLS_OF_AN_ORDER.search(each["who"]) and not _ANSWERS.match(each["who"])
    )
    return frozenset(to_nick(who) for who, count in counts.items() if count > 1)


def _find_headers(lines: NumberedLines, year: int | None, nicks: Iterable[str] = ()) -> Iterator[tuple[int, str, Header | None] | Reject]:
    """Tell which lines are headers.

    One whose nick might be a sentence is a header where that nick was in one before, or where it begins the file or its time comes
    after that of the header before, and where text stands below it.
    """
    known = set(nicks)
    last = ""
    held: list[tuple[int, str] | Reject] = []
    doubt: Header | None = None
    is_begun = False

    def follows(time: str) -> bool:
        at, before = parse_time(time, year or ANY_YEAR), parse_time(last, year or ANY_YEAR) if last else None
        return at is not None and (at >= before if before else not is_begun)

    for item in lines:
        if doubt and (isinstance(item, Reject) or not item[1].strip() or is_noise(item[1])):
            held.append(item)
            continue
        if isinstance(item, Reject):
            yield item
            continue
        may_end = bool(_ENDS_LIKE_A_TIME.search(item[1].rstrip())) and bool(_HAS_COLON.search(item[1][-15:]))
        sure = nick_first(item[1]) if may_end else None
        perhaps = _perhaps(item[1]) if may_end and not sure else None
        sure = sure or (perhaps if perhaps and perhaps.who in known else None)
        is_next = perhaps is not None and not sure and follows(perhaps.time)
        if doubt:
            is_header = not (sure or is_next)
            known |= {doubt.who} if is_header else set()
            yield from _paired(held, doubt if is_header else None)
            last = doubt.time if is_header else last
            doubt, held = None, []
            is_next = is_next and perhaps is not None and follows(perhaps.time)
        is_begun = is_begun or (bool(item[1].strip()) and not is_noise(item[1]))
        if sure:
            last = sure.time if sure.time[0].isdecimal() else last
            yield *item, sure
        elif is_next:
            doubt, held = perhaps, [item]
        else:
            yield *item, None
    yield from _paired(held, None)


def _paired(held: Sequence[tuple[int, str] | Reject], header: Header | None) -> Iterator[tuple[int, str, Header | None] | Reject]:
    """Give a line that was held back, with its header, and what came behind it."""
    for place, item in enumerate(held):
        yield item if isinstance(item, Reject) else (*item, None if place else header)


def _time_first(line: str) -> Header | None:
    found = _TIME_FIRST.fullmatch(line.strip()) if line[:1].isdecimal() else None
    if not found or (("：" in found["who"] or ":" in found["who"]) and not re.fullmatch("[^:：]{1,40}[:：][^:：]{0,20}", found["who"])):
        return None
    role, who = role_before(found["who"])
    return Header(to_nick(who), found["time"], role=role)


def make_nick_first(options: Options, lines: Sequence[str]) -> Read:
    """Make what reads messages that have nick and time above them."""
    del options
    nicks = _nicks_that_recur(lines)
    return lambda numbered, roles, year: gather_messages(_find_headers(numbered, year, nicks), roles, year)


def make_time_first(options: Options, lines: Sequence[str]) -> Read:
    """Make what reads messages that have time and nick above them."""
    del options, lines
    return reading(_time_first)


def _looks_nick_first(lines: Sequence[str], options: Options) -> bool:
    del options
    return any(not isinstance(item, Reject) and item[2] for item in _find_headers(enumerate(lines[:12]), None, _nicks_that_recur(lines)))


def _looks_time_first(lines: Sequence[str], options: Options) -> bool:
    """Tell a chat by headers that have a text below them, or whose names come again; else the rest of the line is the text."""
    del options
    headers = [_time_first(line) for line in lines]
    found = [header is not None for header in headers]
    with_text = sum(header and not below for header, below in pairwise([*found, True]))
    names = {header.who for header in headers if header}
    below = [line for line, header, before in zip(lines[1:], headers[1:], headers, strict=False) if before and not header]
    if len(below) > 2 and len(set(below)) * 3 <= 2 * len(below) and len(names) > len(set(below)):
        return False  # what stands below comes again, not what stands behind the times: there the names are
    return any(found[:6]) and (with_text * 2 > sum(found) or len(names) * 2 <= sum(found))


QIANNIU = transcript("qianniu", "千牛窗口复制的文字", _looks_nick_first, make_nick_first)
TIME_FIRST = transcript("time-first", "时间在前、昵称在后的文字（微信留痕、QQ 导出）", _looks_time_first, make_time_first)
LAYOUTS = (QIANNIU, TIME_FIRST)
