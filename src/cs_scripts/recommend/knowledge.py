"""What the shop's profile and tables know that bears on one message: which article, answers, and what fills blanks.

Each table's code is loaded only where the shop has that table: many a message needs none of the forty modules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from cs_scripts.conversation.facts import Facts
from cs_scripts.recommend.moment import Moment
from cs_scripts.shop.answer import GOODS_INTENTS, PARTLY, Answer
from cs_scripts.shop.dialect import standard
from cs_scripts.shop.profile import Shop
from cs_scripts.shop.told_answers import contradicts, told_answers
from cs_scripts.shop.told_values import told_values
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

if TYPE_CHECKING:
    from cs_scripts.shop.article import Article
    from cs_scripts.shop.goods import Goods

Found = tuple[Sequence["Article"], Sequence[str]]
"""The articles that a message is about, and what it calls them."""

_SENT_BACK, _LATELY = lazy(r"寄回|退回|我要退|退货"), 2
_SOUNDS_LIKE = ("defect", "returns", "wrong_item")
_OF_ARTICLE = ("goods.attribute", "goods.stock", PARTLY)


class Knowledge:
    """A shop's profile and tables, asked for what bears on a message.

    Args:
        shop: the profile.
        goods: the articles; None where the shop has no table of them.
    """

    def __init__(self, shop: Shop, goods: Goods | None) -> None:
        self.shop = shop
        self.goods = goods
        self._has_profile = shop != Shop()

    def found(self, moment: Moment) -> Found:
        """Find the articles that a message is about, once for all that need them.

        Args:
            moment: the call.

        Returns:
            The articles, several where the message fits each, and the nouns by which it calls them.
        """
        return self.goods.find_named(moment.text, moment.turns, moment.item) if self.goods else ([], ())

    def answers(self, moment: Moment, facts: Facts, intents: Sequence[str], found: Found, stage: str) -> list[Answer]:
        """Ask the tables: what the one article at hand says of itself goes before what holds of the whole shop.

        Args:
            moment: the call.
            facts: what was said.
            intents: ids of the intents that were recognised.
            found: what ``found`` gave.
            stage: where the order stands; empty where that is not certain.

        Returns:
            The answers, in the order in which they are to be said.
        """
        articles, text = found[0], standard(moment.text)
        typed = text
        if len(articles) == 1:
            from cs_scripts.shop.attribute_typos import respelt
            from cs_scripts.shop.follow_up import completed

            text = completed(respelt(text, articles[0], found[1]), moment.turns, articles)
        wanted = tuple(intents) if text == typed else ()  # half a sentence was taken for anything
        of_shop: list[Answer] = []
        of_article: list[Answer] = []
        if self._has_profile:
            from cs_scripts.shop.follow_up import completed_place, with_taken
            from cs_scripts.shop.question import Question
            from cs_scripts.shop.shop_answers import shop_answers

            whole = completed_place(text, moment.turns, facts)
            sure = wanted if whole == text else ()
            whole = with_taken(whole, moment.turns, articles)
            asked = Question(whole, facts, self.shop, sure, moment.at, tuple(articles), stage, len(moment.turns))
            of_shop = shop_answers(asked)
        if articles or not wanted or GOODS_INTENTS.intersection(wanted):
            from cs_scripts.shop.article_answers import article_answers

            of_article = article_answers(text, moment.turns, self.goods, wanted, moment.item, found)
        if self.goods and not articles and moment.item is None:
            from cs_scripts.shop.unlisted import beside_size, unlisted_answer

            unlisted = unlisted_answer(fold(text), wanted)
            of_article = beside_size(unlisted, of_article) if unlisted else of_article
        told = [] if not moment.turns or facts.has("hurt") else told_answers(text, moment.turns, intents, placed=_names_place(facts))
        if any(answer.id == "campaign.gift" for answer in of_shop):
            of_article = [one for one in of_article if not (one.missing and "goods.gift" in one.uses)]
        of_shop = _beside(of_shop, told, of_article, moment, facts) if of_shop else of_shop
        own = [answer for answer in of_article if len(articles) == 1 and answer.id in _OF_ARTICLE and answer.states]
        return [*told, *own, *of_shop, *(answer for answer in of_article if answer not in own)]

    def chiefly(self, intents: list[str], answers: Sequence[Answer], text: str) -> list[str]:
        """Put the intent that the goods answer before a complaint that the words of a mere question sound like.

        Args:
            intents: ids of the intents that were recognised, likeliest first.
            answers: what the tables say, of the one article at hand.
            text: the message.

        Returns:
            The intents.
        """
        if intents[:1] == ["price_haggling"] and any(one.id.startswith("sizes.") and one.states for one in answers):
            return ["sizing", *(one for one in intents if one != "sizing")]  # 腰围2尺1拿28行吗 offers no 28元
        own = next((answer.intent for answer in answers if answer.id.startswith("goods.")), "")
        if len(intents) < 2 or own not in intents or intents[0] not in _SOUNDS_LIKE:
            return intents
        from cs_scripts.shop.other_matters import beforehand

        return [own, *(one for one in intents if one != own)] if beforehand(fold(text)) else intents

    def values(self, moment: Moment, facts: Facts, articles: Sequence[Article]) -> Mapping[str, str]:
        """Give what fills blanks: what the order tells before the article, that before what the agent told, the place and the whole shop.

        Args:
            moment: the call.
            facts: what was said.
            articles: the articles that the message is about; only a single one fills blanks.

        Returns:
            Value by slot.
        """
        of_article: Mapping[str, str] = {}
        if len(articles) == 1:
            from cs_scripts.shop.slots import slot_values

            of_article = slot_values(articles[0], moment.text)
        of_place: Mapping[str, str] = {}
        if self.shop.regions.rows:
            from cs_scripts.shop.place_slots import place_values

            of_place = place_values(moment.text, facts, self.shop)
        of_talk = told_values(moment.turns, placed=_names_place(facts))
        return {**self.shop.values_at(moment.at), **of_place, **of_talk, **of_article, **moment.values}


def _beside(of_shop: Sequence[Answer], told: Sequence[Answer], of_article: Sequence[Answer], moment: Moment, facts: Facts) -> list[Answer]:
    """Leave out what the shop says in general where the agent or the article at hand says it, or the message asks for something else."""
    kept = list(of_shop)
    if any("goods.guarantee" in answer.uses and not answer.missing for answer in of_article):
        kept = [one for one in kept if one.id != "guarantee.shop"]
    if any(answer.id == "goods.stock" for answer in of_article) and not _names_place(facts):  # 白色的几号到 asks for the goods
        kept = [one for one in kept if one.id != "regions.transit"]
    if any(_SENT_BACK.search(said) for _, said in moment.turns[-_LATELY:]):  # 寄中通行不行 of one who sends goods back
        kept = [one for one in kept if not one.id.startswith("couriers.") or one.id == "couriers.phone"]
    if any(one.id == "told.courier" for one in told):
        kept = [one for one in kept if not one.id.startswith("couriers.")]
    again = {one.intent for one in told}
    return [one for one in kept if one.intent not in again and not contradicts(one, moment.turns)]


def _names_place(facts: Facts) -> bool:
    place = facts.get("place")
    return place is not None and place.turn == 0
