"""Turn a phrase book into quick replies, and quick replies into a file whose every loss is known."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from cs_scripts.errors import ArgumentError
from cs_scripts.files.yaml import did_you_mean
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.codes import short_codes
from cs_scripts.quickreply.conform import Finding, check_limits, compare, fit_entries
from cs_scripts.quickreply.containers.kinds import write_entries
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.formats import Format
from cs_scripts.quickreply.names import Tables, load_tables
from cs_scripts.quickreply.reading import parse_entries
from cs_scripts.shop.profile import Shop, render

GROUPINGS = ("intent", "stage")


@dataclass(frozen=True)
class Export:
    """A file ready to be written.

    Args:
        content: its bytes.
        entries: what it holds.
        findings: everything that could not be taken as it was.
    """

    content: bytes
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...]


def book_entries(
    book: Phrasebook,
    shop: Shop | None = None,
    *,
    at: datetime | None = None,
    every_wording: bool = False,
    group_by: str = "intent",
    every_script: bool = False,
) -> list[Entry]:
    """Turn a phrase book into quick replies.

    Args:
        book: the phrase book.
        shop: the profile that fills the slots; without one, only documented defaults do.
        at: the time, which decides on campaign scripts; None for now.
        every_wording: give all wordings of a script and not only one: the first that needs no order data, else the first.
        group_by: ``intent`` or ``stage``; with ``stage`` the intent is the group below.
        every_script: give those too that campaign or platform forbid now.

    Returns:
        The entries in the order of the book, auto-replies in a group of their own.

    Raises:
        ArgumentError: there is no such grouping.

    >>> from cs_scripts.phrasebook.read import load_phrasebook
    >>> entries = book_entries(load_phrasebook(), every_wording=True)
    >>> len({entry.code for entry in entries}) == len(entries)
    True
    """
    if group_by not in GROUPINGS:
        raise ArgumentError("group_by", f"“{group_by}”不在 {'、'.join(GROUPINGS)} 之中")
    shop, at = shop or Shop(), at or datetime.now()
    values = shop.values_at(at)
    codes = short_codes(book)
    entries: list[Entry] = []
    for script in book.scripts.values():
        if not (every_script or shop.allows(script, at)):
            continue
        group, subgroup = _groups(script, book, group_by)
        wordings = [
            Entry(
                text=text,
                code=codes[script.id][i],
                group=group,
                subgroup=subgroup,
                title=script.situation,
                id=script.id,
                intent=script.intent or script.trigger,
                asks=script.asks,
                missing=missing,
            )
            for i, (text, missing) in enumerate(render(reply, values, book.slots) for reply in script.replies)
        ]
        if not every_wording:
            chosen = next((entry for entry in wordings if not entry.missing), wordings[0])
            wordings = [Entry(**(vars(chosen) | {"code": codes[script.id][0]}))]
        entries += wordings
    return entries


def _groups(script: Script, book: Phrasebook, group_by: str) -> tuple[str, str]:
    tables = load_tables()
    label = script.group if script.group != tables.ungrouped and script.group else book.label(script)
    if script.group and group_by == "intent":
        return "" if script.group == tables.ungrouped else script.group, ""
    if is_auto_reply(script, tables):
        return tables.auto_replies.label, label if group_by == "stage" else ""
    if group_by == "intent":
        return label, ""
    return stage_label(script.intent or script.trigger, book, tables), label


def is_auto_reply(script: Script, tables: Tables) -> bool:
    """Tell whether the client sends a script by itself: welcome, away, busy, peak.

    Args:
        script: the script.
        tables: what the formats share.

    Returns:
        True where it does.
    """
    return script.trigger in tables.auto_replies.triggers or script.id.startswith(tables.auto_replies.scripts)


def stage_label(topic: str, book: Phrasebook, tables: Tables) -> str:
    """Give the stage of a sale that an intent or trigger belongs to.

    Args:
        topic: its id.
        book: the phrase book, which says where it belongs.
        tables: what the formats share.

    Returns:
        Its Chinese name.
    """
    owner = book.intents.get(topic) or book.triggers.get(topic)
    return tables.stages.get(owner.phase if owner else "", tables.other_stage)


def select(
    entries: Sequence[Entry],
    book: Phrasebook,
    *,
    intents: Collection[str] = (),
    groups: Collection[str] = (),
    stages: Collection[str] = (),
    ids: Collection[str] = (),
) -> list[Entry]:
    """Choose entries; each criterion that is given must hold, and any of its values will do.

    Args:
        entries: the entries of the book.
        book: the phrase book.
        intents: ids or labels of intents and triggers.
        groups: names of groups or subgroups.
        stages: ids or labels of stages of a sale.
        ids: ids or short codes of scripts; the code of a script's first wording stands for all of them.

    Returns:
        The chosen ones, in their order.

    Raises:
        ArgumentError: a value names nothing there is.
    """
    tables = load_tables()
    topics = {**{key: intent.label for key, intent in book.intents.items()}, **{key: each.label for key, each in book.triggers.items()}}
    stage_names = {**tables.stages, "other": tables.other_stage}
    _check("intent", intents, {*topics, *topics.values()})
    _check("group", groups, {entry.group for entry in entries} | {entry.subgroup for entry in entries} - {""})
    _check("stage", stages, {*stage_names, *stage_names.values()})
    _check("ids", ids, {*book.scripts} | {entry.code for entry in entries})

    first_codes: dict[str, str] = {}
    for entry in entries:
        first_codes.setdefault(entry.id, entry.code)
    wanted_stages = {stage_names.get(stage, stage) for stage in stages}
    return [
        entry
        for entry in entries
        if (not intents or entry.intent in intents or topics.get(entry.intent) in intents)
        and (not groups or entry.group in groups or entry.subgroup in groups)
        and (not stages or stage_label(entry.intent, book, tables) in wanted_stages)
        and (not ids or not {entry.id, entry.code, first_codes[entry.id]}.isdisjoint(ids))
    ]


def _check(name: str, given: Collection[str], known: Collection[str]) -> None:
    unknown = "、".join(f"{value}{did_you_mean(value, known)}" for value in given if value not in known)
    if unknown:
        raise ArgumentError(name, f"没有 {unknown}；有 {'、'.join(sorted(known)[:40])}{'…' if len(known) > 40 else ''}")


def export_entries(entries: Sequence[Entry], described: Format) -> Export:
    """Make a file of quick replies, read it back, and report whatever did not survive.

    Args:
        entries: the entries.
        described: the format.

    Returns:
        The file's bytes, what it holds, and the findings.
    """
    fitted, findings = fit_entries(entries, described)
    content = write_entries(fitted, described)
    encoding = "" if described.container == "xlsx" else described.encoding
    read = parse_entries(content, described, encoding=encoding).entries if fitted else ()
    lost = compare(fitted, read, described)
    return Export(content, fitted, (*findings, *check_limits(fitted, described), *lost))
