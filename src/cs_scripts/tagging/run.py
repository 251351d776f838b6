"""Tag chat logs from files to a file: any size, several processes, and after a stop from where it stopped."""

from __future__ import annotations

import contextlib
import hashlib
import json
import multiprocessing
import os
import secrets
import signal
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from cs_scripts.chatlog import Batch, Reject, Source, detect, find_files, read_blocks
from cs_scripts.errors import FileReadError, UnknownLayoutError, WorkerError
from cs_scripts.files.text import write_bytes
from cs_scripts.tagging.checkpoint import Journal
from cs_scripts.tagging.memo import SIZE
from cs_scripts.tagging.stream import Recogniser, load_recommender
from cs_scripts.tagging.summary import Tagged, Tally
from cs_scripts.tagging.worker import BlockTagger, start_worker, tag_in_worker
from cs_scripts.tagging.writers import output_name, rows_for, to_parquet, to_xlsx

SMALL = 4 << 20
"""Bytes of input below which starting workers takes longer than it saves."""

NOTE_SECONDS = 5.0
"""Seconds between two notes of how far a run is."""

_WAITING = 4

Progress = Callable[[int, int, int], None]
"""Told after each block: bytes read, bytes in all, messages read."""


@dataclass(frozen=True)
class Run:
    """What came of a run.

    Args:
        output: where the rows are: a partial file when the run was stopped.
        finished: whether all inputs were read.
        figures: the summary, see ``Tally.figures``.
        rejects: where the lines that could not be read are listed; None when there are none.
        unreadable: why files could not be read, or not to their end.
    """

    output: Path
    finished: bool
    figures: dict[str, Any]
    rejects: Path | None
    unreadable: tuple[str, ...]


class _Step(NamedTuple):
    """A block of a file, or its end (``parse`` is None), or what is wrong with it (``failure``)."""

    file: Path
    size: int
    parse: Callable[[], Batch] | None = None
    failure: FileReadError | None = None


