"""Answer a message from the shop's goods: the fact first, a draft with a slot where the table has none.

Never a value of another article: where the message fits two articles the reply asks, where it fits more the fact stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import GOODS_INTENTS, Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import Asked, Attribute, asked_attributes, attributes
from cs_scripts.shop.comparison import compare, which
from cs_scripts.shop.facts_said import About, draft, said, stated
from cs_scripts.shop.follow_up import completed
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.goods_find import COMPARES, TOGETHER
from cs_scripts.shop.open_questions import open_question
from cs_scripts.shop.own_words import made_of, own_words, said_elsewhere
from cs_scripts.shop.price_answers import apart, how_much, price_answer, priced
from cs_scripts.shop.sizes import size_answer
from cs_scripts.shop.stock_answers import option_answer, restock_answer
from cs_scripts.shop.subject import subject_of
from cs_scripts.shop.wording import say
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_MOST_WORDS = 200
_MOST = 3
_ELSEWHERE = lazy(
    r"收到|到手|坏了|破了|裂了|退|换[^\n]{0,4}[货的]|取消|发票|订单|快递|物流|师傅|维修|赔|补发|签收|投诉|差评|假货|客服|支付|付款|刚买|之前买|上次买|买了|拍了|用了|吃了|穿了|洗了|我要买|只要|就要"
)
_QUESTION = lazy(r"[吗嘛么呢?？几多啥怎咋哪]|什么|如何|有没有|不$|没$")
_OPEN = lazy(r"[多几啥怎咋哪吗]|什么|如何|有没有|会不会|不[^\n]|有没|还有")
_TELLS = frozenset({"product_info", "quality", "gift", "packaging", "warranty", "stock", "sizing"})
"""Intents of which a message may be answered by a cell that merely shares its words."""

_MISTAKEN = frozenset({"returns", "delivery_time", "shipping_time"})
"""Intents that words such as 换 and 几号 bring about where they are said of a thing."""

_BEFORE = lazy(r"能|可以|会|有没有|有无|是不是|是|什么|多少|啥|带|含|有|支持|要|用|放|进")
_AFTER = lazy(r"[^\n]{0,5}?(?:吗|嘛|么|不|没|吧|[?？]|呢|多[少久长大]|哪|怎么样|如何|多大|几|啥|什么|咋样)")


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
    folded = fold(whole)
    noun = nouns[0] if nouns else ""
    article = articles[0] if len(articles) == 1 else None
    about = About(article, subject_of(folded, noun, article), folded, tuple(intents))
    if intents and not GOODS_INTENTS.intersection(intents):
        return _of_other_matters(about, nouns)
    size = size_answer(text, history, articles, goods, sizing="sizing" in intents)
    asked = _asked(folded, nouns, intents, about.article, sized=size is not None)
    if len(articles) == 2 and not size:
        if TOGETHER.search(folded) and not COMPARES.search(folded):
            return []  # a sum, which the shop's offers decide
        if COMPARES.search(folded):
            return [compare(articles[0], articles[1], [each for each in asked if each.attribute.kind != "stock"], about)]
    if about.article and (apart(about) or (not asked and how_much(about))):
        asked = [Asked(attributes()["price"], "差多少", 0), *(each for each in asked if each.attribute.id != "price")]
    asked += _further(about) if not asked else []
    option = None if size else option_answer(about)
    if len(articles) == 2 and not size and (asked or option):
        return [_both(articles, asked, about, noun, option)]
    answers = [each for each in (size, option) if each]
    if option and about.article:
        asked = [each for each in asked if each.attribute.id not in _told_by(option)]
    answers += [answer for each in asked if (answer := _one(about, each, articles, drafts=not option or about.article is not None))]
    return _distinct(answers)[:_MOST] or _unasked(about, articles, nouns)


def _of_other_matters(about: About, nouns: Sequence[str]) -> list[Answer]:
    """Answer a message taken for another matter that yet is plainly about the article: 白色的几号到, 奶嘴多久换."""
    if about.article is None or about.intents[0] not in _MISTAKEN or _ELSEWHERE.search(about.text):
        return []
    if restock := restock_answer(about):
        return [restock]
    found = own_words(about.article, about.text, nouns, least=4)
    return [stated(about, *found)] if found else []


def _told_by(option: Answer) -> set[str]:
    """List what an answer about an option says already."""
    told = {"stock", "color", "size", "spec", "flavour", "device"}
    return told | ({"restock_date"} if "到货" in option.text else set())


def _unasked(about: About, articles: Sequence[Article], nouns: Sequence[str]) -> list[Answer]:
    """Answer where no attribute is asked for: from the article's own words, else with the buyer's words in a slot."""
    if offered := _offered(about, articles, nouns[0] if nouns else ""):
        return offered
    asks = not about.intents or about.intents[0] in _TELLS
    if about.article and asks and _QUESTION.search(about.text) and not _ELSEWHERE.search(about.text):
        found = own_words(about.article, about.text, nouns)
        if found:
            return [stated(about, *found)]
    open_ = open_question(about) if next(iter(about.intents), "") == "product_info" else None
    return [open_] if open_ else []


def _offered(about: About, articles: Sequence[Article], noun: str) -> list[Answer]:
    """Answer whether the shop has such a thing: 有没有保温杯, 蓝牙耳机有卖吗."""
    name = re.escape(noun)
    if (
        not noun
        or not 1 <= len(articles) <= _MOST
        or not re.search(rf"有(?:没有)?(?:卖)?{name}|{name}(?:有没有|有吗|有卖|还有)", about.text)
    ):
        return []
    shown = "、".join(f"“{article.name}”" for article in articles)
    intent = next((each for each in about.intents if each in ("stock", "recommendation", "product_info")), "stock")
    return [Answer("goods.offered", intent, say("offered", about.text, {"list": shown, "noun": noun}), uses=("goods.name",))]


def _further(about: About) -> list[Asked]:
    """Take a column that the shop added itself as an attribute: it is asked for by its own header."""
    known = attributes()
    columns = about.article.values if about.article else {}
    names = [name for name in columns if name not in known and len(name) > 1 and name.lower() in about.text]
    return [Asked(Attribute(name, name, "text"), name, about.text.find(name.lower())) for name in names if _QUESTION.search(about.text)]


def _asked(folded: str, nouns: Sequence[str], intents: Sequence[str], article: Article | None, *, sized: bool) -> list[Asked]:
    """List what is asked for, leaving out words that are part of an article's name (保温杯) or of a question of size."""
    spans = [(at, at + len(noun)) for noun in nouns if (at := folded.find(noun)) >= 0]
    asked = [
        each
        for each in asked_attributes(folded)
        if not (sized and each.attribute.id in _SIZE_WORDS)
        and not any(start <= each.start and each.start + len(each.word) <= end for start, end in spans)
    ]
    if len(asked) > 1:
        asked = sorted((each for each in asked if each.word != "多大"), key=lambda each: not each.sure)
    if not intents or "product_info" in intents:
        return asked
    return [
        each
        for each in asked
        if set(each.attribute.intents) & set(intents) or ((each.sure or intents[0] in _TELLS) and _is_told(each, article))
    ]


