"""What a profile leaves out, and how many replies of the book wait for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from cs_scripts.phrasebook.book import SLOT, Phrasebook
from cs_scripts.shop.profile import CAMPAIGN_SLOTS, Shop


@dataclass(frozen=True)
class Gap:
    """A slot that the profile does not fill.

    Attributes:
        slot: its name.
        label: its Chinese name.
        default: the documented value that is taken meanwhile; empty where there is none.
        replies: how many wordings of the book hold it.
        scripts: how many scripts.
    """

    slot: str
    label: str
    default: str
    replies: int
    scripts: int


def find_gaps(shop: Shop, book: Phrasebook) -> list[Gap]:
    """List what a profile leaves out.

    Args:
        shop: the profile.
        book: the phrase book.

    Returns:
        A gap for each slot of the shop that the profile does not fill and the book uses; those without a default first, then by how
        many replies wait. What a campaign fills is no gap: without a campaign those replies are not offered.
    """
    replies: Counter[str] = Counter()
    scripts: Counter[str] = Counter()
    for script in book.scripts.values():
        held = [{match[1] for match in SLOT.finditer(reply)} for reply in script.replies]
        replies.update(name for names in held for name in names)
        scripts.update(set().union(*held))
    known = shop.every_value
    gaps = [
        Gap(slot.name, slot.label, slot.default, replies[slot.name], scripts[slot.name])
        for slot in book.slots.values()
        if slot.of == "shop" and slot.name not in known and slot.name not in CAMPAIGN_SLOTS and replies[slot.name]
    ]
    return sorted(gaps, key=lambda gap: (bool(gap.default), -gap.replies))


def find_silences(shop: Shop) -> list[str]:
    """List which questions of buyers the profile cannot answer from its tables.

    Args:
        shop: the profile.

    Returns:
        What to add, in Chinese, each with the question it answers.
    """
    checks = (
        (bool(shop.regions.rows), "regions：地区表（各地天数、邮费、加收、不发），用来答“到成都几天”“新疆包邮吗”"),
        (shop.regions.told_closed, "no_ship_areas：不发货的地方，用来答“发西藏吗”"),
        (shop.regions.home is not None, "ship_from：发货地，用来认同城"),
        ("postage" in shop.values or "free_postage_threshold" in shop.values, "postage、free_postage_threshold：邮费和包邮门槛"),
        ("cutoff" in shop.values, "cutoff：截单时间，用来答“今天能发吗”"),
        (shop.calendar is not None and shop.calendar.weekends is not None, "weekend_dispatch：周末发不发货"),
        (bool(shop.calendar and shop.calendar.closed), "holidays：放假不发货的日子"),
        (bool(shop.courier_fees), "courier_fees：指定快递各加多少，用来答“发顺丰加多少”"),
        (bool(shop.campaigns), "campaigns：活动，用来答“满300减多少”“下次活动什么时候”"),
        (bool(shop.coupons), "coupons：优惠券"),
        (bool(shop.guarantees) or "warranty_period" in shop.values, "guarantees 或 warranty_period：保多久"),
    )
    return [what for known, what in checks if not known]
