"""Read a phrase book strictly: every problem of the file at once, each with its place and what to do.

A shop's own book extends the bundled one: what a script of the same id does not name it inherits, and ``disable`` leaves out
bundled scripts or whole intents.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cs_scripts.conversation.terms import FACTS, SAID, SIGNS, STAGES
from cs_scripts.errors import Problem
from cs_scripts.files.compiled import compiled_parts
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.text import as_path
from cs_scripts.files.yaml import Fields, did_you_mean
from cs_scripts.phrasebook.book import PLATFORMS, SAID_SLOT, SLOT, Conditions, Intent, Phrasebook, Script, Slot, Trigger
from cs_scripts.phrasebook.compiled import from_plain, to_plain
from cs_scripts.text.patterns import lazy

_ID = lazy(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_CODE = lazy(r"[^\s{}\x00-\x1f\x7f]{1,40}")  # a shop's own may be any its client takes; tests hold the bundled ones to yj1
_SOURCE = lazy(r"(basics|kangnai|romoss|selling|handbook|own) § \S.*")
_MADE_BY = tuple(Path(__file__).with_name(name) for name in ("read.py", "book.py", "compiled.py"))
PHASES = ("before_order", "ordering", "shipping", "after_sale")


def load_phrasebook(path: Path | str | None = None) -> Phrasebook:
    """Load the bundled phrase book, and a shop's own over it.

    Args:
        path: the shop's own book. It extends the bundled one, and a script of the same id replaces what it names of the bundled one;
            ``disable`` lists ids and intents whose bundled scripts are left out, and with ``replaces_bundled: true`` all are.

    Returns:
        The book.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: the file breaks the schema; every problem is named.

    >>> load_phrasebook().intents["price_haggling"].label
    '议价'
    """
    bundled = _bundled()
    return bundled if path is None else _parse(as_path(path, "phrases"), bundled)


@cache
def _bundled() -> Phrasebook:
    path = data_path("phrases.yaml")
    return from_plain(compiled_parts("book", (path, *_MADE_BY), lambda: to_plain(_parse(path, Phrasebook({}, {}, {}, {})))))


def _parse(path: Path, base: Phrasebook) -> Phrasebook:
    from cs_scripts.files.yaml_parser import parse_file  # not needed for what is compiled

    with strict_fields(path, parse_file(path)) as top:
        top.version(1)
        kept = {} if top.flag("replaces_bundled") else _without(top, base)
        intents, triggers, slots = dict(base.intents), dict(base.triggers), dict(base.slots)
        for where, value in top.items("intents"):
            _add(intents, _intent(fields := Fields(value, where, top.problems)), fields)
        for where, value in top.items("triggers"):
            _add(triggers, _trigger(fields := Fields(value, where, top.problems)), fields)
        for where, value in top.items("slots"):
            fields = Fields(value, where, top.problems)
            slot = _slot(fields)
            if slot.name in slots:
                fields.note("name", f"{slot.name} 重复")
            slots[slot.name] = slot
            fields.close()
        names = _Names(intents, triggers, slots)
        own: dict[str, Script] = {}
        for where, value in top.items("scripts"):
            fields = Fields(value, where, top.problems)
            _add(own, _script(fields, names, base.scripts), fields)
        top.take("mined")  # what a file of drafts rests on: ``learning.draft_file`` reads it
        scripts = kept | own
        _check_codes(scripts.values(), top.problems)
    return Phrasebook(intents, triggers, slots, scripts)


def _without(top: Fields, base: Phrasebook) -> dict[str, Script]:
    """Leave out what the book disables: scripts by id, or all of an intent or trigger."""
    disabled = set(top.texts("disable"))
    for name in sorted(disabled - base.scripts.keys() - base.intents.keys() - base.triggers.keys()):
        top.note("disable", f"没有编号或意图 {name}{did_you_mean(name, (*base.scripts, *base.intents, *base.triggers))}")
    return {identity: script for identity, script in base.scripts.items() if not disabled & {identity, script.intent or script.trigger}}


def _intent(fields: Fields) -> Intent:
    return Intent(
        fields.text("id"),
        fields.text("label"),
        fields.text("code"),
        fields.text("definition"),
        fields.text("phase", required=False, choices=PHASES),
        fields.number("yields") or 0,
    )


def _trigger(fields: Fields) -> Trigger:
    return Trigger(
        fields.text("id"),
        fields.text("label"),
        fields.text("code"),
        fields.text("phase", required=False, choices=PHASES),
        _hours(fields),
        bool(fields.flag("once")),
    )


def _hours(fields: Fields) -> tuple[time, time] | None:
    texts = fields.texts("hours")
    if not texts:
        return None
    try:
        first, last = map(time.fromisoformat, texts)
    except ValueError:
        fields.note("hours", '应形如 ["10:00", "15:00"]')
        return None
    return first, last


def _slot(fields: Fields) -> Slot:
    return Slot(
        fields.text("name"), fields.text("label"), fields.text("of", choices=("shop", "order")), fields.text("default", required=False)
    )


def _add(known: dict[str, Any], item: Any, fields: Fields) -> None:
    """Add an item under its id and finish its fields; a second item of one id is a problem."""
    if item.id and not _ID.fullmatch(item.id):
        fields.note("id", f"“{item.id}”应为小写字母、数字、下划线，以点分段")
    if item.id in known and not fields.inherits:
        fields.note("id", f"{item.id} 重复")
    known[item.id] = item
    fields.close()


class _Names(NamedTuple):
    """What a script may name."""

    intents: Collection[str]
    triggers: Collection[str]
    slots: Collection[str]


def _script(fields: Fields, names: _Names, bundled: Mapping[str, Script]) -> Script:
    identity = fields.text("id")
    fields.where += f"（{identity}）" if identity else ""
    old = bundled.get(identity)
    if old is not None:
        fields.inherit(_as_fields(old))
    intent = fields.text("intent", required=False)
    trigger = fields.text("trigger", required=False)
    if bool(intent) == bool(trigger):
        fields.note("", "intent 和 trigger 要写且只写一个")
    for key, value, known in (("intent", intent, names.intents), ("trigger", trigger, names.triggers)):
        if value and value not in known:
            fields.note(key, f"没有声明过 {value}{did_you_mean(value, known)}")
    when = _conditions(fields)
    replies = fields.texts("replies", minimum=1)
    for i, reply in enumerate(replies):
        for what in _faults(reply, names.slots):
            fields.note(f"replies[{i}]", what)
    script = Script(
        id=identity,
        intent=intent,
        trigger=trigger,
        situation=fields.text("situation"),
        replies=replies,
        asks=fields.texts("asks"),
        presumes=_terms(fields, "presumes", (*FACTS, *SIGNS)),
        asks_for=_terms(fields, "asks_for", FACTS),
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


def _as_fields(script: Script) -> dict[str, Any]:
    """Give a script as the mapping that it was read from, so that a script of the same id can inherit."""
    when = {
        key: value
        for key, value in (("campaign", script.when.campaign), ("platform", script.when.platform), ("stage", list(script.when.stage)))
        if value not in (None, "", [])
    }
    lists = {"asks": script.asks, "presumes": script.presumes, "asks_for": script.asks_for, "replies": script.replies}
    texts = {key: getattr(script, key) for key in ("intent", "trigger", "situation", "technique", "source", "code", "group")}
    return {**texts, **{key: list(value) for key, value in lists.items()}, "when": when}


def _conditions(fields: Fields) -> Conditions:
    inner = Fields(fields.take("when", {}), f"{fields.where}.when", fields.problems)
    campaign, platform = inner.flag("campaign"), inner.text("platform", required=False, choices=PLATFORMS)
    when = Conditions(campaign, platform, _terms(inner, "stage", STAGES))
    inner.close()
    return when


def _terms(fields: Fields, key: str, known: Collection[str]) -> tuple[str, ...]:
    terms = fields.texts(key)
    for term in terms:
        if term not in known:
            fields.note(key, f"“{term}”不在 {'、'.join(known)} 之中{did_you_mean(term, known)}")
    return terms


def _faults(reply: str, slots: Collection[str]) -> Iterator[str]:
    """Tell what is wrong with the blanks of a reply."""
    for name, _ in SAID_SLOT.findall(reply):
        if name not in SAID:
            yield f"没有 {{said.{name}}} 这种说法{did_you_mean(name, SAID)}；可用 {'、'.join(SAID)}"
    plain = SAID_SLOT.sub("", reply)
    for name in SLOT.findall(plain):
        if name not in slots:
            yield f"没有声明过的空位 {{{name}}}{did_you_mean(name, slots)}"
    if re.search(r"[{}]", SLOT.sub("", plain)):
        yield "花括号不成对或空位名不合格"


def _check_codes(scripts: Iterable[Script], problems: list[Problem]) -> None:
    owner: dict[str, str] = {}
    problems += [
        Problem(f"scripts（{script.id}）.code", f"快捷编码 {script.code} 已归 {owner[script.code]}")
        for script in scripts
        if script.code and owner.setdefault(script.code, script.id) != script.id
    ]
