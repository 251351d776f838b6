"""Read chats that have nick and text on one line: ``昵称 (时间): 文``, ``[时间] 昵称：文``, ``时间 文``, ``买家：文``, ``问：文``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from cs_scripts.chatlog.columns import load_vocabulary
from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.layouts.transcript import Header, NumberedLines, Read, Rows, read_headed, to_nick, transcript
from cs_scripts.chatlog.roles import Roles
from cs_scripts.chatlog.times import STAMP
from cs_scripts.files.rejects import Reject

_CLASSIC = re.compile(rf"(?P<who>\S.{{0,99}}?)\s{{0,9}}[(（](?P<time>{STAMP})[)）]\s{{0,9}}[:：]\s?(?P<text>.*)")
_STAMPED = re.compile(rf"[\[(（【]?(?P<time>{STAMP})[\])）】]?[\s,，-]{{0,4}}(?P<rest>\S.*)")
_NAMED = re.compile(r"(?P<who>(?:[^:：\s，。？！][^:：，。？！]{0,38}?)(?:[:：][^:：\s，。？！]{1,20})?)\s{0,3}[:：]\s?(?P<text>.*)")
_SPEAKER = re.compile(
    r"(?P<word>[^:：\s()（）\[\]【】]{1,12})(?:[(（\[【](?P<who>[^()（）\[\]【】]{1,40})[)）\]】])?\s?[:：]\s?(?P<text>.*)"
)


def _classic(line: str) -> Header | None:
    found = _CLASSIC.fullmatch(line.strip()) if ":" in line or "：" in line else None
    return Header(to_nick(found["who"]), found["time"], text=found["text"]) if found else None


def read_classic(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    """Read ``昵称 (2014-06-21 10:11:12): 文``, more lines of the message below."""
    return read_headed(lines, roles, _classic, year)


def _looks_classic(lines: Sequence[str], options: Options) -> bool:
    del options
    return any(_classic(line) for line in lines[:12])


def _stamped(line: str) -> Header | None:
    """Read ``[time] name：text``; a line without a name is text of nobody known."""
    found = _STAMPED.fullmatch(line.strip())
    if not found:
        return None
    named = _NAMED.fullmatch(found["rest"])
    if named:
        return Header(to_nick(named["who"]), found["time"], text=named["text"])
    return Header("", found["time"], text=found["rest"])


def read_stamped(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    """Read ``[时间] 昵称：文``."""
    return read_headed(lines, roles, _stamped, year)


def _stamped_alone(line: str) -> Header | None:
    found = _STAMPED.fullmatch(line.strip())
    return Header("", found["time"], text=found["rest"]) if found else None


def _stamped_headers(lines: Sequence[str]) -> list[Header]:
    return [header for line in lines if (header := _stamped(line))]


def _looks_stamped(lines: Sequence[str], options: Options) -> bool:
    """Tell it by lines that begin with a time and a name; names come again, words before a colon do not."""
    del options
    headers = _stamped_headers(lines)
    names = Counter(header.who for header in headers if header.who)
    return len(headers) * 2 >= len(lines) > 0 and names.total() * 2 > len(headers) and len(names) * 2 <= names.total() + 2


def _read_stamped_alone(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    return read_headed(lines, roles, _stamped_alone, year)


def _looks_stamped_alone(lines: Sequence[str], options: Options) -> bool:
    del options
    return len(lines) > 1 and sum(bool(_STAMPED.fullmatch(line.strip())) for line in lines) * 2 > len(lines)


def _speaker(line: str, words: dict[str, str]) -> Header | None:
    found = _SPEAKER.fullmatch(line.strip())
    role = words.get(found["word"].lower()) if found else None
    if not found or not role:
        return None
    return Header(found["who"] or ("" if found["word"].lower() in _QUESTION else found["word"]), "", text=found["text"], role=role)


_QUESTION = ("问", "答", "q", "a", "question", "answer")


def _words(options: Options) -> dict[str, str]:
    """List the words that may stand before the colon: those for roles, the shop's accounts, and what the user said."""
    accounts = {account.lower(): "seller" for account in options.shop_accounts}
    return {**load_vocabulary().roles, **accounts, **{nick.lower(): role for nick, role in options.roles.items()}}


def _looks_spoken(lines: Sequence[str], options: Options) -> bool:
    words = _words(options)
    told = [header.role for line in lines if (header := _speaker(line, words))]
    return bool(lines) and _speaker(lines[0], words) is not None and (len(told) * 2 >= len(lines) or {"buyer", "seller"} <= set(told))


def _spoken(options: Options) -> Read:
    return partial(read_spoken, words=_words(options))


def read_spoken(lines: NumberedLines, roles: Roles, year: int | None, words: dict[str, str] | None = None) -> Rows:
    """Read ``买家：文`` and ``问：文``."""
    return read_headed(lines, roles, partial(_speaker, words=_words(Options()) if words is None else words), year)


_TIME_LINE = re.compile(rf"\s*({STAMP})\s*")


def _join_named(lines: NumberedLines) -> Iterator[tuple[int, str] | Reject]:
    """Put a time and the line ``name：text`` under it on one line."""
    held: tuple[int, str] | None = None
    for item in lines:
        if isinstance(item, Reject):
            yield item
        elif _TIME_LINE.fullmatch(item[1]):
            if held:
                yield held
            held = item
        elif held and _NAMED.fullmatch(item[1].strip()):
            yield held[0], f"[{held[1].strip()}] {item[1].strip()}"
            held = None
        else:
            if held:
                yield held
            held = None
            yield item
    if held:
        yield held


def read_under_time(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    """Read a time on a line of its own and ``昵称：文`` under it."""
    return read_headed(_join_named(lines), roles, lambda line: _stamped(line) if line.startswith("[") else None, year)


def _looks_under_time(lines: Sequence[str], options: Options) -> bool:
    del options
    begins = bool(lines) and bool(_TIME_LINE.fullmatch(lines[0]))
    return begins and any(_TIME_LINE.fullmatch(time) and _NAMED.fullmatch(named.strip()) for time, named in pairwise(lines[:12]))


CLASSIC = transcript("classic", "旺旺 txt（昵称 (时间): 文）", _looks_classic, lambda _: read_classic)
STAMPED = transcript("stamped", "一行一条：[时间] 昵称：文", _looks_stamped, lambda _: read_stamped)
STAMPED_ALONE = transcript("stamped-text", "一行一条，时间和文，没有昵称", _looks_stamped_alone, lambda _: _read_stamped_alone)
SPOKEN = transcript("spoken", "买家：…、客服：…，或 问：…、答：…", _looks_spoken, _spoken)
UNDER_TIME = transcript("stamped-two-lines", "时间一行，下面一行 昵称：文", _looks_under_time, lambda _: read_under_time)
LAYOUTS = (CLASSIC, STAMPED, UNDER_TIME, SPOKEN, STAMPED_ALONE)
