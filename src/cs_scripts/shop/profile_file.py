"""Read a shop's profile: every key is understood or refused, and each problem names its line.

One profile serves every command, also those that do not know the shop's own phrase book.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from cs_scripts.errors import CsScriptsError, DataFileError, Problem
from cs_scripts.files.yaml import Fields, did_you_mean, read_yaml
from cs_scripts.files.yaml_lines import with_lines
from cs_scripts.phrasebook.book import PLATFORMS, Phrasebook
from cs_scripts.shop.campaigns import Campaign, Coupon, read_campaign, read_coupon
from cs_scripts.shop.dispatch import Calendar
from cs_scripts.shop.guarantees import read_guarantee
from cs_scripts.shop.moments import read_moment
from cs_scripts.shop.options import split_options
from cs_scripts.shop.profile import Shop
from cs_scripts.shop.region_file import load_rows
from cs_scripts.shop.regions import Region, Regions, keys_of, place_of, several
from cs_scripts.shop.units import MEASURES, read_clock, read_figure, span

VOICES = ("warm", "plain")
EXTRA_KEYS = ("no_ship_areas", "postage_remote", "remote_surcharge")
"""Keys that no script fills in but that decide about places."""

_PLATFORM_NAMES = {"淘宝": "taobao", "淘宝网": "taobao", "天猫": "tmall", "天猫商城": "tmall"} | {name: name for name in PLATFORMS}
_VOICE_NAMES = {"热情": "warm", "亲切": "warm", "平实": "plain", "正式": "plain"} | {name: name for name in VOICES}
_CAMPAIGN_SLOTS = ("campaign_name", "campaign_offer", "campaign_end")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_SLOT_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")
_LONGEST_HOLIDAY = 60


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
    names = [slot.name for slot in book.slots.values() if slot.name not in _CAMPAIGN_SLOTS]
    values = {name: text for name in (*names, *EXTRA_KEYS) if (text := _value(fields, name))}
    known = {slot.name: slot.default for slot in book.slots.values() if slot.of == "shop" and slot.default} | values
    shop = Shop(
        platform,
        {name: values[name] for name in names if name in values},
        _campaigns(fields),
        voice,
        _coupons(fields, values),
        _calendar(fields, known),
        _regions(fields, Path(path).parent, known, values),
        _fees(fields),
        tuple(read_guarantee(value, where, problems) for where, value in fields.items("guarantees")),
    )
    if other_slots and isinstance(raw, dict):
        taken = {*book.slots, *EXTRA_KEYS, "platform", "voice"}
        for key in raw:
            if _SLOT_NAME.fullmatch(key) and not did_you_mean(key, taken):
                fields.take(key)
    fields.close()
    if problems:
        raise DataFileError(path, with_lines(path, problems))
    return shop


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
        elif len(items) > 1 and not (item is not None and str(item).strip()):
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


def _calendar(fields: Fields, known: Mapping[str, str]) -> Calendar:
    hours, days = span(known.get("dispatch_hours", "")), span(known.get("campaign_dispatch_days", ""))
    closed, opened = _days(fields, "holidays"), _days(fields, "workdays")
    weekends = fields.flag("weekend_dispatch")
    cutoff = read_clock(known.get("cutoff", ""))
    return Calendar(
        time.fromisoformat(cutoff) if cutoff else None,
        hours[1] if hours else 48,
        days[1] if days else None,
        weekends,
        closed - opened,
        opened,
    )


def _days(fields: Fields, key: str) -> frozenset[date]:
    """Read days and spans of days: 2026-10-01, 2026-10-01 ~ 2026-10-07."""
    found: set[date] = set()
    for text in fields.texts(key):
        ends = [read_moment(part.strip(), time.min) for part in re.split(r"\s{0,3}(?:~|～|–|—|到|至| - )\s{0,3}", text)]
        first, last = ends[0], ends[-1]
        if len(ends) > 2 or first is None or last is None:
            fields.note(key, f"“{text[:40]}”应形如 2026-10-01 或 2026-10-01 ~ 2026-10-07")
        elif not 0 <= (last - first).days <= _LONGEST_HOLIDAY:
            fields.note(key, f"“{text[:40]}”前后颠倒或超过 {_LONGEST_HOLIDAY} 天")
        else:
            found |= {first.date() + timedelta(days=ahead) for ahead in range((last - first).days + 1)}
    return frozenset(found)


def _regions(fields: Fields, folder: Path, known: Mapping[str, str], values: Mapping[str, str]) -> Regions:
    table = fields.text("regions", required=False)
    rows: Mapping[tuple[str, str], Region] = {}
    if table:
        try:
            rows = load_rows(folder / table)
        except DataFileError as error:
            fields.problems += [Problem("regions", f"{table} {problem}") for problem in error.problems]
        except CsScriptsError as error:
            fields.note("regions", f"{error}；文件要放在店铺资料旁边")
    usual = Region(
        span(known.get("transit_days", "")), postage=_money(values, "postage"), free_over=_money(values, "free_postage_threshold")
    )
    remote = Region(
        span(known.get("transit_days_remote", "")),
        postage=_money(values, "postage_remote"),
        surcharge=_money(values, "remote_surcharge"),
        free_over=_money(values, "free_postage_threshold") if "remote_surcharge" in values else None,
    )
    if remote.surcharge is not None and remote.postage is None:
        remote = Region(remote.days, surcharge=remote.surcharge, postage=usual.postage, free_over=usual.free_over)
    return Regions(
        rows,
        usual,
        remote,
        Region(span(known.get("transit_days_local", ""))),
        _places(fields, "remote_areas", values),
        _places(fields, "no_ship_areas", values),
        place_of(values.get("ship_from", "")) if values.get("ship_from") else None,
        "no_ship_areas" in values or any(row.closed for row in rows.values()),
    )


def _places(fields: Fields, key: str, values: Mapping[str, str]) -> frozenset[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for name in split_options(re.sub(r"(?<=[一-鿿])[,，和及]|等地?(?:区|方)?$|部分地区$", "、", values.get(key, "")).strip("、")):
        places = several(name)
        if not places and key == "no_ship_areas":
            fields.note(key, f"不认识“{name[:20]}”，请写省、市的名字，如 西藏、香港")
        found |= {keys_of(place)[0] for place in places}
    return frozenset(found)


def _money(values: Mapping[str, str], key: str) -> Decimal | None:
    text = values.get(key, "")
    return Decimal(text) if text and "–" not in text else None


def _fees(fields: Fields) -> Mapping[str, Decimal]:
    table = fields.take("courier_fees")
    if table is None:
        return {}
    if not isinstance(table, dict):
        fields.note("courier_fees", "应为“快递: 加收金额”的映射，如 {顺丰: 12}")
        return {}
    found = {}
    for name, value in table.items():
        figure, wrong = read_figure(str(value), MEASURES["postage"])
        if wrong or "–" in figure or isinstance(value, bool | list | dict):
            fields.note(f"courier_fees.{name}", wrong or "应为一个金额，如 12")
        else:
            found[name] = Decimal(figure)
    return found
