"""What a clause asks of the article beside another that is about the shop: 电源线多长 能开专票吗, 推车多重 发什么快递."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.asking import QUESTION, asked_of
from cs_scripts.shop.attribute_answers import attribute_answer, is_told
from cs_scripts.shop.clauses import clauses
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.other_matters import beforehand
from cs_scripts.shop.price_answers import priced
from cs_scripts.text.patterns import lazy

_OF_SHOP = lazy(
    r"退|换货|发货|发票|开[^\s]{0,4}票|专票|普票|快递|物流|邮费|运费|包邮|免邮"
    r"|优惠|券|活动|满减|付款|花呗|几天到|收货|改地址|会员|积分"
)
_MATTERS = frozenset(
    {"invoice", "courier", "shipping_fee", "delivery_time", "shipping_time", "payment", "membership", "returns", "promotion", "logistics"}
)
"""Intents of the shop beside which an article is asked about before anything is bought."""

_MOST = 2
_SHORTEST = 2


def asked_besides(about: About, nouns: Sequence[str]) -> list[Answer]:
    """Answer the clauses that ask for an attribute of the article, where another clause is about the shop.

    Args:
        about: the article and the message, of an intent of the shop.
        nouns: what the message calls the article.

    Returns:
        The facts, at most two; none where the table does not tell them, or the message is not of two such clauses.
    """
    if about.article is None or not _MATTERS.intersection(about.intents[:1]):
        return []
    parts = [part for part in clauses(about.text) if len(part) > _SHORTEST]
    own = [part for part in parts if not _OF_SHOP.search(part) and QUESTION.search(part)]
    if not own or len(own) == len(parts) or not beforehand(part := " ".join(own)):
        return []
    every = asked_of(part, nouns, (), about.article, sized=False)
    asked = [each for each in every if (each.attribute.id == "price" and not priced(about.text)) or is_told(each, about.article)]
    told = [attribute_answer(replace(about, text=part), each, [], drafts=False) for each in asked]
    return [answer for answer in told if answer and not answer.missing][:_MOST]
