"""Which of two options costs less for what is bought: 5kg两袋 beside 10kg一袋, 大袋 beside 两小袋."""

from __future__ import annotations

from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.named_options import by_amount
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import in_one_unit, mentioned
from cs_scripts.shop.price_answers import spaced
from cs_scripts.shop.question import Question
from cs_scripts.shop.units import yuan
from cs_scripts.text.patterns import lazy

_WORTH = lazy(r"划算|合算|实惠|便宜|划得来|更省|省钱|值")
_N = r"(?P<n>[1-9]|[一二两三四五六七八九])"
_AFTER = lazy(rf"[的]?(?:要|买|拿|来)?{_N}\s?[袋包瓶盒支罐桶套个件条份提箱]")
_BEFORE = lazy(rf"{_N}\s?[袋包瓶盒支罐桶套个件条份提箱]?的?$")
_LARGE = lazy(r"大[袋包瓶盒支罐桶套份箱号的]")
_SMALL = lazy(r"小[袋包瓶盒支罐桶套份箱号的]")


def worth_answer(question: Question) -> Answer | None:
    """Set the sums for two options of one article side by side.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked, the article has not two such options, or no number of pieces is told.
    """
    if len(question.articles) != 1 or not _WORTH.search(question.text):
        return None
    article = question.articles[0]
    counts = _counts(article, question.text)
    prices = {name: Decimal(str(price)) for name, price in article.numbers("price")}
    if len(counts) != 2 or set(counts.values()) == {1} or not all(name in prices for name in counts):
        return None
    sums = {name: prices[name] * count for name, count in counts.items()}
    (one, first), (two, second) = sums.items()
    if first == second:
        return None
    listed = "，".join(
        f"{spaced(name)}{yuan(prices[name])}元" + (f"×{counts[name]}={yuan(sums[name])}元" if counts[name] > 1 else "") for name in sums
    )
    values = {"list": listed, "best": one if first < second else two, "apart": yuan(abs(first - second))}
    intent = question.about("price_info", "recommendation", "promotion", "hesitation") or "price_info"
    return question.answer("worth", intent, "campaign.worth", values, ("goods.price", "quantity"))


def _counts(article: Article, text: str) -> dict[str, int]:
    """Find two options of an article in a message, and how many pieces of each."""
    specs = article.options("spec")
    found: dict[str, int] = {}
    text = in_one_unit(text)
    for option in specs:
        name = in_one_unit(option.lower())
        at = text.find(name) if option in mentioned(specs, text) else -1
        if at >= 0:
            found[option] = _beside(text, at, at + len(name))
    for pattern, words in ((_LARGE, "大袋"), (_SMALL, "小袋")):
        match = pattern.search(text)
        chosen = by_amount(specs, words) if match else ()
        if match and len(chosen) == 1:
            found[chosen[0]] = _beside(text, match.start(), match.end())
    return found


def _beside(text: str, start: int, end: int) -> int:
    match = _AFTER.match(text, end) or _BEFORE.search(text[max(0, start - 4) : start])
    return int(number(match["n"]) or 1) if match else 1
