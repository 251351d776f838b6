"""Give each buyer's message the staff's reply, which may stand in a later block than the message.

Within a block the worker finds it; what is still open at a block's end waits for the next ``WINDOW`` blocks of the same file. How long
does not depend on processes or stops, so a run that goes on writes the same bytes.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Generic, TypeVar

from cs_scripts.tagging.block import Open, Spoken, TaggedBlock
from cs_scripts.tagging.rows import NO_ANSWER, Answer, Rows

WINDOW = 2
"""Blocks that a row waits for its reply; a block has some thousand messages."""

Step = TypeVar("Step")


def name_conversations(conversations: Sequence[str]) -> list[str]:
    """Name the conversation of every message; an empty name is that of the message before.

    >>> name_conversations(["", "甲", "", "乙"])
    ['', '甲', '甲', '乙']
    """
    named = []
    current = ""
    for name in conversations:
        current = name or current
        named.append(current)
    return named


def seconds_between(asked: datetime | None, answered: datetime | None) -> int | None:
    """Give the delay of a reply; None where a time is missing or the clock was set back."""
    if asked is None or answered is None or answered < asked:
        return None
    return int((answered - asked).total_seconds())


def find_answers(named: Sequence[str], roles: Sequence[str], times: Sequence[datetime | None]) -> tuple[list[int], dict[str, int]]:
    """Find the reply to each message in its block.

    Args:
        named: conversation of each message.
        roles: role of each.
        times: time of each.

    Returns:
        For each message the index of the staff's next message in its conversation, -1 for none; and that of the staff's first
        message in each conversation.

    >>> find_answers(["甲", "乙", "甲"], ["buyer", "buyer", "seller"], [None] * 3)
    ([2, -1, -1], {'甲': 2})
    """
    del times
    following: dict[str, int] = {}
    answers = [-1] * len(named)
    for i in range(len(named) - 1, -1, -1):
        if roles[i] == "seller":
            following[named[i]] = i
        else:
            answers[i] = following.get(named[i], -1)
    return answers, following


class Awaiting(Generic[Step]):
    """Hold blocks back until their open rows have got their replies, or none came in time.

    Args:
        rows: what writes rows.
    """

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._held: deque[tuple[Step, TaggedBlock, list[Answer], dict[str, list[int]]]] = deque()

    def take(self, step: Step, block: TaggedBlock, *, is_end: bool) -> Iterator[tuple[Step, TaggedBlock, bytes]]:
        """Take the next block; gives those that are ready, with their bytes.

        Args:
            step: what the block is of.
            block: the block.
            is_end: whether it is the last one of its file.

        Yields:
            Blocks in order, each once.
        """
        before = next((held[1].last for held in reversed(self._held) if held[1].last), "")
        for name, spoken in block.spoken.items():
            for meant in {name, name or before}:
                self._answer(meant, spoken)
        waiting: dict[str, list[int]] = {}
        for i, row in enumerate(block.open):
            waiting.setdefault(row.conversation, []).append(i)
        self._held.append((step, block, [NO_ANSWER] * len(block.open), waiting))
        while self._held and (is_end or len(self._held) > WINDOW or not any(held[3] for held in self._held)):
            yield self._release()

    def _answer(self, name: str, spoken: Spoken) -> None:
        for _, block, answers, waiting in self._held:
            for i in waiting.pop(name, ()):
                row: Open = block.open[i]
                answers[i] = spoken.answer._replace(seconds=seconds_between(row.time, spoken.time))

    def _release(self) -> tuple[Step, TaggedBlock, bytes]:
        step, block, answers, _ = self._held.popleft()
        written = [self._rows.encode(self._rows.answer(answer)) for answer in answers]
        parts = [block.pieces[0]]
        for answer, piece in zip(written, block.pieces[1:], strict=True):
            parts += [answer, piece]
        return step, block, b"".join(parts)
