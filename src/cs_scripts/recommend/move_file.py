"""Read what short messages do in a talk, of ``data/moves.yaml``; all that is wrong is told together.

What comes out is of JSON types, so that it can be kept (``files.compiled``): patterns are checked, and still text.
"""

from __future__ import annotations

import re
from typing import Any

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields
from cs_scripts.files.yaml_parser import parse_file
from cs_scripts.text.needed import Sieve
from cs_scripts.text.patterns import any_of

_AFTER = ("asked", "promised", "offered", "refused", "looking", "answered")


def file_moves() -> dict[str, Any]:
    """Read the moves.

    Returns:
        ``kinds`` of move, a ``sieve`` of their patterns, ``fallbacks`` and ``topics``, each entry with its fields in the order in which
        ``moves`` has them.

    Raises:
        FileReadError: the file is missing.
        DataFileError: the file breaks its schema; every problem is named.
    """
    path = data_path("moves.yaml")
    with strict_fields(path, parse_file(path)) as top:
        top.version(1)
        fillers = any_of(top.texts("fillers", minimum=1))
        found = [_fallback(Fields(item, where, top.problems)) for where, item in top.items("fallbacks")]
        kinds = [_kind(Fields(item, where, top.problems), fillers) for where, item in top.items("moves")]
        topics = top.take("topics", {})
        if not (isinstance(topics, dict) and all(isinstance(instead, dict) for instead in topics.values())):
            top.note("topics", "应为“话术编号: {意图: 话术编号}”")
    return {"kinds": kinds, "sieve": Sieve.of(whole for _, whole, _, _ in kinds), "fallbacks": found, "topics": topics}


def _fallback(fields: Fields) -> tuple[Any, ...]:
    question, hurt, intents = fields.flag("question"), fields.flag("hurt"), fields.texts("intents")
    words, say = _pattern(fields, "words"), fields.text("say")
    fields.close()
    return question, intents, hurt, words, say


def _kind(fields: Fields, fillers: str) -> tuple[str, str, bool, list[Any]]:
    name, listed, like, always = fields.text("move"), fields.texts("words"), _pattern(fields, "like"), fields.flag("always")
    lines = [_line(Fields(row, where, fields.problems)) for where, row in fields.items("scripts")]
    if not (listed or like):
        fields.note("words", "words、like 至少要有一项")
    fields.close()
    words = any_of(listed)
    ways = [f"(?:{words})(?:{words}|{fillers})*"] if words else []
    ways += [f"(?:{like})(?:{fillers})*"] if like else []
    return name, f"(?:{fillers})*(?:{'|'.join(ways)})", bool(always), lines


def _line(fields: Fields) -> tuple[Any, ...]:
    line = fields.text("after", required=False, choices=_AFTER), _pattern(fields, "agent"), fields.texts("say", minimum=1)
    fields.close()
    return line


def _pattern(fields: Fields, key: str) -> str:
    """Take a pattern; none where it is none."""
    text = fields.text(key, required=False)
    try:
        re.compile(text)
    except re.error as error:
        fields.note(key, f"不是正则表达式（{error}）")
        return ""
    return text
