"""Keep two runs from writing one file: a lock on the open file, which its process's end takes away."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from cs_scripts.errors import FileWriteError

BUSY = "另一个 tag 正在写它；等它写完，或换个输出文件"


def lock(fd: int, path: Path) -> None:
    """Lock an open file.

    Args:
        fd: the open file.
        path: its name, which must still be its own once it is locked.

    Raises:
        FileWriteError: another process has it.
    """
    try:
        _lock(fd)
    except OSError:
        raise FileWriteError(path, BUSY) from None
    with suppress(OSError):
        if path.stat(follow_symlinks=False).st_ino == os.fstat(fd).st_ino:
            return
    raise FileWriteError(path, BUSY)  # moved away between opening and locking


try:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)

except ImportError:  # Windows
    import msvcrt

    def _lock(fd: int) -> None:
        place = os.lseek(fd, 0, os.SEEK_CUR)
        os.lseek(fd, 1 << 40, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        finally:
            os.lseek(fd, place, os.SEEK_SET)