def tag_files(
    inputs: Sequence[Path | str],
    output: Path | str,
    *,
    load: Callable[[], Recogniser] = load_recommender,
    labels: Mapping[str, str] | None = None,
    layout: str = "",
    columns: Mapping[str, str] | None = None,
    shop_accounts: Sequence[str] = (),
    encoding: str = "utf-8-sig",
    keep_pii: bool = False,
    all_columns: bool = False,
    jobs: int = 1,
    resume: bool | None = None,
    summary: Path | str | None = None,
    progress: Progress | None = None,
    remembered: int = SIZE,
) -> Run:
    """Tag the buyers' messages of chat logs.

    Args:
        inputs: files, folders and patterns.
        output: a ``.csv``, ``.jsonl``, ``.parquet`` or ``.xlsx`` file.
        load: loads the recogniser, in every worker; it must be picklable when there are workers.
        labels: Chinese names of intents, for the summary.
        layout: name of the inputs' layout, one of ``chatlog.LAYOUTS``; empty to tell it from the content.
        columns: header of a field in tables, see ``chatlog.read_messages``.
        shop_accounts: nicks of the shop, where they are not written ``店铺:子账号``.
        encoding: of CSV: ``utf-8-sig``, ``utf-8``, ``gbk`` or ``gb18030``.
        keep_pii: whether to leave personal data as it is.
        all_columns: whether to write all columns of tables too.
        jobs: worker processes; 1 for none, 0 for one a core when there is enough to do.
        resume: True to go on where a stopped run is, False to start anew, None to refuse when there is one.
        summary: a JSON file for the figures.
        progress: told how far it is.
        remembered: how many messages to recognise only once; 0 for none.

    Returns:
        What came of it. Ctrl-C ends a run early and in good order.

    Raises:
        ArgumentError: an option makes no sense, or there is a stopped run and ``resume`` is None.
        FileReadError: an input does not exist.
        UnknownLayoutError: no input is of a known layout.
        FileWriteError: the output cannot be written.
        WorkerError: a worker died.
        MissingExtraError: an optional dependency is missing.
    """
    started = time.monotonic()
    target = Path(output)
    rows = rows_for(target, encoding)
    opened = partial(detect, layout=layout, columns=columns, shop_accounts=tuple(shop_accounts), keep=all_columns)
    files = _inputs(inputs, target, summary)
    extra = _all_columns(files, opened) if all_columns else ()
    options = [layout, dict(columns or {}), list(shop_accounts), encoding, keep_pii, extra]
    total = sum(file.stat().st_size for file in files)
    workers = (1 if total < SMALL else os.cpu_count() or 1) if jobs == 0 else jobs
    with Journal(target, rows.suffix, _identity(files, options), resume=resume) as journal, _Interrupt() as interrupt:
        state: dict[str, Any] = journal.state or {"salt": "" if keep_pii else secrets.token_hex(16), "done": 0, "seconds": 0.0}
        if not journal.state:
            journal.write(rows.header([output_name(name) for name in extra]), b"")
        tally = Tally(state.get("tally"))
        failures: list[str] = state.get("failures", [])
        known: int = state.get("known", 0)
        done: int = state["done"]
        steps = _steps(files, opened)
        read = sum(step.size for step in islice(steps, done))
        noted = time.monotonic()

        def elapsed() -> float:
            return float(state["seconds"]) + time.monotonic() - started

        tagger = partial(BlockTagger, rows=rows, salt=state["salt"], extra=extra, remembered=remembered)
        for step, block in _tag_steps(steps, workers, load, tagger):
            done += 1
            read += step.size
            journal.write(block.data, _reject_lines(step.file, block.rejects))
            tally.add(block)
            if step.failure:
                failures.append(str(step.failure))
            known += not (step.parse or isinstance(step.failure, UnknownLayoutError))
            if step.parse is None:
                tally.responses.end_file()
            if progress:
                progress(read, total, tally.messages)
            if interrupt.asked or time.monotonic() - noted > NOTE_SECONDS:
                now = {"salt": state["salt"], "done": done, "seconds": elapsed(), "failures": failures, "known": known}
                journal.save(now | {"tally": tally.state()})
                noted = time.monotonic()
            if interrupt.asked:
                figures = tally.figures(labels or {}, elapsed())
                return Run(journal.rows, finished=False, figures=figures, rejects=None, unreadable=tuple(failures))
        if not known:
            journal.discard()
            raise _nothing_known(files, opened)
        _finish(journal, [output_name(name) for name in extra])
        figures = tally.figures(labels or {}, elapsed())
    if summary:
        write_bytes(summary, json.dumps(figures, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")
    return Run(target, True, figures, journal.rejects if journal.rejects.exists() else None, tuple(failures))


def _inputs(inputs: Sequence[Path | str], output: Path, summary: Path | str | None) -> list[Path]:
    """Find the input files; what a run like this one writes is none of them."""
    own = {output.absolute(), Path(summary).absolute() if summary else output.absolute()}
    prefixes = tuple(f"{output.name}{ending}" for ending in (".part.", ".rejects.", ".checkpoint."))
    return [
        file
        for file in find_files(inputs)
        if file.absolute() not in own and not (file.name.startswith(prefixes) and file.absolute().parent == output.absolute().parent)
    ]


def _all_columns(files: Sequence[Path], opened: Callable[[Path], Source]) -> list[str]:
    """List the columns of all tables, in order of first use."""
    found: dict[str, None] = {}
    for file in files:
        with contextlib.suppress(FileReadError):
            found |= dict.fromkeys(opened(file).columns)
    return list(found)


def _identity(files: Sequence[Path], options: list[Any]) -> str:
    """Sum up what a run is of, so that it is not gone on with when something has changed."""
    digest = hashlib.sha256(json.dumps(options, sort_keys=True).encode())
    for file in files:
        stat = file.stat()
        digest.update(f"{file.absolute()}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _steps(files: Sequence[Path], opened: Callable[[Path], Source]) -> Iterator[_Step]:
    """Read all files; what is wrong with one is a step too. The same files give the same steps, which resuming relies on."""
    for file in files:
        left = file.stat().st_size
        failure = None
        try:
            for block in read_blocks(opened(file)):
                left -= block.size
                yield _Step(file, block.size, block.parse)
        except FileReadError as error:
            failure = error
        yield _Step(file, left, failure=failure)


def _nothing_known(files: Sequence[Path], opened: Callable[[Path], Source]) -> FileReadError:
    try:
        opened(files[0])
    except FileReadError as error:
        return error
    return FileReadError(files[0], "没有可读的内容")


_EMPTY = Tagged(b"", 0, 0, 0, 0, {}, {}, [], [])


def _whole(step: _Step) -> Tagged:
    """Make what a file's end comes to: a reject when something was wrong with the file."""
    return _EMPTY._replace(rejects=[Reject(0, step.failure.reason)]) if step.failure else _EMPTY


def _tag_steps(
    steps: Iterator[_Step], workers: int, load: Callable[[], Recogniser], tagger: Callable[[Recogniser], BlockTagger]
) -> Iterator[tuple[_Step, Tagged]]:
    """Tag all blocks, in order."""
    if workers == 1:
        tag = tagger(load())
        for step in steps:
            yield step, tag(step.parse) if step.parse else _whole(step)
        return
    load()  # reports what is wrong with the user's files here, and fills the cache for the workers
    spawn = multiprocessing.get_context("spawn")  # the same on every system, and safe beside threads
    pool = ProcessPoolExecutor(workers, mp_context=spawn, initializer=start_worker, initargs=(load, tagger))
    waiting: deque[tuple[_Step, Future[Tagged] | None]] = deque()
    try:
        for step in steps:
            waiting.append((step, pool.submit(tag_in_worker, step.parse) if step.parse else None))
            if len(waiting) > workers * _WAITING:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    except BrokenProcessPool:
        raise WorkerError from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(step: _Step, future: Future[Tagged] | None) -> tuple[_Step, Tagged]:
    return step, future.result() if future else _whole(step)


def _reject_lines(file: Path, rejects: Sequence[Reject]) -> bytes:
    lines = [json.dumps({"file": str(file), "line": reject.line, "reason": reject.reason}, ensure_ascii=False) for reject in rejects]
    return "".join(f"{line}\n" for line in lines).encode("utf-8", "replace")


def _finish(journal: Journal, extra: Sequence[str]) -> None:
    make = {".parquet": to_parquet, ".xlsx": to_xlsx}.get(journal.output.suffix.lower())
    if make is None:
        journal.finish()
        return
    journal.close()
    with tempfile.TemporaryDirectory(prefix=".cs-scripts-", dir=journal.output.absolute().parent) as folder:
        made = Path(folder) / journal.output.name
        make(journal.rows, made, extra)
        journal.finish(made)


class _Interrupt:
    """Remember that Ctrl-C was pressed instead of stopping anywhere; pressed twice, it stops at once."""

    def __init__(self) -> None:
        self.asked = False
        self._before: Any = None

    def __enter__(self) -> _Interrupt:  # noqa: PYI034 - Self needs Python 3.11
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._ask)
        return self

    def _ask(self, number: int, frame: object) -> None:
        del number, frame
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True

    def __exit__(self, *exception: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)
