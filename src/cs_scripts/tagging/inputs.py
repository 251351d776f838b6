"""The files of a run: found, each under the name people know it by; pipes kept where they can be read twice; ours left out."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cs_scripts.chatlog import Source, find_files
from cs_scripts.errors import ArgumentError, FileReadError
from cs_scripts.files.atomic import is_same_file
from cs_scripts.files.lines import read_head
from cs_scripts.files.reasons import reason

OWN_OUTPUT = "是 tag 自己写的文件，没有读"
OWN_DRAFTS = "是 mine 写的话术草稿，没有读"
OWN_REPORT = "是 report 写的报告，没有读"
STANDARD_INPUT = "标准输入"
_SLICE = 1 << 20
_OWN_ENDINGS = (".part.", ".rejects.", ".checkpoint.")


class Input(NamedTuple):
    """A file to be read.

    Attributes:
        path: where to open it.
        name: what to call it.
        spool: the file behind ``path`` where it is a copy of a pipe; it goes when it is closed.
    """

    path: Path
    name: str
    spool: BinaryIO | None = None


def find_inputs(inputs: Sequence[Path | str], output: Path, summary: Path | None) -> list[Input]:
    """Find the files behind files, folders, patterns and pipes.

    Args:
        inputs: what the user named.
        output: the file that is to be written.
        summary: a second one.

    Returns:
        The files. What a run like this one writes beside its output is none of them, when it was found in a folder.

    Raises:
        FileReadError: a path does not exist or cannot be read twice.
        ArgumentError: an output is an input.
    """
    if summary is not None and is_same_file(summary, output):
        raise ArgumentError("summary", f"统计和输出是同一个文件：{output}")
    named = {os.path.realpath(name) for name in inputs if not Path(name).is_dir()}
    found = []
    for file in find_files(inputs):
        if _is_ours(file, output) and os.path.realpath(file) not in named:
            continue
        for target, what in ((output, "输出"), (summary, "统计")):
            if target is None or not is_same_file(file, target):
                continue
            if os.path.realpath(file) in named or not is_own_file(file):
                raise ArgumentError("output", f"{what}和输入是同一个文件：{file}；请换个名字")
            break
        else:
            found.append(_spooled(file))
    return found


def _is_ours(file: Path, output: Path) -> bool:
    prefixes = tuple(f"{output.name}{ending}" for ending in _OWN_ENDINGS)
    return file.name.startswith(prefixes) and os.path.realpath(file.parent) == os.path.realpath(output.parent)


def _spooled(file: Path) -> Input:
    """Copy a pipe to where it can be read twice; any other file stays where it is."""
    try:
        mode = file.stat().st_mode
        if stat.S_ISREG(mode):
            return Input(file, str(file))
        if not stat.S_ISFIFO(mode) and not stat.S_ISSOCK(mode):
            raise FileReadError(file, "不是普通文件（设备等）")
        with file.open("rb") as pipe:
            return spool(pipe, str(file))
    except OSError as error:
        raise FileReadError(file, reason(error)) from None


def spool(pipe: BinaryIO, name: str) -> Input:
    """Copy a pipe into a private file without a name, which is gone when the process is, however it ends.

    Args:
        pipe: what to copy.
        name: what to call it.

    Returns:
        The copy.

    Raises:
        FileReadError: it cannot be kept.
    """
    try:
        kept = tempfile.TemporaryFile()  # noqa: SIM115 - it is the input's, and closed with it
        shutil.copyfileobj(pipe, kept, _SLICE)
        kept.flush()
    except OSError as error:
        raise FileReadError(name, f"临时文件夹放不下：{reason(error)}") from None
    path = Path(f"/proc/self/fd/{kept.fileno()}")
    if path.exists():
        return Input(path, name, kept)
    # Where a file without a name cannot be opened again, it gets one for as long as it is needed.
    kept.seek(0)
    named = tempfile.NamedTemporaryFile(prefix="cs-scripts-")  # noqa: SIM115 - the same
    shutil.copyfileobj(kept, named, _SLICE)
    named.flush()
    kept.close()
    return Input(Path(named.name), name, named)  # type: ignore[arg-type]


def open_unless_ours(file: Path, open_log: Callable[[], Source]) -> tuple[Source | None, str]:
    """Open a log, unless a command of ours wrote the file.

    Args:
        file: the file.
        open_log: opens it as a log.

    Returns:
        The log, or None and what the file is.

    Raises:
        FileReadError: it cannot be read.
    """
    from cs_scripts.tagging.columns import is_own

    if ours := told_as_ours(read_head(file, 1 << 14)):
        return None, ours
    source = open_log()
    return (None, OWN_OUTPUT) if is_own(source.columns) else (source, "")


def is_own_file(file: Path) -> bool:
    """Tell whether a file is something that ``tag`` writes beside its rows, or rows of ours, by how it begins.

    Rows in CSV and JSON Lines are known here; those in workbooks and Parquet by their columns, once they are opened.
    """
    from cs_scripts.chatlog import detect

    try:
        return open_unless_ours(file, lambda: detect(file))[0] is None
    except FileReadError:
        return file.stat().st_size == 0


def told_as_ours(head: bytes) -> str:
    """Say what a file is that a command of ours wrote beside its rows, by how it begins; empty for any other."""
    if is_list_of_rejects(head) or is_summary(head):
        return OWN_OUTPUT
    if head.removeprefix(b"\xef\xbb\xbf").startswith("# 话术草稿：由 cs-scripts mine ".encode()):
        return OWN_DRAFTS
    is_page = "<title>客服聊天报告 ".encode() in head[:1000]
    return OWN_REPORT if is_page or head.startswith(b'{\n  "version": 1,\n  "summary": {\n    "buyer_messages": ') else ""


def is_list_of_rejects(head: bytes) -> bool:
    """Tell the list of rejects by how it begins."""
    first = head.split(b"\n", 1)[0]
    return first.startswith(b'{"file": ') and b'"line": ' in first and b'"reason": ' in first


def is_summary(head: bytes) -> bool:
    """Tell the summary of a run, or its note of how far it is, by how it begins."""
    return head.startswith((b'{\n  "messages": ', b'{"version": 2, "identity": '))


def digest(path: Path) -> str:
    """Sum up what a file holds.

    Raises:
        FileReadError: it cannot be read.
    """
    summed = hashlib.blake2b(digest_size=16)
    try:
        with path.open("rb") as file:
            while content := file.read(_SLICE):
                summed.update(content)
    except OSError as error:
        raise FileReadError(path, reason(error)) from None
    return summed.hexdigest()
