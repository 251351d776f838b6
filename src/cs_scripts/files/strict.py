"""Take a file's fields and refuse it with all its problems at once, so that nobody mends them one run at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.yaml import Fields


@contextmanager
def strict_fields(path: Path | str, value: Any) -> Iterator[Fields]:
    """Take the fields of a file's top mapping.

    Args:
        path: the file, for the error.
        value: what it holds, as ``read_yaml`` gives it.

    Yields:
        The fields; whatever is wrong below them is noted in their ``problems``.

    Raises:
        DataFileError: on leaving, where there are problems; a key that nobody took is one.

    >>> with strict_fields("shop.yaml", {"name": "a", "colour": "b"}) as top:
    ...     name = top.text("name")
    Traceback (most recent call last):
    cs_scripts.errors.DataFileError: shop.yaml 有 1 处问题：colour：不认识的键 colour
    """
    problems: list[Problem] = []
    top = Fields(value, "", problems)
    yield top
    top.close()
    if problems:
        raise DataFileError(path, problems)
