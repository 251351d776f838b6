"""What every reader gives, whatever the layout: messages, what was left out or could not be read, and all of it in columns.

Rows travel in columns, thousands at a time, because a million small objects cost more than recognising what they say.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cs_scripts.chatlog.columns import load_vocabulary
from cs_scripts.files.rejects import Reject

BATCH = 4096
"""Messages in one batch of a reader that makes them one by one."""

CLIENT_LINE = "客户端提示"
SYSTEM = "系统消息"
_NUMBER = re.compile(r"[\s_-]?[0-9]{1,4}号?$")


class Message(NamedTuple):
    r"""One message of a chat log.

    Attributes:
        conversation: the buyer's nick, or the log's own id; empty where the log does not tell conversations apart.
        sender: nick of whoever wrote it; empty where the log has none.
        role: ``"buyer"``, ``"seller"``, ``"system"`` (the platform), or ``""`` where the log does not tell.
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


class Left(NamedTuple):
    """A line that was read and left out, because no person wrote it."""

    line: int
    reason: str


@dataclass(frozen=True)
class Batch:
    """Messages in columns of equal length, and what could not be read between them.

    Attributes:
        conversations: see ``Message``; ``""`` of a seller means "that of the message before".
        senders: see ``Message``.
        roles: see ``Message``.
        texts: see ``Message``.
        times: see ``Message``.
        lines: see ``Message``.
        extras: all columns of each row; empty where the layout has none or they were not asked for.
        articles: the article each message is about; empty where the layout does not tell.
        persons: what stands in columns of persons beside each message, such as the receiver; empty where there are none.
        robots: whether a machine wrote each message, for the staff; empty where none is known to have.
        rejects: what could not be read.
        left: number of entries that were left out, by reason.
        part: where numbers of lines begin anew in a file: the name of its sheet.
    """

    conversations: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    times: list[datetime | None] = field(default_factory=list)
    lines: Sequence[int] = ()
    extras: list[dict[str, str]] = field(default_factory=list)
    articles: list[str] = field(default_factory=list)
    persons: list[tuple[str, ...]] = field(default_factory=list)
    robots: list[bool] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    left: Mapping[str, int] = field(default_factory=dict)
    part: str = ""


class Block(NamedTuple):
    """A piece of a file that can be parsed alone, in another process too.

    Attributes:
        parse: makes the batch.
        size: bytes of the file that it stands for, for the progress bar.
    """

    parse: Callable[[], Batch]
    size: int


def same(value: Batch) -> Batch:
    """Return a batch as it is: the ``parse`` of a block that a stateful reader has parsed already."""
    return value


def to_batch(rows: Iterable[Message | Reject | Left]) -> Batch:
    """Turn rows into columns.

    >>> to_batch([Message("a", "a", "buyer", "在吗", None, 1), Reject(2, "含空字符")]).texts
    ['在吗']
    """
    messages: list[Message] = []
    rejects: list[Reject] = []
    left: Counter[str] = Counter()
    for row in rows:
        if isinstance(row, Message):
            messages.append(row)
        elif isinstance(row, Reject):
            rejects.append(row)
        else:
            left[row.reason] += 1
    return Batch(
        conversations=[message.conversation for message in messages],
        senders=[message.sender for message in messages],
        roles=[message.role for message in messages],
        texts=[message.text for message in messages],
        times=[message.time for message in messages],
        lines=[message.line for message in messages],
        persons=[tuple((message.extra or {}).values()) for message in messages] if any(message.extra for message in messages) else [],
        robots=are_robots([message.sender for message in messages]),
        rejects=rejects,
        left=left,
    )


def are_robots(names: Sequence[str]) -> list[bool]:
    """Tell of which names the word says that it is a machine's, alone or behind the shop's in an account; empty where of none.

    >>> are_robots(["机器人", "小店:店小蜜02", "扫地机器人旗舰店:小美"]), are_robots(["小美"])
    ([True, True, False], [])
    """
    found = list(map(_is_robot, names))
    return found if any(found) else []


@lru_cache(maxsize=1 << 14)
def _is_robot(name: str) -> bool:
    shop, colon, account = name.lower().replace("：", ":").rpartition(":")
    bare = _NUMBER.sub("", account.strip())
    return bare in load_vocabulary().robots or bool(shop and colon and bare.endswith("机器人"))


def from_batch(batch: Batch) -> Iterator[Message]:
    """Turn columns into messages."""
    extras: Sequence[dict[str, str] | None] = batch.extras or [None] * len(batch.texts)
    yield from map(Message, batch.conversations, batch.senders, batch.roles, batch.texts, batch.times, batch.lines, extras)
