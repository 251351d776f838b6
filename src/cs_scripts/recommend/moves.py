"""Take up what a short message does in a talk: an "ok", a "wait", an "are you there", a link that was asked for.

Such messages have no intent, and an agent answers them all the same, by what he did last: an "ok" after "I will look" waits for
something, an "ok" after an answer does not. ``data/moves.yaml`` names the words and the scripts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from cs_scripts.conversation.signs import last_signs
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import any_of, lazy

_LINK = lazy(
    r"〈(?:num|link|url|item|goods)〉|https?://[!-~]+|\[(?:商品|链接|宝贝)[^\]]{0,40}\]|【[^】]{4,60}】|[￥¥][0-9a-z]{8,14}[￥¥]|\d{9,20}"
)
_SENT = "⟨link⟩"
_MARKS = lazy(r"[^\w⟨⟩?👌😂😄😊🤭😁🙂😃😀^]+")
_LONGEST = 60
_SAID = 14
_STATEMENT = 24
_WRONGED = ("defect", "wrong_item")
_DECIDED = ("price_haggling", "returns", "refund", "logistics", "greeting", "closing")
"""Intents whose statements want a decision of the shop or a greeting, not just an answer."""
_SURE, _CERTAIN = 0.6, 0.75
_NEAR, _NEAR_GRIEF = 0.18, 0.25
_QUESTION = lazy(r"[吗么嘛呢?？几哪]|什么|怎么|多少|[是能会可要有]不[是能会可要]|有没有|没有?[^，]{0,3}啊|到底|多钱|为啥|咋|啥|吧$|不$|没$")
_AFTER = ("asked", "promised", "offered", "refused", "looking", "answered")


class Move(NamedTuple):
    """What a message does.

    Attributes:
        name: as in ``data/moves.yaml``.
        scripts: ids of the scripts that take it up, best first.
    """

    name: str
    scripts: tuple[str, ...]


class _Kind(NamedTuple):
    name: str
    whole: re.Pattern[str]
    always: bool
    scripts: tuple[tuple[str, tuple[str, ...]], ...]


class _Moves(NamedTuple):
    kinds: tuple[_Kind, ...]
    answer: str
    hurt: str
    parcel: str


def read_move(text: str, turns: Sequence[tuple[str, str]]) -> Move | None:
    """Tell what a short message does in its talk.

    Args:
        text: the buyer's message.
        turns: role and text of the turns before, oldest first.

    Returns:
        The move; None where the message says more than that, or begins the talk.

    >>> read_move("嗯嗯好的", [("buyer", "快递到哪了"), ("seller", "亲稍等，我查一下")]).scripts[0]
    'closing.acknowledge.looking'
    >>> read_move("好的 那怎么退", [("seller", "可以退的")]) is None
    True
    """
    if len(text) > _LONGEST:
        return None
    said = _MARKS.sub("", re.sub("[？?]+", "?", _LINK.sub(_SENT, fold(text))))
    if len(said) > _SAID + len(_SENT):
        return None
    for kind in _moves().kinds:
        if (turns or (kind.always and not text.strip().isdecimal())) and kind.whole.fullmatch(said):
            signs = last_signs(turns)
            scripts = next((scripts for after, scripts in kind.scripts if not after or after in signs), ())
            return Move(kind.name, scripts) if scripts else None
    return None


def short_answer(text: str, turns: Sequence[tuple[str, str]]) -> Move | None:
    """Take up a short message of no intent as the answer to what the agent asked.

    Args:
        text: the buyer's message.
        turns: role and text of the turns before, oldest first.

    Returns:
        The move; None where the agent asked nothing or the message is long.

    >>> short_answer("杏色 L", [("seller", "亲要什么颜色和尺码呢？")]).scripts
    ('closing.answered',)
    """
    if len(text.strip()) > _SAID or "asked" not in last_signs(turns):
        return None
    return Move("answers", (_moves().answer,))


def taken_up(text: str, turns: Sequence[tuple[str, str]], intent: RecognisedIntent, fit: float, *, hurt: bool) -> Move | None:
    """Take up what a message says where no script comes near it: anger by an apology, a statement by what comes next.

    Args:
        text: the buyer's message.
        turns: role and text of the turns before, oldest first.
        intent: the first intent.
        fit: how near the message comes to what the best script is asked by.
        hurt: whether the buyer was hurt.

    Returns:
        The move; None where a script comes near, or nobody knows yet what the talk is about.
    """
    if not turns:
        return None
    known, asks = _moves(), _QUESTION.search(fold(text))
    sure = intent.probability >= _SURE
    if fit < _NEAR_GRIEF:
        if intent.id == "logistics" and intent.probability >= _CERTAIN:
            return Move("parcel", (known.parcel,))
        if intent.id == "complaint" or (sure and intent.id in _WRONGED and not asks and fit < _NEAR):
            return Move("hurt", (known.hurt,))
    if fit >= _NEAR or asks:
        return None
    if hurt:
        return Move("hurt", (known.hurt,))
    return Move("says", (known.answer,)) if len(text) <= _STATEMENT and intent.id not in _DECIDED else None


@cache
def _moves() -> _Moves:
    path = data_path("moves.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        fillers = any_of(top.texts("fillers", minimum=1))
        answer, hurt, parcel = top.text("short_answer"), top.text("hurt"), top.text("parcel")
        kinds = [_kind(Fields(item, where, top.problems), fillers) for where, item in top.items("moves")]
    return _Moves(tuple(kinds), answer, hurt, parcel)


def _kind(fields: Fields, fillers: str) -> _Kind:
    name, words, always = fields.text("move"), any_of(fields.texts("words", minimum=1)), fields.flag("always")
    scripts = []
    for where, row in fields.items("scripts"):
        line = Fields(row, where, fields.problems)
        scripts.append((line.text("after", required=False, choices=_AFTER), line.texts("say", minimum=1)))
        line.close()
    fields.close()
    return _Kind(name, re.compile(f"(?:{fillers})*(?:{words})(?:{words}|{fillers})*"), bool(always), tuple(scripts))


def moves() -> Sequence[tuple[str, tuple[str, ...]]]:
    """List the moves, so that the book can be checked against them.

    Returns:
        Name of each move, and the ids of all scripts it may call for.
    """
    known = _moves()
    of_kinds = [(kind.name, tuple(one for _, scripts in kind.scripts for one in scripts)) for kind in known.kinds]
    return [*of_kinds, ("says", (known.answer,)), ("hurt", (known.hurt,)), ("parcel", (known.parcel,))]
