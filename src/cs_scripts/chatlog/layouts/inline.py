"""Read chats that have nick and text on one line: ``昵称 (时间): 文``, ``[时间] 昵称：文``, ``时间 文``, ``买家：文``, ``问：文``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import pairwise

from cs_scripts.chatlog.columns import load_vocabulary
from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.layouts.names import Names, is_barred, learn_names
from cs_scripts.chatlog.layouts.transcript import LOOKED_AT, Header, NumberedLines, Read, Rows, read_headed, reading, to_nick, transcript
from cs_scripts.chatlog.roles import Roles, is_account
from cs_scripts.chatlog.times import STAMP, is_time_line
from cs_scripts.files.rejects import Reject

_CLASSIC = re.compile(rf"(?P<who>\S.{{0,99}}?)\s{{0,9}}[(（](?P<time>{STAMP})[)）]\s{{0,9}}[:：]\s?(?P<text>.*)")
_BARE_CLASSIC = re.compile(
    rf"(?P<who>\S.{{0,59}}?)\s{{0,9}}[\[【]?(?P<time>{STAMP})(?!:\d)(?:[\]】]\s{{0,9}}[:：]?|\s{{0,9}}[:：])\s?(?P<text>.*)"
)
_STAMPED = re.compile(rf"[\[(（【]?(?P<time>{STAMP})[\])）】]?[\s,，-]{{0,4}}(?P<rest>\S.*)")
_SPEAKER = re.compile(
    r"(?P<word>[^:：\s()（）\[\]【】]{1,12})(?:[(（\[【](?P<who>[^()（）\[\]【】]{1,40})[)）\]】])?\s?[:：]\s?(?P<text>.*)"
)
_QUESTION = ("问", "答", "q", "a", "question", "answer")


def _classic(line: str) -> Header | None:
    found = _CLASSIC.fullmatch(line.strip()) if ":" in line or "：" in line else None
    return Header(to_nick(found["who"]), found["time"], text=found["text"]) if found else None


def _bare_classic(line: str) -> Header | None:
    if header := _classic(line):
        return header
    found = _BARE_CLASSIC.fullmatch(line.strip())
    return Header(to_nick(found["who"]), found["time"], text=found["text"]) if found and found["who"].strip()[-1] not in "(（[【" else None


def _is_bare(lines: Sequence[str]) -> bool:
    """Tell whether most lines have the time behind the nick without brackets."""
    filled = [line for line in lines if line.strip()][:LOOKED_AT]
    return len(filled) > 1 and sum(bool(_bare_classic(line)) for line in filled) * 2 > len(filled)


def make_classic(options: Options, lines: Sequence[str]) -> Read:
    """Make what reads ``昵称 (2014-06-21 10:11:12): 文``, more lines of the message below."""
    del options
    return reading(_bare_classic if _is_bare(lines) else _classic)


def _looks_classic(lines: Sequence[str], options: Options) -> bool:
    del options
    return any(_classic(line) for line in lines[:12]) or _is_bare(lines)


def _stamped(line: str, names: Names) -> Header | None:
    """Read ``[time] name：text``; a line without a name is text of nobody known."""
    found = _STAMPED.fullmatch(line.strip())
    if not found:
        return None
    named = names.cut(found["rest"])
    return Header(to_nick(named[0]), found["time"], text=named[1]) if named else Header("", found["time"], text=found["rest"])


def _stamped_names(lines: Sequence[str]) -> Names:
    return learn_names(found["rest"] for line in lines if (found := _STAMPED.fullmatch(line.strip())))


def make_stamped(options: Options, lines: Sequence[str]) -> Read:
    """Make what reads ``[时间] 昵称：文``; the lines tell which names come again."""
    del options
    return reading(partial(_stamped, names=_stamped_names(lines)))


def _looks_stamped(lines: Sequence[str], options: Options) -> bool:
    """Tell it by lines that begin with a time and a name; names come again, words before a colon do not."""
    del options
    rests = [found["rest"] for line in lines if (found := _STAMPED.fullmatch(line.strip()))]
    if is_barred(rests):
        return False
    known = learn_names(rests)
    headers = [header for line in lines if (header := _stamped(line, known))]
    with_text = {header.who for header in headers if header.text and not is_account(f"{header.who}:{header.text}")}
    names = Counter(header.who for header in headers if header.who and header.who in with_text)
    return len(headers) * 2 >= len(lines) > 0 and names.total() * 2 > len(headers) and len(names) * 2 <= names.total() + 2


def _stamped_alone(line: str) -> Header | None:
    found = _STAMPED.fullmatch(line.strip())
    return Header("", found["time"], text=found["rest"]) if found else None


def _read_stamped_alone(lines: NumberedLines, roles: Roles, year: int | None) -> Rows:
    return read_headed(lines, roles, _stamped_alone, year)


def _looks_stamped_alone(lines: Sequence[str], options: Options) -> bool:
    """Tell it by lines that begin with a time; where the others come again, they are names, and this is another layout."""
    del options
    others = [line for line in lines if not _STAMPED.fullmatch(line.strip())]
    return len(lines) > 1 and len(others) * 2 < len(lines) and (len(others) < 2 or len(set(others)) * 2 > len(others))


def _speaker(line: str, words: dict[str, str]) -> Header | None:
    found = _SPEAKER.fullmatch(line.strip())
    role = words.get(found["word"].lower()) if found else None
    if not found or not role:
        return None
    return Header(found["who"] or ("" if found["word"].lower() in _QUESTION else found["word"]), "", text=found["text"], role=role)


def role_words(options: Options) -> dict[str, str]:
    """List the words that tell a role: those for roles, the shop's accounts, and what the user said."""
    accounts = {account.lower(): "seller" for account in options.shop_accounts}
    return {**load_vocabulary().roles, **accounts, **{nick.lower(): role for nick, role in options.roles.items()}}


