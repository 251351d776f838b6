"""Two facts from the shop's tables in one reply, where a message asks two things at once."""

from __future__ import annotations

from dataclasses import replace

from cs_scripts.recommend.replies import TABLE
from cs_scripts.recommend.suggestion import Reply
from cs_scripts.shop.wording import one_breath
from cs_scripts.text.patterns import lazy

_LONGEST = 90
_SUMS = {"campaign.sum", "campaign.posted"}
"""What is to be paid, beside which the gift of the shop may be told."""

_ASKS_BACK = lazy(r"[，。～~]\s*(?:您|亲)[^，。]*[呢呀吗？?]$")
_PARTS = lazy(r"[^\s,，。?？!！~]{2}[\s,，。?？!！~]+[^\s,，。?？!！~]{2}")


def joined(replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """Say two facts from the shop's tables in one breath, where they answer two questions of one message.

    Args:
        replies: the replies, best first.

    Returns:
        The same, the first and the next such fact in one where both are facts from different tables, or of different columns of the goods.
    """
    if not replies or not _fact(replies[0]):
        return replies
    one = replies[0]
    for at, two in enumerate(replies[1:], 1):
        table = one.id.partition(".")[0]
        same = table == two.id.partition(".")[0] and (table != "goods" or bool(set(one.uses) & set(two.uses)))
        same = same and not ({one.id, two.id} & _SUMS and "campaign.gift" in (one.id, two.id) and one.id != two.id)
        text = one_breath(_ASKS_BACK.sub("", one.text), two.text)
        if _fact(two) and not same and len(text) <= _LONGEST:
            both = replace(one, text=text, uses=(*one.uses, *two.uses), why=(*one.why, *two.why))
            return (both, *replies[1:at], *replies[at + 1 :])
    return replies


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
