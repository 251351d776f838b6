"""Read the bundled tables: a row a line, its cells apart by tabs, remarks behind a hash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import read_text


def read_rows(path: Path, least: int) -> Iterator[list[str]]:
    """Read a table.

    Args:
        path: the file.
        least: how many cells each row has at least, none of them empty.

    Yields:
        The cells of each row.

    Raises:
        DataFileError: a row has fewer cells; every one is named.
    """
    problems = []
    rows = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < least or not all(cells[:least]):
            problems.append(Problem(f"第 {number} 行", f"应有 {least} 列，制表符分列"))
        rows.append(cells)
    if problems:
        raise DataFileError(path, problems)
    yield from rows
