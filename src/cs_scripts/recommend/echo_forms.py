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
class Ending:
    """Endings that go with one kind of draft.

    Attributes:
        of: what such a draft has.
        say: the draft as ``{}`` with its ending; they take turns.
    """

    of: re.Pattern[str]
    say: tuple[str, ...]


@dataclass(frozen=True)
class Forms:
    """What ``data/echoes.yaml`` says, ready for use; its comments tell what each part is.

    ``sheds`` and ``sieve`` tell which of ``shed`` and ``forms`` may match.
    """

    before: re.Pattern[str]
    after: re.Pattern[str]
    parts: re.Pattern[str]
    shed: tuple[tuple[re.Pattern[str], str], ...]
    sheds: Sieve
    whole: re.Pattern[str]
    persons: Mapping[str, str]
    person: re.Pattern[str]
    denials: Mapping[str, str]
    leads: frozenset[str]
    never: frozenset[str]
    forms: tuple[Form, ...]
    sieve: Sieve
    asks: re.Pattern[str]
    ends: tuple[Ending, ...]


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
        parts, whole = top.texts("parts", minimum=1), top.texts("whole", minimum=1)
        persons, denials, shed = _pairs(top, "persons"), _pairs(top, "denials"), _shed(top)
        leading, never = frozenset(top.texts("leads", minimum=1)), frozenset(top.texts("never", minimum=1))
        forms = [_form(Fields(item, where, top.problems)) for where, item in top.items("forms")]
        asks, ends = top.text("asks"), [_ending(Fields(item, where, top.problems)) for where, item in top.items("ends")]
    return Forms(
        re.compile(f"^(?:{'|'.join(before)})+"),
        re.compile(f"(?:{'|'.join(after)})+$"),
        re.compile("|".join(parts)),
        shed,
        Sieve([pattern.pattern for pattern, _ in shed]),
        re.compile("|".join(sorted(whole, key=len, reverse=True))),
        persons,
        re.compile(any_of(persons)),
        denials,
        leading,
        never,
        known := tuple(form for form in forms if form),
        Sieve([form.pattern.pattern for form in known]),
        re.compile(asks),
        tuple(each for each in ends if each),
    )


def _pairs(fields: Fields, key: str) -> Mapping[str, str]:
    pairs = fields.take(key, {})
    if isinstance(pairs, dict) and all(isinstance(value, str) for value in pairs.values()):
        return dict(pairs)
    fields.note(key, "应为“一种说法: 另一种说法”")
    return {}


def _shed(fields: Fields) -> tuple[tuple[re.Pattern[str], str], ...]:
    found = []
    for said, instead in _pairs(fields, "shed").items():
        pattern = _pattern(fields, "shed", said)
        if pattern and any(int(group) > pattern.groups for group in re.findall(r"\\(\d)", instead)):
            fields.note("shed", f"{instead} 里的组，{said} 没有")
        elif pattern:
            found.append((pattern, instead))
    return tuple(found)


def _form(fields: Fields) -> Form | None:
    pattern, say = _pattern(fields, "ask", fields.text("ask")), fields.take("say")
    fields.close()
    if pattern is None:
        return None
    blanks = {name for _, name in BLANK.findall(say)} if isinstance(say, str) else set()
    if not (say is None or isinstance(say, str)) or blanks - set(pattern.groupindex):
        fields.note("say", "应为一句话，{…} 只能用 ask 里的组名；不回的写 ~")
        return None
    return Form(pattern, say)


def _ending(fields: Fields) -> Ending | None:
    of, say = _pattern(fields, "of", fields.text("of", required=False)), fields.texts("say", minimum=1)
    fields.close()
    return Ending(of, say) if of else None


def _pattern(fields: Fields, key: str, text: str) -> re.Pattern[str] | None:
    try:
        return re.compile(text)
    except re.error as error:
        fields.note(key, f"不是正则表达式（{error}）")
        return None
