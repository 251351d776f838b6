"""Tag blocks in order, in this process or several, and stop in good order on Ctrl-C."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from typing import Any, NamedTuple

from cs_scripts.chatlog import Batch, Reject
from cs_scripts.errors import FileReadError
from cs_scripts.tagging.block import TaggedBlock
from cs_scripts.tagging.inputs import Input
from cs_scripts.tagging.processes import in_order
from cs_scripts.tagging.worker import BlockTagger, Plan


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
    pieces = ((step, (step.parse, step.file.name) if step.parse else None) for step in steps)
    with closing(in_order(pieces, workers, partial(_make, load, plan))) as done:
        for step, block in done:
            yield step, _whole(step) if block is None else block


def _make(load: Callable[[], object], plan: Plan) -> BlockTagger:
    return BlockTagger(load(), plan)


def _whole(step: Step) -> TaggedBlock:
    """Make what a file's end comes to: a reject when something was wrong with the file."""
    return TaggedBlock(rejects=[Reject(0, step.failure.reason)]) if step.failure else TaggedBlock()


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
