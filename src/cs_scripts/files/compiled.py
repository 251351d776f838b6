"""Read a bundled file in the form it was worked into before: JSON that comes with the wheel, or that an earlier run left in the cache.

Parsing YAML takes a hundred times as long as reading the same as JSON. The form is keyed by what it was made from, the file's content and
the code that reads it; where the key differs, or there is no such form, it is made anew and kept.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from cs_scripts.errors import FileWriteError
from cs_scripts.files.data import data_path, installed
from cs_scripts.files.private import read_private, write_private
from cs_scripts.files.text import read_source

FOLDER = "compiled"
"""Folder below ``data`` that a wheel brings, with one file for each compiled one."""

Form = TypeVar("Form")
_Read = Callable[["bytes | None", "str | None"], "Form | None"]


def compiled(name: str, sources: Sequence[Path], make: Callable[[], Any]) -> Any:
    """Read something in its compiled form.

    Args:
        name: its name.
        sources: the files that it is made from, and the modules whose change may change the form.
        make: makes the form of JSON types.

    Returns:
        What ``make`` gives, now or when it was compiled.
    """
    return _kept(f"{name}.json", sources, lambda key: pack(key, make()), _value)


def compiled_parts(name: str, sources: Sequence[Path], make: Callable[[], Mapping[str, Any]]) -> Mapping[str, Any]:
    """Read something in its compiled form, of which only the parts that are asked for are decoded.

    Args:
        name: its name.
        sources: the files that it is made from, and the modules whose change may change the form.
        make: makes the parts, each of JSON types.

    Returns:
        The parts that ``make`` gives, now or when they were compiled. Each is decoded anew whenever it is asked for.
    """
    return _kept(f"{name}.jsonl", sources, lambda key: pack_parts(key, make()), _parts)


class Parts(Mapping[str, Any]):
    """The parts of a compiled form, as they stand in its file.

    Args:
        lines: JSON of each part.
    """

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        self._lines = lines

    def __getitem__(self, name: str) -> Any:
        return json.loads(self._lines[name])

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        """Count the parts."""
        return len(self._lines)

    def __contains__(self, name: object) -> bool:
        return name in self._lines


def _kept(
    file: str, sources: Sequence[Path], make: Callable[[str], bytes], read: Callable[[bytes | None, str | None], Form | None]
) -> Form:
    """Read a form from the file that has it; make it and keep it where none has."""
    if installed():  # nobody edits the sources there, and not all are
        with contextlib.suppress(OSError):
            form = read((data_path(FOLDER) / file).read_bytes(), None)
            if form is not None:
                return form
    key = "-".join(f"{crc32(content):x}.{len(content):x}" for content in map(read_source, sources))
    with contextlib.suppress(OSError):
        form = read((data_path(FOLDER) / file).read_bytes(), key)
        if form is not None:
            return form
    form = read(read_private(file), key)
    if form is None:
        content = make(key)
        with contextlib.suppress(FileWriteError):  # a convenience
            write_private(file, content)
        form = read(content, key)
        assert form is not None
    return form


def pack(key: str, value: Any) -> bytes:
    """Write a compiled form as the bytes of a file.

    Args:
        key: of what it was made.
        value: the form.

    Returns:
        The bytes.
    """
    return json.dumps([key, value], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def pack_parts(key: str, parts: Mapping[str, Any]) -> bytes:
    """Write the parts of a compiled form as the bytes of a file: the key, a checksum and their names, then a line for each.

    Args:
        key: of what they were made.
        parts: the parts.

    Returns:
        The bytes.
    """
    body = "\n".join(json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in parts.values()).encode(
        "utf-8", "surrogatepass"
    )
    return json.dumps([key, crc32(body), [*parts]]).encode() + b"\n" + body


def _value(content: bytes | None, key: str | None = None) -> Any:
    """Take the form out of a file's bytes; None where it is of another key, if one is given, or damaged."""
    if content is None or (key is not None and not content.startswith(f'["{key}",'.encode())):
        return None
    try:
        return json.loads(content)[1]
    except (ValueError, RecursionError, IndexError):
        return None


def _parts(content: bytes | None, key: str | None = None) -> Parts | None:
    """Take the parts out of a file's bytes; None where they are of another key, if one is given, or damaged."""
    if content is None or (key is not None and not content.startswith(f'["{key}",'.encode())):
        return None
    head, *lines = content.split(b"\n")
    try:
        _, checksum, names = json.loads(head)
        return Parts(dict(zip(names, lines, strict=True))) if crc32(memoryview(content)[len(head) + 1 :]) == checksum else None
    except (ValueError, TypeError, RecursionError):
        return None
