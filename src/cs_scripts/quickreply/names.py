"""What the formats share, from ``data/quick_replies.yaml``: names of columns, stages of a sale, substitutes for GBK."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from cs_scripts.files.data import data_path
from cs_scripts.files.headers import clean_header
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.phrasebook.read import PHASES
from cs_scripts.quickreply.entry import FIELDS
from cs_scripts.text.folding import fold

_NUMBERED = re.compile(r"(.*?)[_ .-]?[0-9]{1,2}")


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
        headers: field of each known header, as ``header_name`` gives it.
        levels: headers of groups below the second.
        switches: for a header that says whether a phrase is in use, the values that say it is not.
        wording_marks: what stands between several wordings in one cell.
        wording_lines: lines that do so.
        group_names: what may hold the name of a group in XML, cleaned.
        stages: label of each part of a sale, in its order; which part an intent belongs to, the phrase book says.
        other_stage: label for what belongs to none.
        ungrouped: what a book says of a script that stands in no group.
        auto_replies: which scripts the client sends by itself.
        substitutes: what GBK gets for a character that it lacks.
    """

    headers: Mapping[str, str]
    levels: frozenset[str]
    switches: Mapping[str, frozenset[str]]
    wording_marks: tuple[str, ...]
    wording_lines: tuple[str, ...]
    group_names: frozenset[str]
    stages: Mapping[str, str]
    other_stage: str
    ungrouped: str
    auto_replies: AutoReplies
    substitutes: Mapping[str, str]


def header_name(cell: str) -> str:
    """Reduce a header to the name under which it is looked up; traditional characters become simplified ones.

    Args:
        cell: the header, as a file has it.

    Returns:
        The name.

    >>> header_name(" 快捷短語（必填） *")
    '快捷短语'
    """
    return fold(clean_header(cell))


def field_of(name: str) -> str:
    """Tell which field a header stands for.

    Args:
        name: the header, as ``header_name`` gives it.

    Returns:
        The field; empty for an unknown header.

    >>> field_of("话术内容"), field_of("话术内容2"), field_of("日期")
    ('text', 'text', '')
    """
    known = load_tables().headers
    if name in known:
        return known[name]
    numbered = _NUMBERED.fullmatch(name[:40])
    return "text" if numbered and known.get(numbered[1]) == "text" else ""


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
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        headers = _headers(Fields(top.take("headers"), "headers", top.problems))
        levels = frozenset(map(header_name, top.texts("levels")))
        switches = _switches(Fields(top.take("switches"), "switches", top.problems))
        marks, lines = top.texts("wording_marks"), top.texts("wording_lines")
        stages = {}
        for where, value in top.items("stages"):
            fields = Fields(value, where, top.problems)
            stages[fields.text("id", choices=PHASES)] = fields.text("label")
            fields.close()
        auto = Fields(top.take("auto_replies"), "auto_replies", top.problems)
        auto_replies = AutoReplies(auto.text("label"), frozenset(auto.texts("triggers")), auto.texts("scripts"))
        auto.close()
        substitutes = top.take("substitutes", {})
        if not isinstance(substitutes, dict) or not all(isinstance(value, str) and len(key) == 1 for key, value in substitutes.items()):
            top.note("substitutes", "应为“一个字: 文字”的映射")
            substitutes = {}
        return Tables(
            headers=headers,
            levels=levels,
            switches=switches,
            wording_marks=marks,
            wording_lines=lines,
            group_names=frozenset(map(header_name, top.texts("group_names"))),
            stages=stages,
            other_stage=top.text("other_stage"),
            ungrouped=top.text("ungrouped"),
            auto_replies=auto_replies,
            substitutes=substitutes,
        )


def _headers(named: Fields) -> dict[str, str]:
    headers: dict[str, str] = {}
    for field in (*FIELDS, "asks"):
        for name in named.texts(field):
            if headers.setdefault(header_name(name), field) != field:
                named.note(field, f"{name} 已归 {headers[header_name(name)]}")
    named.close()
    return headers


def _switches(named: Fields) -> dict[str, frozenset[str]]:
    yes, no = (frozenset(value.lower() for value in named.texts(key, minimum=1)) for key in ("yes", "no"))
    switches = {header_name(name): no for name in named.texts("on", minimum=1)}
    switches |= {header_name(name): yes for name in named.texts("off", minimum=1)}
    named.close()
    return switches
