"""Answer a message that was taken for another matter than the goods and yet asks what the article is like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer, distinct
from cs_scripts.shop.asking import QUESTION, WHAT_IF, asked_of
from cs_scripts.shop.attribute_answers import attribute_answer, is_told
from cs_scripts.shop.attributes import Asked, attributes
from cs_scripts.shop.certainty import ELSEWHERE, certain
from cs_scripts.shop.clauses import clauses
from cs_scripts.shop.facts_said import About, said, stated
from cs_scripts.shop.named_options import color_named
from cs_scripts.shop.open_questions import of_another, open_question
from cs_scripts.shop.own_words import own_words, returned
from cs_scripts.shop.price_answers import apart, price_answer
from cs_scripts.shop.stock_answers import have_asked, option_answer, restock_answer
from cs_scripts.shop.stock_short import short_answer
from cs_scripts.shop.wording import unnamed
from cs_scripts.text.patterns import lazy

_MOST = 3
_MISTAKEN = frozenset({"returns", "delivery_time", "shipping_time", "defect", "wrong_item", "price_haggling", "order_placed"})
"""Intents that words such as 换, 几号 and 坏 bring about where they are said of a thing."""

_PROMISED = lazy(r"管不管|保不保|给不给[修换]|给[修换][吗么不]|保[不吗么](?=$|[\s?？])|能不能保修|在不在保|算不算保")
_REQUEST = lazy(r"(?:报|发|说|讲|写|告诉)给?(?:我|一下|下)")
_HAPPENED = lazy(
    r"就(?![喝吃能行用])|才[^\n]{0,3}[天次]|质量|(?<!出)差(?!多少|几|价|别|多[吗么不]|不差|得多|距)|垃圾|怎么(?:回事|这么|那么)|为什么|为啥|[^\n什要怎那多掺加含巴脏贵]了(?!我?(?:一个人|自己)[会能好]|[吗么嘛没不吧?？]|(?![一二两三四五半\d几])[\u4e00-\u9fff]{1,4}的(?:$|[\s,，。?？]))|怎么办|咋办|昨天|前天|上次|给我|我的"
)
"""Words of a thing that went wrong already, or of an order: then nobody asks what the article is like."""

_TOO_MUCH = lazy(r"(?:太[\u4e00-\u9fff]{1,2}|味[道儿]?[^\n,。]?[大重浓冲])的?[^\n,。]{0,4}[用闻吃穿戴受][^\n,。]?不了")
"""What a buyer cannot bear of any such thing: 太香的我用不了 tells of no fault."""

_ON_ARRIVAL = lazy(
    r"^(?:那|等)?(?:货)?(?:到了|收到了?|拿到了?|到手了?|到货)(?:以?后)?(?=(?:我|我们)?(?:自己|一个人|一人|自个)[^\n,。]{0,3}(?:[会能要]|怎么|咋))"
)
"""到了我一个人会装吗 asks beforehand."""

_WENT_WRONG = lazy(
    r"才[^\n]{0,3}[天次]|质量|差(?!多少|几|价|别|多[吗么不]|不差|得多|距)|垃圾|怎么(?:回事|这么|那么)|为什么|为啥|怎么办|咋办|昨天|前天|上次|给我|我的"
    r"|[坏破裂断漏锈皱痛痒红肿]了|[洗用穿吃掉褪起][^\n,。]{0,4}了(?![吗没])"
)
"""Words of what went wrong, whatever else is only told of the buyer: 我下班常常就睡过去了 is none."""

_AHEAD = lazy(
    r"(.)[不没]\1|[会能要用][^\n,。]{1,8}[吗么嘛不]$|多[厚长高宽大重沉粗]|有多少$|多少(?:克|厘米|毫米|公分|斤|瓦|升)|[软硬厚薄轻重]的还是"
)
_MEASURES = lazy(r"多[厚长高宽大重沉粗]|多少(?:克|厘米|毫米|公分|斤|瓦|升)|[软硬厚薄轻重]的还是")
_PLAIN_FORM = lazy(r"多[厚长高宽大重沉粗]|(.)[不没]\1")
"""How a clause asks beforehand, although the next one tells what the buyer fears: 缩不缩啊 小了就套不上了."""


def beforehand(folded: str) -> bool:
    """Tell whether a message asks what an article is like, rather than telling what became of it.

    Args:
        folded: the message, folded.

    Returns:
        Whether it has the form of a question and no word of what happened.

    >>> beforehand("壶嘴漏不漏"), beforehand("才两天就漏了 怎么回事")
    (True, False)
    """
    folded = _TOO_MUCH.sub("", folded)
    return bool(QUESTION.search(folded) or _REQUEST.search(folded)) and not ELSEWHERE.search(folded) and not _HAPPENED.search(folded)


def of_other_matters(about: About, nouns: Sequence[str]) -> list[Answer]:
    """Answer a message taken for another matter that yet is plainly about the article: 白色的几号到, 奶嘴多久换, 睡皱了没.

    Args:
        about: the article and the message.
        nouns: what the message calls the article.

    Returns:
        The answers; none where it tells what became of an order.
    """
    about = replace(about, text=_ON_ARRIVAL.sub("", about.text))
    text = about.text
    if about.article is None or about.intents[0] not in _MISTAKEN:
        return []
    if "退" in text and QUESTION.search(text) and (clause := returned(about.article, text)):
        other = " ".join(part for part in clauses(text) if "退" not in part and QUESTION.search(part))  # 能改尺寸吗 改了能退吗
        mentions = (Asked(clause[0], word, 0) for word in clause[0].mentions if word in other)
        whole = next((each for each in asked_of(text, nouns, (), about.article, sized=False) if each.attribute == clause[0]), None)
        whole = whole or next(mentions, None)
        return [said(about, whole, about.article.values[whole.attribute.id]) if whole else stated(about, *clause)]
    if ELSEWHERE.search(text):
        return []
    if restock := restock_answer(about) or short_answer(about):
        return [restock]
    promise = Asked(attributes()["guarantee"], "管不管", 0)
    promised = (_PROMISED.search(text) or WHAT_IF.search(text)) and about.article.values.get("guarantee")
    if promised and is_told(promise, about.article):  # 跑毛了你们管不管 asks for the guarantee
        return [said(about, promise, promised)]
    if not beforehand(text):
        return _asked_besides(about, nouns)
    every = asked_of(text, nouns, (), about.article, sized=False)
    if another := of_another(about, every):
        return [another]
    asked = [each for each in every if is_told(each, about.article)] or [each for each in every if each.sure and certain(text, each)]
    if apart(about) and (price := price_answer(about, "price")):
        return [price]
    if (color_named(text) or any(about.named.values())) and have_asked(text) and (option := option_answer(about)):
        return [option]
    if asked:
        answers = [attribute_answer(about, each, [about.article], drafts=True) for each in asked]
        return distinct(answer for answer in answers if answer)[:_MOST]
    found = own_words(about.article, text, nouns)
    if not found and about.intents[0] == "defect" and (open_ := open_question(about)):
        return [open_]
    return [stated(about, *found)] if found else []


def _asked_besides(about: About, nouns: Sequence[str]) -> list[Answer]:
    """Answer the clauses that ask plainly, where the others only sound like a thing that went wrong; of a defect only measures."""
    ahead = not _WENT_WRONG.search(about.text)
    form = _AHEAD if ahead else _MEASURES if about.intents[0] == "defect" else _PLAIN_FORM
    part = " ".join(clause for clause in clauses(about.text) if form.search(clause) and beforehand(clause))
    every = [each for each in asked_of(part, nouns, (), about.article, sized=False) if each.sure or ahead]
    asked = [each for each in every if is_told(each, about.article)]
    answers = [attribute_answer(replace(about, text=part), each, [], drafts=False) for each in asked]
    told = [answer for answer in answers if answer][:_MOST]
    return [*told[:1], *(replace(each, text=unnamed(each.text, about.subject)) for each in told[1:])]
