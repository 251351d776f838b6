"""Tag blocks in order, in this process or several, and stop in good order on Ctrl-C."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, NamedTuple

from cs_scripts.chatlog import Batch, Reject
from cs_scripts.errors import FileReadError, WorkerError
from cs_scripts.tagging.block import TaggedBlock
from cs_scripts.tagging.inputs import Input
from cs_scripts.tagging.worker import BlockTagger, Plan, share_tagger, start_forked, start_worker, tag_in_worker

_WAITING = 4


class Step(NamedTuple):
    """A block of a file, or its end (``parse`` is None), with what is wrong with it.

    Attributes:
        file: the file.
        size: bytes that it stands for.
        parse: makes the messages; None at the end of the file.
        failure: why the file could not be read, or not to its end.
        note: why the file was not read, though nothing is wrong with it; or what was concluded from its content.
        is_left_out: whether ``note`` says why it was not read.
    """

    file: Input
    size: int
    parse: Callable[[], Batch] | None = None
    failure: FileReadError | None = None
    note: str = ""
    is_left_out: bool = False


def tag_steps(
    steps: Iterator[Step], workers: int, load: Callable[[], object], plan: Plan
) -> Generator[tuple[Step, TaggedBlock], None, None]:
    """Tag all blocks, in order.

    Args:
        steps: the blocks and ends of all files.
        workers: processes; 1 for none beside this one.
        load: loads the recogniser, in every worker.
        plan: what else to do with a block.

    Yields:
        Each step with what came of it.

    Raises:
        WorkerError: a worker died.
    """
    if workers == 1:
        tag = BlockTagger(load(), plan)
        for step in steps:
            yield step, tag(step.parse, step.file.name) if step.parse else _whole(step)
        return
    recogniser = load()  # reports what is wrong with the user's files here, and fills the cache for the workers
    pool = _forked(recogniser, workers, plan) if _may_fork() else _spawned(load, workers, plan)
    waiting: deque[tuple[Step, Future[TaggedBlock] | None]] = deque()
    try:
        for step in steps:
            with _deaf_children(), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # numpy's idle threads do not mind
                waiting.append((step, pool.submit(tag_in_worker, step.parse, step.file.name) if step.parse else None))
            if len(waiting) > workers * _WAITING:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    except BrokenProcessPool:
        raise WorkerError from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _may_fork() -> bool:
    """Tell whether workers can begin as copies of this process: on Linux, while no other thread may hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


def _forked(recogniser: object, workers: int, plan: Plan) -> ProcessPoolExecutor:
    """Start workers that share what is loaded: no start-up, and its memory counts once."""
    share_tagger(BlockTagger(recogniser, plan))
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"), initializer=start_forked)


def _spawned(load: Callable[[], object], workers: int, plan: Plan) -> ProcessPoolExecutor:
    """Start workers that load for themselves: the same on every system, and safe beside threads."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=start_worker, initargs=(load, plan))


def _result(step: Step, future: Future[TaggedBlock] | None) -> tuple[Step, TaggedBlock]:
    return step, future.result() if future else _whole(step)


def _whole(step: Step) -> TaggedBlock:
    """Make what a file's end comes to: a reject when something was wrong with the file."""
    return TaggedBlock(rejects=[Reject(0, step.failure.reason)]) if step.failure else TaggedBlock()


@contextlib.contextmanager
def _deaf_children() -> Iterator[None]:
    """Have processes that start meanwhile never see Ctrl-C, not even before they can say so themselves."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Interrupt:
    """Remember that Ctrl-C was pressed, or the process told to end, instead of stopping anywhere; the second time, stop at once.

    Attributes:
        asked: the signal that came; 0 for none.
    """

    def __init__(self) -> None:
        self.asked = 0
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interrupt:  # noqa: PYI034 - Self needs Python 3.11
        """Listen, where this is the main thread."""
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._ask)
        return self

    def _ask(self, number: int, frame: object) -> None:
        del frame
        if self.asked:
            for child in multiprocessing.active_children():
                child.kill()
            raise KeyboardInterrupt
        self.asked = number

    def __exit__(self, *exception: object) -> None:
        """Leave signals to whoever had them."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
