"""Answer a message from what the shop says of places, days, campaigns, couriers and guarantees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cs_scripts.conversation.facts import Facts
from cs_scripts.shop.answer import Answer
from cs_scripts.shop.arrival_answers import transit_answer
from cs_scripts.shop.goods import Article
from cs_scripts.shop.moments import local
from cs_scripts.shop.offer_answers import offer_answer, sum_answer
from cs_scripts.shop.place_answers import postage_answer, reach_answer
from cs_scripts.shop.profile import Shop
from cs_scripts.shop.question import Question, named_place
from cs_scripts.shop.service_answers import courier_answer, dispatch_answer, guarantee_answer
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

Turns = Sequence[tuple[str, str]]

_MAX_LENGTH = 120
"""Nobody asks for days or sums in a longer message without saying much else besides."""

_MAY_ASK = lazy(
    r"几|多|何时|哪|什么|啥|吗|么|嘛|不|没|吧|怎|[?？]|包邮|邮费|运费|偏远|保|三包|活动|优惠|券|卷|减|发|到|折|截单|限购|叠加|合计|一共"
)
_MAKERS = (
    transit_answer,
    postage_answer,
    reach_answer,
    courier_answer,
    dispatch_answer,
    sum_answer,
    offer_answer,
    guarantee_answer,
)
_LAST_YEAR = 9000


def shop_answers(
    text: str,
    history: Turns,
    facts: Facts,
    shop: Shop,
    intents: Sequence[str],
    at: datetime,
    *,
    articles: Sequence[Article] = (),
    stage: str = "",
) -> list[Answer]:
    """Answer a message from the shop's profile and tables.

    Args:
        text: the message as typed.
        history: role and text of the turns before it, oldest first. The facts hold what they say; their number varies the wording.
        facts: what was said, as ``read_facts(text, history)`` gives it.
        shop: the shop.
        intents: ids of the intents that were recognised, likeliest first; none of them leaves the words to decide.
        at: the time of the message, of any zone.
        articles: the articles it is about, as ``Goods.find`` gives them; sums need exactly one.

        stage: where the order stands, one of ``conversation.terms.STAGES``, empty when unknown: of a parcel that has left neither the
            day of dispatch nor the usual days are told.

    Returns:
        The answers, at most one of each kind; none where nothing is asked that the shop knows.

    >>> from cs_scripts.conversation.facts import read_facts
    >>> from cs_scripts.shop.regions import Region, Regions
    >>> shop = Shop(regions=Regions(usual=Region(days=(3, 4))))
    >>> [answer] = shop_answers("到成都几天", [], read_facts("到成都几天"), shop, ["delivery_time"], datetime(2026, 11, 30))
    >>> "成都" in answer.text, "3–4天" in answer.text
    (True, True)
    """
    moment = local(at)
    if len(text) > _MAX_LENGTH or moment.year > _LAST_YEAR:
        return []
    folded = fold(text).replace("劵", "券")
    if not _MAY_ASK.search(folded):
        return []
    question = Question(folded, facts, shop, tuple(intents), moment, tuple(articles), named_place(folded, facts), stage, len(history))
    found = [answer for make in _MAKERS if (answer := make(question)) is not None]
    if any(answer.id in ("regions.transit", "regions.in_time") for answer in found):
        found = [answer for answer in found if answer.id != "regions.reach"]
    return list({answer.text: answer for answer in found}.values())
