"""Answer a message from what the shop says of places, days, campaigns, couriers and guarantees."""

from __future__ import annotations

from dataclasses import replace

from cs_scripts.shop.answer import Answer, distinct
from cs_scripts.shop.arrival_answers import transit_answer
from cs_scripts.shop.budget_answers import budget_answer, threshold_answer
from cs_scripts.shop.courier_refused import other_courier_answer
from cs_scripts.shop.dispatch_answers import dispatch_answer
from cs_scripts.shop.house_rules import house_rule_answer, points_answer, return_days_answer
from cs_scripts.shop.offer_answers import offer_answer
from cs_scripts.shop.place_answers import collect_answer, postage_answer, reach_answer
from cs_scripts.shop.question import Question
from cs_scripts.shop.service_answers import courier_answer, guarantee_answer
from cs_scripts.shop.sum_answers import gift_answer, sum_answer
from cs_scripts.shop.wording import one_breath
from cs_scripts.shop.worth_answers import worth_answer
from cs_scripts.text.patterns import lazy

_MAX_LENGTH = 120
"""Nobody asks for days or sums in a longer message without saying much else besides."""

_MAY_ASK = lazy(
    r"划算|合算|哪|还是|提|拿|大件|分|电话|热线|总|到手|几|多|何时|哪|什么|啥|吗|么|嘛|不|没|吧|怎|[?？]|包邮|邮费|运费|偏远|保|三包|活动|优惠|券|卷|减|发|到|折|截单|限购|叠加|合计|一共|加起来|算下来|一起[算结]|[要来拿买订拍][两二三四五六七八九十\d]"
)
_MAKERS = (
    house_rule_answer,
    points_answer,
    return_days_answer,
    collect_answer,
    transit_answer,
    postage_answer,
    reach_answer,
    other_courier_answer,
    courier_answer,
    dispatch_answer,
    worth_answer,
    budget_answer,
    threshold_answer,
    sum_answer,
    gift_answer,
    offer_answer,
    guarantee_answer,
)
_SAYS_MORE = (
    ("campaign.worth", "campaign.sum"),
    ("campaign.posted", "regions.postage"),
    ("coupon.fits", "campaign.sum"),
    ("regions.closed", "regions.collect", "couriers.fee"),
    ("regions.collect", "couriers.fee"),
    ("couriers.other", "couriers.ours", "couriers.which", "couriers.fee", "couriers.reach"),
    ("regions.transit", "regions.reach"),
    ("regions.in_time", "regions.reach"),
    ("regions.remote", "regions.transit"),
    ("campaign.sum", "coupon.get", "campaign.offer"),
    ("campaign.short", "campaign.offer", "campaign.sum"),
    ("campaign.budget", "campaign.sum", "coupon.get", "coupon.fits"),
)
"""An answer, and those that it makes needless."""

_BESIDES = ("rule.member", "rule.invoice", "rule.home")
"""Rules beside which another matter of the message is answered too."""

_LAST_YEAR = 9000


def shop_answers(question: Question) -> list[Answer]:
    """Answer a message from the shop's profile and tables.

    Args:
        question: the message, with all that decides about its answer.

    Returns:
        The answers, at most one of each kind; none where nothing is asked that the shop knows.

    >>> from datetime import datetime
    >>> from cs_scripts.conversation.facts import read_facts
    >>> from cs_scripts.shop.profile import Shop
    >>> from cs_scripts.shop.regions import Region, Regions
    >>> shop = Shop(regions=Regions(usual=Region(days=(3, 4))))
    >>> asked = Question("到成都几天", read_facts("到成都几天"), shop, ("delivery_time",), datetime(2026, 11, 30))
    >>> [answer] = shop_answers(asked)
    >>> "成都" in answer.text, "3–4天" in answer.text
    (True, True)
    """
    if len(question.message) > _MAX_LENGTH or question.at.year > _LAST_YEAR or not _MAY_ASK.search(question.text):
        return []
    found = [answer for make in _MAKERS if (answer := make(question)) is not None]
    if found and found[0].id.startswith("rule.") and found[0].id not in _BESIDES:
        found = found[:1]
    if found and found[0].id == "rule.invoice":
        found = [*found[1:], found[0]]  # what is to be paid is said before its invoice
    made = {answer.id for answer in found}
    less = {less for fuller, *lesser in _SAYS_MORE if fuller in made for less in lesser}
    found = [answer for answer in found if answer.id not in less]
    return _in_one(distinct(found))


def _in_one(answers: list[Answer]) -> list[Answer]:
    """Say in one breath how many days a place takes and what the postage to it is, or whether to the door, where both were asked."""
    first = next((each for each in answers if each.id in ("regions.transit", "regions.remote")), None)
    second = next((each for each in answers if each.id in ("regions.postage", "rule.home")), None)
    if first is None or second is None or first.missing or second.missing:
        return answers
    text = one_breath(first.text, second.text)
    both = replace(first, text=text, uses=(*first.uses, *second.uses))
    return [both if each is first else each for each in answers if each is not second]
