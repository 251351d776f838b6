"""Facts from the shop's tables in one reply, where a message asks several things at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from cs_scripts.recommend.replies import TABLE
from cs_scripts.recommend.suggestion import Reply
from cs_scripts.shop.wording import one_breath
from cs_scripts.text.patterns import lazy

_LONGEST, _LONGEST_OF_THREE = 90, 110
_MOST = 2
"""Facts that are told besides the first."""

_SUMS = {"campaign.sum", "campaign.posted"}
"""What is to be paid, beside which the gift of the shop may be told."""

_HAGGLING = "price_haggling"
"""What is asked besides a fact of the goods, and answered by the shop's way with prices."""

_ASKS_BACK = lazy(r"[，。～~]\s*(?:您|亲)[^，。]*[呢呀吗？?]$")
_GONE = lazy(r"没货|卖完|没有|没做")
_THERE = lazy(r"^有的[亲哦呢，]|(?<!就)(?<!有没)有货哦|都有现货|[有是]现货[的哦呢]|现货充足|直接拍就行")
_TODAY = lazy(r"今天|当天|今日")
_PARTS = lazy(r"[^\s,，。?？!！~]{2}[\s,，。?？!！~]+[^\s,，。?？!！~]{2}")


def joined(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Say facts from the shop's tables in one breath, where they answer several questions of one message.

    Args:
        replies: the replies, best first.

    Returns:
        The same, the first and at most two more such facts in one where they are facts from different tables, or of different columns
        of the goods.
    """
    if not replies or not (_fact(replies[0]) or _ruled(replies)):
        return replies
    if _haggled(replies):
        one, two, *rest = replies
        return (replace(one, text=one_breath(one.text, two.text), uses=(*one.uses, *two.uses), why=(*one.why, *two.why)), *rest)
    one, told, rest = replies[0], [replies[0]], []
    for two in replies[1:]:
        text = one_breath(_ASKS_BACK.sub("", one.text), two.text)
        longest = _LONGEST if len(told) == 1 else _LONGEST_OF_THREE
        if _fact(two) and len(told) <= _MOST and len(text) <= longest and not any(_same(each, two) for each in told):
            one = replace(one, text=text, uses=(*one.uses, *two.uses), why=(*one.why, *two.why))
            told.append(two)
        else:
            rest.append(two)
    return (one, *rest)


def without_denied(replies: Iterable[Reply]) -> Iterator[Reply]:
    """Leave out scripts that promise what the first reply has looked up and denied: 棕色的有货 behind 棕色38码没货了.

    Args:
        replies: the replies, best first.

    Yields:
        The same, without such scripts where the shop's table says that none is left, or that it takes days to make.
    """
    rest = iter(replies)
    first = next(rest, None)
    if first is None:
        return
    yield first
    denied = _denied_by(first)
    yield from (reply for reply in rest if not denied or reply.technique == TABLE or not denied.search(reply.text))


def _denied_by(reply: Reply) -> re.Pattern[str] | None:
    """Give what no script may promise behind a reply of the tables."""
    if "goods.stock" in reply.uses and _GONE.search(reply.text):
        return _THERE
    return _TODAY if "shop.custom_days" in reply.uses else None


def _same(one: Reply, two: Reply) -> bool:
    """Tell whether two facts are of one table, of the goods of one column; a gift may be told beside what is to be paid."""
    table = one.id.partition(".")[0]
    same = table == two.id.partition(".")[0] and (table != "goods" or bool(set(one.uses) & set(two.uses)))
    return same and not ({one.id, two.id} & _SUMS and "campaign.gift" in (one.id, two.id) and one.id != two.id)


def _ruled(replies: tuple[Reply, ...]) -> bool:
    """Tell whether a rule of the house stands right behind a script of another matter that has no blank and asks nothing back."""
    if len(replies) < 2 or not replies[1].id.startswith("rule."):
        return False
    return replies[0].intent != replies[1].intent and not replies[0].missing and not _ASKS_BACK.search(replies[0].text)


def _haggled(replies: tuple[Reply, ...]) -> bool:
    """Tell whether a fact of the goods stands before what is said of the price, which the message asks to lower: 还剩几个 全要能便宜不."""
    one, *others = replies
    two = next(iter(others), None)
    if two is None or two.intent != _HAGGLING or one.intent == two.intent or not one.id.startswith("goods."):
        return False
    return not two.missing and not _ASKS_BACK.search(two.text) and len(one.text) + len(two.text) <= _LONGEST and "元" not in one.text


def _fact(reply: Reply) -> bool:
    return reply.technique == TABLE and not reply.missing


def in_parts(text: str) -> bool:
    """Tell whether a message has two parts, so that it may ask two things.

    Args:
        text: the message.

    Returns:
        Whether a blank or a mark stands between them.

    >>> in_parts("两盒多少钱 有啥送"), in_parts("多少钱?")
    (True, False)
    """
    return _PARTS.search(text) is not None
