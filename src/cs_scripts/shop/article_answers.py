"""Answer a message from the shop's goods: the fact first, a draft with a slot where the table has none.

Never a value of another article: where the message fits two articles the reply asks, where it fits more the fact stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import GOODS_INTENTS, Answer, distinct
from cs_scripts.shop.article import Article
from cs_scripts.shop.article_besides import besides, option_besides, told_besides
from cs_scripts.shop.asking import OF_OPTIONS, QUESTION, TELLS, asked_of, further, side_by_side
from cs_scripts.shop.attribute_answers import attribute_answer, is_told
from cs_scripts.shop.attributes import Asked, asked_attributes, attributes
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.certainty import ELSEWHERE
from cs_scripts.shop.clauses import clauses, run_together
from cs_scripts.shop.comparison import compare, which
from cs_scripts.shop.facts_said import About, said, stated
from cs_scripts.shop.follow_up import completed
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.goods_joined import COMPARES, TOGETHER
from cs_scripts.shop.goods_typos import spelt
from cs_scripts.shop.open_questions import confirmed, not_among_contents, of_another, offered, open_question
from cs_scripts.shop.option_ends import ends_answer
from cs_scripts.shop.other_matters import of_other_matters
from cs_scripts.shop.other_models import other_model
from cs_scripts.shop.own_words import own_words
from cs_scripts.shop.part_answers import both_blank, finer_answer, of_own_clause, with_blank
from cs_scripts.shop.price_answers import apart, how_much, in_clauses, price_answer
from cs_scripts.shop.shop_besides import asked_besides
from cs_scripts.shop.sizes import size_answer
from cs_scripts.shop.stock_answers import option_answer, restock_answer, says_stock
from cs_scripts.shop.stock_short import short_answer
from cs_scripts.shop.subject import subject_of
from cs_scripts.shop.unit_price import unit_price_answer
from cs_scripts.shop.wording import one_breath, unnamed
from cs_scripts.text.folding import fold

_MOST_WORDS = 200
_LONGEST = 80
_MOST = 3
_SHORT = 28
"""Characters of a message that is little but a figure, whatever it was taken for."""

_OF_UNIT = ("price", "pieces", "weight", "capacity")
"""What an answer about the price of one unit says too."""


def article_answers(
    text: str,
    history: Sequence[tuple[str, str]],
    goods: Goods | None,
    intents: Sequence[str],
    item: str | None = None,
    found: tuple[Sequence[Article], Sequence[str]] | None = None,
) -> list[Answer]:
    """Answer what a message asks of an article.

    Args:
        text: the message.
        history: role (``buyer`` or ``seller``) and text of the turns before it, oldest first.
        goods: the shop's goods; None or empty gives drafts for what is certainly asked, and sizes by the usual charts.
        intents: the recognised intents, likeliest first; empty where nobody recognised any.
        item: the id, link or name of the article the buyer looks at, where the shop's software knows it.
        found: what ``Goods.find_named`` gave for them, where the caller has asked already.

    Returns:
        At most three answers, in the order of the questions; none where the message asks nothing of an article.

    >>> [answer.text.count("【待填:能否机洗】") for answer in article_answers("这个能机洗吗", [], None, ["product_info"])]
    [1]
    """
    articles, nouns = found or (goods.find_named(text, history, item) if goods else ([], ()))
    whole = completed(text[:_MOST_WORDS], history, articles)
    folded = spelt(fold(whole), nouns)
    noun = nouns[0] if nouns else ""
    article = articles[0] if len(articles) == 1 else None
    about = About(article, subject_of(folded, noun, article), folded, tuple(intents))
    size = size_answer(text, history, articles, goods, sizing="sizing" in intents)
    if intents and not GOODS_INTENTS.intersection(intents):
        figures = size and article and len(folded) <= _SHORT and not ELSEWHERE.search(folded)
        return [size] if size and figures else of_other_matters(about, nouns) or _price_besides(about) or asked_besides(about, nouns)
    asked = asked_of(folded, nouns, intents, about.article, sized=size is not None)
    if len(articles) == 2 and not size:
        if TOGETHER.search(folded) and not COMPARES.search(folded):
            return []  # a sum, which the shop's offers decide
        if COMPARES.search(folded):
            return [compare(articles[0], articles[1], [each for each in asked if each.attribute.kind != "stock"], about)]
    if not size and (another := of_another(about, asked)):
        return [another]
    if not size and (close := finer_answer(about, asked, nouns)):
        told = told_besides(about, asked, close, articles)
        return with_blank([*_in_one(told)[:1], close], folded) if told else [close]
    unit = unit_price_answer(about)
    if unit:
        asked = [each for each in asked if each.attribute.id not in _OF_UNIT]
    if not asked and not size and _weight_told(about):
        asked = [Asked(attributes()["fit_weight"], "斤", 0)]
    if about.article and not unit and (apart(about) or ((not asked or in_clauses(folded)) and how_much(about))):
        asked = [Asked(attributes()["price"], "差多少", 0), *(each for each in asked if each.attribute.id != "price")]
    asked += further(about) if not asked else []
    plainly = any(each.sure and each.attribute.kind not in OF_OPTIONS and is_told(each, about.article) for each in asked)
    alone = size or (plainly and not (says_stock(folded) or other_model(about) or restock_answer(about) or option_besides(about, asked)))
    option = None if alone else option_answer(about)
    option = short_answer(about) or ends_answer(about) or option
    if len(articles) == 2 and not size and (asked or option):
        return [_both(articles, asked, about, noun, option)]
    answers = [each for each in (None if size and size.missing else size, unit, option) if each]
    if option and about.article:
        asked = [each for each in asked if each.attribute.id not in _told_by(option) or of_own_clause(about, each)]
    answers += [
        answer for each in asked if (answer := attribute_answer(about, each, articles, drafts=not option or about.article is not None))
    ]
    answers += [size] if size and size.missing else []
    answers.sort(key=lambda each: not each.states)  # what is told before what is open
    if about.article and answers and not size:
        answers += besides(about, asked, nouns, option)
    told = distinct(answers)[:_MOST]
    told = [*told[:1], *(replace(each, text=unnamed(each.text, about.subject)) for each in told[1:])] if about.article else told
    one = len(told) > 1 and (len(clauses(folded)) == 1 or run_together(folded) or side_by_side(asked, folded))
    return with_blank(_in_one(told) if one else told, folded) or _unasked(about, articles, nouns)


def _weight_told(about: About) -> bool:
    """Tell whether the weight of a body is named beside an article of one size: 我姐145斤行不行."""
    one = about.article is not None and about.article.options("size") == ("均码",)
    return one and bool(QUESTION.search(about.text)) and read_body(about.text).weight is not None


def _price_besides(about: About) -> list[Answer]:
    """Answer the price that a message about another matter asks for in a part of its own: 多少钱一双 寄到吉林要邮费吗."""
    asked = (
        [each for each in asked_attributes(about.text) if each.attribute.id == "price"] if about.article and in_clauses(about.text) else []
    )
    price = price_answer(about, "price") if asked and not ELSEWHERE.search(about.text) else None
    return [price] if price else []


def _told_by(option: Answer) -> set[str]:
    """List what an answer about an option says already."""
    told = {"stock", "pieces", "color", "size", "spec", "flavour", "device"}
    told |= {"dimensions", "capacity"} if option.uses[:1] in (("goods.size",), ("goods.spec",)) else set()
    return told | ({"restock_date"} if "到货" in option.text else set())


def _unasked(about: About, articles: Sequence[Article], nouns: Sequence[str]) -> list[Answer]:
    """Answer where no attribute is asked for: from the article's own words, else with the buyer's words in a slot."""
    if had := offered(about, articles, nouns[0] if nouns else ""):
        return had
    asks = not about.intents or about.intents[0] in TELLS
    if about.article and asks and QUESTION.search(about.text) and not ELSEWHERE.search(about.text):
        found = own_words(about.article, about.text, nouns)
        if found:
            return [stated(about, *found)]
    first = next(iter(about.intents), "")
    if about.article and asks and (yes := confirmed(about)):
        return [yes]
    if contents := not_among_contents(about):
        return [contents]
    free = about.article is not None and (not first or (first == "quality" and not ELSEWHERE.search(about.text)))
    open_ = open_question(about, nouns) if first == "product_info" or free else None
    return [(both_blank(about, nouns) or open_) if open_.missing else open_] if open_ else []


def _both(articles: Sequence[Article], asked: Sequence[Asked], about: About, noun: str, option: Answer | None) -> Answer:
    """Answer where two articles fit: the value if they share it, both if they were both named, else the question which."""
    first, second = articles
    if asked and asked[0].attribute.kind not in ("stock", "price"):
        values = {article.values.get(asked[0].attribute.id, "") for article in articles}
        if len(values) == 1 and (value := values.pop()):
            return said(About(None, "这两款" + noun, about.text, about.intents), asked[0], value)
    intent = option.intent if option else about.intent(asked[0].attribute)
    return which(first, second, about, intent)


def _in_one(answers: list[Answer]) -> list[Answer]:
    """Say the first two facts in one breath, where voice input runs two questions together: 多少钱啊带不带遮阳篷."""
    told = [each for each in answers if not each.missing]
    if len(told) < 2 or set(told[0].uses) & set(told[1].uses):
        return answers
    text = one_breath(told[0].text, told[1].text)
    both = replace(told[0], text=text, uses=(*told[0].uses, *told[1].uses))
    return [both, *(each for each in answers if each is not told[0] and each is not told[1])] if len(text) <= _LONGEST else answers
