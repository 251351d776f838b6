"""Whether a noun of a message is the article it is about, or only passed by: dropped, a cover of it, or pointed at."""

from __future__ import annotations

from cs_scripts.shop.goods_index import Mention
from cs_scripts.text.patterns import lazy

_POINTED = lazy(r"[这那](?:一)?[件条个双只款顶台口把]$")
_COVER = lazy(r"套(?=$|[有几是要多吗呢啊\s,?？])")
_PAIRED = lazy(r"[配搭](?:什么|啥|哪[种条件款个]|怎样|什么样|啥样)的?$")
"""Before a noun: what to wear with the article, not the article."""

_DROPPED = lazy(r"(?:我|就|先)?(?:不要了|不买了|不看了|算了|先不)")


def dropped(folded: str, mention: Mention) -> bool:
    """Tell whether the buyer has done with an article: 煎锅不要了 看看炒锅.

    Args:
        folded: the message, folded.
        mention: the noun.

    Returns:
        Whether they have, or ask what goes with it.
    """
    return _DROPPED.match(folded, mention.start + len(mention.noun)) is not None or _PAIRED.search(folded[: mention.start]) is not None


def is_part(folded: str, mention: Mention) -> bool:
    """Tell whether a noun only names a part or a cover of it beside another article: 枕头套 in 四件套里有几个枕头套.

    Args:
        folded: the message, folded.
        mention: the noun.

    Returns:
        Whether it does.
    """
    return _COVER.match(folded, mention.start + len(mention.noun)) is not None


def points(folded: str, mention: Mention) -> bool:
    """Tell whether the buyer points at the article: 那条裤子.

    Args:
        folded: the message, folded.
        mention: the noun.

    Returns:
        Whether they do.
    """
    return bool(_POINTED.search(folded[max(0, mention.start - 4) : mention.start]))
