"""The forms of questions of ``data/echoes.yaml``, each compiled when a message first looks like it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from cs_scripts.files.compiled import compiled
from cs_scripts.files.data import data_path
from cs_scripts.text.needed import Sieve
from cs_scripts.text.patterns import lazy

BLANK = lazy(r"\{(-?)(\w+)\}")
"""A group in a statement; with a minus sign what stands against it."""


class Form(NamedTuple):
    """A form of question.

    Attributes:
        pattern: what a clause of the form looks like; its groups fill the statement.
        say: the statement, with ``{group}`` and slots ``【…】``; None for what looks like a question and is none.
    """

    pattern: re.Pattern[str]
    say: str | None


class Ending(NamedTuple):
    """Endings that go with one kind of draft.

    Attributes:
        of: what such a draft has.
        say: the draft as ``{}`` with its ending; they take turns.
    """

    of: re.Pattern[str]
    say: tuple[str, ...]


class Forms(NamedTuple):
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

    def make() -> Any:
        from cs_scripts.recommend.echo_file import file_forms  # not needed for what is compiled

        return file_forms()

    code = (Path(__file__), Path(__file__).with_name("echo_file.py"), Path(__file__).parents[1] / "text" / "needed.py")
    filed = compiled("forms", (data_path("echoes.yaml"), *code), make)
    return Forms(
        lazy(filed["before"]),
        lazy(filed["after"]),
        lazy(filed["parts"]),
        tuple((lazy(pattern), instead) for pattern, instead in filed["shed"]),
        Sieve(*filed["sheds"]),
        lazy(filed["whole"]),
        filed["persons"],
        lazy(filed["person"]),
        filed["denials"],
        frozenset(filed["leads"]),
        frozenset(filed["never"]),
        tuple(Form(lazy(ask), say) for ask, say in filed["forms"]),
        Sieve(*filed["sieve"]),
        lazy(filed["asks"]),
        tuple(Ending(lazy(of), tuple(say)) for of, say in filed["ends"]),
    )
