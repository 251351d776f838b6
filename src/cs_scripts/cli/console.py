"""What all commands share of writing to the screen and reading lines."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from cs_scripts.errors import ArgumentError, DataFileError
from cs_scripts.files.text import detect_encoding, encodable
from cs_scripts.text.patterns import lazy

if TYPE_CHECKING:
    from rich.console import Console

_SEQUENCE = lazy(
    r"(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\x07\x1b\x9c\n]{0,4096}(?:\x07|\x1b\\|\x9c)?|\x1b[ -/]{0,8}[0-~]"
)
_TAG = lazy(r"(?<!\\)(\\*)(\[[a-z#/@][^\[]*?\])")  # rich's own, but each run of backslashes read once
_CONTROL = lazy(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LONGEST_LINE = 1 << 20


def harmless(text: str) -> str:
    r"""Take out of a text what a terminal would obey: escape sequences, control characters, turned writing.

    Args:
        text: anything that somebody else wrote.

    Returns:
        The text with its line feeds and tabs, and nothing else that is not shown.

    >>> harmless("\x1b[31m红\x1b[0m\x1b]0;标题\x07字")
    '红字'
    """
    return text if text.isprintable() else _CONTROL.sub("", _SEQUENCE.sub("", text))


def shown(text: str) -> str:
    r"""Make a text fit to stand among rich's markup: harmless, and its brackets taken as they are.

    Args:
        text: anything that somebody else wrote.

    Returns:
        The text for ``Console.print`` or a cell of a table.

    >>> shown("[red]")
    '\\[red]'
    """
    safe = _TAG.sub(r"\1\1\\\2", harmless(text))
    return safe + "\\" if safe.endswith("\\") and not safe.endswith("\\\\") else safe


def print_json(record: Any) -> None:
    """Write one line of JSON to standard output; what its encoding lacks, and what a terminal would obey, stands as an escape.

    Args:
        record: plain JSON types.
    """
    click.echo(json_line(record, getattr(sys.stdout, "encoding", None) or "utf-8"))


def json_line(record: Any, encoding: str) -> str:
    r"""Write one line of JSON that an encoding can hold.

    Args:
        record: plain JSON types.
        encoding: of the output.

    Returns:
        The line, without its end.

    >>> json_line({"价": "¥5"}, "gbk")
    '{"价": "\\u00a55"}'
    """
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode(encoding)
    except UnicodeEncodeError:
        line = "".join(character if encodable(character, encoding) else json.dumps(character)[1:-1] for character in line)
    return line if line.isprintable() else _CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", line)


def console() -> Console:
    """Return a console on standard output; into a pipe or file it writes wide, plain lines.

    Returns:
        The console.
    """
    from rich.console import Console

    screen = Console(highlight=False)
    return screen if screen.is_terminal else Console(highlight=False, width=160)


def note_problems(error: DataFileError) -> int:
    """Print every problem of a file, each on a line of its own: who mends a table goes through them one by one.

    Args:
        error: what loading the file raised.

    Returns:
        The exit code.
    """
    note(f"错误：{error.path} 有 {len(error.problems)} 处问题：")
    for problem in error.problems:
        note(f"  {problem}")
    return 2


def say(text: str) -> None:
    """Write a line to standard output; its styles only to a terminal, and not where ``NO_COLOR`` is set.

    Args:
        text: the line, with styles by ``click.style``. Unlike ``console``, this loads nothing.
    """
    click.echo(text, color=False if os.environ.get("NO_COLOR") else None)


def note(text: str) -> None:
    """Write a line to standard error.

    Args:
        text: the line.
    """
    click.echo(harmless(text), err=True)


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
    """Read lines in whichever known encoding they are, each as soon as it is there.

    The first line that is not ASCII tells the encoding; a byte that cannot be decoded becomes a mark, not an end.

    Args:
        stream: the bytes.

    Yields:
        The lines, without line ends.
    """
    codec = ""
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b"")):
        if not number and (first := detect_encoding(line)).startswith("utf-16"):
            yield from (line + stream.read()).decode(first, errors="replace").splitlines()
            return
        raw = line.removeprefix(b"\xef\xbb\xbf") if not number else line
        if not codec and not raw.isascii():
            codec = detect_encoding(raw)
        yield raw.decode(codec or "utf-8", errors="replace").rstrip("\r\n")
