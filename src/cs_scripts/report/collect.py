"""Read chat logs once and count everything that the report tells: recognise buyers' messages, check agents' ones."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from cs_scripts.chatlog import Batch, detect
from cs_scripts.errors import ArgumentError, FileReadError
from cs_scripts.learning.mining_file import load_mining_words
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.report.counts import Counts, Row
from cs_scripts.speech import Checker, Context
from cs_scripts.tagging.memo import Repeats

_LINK = re.compile(r"(?:taobao|tmall)\.(?:com|hk)/[^\s]{0,200}?[?&]id=(\d{6,15})")
_OPEN = 20_000
_KNOWN = 500
_REMEMBERED = 100_000


class Period(NamedTuple):
    """Days, both included."""

    first: date
    last: date

    def __contains__(self, time: object) -> bool:
        """Tell whether a time lies in it."""
        return isinstance(time, datetime) and self.first <= time.date() <= self.last


def read_period(text: str) -> Period:
    """Read a period as it is typed.

    Args:
        text: two days, as in ``2026-10-01..2026-10-31``.

    Returns:
        The period.

    Raises:
        ArgumentError: it is none.

    >>> read_period("2026-10-01..2026-10-31").last.day
    31
    """
    try:
        first, last = (date.fromisoformat(part.strip()) for part in text.split(".."))
    except ValueError:
        raise ArgumentError("--compare", f"“{text}”应写成 2026-10-01..2026-10-31") from None
    if first > last:
        raise ArgumentError("--compare", f"“{text}”前后颠倒了")
    return Period(first, last)


@dataclass
class _Talk:
    """What the checker has to know of a conversation, and the article it is about."""

    question: str = ""
    numbers: str = ""
    article: str = ""


@dataclass(frozen=True)
class Reading:
    """How logs are read.

    Attributes:
        layout: name of their layout; empty to tell it from the content.
        shop_accounts: nicks of the shop.
        leave_out: accounts, as of robots, whose messages are left out.
        before: the period to compare with; None for none.
    """

    layout: str = ""
    shop_accounts: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    before: Period | None = None


@dataclass
class Collected:
    """What was counted.

    Attributes:
        now: of the period that the report is about.
        before: of the one to compare with.
        unknown: messages of whom nobody could tell whether it was a buyer.
        rejected: lines that could not be read.
        files: names of the logs.
    """

    now: Counts
    before: Counts
    unknown: int = 0
    rejected: int = 0
    files: list[str] = field(default_factory=list)


class Collector:
    """Read logs and count.

    Args:
        recogniser: tells intents.
        checker: knows what must not be said.
    """

    def __init__(self, recogniser: Recogniser, checker: Checker) -> None:
        self._recognise = Repeats(lambda texts: [tuple(i.id for i in found) for found in recogniser.classify(texts)], _REMEMBERED)
        self._checker = checker
        self._read = Repeats(lambda texts: [checker.read(text) for text in texts], _REMEMBERED)
        self._talks: OrderedDict[str, _Talk] = OrderedDict()

    def collect(self, files: Iterable[Path], reading: Reading = Reading()) -> Collected:
        """Read logs.

        Args:
            files: the logs.
            reading: how they are read.

        Returns:
            The counts.

        Raises:
            FileReadError: a log cannot be read, or none has a message of a buyer.
        """
        words = load_mining_words()
        found = Collected(Counts(words), Counts(words))
        for file in files:
            found.files.append(file.name)
            conversation = ""
            for block in detect(file, reading.layout, shop_accounts=reading.shop_accounts).blocks():
                batch = block.parse()
                found.rejected += len(batch.rejects)
                rows, conversation = self._rows(batch, conversation, found, frozenset(reading.leave_out))
                if reading.before is None:
                    found.now.add(rows)
                    continue
                is_before = [row.time in reading.before for row in rows]
                found.before.add([row for row, before in zip(rows, is_before, strict=True) if before])
                found.now.add([row for row, before in zip(rows, is_before, strict=True) if not before])
            found.now.responses.end_file()
            found.before.responses.end_file()
        if not found.now.buyer and not found.before.buyer:
            raise FileReadError(found.files[0] if found.files else "输入", "没有一条认得出是买家说的；店铺的昵称请用 --shop-account 指明")
        return found

    def _rows(self, batch: Batch, conversation: str, found: Collected, left_out: frozenset[str]) -> tuple[list[Row], str]:
        """Give the rows of a batch, and the conversation that spoke last."""
        intents = iter(self._recognise([text for text, role in zip(batch.texts, batch.roles, strict=True) if role == "buyer"]))
        articles = batch.articles or [""] * len(batch.texts)
        rows: list[Row] = []
        columns = (batch.conversations, batch.senders, batch.roles, batch.texts, batch.times, articles)
        for name, sender, role, text, time, article in zip(*columns, strict=True):
            conversation = name or conversation
            if role == "buyer":
                wanted = next(intents)
                if sender not in left_out:
                    rows.append(Row(conversation, sender, role, text, time, wanted, self._hear(conversation, text, article)))
            elif role == "seller" and sender not in left_out:
                rows.append(Row(conversation, sender, role, text, time))
            elif not role:
                found.unknown += 1
        return self._checked(rows), conversation

    def _hear(self, conversation: str, text: str, article: str) -> str:
        """Note what a buyer said; give the article that it is about."""
        talk = self._talk(conversation)
        talk.question = text[:_KNOWN]
        if any(character.isdigit() for character in text):
            talk.numbers = (talk.numbers + "\n" + text)[-_KNOWN:]
            if link := _LINK.search(text):
                talk.article = link[1]
        return article or talk.article

    def _talk(self, conversation: str) -> _Talk:
        talk = self._talks.get(conversation)
        if talk is None:
            talk = self._talks[conversation] = _Talk()
            if len(self._talks) > _OPEN:
                self._talks.popitem(last=False)
        return talk

    def _checked(self, rows: Sequence[Row]) -> list[Row]:
        """Check what the staff said; in the context of what the buyer said last in this batch or before."""
        checked: list[Row] = []
        readings = iter(self._read([row.text for row in rows if row.role != "buyer"]))
        questions: dict[str, str] = {}
        for i, row in enumerate(rows):
            if row.role == "buyer":
                questions[row.conversation] = row.text[:_KNOWN]
                checked.append(row)
                continue
            more = i + 1 < len(rows) and rows[i + 1][:3] == row[:3]
            more = more or (i > 0 and rows[i - 1][:3] == row[:3])
            talk = self._talks.get(row.conversation) or _Talk()
            context = Context(more=more, known=talk.numbers, at=row.time, question=questions.get(row.conversation, talk.question))
            findings = tuple(self._checker.judge(next(readings), context))
            checked.append(row._replace(findings=findings) if findings else row)
        return checked
