"""Read Parquet, only the columns that are used."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from cs_scripts.chatlog.layouts.layout import HEAD_ROWS, Head, Layout, Options, Source, listed, unknown
from cs_scripts.chatlog.message import BATCH, Block, same
from cs_scripts.chatlog.table import Table
from cs_scripts.chatlog.telling import make_table
from cs_scripts.errors import FileReadError, MissingExtraError
from cs_scripts.text.pii import mask


def open_parquet(path: Path) -> Any:
    """Open a Parquet file.

    Args:
        path: the file.

    Returns:
        pyarrow's ParquetFile.

    Raises:
        FileReadError: the file is broken.
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("读写 Parquet", "parquet") from None
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise _broken(path, error) from None


def _broken(path: Path, error: Exception) -> FileReadError:
    return FileReadError(path, f"Parquet 不完整或已损坏（{type(error).__name__}）")


def _batches(path: Path, file: Any, used: list[int] | None) -> Iterator[list[list[Any]]]:
    """Read columns in batches; by their place, since names may stand twice."""
    names = file.schema_arrow.names
    wanted = None if used is None or len(set(names)) < len(names) else [names[at] for at in used]
    try:
        for batch in file.iter_batches(BATCH, columns=wanted):
            read = iter(batch.columns) if wanted is not None else None
            columns: list[list[Any]] = []
            for at in range(len(names)):
                if used is not None and at not in used:
                    columns.append([None] * batch.num_rows)
                else:
                    columns.append((next(read) if read is not None else batch.column(at)).to_pylist())
            yield columns
    except (
        OSError,
        ValueError,
        TypeError,
        OverflowError,
        ArithmeticError,
        NotImplementedError,
        KeyError,
    ) as error:  # pyarrow's errors are of these kinds
        raise _broken(path, error) from None


def _blocks(path: Path, table: Table) -> Iterator[Block]:
    file = open_parquet(path)
    used = list(range(len(table.header))) if table.keep else sorted({*table.fields.values(), *table.persons})
    total = max(1, file.metadata.num_rows)
    size = path.stat().st_size
    number = 1
    with file:
        for columns in _batches(path, file, used):
            rows = list(zip(*columns, strict=True))
            yield Block(partial(same, table.batch(range(number, number + len(rows)), rows, [])), size * len(rows) // total)
            number += len(rows)


def _open(head: Head, options: Options) -> Source:
    with open_parquet(head.path) as file:
        header = file.schema_arrow.names
        first: list[list[Any]] = next(_batches(head.path, file, None), [[] for _ in header])
    samples = list(zip(*(column[:HEAD_ROWS] for column in first), strict=True))
    table = make_table(header, samples, options)
    if table is None:
        raise unknown(head.path, f"表头里没有认识的消息列（有 {mask(listed(header))}）；可用 --text-column 指明")
    return Source(head.path, "parquet", options, partial(_blocks, head.path, table), table.header, table.notes)


PARQUET = Layout("parquet", "Parquet", lambda head, _: head.raw.startswith(b"PAR1"), _open)
LAYOUTS = (PARQUET,)
