"""Read chats whose messages have a line with nick and time above them: copied from Qianniu, exported by 留痕, QQ or WeChat.

No real export could be had; the shapes come from other programs that read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.layouts.transcript import Header, NumberedLines, Rows, is_noise, read_headed, to_nick, transcript
from cs_scripts.chatlog.roles import Roles
from cs_scripts.chatlog.times import STAMP
from cs_scripts.files.rejects import Reject

_LOOSE_CLOCK = r"(?:凌晨|早上|上午|中午|下午|晚上)\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
_NICK_FIRST = re.compile(rf"(?P<who>\S.{{0,99}}?)\s{{0,9}}(?P<time>{STAMP}|{_LOOSE_CLOCK})")
_TIME_FIRST = re.compile(rf"(?P<time>{STAMP})[\s,，]{{1,4}}(?P<who>\S.{{0,79}})")
_TIME_LINE = re.compile(rf"\s*({STAMP})\s*")
_ENDS_LIKE_A_TIME = re.compile(r"(?:\d|[AaPp][Mm])\Z")
_ENDS_A_SENTENCE = re.compile(r"(?:时间|日期|[:：])$")
_MARKS = re.compile(r"[，。？；,?;“”\"]")
# Nicks may have marks, too (小，鱼。); then only a short one that tells nothing of a time is one.
_TELLS_A_TIME = re.compile(
    r"[是在于到为约]$|时间|日期|付款|拍下|下单|订单|发货|发出|揽收|签收|预计|截止|昨天|今天|明天|前天|我是|开始|结束|活动"
    r"|^(?:好|嗯|恩|哦|亲|对|是|行|有|可以)"
)
_LONGEST_WITH_MARKS = 12
_SENTENCE = re.compile(r"[，。？！；,?!;“”\"]")


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
    >>> split_header("付款时间 2024-1-2 9:05:07")
    """
    line = line.strip()
    if not _ENDS_LIKE_A_TIME.search(line) or not re.search("[:：]", line[-12:]):
        return None
    found = _NICK_FIRST.fullmatch(line)
    if not found:
        return None
    raw, arrow, raw_to = found["who"].partition("-->")
    who, to = to_nick(raw), to_nick(raw_to)
    certain = bool(arrow) or raw.strip()[:1] == "["
    if not who or len(who) > 60 or not (certain or _may_be_nick(who)):
        return None
    return who, to, found["time"]


def _may_be_nick(who: str) -> bool:
    """Tell whether what stands before a time can be a nick, and not a sentence that ends with a time."""
    if _ENDS_A_SENTENCE.search(who) or who.count(" ") > 3:
        return False
    return not _MARKS.search(who) or (len(who) <= _LONGEST_WITH_MARKS and not _TELLS_A_TIME.search(who))


def _nick_first(line: str) -> Header | None:
    found = split_header(line)
    return Header(found[0], found[2], found[1]) if found else None


def _time_first(line: str) -> Header | None:
    found = _TIME_FIRST.fullmatch(line.strip()) if line[:1].isdecimal() else None
    if not found or (("：" in found["who"] or ":" in found["who"]) and not re.fullmatch("[^:：]{1,40}[:：][^:：]{1,20}", found["who"])):
        return None
    return Header(to_nick(found["who"]), found["time"])


def is_time_line(line: str) -> bool:
    """Tell whether a line is a date and a time and nothing else, as under the nick in one of Qianniu's shapes."""
    return bool(_TIME_LINE.fullmatch(line))


def _join_headers(lines: NumberedLines) -> Iterator[tuple[int, str] | Reject]:
    """Put a nick and the time under it on one line."""
    held: tuple[int, str] | None = None
    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        if held and is_time_line(item[1]) and _is_nick_line(held[1]):
            yield held[0], f"[{held[1].strip()}] {item[1].strip()}"
            held = None
            continue
        if held:
            yield held
        held = item
    if held:
        yield held


def _is_nick_line(line: str) -> bool:
    return 0 < len(line.strip()) <= 60 and not _SENTENCE.search(line) and not is_noise(line)


def _read_two_lines(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    return read_headed(_join_headers(lines), roles, lambda line: _nick_first(line) if line.startswith("[") else None, year)


def read_nick_first(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    """Read messages that have nick and time above them."""
    return read_headed(lines, roles, _nick_first, year)


def read_time_first(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    """Read messages that have time and nick above them."""
    return read_headed(lines, roles, _time_first, year)


def _looks_nick_first(lines: Sequence[str], options: Options) -> bool:
    del options
    return any(split_header(line) for line in lines[:12])


def _looks_time_first(lines: Sequence[str], options: Options) -> bool:
    """Tell a chat by headers that have a text below them, or whose names come again; else the rest of the line is the text."""
    del options
    headers = [_time_first(line) for line in lines]
    found = [header is not None for header in headers]
    with_text = sum(header and not below for header, below in pairwise([*found, True]))
    names = {header.who for header in headers if header}
    return any(found[:6]) and (with_text * 2 > sum(found) or len(names) * 2 <= sum(found))


def _looks_like_two_lines(lines: Sequence[str], options: Options) -> bool:
    del options
    return any(_is_nick_line(nick) and is_time_line(time) for nick, time in pairwise(lines[:12]))


QIANNIU = transcript("qianniu", "千牛窗口复制的文字", _looks_nick_first, lambda _: read_nick_first)
TIME_FIRST = transcript("time-first", "时间在前、昵称在后的文字（微信留痕、QQ 导出）", _looks_time_first, lambda _: read_time_first)
TWO_LINES = transcript("qianniu-two-lines", "千牛窗口复制的文字（昵称与时间各占一行）", _looks_like_two_lines, lambda _: _read_two_lines)
LAYOUTS = (QIANNIU, TIME_FIRST, TWO_LINES)
