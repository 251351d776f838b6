"""Read chats whose lines begin with whoever speaks, however the name is set off: ``昵称：文``, ``【买家】文``, ``昵称|文``.

A name is what comes again, or what says what it is. Where nobody can be told to be the shop's, the log is refused: read as plain text it
would give the staff's lines for the buyers' and show the names.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cs_scripts.chatlog.layouts.inline import looks_spoken, role_words
from cs_scripts.chatlog.layouts.layout import Head, Layout, Options, Source, unknown
from cs_scripts.chatlog.layouts.names import Names, is_label, learn_names
from cs_scripts.chatlog.layouts.transcript import LOOKED_AT, Header, Read, reading, to_nick, transcript
from cs_scripts.chatlog.roles import Roles, learn_roles
from cs_scripts.chatlog.times import CLOCK, STAMP

NOBODY_KNOWN = "每行开头像是说话人的名字，看不出谁是店铺；可用 --shop-account 昵称 指明店铺；真是一行一条的消息，用 --format text"

_FRONT = re.compile(
    rf"\s*(?:(?:[-*•·@＠|｜]|[(（]?\d{{1,4}}[.、)）]|#\d{{1,4}}|第\d{{1,4}}[条句])\s*)?(?:[\[(（【]?(?P<time>{STAMP}|{CLOCK})[\])）】]?(?:[\s,，|｜-]{{1,4}}|(?=[【<＜「『《])))?(?P<rest>\S.*)"
)
_PAIRS = ("【】", "[]", "<>", "＜＞", "「」", "『』", "〔〕", "《》", "()", "（）")
_BARRED = re.compile(r"(?P<who>[^\t|｜>＞→]{1,60}?)\s?(?:\t+|[|｜]{1,2}|[=-]?[>＞]{1,3}|→|\s[—–-]{1,2}\s)\s?(?P<text>.*)")
_QUOTED = re.compile(r"(?P<who>[^「『“\"]{1,40}?)\s?[「『“\"](?P<text>.*)[」』”\"]")
_PARTS = re.compile(r"[()（）\[\]【】]")
_DASHED = re.compile(r"(?P<who>[^\s—–~/,，;；-]{1,20}?)\s?(?:[—–~/,，;；-]{1,2}|__)\s?(?P<text>\S.*)")
_SPACED = re.compile(r"(?P<who>[^\s\[]\S{0,39})[ \u3000]{1,8}(?P<text>\S.*)")
_TIME_BEHIND = re.compile(
    rf"\s?(?:[\[(（【]?(?P<day>{STAMP})[\])）】]?\s{{0,3}}[|｜\t:：>＞]{{0,2}}|[\[(（【]?(?P<clock>{CLOCK})[\])）】]?\s{{0,3}}[|｜\t]{{1,2}})\s?(?P<text>.*)"
)
_SHORT = 12
_MOST = 40

Cut = Callable[[str], "tuple[str, str | None] | None"]


def _by(pattern: re.Pattern[str]) -> Cut:
    def cut(rest: str) -> tuple[str, str | None] | None:
        found = pattern.fullmatch(rest)
        return (found["who"].strip(), found["text"]) if found and found["who"].strip() else None

    return cut


def _bracketed(rest: str) -> tuple[str, str | None] | None:
    """Cut a name in brackets off."""
    closing = next((pair[1] for pair in _PAIRS if rest[:1] == pair[0]), "")
    end = rest.find(closing, 1, _MOST + 2) if closing else -1
    name = rest[1:end].strip() if end > 0 else ""
    return (name, re.sub(r"^\s?[:：]?\s?", "", rest[end + 1 :])) if name else None


@dataclass(frozen=True)
class Told:
    """Who is told by name alone.

    Attributes:
        words: role of each word for one, and of each nick of which the user said it.
    """

    words: Mapping[str, str]

    def role(self, name: str) -> str:
        """Tell the role that a name says; empty for none."""
        bare = name.lower()
        for part in (bare, bare.removesuffix("说").strip(), *_PARTS.split(bare)):
            if len(part) > 1 and part in self.words:
                return self.words[part]
        return ""

    def is_staff(self, name: str) -> bool:
        """Tell whether a name is the shop's."""
        return (self.role(name) or Roles().tell(to_nick(name))) == "seller"


@dataclass(frozen=True)
class Shape:
    """In what way names are set off in a log.

    Attributes:
        cut: takes name and text of a line apart.
        names: the names that come again, or say what they are.
        share: share of the lines that begin with one of them.
        is_whole: whether every line is of this shape.
        is_open: whether a name that was not seen may be one, too.
    """

    cut: Cut
    names: frozenset[str] = field(default_factory=frozenset)
    share: float = 0.0
    is_whole: bool = False
    is_open: bool = False


def _split_front(line: str) -> tuple[str, str]:
    """Give the time before a line, empty for none, and what stands behind it and behind a list's mark."""
    bare = line.replace("**", "").strip()
    found = _FRONT.fullmatch(bare.rstrip(" |｜") if bare[:1] in ("|", "｜") else bare)  # a row of a table has bars on both sides
    return (found["time"] or "", found["rest"]) if found else ("", "")


def _shape(cut: Cut, rests: Sequence[str], told: Told, *, is_open: bool = False) -> Shape:
    found = [cut(rest) for rest in rests]
    counts = Counter(name for each in found if each for name in [each[0]] if not is_label(name))
    names = frozenset(name for name, count in counts.items() if count > 1 or told.role(name) or told.is_staff(name))
    share = sum(each is not None and each[0] in names for each in found) / len(rests)
    return Shape(cut, names, share, all(found), is_open)


