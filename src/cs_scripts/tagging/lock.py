"""Keep two runs from writing one file: a lock on the open file, which its process's end takes away."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

from cs_scripts.errors import FileWriteError

_TRIES, _PAUSE = 6, 0.2
BUSY = "另一个 tag 正在写它；等它写完，或换个输出文件"


def lock(fd: int, path: Path) -> None:
    """Lock an open file.

    Args:
        fd: the open file.
        path: its name, which must still be its own once it is locked.

    Raises:
        FileWriteError: another process has it.
    """
    for _ in range(_TRIES):
        with suppress(OSError):
            _lock(fd)
            break
        time.sleep(_PAUSE)  # workers of a run that was killed hold it until they notice
    else:
        raise FileWriteError(path, BUSY)
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
