"""The shop's clock: every time is the shop's local time, whatever zone it came in, and dates read as people say them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone

from cs_scripts.text.patterns import lazy

_SHOP_ZONE = timezone(timedelta(hours=8))
_ISO = lazy(
    r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[ Tt]{1,3}(\d{1,2})[:：](\d{2})(?:[:：](\d{2})(?:\.\d{1,6})?)?\s?(z|Z|[+-]\d{2}:?\d{2})?)?"
)
_WEEKDAYS = "一二三四五六日"


def local(at: datetime) -> datetime:
    """Bring a time to the shop's clock.

    Args:
        at: a time; without a zone it is the shop's already.

    Returns:
        The time in China, without a zone.

    >>> local(datetime(2026, 11, 11, 16, tzinfo=timezone.utc))
    datetime.datetime(2026, 11, 12, 0, 0)
    """
    return at if at.tzinfo is None else at.astimezone(_SHOP_ZONE).replace(tzinfo=None)


def read_moment(text: str, whole_day: time) -> datetime | None:
    """Read a date, or a date with a time and perhaps a zone.

    Args:
        text: such as ``2026-11-30``, ``2026-11-30 22:00`` or ``2026-11-30T22:00:00+08:00``.
        whole_day: the time of a bare date.

    Returns:
        The moment on the shop's clock; None where the text is none.

    >>> read_moment("2026-11-30T16:00:00Z", time.min), read_moment("2026/11/30", time.min)
    (datetime.datetime(2026, 12, 1, 0, 0), datetime.datetime(2026, 11, 30, 0, 0))
    """
    match = _ISO.fullmatch(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        when = datetime(int(year), int(month), int(day))
        if hour is None:
            return datetime.combine(when.date(), whole_day)
        when = when.replace(hour=int(hour), minute=int(minute), second=int(second or 0))
        if not zone:
            return when
        sign, digits = (1, "0000") if zone in "zZ" else (1 if zone[0] == "+" else -1, zone[1:].replace(":", ""))
        offset = sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        return local(when.replace(tzinfo=timezone(offset)))
    except (ValueError, OverflowError):
        return None


def shown_day(day: date, today: date) -> str:
    """Say a day.

    Args:
        day: the day.
        today: the day it is said on.

    Returns:
        今天, 明天, 后天, else month and day with the weekday within a fortnight.

    >>> shown_day(date(2026, 12, 1), date(2026, 11, 30)), shown_day(date(2026, 12, 4), date(2026, 11, 30))
    ('明天', '12月4日（周五）')
    """
    ahead = (day - today).days
    if 0 <= ahead <= 2:
        return ("今天", "明天", "后天")[ahead]
    shown = f"{day.month}月{day.day}日"
    return f"{shown}（周{_WEEKDAYS[day.weekday()]}）" if 0 < ahead < 14 else shown


def shown_days(first: date, last: date, today: date) -> str:
    """Say a span of days.

    Args:
        first: its first day.
        last: its last day.
        today: the day it is said on.

    Returns:
        One day, or two with 到 between them.

    >>> shown_days(date(2026, 12, 4), date(2026, 12, 5), date(2026, 11, 30))
    '12月4日（周五）到12月5日（周六）'
    """
    return shown_day(first, today) if first == last else f"{shown_day(first, today)}到{shown_day(last, today)}"


def shown_moment(when: datetime) -> str:
    """Say a moment; the beginning or end of a day is the day.

    Args:
        when: the moment.

    Returns:
        Month and day, with the time where it matters.

    >>> shown_moment(datetime(2026, 11, 30, 22)), shown_moment(datetime.combine(date(2026, 11, 30), time.max))
    ('11月30日22:00', '11月30日')
    """
    whole = when.time() in (time.min, time.max) or (when.hour, when.minute) == (23, 59)
    return f"{when.month}月{when.day}日" + ("" if whole else f"{when:%H:%M}")
