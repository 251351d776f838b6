"""The shop's own facts, and how they fill the blanks of a reply.

A reply is never sent with a raw ``{slot}``: what the profile knows is filled in, what nobody knows shows as 【待填:…】.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

from cs_scripts.conversation.terms import KIND_LABELS, SAID
from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.phrasebook.book import PLATFORMS, SAID_SLOT, SLOT, Phrasebook, Script, Slot

VOICES = ("warm", "plain")
_BRACES = str.maketrans("{}", "｛｝")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Campaign:
    """An offer with a beginning and an end.

    Args:
        name: as in ``周年庆``.
        offer: what it gives, as in ``满200减20``.
        start: when it begins, None for "already".
        end: when it ends, None for "until further notice".
    """

    name: str
    offer: str
    start: datetime | None = None
    end: datetime | None = None

    def active(self, at: datetime) -> bool:
        """Tell whether the campaign runs at a time.

        Args:
            at: the time.

        Returns:
            True from the first to the last moment.
        """
        return (self.start is None or self.start <= at) and (self.end is None or at <= self.end)


@dataclass(frozen=True)
class Shop:
    """A shop's profile.

    Args:
        platform: ``taobao``, ``tmall``, or empty when unknown.
        values: value of each slot that the profile fills at any time; ``values_at`` adds the campaign's.
        campaign: the campaign on or ahead, if any.
        voice: ``warm`` or ``plain``.
    """

    platform: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    campaign: Campaign | None = None
    voice: str = "warm"

    def values_at(self, at: datetime) -> Mapping[str, str]:
        """Give what fills the slots at a time.

        Args:
            at: the time.

        Returns:
            The profile's values, and those of the campaign while it runs.
        """
        return self.every_value if self.campaign is not None and self.campaign.active(at) else self.values

    @cached_property
    def every_value(self) -> Mapping[str, str]:
        """The profile's values and the campaign's, whether it runs or not."""
        campaign = self.campaign
        if campaign is None:
            return self.values
        end = campaign.end
        shown_end = f"{end.month}月{end.day}日" + ("" if end.time() == time.max else f"{end:%H:%M}") if end else ""
        own = {"campaign_name": campaign.name, "campaign_offer": campaign.offer, "campaign_end": shown_end}
        return {**self.values, **{slot: value for slot, value in own.items() if value}}

    def allows(self, script: Script, at: datetime, stage: str | None = None) -> bool:
        """Tell whether a script may be offered here and now.

        Args:
            script: the script.
            at: the time, which decides whether the campaign is on.
            stage: the order's stage, None when unknown.

        Returns:
            False when a condition is known not to hold; an unknown platform or stage excludes nothing.
        """
        when = script.when
        running = self.campaign is not None and self.campaign.active(at)
        return (
            (when.campaign is None or when.campaign == running)
            and (not when.platform or not self.platform or when.platform == self.platform)
            and (not when.stage or stage is None or stage in when.stage)
        )


def load_shop(path: Path | str, book: Phrasebook) -> Shop:
    """Load a shop's profile.

    Args:
        path: the YAML file; ``data/shop.example.yaml`` shows every key.
        book: the phrase book whose slots the profile may fill.

    Returns:
        The profile.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: a key is unknown or a value of the wrong type; every problem is named.
    """
    problems: list[Problem] = []
    raw = read_yaml(path)
    fields = Fields({} if raw is None else raw, "", problems)
    platform = fields.text("platform", required=False, choices=PLATFORMS)
    voice = fields.text("voice", required=False, choices=VOICES) or VOICES[0]
    values = {}
    for slot in book.slots.values():
        if slot.name in _CAMPAIGN_SLOTS:
            continue
        value = fields.take(slot.name)
        text = "、".join(str(item) for item in value) if isinstance(value, list) else value
        if isinstance(text, bool | dict):
            fields.note(slot.name, "应为文字、数字或列表")
        elif text is not None and (shown := _CONTROL.sub(" ", str(text)).strip()):
            values[slot.name] = shown
    campaign = _campaign(fields)
    fields.close()
    if problems:
        raise DataFileError(path, problems)
    return Shop(platform, values, campaign, voice)


_CAMPAIGN_SLOTS = ("campaign_name", "campaign_offer", "campaign_end")


def _campaign(fields: Fields) -> Campaign | None:
    value = fields.take("campaign")
    if value is None:
        return None
    inner = Fields(value, "campaign", fields.problems)
    campaign = Campaign(inner.text("name"), inner.text("offer"), _moment(inner, "start", time.min), _moment(inner, "end", time.max))
    if campaign.start and campaign.end and campaign.end < campaign.start:
        inner.note("end", "早于开始时间")
    inner.close()
    return campaign


def _moment(fields: Fields, key: str, whole_day: time) -> datetime | None:
    """Read a date or a date with a time; a bare date means the whole day."""
    text = fields.text(key, required=False)
    if not text:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), whole_day) if len(text) <= 10 else datetime.fromisoformat(text)
    except ValueError:
        fields.note(key, f"“{text}”应形如 2026-11-30 或 2026-11-30 22:00")
        return None


def render(reply: str, values: Mapping[str, str], slots: Mapping[str, Slot]) -> tuple[str, tuple[str, ...]]:
    """Fill the blanks of a reply.

    Args:
        reply: the wording, with slots in braces; ``{said.…}`` shows its fallback, as where nothing was said.
        values: value of each slot that is known.
        slots: all declared slots, for their labels and documented defaults.

    Returns:
        The text, and the labels of the blanks that nobody could fill, which it shows as 【待填:…】.

    >>> slots = {"tracking_no": Slot("tracking_no", "快递单号", "order")}
    >>> render("单号是{tracking_no}，{dispatch_hours}小时内发", {"dispatch_hours": "48"}, slots)
    ('单号是【待填:快递单号】，48小时内发', ('快递单号',))
    """
    missing: dict[str, Any] = {}

    def unsaid(match: re.Match[str]) -> str:
        if match[2] is not None:
            return match[2]
        label = KIND_LABELS[SAID[match[1]]] if match[1] in SAID else match[1]
        missing[label] = None
        return f"【待填:{label}】"

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        slot = slots.get(name)
        value = values.get(name) or (slot.default if slot else "")
        if value:
            return value.translate(_BRACES)
        label = slot.label if slot else name
        missing[label] = None
        return f"【待填:{label}】"

    return SLOT.sub(fill, SAID_SLOT.sub(unsaid, reply)).translate(_BRACES), tuple(missing)
