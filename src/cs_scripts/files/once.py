"""Work something out once, under a lock, and keep it: of two processes that begin together the second takes what the first has kept."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from typing import TypeVar

from cs_scripts.errors import FileWriteError
from cs_scripts.files.private import alone, private_folder

Made = TypeVar("Made")


def once(
    read: Callable[[], Made | None],
    make: Callable[[], Made],
    keep: Callable[[Made], None],
    *,
    waiting: Callable[[], None],
    unkept: Callable[[Exception], None],
) -> Made:
    """Take what is kept, else make it and keep it.

    Args:
        read: reads what is kept; None where there is nothing, or nothing of use.
        make: makes it.
        keep: keeps it.
        waiting: called where another process is at it, before this one waits.
        unkept: called with the reason where it cannot be kept, before it is made in vain.

    Returns:
        It.
    """
    found = read()
    if found is not None:
        return found
    with contextlib.ExitStack() as stack:
        try:
            stack.enter_context(alone(private_folder() / "lock", waiting))
        except (FileWriteError, OSError) as error:
            unkept(error)
            return make()
        found = read()
        if found is None:
            found = make()
            try:
                keep(found)
            except FileWriteError as error:
                unkept(error)
        return found
