"""Write a long output so that a killed run can go on: nothing lost, nothing doubled, whenever it was killed.

Rows grow in ``OUT.part.csv`` (or ``.part.jsonl``), which is valid after every block. Now and then ``OUT.checkpoint.json`` notes how
many bytes are good and what the run had counted by then. Going on cuts the files back to that note. At the end they are
moved into place.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from cs_scripts.errors import ArgumentError, FileWriteError
from cs_scripts.files.text import write_bytes

_VERSION = 1


class Journal:
    """The growing output of a run, and how far it is.

    Args:
        output: the file that the run is to make.
        suffix: suffix of the rows while they grow.
        identity: what the run is of; a run of something else is not gone on with.
        resume: True to go on with a stopped run if there is one, False to throw it away, None to refuse when there is one.

    Raises:
        ArgumentError: there is a stopped run and ``resume`` is None, or it is of something else.
        FileWriteError: the files cannot be written.
    """

    def __init__(self, output: Path, suffix: str, identity: str, *, resume: bool | None) -> None:
        self.output = output
        self.rows = output.with_name(f"{output.name}.part{suffix}")
        self.rejects = output.with_name(f"{output.name}.rejects.jsonl")
        self.growing_rejects = output.with_name(f"{output.name}.rejects.part.jsonl")
        self.checkpoint = output.with_name(f"{output.name}.checkpoint.json")
        self.identity = identity
        if not output.absolute().parent.is_dir():
            raise FileWriteError(output, "没有这个文件夹")
        self.state = self._load(resume)
        """What ``save`` was given last; empty at the beginning of a run."""
        sizes = self.state.pop("sizes", [0, 0])
        self._files: list[BinaryIO] = []
        try:
            if not self.state:
                self.checkpoint.unlink(missing_ok=True)  # of a run that this one replaces
            for path, size in zip((self.rows, self.growing_rejects), sizes, strict=True):
                file = path.open("r+b" if size else "wb")
                file.truncate(size)
                file.seek(size)
                self._files.append(file)
        except OSError as error:
            self.close()
            raise FileWriteError(path, error.strerror or str(error)) from None

    def _load(self, resume: bool | None) -> dict[str, Any]:
        try:
            note = json.loads(self.checkpoint.read_text(encoding="utf-8"))
            sizes = [self.rows.stat().st_size, self.growing_rejects.stat().st_size]
        except (OSError, ValueError):
            return {}
        if resume is None:
            raise ArgumentError("resume", f"{self.rows} 是上次没跑完的；加 --resume 接着跑，或加 --no-resume 重来")
        good = isinstance(note, dict) and note.get("version") == _VERSION
        if not resume or not good or any(size < wanted for size, wanted in zip(sizes, note["sizes"], strict=True)):
            return {}
        if note["identity"] != self.identity:
            raise ArgumentError("resume", f"输入文件或选项与上次不同，不能接着 {self.rows} 跑；加 --no-resume 重来")
        return {key: value for key, value in note.items() if key not in ("version", "identity")}

    def write(self, rows: bytes, rejects: bytes) -> None:
        """Add to the output.

        Args:
            rows: rows, each whole.
            rejects: rejects, each whole.

        Raises:
            FileWriteError: the disk is full or gone.
        """
        try:
            self._files[0].write(rows)
            self._files[1].write(rejects)
        except OSError as error:
            raise FileWriteError(self.rows, error.strerror or str(error)) from None

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
            raise FileWriteError(self.rows, error.strerror or str(error)) from None
        note = {"version": _VERSION, "identity": self.identity, "sizes": [file.tell() for file in self._files], **state}
        write_bytes(self.checkpoint, json.dumps(note, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def close(self) -> None:
        """Close the files; what was written remains."""
        for file in self._files:
            file.close()

    def finish(self, made: Path | None = None) -> None:
        """Move everything into place.

        Args:
            made: a file that was made from the rows and is the output; None when the rows themselves are.

        Raises:
            FileWriteError: the files cannot be moved.
        """
        self.close()
        try:
            (made or self.rows).replace(self.output)
            self.rows.unlink(missing_ok=True)
            if self.growing_rejects.stat().st_size:
                self.growing_rejects.replace(self.rejects)
            else:
                self.growing_rejects.unlink()
                self.rejects.unlink(missing_ok=True)
            self.checkpoint.unlink(missing_ok=True)
        except OSError as error:
            raise FileWriteError(self.output, error.strerror or str(error)) from None

    def discard(self) -> None:
        """Remove everything that was written."""
        self.close()
        for path in (self.rows, self.growing_rejects, self.checkpoint):
            path.unlink(missing_ok=True)

    def __enter__(self) -> Journal:  # noqa: PYI034 - Self needs Python 3.11
        """Use it for a block."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Close the files; after an error, what no note speaks of is of no use."""
        self.close()
        if error is not None and not self.checkpoint.exists():
            self.discard()
