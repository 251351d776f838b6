"""Answer what is asked of campaigns; what is over is never offered."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.campaign_named import campaign_named, day_answer, named_answer
from cs_scripts.shop.campaign_unlisted import unlisted_answer
from cs_scripts.shop.campaigns import Campaign, upcoming
from cs_scripts.shop.coupon_answers import COUPON, FITS, UNTIL, coupon_answer
from cs_scripts.shop.moments import shown_moment
from cs_scripts.shop.offers import apply_offer
from cs_scripts.shop.question import Question
from cs_scripts.shop.sum_answers import usable
from cs_scripts.shop.sums import quantity_of
from cs_scripts.shop.units import yuan
from cs_scripts.shop.wording import one_breath

_WHEN = r"(?:什么时候|啥时候|何时|哪天|几号|几点|多久|什么时间|几月)"
_THING = r"(?:活动|优惠|满减|折扣|促销|打折)"
_COMPLAINT = re.compile(
    r"没减|没有减|怎么没|为什么|为啥|退|差价|保价|补差|不能用|用不了|领不了|领不到|没显示|过期|失效|用不到|买完|买过|已经买|付完|刚买|我的券|返|好评|没优惠|已经领|领了|选不到|麻烦|价保|会员|没用|用过|显示|拍完|定金|订金|又没了|没收到|还没收|不打算|听说|听她说|前两天|不是有|多次|几次|重复|省出|怎么不能|不能领|怎么只|我的[^\n]{0,4}券|key|怎么办|干嘛"
)
_NEXT = re.compile(
    rf"(?:下次|下一次|下回|(?<![眼当时])下(?!单)个?|下一个|下一场|之后|后面|以后)[^\n,。]{{0,6}}{_THING}|{_WHEN}[^\n,。]{{0,4}}(?:有|搞|做|再)[^\n,。]{{0,4}}{_THING}"
    rf"|{_THING}[^\n,。]{{0,6}}{_WHEN}[^\n,。]{{0,3}}(?:有|再|搞|开始)|{_THING}[^\n,。]{{0,4}}(?:明天|今天|几号|\d{{1,2}}号)?才?开始|最近[^\n,。]{{0,4}}{_THING}"
)
_END = re.compile(
    rf"{_THING}[^\n,。]{{0,6}}(?:到|至)?[^\n,。]{{0,3}}{_WHEN}[^\n,。]{{0,6}}(?:结束|截止|到期|为止|完|停)|{_THING}[^\n,。]{{0,6}}(?:到|至){_WHEN}"
    rf"|{_THING}[^\n,。]{{0,6}}(?:结束|截止|过)[^\n,。]{{0,3}}(?:吗|没|么|嘛|[?？])|{_THING}[^\n,。]{{0,4}}还有(?:几天|多久)|(?:几天|多久)[^\n,。]{{0,3}}结束"
)
_STACK = re.compile(
    r"叠加|叠券|叠用|能叠|可以叠|(?:一起|一块儿?|同时|同享|共用|并用)[^\n,。]{0,4}(?:用|享|使用|参加)|(?:和|跟|与)[^\n,。]{0,6}券[^\n,。]{0,4}用"
)
_TWO_COUPONS = re.compile(r"[两几多俩]张(?:优惠)?券|券[和跟与加]券")
_LIMIT = re.compile(r"限购|限(?:几|多少)[件个双盒]|(?:每人|一人|一个人|一次|最多)[^\n,。]{0,5}(?:买|拍)?(?:几|多少)(?!钱|天)")
_SCOPE = re.compile(
    r"(?:参加|参与|属于|算)[^\n,。]{0,6}(?:活动|满减|优惠)|(?:这款|这个|这件|它)[^\n,。]{0,4}(?:能|可以|有)[^\n,。]{0,3}(?:满减|参加)"
)
_TIER = re.compile(r"(?<!每)满(\d{2,6})(?:元|块)?(?:立?减|省|优惠)(?:多少|几)")
_QUOTED = re.compile(r"满(\d{2,6})(?:元|块)?(?:立?减|省)(\d{1,6})")
_AMOUNT = re.compile(
    r"(?:买|拍|总共|一共|消费|满|凑|够|共)(?:了)?(\d{2,6}(?:\.\d{1,2})?)(?:元|块)?[^\n\d,。]{0,3}(?:减|优惠|便宜|省)(?:多少|几|不)"
)
_OFFER = re.compile(
    rf"满多少[^\n,。]{{0,3}}减|满减[^\n,。]{{0,4}}(?:吗|么|嘛|怎么|多少|[?？]|活动)|有满减|(?:能|可以|有)?减多少|怎么减|打?几折|打折吗"
    rf"|(?:有|搞|做|什么|啥|哪些)[^\n,。]{{0,5}}{_THING}"
    rf"|{_THING}(?:内容|力度|是什么|怎么|有哪些|还有|还在|有吗)"
)
_OCCASION = re.compile(
    r"双十[一二]|双1[12]|618|6\.18|(?:母亲|父亲|妇女|情人|年货|劳动|国庆|中秋|端午|圣诞)节|聚划算|周年|国庆|五一|元旦|春节|每周|\d{1,2}号|周[一二三四五六日]"
)
_LATER = re.compile(r"下次|下一|下回|下个|之后|以后|后面|明天|过几天")
_ANY = re.compile(r"优惠|福利")
_ON_NOW = re.compile(r".*(?:(?:有|什么|啥|哪些|做|搞)[^\n,。]{0,6}活动|活动(?:吗|么|有哪些|还有|有没有|$))")
_NOT_NOW = re.compile(
    r".*(?:参[加与]|怎么|为什么|为啥|不是|不[搞做]|时候|啥时|几[号点]|没有活动(?![吗么嘛])|具体|[这那]个?(?:是)?(?:什么|啥)活动)"
)
"""Asks which campaign is on; asks of one, when, why, or tells of none."""
_OF_SOME = re.compile(r"学生|军人|教师|老师|会员|老客|老顾客|回头客|生日|员工|内部|企业|批发|团购|残疾|老人|积分")
_GENERAL = re.compile(r"(?:有|什么|啥|哪些)[^\n,。]{0,5}福利|福利(?:是什么|有哪些|吗)")
_LONGEST = 50
_NO_LIMIT = 10**6
_INTENTS = ("promotion", "price_info", "price_haggling", "price_protection", "ordering", "membership")


def offer_answer(question: Question) -> Answer | None:
    """Answer a question about campaigns or coupons.

    Args:
        question: the message.

    Returns:
        The answer; None where nothing of the kind is asked or known.
    """
    shop, text = question.shop, question.text
    intent = question.about(*_INTENTS) or ("promotion" if _GENERAL.search(text) or (question.articles and FITS.search(text)) else "")
    if len(text) > _LONGEST or not intent or not (shop.campaigns or shop.coupons):
        return None
    if _COMPLAINT.search(text) and not UNTIL.search(text):
        return None
    named, on = campaign_named(question), question.campaigns()
    if named and on and not named.active(question.at) and _STACK.search(text):
        return _stack(question, on, intent)
    if named and not named.active(question.at) and (told := named_answer(question, named, intent)):
        return told
    if not named and (dated := day_answer(question, intent)):
        return dated
    if named:
        question = replace(question, shop=replace(shop, campaigns=(named,)))
    on = question.campaigns()
    if not named and (unlisted := unlisted_answer(question, intent)):
        return unlisted
    if (occasion := _OCCASION.search(text)) and not named and not any(occasion[0] in each.name for each in on):
        return None
    on = question.covering(on) or on
    if _STACK.search(text) and (len(question.articles) < 2 or "叠" in text):  # 口红和防晒一起拍能用券吗 stacks nothing
        return _stack(question, on, intent)
    if COUPON.search(text):
        return coupon_answer(question, intent)
    beyond = (quantity_of(text, question.articles) or 0) > ((on[0].limit or _NO_LIMIT) if on else _NO_LIMIT)
    if on and (_LIMIT.search(text) or (beyond and re.search(rf"{_THING}|能买|可以买|能拍|行[吗不么]|可以[吗不么]", text))):
        kind = "limit" if on[0].limit else "limit_no" if "限购" in text else ""
        values = {"name": on[0].name, "count": str(on[0].limit)}
        return question.answer(kind, intent, "campaign.limit", values, ("campaign.limit",)) if kind else None
    if _NEXT.search(text) and not _QUOTED.search(text):
        return _next(question, on, intent)
    if _END.search(text) and not (on and _OFFER.search(text)):  # 有什么活动 几号结束 asks for both
        return _end(question, on, intent)
    if _SCOPE.search(text) and question.articles and on:
        inside = question.covering(question.campaigns())
        one = (inside or question.campaigns())[0]
        values = {"name": one.name, "offer": one.shown_offer}
        return question.answer("scope_yes" if inside else "scope_no", intent, "campaign.scope", values, ("campaign.scope",))
    if any(pattern.search(text) for pattern in (_QUOTED, _TIER, _AMOUNT, _OFFER, _GENERAL, _SCOPE)):
        return _offer(question, on, intent)
    if named and re.search(_WHEN, text):
        return _end(question, on, intent) if named.over(question.at) else _offer(question, on, intent)
    return None


def _offer(question: Question, on: Sequence[Campaign], intent: str) -> Answer | None:
    """Say what is on, with the figure for the amount that was named."""
    if not on:
        return None if _QUOTED.search(question.text) else _off_season(question, intent)
    campaign, text = on[0], question.text
    match = _TIER.search(text) or (None if _QUOTED.search(text) else _AMOUNT.search(text))
    if match and (offer := campaign.terms) and (offer.tiers or offer.every):
        amount = Decimal(match[1])
        thresholds = dict([*offer.tiers, *([offer.every] if offer.every else [])])
        if amount in thresholds:
            others = "、".join(f"满{yuan(over)}减{yuan(off)}" for over, off in offer.tiers if over != amount)
            more = f"，另外{others}" if others else f"，{campaign.shown_end}截止" if campaign.shown_end else ""
            values = {"over": yuan(amount), "off": yuan(thresholds[amount]), "more": more}
            return question.answer("campaign_tier", intent, "campaign.tier", values, ("campaign.offer",))
        steps = apply_offer(offer, amount, 1, amount)
        if steps:
            paid = steps[-1].paid
            values = {"sum": yuan(amount), "off": yuan(amount - paid), "paid": yuan(paid), "steps": "，".join(step.label for step in steps)}
            return question.answer("campaign_reckoned", intent, "campaign.sum", values, ("campaign.offer",))
        values = {"sum": yuan(amount), "offer": campaign.shown_offer, "gap": yuan(min(thresholds) - amount)}
        return question.answer("campaign_below", intent, "campaign.sum", values, ("campaign.offer",))
    end = f"，到{campaign.shown_end}" if campaign.shown_end else ""
    if (match or _QUOTED.search(text) or re.search(r"满|减|折", text)) and not re.search(r"有[^\n,。]{0,5}活动", text):
        return question.answer("campaign_offer", intent, "campaign.offer", {"offer": campaign.shown_offer, "end": end}, ("campaign.offer",))
    values = {"name": campaign.name, "offer": campaign.shown_offer, "end": end}
    return question.answer("campaign_on", intent, "campaign.offer", values, ("campaign.offer",))


def _off_season(question: Question, intent: str) -> Answer | None:
    """Say what may be had now and what comes, while no campaign is on."""
    ahead = _ahead(question, intent)
    standing = _standing(question, intent)
    if ahead is None or standing is None:
        return ahead or standing
    return replace(standing, text=one_breath(standing.text, ahead.text), uses=(*standing.uses, *ahead.uses))


def _standing(question: Question, intent: str) -> Answer | None:
    """Say what may be had while no campaign is on: the coupons and the gift of the shop."""
    shown = [f"{each.label}（{each.place}领）" if each.place else each.label for each in usable(question)]
    over, gift = question.shop.values.get("gift_threshold", ""), question.shop.values.get("gift_name", "")
    asks = _ANY.search(question.text) or (_ON_NOW.match(question.text) and not _NOT_NOW.match(question.text))
    if not asks or _LATER.search(question.text) or _OF_SOME.search(question.text) or not shown:
        return None
    listed = "，".join([*shown, *([f"满{over}元送{gift}"] if over and gift else [])])
    return question.answer("offers_standing", intent, "campaign.standing", {"list": listed}, ("coupon.amount", "shop.gift_name"))


def _ahead(question: Question, intent: str) -> Answer | None:
    ahead = upcoming(question.shop.campaigns, question.at)
    if ahead is None or ahead.start is None:
        return None
    values = {"name": ahead.name, "offer": ahead.shown_offer, "start": shown_moment(ahead.start)}
    return question.answer("campaign_ahead", intent, "campaign.next", values, ("campaign.start",))


def _next(question: Question, on: Sequence[Campaign], intent: str) -> Answer | None:
    """Say when the next campaign begins; where one is on, when it began, or what is on."""
    if on and on[0].start and re.search(rf"{_THING}(?:是|从)?{_WHEN}开始", question.text):
        values = {"name": on[0].name, "start": shown_moment(on[0].start), "end": f"，到{on[0].shown_end}" if on[0].end else ""}
        return question.answer("campaign_since", intent, "campaign.end", values, ("campaign.start",))
    ahead = upcoming(question.shop.campaigns, question.at)
    if ahead and ahead.start and (not on or re.search(r"下次|下一|下回|下个|之后|后面|以后|再", question.text)):
        values = {"name": ahead.name, "offer": ahead.shown_offer, "start": shown_moment(ahead.start)}
        kind = "campaign_then" if on else "campaign_ahead"
        return question.answer(kind, intent, "campaign.next", values, ("campaign.start",))
    if on and not _LATER.search(question.text):
        return _offer(question, on, intent)
    return None


def _end(question: Question, on: Sequence[Campaign], intent: str) -> Answer | None:
    if on:
        if not on[0].end:
            return None
        values = {"name": on[0].name, "end": on[0].shown_end}
        return question.answer("campaign_end", intent, "campaign.end", values, ("campaign.end",))
    past = [each for each in question.shop.campaigns if each.over(question.at)]
    if not past or (len(past) < len(question.shop.campaigns) and not re.search(r"结束|截止|过", question.text)):
        return _ahead(question, intent)
    last = max(past, key=lambda each: each.end or datetime.min)
    ahead = upcoming(question.shop.campaigns, question.at)
    more = f"，{shown_moment(ahead.start)}还有{ahead.name}" if ahead and ahead.start else ""
    return question.answer("campaign_over", intent, "campaign.end", {"name": last.name, "next": more}, ("campaign.end",))


def _stack(question: Question, on: Sequence[Campaign], intent: str) -> Answer | None:
    """Answer whether coupons, or another campaign, go with the one that is on."""
    if not on:
        return None
    if _TWO_COUPONS.search(question.text):
        return None
    coupon = bool(COUPON.search(question.text))
    allowed = on[0].with_coupons if coupon else on[0].with_others
    if allowed is None:
        return None
    values = {"name": on[0].name, "other": "优惠券" if coupon else "其他活动"}
    return question.answer("stack_yes" if allowed else "stack_no", intent, "campaign.stack", values, ("campaign.with_coupons",))