def looks_spoken(lines: Sequence[str], options: Options) -> bool:
    """Tell ``买家：文`` by its first line, and by most others or by both roles."""
    words = role_words(options)
    told = [header.role for line in lines if (header := _speaker(line, words))]
    return bool(lines) and _speaker(lines[0], words) is not None and (len(told) * 2 >= len(lines) or {"buyer", "seller"} <= set(told))


def make_spoken(options: Options, lines: Sequence[str]) -> Read:
    """Make what reads ``买家：文`` and ``问：文``."""
    del lines
    return reading(partial(_speaker, words=role_words(options)))


def _join_named(lines: NumberedLines, names: Names) -> Iterator[tuple[int, str] | Reject]:
    """Put a time and the line ``name：text`` under it on one line."""
    held: tuple[int, str] | None = None
    for item in lines:
        if isinstance(item, Reject):
            yield item
        elif is_time_line(item[1]):
            if held:
                yield held
            held = item
        elif held and names.cut(item[1].strip()):
            yield held[0], f"[{held[1].strip()}] {item[1].strip()}"
            held = None
        else:
            if held:
                yield held
            held = None
            yield item
    if held:
        yield held


def _names_under_times(lines: Sequence[str]) -> Names:
    filled = [line for line in lines if line.strip()]
    return learn_names(named.strip() for time, named in pairwise(filled) if is_time_line(time))


def make_under_time(options: Options, lines: Sequence[str]) -> Read:
    """Make what reads a time on a line of its own and ``昵称：文`` under it."""
    del options
    names = _names_under_times(lines)

    def split(line: str) -> Header | None:
        return _stamped(line, names) if line.startswith("[") else None

    return lambda numbered, roles, year: read_headed(_join_named(numbered, names), roles, split, year)


def _looks_under_time(lines: Sequence[str], options: Options) -> bool:
    del options
    names = _names_under_times(lines)
    begins = bool(lines) and is_time_line(lines[0])
    under = [bool(names.cut(named.strip())) for time, named in pairwise(lines) if is_time_line(time)]
    return begins and sum(under) * 2 > len(under)


CLASSIC = transcript("classic", "旺旺 txt（昵称 (时间): 文）", _looks_classic, make_classic)
STAMPED = transcript("stamped", "一行一条：[时间] 昵称：文", _looks_stamped, make_stamped)
STAMPED_ALONE = transcript("stamped-text", "一行一条，时间和文，没有昵称", _looks_stamped_alone, lambda *_: _read_stamped_alone)
SPOKEN = transcript("spoken", "买家：…、客服：…，或 问：…、答：…", looks_spoken, make_spoken)
UNDER_TIME = transcript("stamped-two-lines", "时间一行，下面一行 昵称：文", _looks_under_time, make_under_time)
LAYOUTS = (CLASSIC, STAMPED, UNDER_TIME, SPOKEN, STAMPED_ALONE)
