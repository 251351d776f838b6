"""Read a bundled file in the form it was worked into before: JSON that comes with the wheel, or that an earlier run left in the cache.

Parsing YAML takes a hundred times as long as reading the same as JSON. The form is keyed by what it was made from, the file's content and
the code that reads it; where the key differs, or there is no such form, it is made anew and kept.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

from cs_scripts.errors import FileWriteError
from cs_scripts.files.data import data_path, installed
from cs_scripts.files.private import read_private, write_private
from cs_scripts.files.text import read_source

FOLDER = "compiled"
"""Folder below ``data`` that a wheel brings, with one file for each compiled one."""


def compiled(name: str, sources: Sequence[Path], make: Callable[[], Any]) -> Any:
    """Read something in its compiled form.

    Args:
        name: its name.
        sources: the files that it is made from, and the modules whose change may change the form.
        make: makes the form of JSON types.

    Returns:
        What ``make`` gives, now or when it was compiled.
    """
    file = f"{name}.json"
    if installed():  # nobody edits the sources there, and not all are
        with contextlib.suppress(OSError):
            value = _value((data_path(FOLDER) / file).read_bytes())
            if value is not None:
                return value
    contents = [read_source(source) for source in sources]
    key = "-".join(f"{crc32(content):x}.{len(content):x}" for content in contents)
    with contextlib.suppress(OSError):
        value = _value((data_path(FOLDER) / file).read_bytes(), key)
        if value is not None:
            return value
    value = _value(read_private(file), key)
    if value is None:
        value = make()
        with contextlib.suppress(FileWriteError):  # a convenience
            write_private(file, pack(key, value))
    return value


def pack(key: str, value: Any) -> bytes:
    """Write a compiled form as the bytes of a file.

    Args:
        key: of what it was made.
        value: the form.

    Returns:
        The bytes.
    """
    return json.dumps([key, value], ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _value(content: bytes | None, key: str | None = None) -> Any:
    """Take the form out of a file's bytes; None where it is of another key, if one is given, or damaged."""
    if content is None or (key is not None and not content.startswith(f'["{key}",'.encode())):
        return None
    try:
        return json.loads(content)[1]
    except (ValueError, RecursionError, IndexError):
        return None
