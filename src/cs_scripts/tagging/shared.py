"""Work out a repeated message once among processes that are copies of one: what one of them finds, the others read.

Half of a large log goes to each of two workers, but nearly all of its repeated messages go to both: without this each of them
would recognise them all.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from cs_scripts.tagging.memo import LONG, SIZE

Value = TypeVar("Value")


class Shared(Generic[Value]):
    """Compute values, or take what a copy of this process has computed.

    The copies append to a file in memory, a line for each batch. What repeats comes early, so sharing ends after a number of
    messages, and a log without repeats loses nothing by it. Before ``open``, and where the system has no such files (only
    Linux has), everything is computed here.

    Args:
        compute: computes the values of many messages at once.
        read: makes a value of what JSON makes of it.
        most: messages to write and read at most.

    >>> lengths = Shared(lambda texts: [len(text) for text in texts], int)
    >>> lengths(["在吗", "好"])
    [2, 1]
    """

    def __init__(self, compute: Callable[[list[str]], list[Value]], read: Callable[[Any], Value], most: int = SIZE) -> None:
        self._compute = compute
        self._read = read
        self._left = most
        self._file = -1
        self._offset = 0
        self._others: dict[str, Value] = {}

    def open(self) -> None:
        """Make the file; processes that are copied from this one from now on share it."""
        if sys.platform == "linux" and self._file < 0:
            import fcntl

            self._file = os.memfd_create("cs_scripts")
            fcntl.fcntl(self._file, fcntl.F_SETFL, os.O_APPEND)  # so that each write goes behind all others

    def __call__(self, texts: list[str]) -> list[Value]:
        """Give the value of each message.

        Args:
            texts: messages, each of them once, that this process has not had before.

        Returns:
            A value for each.
        """
        if self._file < 0:
            return self._compute(texts)
        if self._left > 0:
            self._listen()
        others = self._others
        unknown = [text for text in texts if text not in others]
        values = dict(zip(unknown, self._compute(unknown) if unknown else (), strict=True))
        if self._left > 0:
            self._tell(values)
        return [values[text] if text in values else others.pop(text) for text in texts]

    def _listen(self) -> None:
        """Read what the others wrote since: whole lines, for one may be just being written."""
        lines, newline, _ = os.pread(self._file, os.fstat(self._file).st_size - self._offset, self._offset).rpartition(b"\n")
        self._offset += len(lines) + len(newline)
        mine = _mark()
        for line in lines.split(b"\n") if lines else ():
            if not line.startswith(mine):
                found = json.loads(line[line.index(b"[") :])
                self._others.update((text, self._read(value)) for text, value in found)
                self._left -= len(found)

    def _tell(self, values: dict[str, Value]) -> None:
        """Write what was computed; a message so long that it hardly comes again is left out."""
        short = [pair for pair in values.items() if len(pair[0]) <= LONG]
        if short:
            self._left -= len(short)
            os.write(self._file, b"%s%s\n" % (_mark(), json.dumps(short, ensure_ascii=False).encode("utf-8", "surrogatepass")))


def _mark() -> bytes:
    return b"%d " % os.getpid()
