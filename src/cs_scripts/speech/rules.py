"""The rules of speech as data: the bundled ones, and what a shop adds, relaxes or silences with a reason that is kept.

A rule is patterns plus the contexts in which they are fine, a reason, a source and a better wording. The law changes and
shops differ, so nothing of this stands in code; ``data/speech_rules.yaml`` explains every key.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import data_path
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.speech.conditions import CONDITIONS

SEVERITIES = ("error", "warning", "hint")
"""From the gravest to the mildest."""

PLACES = ("chat", "quick_reply", "phrase_book")
"""Where a text stands: said to a buyer, kept as a quick reply, or a template of the phrase book."""

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_SOURCE = re.compile(r"(basics|kangnai|romoss|selling|handbook|own|法规|平台) § \S.*")


@dataclass(frozen=True)
class Rule:
    """One thing an agent must not say.

    Args:
        id: stable name, as in ``offsite.contact``.
        severity: ``error``, ``warning`` or ``hint``.
        label: a few words of Chinese.
        reason: why not.
        instead: better wording.
        source: document and section, law and article, or platform rule, as in ``法规 § 广告法 第九条``.
        match: patterns over folded text (see ``fold``).
        unless: a match that overlaps one of these is fine.
        absent: the rule is silent where one of these stands anywhere in the reply.
        whole: whether the pattern must be all that the reply says, fillers apart.
        alone: whether it is silent where the agent says more in the same turn.
        at_least: from how many matches on it fires.
        condition: name of a check in code that stands in for ``match``; empty for none.
        question: patterns; it speaks up only where the buyer's last turn matches one.
        asked: intents; it speaks up only where the buyer's last turn has one of these and no other.
        fine_in: places where it is fine.
        fine_when: contexts in which it is fine, for people.
        examples: replies that it flags.
    """

    id: str
    severity: str
    label: str
    reason: str
    instead: str
    source: tuple[str, ...]
    match: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    whole: bool = False
    alone: bool = False
    at_least: int = 1
    condition: str = ""
    question: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    fine_in: tuple[str, ...] = ()
    fine_when: str = ""
    examples: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """The part of its id before the first dot."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Change:
    """What a shop changed about a bundled rule, and why.

    Args:
        rule: id of the rule.
        severity: its new severity, ``off`` when it is silenced, empty when that stays.
        unless: further wordings that are fine in this shop.
        reason: why, in the shop's words.
    """

    rule: str
    severity: str
    unless: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class SpeechRules:
    """The rules in force, by id, with the words that never count as content and what the shop changed."""

    rules: Mapping[str, Rule]
    fillers: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()


def load_rules(path: Path | str | None = None) -> SpeechRules:
    """Load the bundled rules, and a shop's own over them.

    Args:
        path: the shop's file. Its ``rules`` are added; each of its ``changes`` names a bundled rule, a ``reason``, and a
            ``severity`` (``off`` silences it) or wordings that are fine (``unless``).

    Returns:
        The rules in force.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: the file breaks the schema; every problem is named.

    >>> load_rules().rules["offsite.contact"].severity
    'error'
    """
    bundled = _parse(data_path("speech_rules.yaml"), SpeechRules({}))
    return bundled if path is None else _parse(Path(path), bundled)


def _parse(path: Path, base: SpeechRules) -> SpeechRules:
    problems: list[Problem] = []
    top = Fields(read_yaml(path), "", problems)
    if top.number("version") != 1:
        top.note("version", "应为 1")
    fillers = base.fillers + top.texts("fillers")
    rules = dict(base.rules)
    for where, value in top.items("rules"):
        rule = _rule(Fields(value, where, problems), rules)
        rules[rule.id] = rule
    changes = [_change(Fields(value, where, problems), base.rules) for where, value in top.items("changes")]
    top.close()
    if problems:
        raise DataFileError(path, problems)
    for change in changes:
        rules |= {change.rule: _changed(rules[change.rule], change)}
    return SpeechRules({name: rule for name, rule in rules.items() if rule.severity != "off"}, fillers, (*base.changes, *changes))


def _rule(fields: Fields, known: Container[str]) -> Rule:
    name = fields.text("id")
    fields.where += f"（{name}）" if name else ""
    if name and not _ID.fullmatch(name):
        fields.note("id", f"“{name}”应为小写字母、数字、下划线，以点分段，如 shop.rival")
    if name in known:
        fields.note("id", f"{name} 重复；要改已有的规则请写在 changes 里")
    match, condition = _patterns(fields, "match"), fields.text("condition", required=False, choices=tuple(CONDITIONS))
    if bool(match) == bool(condition):
        fields.note("", "match 和 condition 要写且只写一个")
    source = fields.texts("source", minimum=1)
    for i, item in enumerate(source):
        if not _SOURCE.fullmatch(item):
            fields.note(f"source[{i}]", "应为“文档 § 章节”“法规 § 名称 条款”“平台 § 规则”或“own § 说明”")
    places = fields.texts("fine_in")
    for place in places:
        if place not in PLACES:
            fields.note("fine_in", f"“{place}”不在 {'、'.join(PLACES)} 之中")
    at_least = fields.number("at_least")
    rule = Rule(
        id=name,
        severity=fields.text("severity", choices=SEVERITIES),
        label=fields.text("label"),
        reason=fields.text("reason"),
        instead=fields.text("instead"),
        source=source,
        match=match,
        unless=_patterns(fields, "unless"),
        absent=_patterns(fields, "absent"),
        whole=bool(fields.flag("whole")),
        alone=bool(fields.flag("alone")),
        at_least=1 if at_least is None else max(at_least, 1),
        condition=condition,
        question=_patterns(fields, "question"),
        asked=fields.texts("asked"),
        fine_in=places,
        fine_when=fields.text("fine_when", required=False),
        examples=fields.texts("examples"),
    )
    fields.close()
    return rule


def _patterns(fields: Fields, key: str) -> tuple[str, ...]:
    patterns = fields.texts(key)
    for i, pattern in enumerate(patterns):
        try:
            empty = re.compile(pattern).search("")
        except (re.error, OverflowError, RecursionError) as error:
            fields.note(f"{key}[{i}]", f"正则写法有误（{error}）")
            continue
        if empty and not (empty.re.groups or pattern.startswith("^")):
            fields.note(f"{key}[{i}]", "连空话也会命中")
    return patterns


def _change(fields: Fields, known: Mapping[str, Any]) -> Change:
    severity = fields.text("severity", required=False, choices=(*SEVERITIES, "off"))
    change = Change(fields.text("rule"), severity, _patterns(fields, "unless"), fields.text("reason"))
    if change.rule and change.rule not in known:
        fields.note("rule", f"没有 {change.rule} 这条规则")
    if not change.severity and not change.unless:
        fields.note("", "severity 和 unless 至少写一个")
    fields.close()
    return change


def _changed(rule: Rule, change: Change) -> Rule:
    return replace(rule, severity=change.severity or rule.severity, unless=rule.unless + change.unless)