def find_shape(lines: Sequence[str], told: Told) -> Shape | None:
    """Find out in what way names are set off.

    Args:
        lines: the first filled lines.
        told: who is told by name alone.

    Returns:
        The shape in which most lines begin with a name; None where fewer than half do, or in shapes that sentences have, too, nearly all.
    """
    rests = [rest for line in lines if (rest := _split_front(line)[1])]
    if len(rests) < 2:
        return None
    known = learn_names(rests)
    by_colon = _shape(known.cut, rests, told, is_open=True)
    strong = [by_colon, _shape(_bracketed, rests, told), *(_shape(_by(pattern), rests, told) for pattern in (_BARRED, _QUOTED))]
    if (
        strong[1].share
        and rests[0].startswith(("[", "(", "（"))
        and not any(told.role(name) or told.is_staff(name) for name in strong[1].names)
    ):
        del strong[1]  # pictures and faces: [微笑]
    best = max(strong, key=lambda shape: (shape.is_whole and len(shape.names) > 1, shape.share, shape is not by_colon))
    staffed = any(map(told.is_staff, best.names))
    if best.share >= 0.5 and (len(best.names) > 1 or staffed or best.is_whole):
        return best
    starts = [found[0] for rest in rests if (found := known.cut(rest))]
    if len(starts) == len(rests) and max(map(len, starts)) <= _SHORT and not any(map(is_label, starts)):
        return by_colon
    return next(
        (shape for pattern in (_DASHED, _SPACED) if _is_sure(shape := _shape(_by(pattern), rests, told), told)), _alone(rests, told)
    )


def _is_sure(shape: Shape, told: Told) -> bool:
    """Tell whether a shape that sentences have, too, is that of a chat."""
    staff = [name for name in shape.names if told.is_staff(name)]
    has_account = any(":" in name or "：" in name for name in staff)
    return (has_account and shape.is_whole) or (shape.share >= 0.9 and len(shape.names) > 1 and (bool(staff) or shape.share == 1))


def _alone(rests: Sequence[str], told: Told) -> Shape | None:
    """Tell names that stand on lines of their own; only what says what it is can be known there."""

    def cut(rest: str) -> tuple[str, str | None] | None:
        return (rest, None) if told.role(rest) or told.is_staff(rest) else None

    shape = _shape(cut, rests, told)
    is_talk = bool(cut(rests[0])) and len(shape.names) > 1 and 0.2 <= shape.share <= 0.7
    return shape if is_talk and any(map(told.is_staff, shape.names)) else None


def _told(options: Options) -> Told:
    return Told(role_words(options))


def _knows(shape: Shape, options: Options) -> bool:
    """Tell whether anybody of the shop is known, or of a buyer by the user's word."""
    told = _told(options)
    nicks = [to_nick(name) for name in shape.names]
    return any(map(told.is_staff, shape.names)) or learn_roles(nicks, options.shop_accounts, options.roles).known or bool(options.roles)


def _names_within(shape: Shape, lines: Sequence[str], told: Told) -> Names | None:
    """Learn the nicks that stand behind words for roles, as in ``【买家】昵称：文``; None where none do."""
    if not shape.names or not all(map(told.role, shape.names)):
        return None
    texts = [found[1] for line in lines if (found := shape.cut(_split_front(line)[1])) and found[1]]
    names = learn_names(texts)
    starts = [cut[0] for text in texts if (cut := names.cut(text))]
    return names if len(starts) == len(texts) > 1 and len(set(starts)) * 2 <= len(texts) + 1 else None


def _has_times_behind(shape: Shape, lines: Sequence[str]) -> bool:
    """Tell whether a time stands behind most names; where it does so now and then, it is what was said."""
    texts = [found[1] for line in lines if (found := shape.cut(_split_front(line)[1])) and found[1]]
    return sum(bool(_TIME_BEHIND.fullmatch(text)) for text in texts) * 2 > len(texts)


def _make(options: Options, lines: Sequence[str]) -> Read:
    told = _told(options)
    shape = find_shape([line for line in lines if line.strip()], told) or Shape(learn_names(lines).cut, is_open=True)

    inner = _names_within(shape, lines, told)
    is_timed = _has_times_behind(shape, lines)

    def split(line: str) -> Header | None:
        time, rest = _split_front(line)
        found = shape.cut(rest) if rest else None
        if not found:
            return None
        name, text = found
        if is_timed and not time and text and (behind := _TIME_BEHIND.fullmatch(text)):
            time, text = behind["day"] or behind["clock"], behind["text"]
        is_name = name in shape.names or bool(told.role(name)) or shape.is_whole or (shape.is_open and not is_label(name))
        if inner and text and (within := inner.cut(text)):
            return Header(to_nick(within[0]), time, text=within[1], role=told.role(name))
        return Header(to_nick(name), time, text=text, role=told.role(name)) if is_name else None

    return reading(split)


def _looks(lines: Sequence[str], options: Options) -> bool:
    told = _told(options)
    shape = find_shape(lines, told)
    if shape is None or not looks_spoken(lines, options):
        return shape is not None
    found = [shape.cut(_split_front(line)[1]) for line in lines]
    return any(each and each[0].lower() not in told.words and not is_label(each[0]) for each in found)


def _open(head: Head, options: Options) -> Source:
    shape = find_shape(head.filled[:LOOKED_AT], _told(options))
    if shape is None or not _knows(shape, options):
        raise unknown(head.path, NOBODY_KNOWN)
    return _NAMED.open(head, options)


_NAMED = transcript("named", "一行一条：昵称：文、【买家】文、昵称|文，没有时间", _looks, _make)
NAMED: Layout = replace(_NAMED, open=_open)
LAYOUTS = (NAMED,)
