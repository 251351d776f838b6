"""Prepare a run: what is read, what is written, and what it is of, so that a stopped run goes on only as what it was."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cs_scripts.chatlog import Source, detect
from cs_scripts.chatlog.roles import clean_nick
from cs_scripts.errors import ArgumentError, FileReadError
from cs_scripts.tagging.columns import Wording, is_own
from cs_scripts.tagging.inputs import Input, digest, find_inputs, open_unless_ours
from cs_scripts.tagging.made import parquet_schema, to_parquet, to_xlsx
from cs_scripts.tagging.options import TagOptions
from cs_scripts.tagging.pool import Step
from cs_scripts.tagging.rows import CsvRows, JsonRows, Rows
from cs_scripts.tagging.worker import Plan
from cs_scripts.text.pii import mask

SUFFIXES = (".csv", ".jsonl", ".ndjson", ".parquet", ".xlsx")
MAKERS = {".parquet": to_parquet, ".xlsx": to_xlsx}
"""What is made from rows once they are all there, by suffix."""


@dataclass(frozen=True)
class Task:
    """A run that is prepared: everything that stays the same while it goes on."""

    inputs: Sequence[Input]
    output: Path
    options: TagOptions
    rows: Rows
    wording: Wording
    extra: Mapping[str, str]

    def open(self, file: Path) -> Source:
        """Find out what an input is."""
        options = self.options
        keep = options.all_columns
        return detect(file, options.layout, options.columns, options.shop_accounts, roles=options.roles, keep=keep)

    @property
    def total(self) -> int:
        """Bytes of all inputs."""
        return sum(file.path.stat().st_size for file in self.inputs)

    def plan(self, salt: str) -> Plan:
        """Tell the workers what to do; ``salt`` is the secret of the pseudonyms."""
        leave_out = frozenset(map(clean_nick, self.options.leave_out))
        return Plan(self.rows, salt, dict(self.extra), leave_out, self.options.replies, self.options.remembered)


def prepare(inputs: Sequence[Path | str | Input], output: Path, summary: Path | None, options: TagOptions) -> Task:
    """Find the inputs and refuse what cannot work, before anything is written.

    Args:
        inputs: files, folders, patterns, and pipes that were kept.
        output: what is to be written.
        summary: a file for the figures.
        options: what the user said.

    Returns:
        The run.

    Raises:
        ArgumentError: the suffix is unknown, or an output is an input.
        FileReadError: an input does not exist.
        MissingExtraError: an optional dependency is missing.
    """
    suffix = output.suffix.lower()
    if suffix not in SUFFIXES:
        raise ArgumentError("output", f"后缀应为 {'、'.join(SUFFIXES)}")
    output = Path(os.path.realpath(output)) if output.is_symlink() else output
    chinese = options.headers == "zh" or (not options.headers and suffix in (".csv", ".xlsx"))
    wording = Wording(chinese, options.labels, options.replies)
    if suffix == ".parquet":
        parquet_schema(wording)  # says now what is missing, not at the end
    grows = Wording(chinese=False, replies=options.replies) if suffix in MAKERS else wording
    rows: Rows = CsvRows(wording, options.encoding) if suffix == ".csv" else JsonRows(grows)
    files = find_inputs([name for name in inputs if not isinstance(name, Input)], output, summary)
    files += [name for name in inputs if isinstance(name, Input)]
    task = Task(files, output, options, rows, wording, {})
    if not options.all_columns:
        return task
    extra = wording.rename(_all_columns(task), str if options.keep_pii else mask)
    return Task(files, output, options, rows, wording, extra)


def _all_columns(task: Task) -> list[str]:
    """List the columns of all tables, in order of first use."""
    found: dict[str, None] = {}
    for file in task.inputs:
        with contextlib.suppress(FileReadError):
            columns = task.open(file.path).columns
            found |= dict.fromkeys(() if is_own(columns) else columns)
    return list(found)


def identity_of(task: Task) -> dict[str, str]:
    """Sum up what a run is of, by what people call it, so that it is not gone on with when something has changed."""
    found = {f"输入 {file.name}": digest(file.path) for file in task.inputs}
    found["输入的文件"] = hashlib.sha256("\0".join(file.name for file in task.inputs).encode("utf-8", "surrogateescape")).hexdigest()
    found |= {what: digest(path) for what, path in task.options.depends.items()}
    said = {what: json.dumps(value, sort_keys=True, default=list) for what, value in task.options.said().items()}
    return found | {what: value for what, value in said.items() if value not in ('""', "{}", "[]", "false")}


def steps_of(task: Task) -> Iterator[Step]:
    """Read all files; what is wrong with one is a step too. The same files give the same steps, which resuming relies on."""
    for file in task.inputs:
        left = file.path.stat().st_size
        failure = None
        note = ""
        try:
            opened = partial(task.open, file.path)
            source, ours = (opened(), "") if task.options.layout else open_unless_ours(file.path, opened)
            if source is None:
                yield Step(file, left, note=ours)
                continue
            note = "；".join(source.notes)
            for block in source.blocks():
                left -= block.size
                yield Step(file, block.size, block.parse)
        except FileReadError as error:
            failure = error
        yield Step(file, left, failure=failure, note=note)
