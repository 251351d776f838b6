"""The phrase book: which intents there are, and the documented scripts that answer them.

A *script* is one move in one situation: a handful of wordings a buyer may use (``asks``), and two or more ways of
making the same reply. The book is data (``data/phrases.yaml``); this module reads it strictly and holds it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import data_path
from cs_scripts.files.yaml import Fields, read_yaml

PLATFORMS = ("taobao", "tmall")
STAGES = ("before_order", "unpaid", "paid", "shipped", "received")
SLOT = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_CODE = re.compile(r"[^\s{}\x00-\x1f\x7f]{1,40}")  # a shop's own may be any its client takes; tests hold the bundled ones to yj1
_SOURCE = re.compile(r"(basics|kangnai|romoss|selling|handbook|own) § \S.*")


@dataclass(frozen=True)
class Intent:
    """What a buyer wants.

    Args:
        id: public name, as in ``price_haggling``.
        label: Chinese name, as in ``议价``.
        code: pinyin initials that begin the short codes of its scripts.
        definition: when a message has it.
    """

    id: str
    label: str
    code: str
    definition: str


@dataclass(frozen=True)
class Trigger:
    """An occasion on which the agent speaks first.

    Args:
        id: public name, as in ``payment_reminder``.
        label: Chinese name.
        code: pinyin initials that begin the short codes of its scripts.
    """

    id: str
    label: str
    code: str


@dataclass(frozen=True)
class Slot:
    """A blank in a reply.

    Args:
        name: what stands between the braces.
        label: Chinese name, shown when the blank stays open.
        of: ``shop`` when the profile fills it, ``order`` when the agent does.
        default: the documented value that holds unless the profile says otherwise; empty for none.
    """

    name: str
    label: str
    of: str
    default: str = ""


@dataclass(frozen=True)
class Conditions:
    """When a script may be offered.

    Args:
        campaign: only during a campaign (True), only outside (False), or always (None).
        platform: ``taobao``, ``tmall``, or empty for both.
        stage: order stages it fits; empty for all.
    """

    campaign: bool | None = None
    platform: str = ""
    stage: tuple[str, ...] = ()


@dataclass(frozen=True)
class Script:
    """One documented move in one situation.

    Args:
        id: stable name, as in ``price.discount.no_campaign``.
        intent: id of the intent it answers; empty when the agent speaks first.
        trigger: id of the occasion when the agent speaks first; empty otherwise.
        situation: when to use it, one line of Chinese.
        asks: ways in which a buyer asks what this script answers.
        replies: wordings of the reply, with slots in braces.
        when: when it may be offered.
        technique: name of the move.
        source: document and section, as in ``kangnai § 议价``; ``own`` where no document covers it.
        code: short code for quick replies, as in ``yj1``.
        group: group it stands in among quick replies; empty for that of its intent.
    """

    id: str
    intent: str
    trigger: str
    situation: str
    replies: tuple[str, ...]
    asks: tuple[str, ...] = ()
    when: Conditions = field(default_factory=Conditions)
    technique: str = ""
    source: str = ""
    code: str = ""
    group: str = ""

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of the slots its replies use, in order of first use."""
        return tuple(dict.fromkeys(name for reply in self.replies for name in SLOT.findall(reply)))


@dataclass(frozen=True)
class Phrasebook:
    """All intents, triggers, slots and scripts, by id and in the order of the file."""

    intents: dict[str, Intent]
    triggers: dict[str, Trigger]
    slots: dict[str, Slot]
    scripts: dict[str, Script]

    @cached_property
    def _by_intent(self) -> dict[str, tuple[Script, ...]]:
        found: dict[str, list[Script]] = {}
        for script in self.scripts.values():
            found.setdefault(script.intent, []).append(script)
        return {intent: tuple(scripts) for intent, scripts in found.items()}

    def for_intent(self, intent: str) -> tuple[Script, ...]:
        """Give the scripts that answer an intent, in the order of the book.

        Args:
            intent: id of the intent.

        Returns:
            Its scripts; empty for an unknown id.
        """
        return self._by_intent.get(intent, ()) if intent else ()

    def label(self, script: Script) -> str:
        """Give the Chinese name of a script's intent or trigger.

        Args:
            script: a script of this book.

        Returns:
            The name, as in ``议价``.
        """
        return self.intents[script.intent].label if script.intent else self.triggers[script.trigger].label


def load_phrasebook(path: Path | str | None = None) -> Phrasebook:
    """Load the bundled phrase book, and a shop's own over it.

    Args:
        path: the shop's own book. It extends the bundled one, and a script of the same id replaces the bundled one;
            with ``replaces_bundled: true`` at its top only its own scripts remain.

    Returns:
        The book.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: the file breaks the schema; every problem is named.

    >>> load_phrasebook().intents["price_haggling"].label
    '议价'
    """
    bundled = _parse(data_path("phrases.yaml"), None)
    return bundled if path is None else _parse(Path(path), bundled)


