"""Make replies of what was found: scripts in their wording, and answers from the shop's tables among them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from operator import add

from cs_scripts.conversation.terms import KIND_LABELS
from cs_scripts.recommend.echo import Echo
from cs_scripts.recommend.ranking import Ranked
from cs_scripts.recommend.suggestion import Reply
from cs_scripts.recommend.wording import Wording, plain
from cs_scripts.shop.answer import Answer

_ALIKE = 0.55
"""From this likeness on two replies say the same, and the second one is left out."""

DRAFT = "echo.draft"
"""Id of a draft out of the question's own words."""

TABLE = "查表作答"
"""Name of the move of an answer from the shop's tables."""


def script_reply(one: Ranked, wording: Wording, voice: str, score: float) -> Reply:
    """Make a reply of a script.

    Args:
        one: the script with its fit.
        wording: how it is said.
        voice: ``warm`` or ``plain``.
        score: how likely an agent would send it.

    Returns:
        The reply.
    """
    script = one.script
    return Reply(
        script.id,
        script.intent,
        plain(wording.text) if voice == "plain" else wording.text,
        score,
        script.technique,
        script.source,
        wording.missing,
        wording.uses,
        script.documented,
        _why(one, wording),
        round(one.fit, 4),
    )


def answer_reply(answer: Answer, voice: str, score: float) -> Reply:
    """Make a reply of an answer from the shop's tables.

    Args:
        answer: the answer.
        voice: ``warm`` or ``plain``.
        score: how likely an agent would send it.

    Returns:
        The reply.
    """
    why = ("问的这一项表里没有，留空待填",) if answer.missing else ("查店里的资料：" + "、".join(answer.uses),)
    text = plain(answer.text) if voice == "plain" else answer.text
    return Reply(answer.id, answer.intent, text, score, TABLE, "own § 店铺资料", answer.missing, answer.uses, False, why, 1.0)


def draft_reply(drafted: Echo, intent: str, voice: str, score: float) -> Reply:
    """Make a reply of a draft out of the question's own words.

    Args:
        drafted: the draft.
        intent: the intent that it answers; empty where nobody recognised one.
        voice: ``warm`` or ``plain``.
        score: how likely an agent would send it.

    Returns:
        The reply.
    """
    text = plain(drafted.text) if voice == "plain" else drafted.text
    return Reply(
        DRAFT,
        intent,
        text,
        score,
        "照问句拟答",
        "own § 问句拟答",
        drafted.missing,
        ("question",),
        False,
        ("话术里没有贴切的，照买家的问句拟了一句",),
        0.0,
    )


def without_repeats(replies: Iterable[Reply], limit: int) -> tuple[Reply, ...]:
    """Leave out what says the same as a better reply.

    Args:
        replies: the replies, best first.
        limit: how many to take.

    Returns:
        At most ``limit`` of them.
    """
    kept: list[Reply] = []
    for reply in replies:
        if not any(_same(reply, other) for other in kept):
            kept.append(reply)
            if len(kept) == limit:
                break
    return tuple(kept)


def _same(one: Reply, other: Reply) -> bool:
    """Tell whether two replies say the same; two facts of different columns do not, however alike their sentences."""
    facts = one.technique == other.technique == TABLE and not (one.missing or other.missing)
    return likeness(one.text, other.text) >= _ALIKE and not (facts and one.uses and not set(one.uses) & set(other.uses))


def likeness(one: str, other: str) -> float:
    """Tell how much two replies say the same, by the pairs of characters that the shorter one shares with the other.

    Args:
        one: a reply.
        other: another.

    Returns:
        0 for nothing in common, 1 where the shorter is contained in the longer.

    >>> likeness("默认发中通、圆通哦", "亲，默认发中通、圆通哦，按地址配")
    1.0
    """
    pairs, others = _pairs(one), _pairs(other)
    return len(pairs & others) / (min(len(pairs), len(others)) or 1)


@lru_cache(1024)
def _pairs(text: str) -> frozenset[str]:
    return frozenset(map(add, text, text[1:]))


def _why(one: Ranked, wording: Wording) -> tuple[str, ...]:
    reasons = [f"问法相近 {one.fit:.0%}"]
    if wording.uses:
        reasons.append("用到对话里的" + "、".join(KIND_LABELS.get(use, use) for use in wording.uses))
    if one.script.presumes:
        reasons.append("前提都说过")
    if one.script.when.stage:
        reasons.append("合订单阶段")
    reasons.append(f"第 {wording.number} 种说法，共 {len(one.script.replies)} 种")
    return tuple(reasons)
