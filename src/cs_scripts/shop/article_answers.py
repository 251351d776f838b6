"""Answer a message from the shop's goods: the fact first, a draft with a slot where the table has none.

Never a value of another article: where the message fits two articles the reply asks, where it fits more the fact stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.attributes import Asked, asked_attributes
from cs_scripts.shop.comparison import COMPARES, compare, which
from cs_scripts.shop.facts_said import About, draft, said
from cs_scripts.shop.goods import Article, Goods
from cs_scripts.shop.sizes import size_answer
from cs_scripts.shop.stock_answers import option_answer, price_answer
from cs_scripts.text.folding import fold

GOODS_INTENTS = frozenset(
    {
        "product_info", "sizing", "stock", "price_info", "quality", "authenticity", "gift", "warranty", "packaging", "recommendation",
        "hesitation", "ordering", "promotion",
    }
)  # fmt: skip
"""Intents that a table of goods can answer; a message of others only is left alone."""

_THIS = re.compile(r"[这那](?:一)?(件|双|条|款|台|瓶|盒|袋|口|把|套|张|床|包|支|本|罐|只|顶|枚)")
_MOST_WORDS = 200
_MOST = 3
_BOUGHT = re.compile(r"(?:刚|已经|昨天|前天|上次|上回|之前)[^\n]{0,6}(?:收到|买的|拍的)|收到了|坏了|破了|裂了")


def article_answers(
    text: str, history: Sequence[tuple[str, str]], goods: Goods | None, intents: Sequence[str], item: str | None = None
) -> list[Answer]:
    """Answer what a message asks of an article.

    Args:
        text: the message.
        history: role (``buyer`` or ``seller``) and text of the turns before it, oldest first.
        goods: the shop's goods; None or empty gives drafts for what is certainly asked, and sizes by the usual charts.
        intents: the recognised intents, likeliest first; empty where nobody recognised any.
        item: the id, link or name of the article the buyer looks at, where the shop's software knows it.

    Returns:
        At most three answers, in the order of the questions; none where the message asks nothing of an article.

    >>> [answer.text.count("【待填:能否机洗】") for answer in article_answers("这个能机洗吗", [], None, ["product_info"])]
    [1]
    """
    if intents and not GOODS_INTENTS.intersection(intents):
        return []
    folded = fold(text[:_MOST_WORDS])
    articles, noun = goods.find_named(text[:_MOST_WORDS], history, item) if goods else ([], "")
    about = About(articles[0] if len(articles) == 1 else None, _subject(folded, noun), folded, tuple(intents))
    size = size_answer(text, history, articles, goods, sizing="sizing" in intents)
    answers = [size] if size else []
    asked = [each for each in asked_attributes(folded) if not (size and each.attribute.id in _SIZE_WORDS)]
    if intents:
        asked = [each for each in asked if set(each.attribute.intents) & set(intents) or "product_info" in intents]
    if len(articles) == 2 and COMPARES.search(folded) and not size:
        return [compare(articles[0], articles[1], _named_only(asked), about)]
    option = None if size else option_answer(about)
    if not (asked or option or answers):
        return []
    if len(articles) == 2 and not answers:
        return [_both(articles, asked, about, noun, option)]
    if option and about.article:
        asked = [each for each in asked if each.attribute.id not in ("stock", "color", "size", "spec", "flavour", "price")]
    answers += [option] if option else []
    answers += [answer for each in asked if (answer := _one(about, each, articles, drafts=not option or about.article is not None))]
    return _distinct(answers)[:_MOST]


_SIZE_WORDS = frozenset({"size", "dimensions", "ages", "weight", "height", "length", "baby", "fit_size", "stock"})
"""Attributes whose words are part of a question of which size to take."""


def _one(about: About, asked: Asked, articles: Sequence[Article], *, drafts: bool) -> Answer | None:
    """Answer one attribute: of the article, of all that fit where they agree, else as a draft."""
    attribute = asked.attribute
    if attribute.kind == "price":
        return price_answer(about, attribute.id)
    if attribute.kind == "stock":
        return None
    if about.article is None:
        shared = {article.values.get(attribute.id, "") for article in articles}
        if len(shared) == 1 and (value := shared.pop()):
            return said(About(articles[0], about.subject.replace("这款", "这几款"), about.text, about.intents), asked, value)
        return draft(about, asked) if drafts and not _BOUGHT.search(about.text) else None
    value = about.article.values.get(attribute.id, "")
    return said(about, asked, value) if value else draft(about, asked)


def _both(articles: Sequence[Article], asked: Sequence[Asked], about: About, noun: str, option: Answer | None) -> Answer:
    """Answer where two articles fit: the value if they share it, both if they were both named, else the question which."""
    first, second = articles
    if asked and asked[0].attribute.kind not in ("stock", "price"):
        values = {article.values.get(asked[0].attribute.id, "") for article in articles}
        if len(values) == 1 and (value := values.pop()):
            return said(About(None, "这两款" + noun, about.text, about.intents), asked[0], value)
    intent = option.intent if option else about.intent(asked[0].attribute)
    return which(first, second, about, intent)


def _named_only(asked: Sequence[Asked]) -> list[Asked]:
    return [each for each in asked if each.attribute.kind not in ("stock",)]


def _subject(folded: str, noun: str) -> str:
    """Call the article what the buyer calls it."""
    match = _THIS.search(folded)
    measure = f"这{match[1]}" if match else "这款"
    return measure + noun if len(noun) <= 12 else measure


def _distinct(answers: Sequence[Answer]) -> list[Answer]:
    return list({answer.text: answer for answer in answers}.values())
