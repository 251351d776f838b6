"""Read a file of drafts back: what ``cs-scripts mine`` wrote, as somebody may have changed it meanwhile."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.learning.mining import WHY
from cs_scripts.phrasebook.book import Script
from cs_scripts.phrasebook.read import load_phrasebook


class DraftAnswer(NamedTuple):
    """What agents answered.

    Attributes:
        text: the answer as given, masked.
        draft: the same with slots in place of facts.
        times: how often it was given.
        content: how soon buyers were content after it, in percent.
        annoys: whether buyers were annoyed by it.
        rules: ids of rules of speech that it breaks.
    """

    text: str
    draft: str
    times: int
    content: int
    annoys: bool
    rules: tuple[str, ...]


class Draft(NamedTuple):
    """A frequent question and the script drafted for it.

    Attributes:
        question: the question, masked.
        examples: wordings of it, masked.
        buyers: how many asked.
        messages: how often it was asked.
        share: of all questions.
        why: how many of the messages were there for which reason, by the keys of ``learning.mining.WHY``.
        intent: the likeliest intent.
        is_sure: whether it is likely.
        nearest: id of the script that comes nearest; empty for none.
        likeness: how near that is, in percent.
        answers: the best answers.
        script: the draft; None where no answer was good enough.
    """

    question: str
    examples: tuple[str, ...]
    buyers: int
    messages: int
    share: float
    why: Mapping[str, int]
    intent: str
    is_sure: bool
    nearest: str
    likeness: int
    answers: tuple[DraftAnswer, ...]
    script: Script | None

    @property
    def id(self) -> str:
        """A name that the same question has in every file."""
        return hashlib.sha256(self.question.encode("utf-8", "replace")).hexdigest()[:12]


def load_drafts(path: Path | str) -> tuple[Draft, ...]:
    """Read a file of drafts.

    Args:
        path: the file.

    Returns:
        The drafts in their order; those whose script somebody deleted are left out, and a question that stands twice stands once.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: it breaks its schema, or is a phrase book without what drafts rest on; every problem is named.
    """
    book = load_phrasebook(path)
    problems: list[Problem] = []
    mined = read_yaml(path).get("mined")
    if mined is None:
        raise DataFileError(path, [Problem("mined", "这是话术本，不是草稿；草稿由 cs-scripts mine 写出")])
    top = Fields(mined, "mined", problems)
    top.number("messages")
    questions = top.number("questions") or 1
    found: dict[str, Draft] = {}
    for where, value in top.items("groups"):
        fields = Fields(value, where, problems)
        script = fields.text("script", required=False)
        draft = _draft(fields, questions, book.scripts.get(script), book.intents)
        if not script or script in book.scripts:
            found.setdefault(draft.id, draft)
    top.close()
    if problems:
        raise DataFileError(path, problems)
    return tuple(found.values())


def _draft(fields: Fields, questions: int, script: Script | None, intents: Collection[str]) -> Draft:
    messages = fields.number("messages") or 0
    draft = Draft(
        question=fields.text("question"),
        examples=fields.texts("examples"),
        buyers=fields.number("buyers") or 0,
        messages=messages,
        share=round(messages / questions, 4),
        why={reason: fields.number(reason) or 0 for reason in WHY},
        intent=fields.text("intent", choices=intents),
        is_sure=bool(fields.flag("sure")),
        nearest=fields.text("nearest", required=False),
        likeness=fields.number("likeness") or 0,
        answers=tuple(_answer(Fields(value, where, fields.problems)) for where, value in fields.items("answers")),
        script=script,
    )
    fields.close()
    return draft


def _answer(fields: Fields) -> DraftAnswer:
    answer = DraftAnswer(
        text=fields.text("text"),
        draft=fields.text("draft"),
        times=fields.number("times") or 0,
        content=fields.number("content") or 0,
        annoys=bool(fields.flag("annoys")),
        rules=fields.texts("rules"),
    )
    fields.close()
    return answer
