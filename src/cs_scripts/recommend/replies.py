"""Make replies of what was found: scripts in their wording, and answers from the shop's tables among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from cs_scripts.conversation.terms import KIND_LABELS
from cs_scripts.recommend.echo import Echo, may_lead, stands_back
from cs_scripts.recommend.ranking import Ranked, interleave
from cs_scripts.recommend.suggestion import Reply
from cs_scripts.recommend.wording import Wording, plain
from cs_scripts.shop.answer import Answer
from cs_scripts.text.patterns import lazy

_ALIKE = 0.55
"""From this likeness on two replies say the same, and the second one is left out."""

TABLE = "查表作答"
"""Name of the move of an answer from the shop's tables."""

_DRAFT = "goods.draft"
"""An answer that states nothing but its blank."""

_OF_A_THING = ("product_info", "quality")
"""Intents of questions that only a look at the article answers."""

_ASKED = 0.8
"""From this fit on a script is asked for in its own words."""

_FIGURE = lazy(r"\d")
"""A script with a figure in it gives one of the shop's own."""

_CLOSE = 0.5
"""From this fit on a script answers the very question; a draft from the table then stands behind it."""


def script_reply(one: Ranked, wording: Wording, voice: str) -> Reply:
    """Make a reply of a script.

    Args:
        one: the script with its score.
        wording: how it is said.
        voice: ``warm`` or ``plain``.

    Returns:
        The reply.
    """
    script = one.script
    return Reply(
        script.id,
        script.intent,
        plain(wording.text) if voice == "plain" else wording.text,
        round(one.score, 4),
        script.technique,
        script.source,
        wording.missing,
        wording.uses,
        script.documented,
        _why(one, wording),
        round(one.fit, 4),
    )


def answer_reply(answer: Answer, voice: str) -> Reply:
    """Make a reply of an answer from the shop's tables.

    Args:
        answer: the answer.
        voice: ``warm`` or ``plain``.

    Returns:
        The reply.
    """
    why = ("问的这一项表里没有，留空待填",) if answer.missing else ("查店里的资料：" + "、".join(answer.uses),)
    text = plain(answer.text) if voice == "plain" else answer.text
    return Reply(answer.id, answer.intent, text, 1.0, TABLE, "own § 店铺资料", answer.missing, answer.uses, False, why, 1.0)


def draft_reply(drafted: Echo, intent: str, voice: str) -> Reply:
    """Make a reply of a draft out of the question's own words.

    Args:
        drafted: the draft.
        intent: the intent that it answers; empty where nobody recognised one.
        voice: ``warm`` or ``plain``.

    Returns:
        The reply.
    """
    text = plain(drafted.text) if voice == "plain" else drafted.text
    return Reply(
        "echo.draft",
        intent,
        text,
        0.0,
        "照问句拟答",
        "own § 问句拟答",
        drafted.missing,
        ("question",),
        False,
        ("话术里没有贴切的，照买家的问句拟了一句",),
        0.0,
    )


def with_draft(
    replies: tuple[Reply, ...],
    draft: Callable[[], Echo | None],
    intents: Sequence[str],
    voice: str,
    limit: int,
    *,
    article: bool = False,
) -> tuple[Reply, ...]:
    """Give a draft out of the question's own words its place: first where no reply comes near the question, else last.

    Of an article that the shop's table has, but for what is asked, no script claims in general what only the agent can know.

    Args:
        replies: replies from tables and scripts, best first.
        draft: makes the draft, if there is one; called only where it has a place.
        intents: the intents; beside several only a place that is left.
        voice: ``warm`` or ``plain``.
        limit: how many to take.
        article: whether the article is certain.

    Returns:
        At most ``limit`` replies.
    """
    intent = intents[0] if intents else ""
    best = replies[0] if replies else None
    if len(intents) > 1 or stands_back(intent):
        drafted = draft() if len(replies) < limit else None
        return (*replies, draft_reply(drafted, intent, voice)) if drafted else replies
    general = (
        article
        and best is not None
        and best.technique != TABLE
        and not _FIGURE.search(best.text)
        and best.fit < _ASKED
        and intent in _OF_A_THING
    )
    mayhap = best is None or general or (may_lead(intent, best.fit, filled=not best.missing) and (best.missing or best.technique != TABLE))
    drafted = draft() if mayhap or limit > 1 else None
    if drafted is None:
        return replies
    if mayhap and (best is None or drafted.whole):
        return (draft_reply(drafted, intent, voice), *replies)[:limit]
    return (*replies[: max(1, limit - 1)], draft_reply(drafted, intent, voice))[:limit]


def _claims(best: Reply | None) -> bool:
    """Tell whether a reply is a script that claims something in general, and not asked for in its own words."""
    return best is not None and best.technique != TABLE and best.fit < _ASKED and not _FIGURE.search(best.text)


def with_answers(
    rows: Sequence[Sequence[Ranked]],
    answers: Sequence[Reply],
    intents: Sequence[str],
    limit: int,
    say: Callable[[Ranked], Reply],
    *,
    article: bool = False,
) -> tuple[Reply, ...]:
    """Put the answers from the shop's tables among the scripts.

    A fact comes first. A draft comes before scripts that only come near the question, and behind one that asks for nothing more; but
    where the shop's table has the article at hand, no script says of it what the table leaves open.

    Args:
        rows: the scripts of each intent, best first.
        answers: replies from tables.
        intents: the intents, as the rows.
        limit: how many to take.
        say: makes a reply of a script; called only for those that are looked at.
        article: whether the article is certain.

    Returns:
        At most ``limit`` replies, the intents taking turns, nothing said twice.
    """
    mixed: list[Sequence[Reply | Ranked]] = []
    for intent, row in zip(intents, rows, strict=True):
        mine = [answer for answer in answers if answer.intent == intent or (answer.intent not in intents and intent == intents[0])]
        facts = [answer for answer in mine if not answer.missing]
        drafts = [answer for answer in mine if answer.missing]
        half = [answer for answer in drafts if answer.id != _DRAFT]  # states what is known, and leaves open one thing
        drafts = [answer for answer in drafts if answer.id == _DRAFT]
        ahead = not article and bool(drafts and row) and round(row[0].fit, 4) >= _CLOSE and len(say(row[0]).missing) <= 1
        mixed.append([*facts, *half, *(row[:1] if ahead else ()), *drafts, *(row[1:] if ahead else row)])

    def said(one: Reply | Ranked) -> Reply:
        return say(one) if isinstance(one, Ranked) else one

    known = {answer.id for answer in answers if not answer.missing}
    plain = not stands_back(intents[0]) if intents else False
    if (known or article) and len(mixed) > 1 and mixed[0] and (plain or said(mixed[0][0]).missing):  # a known fact speaks first
        mixed.sort(key=lambda row: not (row and isinstance(row[0], Reply) and (article or row[0].id in known)))
    kept: list[Reply] = []
    for one in interleave(mixed, sum(map(len, mixed))):
        reply = said(one)
        if all(likeness(reply.text, other.text) < _ALIKE for other in kept):
            kept.append(reply)
            if len(kept) == limit:
                break
    return tuple(kept)


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
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


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
