"""Read the rules of speech: the bundled file, and a shop's own over it, strictly and with every problem named."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.text import as_path
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.speech.conditions import CONDITIONS
from cs_scripts.speech.likeness import FAMILIES
from cs_scripts.speech.rules import PLACES, SEVERITIES, Allowed, Change, Rule, SpeechRules
from cs_scripts.text.folding import fold

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_SOURCE = re.compile(r"(basics|kangnai|romoss|selling|handbook|own|法规|平台) § \S.*")
_WORDS = re.compile(r"<([a-z_]+)>")
_PROBES = ("", "a", "的", " ", "1", "亲,发货了吗?好的!")
"""Texts on which a pattern that can match nothing gives itself away."""
_LEAST_ALLOWED = 2


def load_rules(path: Path | str | None = None) -> SpeechRules:
    """Load the bundled rules, and a shop's own over them.

    Args:
        path: the shop's file. Its ``rules`` are added; each of its ``changes`` names a bundled rule, a ``reason``, and a
            ``severity`` (``off`` silences it) or wordings that are fine (``unless``); each of its ``allow`` is a ``text``
            that may be said and the ``reason``.

    Returns:
        The rules in force.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: the file breaks the schema; every problem is named.

    >>> load_rules().rules["offsite.contact"].severity
    'error'
    """
    bundled = _parse(data_path("speech_rules.yaml"), SpeechRules({}))
    return bundled if path is None else _parse(as_path(path, "rules"), bundled)


def _parse(path: Path, base: SpeechRules) -> SpeechRules:
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        fillers = base.fillers + top.texts("fillers")
        texts = dict(base.texts) | _mapping(top, "texts")
        spellings = dict(base.spellings) | _mapping(top, "spellings")
        words = dict(base.words) | _words(top)
        terms = base.terms + top.texts("terms")
        alike = dict(base.alike) | {character: tuple(ways.split()) for character, ways in _mapping(top, "alike").items()}
        rules = dict(base.rules)
        for where, value in top.items("rules"):
            rule = _rule(Fields(value, where, top.problems), rules, words)
            rules[rule.id] = rule
        changes = [_change(Fields(value, where, top.problems), base.rules, words) for where, value in top.items("changes")]
        allowed = [_allowed(Fields(value, where, top.problems)) for where, value in top.items("allow")]
    for change in changes:
        rules |= {change.rule: _changed(rules[change.rule], change)}
    active = {name: rule for name, rule in rules.items() if rule.severity != "off"}
    return SpeechRules(active, fillers, (*base.changes, *changes), (*base.allowed, *allowed), texts, spellings, words, terms, alike)


def _rule(fields: Fields, known: Container[str], words: Mapping[str, str]) -> Rule:
    name = fields.text("id")
    fields.where += f"（{name}）" if name else ""
    if name and not _ID.fullmatch(name):
        fields.note("id", f"“{name}”应为小写字母、数字、下划线，以点分段，如 shop.rival")
    if name in known:
        fields.note("id", f"{name} 重复；要改已有的规则请写在 changes 里")
    match, condition = _patterns(fields, "match", words), fields.text("condition", required=False, choices=tuple(CONDITIONS))
    like = bool(fields.flag("like"))
    if bool(match) + bool(condition) + like != 1:
        fields.note("", "match、condition、like 要写且只写一个")
    if like and name.partition(".")[0] not in FAMILIES:
        fields.note("like", f"{name.partition('.')[0]} 没有例句，有例句的是 {'、'.join(FAMILIES)}")
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
        unless=_patterns(fields, "unless", words),
        absent=_patterns(fields, "absent", words),
        whole=bool(fields.flag("whole")),
        alone=bool(fields.flag("alone")),
        at_least=1 if at_least is None else max(at_least, 1),
        condition=condition,
        like=like,
        question=_patterns(fields, "question", words),
        asked=fields.texts("asked"),
        fine_in=places,
        fine_when=fields.text("fine_when", required=False),
        examples=fields.texts("examples"),
    )
    fields.close()
    return rule


def _patterns(fields: Fields, key: str, words: Mapping[str, str]) -> tuple[str, ...]:
    patterns = []
    for i, written in enumerate(fields.texts(key)):
        unknown = [name for name in _WORDS.findall(written) if name not in words]
        if unknown:
            fields.note(f"{key}[{i}]", f"words 里没有 {'、'.join(unknown)}")
        pattern = _WORDS.sub(lambda found: words.get(found[1], ""), written)
        patterns.append(pattern)
        try:
            empty = any(match.end() == match.start() for probe in _PROBES for match in re.finditer(pattern, probe))
        except (re.error, OverflowError, RecursionError) as error:
            fields.note(f"{key}[{i}]", f"正则写法有误（{error}）")
            continue
        if empty:
            fields.note(f"{key}[{i}]", "可以什么都不命中，那样处处都会命中；去掉整段可有可无的写法（*、?、|后面空着）")
    return tuple(patterns)


def _change(fields: Fields, known: Mapping[str, Any], words: Mapping[str, str]) -> Change:
    severity = fields.text("severity", required=False, choices=(*SEVERITIES, "off"))
    change = Change(fields.text("rule"), severity, _patterns(fields, "unless", words), fields.text("reason"))
    if change.rule and change.rule not in known:
        fields.note("rule", f"没有 {change.rule} 这条规则")
    if not change.severity and not change.unless:
        fields.note("", "severity 和 unless 至少写一个")
    fields.close()
    return change


def _changed(rule: Rule, change: Change) -> Rule:
    return replace(rule, severity=change.severity or rule.severity, unless=rule.unless + change.unless)


def _words(top: Fields) -> dict[str, str]:
    """Read the lists of words that patterns name as ``<list>``, each as the pattern that finds any of them."""
    lists: dict[str, str] = {}
    given = top.take("words")
    if given is not None and not isinstance(given, dict):
        top.note("words", "应为“名称: [词, …]”的映射")
        return lists
    for name, value in (given or {}).items():
        if not _WORDS.fullmatch(f"<{name}>") or not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
            top.note("words", f"{name} 应为小写字母的名称和一列词")
            continue
        lists[name] = f"(?:{'|'.join(value)})"
    return lists


def _mapping(top: Fields, key: str) -> dict[str, str]:
    value = top.take(key)
    if value is None:
        return {}
    if not isinstance(value, dict) or not all(isinstance(each, str) and each for pair in value.items() for each in pair):
        top.note(key, "应为“名称: 文字”的映射")
        return {}
    return value


def _allowed(fields: Fields) -> Allowed:
    allowed = Allowed(fields.text("text"), fields.text("reason"))
    if allowed.text and len(fold(allowed.text).strip()) < _LEAST_ALLOWED:
        fields.note("text", f"“{allowed.text}”太短，会放过太多；至少写 {_LEAST_ALLOWED} 个字")
    fields.close()
    return allowed
