"""What a block's messages are made ready with, and what is counted of them once they are tagged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import compress
from typing import TypeVar

from cs_scripts.chatlog import Batch
from cs_scripts.chatlog.message import SYSTEM
from cs_scripts.tagging.block import TaggedBlock

Item = TypeVar("Item")

LEFT_OUT = "点名不读的账号"
Kind = tuple[str, tuple[str, ...]]
"""Status of a message and its intents."""


def pick(column: Sequence[Item], wanted: list[bool]) -> list[Item]:
    """Pick what is wanted of a column; everything where nothing is said.

    >>> pick(["a", "b"], [False, True]), pick(["a", "b"], [])
    (['b'], ['a', 'b'])
    """
    return list(compress(column, wanted)) if wanted and not all(wanted) else list(column)


def without_accounts(batch: Batch, accounts: frozenset[str]) -> Batch:
    """Drop what the platform, or an account that the user named, said.

    Args:
        batch: the messages.
        accounts: the accounts.

    Returns:
        The others; what was dropped is counted as left out.
    """
    if "system" not in batch.roles and not accounts:
        return batch
    reasons = [
        SYSTEM if role == "system" else LEFT_OUT if sender in accounts else ""
        for role, sender in zip(batch.roles, batch.senders, strict=True)
    ]
    left = Counter(batch.left) + Counter(filter(None, reasons))
    kept = [not reason for reason in reasons]
    return replace(
        batch,
        conversations=pick(batch.conversations, kept),
        senders=pick(batch.senders, kept),
        roles=pick(batch.roles, kept),
        texts=pick(batch.texts, kept),
        times=pick(batch.times, kept),
        lines=pick(batch.lines, kept),
        extras=pick(batch.extras, kept) if batch.extras else [],
        articles=pick(batch.articles, kept) if batch.articles else [],
        persons=pick(batch.persons, kept) if batch.persons else [],
        robots=pick(batch.robots, kept) if batch.robots else [],
        left=left,
    )


def spoken_roles(batch: Batch) -> list[str]:
    """Give the role of each message where it counts who answers whom: a machine answers nobody."""
    if not batch.robots:
        return batch.roles
    return ["" if robot else role for role, robot in zip(batch.roles, batch.robots, strict=True)]


def count_block(block: TaggedBlock, batch: Batch, kinds: Sequence[Kind], is_row: list[bool], example: Callable[[int], str]) -> TaggedBlock:
    """Count what a block holds.

    Args:
        block: its rows.
        batch: its messages.
        kinds: status and intents of each row.
        is_row: whether each message is a row; empty where all are.
        example: gives a row's text as it may be shown.

    Returns:
        The block with its counts.
    """
    statuses: Counter[str] = Counter()
    intents: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], int] = {}
    for (status, names), count in Counter(kinds).items():
        statuses[status] += count
        intents[names] += count
    for i, (_, names) in enumerate(kinds):
        first.setdefault(names, i)
    times = pick(batch.times, is_row)
    articles = pick(batch.articles, is_row) if batch.articles else []
    people = list(zip(batch.senders, batch.roles, strict=True)) if any(batch.senders) else []
    return replace(
        block,
        sellers=len(batch.roles) - block.rows,
        unknown=sum(not role for role in batch.roles) if people or any(batch.roles) else 0,
        statuses=statuses,
        intents=intents,
        rejects=batch.rejects,
        left=batch.left,
        days=_days(times, kinds) if any(times) else {},
        hours=Counter([time.hour for time in times if time]) if any(times) else {},
        agents=Counter([sender for sender, role in people if role == "seller" and sender]),
        articles=Counter([(article, names) for article, (_, names) in zip(articles, kinds, strict=True) if article]) if articles else {},
        examples={names: example(i) for names, i in first.items() if names},
    )


def _days(times: Sequence[datetime | None], kinds: Sequence[Kind]) -> dict[str, tuple[int, int]]:
    """Count rows, and rows without an intent, of each day."""
    counts: dict[str, tuple[int, int]] = {}
    for time, (_, names) in zip(times, kinds, strict=True):
        if time is not None:
            day = str(time)[:10]
            rows, none = counts.get(day, (0, 0))
            counts[day] = (rows + 1, none + (not names))
    return counts
