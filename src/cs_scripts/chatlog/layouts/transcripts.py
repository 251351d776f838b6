"""Read chats that people copied as text: from the Qianniu window, from the web page 聊天记录查询, and the classic txt.

No real export could be had; the shapes come from other programs that read them. Each layout is one function from lines
to messages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, time
from itertools import pairwise

from cs_scripts.chatlog.message import Message, parse_time
from cs_scripts.chatlog.roles import Roles, clean_nick
from cs_scripts.files.rejects import Reject

NO_TEXT = "没有文字"
NO_SENDER = "没有发送人"
TOO_MANY_LINES = "一条消息超过 1000 行，后面的略去"
_MOST_LINES = 1000

NumberedLines = Iterable["tuple[int, str] | Reject"]
Rows = Iterator["Message | Reject"]
Reader = Callable[[NumberedLines, Roles], Rows]

_DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?"
_HEADER = re.compile(rf"(?P<who>\S.{{0,99}}?)\s*(?P<time>{_DATE}\s{{1,3}}{_CLOCK})")
_TIME_LINE = re.compile(rf"\s*({_DATE}\s{{1,3}}{_CLOCK})\s*")
_CLASSIC = re.compile(rf"(?P<who>\S.{{0,99}}?)\s*[(（](?P<time>{_DATE}\s{{1,3}}{_CLOCK})[)）]\s*[:：]\s?(?P<text>.*)")
_DATE_LINE = re.compile(rf"\s*({_DATE})\s*(?:星期.|周.)?\s*")
_CLOCK_LINE = re.compile(r"\s*(\d{1,2}:\d{2}:\d{2})\s*")
_NOISE = re.compile(
    r"\s*(?:[\[(（【]?(?:对方)?(?:已读|未读)[\])）】]?"
    r"|.{1,40}撤回了一条消息.{0,8}"
    r"|(?:系统(?:消息|提示)?[:：\s]*)?.{0,40}(?:会话|接待|顾客|客户|买家).{0,30}(?:转交|转接)(?:给|至|到|自).{1,40})\s*"
)
_NOISE_SIGN = re.compile("[读回转]")
_NOT_IN_NICK = re.compile(r"[\s，。？！、；,?!;“”\"]|(?:时间|日期|[:：])$")


def split_header(line: str) -> tuple[str, str, str] | None:
    """Read the line with nick and time that begins a message copied from Qianniu.

    Args:
        line: the line.

    Returns:
        Who sent it, to whom (empty when not told) and the time; None when it is no such line.

    >>> split_header("某人2024-1-2 9:05:07")
    ('某人', '', '2024-1-2 9:05:07')
    >>> split_header("小店:阿宝 --> 某人 2024-1-2 9:05:07")
    ('小店:阿宝', '某人', '2024-1-2 9:05:07')
    >>> split_header("付款时间 2024-1-2 9:05:07")
    """
    line = line.rstrip()
    if not line[-1:].isdecimal() or ":" not in line[-8:]:
        return None
    found = _HEADER.fullmatch(line.lstrip())
    if not found:
        return None
    who, _, to = found["who"].partition("-->")
    who, to = (clean_nick(_unbracket(nick.strip())) for nick in (who, to))
    if not who or len(who) > 60 or _NOT_IN_NICK.search(who) or _NOT_IN_NICK.search(to):
        return None
    return who, to, found["time"]


def _unbracket(nick: str) -> str:
    return nick[1:-1] if nick[:1] == "[" and nick[-1:] == "]" else nick


def is_time_line(line: str) -> bool:
    """Tell whether a line is a date and a time and nothing else, as under the nick in one of Qianniu's shapes.

    Args:
        line: the line.

    Returns:
        Whether it is.
    """
    return bool(_TIME_LINE.fullmatch(line))


def is_noise(line: str) -> bool:
    """Tell whether a line is the client's, not a person's: read, unread, withdrawn, handed over.

    Args:
        line: the line.

    Returns:
        Whether it is.

    >>> is_noise("某人撤回了一条消息"), is_noise("帮我转给售后")
    (True, False)
    """
    return len(line) < 120 and bool(_NOISE_SIGN.search(line)) and bool(_NOISE.fullmatch(line))


class _Open:
    """A message whose lines are still coming in."""

    __slots__ = ("body", "line", "noise", "sender", "time", "to")

    def __init__(self, sender: str, to: str, time: datetime | None, line: int, body: list[str]) -> None:
        self.sender = sender
        self.to = to
        self.time = time
        self.line = line
        self.body = body
        self.noise = False


def _finish(message: _Open | None, roles: Roles, buyer: str) -> tuple[list[Message | Reject], str]:
    """Close a message; with it goes the buyer that the conversation is with."""
    if message is None:
        return [], buyer
    text = "\n".join(message.body).strip("\n ")
    role = roles.tell(message.sender)
    if role == "buyer":
        buyer = message.sender
    elif role == "seller" and message.to:
        buyer = message.to
    if not text.strip():
        return ([] if message.noise else [Reject(message.line, NO_TEXT)]), buyer
    done: list[Message | Reject] = [Message(buyer if role else "", message.sender, role, text, message.time, message.line)]
    return (done if len(message.body) <= _MOST_LINES else [*done, Reject(message.line, TOO_MANY_LINES)]), buyer


def _add(body: list[str], line: str) -> None:
    """Add a line to a message; of a message without end only a mark that there was more is kept."""
    if len(body) < _MOST_LINES:
        body.append(line.rstrip())
    elif len(body) == _MOST_LINES:
        body.append("")


def read_qianniu(lines: NumberedLines, roles: Roles) -> Rows:
    """Read text copied from the Qianniu window: a line with nick and time, then the message's lines.

    Args:
        lines: number and text of each line.
        roles: who is staff.

    Yields:
        Messages and rejects.

    >>> [m.text for m in read_qianniu([(1, "某人 2024-1-2 9:05:07"), (2, "在吗"), (3, "已读")], Roles())]
    ['在吗']
    """
    return _read_headed(lines, roles)


def read_qianniu_two_lines(lines: NumberedLines, roles: Roles) -> Rows:
    """Read text copied from Qianniu where nick and time stand on two lines.

    Args:
        lines: number and text of each line.
        roles: who is staff.

    Yields:
        Messages and rejects.

    >>> lines = [(1, "某人"), (2, "2024-1-2 9:05:07"), (3, "在吗")]
    >>> [(m.sender, m.text) for m in read_qianniu_two_lines(lines, Roles())]
    [('某人', '在吗')]
    """
    return _read_headed(_join_headers(lines), roles)


def _join_headers(lines: NumberedLines) -> Iterator[tuple[int, str] | Reject]:
    """Put a nick and the time under it on one line."""
    held: tuple[int, str] | None = None
    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        if held and is_time_line(item[1]) and held[1].strip() and split_header(f"{held[1].strip()} {item[1].strip()}"):
            yield held[0], f"{held[1].strip()} {item[1].strip()}"
            held = None
            continue
        if held:
            yield held
        held = item
    if held:
        yield held


def _read_headed(lines: NumberedLines, roles: Roles) -> Rows:
    message: _Open | None = None
    buyer = ""
    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        number, line = item
        header = split_header(line)
        if header:
            done, buyer = _finish(message, roles, buyer)
            yield from done
            message = _Open(header[0], header[1], parse_time(header[2]), number, [])
        elif is_noise(line):
            if message:
                message.noise = True
        elif message:
            _add(message.body, line)
        elif line.strip():
            yield Reject(number, NO_SENDER)
    yield from _finish(message, roles, buyer)[0]


def read_classic(lines: NumberedLines, roles: Roles) -> Rows:
    """Read the classic txt: ``昵称 (2014-06-21 10:11:12): 文``, more lines of the message below.

    Args:
        lines: number and text of each line.
        roles: who is staff.

    Yields:
        Messages and rejects.

    >>> [m.text for m in read_classic([(1, "某人 (2014-06-21 10:11:12): 在吗")], Roles())]
    ['在吗']
    """
    message: _Open | None = None
    buyer = ""
    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        number, line = item
        found = _CLASSIC.fullmatch(line.strip()) if ":" in line else None
        if found:
            done, buyer = _finish(message, roles, buyer)
            yield from done
            message = _Open(clean_nick(found["who"]), "", parse_time(found["time"]), number, [found["text"]])
        elif message and not is_noise(line):
            _add(message.body, line)
        elif line.strip() and not message:
            yield Reject(number, NO_SENDER)
    yield from _finish(message, roles, buyer)[0]


def read_web_page(lines: NumberedLines, roles: Roles) -> Rows:
    """Read text copied from the web page 聊天记录查询: a date; then time, message, sender, each on lines of its own.

    Args:
        lines: number and text of each line.
        roles: who is staff.

    Yields:
        Messages and rejects.

    >>> lines = enumerate(["2024-01-02", "09:05:07", "在吗", "某人"], 1)
    >>> [(m.sender, m.text, str(m.time)) for m in read_web_page(lines, Roles())]
    [('某人', '在吗', '2024-01-02 09:05:07')]
    """
    day: datetime | None = None
    clock: time | None = None
    begins = 0
    body: list[str] = []
    buyer = ""

    def close() -> Rows:
        nonlocal buyer
        kept = [line for line in body if line.strip() and not is_noise(line)]
        if clock is None:
            if kept:
                yield Reject(begins, NO_SENDER)
            return
        if len(kept) < 2:
            yield Reject(begins, NO_TEXT if kept else NO_SENDER)
            return
        sender_at = max(i for i, line in enumerate(body) if line == kept[-1])
        at = datetime.combine(day, clock) if day else None
        message = _Open(clean_nick(kept[-1]), "", at, begins, [line for line in body[:sender_at] if not is_noise(line)])
        done, buyer = _finish(message, roles, buyer)
        yield from done

    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        number, line = item
        is_date = _DATE_LINE.fullmatch(line)
        is_clock = None if is_date else _CLOCK_LINE.fullmatch(line)
        if is_date or is_clock:
            yield from close()
            body, clock = [], None
        if is_date:
            day = parse_time(is_date[1])
        elif is_clock:
            try:
                clock, begins = time.fromisoformat(is_clock[1].zfill(8)), number
            except ValueError:
                yield Reject(number, "时间有误")
        else:
            begins = begins if clock or body else number
            del body[_MOST_LINES:]  # of a message without end, but not its last line, which is the sender
            body.append(line.rstrip())
    yield from close()


def looks_like_qianniu(lines: list[str]) -> bool:
    """Tell whether lines from the head of a file are copied from Qianniu with nick and time on one line.

    Args:
        lines: the first lines.

    Returns:
        Whether they are.
    """
    return any(split_header(line) for line in _first_filled(lines))


def looks_like_two_lines(lines: list[str]) -> bool:
    """Tell whether lines from the head of a file are copied from Qianniu with nick and time on two lines.

    Args:
        lines: the first lines.

    Returns:
        Whether they are.
    """
    return any(is_time_line(line) for line in _first_filled(lines)[1:])


def looks_classic(lines: list[str]) -> bool:
    """Tell whether lines from the head of a file are the classic txt.

    Args:
        lines: the first lines.

    Returns:
        Whether they are.
    """
    return any(_CLASSIC.fullmatch(line.strip()) for line in _first_filled(lines))


def looks_like_web_page(lines: list[str]) -> bool:
    """Tell whether lines from the head of a file are copied from the web page.

    Args:
        lines: the first lines.

    Returns:
        Whether they are.
    """
    filled = _first_filled(lines)
    return any(_DATE_LINE.fullmatch(a) and _CLOCK_LINE.fullmatch(b) for a, b in pairwise(filled))


def _first_filled(lines: list[str]) -> list[str]:
    return [line for line in lines if line.strip()][:12]
