"""Whether a figure of the buyer lies in the range a cell states: 145斤 of 85到135斤, 两岁 of 3岁以上, 30斤 of 15kg."""

from __future__ import annotations

from dataclasses import dataclass

from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import plain
from cs_scripts.text.patterns import lazy

_MASS = lazy(r"(\d{1,4}(?:\.\d)?)\s?(斤|公斤|千克|kg|g|克)?(?:\s?[到至~–-]\s?(\d{1,4}(?:\.\d)?))?\s?(斤|公斤|千克|kg|g|克)", 2)
_CARRIED = lazy(r"(?<![\d.])(\d{1,4}(?:\.\d)?|[一二两三四五六七八九十百]{1,5})\s?(斤|公斤|千克|kg)")
_JIN = {"斤": 1.0, "公斤": 2.0, "千克": 2.0, "kg": 2.0, "g": 0.002, "克": 0.002}
_AGE = lazy(r"新生儿|(\d{1,2}|[一二两三四五六七八九十]{1,2})\s?(岁半|岁|个月)")
_OPEN_TOP = lazy(r"以上|起|\+")
_OPEN_BOTTOM = lazy(r"以下|以内|之内")
_SERVES = lazy(r"(?<![\d到至-])(?:\d{1,2}\s?[到至~–-]\s?)?(\d{1,2}|[一二两三四五六七八九十])个?人")
_EATERS = lazy(r"(\d{1,2}|[一二两三四五六七八九十])\s?(?:个人|口人|口之家|口子|口(?=吃|够)|人(?=吃|够|用))")
_FOREVER = 9999.0


@dataclass(frozen=True)
class Fit:
    """A figure of the buyer beside a range.

    Attributes:
        figure: the figure as a reply says it.
        inside: whether it lies in the range.
    """

    figure: str
    inside: bool


def fit_of(attribute: str, value: str, text: str) -> Fit | None:
    """Set the figure of a message beside the range of a cell.

    Args:
        attribute: the attribute's id: ``fit_weight``, ``bear``, ``people`` or ``ages``.
        value: the cell.
        text: the message.

    Returns:
        The figure and whether it fits; None where the attribute has no range or one of both cannot be read.

    >>> fit_of("fit_weight", "85到135斤", "我145斤可以穿吗")
    Fit(figure='145斤', inside=False)
    >>> fit_of("ages", "10个月到2岁半", "一岁能穿吗").inside, fit_of("ages", "3岁以上", "两岁能玩吗").inside
    (True, False)
    >>> fit_of("bear", "15kg", "我娃30斤").inside, fit_of("people", "3到4个人吃刚好", "六口人够不够").inside
    (True, False)
    """
    if attribute == "ages":
        return _age(value, text)
    if attribute == "people":
        return _people(value, text)
    if attribute not in ("fit_weight", "bear"):
        return None
    match = _MASS.search(value)
    if not match:
        return None
    unit = _JIN[match[4].lower()]
    low, high = (float(match[1]) * unit, float(match[3]) * unit) if match[3] else (0.0, float(match[1]) * unit)
    if attribute == "fit_weight":
        weight = read_body(text).weight
        amount, said = None if weight is None else weight * 2, "斤"
    else:
        carried = _CARRIED.search(text.lower())
        amount, said = (number(carried[1]) or None, carried[2]) if carried else (None, "斤")
    return None if amount is None else Fit(f"{plain(amount)}{said}", low <= amount * _JIN[said] <= high)


def _people(value: str, text: str) -> Fit | None:
    """Set more people than a cell names beside it; fewer are no matter."""
    most, asked = _SERVES.search(value), _EATERS.search(text)
    if not most or not asked:
        return None
    count, limit = number(asked[1]), number(most[1])
    return Fit(f"{plain(count)}个人", False) if count and limit and count > limit else None


def _age(value: str, text: str) -> Fit | None:
    ends = [_months(match[1], match[2]) for match in _AGE.finditer(value)]
    months = read_body(text).months
    if months is None or not ends or len(ends) > 2:
        return None
    shared = "到" in value and len(ends) == 1 and (low := _lone(value)) is not None
    if len(ends) == 2:
        first, last = ends
    elif shared:
        first, last = low or 0.0, ends[0]
    elif _OPEN_TOP.search(value):
        first, last = ends[0], _FOREVER
    elif _OPEN_BOTTOM.search(value):
        first, last = 0.0, ends[0]
    else:
        return None
    shown = f"{plain(months)}个月" if months < 12 or months % 12 not in (0, 6) else f"{plain(months // 12)}岁{'半' if months % 12 else ''}"
    return Fit(shown, first <= months <= last)


def _lone(value: str) -> float | None:
    """Read the lower end that shares its unit with the upper one: the 0 of 0到18个月."""
    match = lazy(r"(\d{1,2})\s?到\s?\d{1,2}\s?(岁|个月)").search(value)
    return float(match[1]) * (12 if match[2] == "岁" else 1) if match else None


def _months(amount: str | None, unit: str | None) -> float:
    if amount is None:
        return 0.0
    value = number(amount) or 0.0
    return value * 12 + 6 if unit == "岁半" else value * 12 if unit == "岁" else value
