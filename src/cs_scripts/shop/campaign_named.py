"""Answer about one campaign that is named, or about a day: 周年庆还有没有, 双旦活动哪些能参加, 双十二有活动吗.

A campaign that is over is said to be over, one that is ahead is told with its day, and of a day without one the shop says so.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.campaigns import Campaign, upcoming
from cs_scripts.shop.day_words import read_days
from cs_scripts.shop.moments import shown_day, shown_moment
from cs_scripts.shop.question import Question

FEASTS = {"双十二": (12, 12), "双12": (12, 12), "双十一": (11, 11), "双11": (11, 11), "618": (6, 18), "六一八": (6, 18), "圣诞": (12, 25),
           "平安夜": (12, 24), "元旦": (1, 1), "跨年": (12, 31), "情人节": (2, 14), "女神节": (3, 8), "三八": (3, 8), "五一": (5, 1),
           "国庆": (10, 1), "十一": (10, 1)}  # fmt: skip
"""Feasts by which campaigns are asked for, with month and day."""

_FEAST = re.compile("|".join(sorted(map(re.escape, FEASTS), key=len, reverse=True)))
_THING = re.compile(r"活动|优惠|满减|折扣|促销|打折|便宜|降价")
_ASKS = re.compile(r"[吗么嘛不没吧?？]|哪|什么|啥|几|多少|怎么|时候")
_SCOPE = re.compile(r"参加|参与|能用|可以用|包括|包含|哪些|哪个|限|算不算|适用")
_OVER = re.compile(r"结束|截止|过了|还有|还在|能参加|有没有|能用|参加")
AHEAD = 60
"""Days beyond which nobody asks for a feast as if it were near."""

_SHORT_NAME = 2


def campaign_named(question: Question) -> Campaign | None:
    """Find the campaign that a message names, whole or by its first word: 双旦 for 双旦狂欢.

    Args:
        question: the message.

    Returns:
        The campaign; None where it names none, or its word fits several.
    """
    text, every = question.text, question.shop.campaigns
    whole = next((each for each in every if each.name.lower() in text), None)
    if whole:
        return whole
    short = [each for each in every if len(each.name) > _SHORT_NAME and each.name[:_SHORT_NAME].lower() in text]
    return short[0] if len(short) == 1 and (_THING.search(text) or _SCOPE.search(text)) else None


def named_answer(question: Question, campaign: Campaign, intent: str) -> Answer | None:
    """Answer about a campaign that is named and does not run now.

    Args:
        question: the message.
        campaign: the campaign.
        intent: the intent that is answered.

    Returns:
        The answer; None where it runs, or nothing is asked.
    """
    if campaign.active(question.at) or not _ASKS.search(question.text):
        return None
    if campaign.over(question.at):
        if not _OVER.search(question.text) and not _THING.search(question.text):
            return None
        values = {"name": campaign.name, "end": campaign.shown_end, "next": instead(question)}
        return question.answer("campaign_ended", intent, "campaign.end", values, ("campaign.end",))
    values = {"name": campaign.name, "offer": campaign.shown_offer, "start": shown_moment(campaign.start or question.at)}
    values["end"] = f"，到{campaign.shown_end}" if campaign.end else ""
    if question.articles and _SCOPE.search(question.text):
        inside = all(campaign.covers(article) for article in question.articles)
        kind = "scope_ahead" if inside else "scope_no"
        return question.answer(kind, intent, "campaign.scope", values, ("campaign.scope", "campaign.start"))
    return question.answer("campaign_start", intent, "campaign.next", values, ("campaign.start",))


def day_answer(question: Question, intent: str) -> Answer | None:
    """Answer whether there is a campaign on a feast or a day that is named.

    Args:
        question: the message.
        intent: the intent that is answered.

    Returns:
        The answer; None where no day ahead is named, or the shop lists no campaign that runs or is ahead.
    """
    text, today = question.text, question.at.date()
    if not _THING.search(text) or not _ASKS.search(text):
        return None
    feast = _FEAST.search(text)
    days = read_days(text, question.at)
    day = next_day(*FEASTS[feast[0]], today) if feast else days.ordered.date() if days.ordered else days.wanted
    known = [each for each in question.shop.campaigns if not each.over(question.at)]
    if day is None or day <= today or (day - today).days > AHEAD or not known:
        return None
    shown = feast[0] if feast else shown_day(day, today)
    on = [each for each in known if _on(each, day)]
    on = question.covering(on) or on
    if on:
        first = on[0]
        values = {"day": shown, "name": first.name, "offer": first.shown_offer, "end": f"，到{first.shown_end}" if first.end else ""}
        return question.answer("campaign_on_day", intent, "campaign.next", values, ("campaign.start", "campaign.end"))
    return question.answer("campaign_no_day", intent, "campaign.next", {"day": shown, "more": instead(question)}, ("campaign.start",))


def _on(campaign: Campaign, day: date) -> bool:
    begins, ends = campaign.start or datetime.min, campaign.end or datetime.max
    return begins < datetime.combine(day + timedelta(days=1), time.min) and ends >= datetime.combine(day, time.min)


def instead(question: Question) -> str:
    """Say what is on now, else what comes next.

    Args:
        question: the message.

    Returns:
        The words that follow a no; empty where there is neither.
    """
    on = question.campaigns()
    if on:
        return f"，眼下有{on[0].name}，{on[0].shown_offer}" + (f"，到{on[0].shown_end}" if on[0].end else "")
    ahead = upcoming(question.shop.campaigns, question.at)
    return f"，{shown_moment(ahead.start)}起有{ahead.name}，{ahead.shown_offer}" if ahead and ahead.start else ""


def next_day(month: int, day: int, today: date) -> date:
    """Give the next such day of a year.

    Args:
        month: the month.
        day: the day of the month.
        today: the day of the message.

    Returns:
        The day, today itself where it is one.
    """
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)
