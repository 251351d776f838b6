"""Read times as chat logs write them: with and without year, by 12 or 24 hours, with zones, as numbers, as spreadsheets count days.

Times are China's, without a time zone.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_CHINA = timezone(timedelta(hours=8))
_PART = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|[AaPp][Mm])"
DATE = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?"
CLOCK = rf"(?:{_PART}\s?)?\d{{1,2}}[:：]\d{{2}}(?:[:：]\d{{2}}(?:[.,]\d{{1,6}})?)?(?:\s?[AaPp][Mm])?"
STAMP = rf"(?:{DATE}|(?<![\d年/.-])\d{{1,2}}[-/月]\d{{1,2}}日?)(?:\s?(?:星期|周)[一二三四五六日天])?[\sT]{{1,3}}{CLOCK}"
"""A date, which may lack its year, and a time of day, as the lines of a transcript have them."""

_STAMP_ALONE = re.compile(rf"\s*({STAMP})\s*")
_LOOSE = re.compile(
    r"(?:(?:(?P<year>\d{4})[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?)(?:\s?(?:星期|周).)?[ T\u3000]{0,3}"
    rf"(?:(?P<part>{_PART})?\s?(?P<hour>\d{{1,2}})[:：时](?P<minute>\d{{1,2}})(?:[:：分](?P<second>\d{{1,2}})秒?)?(?:[.,](?P<more>\d{{1,6}})\d{{0,3}})?"
    r"(?:\s?(?P<after>[AaPp][Mm]))?)?"
)
_EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}|\d{16}")
_SERIAL = re.compile(r"[2-7]\d{4}(?:\.\d+)?")
_PACKED = re.compile(r"(?:19|20)\d{6}(?:\d{6})?")
_AFTERNOON = ("中午", "下午", "傍晚", "晚上", "夜里", "pm")
_SPREADSHEET = datetime(1899, 12, 30)


def is_time_line(line: str) -> bool:
    """Tell whether a line is a date and a time and nothing else.

    >>> is_time_line("2024-1-2 9:05:07"), is_time_line("2024-1-2 9:05:07 在吗")
    (True, False)
    """
    return bool(_STAMP_ALONE.fullmatch(line))


def parse_time(value: str, year: int | None = None) -> datetime | None:
    """Read a time.

    Args:
        value: ``2024-1-2 9:05:07``, ``2024/01/02 下午 9:05``, ``2024年1月2日 9:05:07``, ISO 8601, seconds, milliseconds or
            microseconds since 1970, ``20240102090507``, or a spreadsheet's count of days.
        year: of a date that does not name it; None to refuse such dates.

    Returns:
        The time in China, without a time zone; None when it is none, or beyond the calendar.

    >>> parse_time("2024-1-2 9:05:07")
    datetime.datetime(2024, 1, 2, 9, 5, 7)
    >>> parse_time("1704157507"), parse_time("45293.5")
    (datetime.datetime(2024, 1, 2, 9, 5, 7), datetime.datetime(2024, 1, 2, 12, 0))
    >>> parse_time("2024年1月2日 下午3:05")
    datetime.datetime(2024, 1, 2, 15, 5)
    """
    value = value.strip()
    try:
        if value.isdecimal() or _EPOCH.fullmatch(value) or _SERIAL.fullmatch(value):
            return _number(value)
        if value.endswith("Z"):
            value = value[:-1] + "+00:00"
        try:
            time = datetime.fromisoformat(value)
        except ValueError:
            return _loose(value, year)
        return time.astimezone(_CHINA).replace(tzinfo=None) if time.tzinfo else time
    except (ValueError, OverflowError, OSError):
        return None


def _number(value: str) -> datetime | None:
    if _SERIAL.fullmatch(value):
        return _SPREADSHEET + timedelta(seconds=round(float(value) * 86_400))
    if _EPOCH.fullmatch(value):
        digits = len(value.partition(".")[0])
        return datetime.fromtimestamp(float(value) / 10 ** (digits - 10), _CHINA).replace(tzinfo=None)
    if _PACKED.fullmatch(value):
        return datetime.strptime(value.ljust(14, "0"), "%Y%m%d%H%M%S")
    return None


def _loose(value: str, year: int | None) -> datetime | None:
    found = _LOOSE.fullmatch(value)
    if not found or not (found["year"] or year):
        return None
    hour, part = int(found["hour"] or 0), (found["part"] or found["after"] or "").lower()
    if part in _AFTERNOON and hour < 12 and not (part == "中午" and hour > 9):
        hour += 12
    elif part in ("am", "凌晨", "上午", "早上") and hour == 12:
        hour = 0
    date = (int(found["year"] or year or 0), int(found["month"]), int(found["day"]))
    return datetime(*date, hour, int(found["minute"] or 0), int(found["second"] or 0), int((found["more"] or "0").ljust(6, "0")))


def from_day(day: datetime, clock: str) -> datetime | None:
    """Put a day and a time of day, which may be a spreadsheet's part of a day, together.

    >>> from_day(datetime(2024, 1, 2), "0.5")
    datetime.datetime(2024, 1, 2, 12, 0)
    """
    if re.fullmatch(r"0(?:\.\d+)?", clock):
        return day + timedelta(seconds=round(float(clock) * 86_400))
    return parse_time(f"{day:%Y-%m-%d} {clock}")
