"""Write a file so that a crash leaves the old one whole, and nothing but that file is touched.

The new content grows in a file beside the target and is moved over it at the end. A link is followed to what it points
to, which is replaced there; the link stays. What is no plain file (a device, a pipe, a folder) is refused.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cs_scripts.errors import FileWriteError
from cs_scripts.files.reasons import reason

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)


@contextmanager
def atomic_path(path: Path | str) -> Iterator[Path]:
    """Give a temporary file beside ``path`` and move it into place when the block ends well.

    Args:
        path: the file to be written; one that is there keeps its mode.

    Yields:
        The temporary file's path; it has the same suffix.

    Raises:
        FileWriteError: the folder is missing or not writable, or the target is no plain file.
    """
    try:
        target = Path(os.path.realpath(path))
        mode = _mode(target)
        # A name of its own that nobody can have planted: creating it fails where it exists.
        temporary = target.with_name(f".{target.stem[:40]}.{secrets.token_hex(6)}{target.suffix[:20]}")
        os.close(os.open(temporary, _NEW, 0o666 if mode is None else 0o600))
    except (OSError, ValueError) as error:
        raise FileWriteError(path, reason(error)) from None
    try:
        yield temporary
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except OSError as error:
        raise FileWriteError(path, reason(error)) from None
    finally:
        temporary.unlink(missing_ok=True)


def _mode(target: Path) -> int | None:
    """Give the mode of a file that is there; None where it is not."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise FileWriteError(target, "这是文件夹，不是文件")
    if not stat.S_ISREG(mode):
        raise FileWriteError(target, "不是普通文件（设备、管道等），写进去会出事")
    return stat.S_IMODE(mode)


def write_bytes(path: Path | str, content: bytes) -> None:
    """Write a whole file, atomically.

    Args:
        path: the file.
        content: its bytes.

    Raises:
        FileWriteError: it cannot be written.
    """
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)


def is_same_file(one: Path | str, other: Path | str) -> bool:
    """Tell whether two names are of one file, however they are written.

    Args:
        one: a path, of a file that need not exist.
        other: another.

    Returns:
        Whether writing the one would write the other.

    >>> is_same_file("out.csv", "./sub/../out.csv")
    True
    """
    if os.path.realpath(one) == os.path.realpath(other):
        return True
    try:
        return Path(one).samefile(other)
    except (OSError, ValueError):
        return False
