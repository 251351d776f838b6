"""Answer about a campaign that the profile does not list: none of that name runs now, and what may be used instead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.campaign_named import AHEAD, FEASTS, instead, next_day
from cs_scripts.shop.coupon_answers import COUPON
from cs_scripts.shop.question import Question
from cs_scripts.shop.sum_answers import usable
from cs_scripts.shop.wording import slot
from cs_scripts.text.patterns import lazy

_OCCASION = lazy(
    r"双十[一二]|双1[12]|双旦|618|六一八|黑五|黑色星期五|周年庆|店庆|年货节|年中大促|聚划算|会员日|开学季|女神节|妇女节|三八节|38节|情人节|七夕|母亲节|父亲节|儿童节"
    r"|劳动节|五一|端午|中秋|国庆|圣诞|平安夜|元旦|跨年|春节"
)
_QUOTED = lazy(r"每?满([\d一二两三四五六七八九十百千]{2,6})(?:元|块)?(?:立?减|省)([\d一二两三四五六七八九十百]{1,6})")
_THING = lazy(r"活动|优惠|满减|折扣|促销|打折|几折|满[\d一二两三四五六七八九十百千]{2,6}(?:元|块)?减")
_ASKS = lazy(r"[吗么嘛不没吧?？呀]|哪些|什么|啥|多少|几折|怎么")
_OFFER = lazy(r"活动|满减|优惠")
_NOW = lazy(r"现在|还有|还在|还能|能用|可以用|参加|今天|目前")
_BEFORE = lazy(r"买的|拍的|下的单|之?前|去年|上次")
_WHEN = lazy(r"什么时候|啥时候|何时|哪天|几号|几点|多久|几月|才开始")


def unlisted_answer(question: Question, intent: str) -> Answer | None:
    """Answer whether a campaign runs that is named by its feast or its figures and that the profile does not have.

    Args:
        question: the message, which names no campaign of the profile.
        intent: the intent that is answered.

    Returns:
        The answer, with a blank for a feast that is near; None where no such campaign is asked for, or its day is.

    >>> from datetime import datetime
    >>> from cs_scripts.conversation.facts import read_facts
    >>> from cs_scripts.shop.profile import Shop
    >>> asked = "黑五有活动吗"
    >>> told = unlisted_answer(Question(asked, read_facts(asked), Shop(), (), datetime(2026, 11, 30)), "promotion")
    >>> "没有" in told.text, "黑五" in told.text
    (True, True)
    """
    text = question.text
    if not (_THING.search(text) and _ASKS.search(text)) or _WHEN.search(text) or _BEFORE.search(text) or COUPON.search(text):
        return None
    feast, quoted = _OCCASION.search(text), _QUOTED.search(text)
    if not feast and (
        not quoted or question.campaigns() or not (_NOW.search(text) or _OFFER.search(text)) or _known(question, quoted[1], quoted[2])
    ):
        return None
    name = feast[0] if feast else quoted[0] if quoted else ""
    values = {"name": name, "more": instead(question) or _standing(question)}
    if feast and not _NOW.search(text) and _near(feast[0], question.at.date()):
        label = f"{name}活动内容或还没公布"
        told = question.answer("campaign_feast", intent, "campaign.draft", values | {"slot": slot(label)}, ("campaign.offer",))
        return replace(told, missing=(label,))
    return question.answer("campaign_none", intent, "campaign.unlisted", values, ("campaign.offer",))


def _known(question: Question, over: str, off: str) -> bool:
    """Tell whether figures are those of a coupon or of an offer of the profile."""
    coupons = {(each.over, each.amount) for each in question.shop.coupons}
    tiers = {
        pair
        for each in question.shop.campaigns
        if each.terms
        for pair in (*each.terms.tiers, *((each.terms.every,) if each.terms.every else ()))
    }
    return not (over + off).isdecimal() or any((int(over), int(off)) == pair for pair in coupons | tiers)


def _near(feast: str, today: date) -> bool:
    return feast in FEASTS and 0 < (next_day(*FEASTS[feast], today) - today).days <= AHEAD


def _standing(question: Question) -> str:
    shown = [f"{each.label}（{each.place}领）" if each.place else each.label for each in usable(question)]
    return f"，能用的是{'、'.join(shown[:2])}" if shown else ""
