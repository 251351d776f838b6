"""Do the same work on piece after piece and give the results in order: in this process, or in several that end with it."""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol, TypeVar

from cs_scripts.errors import WorkerError

_WAITING = 4
SMALL = 4 << 20
"""Bytes of input below which starting workers takes longer than it saves."""

Piece = TypeVar("Piece")


class Work(Protocol):
    """What is done with a piece."""

    def __call__(self, *piece: Any) -> Any:
        """Do it."""

    def warm_up(self) -> None:
        """Build whatever the first piece would wait for."""


def workers_for(size: int, jobs: int = 0) -> int:
    """Tell how many processes are worth their start.

    Args:
        size: bytes of input.
        jobs: what the user said; 0 for nothing.

    Returns:
        The number; 1 for none beside this one.
    """
    return (1 if size < SMALL else os.cpu_count() or 1) if jobs == 0 else jobs


def in_order(
    pieces: Iterable[tuple[Piece, tuple[Any, ...] | None]], workers: int, make: Callable[[], Work]
) -> Generator[tuple[Piece, Any], None, None]:
    """Work on all pieces.

    Args:
        pieces: each with the arguments of the work; None where there is nothing to do.
        workers: processes; 1 for none beside this one.
        make: makes what does the work; it must be picklable where processes cannot be copied.

    Yields:
        Each piece with its result; None where there was nothing to do.

    Raises:
        WorkerError: a worker died.

    >>> class Length:
    ...     def __call__(self, text): return len(text)
    >>> list(in_order([("a", ("xyz",)), ("b", None)], 1, Length))
    [('a', 3), ('b', None)]
    """
    work = make()  # reports what is wrong with the user's files here, and fills the cache for the workers
    if workers == 1:
        for piece, arguments in pieces:
            yield piece, None if arguments is None else work(*arguments)
        return
    pool = _forked(work, workers) if _may_fork() else _spawned(make, workers)
    waiting: deque[tuple[Piece, Future[Any] | None]] = deque()
    try:
        for piece, arguments in pieces:
            with _deaf_children(), warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # numpy's idle threads do not mind
                waiting.append((piece, None if arguments is None else pool.submit(_work_here, *arguments)))
            if len(waiting) > workers * _WAITING:
                yield _result(*waiting.popleft())
        while waiting:
            yield _result(*waiting.popleft())
    except BrokenProcessPool:
        raise WorkerError from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _result(piece: Piece, future: Future[Any] | None) -> tuple[Piece, Any]:
    return piece, future.result() if future else None


def _may_fork() -> bool:
    """Tell whether workers can begin as copies of this process: on Linux, while no other thread may hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


_work: Work | None = None


def _forked(work: Work, workers: int) -> ProcessPoolExecutor:
    """Start workers that share what is loaded: no start-up, and its memory counts once."""
    global _work  # noqa: PLW0603 - a pool's initialiser has no other place to leave what the worker needs
    work.warm_up()
    _work = work
    gc.freeze()  # collecting garbage would touch, and so copy, everything that is shared
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork"), initializer=_start)


def _spawned(make: Callable[[], Work], workers: int) -> ProcessPoolExecutor:
    """Start workers that load for themselves: the same on every system, and safe beside threads."""
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_start_with, initargs=(make,))


def _start() -> None:
    """Prepare a worker: leave Ctrl-C to the parent, and end when the parent is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _start_with(make: Callable[[], Work]) -> None:
    """Prepare a worker that begins with nothing."""
    global _work  # noqa: PLW0603 - a pool's initialiser has no other place to leave what the worker needs
    _start()
    _work = make()


def _end_with_parent() -> None:
    """Wait for the parent's end: a killed one cannot tell its workers, who would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work_here(*arguments: Any) -> Any:
    assert _work is not None
    return _work(*arguments)


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