def _parse(path: Path, base: Phrasebook | None) -> Phrasebook:
    problems: list[Problem] = []
    top = Fields(read_yaml(path), "", problems)
    if top.number("version") != 1:
        top.note("version", "应为 1")
    if top.flag("replaces_bundled") and base:
        base = Phrasebook(base.intents, base.triggers, base.slots, {})
    intents = dict(base.intents) if base else {}
    triggers = dict(base.triggers) if base else {}
    slots = dict(base.slots) if base else {}
    for where, value in top.items("intents"):
        fields = Fields(value, where, problems)
        _add(intents, Intent(fields.text("id"), fields.text("label"), fields.text("code"), fields.text("definition")), fields)
    for where, value in top.items("triggers"):
        fields = Fields(value, where, problems)
        _add(triggers, Trigger(fields.text("id"), fields.text("label"), fields.text("code")), fields)
    for where, value in top.items("slots"):
        fields = Fields(value, where, problems)
        slot = Slot(
            fields.text("name"), fields.text("label"), fields.text("of", choices=("shop", "order")), fields.text("default", required=False)
        )
        if slot.name in slots:
            fields.note("name", f"{slot.name} 重复")
        slots[slot.name] = slot
        fields.close()
    own: dict[str, Script] = {}
    for where, value in top.items("scripts"):
        fields = Fields(value, where, problems)
        script = _script(fields, intents, triggers, slots)
        _add(own, script, fields)
    top.close()
    scripts = (base.scripts if base else {}) | own
    _check_codes(scripts.values(), problems)
    if problems:
        raise DataFileError(path, problems)
    return Phrasebook(intents, triggers, slots, scripts)


def _add(known: dict[str, Any], item: Any, fields: Fields) -> None:
    """Add an item under its id and finish its fields; a second item of one id is a problem."""
    if item.id and not _ID.fullmatch(item.id):
        fields.note("id", f"“{item.id}”应为小写字母、数字、下划线，以点分段")
    if item.id in known:
        fields.note("id", f"{item.id} 重复")
    known[item.id] = item
    fields.close()


def _script(fields: Fields, intents: Iterable[str], triggers: Iterable[str], slots: Iterable[str]) -> Script:
    identity = fields.text("id")
    fields.where += f"（{identity}）" if identity else ""
    intent = fields.text("intent", required=False)
    trigger = fields.text("trigger", required=False)
    if bool(intent) == bool(trigger):
        fields.note("", "intent 和 trigger 要写且只写一个")
    for key, value, known in (("intent", intent, intents), ("trigger", trigger, triggers)):
        if value and value not in known:
            fields.note(key, f"没有声明过 {value}")
    when_fields = Fields(fields.take("when", {}), f"{fields.where}.when", fields.problems)
    when = Conditions(
        when_fields.flag("campaign"), when_fields.text("platform", required=False, choices=PLATFORMS), when_fields.texts("stage")
    )
    for stage in when.stage:
        if stage not in STAGES:
            when_fields.note("stage", f"“{stage}”不在 {'、'.join(STAGES)} 之中")
    when_fields.close()
    replies = fields.texts("replies", minimum=1)
    for i, reply in enumerate(replies):
        for name in SLOT.findall(reply):
            if name not in slots:
                fields.note(f"replies[{i}]", f"没有声明过的空位 {{{name}}}")
            elif name.startswith("campaign_") and name != "campaign_dispatch_days" and when.campaign is not True:
                fields.note(f"replies[{i}]", f"用了 {{{name}}}，须写 when: {{campaign: true}}，免得活动过后还发出去")
        if re.search(r"[{}]", SLOT.sub("", reply)):
            fields.note(f"replies[{i}]", "花括号不成对或空位名不合格")
    script = Script(
        id=identity,
        intent=intent,
        trigger=trigger,
        situation=fields.text("situation"),
        replies=replies,
        asks=fields.texts("asks"),
        when=when,
        technique=fields.text("technique", required=False),
        source=fields.text("source", required=False) or "own § 本店",
        code=fields.text("code", required=False),
        group=fields.text("group", required=False),
    )
    if not _SOURCE.fullmatch(script.source):
        fields.note("source", "应为“文档 § 章节”，文档是 basics、kangnai、romoss、selling、handbook 或 own")
    if script.code and not _CODE.fullmatch(script.code):
        fields.note("code", f"“{script.code}”里不能有空白和花括号，最长 40 个字")
    return script


def _check_codes(scripts: Iterable[Script], problems: list[Problem]) -> None:
    owner: dict[str, str] = {}
    problems += [
        Problem(f"scripts（{script.id}）.code", f"快捷编码 {script.code} 已归 {owner[script.code]}")
        for script in scripts
        if script.code and owner.setdefault(script.code, script.id) != script.id
    ]
