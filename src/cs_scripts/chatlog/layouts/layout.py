"""What a chat layout is: an object that knows its files by looking at their beginning, and opens them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from cs_scripts.chatlog.message import BATCH, Block, Left, Message, same, to_batch
from cs_scripts.errors import UnknownLayoutError
from cs_scripts.files.lines import Lines, decode, read_head, sniff_encoding
from cs_scripts.files.rejects import Reject
from cs_scripts.files.sample import read_beyond_ascii

HEAD_ROWS = 200
"""Rows from the beginning of a table that are looked at."""

HEAD_BYTES = 1 << 16
_LONGEST_HEAD = 1 << 21


@dataclass(frozen=True)
class Options:
    """What the user said about the inputs.

    Attributes:
        columns: header of a field (``text``, ``sender``, ``role``, ``time``, ``conversation``, ``buyer``).
        shop_accounts: nicks of the shop.
        roles: role of values of a role column, or of nicks.
        keep: whether messages carry all columns of a table.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    shop_accounts: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    keep: bool = False


@dataclass(frozen=True)
class Head:
    """The beginning of a file.

    Attributes:
        path: the file.
        raw: its first bytes.
        codec: its encoding, when it is text.
        lines: its first lines, without one that is cut off.
        year: of its last change, for dates that do not name the year.
    """

    path: Path
    raw: bytes
    codec: str
    lines: tuple[str, ...]
    year: int

    @property
    def filled(self) -> list[str]:
        """The first lines that are not blank."""
        return [line for line in self.lines[:HEAD_ROWS] if line.strip()]

    @property
    def first(self) -> str:
        """The first line that is not blank."""
        return next(iter(self.filled), "")


@dataclass(frozen=True)
class Source:
    """A chat log and what was found out about it.

    Attributes:
        path: the file.
        layout: name of its layout, one of ``LAYOUTS``.
        options: what the user said.
        blocks: reads it in blocks that can be parsed anywhere; raises FileReadError where it is broken, after what came before.
        columns: headers of a table; empty for other layouts.
        notes: what was concluded from its content, for the user to know, in Chinese.
    """

    path: Path
    layout: str
    options: Options
    blocks: Callable[[], Iterator[Block]]
    columns: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def shop_accounts(self) -> tuple[str, ...]:
        """Nicks that the user named as the shop's."""
        return self.options.shop_accounts


@dataclass(frozen=True)
class Layout:
    """A way in which chat logs are written.

    Attributes:
        name: as in ``--format``.
        label: what people call it.
        looks: tells from a file's beginning whether it is of this layout.
        open: opens a file of this layout; raises UnknownLayoutError where it turns out to be none.
        read: of a chat written as text, makes what reads its lines; None for other layouts.
    """

    name: str
    label: str
    looks: Callable[[Head, Options], bool]
    open: Callable[[Head, Options], Source]
    read: Callable[[Options, Sequence[str]], Any] | None = None


def read_beginning(path: Path) -> Head:
    """Read the beginning of a file; further than usual where its first line is long.

    Raises:
        FileReadError: the file is missing or not readable.
    """
    raw = read_head(path, HEAD_BYTES)
    if len(raw) == HEAD_BYTES and raw.count(b"\n") < 2:
        raw = read_head(path, _LONGEST_HEAD)
    codec = sniff_encoding(raw)
    if codec == "utf-8" and raw.isascii() and len(raw) >= HEAD_BYTES:
        codec = sniff_encoding(read_beyond_ascii(path)) or codec
    if b"\n" not in raw and not codec.startswith("utf-16"):
        raw = raw.replace(b"\r", b"\n")  # as old Macs write it, and as ``files.lines`` reads it
    if codec.startswith("utf-16"):
        lines = raw.decode(codec, errors="ignore").replace("\r\n", "\n").split("\n")
    else:
        lines = decode(raw.removeprefix(b"\xef\xbb\xbf"), codec, 1)[0]
    if len(lines) > 1 and len(raw) >= HEAD_BYTES:
        lines = lines[:-1]
    try:
        year = datetime.fromtimestamp(path.stat().st_mtime).year
    except (OSError, ValueError, OverflowError):
        year = datetime.now().year
    return Head(path, raw, codec, tuple(lines), year)


def unknown(path: Path, reason: str, labels: Iterable[str] = ()) -> UnknownLayoutError:
    """Make the error for a file of no known layout; ``detect`` adds what was looked for."""
    return UnknownLayoutError(path, reason, labels)


def row_blocks(rows: Iterable[Message | Reject | Left], lines: Lines) -> Iterator[Block]:
    """Cut what a stateful reader gives into blocks."""
    waiting: list[Message | Reject | Left] = []
    read = 0
    for row in rows:
        waiting.append(row)
        if len(waiting) == BATCH:
            yield Block(partial(same, to_batch(waiting)), lines.read - read)
            waiting, read = [], lines.read
    yield Block(partial(same, to_batch(waiting)), lines.read - read)


def listed(names: Sequence[str], limit: int = 12) -> str:
    """List names for a message, at most so many.

    >>> listed(["a", "b"])
    'a、b'
    """
    shown = [name[:30] for name in names if name.strip()]
    return "、".join(shown[:limit]) + (f" 等 {len(shown)} 个" if len(shown) > limit else "")
