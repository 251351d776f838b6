"""The note of how far a run is: written so that a kill leaves the one before, read without trusting it."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

VERSION = 2
OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""How files beside an output are opened: made where they are not, links refused."""


def write_note(path: Path, note: Mapping[str, Any]) -> None:
    """Write a note; what a kill leaves half-written has a name of its own, and goes with the note.

    Args:
        path: where to.
        note: ``identity`` and ``state``, ``sizes`` and ``digests`` of the two files that grow.

    Raises:
        OSError: it cannot be written.
    """
    growing = _growing(path)
    fd = os.open(growing, OPEN | os.O_TRUNC, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(json.dumps({"version": VERSION, **note}).encode())
        file.flush()
        os.fsync(fd)
    growing.replace(path)


def read_note(path: Path) -> dict[str, Any]:
    """Read a note; nothing where there is none or it is damaged."""
    try:
        note = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    good = (
        isinstance(note, dict)
        and note.get("version") == VERSION
        and isinstance(note.get("identity"), dict)
        and isinstance(note.get("state"), dict)
        and _is_pair_of(note.get("sizes"), int)
        and _is_pair_of(note.get("digests"), str)
    )
    return note if good else {}


def forget_note(path: Path) -> None:
    """Remove a note.

    Raises:
        OSError: it cannot be removed.
    """
    for file in (path, _growing(path)):
        file.unlink(missing_ok=True)


def _growing(path: Path) -> Path:
    return path.with_suffix(".part.json")


def _is_pair_of(value: object, kind: type) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(type(item) is kind for item in value)
