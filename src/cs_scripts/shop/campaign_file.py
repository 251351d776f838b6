"""Read the campaigns and coupons of a profile."""

from __future__ import annotations

from datetime import datetime, time
from decimal import Decimal

from cs_scripts.files.yaml import Fields
from cs_scripts.shop.campaigns import Campaign, Coupon
from cs_scripts.shop.moments import read_moment
from cs_scripts.shop.units import MEASURES, read_figure, yuan


def read_campaign(value: object, where: str, fields: Fields) -> Campaign:
    """Read a campaign of the profile.

    Args:
        value: what the file holds.
        where: its place in the file.
        fields: takes note of problems.

    Returns:
        The campaign.
    """
    inner = Fields(value, where, fields.problems)
    limit = inner.number("limit")
    campaign = Campaign(
        inner.text("name"),
        inner.text("offer"),
        *_times(inner),
        inner.texts("articles"),
        inner.texts("kinds"),
        inner.flag("with_coupons"),
        inner.flag("with_others"),
        limit,
    )
    if limit == 0:
        inner.note("limit", "应为每人最多几件，不限就不写")
    inner.close()
    return campaign


def read_coupon(value: object, where: str, fields: Fields) -> Coupon:
    """Read a coupon of the profile.

    Args:
        value: what the file holds.
        where: its place in the file.
        fields: takes note of problems.

    Returns:
        The coupon.
    """
    inner = Fields(value, where, fields.problems)
    amount, over = _money(inner, "amount", required=True), _money(inner, "over")
    coupon = Coupon(amount, over, inner.text("place", required=False), *_times(inner), inner.texts("articles"), inner.texts("kinds"))
    if over and amount > over:
        inner.note("amount", f"减 {yuan(amount)} 元比门槛 {yuan(over)} 元还多")
    inner.close()
    return coupon


def _money(fields: Fields, key: str, *, required: bool = False) -> Decimal:
    text = fields.text(key, required=required)
    if not text or text == "0":
        return Decimal(0)
    figure, wrong = read_figure(text, MEASURES["coupon_amount"])
    if wrong or "–" in figure:
        fields.note(key, wrong or f"“{text}”应为一个金额")
        return Decimal(0)
    return Decimal(figure)


def _times(fields: Fields) -> tuple[datetime | None, datetime | None]:
    """Read start and end; a bare date means the whole day."""
    found: list[datetime | None] = []
    for key, whole_day in (("start", time.min), ("end", time.max)):
        text = fields.text(key, required=False)
        moment = read_moment(text, whole_day) if text else None
        if text and moment is None:
            fields.note(key, f"“{text}”应形如 2026-11-30 或 2026-11-30 22:00")
        if key == "end" and moment and (moment.hour, moment.minute, moment.second) == (23, 59, 0):
            moment = datetime.combine(moment.date(), time.max)  # 23:59 means to the end of the day
        found.append(moment)
    start, end = found
    if start and end and end < start:
        fields.note("end", "早于开始时间")
    return start, end
