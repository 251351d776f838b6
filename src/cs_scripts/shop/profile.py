"""The shop's own facts, and how they fill the blanks of a reply.

A reply is never sent with a raw ``{slot}``: what the profile knows is filled in, what nobody knows shows as 【待填:…】.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from cs_scripts.conversation.terms import KIND_LABELS, SAID
from cs_scripts.files.text import as_path
from cs_scripts.phrasebook.blanks import harmless, taken_apart
from cs_scripts.phrasebook.book import Phrasebook, Script, Slot
from cs_scripts.shop.moments import local
from cs_scripts.shop.regions import Regions

if TYPE_CHECKING:  # a shop without a profile needs none of them
    from decimal import Decimal

    from cs_scripts.shop.campaigns import Campaign, Coupon
    from cs_scripts.shop.dispatch import Calendar
    from cs_scripts.shop.guarantees import Guarantee

CAMPAIGN_SLOTS = ("campaign_name", "campaign_offer", "campaign_end")
"""Slots that a campaign fills while it runs."""

_NEAR = 30
"""How many days before a holiday its dates are told."""


@dataclass(frozen=True)
class Shop:
    """A shop's profile.

    Attributes:
        platform: ``taobao``, ``tmall``, or empty when unknown.
        values: value of each slot that the profile fills at any time; ``values_at`` adds the campaign's.
        campaigns: all campaigns, those that are over too.
        voice: ``warm`` or ``plain``.
        coupons: the shop's coupons.
        calendar: when parcels leave; None without a profile.
        regions: what is known of places.
        courier_fees: what a certain courier costs on top.
        guarantees: the shop's own guarantees.
        others: keys that fill slots of the shop's own phrase book, which the book at hand does not know.
    """

    platform: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    campaigns: tuple[Campaign, ...] = ()
    voice: str = "warm"
    coupons: tuple[Coupon, ...] = ()
    calendar: Calendar | None = None
    regions: Regions = field(default_factory=Regions)
    courier_fees: Mapping[str, Decimal] = field(default_factory=dict)
    guarantees: tuple[Guarantee, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def campaign(self) -> Campaign | None:
        """The only campaign, or of several the first that the profile names."""
        return self.campaigns[0] if self.campaigns else None

    @property
    def couriers(self) -> tuple[str, ...]:
        """The couriers that the shop uses."""
        return tuple(name.strip() for name in re.split(r"[、,，/ ]", self.values.get("couriers", "")) if name.strip())

    def values_at(self, at: datetime) -> Mapping[str, str]:
        """Give what fills the slots at a time.

        Args:
            at: the time.

        Returns:
            The profile's values, those of the campaign while it runs, and the dates of a near holiday.
        """
        on: Sequence[Campaign] = ()
        if self.campaigns:
            from cs_scripts.shop.campaigns import running

            on = running(self.campaigns, at)
        holiday = self._holiday(local(at).date()) if self.calendar and self.calendar.closed else {}
        if not on and not holiday:
            return self.values
        return {**holiday, **self.values, **(_campaign_values(on[0]) if on else {})}

    def _holiday(self, today: date) -> dict[str, str]:
        """Say when the next holiday begins and when parcels leave again, where it is near."""
        calendar = self.calendar
        first = min((day for day in calendar.closed if day >= today), default=None) if calendar else None
        if calendar is None or first is None or (first - today).days > _NEAR:
            return {}
        again = calendar.next_day(first)
        return {"holiday_stop": f"{first.month}月{first.day}日", "holiday_resume": f"{again.month}月{again.day}日"}

    @cached_property
    def every_value(self) -> Mapping[str, str]:
        """The profile's values and the campaign's, whether it runs or not."""
        campaign = self.campaign
        return self.values if campaign is None else {**self.values, **_campaign_values(campaign)}

    def allows(self, script: Script, at: datetime, stage: str | None = None) -> bool:
        """Tell whether a script may be offered here and now.

        Args:
            script: the script.
            at: the time, which decides whether a campaign is on.
            stage: the order's stage, None when unknown.

        Returns:
            False when a condition is known not to hold; an unknown platform or stage excludes nothing.
        """
        when = script.when
        return (
            (when.campaign is None or when.campaign == any(campaign.active(at) for campaign in self.campaigns))
            and (not when.platform or not self.platform or when.platform == self.platform)
            and (not when.stage or stage is None or stage in when.stage)
        )


def _campaign_values(campaign: Campaign) -> dict[str, str]:
    own = zip(CAMPAIGN_SLOTS, (campaign.name, campaign.offer, campaign.shown_end), strict=True)
    return {slot: value for slot, value in own if value}


def load_shop(path: Path | str, book: Phrasebook, *, other_slots: bool = False) -> Shop:
    """Load a shop's profile.

    Args:
        path: the YAML file; ``data/shop.example.yaml`` shows every key.
        book: the phrase book whose slots the profile may fill.
        other_slots: whether it may fill slots of the shop's own phrase book, which this book does not know.

    Returns:
        The profile.

    Raises:
        FileReadError: the file, or a table it names, cannot be read.
        DataFileError: a key is unknown or a value of the wrong type; every problem is named with its line.
    """
    from cs_scripts.shop.profile_file import read_profile

    return read_profile(as_path(path, "shop"), book, other_slots=other_slots)


def render(
    reply: str, values: Mapping[str, str], slots: Mapping[str, Slot], said: Mapping[str, str] = MappingProxyType({})
) -> tuple[str, tuple[str, ...]]:
    """Fill the blanks of a reply.

    Args:
        reply: the wording, with slots in braces; a ``{said.…}`` that was not said shows its fallback.
        values: value of each slot that is known.
        slots: all declared slots, for their labels and documented defaults.
        said: what was said, by the names in ``{said.…}``.

    Returns:
        The text, and the labels of the blanks that nobody could fill, which it shows as 【待填:…】.

    >>> slots = {"tracking_no": Slot("tracking_no", "快递单号", "order")}
    >>> render("单号是{tracking_no}，{dispatch_hours}小时内发", {"dispatch_hours": "48"}, slots)
    ('单号是【待填:快递单号】，48小时内发', ('快递单号',))
    """
    unsaid: dict[str, None] = {}
    missing: dict[str, None] = {}
    parts: list[str] = []
    for text, name, is_said, otherwise in taken_apart(reply).pieces:
        parts.append(text)
        if not name:
            continue
        if is_said:
            value = said.get(name, otherwise)
            label, open_ = KIND_LABELS[SAID[name]] if name in SAID else name, unsaid
        else:
            slot = slots.get(name)
            value = values.get(name) or (slot.default if slot else "") or None
            label, open_ = slot.label if slot else name, missing
        if value is None:
            open_[label] = None
            value = f"【待填:{label}】"
        parts.append(harmless(value))
    return "".join(parts), tuple(unsaid | missing)