def _is_told(asked: Asked, article: Article | None) -> bool:
    """Tell whether the one article at hand answers what its words ask for, whatever intent they were taken for."""
    if article is None or asked.attribute.kind in ("price", "stock"):
        return False
    return any(article.values.get(each) for each in (asked.attribute.id, *asked.attribute.others)) or bool(
        said_elsewhere(article, asked)[1]
    )


_SIZE_WORDS = frozenset({"size", "dimensions", "ages", "weight", "height", "length", "baby", "fit_size", "stock"})
"""Attributes whose words are part of a question of which size to take."""


def _one(about: About, asked: Asked, articles: Sequence[Article], *, drafts: bool) -> Answer | None:
    """Answer one attribute: of the article, of all that fit where they agree, else as a draft."""
    attribute = asked.attribute
    if attribute.kind == "price":
        sure = drafts and not priced(about.text) and bool(_OPEN.search(asked.word)) and certain(about.text, asked)
        return price_answer(about, attribute.id) or (draft(about, asked) if sure else None)
    if attribute.kind == "stock":
        return None
    if about.article is None:
        if not asked.sure:
            return None
        shared = {article.values.get(attribute.id, "") for article in articles}
        if len(shared) == 1 and (value := shared.pop()):
            return said(About(articles[0], about.subject.replace("这款", "这几款"), about.text, about.intents), asked, value)
        return draft(about, asked) if drafts and certain(about.text, asked) else None
    known = attributes()
    if attribute.id == "material" and (part := made_of(about.article, asked.word)):
        return said(about, Asked(known[part[0]], asked.word, asked.start), part[1])
    cells = [(each, value) for each in (attribute.id, *attribute.others) if (value := about.article.values.get(each, ""))]
    cells.sort(key=lambda cell: "洗" in asked.word and "洗" not in cell[1])  # who asks about washing is not told where to dry it
    if cells:
        key, value = cells[0]
        return said(about, asked if key == attribute.id else Asked(known[key], asked.word, asked.start), value)
    cell, clause = said_elsewhere(about.article, asked)
    if clause:
        return stated(about, attribute, clause, cell)
    return draft(about, asked) if asked.sure and certain(about.text, asked) else None


def certain(folded: str, asked: Asked) -> bool:
    """Tell whether a message certainly asks for an attribute, so that a draft with a slot serves without any table.

    Args:
        folded: the message, folded.
        asked: the attribute that its words name.

    Returns:
        False for statements, for comparisons of what nobody knows, and for what happened to an order.

    >>> ask = asked_attributes("这个是纯棉的吗")[0]
    >>> certain("这个是纯棉的吗", ask), certain("昨天收到的不是纯棉的吧", ask)
    (True, False)
    """
    if _ELSEWHERE.search(folded) or COMPARES.search(folded):
        return False
    if _OPEN.search(asked.word):
        return True
    before, _, after = folded.partition(asked.word)
    return bool(_BEFORE.search(before[-6:]) or _AFTER.match(after))


def _both(articles: Sequence[Article], asked: Sequence[Asked], about: About, noun: str, option: Answer | None) -> Answer:
    """Answer where two articles fit: the value if they share it, both if they were both named, else the question which."""
    first, second = articles
    if asked and asked[0].attribute.kind not in ("stock", "price"):
        values = {article.values.get(asked[0].attribute.id, "") for article in articles}
        if len(values) == 1 and (value := values.pop()):
            return said(About(None, "这两款" + noun, about.text, about.intents), asked[0], value)
    intent = option.intent if option else about.intent(asked[0].attribute)
    return which(first, second, about, intent)


def _distinct(answers: Sequence[Answer]) -> list[Answer]:
    return list({answer.text: answer for answer in answers}.values())
