"""Read the cues of ``data/conversation.yaml`` and the lists beside it, and file them by how they begin; all that is wrong is told together.

What comes out is of JSON types, so that it can be kept (``files.compiled``): patterns are still text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from cs_scripts.conversation.lexicon import Cue, filed, split_cue
from cs_scripts.conversation.terms import FACTS, SIGNS, STAGES
from cs_scripts.conversation.words import PRIOR, Meaning, places
from cs_scripts.errors import Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.text import read_text
from cs_scripts.files.yaml import Fields
from cs_scripts.files.yaml_parser import parse_file

KINDS = (*FACTS, "item_word")
"""Kinds of fact that a buyer may state."""

_ROLES = ("buyer", "seller", "both")


def file_cues(role: str) -> dict[str, Any]:
    """File what a role says by how it begins.

    Args:
        role: ``buyer`` or ``seller``.

    Returns:
        What ``Lexicon`` takes; beside it ``words.PRIOR``, the log weight of each stage before anything was said.

    Raises:
        FileReadError: a file is missing.
        DataFileError: a file breaks its schema; every problem is named.
    """
    prior, cues = _read()
    return {PRIOR: prior, **filed([cue for cue in cues if cue.mean[0] in (role, "both")])}


@cache
def _read() -> tuple[tuple[float, ...], list[Cue]]:
    path = data_path("conversation.yaml")
    with strict_fields(path, parse_file(path)) as top:
        top.version(1)
        reader = _Reader(top.problems, _guards(top))
        prior, cues = reader.read(top)
        names = [*_simple(top, "couriers", "courier"), *_simple(top, "recipients", "recipient")]
        colors = [_word("color", name, name) for name in top.texts("colors", minimum=1)]
        doubtful = frozenset(top.texts("places_doubtful"))
    return prior, [*cues, *names, *colors, *_goods(), *_places(doubtful)]


def _word(kind: str, head: str, value: str) -> Cue:
    return Cue(head, "", Meaning("both", "word", kind, value))


def _guards(top: Fields) -> dict[str, str]:
    guards = top.take("guards", {})
    if not isinstance(guards, dict):
        top.note("guards", "应为“名字: 正则”的映射")
        return {}
    for name, pattern in guards.items():
        if fault := _fault(pattern):
            top.note(f"guards.{name}", fault)
    return guards


def _fault(pattern: Any) -> str:
    """Tell what is wrong with a pattern; empty where nothing is."""
    try:
        re.compile(pattern)
    except (re.error, TypeError) as error:
        return f"正则写法有误（{error}）"
    return ""


def _simple(top: Fields, key: str, kind: str) -> Iterator[Cue]:
    table = top.take(key, {})
    if not isinstance(table, dict):
        top.note(key, "应为“值: [叫法…]”的映射")
        return
    for value, aliases in table.items():
        if not isinstance(aliases, list) or not all(isinstance(alias, str) and alias for alias in aliases):
            top.note(f"{key}.{value}", "应为叫法的列表")
            continue
        for alias in aliases:
            yield _word(kind, alias, value)


def _goods() -> Iterator[Cue]:
    for line in read_text(data_path("goods_words.txt")).splitlines():
        for word in () if line.startswith("#") else line.split():
            kind = "" if word.startswith("-") else "item_word"
            plain = word.removeprefix("-").lower()
            yield _word(kind, plain, word)


def _places(doubtful: Collection[str]) -> Iterator[Cue]:
    for name, place in places().items():
        kind = "place?" if name in doubtful else "place"
        yield _word(kind, name, place.name)


class _Reader:
    """Read the cues of ``data/conversation.yaml``."""

    def __init__(self, problems: list[Problem], guards: dict[str, str]) -> None:
        self.problems = problems
        self.guards = guards

    def read(self, top: Fields) -> tuple[tuple[float, ...], list[Cue]]:
        """Read facts, signs, what agents ask for, and stages."""
        cues: list[Cue] = []
        for key, group, name, choices in (
            ("facts", "fact", "kind", KINDS),
            ("signs", "sign", "sign", SIGNS),
            ("asks", "ask", "fact", KINDS),
        ):
            for where, value in top.items(key):
                fields = Fields(value, where, self.problems)
                kind, plain = fields.text(name, choices=choices), fields.text("value", required=False)
                role = "seller" if group == "ask" else fields.text("role", required=False, choices=_ROLES) or "buyer"
                cues += self._cues(fields, Meaning(role, group, kind, plain, near=self._near(fields)))
        stages = Fields(top.take("stages"), "stages", self.problems)
        prior = self._weights(stages, "prior")
        for where, value in stages.items("cues"):
            fields = Fields(value, where, self.problems)
            role = fields.text("role", required=False, choices=_ROLES) or "buyer"
            cues += self._cues(fields, Meaning(role, "stage", "", "", self._weights(fields, "add")))
        stages.close()
        return prior, cues

    def _near(self, fields: Fields) -> str:
        return self.guards.get(fields.text("near", required=False, choices=tuple(self.guards)), "")

    def _weights(self, fields: Fields, key: str) -> tuple[float, ...]:
        table = fields.take(key, {})
        if not isinstance(table, dict) or not all(isinstance(weight, int | float) for weight in table.values()) or set(table) - set(STAGES):
            fields.note(key, f"应为“步骤: 分数”的映射，步骤为 {'、'.join(STAGES)}")
            return (0.0,) * len(STAGES)
        return tuple(float(table.get(stage, 0)) for stage in STAGES)

    def _cues(self, fields: Fields, meaning: Meaning) -> list[Cue]:
        before, after = (self._guard(fields, key) for key in ("before", "after"))
        cues = []
        for i, text in enumerate(fields.texts("say", minimum=1)):
            head, tail = split_cue(text)
            if fault := _fault(tail) or ("" if head else f"“{text}”应以普通字开头"):
                fields.note(f"say[{i}]", fault)
            else:
                cues.append(Cue(head, tail, meaning, before, after))
        fields.close()
        return cues

    def _guard(self, fields: Fields, key: str) -> str:
        names = fields.texts(key)
        if unknown := [name for name in names if name not in self.guards]:
            fields.note(key, f"guards 里没有 {'、'.join(unknown)}")
        patterns = [self.guards[name] for name in names if name in self.guards]
        return f"(?:{'|'.join(patterns)}){'[太很]?$' if key == 'before' else ''}" if patterns else ""
