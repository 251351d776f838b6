"""Read chats with nick, time and text on a line each: nick and time as in one of Qianniu's shapes, or time and nick."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from cs_scripts.chatlog.layouts.headed import ANY_YEAR, nick_first
from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.layouts.transcript import Header, NumberedLines, Rows, is_noise, read_headed, transcript
from cs_scripts.chatlog.roles import Roles
from cs_scripts.chatlog.times import is_time_line, parse_time
from cs_scripts.files.rejects import Reject

_SENTENCE = re.compile(r"[，。？！；,?!;“”\"]")


def _join_headers(lines: NumberedLines, year: int | None) -> Iterator[tuple[int, str] | Reject]:
    """Put a nick and the time under it on one line; one with marks is a nick where it begins the file or its time comes later."""
    held: tuple[int, str] | None = None
    last: datetime | None = None
    is_begun = False
    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        if held and is_time_line(item[1]):
            time = parse_time(item[1].strip(), year or ANY_YEAR)
            follows = bool(time and (time >= last if last else not is_begun))
            if _is_nick_line(held[1], marks=follows):
                yield held[0], f"[{held[1].strip()}] {item[1].strip()}"
                held, last = None, time or last
                continue
        if held:
            is_begun = is_begun or bool(held[1].strip())
            yield held
        held = item
    if held:
        yield held


def _is_nick_line(line: str, *, marks: bool = False) -> bool:
    """Tell whether a line may be a nick, which has the marks of a sentence only where these are allowed."""
    return 0 < len(line.strip()) <= 60 and (marks or not _SENTENCE.search(line)) and not is_noise(line)


def _bracketed(line: str) -> Header | None:
    return nick_first(line) if line.startswith("[") else None


def _read_two_lines(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    return read_headed(_join_headers(lines, year), roles, _bracketed, year)


def _join_time_nick(lines: NumberedLines) -> Iterator[tuple[int, str] | Reject]:
    """Put a time and the nick under it on one line."""
    held: tuple[int, str] | None = None
    for item in lines:
        if isinstance(item, Reject):
            yield item
        elif held and item[1].strip() and not is_time_line(item[1]):
            yield held[0], f"[{item[1].strip()}] {held[1].strip()}"
            held = None
        elif is_time_line(item[1]):
            held = item
        elif not held:
            yield item


def _read_time_nick(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    return read_headed(_join_time_nick(lines), roles, _bracketed, year)


def _looks_time_nick(lines: Sequence[str], options: Options) -> bool:
    """Tell a time, a nick and a text on a line each: the lines under times come again, or one of them is the shop's."""
    del options
    nicks = [nick.strip() for time, nick in pairwise(lines) if is_time_line(time) and not is_time_line(nick)]
    if any(one.endswith((":", "：")) and other != one and other.startswith(one) for one in set(nicks) for other in set(nicks)):
        return False  # a name before its text, and once without one
    texts = len(lines) - 2 * len(nicks) - sum(map(is_noise, lines))
    recur = len(set(nicks)) * 2 <= len(nicks)
    is_known = recur or "seller" in map(Roles().tell, nicks)
    return len(nicks) > 1 and is_time_line(lines[0]) and is_known and texts * 4 >= (1 if recur else 3 * len(nicks))


def _looks_like_two_lines(lines: Sequence[str], options: Options) -> bool:
    del options
    return (
        bool(lines)
        and not is_time_line(lines[0])
        and any(_is_nick_line(nick) and is_time_line(time) for nick, time in pairwise(lines[:12]))
    )


TIME_NICK = transcript("time-nick-lines", "时间、昵称、文各占一行", _looks_time_nick, lambda *_: _read_time_nick)
TWO_LINES = transcript("qianniu-two-lines", "千牛窗口复制的文字（昵称与时间各占一行）", _looks_like_two_lines, lambda *_: _read_two_lines)
LAYOUTS = (TIME_NICK, TWO_LINES)
