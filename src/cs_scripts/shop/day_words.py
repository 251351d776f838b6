"""Read the day by which something is needed and the day on which it is ordered: 今天拍后天能到吗 names both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from cs_scripts.shop.moments import shown_day
from cs_scripts.shop.numerals import number
from cs_scripts.text.patterns import lazy

_WEEKDAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6, "末": 6}
_NAMED = {"元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "五一": (5, 1), "六一": (6, 1), "儿童节": (6, 1), "教师节": (9, 10),
          "国庆": (10, 1), "十一": (10, 1), "圣诞": (12, 25)}  # fmt: skip
_NOW = ("现在", "这会", "这会儿", "这个点", "这么晚", "马上")
_DAY = lazy(
    r"大后天|(?<!大)后天|明天|明日|明早|明晚|今天|今日|今晚|现在|这会儿?|这个点|这么晚|马上"
    r"|(?P<week>下下|下个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    r"|(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})[号日](?![楼店码线])"
    r"|(?<![\d/.])(?P<month2>1[0-2]|[1-9])/(?P<day2>3[01]|[12]\d|0?[1-9])(?![\d/a-z])"
    r"|(?P<feast>元旦|情人节|妇女节|五一|六一|儿童节|教师节|国庆|圣诞)节?"
    r"|(?<![0-9一二两三四五六七八九十几])(?P<within>[1-9]|1\d|[一二两三四五六七八九十])天(?:之?内|以内)?(?=(?:能|可以|会|可)?(?:到|收到|拿到|送到))"
)
_TODAY_IS = lazy(r"今[天日](?:是|都|才)?(?:周|星期|礼拜)[一二三四五六日天]$")
_WEEKDAY = lazy(r"(?:是|都|才)?(?:周|星期|礼拜)[一二三四五六日天]")
_ORDERED = lazy(r"[早晚中上下午]{0,2}(?:[^\n,。到收]{0,3})(?:拍|下单|购买|买|付款|付|订)")
_CLOCK = lazy(
    r"(?<![昨前]天)(?<![昨前])(?P<part>早上|上午|中午|下午|傍晚|晚上|刚才|刚刚|今天)?(?P<hour>[01]?\d|2[0-3])(?:点|[:：])(?P<minute>[0-5]\d|半)?分?(?:左右)?(?:付|拍|下单|下的单|买)"
)
"""A time of day at which something was paid: 下午5点20付的款."""

_SENT = lazy(r"[早晚中上下午]{0,2}(?:[^\n,。到收]{0,3})(?:发货|发出|寄出|发走|(?<!出)发)")
_BEFORE = lazy(r"[早晚中上下午]{0,2}(?:之前|以前|前)")
_ARRIVES_BEFORE = lazy(r"[早晚中上下午]{0,2}(?:之前|以前|前)[^\n,。\s]{0,4}(?:[到收]|拿到|送到|用上)")
"""Behind the day that is asked about, whatever day the buyer names besides: 5号前能收到吗 6号办酒."""


@dataclass(frozen=True)
class Days:
    """The days a message names.

    Attributes:
        wanted: the day by which something is needed.
        shown: how the reply says it.
        ordered: when it is ordered; None where the message does not say, which means now.
        sent: the day on which it is sent, where the message says so.
    """

    wanted: date | None = None
    shown: str = ""
    ordered: datetime | None = None
    sent: date | None = None


def read_days(text: str, at: datetime) -> Days:
    """Read the days of a message.

    Args:
        text: the message, folded.
        at: its time on the shop's clock.

    Returns:
        The days.

    >>> days = read_days("今天拍后天能到杭州吗", datetime(2026, 11, 30, 10))
    >>> days.wanted, days.ordered
    (datetime.date(2026, 12, 2), datetime.datetime(2026, 11, 30, 10, 0))
    >>> read_days("周五前能到吗", datetime(2026, 11, 30, 10)).shown
    '12月4日（周五）'
    >>> read_days("5号前能收到吗 6号办酒", datetime(2026, 11, 30, 10)).shown
    '12月5日（周六）'
    """
    wanted, shown, ordered, sent = None, "", None, None
    asked = False
    for match in _DAY.finditer(text):
        day = _day(match, at.date())
        if day is None:
            continue
        rest = text[match.end() : match.end() + 10]
        if _TODAY_IS.search(text[: match.end()]) or (match[0] in ("今天", "今日") and _WEEKDAY.match(rest)):
            continue  # 今天周三 says what day it is
        when = at if day == at.date() else datetime.combine(day, time(9))
        if not match["within"] and _ORDERED.match(rest) and day >= at.date():
            ordered = when
        elif not match["within"] and _SENT.match(rest) and day >= at.date():
            sent = day
        elif match[0] in _NOW or asked:
            continue
        else:
            asked = bool(_ARRIVES_BEFORE.match(rest))
            start = (ordered or at).date()
            wanted = start + timedelta(days=int(number(match["within"]) or 0)) if match["within"] else day
            shown = f"{match['within']}天内" if match["within"] else shown_day(wanted, at.date())
            if match["feast"]:
                before = bool(_BEFORE.match(rest))
                wanted -= timedelta(days=1 if before else 0)
                shown = f"{match['feast']}前" if before else match["feast"]
    return Days(wanted, shown, ordered or _paid_at(text, at), sent)


def _paid_at(text: str, at: datetime) -> datetime | None:
    """Read at which hour of this day something was paid; None where the message names none, or one that is still ahead."""
    match = _CLOCK.search(text)
    if match is None or any(word in text[: match.start()] for word in ("昨", "前天")):
        return None
    hour = int(match["hour"]) + (12 if match["part"] in ("下午", "傍晚", "晚上") and int(match["hour"]) < 12 else 0)
    minute = 30 if match["minute"] == "半" else int(match["minute"] or 0)
    paid = datetime.combine(at.date(), time(hour % 24, minute))
    return paid if paid <= at else None


def _day(match: re.Match[str], today: date) -> date | None:
    """Turn a word into the day it means, the next one where several could be meant."""
    word = match[0]
    if match["within"]:
        return today
    for start, ahead in (("大后", 3), ("后", 2), ("明", 1), ("今", 0), ("现在", 0), ("这", 0), ("马上", 0)):
        if word.startswith(start) and not match["weekday"]:
            return today + timedelta(days=ahead)
    if match["weekday"]:
        target = _WEEKDAYS[match["weekday"]]
        weeks = {"下下": 2, "下个": 1, "下": 1}.get(match["week"] or "", 0)
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=target + 7 * weeks)
        return day if day >= today else day + timedelta(days=7)
    month, number_of_day = (
        (_NAMED[match["feast"]]) if match["feast"] else (int(match["month"] or match["month2"] or 0), int(match["day"] or match["day2"]))
    )
    return _next_date(month, number_of_day, today)


def _next_date(month: int, day: int, today: date) -> date | None:
    """Find the next such day; month 0 is this month or the next."""
    months = [(today.year, month), (today.year + 1, month)] if month else [(today.year, today.month), _after(today)]
    for year, each in months:
        try:
            found = date(year, each, day)
        except ValueError:
            continue
        if found >= today:
            return found
    return None


def _after(today: date) -> tuple[int, int]:
    return (today.year + 1, 1) if today.month == 12 else (today.year, today.month + 1)
