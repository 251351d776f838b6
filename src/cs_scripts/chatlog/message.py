"""What every reader gives, whatever the layout: messages, lines that could not be read, and both in columns.

Rows travel in columns, thousands at a time, because a million small objects cost more than recognising what they say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from cs_scripts.files.rejects import Reject

BATCH = 4096
"""Messages in one batch of a reader that makes them one by one."""

_CHINA = timezone(timedelta(hours=8))
_LOOSE_TIME = re.compile(
    r"(?:(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?)[ T\u3000]*(?:(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})秒?)?(?:[.,]\d+)?)?"
)
_EPOCH = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")


class Message(NamedTuple):
    r"""One message of a chat log.

    Args:
        conversation: the buyer's nick, or the log's own id; empty where the log does not tell conversations apart.
        sender: nick of whoever wrote it; empty where the log has none.
        role: ``"buyer"``, ``"seller"``, or ``""`` where the log does not tell.
        text: what was written; several lines are joined by ``\n``.
        time: when, in China's time without a time zone; None where the log does not tell.
        line: number of the line, row or item it begins at, from 1.
        extra: all columns of a table's row, by header.
    """

    conversation: str
    sender: str
    role: str
    text: str
    time: datetime | None
    line: int
    extra: dict[str, str] | None = None


class Batch(NamedTuple):
    """Messages in columns of equal length, and what could not be read between them.

    Args:
        conversations: see ``Message``; ``""`` of a seller means "that of the message before".
        senders: see ``Message``.
        roles: see ``Message``.
        texts: see ``Message``.
        times: see ``Message``.
        lines: see ``Message``.
        extras: all columns of each row; empty where the layout has none.
        rejects: what could not be read.
        names_buyer: whether conversations are nicks of buyers (personal data) rather than ids.
    """

    conversations: list[str]
    senders: list[str]
    roles: list[str]
    texts: list[str]
    times: list[datetime | None]
    lines: list[int]
    extras: list[dict[str, str]]
    rejects: list[Reject]
    names_buyer: bool = True


class Block(NamedTuple):
    """A piece of a file that can be parsed alone, in another process too.

    Args:
        parse: makes the batch.
        size: bytes of the file that it stands for, for the progress bar.
    """

    parse: Callable[[], Batch]
    size: int


def same(value: Batch) -> Batch:
    """Return a batch as it is: the ``parse`` of a block that a stateful reader has parsed already.

    Args:
        value: the batch.

    Returns:
        The same batch.
    """
    return value


def to_batch(rows: Iterable[Message | Reject], *, names_buyer: bool = True) -> Batch:
    """Turn rows into columns.

    Args:
        rows: messages and rejects in the order of the file.
        names_buyer: see ``Batch``.

    Returns:
        The batch.

    >>> to_batch([Message("a", "a", "buyer", "在吗", None, 1), Reject(2, "含空字符")]).texts
    ['在吗']
    """
    messages: list[Message] = []
    rejects: list[Reject] = []
    for row in rows:
        if isinstance(row, Message):
            messages.append(row)
        else:
            rejects.append(row)
    return Batch(
        conversations=[message.conversation for message in messages],
        senders=[message.sender for message in messages],
        roles=[message.role for message in messages],
        texts=[message.text for message in messages],
        times=[message.time for message in messages],
        lines=[message.line for message in messages],
        extras=[],
        rejects=rejects,
        names_buyer=names_buyer,
    )


def from_batch(batch: Batch) -> Iterator[Message]:
    """Turn columns into messages.

    Args:
        batch: the batch.

    Yields:
        Its messages, in order.
    """
    extras: Sequence[dict[str, str] | None] = batch.extras or [None] * len(batch.texts)
    yield from map(Message, batch.conversations, batch.senders, batch.roles, batch.texts, batch.times, batch.lines, extras)


def parse_time(value: str) -> datetime | None:
    """Read a time as chat logs write it.

    Args:
        value: ``2024-1-2 9:05:07``, ``2024/01/02 09:05``, ``2024年1月2日 9:05:07``, ISO 8601, or seconds or milliseconds since 1970.

    Returns:
        The time in China, without a time zone; None when it is none.

    >>> parse_time("2024-1-2 9:05:07")
    datetime.datetime(2024, 1, 2, 9, 5, 7)
    >>> parse_time("1704157507")
    datetime.datetime(2024, 1, 2, 9, 5, 7)
    """
    try:
        time = datetime.fromisoformat(value)
    except ValueError:
        return _loose_time(value.strip())
    return time.astimezone(_CHINA).replace(tzinfo=None) if time.tzinfo else time


def _loose_time(value: str) -> datetime | None:
    if _EPOCH.fullmatch(value):
        seconds = float(value) / (1000 if len(value) == 13 else 1)
        return datetime.fromtimestamp(seconds, _CHINA).replace(tzinfo=None)
    if value.endswith("Z"):
        return parse_time(value[:-1] + "+00:00")
    found = _LOOSE_TIME.fullmatch(value)
    if not found:
        return None
    try:
        return datetime(*[int(part or 0) for part in found.groups()])  # type: ignore[arg-type]
    except ValueError:
        return None
