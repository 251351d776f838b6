"""What a message does with a name of the goods: asks about it, points at it, has done with it, or means only a part of it."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.clauses import clause_of
from cs_scripts.shop.goods_index import Mention
from cs_scripts.text.patterns import lazy

_ASKED = lazy(r"[吗么呢?？几多啥怎咋]|什么|([^\n])[不没]\1|有没有|[不没]$")
_AS = lazy(r"[\u4e00-\u9fff](?:是不是|能不能|会不会|可以|是|能|会)$")
_SUCH = lazy(r"的?(?:吗|么|不|吧|$|[\s,?？])")
_POINTED = lazy(r"[这那](?:一)?[件条个双只款顶台口把]$")
_COVER = lazy(r"套(?=$|[有几是要多吗呢啊\s,?？])")
_DROPPED = lazy(r"(?:我|就|先)?(?:不要了|不买了|不看了|算了|先不)")


def in_question(mentions: Sequence[Mention], folded: str) -> list[Mention]:
    """Keep what a clause asks about where another only tells of a second article: 架子一层能放多重 租客爱堆大瓶洗发水.

    Args:
        mentions: the names that a message has.
        folded: the message, folded.

    Returns:
        Those in a question; empty where they name one article, or none of them is in one.
    """
    if len(mentions) < 2 or set(mentions[0].articles).intersection(*(mention.articles for mention in mentions[1:])):
        return []
    return [mention for mention in mentions if _ASKED.search(clause_of(folded, mention.start))]


def describes(folded: str, mention: Mention) -> bool:
    """Tell whether a name only says what a part is like: 遮阳篷是不是防晒的.

    Args:
        folded: the message, folded.
        mention: the name.

    Returns:
        Whether it does.
    """
    return bool(_AS.search(folded[: mention.start])) and bool(_SUCH.match(folded, mention.start + len(mention.noun)))


def dropped(folded: str, mention: Mention) -> bool:
    """Tell whether the buyer has done with an article: 煎锅不要了 看看炒锅.

    Args:
        folded: the message, folded.
        mention: the name.

    Returns:
        Whether it is left.
    """
    return _DROPPED.match(folded, mention.start + len(mention.noun)) is not None


def part(folded: str, mention: Mention) -> bool:
    """Tell whether a noun only names a part or a cover of it beside another article: 枕头套 in 四件套里有几个枕头套.

    Args:
        folded: the message, folded.
        mention: the name.

    Returns:
        Whether it does.
    """
    return _COVER.match(folded, mention.start + len(mention.noun)) is not None


def points(folded: str, mention: Mention) -> bool:
    """Tell whether a name is pointed at: 这件卫衣.

    Args:
        folded: the message, folded.
        mention: the name.

    Returns:
        Whether it is.
    """
    return bool(_POINTED.search(folded[max(0, mention.start - 4) : mention.start]))
