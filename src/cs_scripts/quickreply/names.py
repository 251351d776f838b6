"""What the formats share, from ``data/quick_replies.yaml``: names of columns, stages of a sale, substitutes for GBK."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import data_path
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.quickreply.entry import FIELDS

_BRACKETED_END = re.compile(r"[（(【\[][^（(【\[]*[）)】\]]$")
_BLANKS = re.compile(r"[\s*＊\ufeff]+")


@dataclass(frozen=True)
class Stage:
    """A part of a sale that quick replies may be grouped by.

    Args:
        id: as in ``after_sale``.
        label: as in ``售后``.
        topics: ids of its intents and triggers.
    """

    id: str
    label: str
    topics: frozenset[str]


@dataclass(frozen=True)
class AutoReplies:
    """Which scripts the client sends by itself.

    Args:
        label: name of their group.
        triggers: ids of their triggers.
        scripts: how the ids of further ones begin.
    """

    label: str
    triggers: frozenset[str]
    scripts: tuple[str, ...]


@dataclass(frozen=True)
class Tables:
    """All of them.

    Args:
        headers: field of each known header, both cleaned.
        group_names: what may hold the name of a group in XML, cleaned.
        stages: in the order of a sale.
        other_stage: label for a topic that no stage names.
        ungrouped: what a book says of a script that stands in no group.
        auto_replies: which scripts the client sends by itself.
        substitutes: what GBK gets for a character that it lacks.
    """

    headers: Mapping[str, str]
    group_names: frozenset[str]
    stages: tuple[Stage, ...]
    other_stage: str
    ungrouped: str
    auto_replies: AutoReplies
    substitutes: Mapping[str, str]


def clean_header(cell: str) -> str:
    r"""Reduce a header cell to its name: no BOM, blanks, ``*``, bracketed endings, upper case.

    Args:
        cell: the cell.

    Returns:
        The name; compare it as a whole, because 快捷短语 begins two other headers.

    >>> clean_header("\ufeff 话术内容（必填） *")
    '话术内容'
    """
    name = _BLANKS.sub("", cell)
    while (shorter := _BRACKETED_END.sub("", name)) != name and shorter:
        name = shorter
    return name.lower()


@lru_cache(maxsize=1)
def load_tables() -> Tables:
    """Load the tables, once.

    Returns:
        The tables.

    Raises:
        DataFileError: the file breaks its schema.

    >>> load_tables().headers["快捷短语"]
    'text'
    """
    path = data_path("quick_replies.yaml")
    problems: list[Problem] = []
    top = Fields(read_yaml(path), "", problems)
    if top.number("version") != 1:
        top.note("version", "应为 1")
    named = Fields(top.take("headers"), "headers", problems)
    headers: dict[str, str] = {}
    for field in FIELDS:
        for name in named.texts(field):
            if headers.setdefault(clean_header(name), field) != field:
                named.note(field, f"{name} 已归 {headers[clean_header(name)]}")
    named.close()
    stages = []
    for where, value in top.items("stages"):
        fields = Fields(value, where, problems)
        topics = frozenset(fields.texts("intents")) | frozenset(fields.texts("triggers"))
        stages.append(Stage(fields.text("id"), fields.text("label"), topics))
        fields.close()
    auto = Fields(top.take("auto_replies"), "auto_replies", problems)
    auto_replies = AutoReplies(auto.text("label"), frozenset(auto.texts("triggers")), auto.texts("scripts"))
    auto.close()
    substitutes = top.take("substitutes", {})
    if not isinstance(substitutes, dict) or not all(isinstance(value, str) and len(key) == 1 for key, value in substitutes.items()):
        top.note("substitutes", "应为“一个字: 文字”的映射")
        substitutes = {}
    group_names = frozenset(clean_header(name) for name in top.texts("group_names"))
    tables = Tables(headers, group_names, tuple(stages), top.text("other_stage"), top.text("ungrouped"), auto_replies, substitutes)
    top.close()
    if problems:
        raise DataFileError(path, problems)
    return tables
