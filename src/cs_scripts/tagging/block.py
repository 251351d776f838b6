"""What came of one block of messages: its rows, perhaps open for a reply, and what there is to count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from cs_scripts.files.rejects import Reject
from cs_scripts.tagging.response_times import Turn
from cs_scripts.tagging.rows import Answer


class Open(NamedTuple):
    """A row that waits for the staff's reply.

    Attributes:
        conversation: in which it will come.
        time: of the row.
    """

    conversation: str
    time: datetime | None


class Spoken(NamedTuple):
    """The first message of the staff in a conversation of a block."""

    answer: Answer
    time: datetime | None


@dataclass(frozen=True)
class TaggedBlock:
    """What came of one block of messages.

    Attributes:
        pieces: the rows' bytes, cut where a reply is missing: one piece more than there are open rows.
        open: the rows that wait for a reply.
        spoken: first message of the staff in each conversation; ``""`` is that of the block before.
        last: the conversation that spoke last; empty for none.
        rows: messages that were tagged.
        sellers: messages of the staff, which are read and not written.
        unknown: rows of whom nobody could tell whether it is a buyer, where the log tells people apart at all.
        lacking: rows with characters that the output's encoding lacks.
        statuses: rows of each status.
        intents: rows with each combination of intents.
        turns: who spoke when.
        rejects: what could not be read.
        left: entries left out, by reason.
        days: rows and rows without an intent of each day.
        hours: rows of each hour.
        agents: messages of each of the staff.
        articles: rows about each article with each combination of intents.
        examples: for combinations of intents, a masked message.
        masked: how often each kind of personal data was masked in the rows' texts.
    """

    pieces: Sequence[bytes] = (b"",)
    open: Sequence[Open] = ()
    spoken: Mapping[str, Spoken] = field(default_factory=dict)
    last: str = ""
    rows: int = 0
    sellers: int = 0
    unknown: int = 0
    lacking: int = 0
    statuses: Mapping[str, int] = field(default_factory=dict)
    intents: Mapping[tuple[str, ...], int] = field(default_factory=dict)
    turns: Sequence[Turn] = ()
    rejects: Sequence[Reject] = ()
    left: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    hours: Mapping[int, int] = field(default_factory=dict)
    agents: Counter[str] = field(default_factory=Counter)
    articles: Mapping[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    examples: Mapping[tuple[str, ...], str] = field(default_factory=dict)
    masked: Mapping[str, int] = field(default_factory=dict)
