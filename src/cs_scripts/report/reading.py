"""Read one block of a log, in this process or another: recognise buyers' messages, check agents' ones as far as the block tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cs_scripts.chatlog import Batch
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.report.counts import ROBOT, Row
from cs_scripts.speech import Checker, Context
from cs_scripts.tagging.memo import Repeats
from cs_scripts.tagging.persons import hide_people, people_of

KNOWN = 500
"""Characters of what a buyer said that the checker is told."""

_REMEMBERED = 100_000
_WARM = 2_000


def _hidden(name: str) -> str:
    del name
    return "[姓名]"


class Open(NamedTuple):
    """A message of the staff that what was said in earlier blocks may put in another light.

    Attributes:
        row: its position.
        question: what the buyer had asked in this block; None where nothing yet.
    """

    row: int
    question: str | None


class ReadBlock(NamedTuple):
    """What a block holds.

    Attributes:
        rows: its messages of buyers and staff; the first may lack their conversation, which is that of the block before.
        open: what is to be checked again where its conversation began earlier.
        unknown: messages of whom nobody could tell whether it was a buyer.
        rejected: lines that could not be read.
    """

    rows: list[Row]
    open: list[Open]
    unknown: int
    rejected: int


class BlockReader:
    """Read blocks.

    Args:
        recogniser: tells intents.
        checker: knows what must not be said.
        left_out: accounts whose messages are left out.
    """

    def __init__(self, recogniser: Recogniser, checker: Checker, left_out: frozenset[str]) -> None:
        self._recogniser = recogniser
        self._recognise = Repeats(self._intents, _REMEMBERED)
        self._checker = checker
        self._read = Repeats(lambda texts: [checker.read(text) for text in texts], _REMEMBERED)
        self._left_out = left_out

    def _intents(self, texts: list[str]) -> list[tuple[str, ...]]:
        return [tuple(intent.id for intent in found) for found in self._recogniser.classify(texts)]

    def warm_up(self) -> None:
        """Build whatever the first messages would wait for."""
        self._intents(["能便宜点吗 什么时候发货"] * _WARM)
        self._checker.check("亲，在的")

    def __call__(self, parse: Callable[[], Batch]) -> ReadBlock:
        """Read a block.

        Args:
            parse: makes its messages.

        Returns:
            Its rows.
        """
        batch = parse()
        if people := people_of(batch):
            texts = [hide_people(text, names, _hidden) for text, names in zip(batch.texts, people, strict=True)]
            batch = replace(batch, texts=texts)
        intents = iter(self._recognise([text for text, role in zip(batch.texts, batch.roles, strict=True) if role == "buyer"]))
        articles = batch.articles or [""] * len(batch.texts)
        rows: list[Row] = []
        unknown, conversation = 0, ""
        robots = batch.robots or [False] * len(batch.texts)
        roles = [ROBOT if robot else role for role, robot in zip(batch.roles, robots, strict=True)]
        columns = (batch.conversations, batch.senders, roles, batch.texts, batch.times, articles)
        for name, sender, role, text, time, article in zip(*columns, strict=True):
            conversation = name or conversation
            wanted = next(intents) if role == "buyer" else ()
            if role in ("buyer", "seller", ROBOT) and sender not in self._left_out:
                rows.append(Row(conversation, sender, role, text, time, wanted, article if role == "buyer" else ""))
            unknown += not role
        return ReadBlock(*self._checked(rows), unknown, len(batch.rejects))

    def _checked(self, rows: Sequence[Row]) -> tuple[list[Row], list[Open]]:
        checked: list[Row] = []
        open_rows: list[Open] = []
        questions: dict[str, str] = {}
        readings = iter(self._read([row.text for row in rows if row.role != "buyer"]))
        numbers = _numbers(rows)
        for i, row in enumerate(rows):
            if row.role == "buyer":
                questions[row.conversation] = row.text[:KNOWN]
                checked.append(row)
                continue
            question = questions.get(row.conversation)
            context = Context(more=more(rows, i), known=numbers.get(row.conversation, ""), at=row.time, question=question or "")
            found = tuple(self._checker.judge(next(readings), context))
            if question is None or any(self._checker.rules.rules[finding.rule].condition for finding in found):
                open_rows.append(Open(i, question))
            checked.append(row._replace(findings=found) if found else row)
        return checked, open_rows


def _numbers(rows: Sequence[Row]) -> Mapping[str, str]:
    """Give what buyers said with a figure in it, which the staff may say back."""
    found: dict[str, str] = {}
    for row in rows:
        if row.role == "buyer" and any(map(str.isdigit, row.text)):
            found[row.conversation] = (found.get(row.conversation, "") + "\n" + row.text)[-KNOWN:]
    return found


def more(rows: Sequence[Row], i: int) -> bool:
    """Tell whether the same agent says something else just before or after.

    Args:
        rows: messages.
        i: position of one.

    Returns:
        Whether it is so.
    """
    return any(0 <= other < len(rows) and rows[other][:3] == rows[i][:3] for other in (i - 1, i + 1))
