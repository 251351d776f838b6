"""Read the figures of a profile as shops write them: ``7天``, ``8元``, ``48小时``, ``3-4`` mean what they say, ``-7`` and ``0`` nothing.

A reply adds the unit itself, so the profile keeps the bare figure; what cannot be meant is refused with what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from cs_scripts.text.patterns import lazy


class Measure(NamedTuple):
    """What a key of the profile measures.

    Attributes:
        label: what it is called in a message, with an example.
        units: the units that may follow the figure and how many of the kept unit each is.
        low: the least figure that can be meant.
        high: the largest.
    """

    label: str
    units: dict[str, int]
    low: Decimal
    high: Decimal


_DAY = {"天": 1, "日": 1, "工作日": 1, "个工作日": 1, "个自然日": 1, "自然日": 1, "周": 7, "星期": 7, "个星期": 7, "个月": 30}
_HOUR = {"小时": 1, "个小时": 1, "h": 1, "天": 24, "日": 24}
_YUAN = {"元": 1, "块": 1, "块钱": 1, "元钱": 1, "rmb": 1}
_DAYS = Measure("天数，如 7 或 3–4", _DAY, Decimal(1), Decimal(366))
_HOURS = Measure("小时数，如 48", _HOUR, Decimal(1), Decimal(24 * 60))
_MONEY = Measure("金额，如 8", _YUAN, Decimal("0.01"), Decimal(1_000_000))
_FEE = Measure("金额，如 8；包邮写 0", _YUAN, Decimal(0), Decimal(10_000))

MEASURES = {
    "dispatch_hours": _HOURS,
    "campaign_dispatch_days": _DAYS,
    "transit_days": _DAYS._replace(high=Decimal(60)),
    "transit_days_remote": _DAYS._replace(high=Decimal(60)),
    "transit_days_local": _DAYS._replace(high=Decimal(60)),
    "postage": _FEE,
    "free_postage_threshold": _FEE._replace(high=Decimal(100_000)),
    "postage_remote": _FEE,
    "remote_surcharge": _FEE,
    "courier_extra_fee": _MONEY._replace(high=Decimal(10_000)),
    "return_days": _DAYS,
    "refund_days": _DAYS,
    "wear_deduction": _MONEY,
    "gift_threshold": _MONEY,
    "coupon_amount": _MONEY,
    "coupon_threshold": _MONEY,
    "round_off_limit": _MONEY,
    "invoice_days": _DAYS,
    "price_protection_days": _DAYS,
    "air_out_days": _DAYS,
    "custom_days": _DAYS,
    "group_sale_days": _DAYS,
    "auto_confirm_days": _DAYS,
    "electric_return_days": _DAYS,
}
"""What each key of the profile that holds a figure measures."""

_FIGURE = lazy(
    r"[¥约]?\s{0,3}(-?\d{1,9}(?:\.\d{1,4})?)\s{0,3}([a-z一-鿿]{0,4})(?:\s{0,3}[-–—~～至到]\s{0,3}[¥]?(-?\d{1,9}(?:\.\d{1,4})?)\s{0,3}([a-z一-鿿]{0,4}))?"
)
_ABOUT = lazy(r"^(?:满|约|大约|大概)|(?:左右|以内|以上|内)$")
_CLOCK = lazy(r"(上午|下午|中午|晚上|晚)?\s{0,3}(\d{1,2})\s{0,3}(?:[:：点时](\d{1,2}|半)?分?整?)?")


def read_figure(text: str, measure: Measure) -> tuple[str, str]:
    """Read a figure or a range of figures, with or without its unit.

    Args:
        text: what the profile says.
        measure: what it measures.

    Returns:
        The bare figure, a range with ``–``, and an empty text; or an empty figure and what is wrong.

    >>> read_figure("7天", MEASURES["return_days"]), read_figure("3~4 天", MEASURES["transit_days"])
    (('7', ''), ('3–4', ''))
    >>> read_figure("2天", MEASURES["dispatch_hours"])
    ('48', '')
    >>> read_figure("-7", MEASURES["return_days"])
    ('', '“-7”不合理，应为天数，如 7 或 3–4')
    """
    wrong = f"“{text.strip()[:20]}”"
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    match = _FIGURE.fullmatch(_ABOUT.sub("", _ABOUT.sub("", plain)).strip())
    if not match:
        return "", f"{wrong}看不懂，应为{measure.label}"
    first, unit, second, last_unit = match.groups()
    units = [each for each in (last_unit or "", unit) if each]
    unknown = next((each for each in units if each not in measure.units), "")
    if unknown:
        return "", f"{wrong}的单位“{unknown}”不对，应为{measure.label}"
    last_scale = measure.units[last_unit or unit] if units else 1
    scale = measure.units[unit] if unit else last_scale
    figures = [Decimal(first) * scale] + ([Decimal(second) * last_scale] if second else [])
    if any(not measure.low <= figure <= measure.high for figure in figures):
        return "", f"{wrong}不合理，应为{measure.label}"
    if len(figures) == 2 and figures[0] > figures[1]:
        return "", f"{wrong}前大后小，应从小写到大"
    return "–".join(dict.fromkeys(yuan(figure) for figure in figures)), ""


def read_clock(text: str) -> str:
    """Read a time of day.

    Args:
        text: such as ``16:00``, ``16点``, ``下午4点半``.

    Returns:
        The time as ``16:00``; empty where it is none.

    >>> read_clock("下午4点"), read_clock("16：30"), read_clock("25:00")
    ('16:00', '16:30', '')
    """
    match = _CLOCK.fullmatch(text.strip())
    if not match or not (match[1] or not text.strip().isdecimal()):
        return ""
    hour, minute = int(match[2]), 30 if match[3] == "半" else int(match[3] or 0)
    if match[1] in ("下午", "晚上", "晚") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour <= 23 and minute <= 59 else ""


def yuan(amount: Decimal) -> str:
    """Write an amount without needless zeros.

    Args:
        amount: the amount.

    Returns:
        Its text.

    >>> yuan(Decimal("347.00")), yuan(Decimal("0.5")), yuan(Decimal(100))
    ('347', '0.5', '100')
    """
    return f"{amount:.2f}".rstrip("0").rstrip(".")


def span(text: str) -> tuple[int, int] | None:
    """Read a figure that the profile keeps as a range of whole numbers.

    Args:
        text: such as ``3–4`` or ``3``.

    Returns:
        The least and the most; None where the text is no such figure.

    >>> span("3–4"), span("2"), span("几")
    ((3, 4), (2, 2), None)
    """
    match = re.fullmatch(r"(\d{1,4})(?:\.\d+)?(?:–(\d{1,4})(?:\.\d+)?)?", text)
    return (int(match[1]), int(match[2] or match[1])) if match else None
