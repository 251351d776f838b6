"""The parts of an order in a message: 煎锅24和28各一口，再来口30的炒锅 has one of each article, with its own options and number."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from cs_scripts.shop.article import Article
from cs_scripts.shop.goods_index import name_keys
from cs_scripts.text.patterns import lazy

_JOINTS = lazy(
    r"[\n,，。;；+＋、]+|(?<!不)再(?=[加来拿要买拍配]|[一两\d])|外加|另加|另外|还要"
    r"|(?<![添增参更])加(?=[上个一两二三四五六七八九十\d]|[\u4e00-\u9fff]{2})|[和跟](?=[\u4e00-\u9fff]{2})"
)


def order_parts(articles: Sequence[Article], text: str) -> list[str]:
    """Cut a message into the parts that each speak of one article.

    Args:
        articles: the articles it is about.
        text: the message, folded.

    Returns:
        A part for each article, in their order; a part that names none goes with the one before, or the first after. Empty where a
        part names two, or an article has none.

    >>> pans = [Article("1", "煎锅", (), "", {}, 2), Article("2", "炒锅", (), "", {}, 3)]
    >>> order_parts(pans, "煎锅24和28各一口,再来口30的炒锅")
    ['煎锅24和28各一口', '来口30的炒锅']
    """
    keys = [name_keys(article.name, article.nicknames, article.kind) for article in articles]
    found = [""] * len(articles)
    last, waiting = -1, ""
    for piece in _pieces(text):
        named = _named(keys, piece)
        if len(named) > 1:
            return []
        if not named and last < 0:
            waiting += piece + " "
            continue
        last = named[0] if named else last
        found[last] = f"{found[last]} {waiting}{piece}".strip()
        waiting = ""
    return found if all(found) else []


def _named(keys: Sequence[Collection[str]], piece: str) -> list[int]:
    """List the articles that a piece names; a name inside a longer one of another article is none."""
    here = [[key for key in each if key in piece] for each in keys]
    return [
        at for at, own in enumerate(here) if any(not any(key in other for each in here if each is not own for other in each) for key in own)
    ]


def _pieces(text: str) -> list[str]:
    """Cut at what joins the parts of an order; 和 stays in 24和28, which are options of one article."""
    return [piece.strip() for piece in _JOINTS.split(text) if piece.strip()]
