"""What all commands share of writing to the screen and reading lines."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

import click

from cs_scripts.errors import ArgumentError
from cs_scripts.files.text import detect_encoding

if TYPE_CHECKING:
    from rich.console import Console

_HEAD = 1 << 16
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def console() -> Console:
    """Return a console on standard output; into a pipe or file it writes wide, plain lines.

    Returns:
        The console.
    """
    from rich.console import Console

    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=160)


def note(text: str) -> None:
    """Write a line to standard error.

    Args:
        text: the line.
    """
    click.echo(printable(text), err=True)


def printable(text: str) -> str:
    """Keep what somebody else wrote from steering the terminal.

    Args:
        text: the text.

    Returns:
        The text, each control character but a line feed and a tab shown as �.

    >>> printable("a" + chr(27) + "]0;b")
    'a�]0;b'
    """
    return _CONTROLS.sub("\ufffd", text)


def parse_order(text: str | None) -> dict[str, str]:
    """Read what is known of an order from a command line.

    Args:
        text: ``键=值`` pairs with commas between them; None for nothing.

    Returns:
        The mapping that ``Recommender.suggest`` takes.

    Raises:
        ArgumentError: a pair has no ``=``.

    >>> parse_order("status=已发货,courier=中通")
    {'status': '已发货', 'courier': '中通'}
    """
    order = {}
    for pair in (text or "").replace("，", ",").split(","):
        if not pair.strip():
            continue
        key, equals, value = pair.partition("=")
        if not equals:
            raise ArgumentError("--order", f"“{pair.strip()}”应写成 键=值，如 status=已发货")
        order[key.strip()] = value.strip()
    return order


class Notes(logging.Handler):
    """Write what the library tells of long work to standard error, each thing once."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._told: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line.

        Args:
            record: what was told.
        """
        text = record.getMessage()
        if text not in self._told:
            self._told.add(text)
            note(text)


def decoded_lines(stream: BinaryIO) -> Iterator[str]:
    """Read lines in whichever known encoding they are; a byte that cannot be decoded becomes a mark, not an end.

    Args:
        stream: the bytes.

    Yields:
        The lines, without line ends.
    """
    head = stream.read1(_HEAD) if hasattr(stream, "read1") else stream.read(_HEAD)
    codec = detect_encoding(head)
    if codec.startswith("utf-16"):
        yield from (head + stream.read()).decode(codec, errors="replace").splitlines()
        return
    rest = head.removeprefix(b"\xef\xbb\xbf")
    codec = "utf-8" if codec == "utf-8-sig" else codec
    while rest:
        *lines, rest = rest.split(b"\n")
        yield from (line.decode(codec, errors="replace").rstrip("\r") for line in lines)
        more = stream.read(_HEAD)
        if not more:
            break
        rest += more
    if rest:
        yield rest.decode(codec, errors="replace").rstrip("\r")
