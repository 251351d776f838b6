"""Take up what a short message does in a talk: an "ok", a "wait", an "are you there", a link that was asked for.

Such messages have no intent, and an agent answers them all the same, by what he did last: an "ok" after "I will look" waits for
something, an "ok" after an answer does not. ``data/moves.yaml`` names the words and the scripts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import dropwhile, takewhile
from pathlib import Path
from typing import Any, NamedTuple

from cs_scripts.conversation.signs import last_signs
from cs_scripts.conversation.turn import MAX_LENGTH
from cs_scripts.files.compiled import compiled
from cs_scripts.files.data import data_path
from cs_scripts.text.folding import fold
from cs_scripts.text.needed import Sieve
from cs_scripts.text.patterns import lazy

_LINK = lazy(
    r"〈(?:num|link|url|item|goods)〉|https?://[!-~]+|\[(?:商品|链接|宝贝)[^\]]{0,40}\]|【[^】]{4,60}】|[￥¥][0-9a-z]{8,14}[￥¥]|\d{9,20}"
)
_SENT = "⟨link⟩"
_MARKS = lazy(r"[^\w⟨⟩?👌😂😄😊🤭😁🙂😃😀^]+")
_LONGEST = 60
_SAID = 14
NO_INTENT = "-"
"""Stands for a message of no intent in ``data/moves.yaml``."""


class Move(NamedTuple):
    """What a message does.

    Attributes:
        name: as in ``data/moves.yaml``.
        scripts: ids of the scripts that take it up, best first.
    """

    name: str
    scripts: tuple[str, ...]


class _Line(NamedTuple):
    after: str
    agent: re.Pattern[str] | None
    say: tuple[str, ...]


class _Kind(NamedTuple):
    name: str
    whole: re.Pattern[str]
    always: bool
    lines: tuple[_Line, ...]


class _Fallback(NamedTuple):
    question: bool | None
    intents: tuple[str, ...]
    hurt: bool | None
    words: re.Pattern[str] | None
    say: str


class _Moves(NamedTuple):
    kinds: tuple[_Kind, ...]
    sieve: Sieve
    fallbacks: tuple[_Fallback, ...]
    topics: Mapping[str, Mapping[str, str]]


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
    known = _moves()
    for kind in map(known.kinds.__getitem__, known.sieve(said)):
        if (turns or (kind.always and not text.strip().isdecimal())) and kind.whole.fullmatch(said):
            signs, agent = last_signs(turns), _agent_said(turns)
            for line in kind.lines:
                if (not line.after or line.after in signs) and (line.agent is None or line.agent.search(agent)):
                    return Move(kind.name, line.say)
    return None


def _agent_said(turns: Sequence[tuple[str, str]]) -> str:
    """Give the agent's words since the buyer's turn before."""
    before = dropwhile(lambda turn: turn[0] != "seller", reversed(turns))
    return "。".join(fold(text[:MAX_LENGTH]) for _, text in takewhile(lambda turn: turn[0] == "seller", before))


def fallbacks(text: str, intent: str, *, question: bool, hurt: bool) -> tuple[str, ...]:
    """Name what may be said in a talk where no script comes near.

    Args:
        text: the buyer's message.
        intent: its first intent; empty for none.
        question: whether it asks something.
        hurt: whether the buyer was hurt.

    Returns:
        Ids of scripts; they compete with those that are found by what is asked.

    >>> fallbacks("椒盐的要一袋", "order_placed", question=False, hurt=False)
    ('closing.answered',)
    """
    folded = fold(text[:_LONGEST])
    fitting = (
        one.say
        for one in _moves().fallbacks
        if one.question in (None, question)
        and one.hurt in (None, hurt)
        and (not one.intents or (intent or NO_INTENT) in one.intents)
        and (one.words is None or one.words.search(folded))
    )
    return tuple(dict.fromkeys(fitting))


def on_topic(scripts: Sequence[str], topic: str) -> tuple[str, ...]:
    """Put before what fits any talk what is said of its topic.

    Args:
        scripts: ids of scripts.
        topic: the intent that the talk is about; empty for none.

    Returns:
        The ids, each behind the one that belongs to the topic.

    >>> on_topic(["closing.answered", "closing.bye"], "invoice")
    ('closing.answered.invoice', 'closing.answered', 'closing.bye')
    """
    instead = _moves().topics
    said = ((instead.get(one, {}).get(topic, one), one) for one in scripts)
    return tuple(dict.fromkeys(one for pair in said for one in pair))


@cache
def _moves() -> _Moves:
    def make() -> Any:
        from cs_scripts.recommend.move_file import file_moves  # not needed for what is compiled

        return file_moves()

    code = (Path(__file__), Path(__file__).with_name("move_file.py"), Path(__file__).parents[1] / "text" / "needed.py")
    filed = compiled("takes", (data_path("moves.yaml"), *code), make)
    return _Moves(
        tuple(
            _Kind(name, lazy(whole), always, tuple(_Line(after, _lazy(agent), tuple(say)) for after, agent, say in lines))
            for name, whole, always, lines in filed["kinds"]
        ),
        Sieve(*filed["sieve"]),
        tuple(_Fallback(question, tuple(intents), hurt, _lazy(words), say) for question, intents, hurt, words, say in filed["fallbacks"]),
        filed["topics"],
    )


def _lazy(pattern: str) -> re.Pattern[str] | None:
    return lazy(pattern) if pattern else None


def moves() -> Sequence[tuple[str, tuple[str, ...]]]:
    """List the moves, so that the book can be checked against them.

    Returns:
        Name of each move, and the ids of all scripts it may call for.
    """
    known = _moves()
    of_kinds = [(kind.name, tuple(one for line in kind.lines for one in line.say)) for kind in known.kinds]
    on_topics = ((name, tuple(instead.values())) for name, instead in known.topics.items())
    return [*of_kinds, ("fallback", tuple(one.say for one in known.fallbacks)), *on_topics]
