"""The parts of an order in a message: 煎锅24和28各一口，再来口30的炒锅 has one of each article, with its own options and number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise

from cs_scripts.shop.article import Article
from cs_scripts.shop.goods_index import name_keys
from cs_scripts.text.patterns import lazy

_NUMBERED = lazy(
    r"(?<![\d.一二两三四五六七八九十第每])(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
    r"(?:[件个双条盒瓶袋套包份台支只罐箱口根本把顶床幅桶提对枚副册卷张](?![装套月人])|片(?!装))|(?:俩|仨)[个]?"
)
"""A number of pieces, where one clause has several: 牛肉干两包饼干一包."""

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
    >>> order_parts(pans, "两口煎锅一口炒锅多少钱"), order_parts(pans, "煎锅两口炒锅一口多少钱")
    (['两口煎锅', '一口炒锅多少钱'], ['煎锅两口', '炒锅一口 多少钱'])
    """
    keys = [name_keys(article.name, article.nicknames, article.kind) for article in articles]
    found = [""] * len(articles)
    last, waiting = -1, ""
    for piece in [part for whole in _pieces(text) for part in (_by_number(keys, whole) if len(_named(keys, whole)) > 1 else [whole])]:
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


def _by_number(keys: Sequence[Collection[str]], piece: str) -> list[str]:
    """Cut a piece that names several articles at its numbers: before each where the first article has one before it, else behind each."""
    numbers = [(match.start(), match.end()) for match in _NUMBERED.finditer(piece)]
    first = min((at for each in keys for key in each if (at := piece.find(key)) >= 0), default=0)
    before = bool(numbers) and numbers[0][0] < first
    cuts = [0, *(start if before else end for start, end in numbers), len(piece)]
    return [part for start, end in pairwise(cuts) if (part := piece[start:end].strip())]
