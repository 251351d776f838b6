"""Read chat logs once and count everything that the report tells, block after block, in what order they were said."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

from cs_scripts.chatlog import Batch, detect
from cs_scripts.errors import ArgumentError
from cs_scripts.learning.mining_file import load_mining_words
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.report.counts import Counts, Row
from cs_scripts.report.reading import KNOWN, BlockReader, ReadBlock, more
from cs_scripts.speech import Checker, Context
from cs_scripts.tagging.logs import NO_BUYER, Unread, read_logs
from cs_scripts.tagging.processes import in_order, workers_for

_LINK = re.compile(r"(?:taobao|tmall)\.(?:com|hk)/[^\s]{0,200}?[?&]id=(\d{6,15})")
_DIGIT = re.compile(r"\d")
_OPEN = 20_000


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
        jobs: processes; 0 for as many as are worth their start.
    """

    layout: str = ""
    shop_accounts: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()
    before: Period | None = None
    jobs: int = 0


@dataclass
class Collected:
    """What was counted.

    Attributes:
        now: of the period that the report is about.
        before: of the one to compare with.
        unknown: messages of whom nobody could tell whether it was a buyer.
        rejected: lines that could not be read.
        files: names of the logs.
        unread: the files that were passed over: written by commands of ours, or not readable.
    """

    now: Counts
    before: Counts
    unknown: int = 0
    rejected: int = 0
    files: list[str] = field(default_factory=list)
    unread: Unread = field(default_factory=Unread)


class Collector:
    """Read logs and count.

    Args:
        recogniser: tells intents.
        checker: knows what must not be said.
    """

    def __init__(self, recogniser: Recogniser, checker: Checker) -> None:
        self._recogniser = recogniser
        self._checker = checker
        self._talks: OrderedDict[str, _Talk] = OrderedDict()

    def collect(self, files: Sequence[Path], reading: Reading = Reading()) -> Collected:
        """Read logs.

        Args:
            files: the logs.
            reading: how they are read.

        Returns:
            The counts.

        Raises:
            FileReadError: no log can be read, or none has a message of a buyer.
        """
        words = load_mining_words()
        found = Collected(Counts(words), Counts(words), files=[file.name for file in files])
        workers = workers_for(sum(file.stat().st_size for file in files), reading.jobs)
        make = partial(BlockReader, self._recogniser, self._checker, frozenset(reading.leave_out))
        conversation = ""
        with closing(in_order(_pieces(files, reading, found.unread), workers, make)) as blocks:
            for _, block in blocks:
                if block is None:  # the end of a file
                    conversation = ""
                    for counts in (found.now, found.before):
                        counts.responses.end_file()
                    continue
                found.unknown += block.unknown
                found.rejected += block.rejected
                rows = self._settled(block, conversation)
                conversation = rows[-1].conversation if rows else conversation
                _count(rows, found, reading.before)
        if not found.now.buyer and not found.before.buyer:
            raise found.unread.error(found.files[0] if found.files else "输入", NO_BUYER)
        return found

    def _settled(self, block: ReadBlock, conversation: str) -> list[Row]:
        """Put in what earlier blocks tell: the conversation that goes on, its article, and what its buyer said."""
        rows = block.rows
        for i, row in enumerate(rows):
            if row.conversation or not conversation:
                break
            rows[i] = row._replace(conversation=conversation)
        began = {rows[i].conversation: talk.question for i, _ in block.open if (talk := self._talks.get(rows[i].conversation))}
        for i, row in enumerate(rows):
            if row.role == "buyer" and (article := self._hear(row)) != row.article:
                rows[i] = row._replace(article=article)
        for i, question in block.open:
            row = rows[i]
            if row.conversation in began:
                asked = began[row.conversation] if question is None else question
                known = self._talk(row.conversation).numbers
                context = Context(more=more(rows, i), known=known, at=row.time, question=asked)
                rows[i] = row._replace(findings=tuple(self._checker.check(row.text, context)))
        return rows

    def _hear(self, row: Row) -> str:
        """Note what a buyer said; give the article that it is about."""
        talk = self._talk(row.conversation)
        talk.question = row.text[:KNOWN]
        if _DIGIT.search(row.text):
            talk.numbers = (talk.numbers + "\n" + row.text)[-KNOWN:]
            if link := _LINK.search(row.text):
                talk.article = link[1]
        return row.article or talk.article

    def _talk(self, conversation: str) -> _Talk:
        talk = self._talks.get(conversation)
        if talk is None:
            talk = self._talks[conversation] = _Talk()
            if len(self._talks) > _OPEN:
                self._talks.popitem(last=False)
        return talk


def _pieces(files: Sequence[Path], reading: Reading, unread: Unread) -> Iterator[tuple[Path, tuple[Callable[[], Batch]] | None]]:
    """Give the blocks of all files, and after each file its end."""
    opened = partial(detect, layout=reading.layout, shop_accounts=reading.shop_accounts)
    for file, block in read_logs(files, opened, unread, is_sure=bool(reading.layout)):
        yield file, None if block is None else (block.parse,)


def _count(rows: Sequence[Row], found: Collected, period: Period | None) -> None:
    if period is None:
        found.now.add(rows)
        return
    is_before = [row.time in period for row in rows]
    found.before.add([row for row, before in zip(rows, is_before, strict=True) if before])
    found.now.add([row for row, before in zip(rows, is_before, strict=True) if not before])
