"""Find the figures of a sum in a message: how many pieces, what one costs, what amount is named."""

from __future__ import annotations

from decimal import Decimal

from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import mentioned
from cs_scripts.shop.question import Question
from cs_scripts.text.patterns import lazy

_COUNTED = r"(?:件|个|双|盒|瓶|袋|套|包|份|条|台|箱|支|只|罐|提|对|把|斤|本|张|块(?!钱)|床|顶|枚|副)"
_QUANTITY = lazy(rf"(?:买|拍|要|来|拿|订|下单|一共|共|^|[,，。 ])(?:了|个)?(\d{{1,4}}|[一二两三四五六七八九十百]{{1,4}}|俩|仨){_COUNTED}")
_MANY = 9999


def quantity_of(text: str) -> int | None:
    """Read how many pieces a message speaks of.

    Args:
        text: the message, folded.

    Returns:
        The number; None where it names none or several.

    >>> quantity_of("买3件多少钱"), quantity_of("我要两双 一共多少"), quantity_of("有3包装的吗")
    (3, 2, None)
    """
    found = {match[1] for match in _QUANTITY.finditer(text)}
    if len(found) != 1:
        return None
    word = found.pop()
    count = {"俩": 2, "仨": 3}.get(word) or number(word)
    return int(count) if count and 1 <= count <= _MANY else None


def price_of(question: Question) -> Decimal | None:
    """Give what one piece of the article costs.

    Args:
        question: the message.

    Returns:
        The price; None where the article is not known or its options cost differently and the message names none.
    """
    if len(question.articles) != 1:
        return None
    prices = question.articles[0].numbers("price")
    if len({price for _, price in prices}) > 1:
        named = mentioned([name for name, _ in prices if name], question.text)
        prices = tuple(pair for pair in prices if pair[0] in named)
    different = {price for _, price in prices}
    return Decimal(str(different.pop())) if len(different) == 1 else None
