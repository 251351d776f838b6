"""Read what a profile says of sending: the calendar, the places, what couriers cost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

from cs_scripts.errors import CsScriptsError, DataFileError
from cs_scripts.files.yaml import Fields, did_you_mean
from cs_scripts.shop.dispatch import Calendar
from cs_scripts.shop.moments import read_moment
from cs_scripts.shop.options import split_options
from cs_scripts.shop.region_file import load_rows, place_names
from cs_scripts.shop.regions import Region, Regions, keys_of, place_of, several
from cs_scripts.shop.units import MEASURES, read_clock, read_figure, span

_LONGEST_HOLIDAY = 60
_MONTH_DAY = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")


def read_calendar(fields: Fields, known: Mapping[str, str]) -> Calendar:
    """Read when parcels leave.

    Args:
        fields: the profile.
        known: its values, and the documented defaults.

    Returns:
        The calendar.
    """
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
        None if closed else _pause(known.get("holiday_stop", ""), known.get("holiday_resume", "")),
    )


def _pause(stop: str, resume: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    """Read from when to when nothing leaves, where the profile says it in two days without a year: 12月31日, 1月3日."""
    ends = [_MONTH_DAY.fullmatch(text.strip()) for text in (stop, resume)]
    first, last = ((int(end[1]), int(end[2])) if end else (0, 0) for end in ends)
    days = (last[0] - first[0]) % 12 * 30 + last[1] - first[1]
    return (first, last) if all(ends) and 0 < days <= _LONGEST_HOLIDAY else None


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


def read_regions(fields: Fields, folder: Path, known: Mapping[str, str], values: Mapping[str, str]) -> Regions:
    """Read what the profile and its table say of places.

    Args:
        fields: the profile.
        folder: where the profile lies.
        known: its values, and the documented defaults.
        values: its values.

    Returns:
        The regions.
    """
    table = fields.text("regions", required=False)
    rows: Mapping[tuple[str, str], Region] = {}
    if table:
        try:
            rows = load_rows(folder / table)
        except DataFileError as error:
            for problem in error.problems:
                fields.note("regions", f"{table} {problem}")
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
            fields.note(key, f"不认识“{name[:20]}”{did_you_mean(name, place_names())}，请写省、市的名字，如 西藏、香港")
        found |= {keys_of(place)[0] for place in places}
    return frozenset(found)


def _money(values: Mapping[str, str], key: str) -> Decimal | None:
    text = values.get(key, "")
    return Decimal(text) if text and "–" not in text else None


def read_fees(fields: Fields) -> Mapping[str, Decimal]:
    """Read what a certain courier costs.

    Args:
        fields: the profile.

    Returns:
        What each courier costs on top.
    """
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
