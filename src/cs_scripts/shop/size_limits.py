"""Where an article's sizes end: what is larger than the largest is not sold, and the least or greatest asked for is named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.size_names import same, shown
from cs_scripts.shop.stock_table import measure
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_MORE = lazy(
    r"(?:更|再|还要)(?P<end>[大小])(?![家伙心概众])"
    r"|(?:有|能|做|出)[^\n,。\d]{0,5}?(?:要)?(?P<end2>[大小])(?:一?些|一?点)(?![的儿]?[^码号尺有的吗么没不\s,。?？呢])"
)
_THAN = lazy(r"比\s?(?P<size>\d{2,3}(?:\.5)?|x{0,4}[sl]|[2-6]xl|m)\s?[码号]?(?:还|更|再)?(?:要)?(?P<end>[大小])")
_END = lazy(
    r"最(?P<end>[大小])(?:的)?(?:尺?码|号|尺寸)(?:的)?(?:是|有|到|做到|能到)?[^\n,。]{0,2}(?:[多几啥哪]|什么)"
    r"|最(?P<end2>[大小])(?:的)?(?:是|有|到|做到|能到|能做到)?[^\n,。]{0,2}(?:[几啥哪]|什么|多大)[码号的]"
    r"|(?:尺码|码数|号码)最(?P<end3>[大小])"
)
_ASKS = lazy(r"[吗么嘛没不呢?？多几啥哪]|什么|有没|有木")
_FIGURE = lazy(r"\d{2,3}(?:\.5)?")
_LETTERS = lazy(r"(?:([2-6])x|(x{1,6}))?([sml])", re.IGNORECASE)
_HALF, _NEAR = 0.5, 12
"""From where on a size is larger than the largest, and how far from an article's sizes numbers are no sizes of its kind."""


def ends_answer(folded: str, article: Article) -> Answer | None:
    """Answer a buyer who asks for a size beyond the last, for one beyond a size named, or which is the last.

    Args:
        folded: the message, folded.
        article: the article.

    Returns:
        The answer; None where nothing of the kind is asked, or the article has not several sizes.

    >>> shoe = Article("1", "马丁靴", (), "", {"size": "35/36/37"}, 2)
    >>> ends_answer("最大做到几码", shoe).text.count("最大是37码"), ends_answer("还有再大一点的吗", shoe).text.count("没有更大")
    (1, 1)
    """
    sizes = _risen(article)
    if len(sizes) < 2:
        return None
    if (match := _THAN.search(folded)) and _ASKS.search(folded):
        at = next((at for at, each in enumerate(sizes) if same(each, match["size"].upper())), None)
        if at is None:
            return None
        beyond = sizes[at + 1 :] if match["end"] == "大" else sizes[:at]
        if beyond:
            values = {"size": shown(match["size"].upper()), "end": match["end"], "list": "、".join(beyond)}
            return _answer("size_beyond", folded, values, article)
        return _answer("size_last", folded, {"end": match["end"], "size": shown(_of_end(sizes, match["end"]))}, article)
    for kind, pattern in (("size_end", _END), ("size_last", _MORE)):
        if (match := pattern.search(folded)) and _ASKS.search(folded):
            end = next(filter(None, match.groups()))
            return _answer(kind, folded, {"end": end, "size": shown(_of_end(sizes, end))}, article)
    return None


def usual_beyond(size: str, folded: str, article: Article) -> Answer | None:
    """Say where the sizes end to a buyer whose usual one lies beyond them: 44 of slippers up to 42-43.

    Args:
        size: the size usually worn.
        folded: the message, folded.
        article: the article.

    Returns:
        The answer; None where the article's sizes are no such numbers, or reach to it.

    >>> slipper = Article("1", "拖鞋", (), "", {"size": "40-41/42-43"}, 2)
    >>> usual_beyond("44", "我穿44的有吗", slipper).text.count("最大是42-43")
    1
    """
    sizes = _risen(article)
    figures = [[float(each) for each in _FIGURE.findall(option)] for option in sizes]
    if not sizes or not all(figures) or not _FIGURE.fullmatch(size):
        return None
    low, high, asked = min(map(min, figures)), max(map(max, figures)), float(size)
    if low - 1 < asked < high + _HALF or not low - _NEAR < asked < high + _NEAR:
        return None
    end = "大" if asked > high else "小"
    return _answer("size_not_made", folded, {"size": shown(size), "end": end, "last": _of_end(sizes, end)}, article)


def _risen(article: Article) -> list[str]:
    """List the sizes from small to large; none where they are no numbers and no letters of one row."""
    sizes = article.options("size")
    letters = [_LETTERS.fullmatch(option.rstrip("码号")) for option in sizes]
    if all(letters):
        return sorted(sizes, key=lambda option: _step(option.rstrip("码号")))
    figures = [_FIGURE.match(option) for option in sizes]
    return sorted(sizes, key=lambda option: float(_FIGURE.findall(option)[0])) if all(figures) else []


def _step(letters: str) -> int:
    """Give the place of a size in the row of letters: S before M, XL before 2XL."""
    match = _LETTERS.fullmatch(letters)
    times = int(match[1]) if match and match[1] else len(match[2]) if match and match[2] else 0
    mark = letters[-1].lower()
    return 0 if mark == "m" else -1 - times if mark == "s" else 1 + times


def _of_end(sizes: Sequence[str], end: str) -> str:
    return sizes[-1] if end == "大" else sizes[0]


def _answer(kind: str, folded: str, values: dict[str, str], article: Article) -> Answer:
    subject = f"这{measure(article)}" if measure(article) in "双条" else "这款"
    return Answer("sizes.ends", "sizing", say(kind, folded, values | {"subject": subject}), uses=("goods.size",))
