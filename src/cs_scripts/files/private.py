"""Keep what can be computed again in a folder of our own: nobody else can plant a file in it, and two processes do not work twice.

The folder is for the user alone. One that others can write to is refused, because what it holds would be believed.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from cs_scripts.errors import FileWriteError
from cs_scripts.files.reasons import reason

VARIABLE = "CS_SCRIPTS_CACHE"
"""Environment variable that names another folder."""


def cache_folder() -> Path:
    """Return where computed files are kept: ``$CS_SCRIPTS_CACHE``, or the user's cache folder.

    Returns:
        The folder, which need not exist.
    """
    named = os.environ.get(VARIABLE)
    if named:
        return Path(named)
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() raises where there is no home
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "cs-scripts" / "Cache"
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "cs-scripts"
    return Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache") / "cs-scripts"


def private_folder() -> Path:
    """Make the cache folder, readable and writable by the user alone.

    Returns:
        The folder.

    Raises:
        FileWriteError: it cannot be made or written, or others can write to it.
    """
    folder = cache_folder()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = folder.stat()
    except (OSError, ValueError) as error:
        raise FileWriteError(folder, reason(error)) from None
    if not _own(status):
        raise FileWriteError(folder, f"别人可以往这个缓存文件夹里写，不安全；请运行 chmod 700，或用环境变量 {VARIABLE} 另指一个")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise FileWriteError(folder, "没有写权限")
    return folder


def read_private(name: str) -> bytes | None:
    """Read a file of the cache folder.

    Args:
        name: the file's name.

    Returns:
        Its bytes; None where it is missing, cannot be read, or others could have written it.
    """
    folder = cache_folder()
    try:
        if not _own(folder.stat()):
            return None
        handle = os.open(folder / name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with open(handle, "rb") as file:  # noqa: PTH123 - a handle, not a path
            status = os.fstat(handle)
            return file.read() if stat.S_ISREG(status.st_mode) and _own(status) else None
    except (OSError, ValueError):
        return None


def write_private(name: str, content: bytes) -> None:
    """Write a file into the cache folder, for the user alone; whole or not at all.

    Args:
        name: the file's name.
        content: its bytes.

    Raises:
        FileWriteError: it cannot be written, or others can write to the folder.
    """
    import tempfile  # not needed for reading

    folder = private_folder()
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=folder)  # readable by the user alone
        try:
            with open(handle, "wb") as file:  # noqa: PTH123 - a handle, not a path
                file.write(content)
            Path(temporary).replace(folder / name)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as error:
        raise FileWriteError(folder / name, reason(error)) from None


def _own(status: os.stat_result) -> bool:
    """Tell whether only this user can have written something; Windows says so by the place, which is inside the user's profile."""
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH))


@contextlib.contextmanager
def alone(path: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Let one process at a time into a block.

    Args:
        path: a file in a private folder, which stays; the system lets go of the lock when its holder ends, however it ends.
        waiting: called once where another process is inside.

    Yields:
        Nothing, when no other process is inside.

    Raises:
        OSError: the file cannot be made.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    try:
        if not _lock(handle, wait=False):
            waiting()
            while not _lock(handle, wait=True):
                pass
        yield
    finally:
        os.close(handle)


def _lock(handle: int, *, wait: bool) -> bool:
    """Lock a file's first byte; False where another process has it and we do not wait, or have waited for long."""
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        if sys.platform == "win32" and wait:  # it gives up after ten seconds
            return False
        raise
    return True
