"""A part that is sold by itself beside its article: what 再多买一个内胆 adds, where the table tells the part's price."""

from __future__ import annotations

from decimal import Decimal

from cs_scripts.shop.article import Article
from cs_scripts.shop.reckoning import Line
from cs_scripts.text.patterns import lazy

_SOLD = lazy(r"(?P<what>[\u4e00-\u9fff]{2,4}?)(?:可以|能|可|支持)单[买卖独]{1,2}[，, ]?(?P<price>\d{1,5}(?:\.\d{1,2})?)元")
_MORE = lazy(r"再|另|外加|加上?|多[买拍来要拿]|一起|一共|连")


def part_line(article: Article, text: str) -> Line | None:
    """Give the line of a sum that a part of an article makes.

    Args:
        article: the article.
        text: the message, folded.

    Returns:
        One piece of the part at its own price; None where the message takes none besides, or the table does not tell its price.

    >>> cooker = Article("1", "电饭煲", (), "", {"single": "内胆可以单买，59元"}, 2)
    >>> part_line(cooker, "再多买一个内胆一共多少钱").price
    Decimal('59')
    """
    match = _SOLD.search(article.values.get("single", ""))
    if not match or match["what"] not in text or not _MORE.search(text):
        return None
    return Line(article, Decimal(match["price"]), 1, match["what"])
