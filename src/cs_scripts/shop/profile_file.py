"""Read a shop's profile: every key is understood or refused, and each problem names its line.

One profile serves every command, also those that do not know the shop's own phrase book.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.yaml import Fields, did_you_mean, read_yaml
from cs_scripts.phrasebook.book import PLATFORMS, Phrasebook
from cs_scripts.shop.campaign_file import read_campaign, read_coupon
from cs_scripts.shop.campaigns import Campaign, Coupon
from cs_scripts.shop.dispatch import Calendar
from cs_scripts.shop.guarantees import read_guarantee
from cs_scripts.shop.profile import CAMPAIGN_SLOTS, Shop
from cs_scripts.shop.profile_sending import read_calendar, read_fees, read_regions
from cs_scripts.shop.units import MEASURES, read_clock, read_figure, yuan

VOICES = ("warm", "plain")
EXTRA_KEYS = ("no_ship_areas", "postage_remote", "remote_surcharge")
"""Keys that no script fills in but that decide about places."""

TABLE_KEYS = (
    "platform", "voice", "campaign", "campaigns", "coupons", "holidays", "workdays", "weekend_dispatch", "regions", "courier_fees",
    "guarantees",
)  # fmt: skip
"""Keys that hold more than a figure or a text."""

_PLATFORM_NAMES = {"淘宝": "taobao", "淘宝网": "taobao", "天猫": "tmall", "天猫商城": "tmall"} | {name: name for name in PLATFORMS}
_VOICE_NAMES = {"热情": "warm", "亲切": "warm", "平实": "plain", "正式": "plain"} | {name: name for name in VOICES}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_SLOT_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")


def read_profile(path: Path | str, book: Phrasebook, *, other_slots: bool = False) -> Shop:
    """Read a profile; see ``profile.load_shop``.

    Args:
        path: the YAML file.
        book: the phrase book whose slots it may fill.
        other_slots: whether it may fill slots that the book does not know.

    Returns:
        The profile.

    Raises:
        FileReadError: the file or a table it names cannot be read.
        DataFileError: it breaks its schema; every problem is named.
    """
    problems: list[Problem] = []
    raw = read_yaml(path)
    fields = Fields({} if raw is None else raw, "", problems)
    platform, voice = _named(fields, "platform", _PLATFORM_NAMES), _named(fields, "voice", _VOICE_NAMES) or VOICES[0]
    names = [slot.name for slot in book.slots.values() if slot.name not in CAMPAIGN_SLOTS]
    values = {name: text for name in dict.fromkeys((*names, *EXTRA_KEYS)) if (text := _value(fields, name))}
    known = {slot.name: slot.default for slot in book.slots.values() if slot.of == "shop" and slot.default} | values
    coupons, calendar = _coupons(fields, values), read_calendar(fields, known)
    shop = Shop(
        platform,
        _coupon_values(coupons)
        | _weekend_value(calendar, names)
        | _usual_threshold(values, names)
        | {name: values[name] for name in names if name in values},
        _campaigns(fields),
        voice,
        coupons,
        calendar,
        read_regions(fields, Path(path).parent, known, values),
        read_fees(fields),
        tuple(read_guarantee(value, where, problems) for where, value in fields.items("guarantees")),
    )
    others = _others(fields, raw, book) if isinstance(raw, dict) else ()
    if other_slots:
        for key in others:
            fields.take(key)
    fields.close()
    if problems:
        raise DataFileError(path, sorted(problems, key=_line))
    return replace(shop, others=others)


def _line(problem: Problem) -> int:
    """Give the line that a problem names, so that all stand in the order of the file."""
    match = re.match(r"第 (\d{1,9}) 行", problem.where)
    return int(match[1]) if match else 0


def _others(fields: Fields, raw: Mapping[str, object], book: Phrasebook) -> tuple[str, ...]:
    """Find the keys that may be slots of another phrase book, and note those that are a known key by its Chinese name."""
    labels = {slot.label: slot.name for slot in book.slots.values()}
    known = {*book.slots, *EXTRA_KEYS, *TABLE_KEYS}
    for key in raw:
        if key in labels and key not in known:
            fields.take(key)
            fields.note(key, f"键要写成 {labels[key]}")
    return tuple(key for key in raw if key not in known and _SLOT_NAME.fullmatch(key) and not did_you_mean(key, known))


def _named(fields: Fields, key: str, names: Mapping[str, str]) -> str:
    text = fields.text(key, required=False).strip()
    if text and text.lower() not in names:
        fields.note(key, f"“{text[:20]}”不认识{did_you_mean(text.lower(), names)}，可用 {'、'.join(names)}")
    return names.get(text.lower(), "")


def _value(fields: Fields, name: str) -> str:
    """Read what fills a slot; a figure loses its unit, which the reply adds."""
    value = fields.take(name)
    if isinstance(value, bool | dict):
        fields.note(name, "应为文字、数字或列表")
        return ""
    items = value if isinstance(value, list) else [value]
    for at, item in enumerate(items):
        if isinstance(item, bool | dict | list):
            fields.note(name, "应为文字、数字或列表" if len(items) == 1 else f"第 {at + 1} 项应为文字或数字")
        elif isinstance(value, list) and not (item is not None and str(item).strip()):
            fields.note(name, f"第 {at + 1} 项是空的，请填上或删掉")
    text = "、".join(
        _CONTROL.sub(" ", str(item)).strip() for item in items if item is not None and not isinstance(item, bool | dict | list)
    )
    if not text or name not in MEASURES:
        return _clock(fields, name, text) if name == "cutoff" and text else text
    if name == "postage" and text in ("包邮", "免邮"):
        return "0"
    figure, wrong = read_figure(text, MEASURES[name])
    if wrong:
        fields.note(name, wrong)
    return figure


def _clock(fields: Fields, name: str, text: str) -> str:
    shown = read_clock(text)
    if not shown:
        fields.note(name, f'“{text[:20]}”应为几点几分，如 "16:00"')
    return shown


def _campaigns(fields: Fields) -> tuple[Campaign, ...]:
    found = []
    single = fields.take("campaign")
    if single is not None:
        found.append(read_campaign(single, "campaign", fields))
    found += [read_campaign(value, where, fields) for where, value in fields.items("campaigns")]
    return tuple(found)


def _coupons(fields: Fields, values: Mapping[str, str]) -> tuple[Coupon, ...]:
    found = [read_coupon(value, where, fields) for where, value in fields.items("coupons")]
    amount = values.get("coupon_amount", "")
    if not found and amount and "–" not in amount and "–" not in (over := values.get("coupon_threshold", "0")):
        found.append(Coupon(Decimal(amount), Decimal(over), values.get("coupon_place", "")))
    return tuple(found)


def _weekend_value(calendar: Calendar, names: Collection[str]) -> dict[str, str]:
    """Fill the slot about weekends from the calendar."""
    if calendar.weekends is None or "weekend_rule" not in names:
        return {}
    return {"weekend_rule": "照常发货" if calendar.weekends else "不发货"}


def _usual_threshold(values: Mapping[str, str], names: Collection[str]) -> dict[str, str]:
    """Fill the slot about free postage elsewhere, which stays where a named place has a sum of its own."""
    if "free_postage_threshold" not in values or "free_postage_elsewhere" not in names:
        return {}
    return {"free_postage_elsewhere": values["free_postage_threshold"]}


def _coupon_values(coupons: tuple[Coupon, ...]) -> dict[str, str]:
    """Fill the slots of a coupon from the list, where it holds only one and that one has no end."""
    if len(coupons) != 1 or coupons[0].end or coupons[0].start:
        return {}
    coupon = coupons[0]
    own = {"coupon_amount": yuan(coupon.amount), "coupon_threshold": yuan(coupon.over) if coupon.over else "", "coupon_place": coupon.place}
    return {slot: value for slot, value in own.items() if value}
