"""Answer when a parcel leaves that is paid now, and on which days none leaves."""

from __future__ import annotations

import re
from datetime import date, timedelta

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.day_words import read_days
from cs_scripts.shop.dispatch import Calendar, dispatch_window
from cs_scripts.shop.moments import shown_day, shown_days
from cs_scripts.shop.question import Question

_DISPATCH = re.compile(
    r"(?:今天|现在|今晚|明天|今日|下午|上午|晚上|马上|立刻|立马)[^\n,。]{0,8}(?:能|可以|会)[^\n,。]{0,3}(?:发货|发出|寄出|发走|发得|走得|[发走](?=[吗么嘛不没吧?？]|$))"
    r"|(?:今天|现在|今晚|明天|今日|马上|立刻|立马)[^\n,。]{0,6}(?:发货|发出|寄出|发)(?:吗|么|嘛|不|没|[?？])"
    r"|(?:什么时候|啥时候|几点|多久|几天|何时|哪天|几时|几号|什么时间)[^\n,。]{0,6}(?:发货|发出|发$|发[?？]|发呢|发啊|发呀|给发|能发|可以发|会发)"
    r"|(?:能|可以|可)[^\n,。]{0,2}(?:今天|今晚|马上|立刻|立马|现在)[^\n,。]{0,2}(?:发货|发出|寄出|发走|寄走|[发寄](?=[吗么嘛不没吧?？]|$))"
    r"|(?:今天|今日|今晚|明天|现在)[^\n,。]{0,3}发得(?:出|走|了|掉)[^\n,。]{0,2}[吗么嘛不没?？]"
    r"|截单|几点(?:之前|以前|前)[^\n,。]{0,10}(?:发|走)|(?:当天|今天)(?:就|能|可以)?(?:发[吗么不?？]|走得了|能走)"
)
_WEEKEND = re.compile(
    r"(?:周末|周六|周日|星期六|星期天|星期日|礼拜六|礼拜天|双休)[^\n,。]{0,6}(?:发|(?:下单|拍|买|付)[^\n,。]{0,6}(?:顺延|算|往后))"
    r"|(?:顺延|往后推)[^\n,。]{0,6}(?:周末|周[六日])"
)
_HOLIDAY = re.compile(
    r"(?:国庆|春节|过年|元旦|五一|中秋|端午|清明|放假|假期|节假日|十一)[^\n,。]{0,8}(?:发货|发吗|不发|停发|发不|能发|正常发|还发|寄|休息|放几天|放到几)|(?:什么时候|几号)[^\n,。]{0,3}放假"
)
_SENT_ALREADY = re.compile(
    r"昨天|前天|还没|没发|没有发|怎么|催|已经|已下单|已拍|已付|剩下|当时|拍了(?!能|就|可以|多久|几天|什么时候)|付了(?!能|就|可以|多久|几天)|付款了|付完|拍好|下好单|下单了|买了|补发|补好|补货|发票|重发|重新发|发我|发给|发错|发来|订单|我的|退|换货|截图|图|链接"
    r"|那天|天前|不发|答应|说好|预售|[订定]金|拒|为什么|天了|不要了|本来|一定要|尽快"
)
_WHETHER = re.compile(r"发不发|发货不发货|哪[几些]?天不发|哪天不发")
_SATURDAY = 5
_SOON = 2


def dispatch_answer(question: Question) -> Answer | None:
    """Answer when a parcel leaves that is paid now.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked, or is asked of an order that was made before.
    """
    text, calendar, at = question.text, question.shop.calendar, question.at
    intent = question.about("shipping_time", "delivery_time", "courier")
    if not intent or calendar is None or _SENT_ALREADY.search(_WHETHER.sub("发吗", text)):
        return None
    if question.sent() or question.facts.has("order_no") or question.facts.has("hurt"):
        return None
    today = at.date()
    following = calendar.next_day(today + timedelta(days=1))
    if _HOLIDAY.search(text):
        ahead = sorted(day for day in calendar.closed if day >= today)
        return None if not ahead or (ahead[0] - today).days > 60 else _closed(question, calendar, ahead[0], intent)
    days = read_days(text, at)
    if (
        (day := days.sent)
        and (days.ordered is None or days.ordered.date() <= today)
        and (on_day := _on_day(question, calendar, day, intent))
    ):
        return on_day
    if _WEEKEND.search(text):
        if calendar.weekends is None:
            rule, hours = question.shop.values.get("weekend_rule", ""), question.shop.values.get("dispatch_hours", "")
            values = {"rule": rule, "hours": hours}
            known = rule and hours and re.search(r"对吧|顺延|往后", text)
            return question.answer("dispatch_weekend_rule", intent, "calendar.weekend", values, ("shop.weekend_rule",)) if known else None
        kind = "dispatch_weekend_yes" if calendar.weekends else "dispatch_weekend_no"
        return question.answer(kind, intent, "calendar.weekend", {"next": "周一"}, ("shop.weekend_dispatch",))
    if not _DISPATCH.search(text):
        return None
    on = question.campaigns()
    if on and calendar.campaign_days:
        values = {"name": on[0].name, "days": str(calendar.campaign_days)}
        return question.answer("dispatch_campaign", intent, "dispatch.day", values, ("shop.campaign_dispatch_days",))
    if "cutoff" not in question.shop.values or calendar.cutoff is None:
        return None
    first = dispatch_window(at, calendar).first
    kind = "dispatch_rest" if not calendar.works(today) else "dispatch" if first == today else "dispatch_late"
    next_day = following if first == today else first
    values = {"cutoff": f"{calendar.cutoff:%H:%M}", "today": "今天", "next": shown_day(next_day, today)}
    return question.answer(kind, intent, "dispatch.day", values, ("shop.cutoff",))


def _closed(question: Question, calendar: Calendar, first: date, intent: str) -> Answer:
    """Say from when to when nothing leaves, and when it does again."""
    today = question.at.date()
    last = first
    while last + timedelta(days=1) in calendar.closed:
        last += timedelta(days=1)
    values = {"closed": shown_days(first, last, today), "next": shown_day(calendar.next_day(last + timedelta(days=1)), today)}
    return question.answer("dispatch_holiday", intent, "calendar.holiday", values, ("shop.holidays",))


def _on_day(question: Question, calendar: Calendar, day: date, intent: str) -> Answer | None:
    """Say whether parcels leave on a day that is named: 12月27号发不发货. Today and tomorrow are told with the hour."""
    today = question.at.date()
    if calendar.weekends is None and not calendar.closed and not calendar.open:
        return None
    if calendar.works(day) and question.campaigns() and calendar.campaign_days and (day - today).days <= calendar.campaign_days:
        return None  # what is ordered now leaves later than usual
    if day in calendar.closed:
        first = day
        while first - timedelta(days=1) in calendar.closed:
            first -= timedelta(days=1)
        return _closed(question, calendar, first, intent)
    weekday = day.weekday() < _SATURDAY
    if (weekday and (day - today).days < _SOON) or (not weekday and calendar.weekends is None and day not in calendar.open):
        return None
    values = {"day": shown_day(day, today), "next": shown_day(calendar.next_day(day), today)}
    kind = "dispatch_on_day" if calendar.works(day) else "dispatch_not_on_day"
    return question.answer(kind, intent, "calendar.weekend", values, ("shop.weekend_dispatch", "shop.holidays"))
