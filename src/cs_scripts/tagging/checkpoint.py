"""Write a long output so that a killed run can go on: nothing lost, nothing doubled, whenever it was killed.

Rows grow in ``OUT.part.csv`` (or ``.part.jsonl``), which is valid after every block. Now and then ``OUT.checkpoint.json`` notes how
many bytes are good, what they are, and what the run had counted by then. Going on cuts the files back to that note. At the end they
are moved into place, and a note of a run whose rows are moved is of no use. One run at a time has the part file; no link is followed.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from cs_scripts.errors import ArgumentError, FileWriteError
from cs_scripts.files.reasons import reason
from cs_scripts.tagging.lock import lock
from cs_scripts.tagging.note import OPEN, forget_note, read_note, write_note

_SLICE = 1 << 20


class Journal:
    """The growing output of a run, and how far it is.

    Args:
        output: the file that the run is to make.
        suffix: suffix of the rows while they grow.
        identity: what the run is of, by what people call it; a run of something else is not gone on with.
        resume: True to go on with a stopped run if there is one, False to throw it away, None to refuse when there is one.

    Raises:
        ArgumentError: there is a stopped run and ``resume`` is None, or it is of something else, or its rows were changed.
        FileWriteError: the files cannot be written, or another run writes them.
    """

    def __init__(self, output: Path, suffix: str, identity: Mapping[str, str], *, resume: bool | None) -> None:
        self.output = output
        self.rows = output.with_name(f"{output.name}.part{suffix}")
        self.rejects = output.with_name(f"{output.name}.rejects.jsonl")
        self.growing_rejects = output.with_name(f"{output.name}.rejects.part.jsonl")
        self.checkpoint = output.with_name(f"{output.name}.checkpoint.json")
        self.identity = dict(identity)
        self._mode = _mode_of(output)
        if not output.absolute().parent.is_dir():
            raise FileWriteError(output, "没有这个文件夹")
        self._files: list[BinaryIO] = []
        self._digests = [hashlib.blake2b(digest_size=16) for _ in range(2)]
        try:
            self._open()
            note = self._load(resume)
            self.state: dict[str, Any] = note.get("state", {})
            """What ``save`` was given last; empty at the beginning of a run."""
            if not note:
                forget_note(self.checkpoint)  # of a run that this one replaces
            for file, size in zip(self._files, note.get("sizes", [0, 0]), strict=True):
                file.truncate(size)
                file.seek(size)
        except OSError as error:
            self.close()
            raise FileWriteError(output, reason(error)) from None
        except BaseException:
            self.close()
            raise

    def _open(self) -> None:
        for path in (self.rows, self.growing_rejects):
            fd = os.open(path, OPEN, 0o666 if self._mode is None else 0o600)
            self._files.append(os.fdopen(fd, "r+b"))
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise FileWriteError(path, "不是普通文件")
        lock(self._files[0].fileno(), self.rows)

    def _load(self, resume: bool | None) -> dict[str, Any]:
        note = read_note(self.checkpoint)
        if not note:
            if self.checkpoint.exists() and resume is not False:
                logging.getLogger("cs_scripts").warning("%s 坏了，接不上上次的进度，从头开始", self.checkpoint)
            return {}
        if note.get("moving") and not self._files[0].seek(0, os.SEEK_END):
            return {}  # the run was over: its rows are in place already
        if resume is None:
            raise ArgumentError("resume", f"{self.rows} 是上次没跑完的；加 --resume 接着跑，或加 --no-resume 重来")
        if not resume:
            return {}
        before = note["identity"]
        changed = [name for name in {**before, **self.identity} if before.get(name) != self.identity.get(name)]
        if changed:
            raise ArgumentError("resume", f"与上次不同：{'、'.join(changed[:8])}；不能接着 {self.rows} 跑，加 --no-resume 重来")
        for file, digest, size, wanted in zip(self._files, self._digests, note["sizes"], note["digests"], strict=True):
            if not _rebuild(file, digest, size) or digest.hexdigest() != wanted:
                raise ArgumentError("resume", f"{self.rows} 被改过；不能接着跑，加 --no-resume 重来")
        return note

    def write(self, rows: bytes, rejects: bytes) -> None:
        """Add to the output.

        Args:
            rows: rows, each whole.
            rejects: rejects, each whole.

        Raises:
            FileWriteError: the disk is full or gone.
        """
        try:
            for file, digest, content in zip(self._files, self._digests, (rows, rejects), strict=True):
                file.write(content)
                digest.update(content)
        except OSError as error:
            raise FileWriteError(self.rows, reason(error)) from None

    def save(self, state: Mapping[str, Any]) -> None:
        """Note how far the run is.

        Args:
            state: what is needed to go on, fit for JSON.

        Raises:
            FileWriteError: the disk is full or gone.
        """
        try:
            for file in self._files:
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise FileWriteError(self.rows, reason(error)) from None
        note = {
            "identity": self.identity,
            "sizes": [file.tell() for file in self._files],
            "digests": [digest.hexdigest() for digest in self._digests],
            "state": state,
        }
        try:
            write_note(self.checkpoint, note)
        except OSError as error:
            raise FileWriteError(self.checkpoint, reason(error)) from None

    def flush(self) -> None:
        """Bring what was written to the file, so that it can be read.

        Raises:
            FileWriteError: the disk is full or gone.
        """
        try:
            for file in self._files:
                file.flush()
        except OSError as error:
            raise FileWriteError(self.rows, reason(error)) from None

    def close(self) -> None:
        """Close the files; what was written remains.

        Raises:
            FileWriteError: the disk is full or gone.
        """
        try:
            while self._files:
                self._files.pop().close()
        except OSError as error:
            raise FileWriteError(self.rows, reason(error)) from None

    def finish(self, made: Path | None = None) -> None:
        """Move everything into place.

        Args:
            made: a file that was made from the rows and is the output; None when the rows themselves are.

        Raises:
            FileWriteError: the files cannot be moved.
        """
        self.flush()
        if os.name == "nt":
            self.close()
        try:
            if note := read_note(self.checkpoint):
                write_note(self.checkpoint, {**note, "moving": True})
            if self._mode is not None:
                (made or self.rows).chmod(self._mode)
            (made or self.rows).replace(self.output)
            self.rows.unlink(missing_ok=True)
            self.keep_rejects()
            forget_note(self.checkpoint)
        except OSError as error:
            raise FileWriteError(self.output, reason(error)) from None
        self.close()

    def keep_rejects(self) -> None:
        """Move the list of rejects into place; where there are none, an older list goes."""
        if self.growing_rejects.stat().st_size:
            self.growing_rejects.replace(self.rejects)
        else:
            self.growing_rejects.unlink()
            self.rejects.unlink(missing_ok=True)

    def discard(self) -> None:
        """Remove everything that was written."""
        self.close()
        for path in (self.rows, self.growing_rejects):
            path.unlink(missing_ok=True)
        forget_note(self.checkpoint)

    def __enter__(self) -> Journal:  # noqa: PYI034 - Self needs Python 3.11
        """Use it for a block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the files; after an error, what no note speaks of is of no use, but whoever stops a run may want to look at it."""
        self.close()
        if error is not None and not isinstance(error, KeyboardInterrupt) and not self.checkpoint.exists():
            self.discard()


def _mode_of(output: Path) -> int | None:
    """Give the mode of the file that is to be replaced; None where there is none."""
    try:
        mode = output.stat().st_mode
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise FileWriteError(output, reason(error)) from None
    if not stat.S_ISREG(mode):
        raise FileWriteError(output, "这是文件夹，不是文件" if stat.S_ISDIR(mode) else "不是普通文件（设备、管道等），不往里写")
    return stat.S_IMODE(mode)


def _rebuild(file: BinaryIO, digest: Any, size: int) -> bool:
    """Read the good bytes of a file into its digest; tells whether there are so many."""
    file.seek(0)
    left = size
    while left > 0 and (content := file.read(min(left, _SLICE))):
        digest.update(content)
        left -= len(content)
    return left == 0
