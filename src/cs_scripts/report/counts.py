"""Count what a period's messages hold, batch after batch, in memory that does not grow with their number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from cs_scripts.learning.mining_file import MiningWords
from cs_scripts.speech import Finding
from cs_scripts.tagging.response_times import Responses, to_turns
from cs_scripts.text.pii import mask

_MOST = 20_000
"""Different names of one kind, or forms of messages, that are counted at a time."""

_LONGEST_FORM = 40
ROBOT = "robot"
"""Role of what a machine wrote for the staff: it counts, but it is no answer."""


class Row(NamedTuple):
    """A message and what is known of it.

    Attributes:
        conversation: the buyer's nick or the log's own id.
        sender: who wrote it.
        role: ``buyer``, ``seller`` or ``ROBOT``, of which only the rest of the staff's figures tell.
        text: what was written.
        time: when; None where the log does not tell.
        intents: ids of what a buyer wants; empty for none, and for the staff.
        article: which article it is about; empty where nothing tells.
        findings: what the rules of speech object to in a message of the staff.
    """

    conversation: str
    sender: str
    role: str
    text: str
    time: datetime | None
    intents: tuple[str, ...] = ()
    article: str = ""
    findings: tuple[Finding, ...] = ()


class Counts:
    """The counts of one period.

    Args:
        words: tell what a message says beside courtesies.
    """

    def __init__(self, words: MiningWords) -> None:
        self._words = words
        self.buyer = 0
        self.staff = 0
        self.none = 0
        self.first: datetime | None = None
        self.last: datetime | None = None
        self.intents: Counter[str] = Counter()
        self.days: dict[str, list[int]] = {}
        self.hours: Counter[tuple[int, int]] = Counter()
        self.others: Counter[str] = Counter()
        self.examples: dict[str, str] = {}
        self.articles: dict[str, Counter[str]] = {}
        self.checked: Counter[str] = Counter()
        self.severities: Counter[tuple[str, str]] = Counter()
        self.rules: Counter[tuple[str, str]] = Counter()
        self.labels: dict[str, str] = {}
        self.responses = Responses()

    def add(self, rows: Sequence[Row]) -> None:
        """Count messages, in the order they were said.

        Args:
            rows: the messages.
        """
        for row in rows:
            if row.role == "buyer":
                self._add_buyer(row)
            else:
                self._add_staff(row)
        self.responses.add(
            to_turns(
                [row.conversation for row in rows],
                ["" if row.role == ROBOT else row.role for row in rows],
                [row.sender for row in rows],
                [row.time for row in rows],
                [row.intents for row in rows],
            )
        )

    def _add_buyer(self, row: Row) -> None:
        self.buyer += 1
        self.none += not row.intents
        for intent in row.intents:
            self.intents[intent] += 1
        if row.time is not None:
            self.first = min(self.first or row.time, row.time)
            self.last = max(self.last or row.time, row.time)
            day = self.days.setdefault(str(row.time)[:10], [0, 0])
            day[0] += 1
            day[1] += not row.intents
            self.hours[row.time.weekday(), row.time.hour] += 1
        if not row.intents:
            self._add_other(row.text)
        if row.article and (row.article in self.articles or len(self.articles) < _MOST):
            self.articles.setdefault(row.article, Counter()).update(("", *row.intents))

    def _add_other(self, text: str) -> None:
        if len(text) > 4 * _LONGEST_FORM:
            return
        form = self._words.core(text) or "（只有数字、标点、图片或招呼）"
        if form not in self.others and len(self.others) >= _MOST:
            self.others = Counter({kept: count for kept, count in self.others.items() if count > 1})
            self.examples = {kept: self.examples[kept] for kept in self.others}
        self.others[form] += 1
        if form not in self.examples:
            self.examples[form] = form if form.startswith("（") else mask(" ".join(text.split()))[:_LONGEST_FORM]

    def _add_staff(self, row: Row) -> None:
        self.staff += 1
        self.checked[row.sender] += 1
        for finding in row.findings:
            self.severities[row.sender, finding.severity] += 1
            self.rules[row.sender, finding.rule] += 1
            self.labels[finding.rule] = finding.label


def most(counter: Iterable[tuple[str, int]], limit: int) -> list[tuple[str, int]]:
    """Give the largest counts, names in order where they are equal.

    >>> most({"b": 2, "a": 2, "c": 3}.items(), 2)
    [('c', 3), ('a', 2)]
    """
    return sorted(counter, key=lambda item: (-item[1], item[0]))[:limit]
