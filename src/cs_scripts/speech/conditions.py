"""The few rules of speech that a pattern cannot state, because they need to know more than the reply's words.

Each is a function of the folded reply and its context that gives the spans it objects to; the data names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cs_scripts.shop.campaigns import Campaign

Span = tuple[int, int]

_PHONE = re.compile(r"(?<![\d.])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_PHONE_IS_FINE = re.compile(
    "退货|退回|寄回|收件|收货|地址|核对|确认|快递|站点|网点|派送|派件|配送|驿站|物流|客服|售后|门店|维修|安装|师傅|您的|你的|留的"
)
_END = re.compile(r"(?:活动|优惠|折扣|满减|券|特价)[^。!?]{0,12}?(?:到|至|截止到?|截至)(?:(\d{4})[年./-])?(\d{1,2})[月./-](\d{1,2})[日号]?")
_OVER = re.compile(r"结束了|已经?结束|已经?过|过期|过去|没有了|下架|上(?:一)?次|那时|当时")
_LOOK_BACK_DAYS = 183


@dataclass(frozen=True)
class Context:
    """What is known about the moment a reply is said.

    Args:
        place: ``chat``, ``quick_reply`` or ``phrase_book``.
        more: whether the agent says more in the same turn, in other messages.
        known: what the buyer wrote and the shop's own data; a phone number in it may be repeated.
        at: when it is said, None when unknown.
        campaign: the shop's campaign, on or over, if any.
        question: the buyer's last turn.
        asked: its intents, where the recogniser is sure of them.
        answered: intents that the reply speaks of.
    """

    place: str = "chat"
    more: bool = False
    known: str = ""
    at: datetime | None = None
    campaign: Campaign | None = None
    question: str = ""
    asked: tuple[str, ...] = ()
    answered: tuple[str, ...] = ()


def phone(text: str, context: Context) -> list[Span]:
    """Find mobile numbers that are neither the buyer's nor the shop's nor a courier's.

    Args:
        text: the folded reply.
        context: whose numbers are known.

    Returns:
        Their spans.

    >>> phone("你问这个人13900000000", Context()), phone("你问这个人13900000000", Context(known="139-0000-0000"))
    ([(5, 16)], [])
    """
    found = [match.span() for match in _PHONE.finditer(text)]
    if not found or _PHONE_IS_FINE.search(text):
        return []
    known = _digits(context.known)
    return [(start, end) for start, end in found if _digits(text[start:end]) not in known]


def expired_campaign(text: str, context: Context) -> list[Span]:
    """Find a campaign that is over when the reply is said: the shop's own by name, any by the end date the reply gives.

    Args:
        text: the folded reply.
        context: the time and the shop's campaign; without a time nothing is found.

    Returns:
        The spans of the name or of the date.

    >>> expired_campaign("活动到11月12日哦", Context(at=datetime(2025, 12, 1)))
    [(0, 9)]
    """
    at = context.at
    if at is None or _OVER.search(text):
        return []
    found = [match.span() for match in _END.finditer(text) if _is_past(match, at.date())]
    campaign = context.campaign
    if campaign and campaign.end and campaign.end < at:
        start = text.find(campaign.name.lower())
        if start >= 0:
            found.append((start, start + len(campaign.name)))
    return found


def other_question(text: str, context: Context) -> list[Span]:
    """Object to a reply that speaks of something else than the buyer asked.

    Args:
        text: the folded reply.
        context: what was asked and what the reply speaks of; when either is unknown nothing is found.

    Returns:
        The whole reply, or nothing.
    """
    if not context.asked or not context.answered or set(context.asked) & set(context.answered):
        return []
    return [(0, len(text))]


CONDITIONS: dict[str, Callable[[str, Context], list[Span]]] = {
    "phone": phone,
    "expired_campaign": expired_campaign,
    "other_question": other_question,
}


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_past(match: re.Match[str], today: date) -> bool:
    """Tell whether the end date is over; without a year it is the nearest such date."""
    year, month, day = match.groups()
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1]
    days = [found for found in (_date(each, int(month), int(day)) for each in years) if found]
    if not days:
        return False
    end = min(days, key=lambda other: abs((other - today).days))
    over = (today - end).days
    return over > 0 and (bool(year) or over <= _LOOK_BACK_DAYS)
