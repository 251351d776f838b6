"""Read the forms of questions of ``data/echoes.yaml``; all that is wrong is told together.

What comes out is of JSON types, so that it can be kept (``files.compiled``): patterns are checked, and still text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields
from cs_scripts.files.yaml_parser import parse_file
from cs_scripts.recommend.echo_forms import BLANK
from cs_scripts.text.needed import Sieve
from cs_scripts.text.patterns import any_of


def file_forms() -> dict[str, Any]:
    """Read the forms.

    Returns:
        What ``echo_forms.Forms`` is made of, by the names of its attributes.

    Raises:
        FileReadError: the file is missing.
        DataFileError: the file breaks its schema; every problem is named.
    """
    path = data_path("echoes.yaml")
    with strict_fields(path, parse_file(path)) as top:
        top.version(1)
        persons, shed = _pairs(top, "persons"), _shed(top)
        forms = [form for where, item in top.items("forms") if (form := _form(Fields(item, where, top.problems)))]
        filed: dict[str, Any] = {
            "before": _any_of(top, "before", "^(?:", ")+"),
            "after": _any_of(top, "after", "(?:", ")+$"),
            "parts": _any_of(top, "parts"),
            "shed": shed,
            "sheds": Sieve.of(pattern for pattern, _ in shed),
            "whole": _any_of(top, "whole"),
            "persons": persons,
            "person": any_of(persons),
            "denials": _pairs(top, "denials"),
            "leads": top.texts("leads", minimum=1),
            "never": top.texts("never", minimum=1),
            "forms": forms,
            "sieve": Sieve.of(ask for ask, _ in forms),
            "asks": _pattern(top, "asks", top.text("asks")),
            "ends": [_ending(Fields(item, where, top.problems)) for where, item in top.items("ends")],
        }
    return filed


def _pairs(fields: Fields, key: str) -> dict[str, str]:
    pairs = fields.take(key, {})
    if isinstance(pairs, dict) and all(isinstance(value, str) for value in pairs.values()):
        return dict(pairs)
    fields.note(key, "应为“一种说法: 另一种说法”")
    return {}


def _any_of(fields: Fields, key: str, begin: str = "", end: str = "") -> str:
    """Give the pattern of any of some patterns."""
    texts: Sequence[str] = fields.texts(key, minimum=1)
    texts = sorted(texts, key=len, reverse=True) if key == "whole" else texts
    return _pattern(fields, key, f"{begin}{'|'.join(texts)}{end}")


def _shed(fields: Fields) -> list[tuple[str, str]]:
    found = []
    for said, instead in _pairs(fields, "shed").items():
        pattern = _pattern(fields, "shed", said)
        if pattern and any(int(group) > re.compile(pattern).groups for group in re.findall(r"\\(\d)", instead)):
            fields.note("shed", f"{instead} 里的组，{said} 没有")
        found.append((pattern, instead))
    return found


def _form(fields: Fields) -> tuple[str, str | None] | None:
    pattern, say = _pattern(fields, "ask", fields.text("ask")), fields.take("say")
    fields.close()
    if not pattern:
        return None
    blanks = {name for _, name in BLANK.findall(say)} if isinstance(say, str) else set()
    if not (say is None or isinstance(say, str)) or blanks - set(re.compile(pattern).groupindex):
        fields.note("say", "应为一句话，{…} 只能用 ask 里的组名；不回的写 ~")
        return None
    return pattern, say


def _ending(fields: Fields) -> tuple[str, tuple[str, ...]]:
    of, say = _pattern(fields, "of", fields.text("of", required=False)), fields.texts("say", minimum=1)
    fields.close()
    return of, say


def _pattern(fields: Fields, key: str, text: str) -> str:
    """Give the pattern; none where it is none."""
    try:
        re.compile(text)
    except re.error as error:
        fields.note(key, f"不是正则表达式（{error}）")
        return ""
    return text
