"""The forms of questions of ``data/echoes.yaml``, checked and compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.text.needed import Sieve
from cs_scripts.text.patterns import any_of, lazy

BLANK = lazy(r"\{(-?)(\w+)\}")
"""A group in a statement; with a minus sign what stands against it."""


@dataclass(frozen=True)
class Form:
    """A form of question.

    Attributes:
        pattern: what a clause of the form looks like; its groups fill the statement.
        say: the statement, with ``{group}`` and slots ``【…】``; None for what looks like a question and is none.
    """

    pattern: re.Pattern[str]
    say: str | None


@dataclass(frozen=True)
class Forms:
    """What ``data/echoes.yaml`` says, ready for use; its comments tell what each part is."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    whole: re.Pattern[str]
    persons: Mapping[str, str]
    person: re.Pattern[str]
    denials: Mapping[str, str]
    leads: frozenset[str]
    never: frozenset[str]
    forms: tuple[Form, ...]
    sieve: Sieve
    asks: re.Pattern[str]
    bare: str
    ends: tuple[str, ...]


@cache
def load_forms() -> Forms:
    """Load the forms.

    Returns:
        The forms.

    Raises:
        DataFileError: the file breaks its schema; every problem is named.
    """
    path = data_path("echoes.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        before, after = top.texts("before", minimum=1), top.texts("after", minimum=1)
        whole = top.texts("whole", minimum=1)
        persons, denials = _pairs(top, "persons"), _pairs(top, "denials")
        leading, never = frozenset(top.texts("leads", minimum=1)), frozenset(top.texts("never", minimum=1))
        forms = [_form(Fields(item, where, top.problems)) for where, item in top.items("forms")]
        asks, bare, ends = top.text("asks"), top.text("bare"), top.texts("ends", minimum=1)
    return Forms(
        re.compile(f"^(?:{'|'.join(before)})+"),
        re.compile(f"(?:{'|'.join(after)})+$"),
        re.compile("|".join(sorted(whole, key=len, reverse=True))),
        persons,
        re.compile(any_of(persons)),
        denials,
        leading,
        never,
        known := tuple(form for form in forms if form),
        Sieve([form.pattern.pattern for form in known]),
        re.compile(asks),
        bare,
        ends,
    )


def _pairs(fields: Fields, key: str) -> Mapping[str, str]:
    pairs = fields.take(key, {})
    if isinstance(pairs, dict) and all(isinstance(value, str) for value in pairs.values()):
        return dict(pairs)
    fields.note(key, "应为“一种说法: 另一种说法”")
    return {}


def _form(fields: Fields) -> Form | None:
    ask, say = fields.text("ask"), fields.take("say")
    fields.close()
    try:
        pattern = re.compile(ask)
    except re.error as error:
        fields.note("ask", f"不是正则表达式（{error}）")
        return None
    blanks = {name for _, name in BLANK.findall(say)} if isinstance(say, str) else set()
    if not (say is None or isinstance(say, str)) or blanks - set(pattern.groupindex):
        fields.note("say", "应为一句话，{…} 只能用 ask 里的组名；不回的写 ~")
        return None
    return Form(pattern, say)
