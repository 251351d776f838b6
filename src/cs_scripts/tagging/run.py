"""Tag chat logs from files to a file: any size, several processes, and after a stop from where it stopped."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from cs_scripts.chatlog import Reject
from cs_scripts.errors import FileReadError, FileWriteError
from cs_scripts.files.atomic import write_bytes
from cs_scripts.files.json import dump_json
from cs_scripts.files.reasons import reason
from cs_scripts.tagging.answers import Awaiting
from cs_scripts.tagging.checkpoint import Journal
from cs_scripts.tagging.inputs import Input
from cs_scripts.tagging.options import TagOptions
from cs_scripts.tagging.pool import Interrupt, Step, tag_steps
from cs_scripts.tagging.processes import workers_for
from cs_scripts.tagging.stream import load_recogniser
from cs_scripts.tagging.summary import Tally
from cs_scripts.tagging.task import MAKERS, Task, identity_of, prepare, steps_of

NOTE_SECONDS = 5.0
"""Seconds between two notes of how far a run is."""


Progress = Callable[[int, int, int], None]
"""Told after each block: bytes read, bytes in all, messages read."""


@dataclass(frozen=True)
class Run:
    """What came of a run.

    Attributes:
        output: where the rows are: a partial file when the run was stopped.
        finished: whether all inputs were read.
        figures: the summary, see ``Tally.figures``.
        rejects: where the lines that could not be read are listed; None when there are none.
        unreadable: why files could not be read, or not to their end.
        stopped_by: the signal that stopped it; 0 for none.
        cut_cells: texts that were too long for a workbook's cell.
    """

    output: Path
    finished: bool
    figures: dict[str, Any]
    rejects: Path | None
    unreadable: tuple[str, ...]
    stopped_by: int = 0
    cut_cells: int = 0


@dataclass
class _State:
    """How far a run is; with the tally all there is to go on later."""

    salt: str
    done: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)


def tag_files(
    inputs: Sequence[Path | str | Input],
    output: Path | str,
    options: TagOptions = TagOptions(),  # noqa: B008 - frozen
    *,
    load: Callable[[], object] | None = None,
    summary: Path | str | None = None,
    progress: Progress | None = None,
) -> Run:
    """Tag the buyers' messages of chat logs.

    Args:
        inputs: files, folders, patterns, and pipes that were kept with ``inputs.spool``.
        output: a ``.csv``, ``.jsonl``, ``.parquet`` or ``.xlsx`` file.
        options: what is read and written, and how.
        load: loads a ``Recogniser`` or ``Recommender``, in every worker; it must be picklable when there are workers.
        summary: a JSON file for the figures.
        progress: told how far it is.

    Returns:
        What came of it. Ctrl-C ends a run early and in good order.

    Raises:
        ArgumentError: an option makes no sense, an output is an input, or there is a stopped run and ``resume`` is None.
        FileReadError: an input does not exist, or no message of any input could be tagged; an older output is then kept.
        FileWriteError: the output cannot be written.
        WorkerError: a worker died.
        MissingExtraError: an optional dependency is missing.
    """
    task = prepare(inputs, Path(output), Path(summary) if summary else None, options)
    load = load or partial(load_recogniser, replies=options.replies)
    try:
        with Journal(task.output, task.rows.suffix, identity_of(task), resume=options.resume) as journal, Interrupt() as interrupt:
            run = _go(task, journal, interrupt, load, progress)
    finally:
        for file in task.inputs:
            if file.spool:
                file.spool.close()
    if summary and run.finished:
        write_bytes(summary, dump_json(run.figures, indent=2).encode("utf-8", "replace") + b"\n")
    return run


def _go(task: Task, journal: Journal, interrupt: Interrupt, load: Callable[[], object], progress: Progress | None) -> Run:
    started = time.monotonic()
    state = _State(**journal.state["run"]) if journal.state else _State(_secret(task.options))
    if not journal.state:
        journal.write(task.rows.header(list(task.extra.values())), b"")
    tally = Tally(journal.state.get("tally"))
    before, total, noted = state.seconds, task.total, started
    steps = steps_of(task)
    read = sum(step.size for step in islice(steps, state.done))
    workers = workers_for(total, task.options.jobs)
    awaiting: Awaiting[Step] = Awaiting(task.rows)
    with contextlib.closing(tag_steps(steps, workers, load, task.plan(state.salt))) as tagging:
        for step, block in tagging:
            for ready, tagged, data in awaiting.take(step, block, is_end=step.parse is None):
                state.done += 1
                read += ready.size
                journal.write(data, _reject_lines(ready.file, tagged.rejects))
                tally.add(ready.file.name, tagged)
                _note_end(ready, state, tally)
                state.seconds = before + time.monotonic() - started
            if progress:
                progress(read, total, tally.messages)
            if interrupt.asked or time.monotonic() - noted > NOTE_SECONDS:
                journal.save({"run": asdict(state), "tally": tally.state()})
                noted = time.monotonic()
            if interrupt.asked:
                figures = tally.figures(task.options.labels, state.seconds)
                return Run(journal.rows, False, figures, None, tuple(state.failures), interrupt.asked)
    if not tally.all.tagged:
        _give_up(task, journal, tally, state)
    cut = _finish(task, journal)
    figures = tally.figures(task.options.labels, state.seconds)
    rejects = journal.rejects if journal.rejects.exists() else None
    return Run(task.output, True, {**figures, "cut_cells": cut}, rejects, tuple(state.failures), cut_cells=cut)


def _secret(options: TagOptions) -> str:
    """Choose what pseudonyms are made with; nothing where personal data is kept."""
    return "" if options.keep_pii else options.pseudonym_key or secrets.token_hex(16)


def _note_end(step: Step, state: _State, tally: Tally) -> None:
    """Note what there is to say of a file at its end."""
    if step.failure:
        state.failures.append(f"读不了 {step.file.name}：{step.failure.reason}")
    if step.parse is None:
        tally.responses.end_file()
    if step.note:
        tally.notes[step.file.name] = step.note


def _give_up(task: Task, journal: Journal, tally: Tally, state: _State) -> None:
    """End a run that could use nothing: an older output stays, the list of rejects tells why."""
    figures = tally.all.figures()
    journal.flush()
    if state.failures and figures["rejected"]["count"] == len(state.failures):
        journal.discard()
        first = next(file for file in task.inputs if any(failure.startswith(f"读不了 {file.name}：") for failure in state.failures))
        raise _error_of(task, first, state.failures)
    journal.keep_rejects()
    journal.discard()
    unknown = "、".join(f"{value or '（空）'} {count} 条" for value, count in figures["unknown_roles"].items())
    question = f"；角色列里有 {unknown}，请用 --role-map 值=buyer（或 seller、system）说明" if unknown else ""
    staff = {"客服消息": figures["seller_messages"]} if figures["seller_messages"] else {}
    reasons = {**staff, **figures["left_out"]["reasons"], **figures["rejected"]["reasons"], **dict.fromkeys(tally.notes.values(), 1)}
    counted = "，".join(f"{why} {count}" for why, count in reasons.items()) or "没有内容"
    name = (
        task.inputs[0].name if len(task.inputs) == 1 else f"{task.inputs[0].name} 等 {len(task.inputs)} 个文件" if task.inputs else "输入"
    )
    raise FileReadError(name, f"没有一条{'买家的' if staff else '可用的'}消息（{counted}）{question}")


def _error_of(task: Task, file: Input, failures: Sequence[str]) -> FileReadError:
    """Give the error of a file again, with its kind; where several failed, their number is added."""
    more = f"；另有 {len(failures) - 1} 个文件也没读成" if len(failures) > 1 else ""
    try:
        task.open(file.path)
    except FileReadError as error:
        if not more and str(file.path) == file.name:
            return error
        return FileReadError(file.name, error.reason + more)
    return FileReadError(file.name, failures[0].split("：", 1)[1] + more)


def _reject_lines(file: Input, rejects: Sequence[Reject]) -> bytes:
    lines = []
    for reject in rejects:
        entry: dict[str, Any] = {"file": file.name, "line": reject.line, "reason": reject.reason}
        entry |= {"detail": reject.detail} if reject.detail else {}
        entry |= {"sheet": reject.sheet} if reject.sheet else {}
        entry |= {"kept": True} if reject.kept else {}
        lines.append(dump_json(entry) + "\n")
    return "".join(lines).encode("utf-8", "replace")


def _finish(task: Task, journal: Journal) -> int:
    make = MAKERS.get(task.output.suffix.lower())
    if make is None:
        journal.finish()
        return 0
    journal.flush()
    made = task.output.with_name(f"{task.output.name}.part{task.output.suffix.lower()}")
    made.unlink(missing_ok=True)
    try:
        cut = make(journal.rows, made, task.wording, list(task.extra.values()))
        journal.finish(made)
    except OSError as error:
        raise FileWriteError(task.output, f"{reason(error)}；已打的标签还在，腾出地方后加 --resume 接着写") from None
    finally:
        made.unlink(missing_ok=True)
    return cut
