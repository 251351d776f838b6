"""Turn a finished file of rows into Parquet or a workbook, which cannot be cut off and carried on while they grow."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from cs_scripts.errors import MissingExtraError
from cs_scripts.files.xlsx import Sheet, write_workbook
from cs_scripts.tagging.columns import Wording

SHEET_ROWS = 1_000_000
_SLICE = 8 << 20
_WIDTHS = {"file": 22, "row": 8, "conversation": 18, "time": 20, "sender": 18, "text": 60, "status": 10, "intent": 16, "probability": 8}
_WIDTHS |= {"intents": 26, "script_id": 18, "script": 50, "agent": 18, "reply": 50, "reply_seconds": 14}
_EXTRA_WIDTH = 16
_FIRST_YEAR = 1900


def parquet_schema(wording: Wording, extra: Sequence[str] = ()) -> Any:
    """Give the columns of tagged Parquet, as a ``pyarrow.Schema``.

    Args:
        wording: which columns there are, and their names.
        extra: names of the input's columns.

    Returns:
        The schema.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("写 Parquet", "parquet") from None
    kinds = {
        "row": pa.int64(),
        "time": pa.timestamp("ms"),
        "probability": pa.float32(),
        "intents": pa.list_(pa.struct([("id", pa.string()), ("probability", pa.float32())])),
        "reply_seconds": pa.int64(),
    }
    named = [(wording.name(name), kinds.get(name, pa.string())) for name in wording.columns]
    return pa.schema([*named, *((name, pa.string()) for name in extra)])


def to_parquet(source: Path, target: Path, wording: Wording, extra: Sequence[str]) -> int:
    """Turn JSON Lines into Parquet.

    Args:
        source: the finished rows, in English.
        target: the Parquet file.
        wording: names of the columns.
        extra: names of further columns.

    Returns:
        Texts that were cut: none.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    schema = parquet_schema(wording, extra)
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.json as pj
    import pyarrow.parquet as pq

    english = Wording(chinese=False, replies=wording.replies)
    raw = parquet_schema(english, extra)
    at = raw.get_field_index("time")
    read = pj.ParseOptions(explicit_schema=raw.set(at, pa.field("time", pa.string())), unexpected_field_behavior="ignore")
    with pq.ParquetWriter(target, schema) as writer, source.open("rb") as file:
        while lines := file.readlines(_SLICE):
            content = b"".join(lines)
            table = pj.read_json(pa.BufferReader(content), pj.ReadOptions(block_size=len(content) + 1), read).select(raw.names)
            time = pc.if_else(pc.equal(table["time"], ""), None, table["time"]).cast(pa.timestamp("ms"))
            writer.write_table(table.set_column(at, "time", time).rename_columns(schema.names))
    return 0


def to_xlsx(source: Path, target: Path, wording: Wording, extra: Sequence[str]) -> int:
    """Turn JSON Lines into a workbook with real times, a filter and a header that stays; a million rows a sheet.

    Args:
        source: the finished rows, in English.
        target: the workbook.
        wording: names of columns and values.
        extra: names of further columns.

    Returns:
        How many texts were longer than a cell can hold, and end in ``…``.
    """
    names = [*map(wording.name, wording.columns), *extra]
    widths = [_WIDTHS[name] for name in wording.columns] + [_EXTRA_WIDTH] * len(extra)
    with source.open(encoding="utf-8") as file, target.open("wb") as made:
        return _write(
            made,
            (_cells(json.loads(line), wording, extra) for line in file),
            lambda number, rows: Sheet(f"消息{number}", names, rows, widths),
        )


def _write(made: BinaryIO, rows: Iterator[list[Any]], make: Callable[[int, Iterator[list[Any]]], Sheet]) -> int:
    return write_workbook(_sheets(rows, make), made)


def _sheets(rows: Iterator[list[Any]], make: Callable[[int, Iterator[list[Any]]], Sheet]) -> Iterator[Sheet]:
    """Give a sheet of rows after the other; one at least."""
    number = 1
    yield make(number, islice(rows, SHEET_ROWS))
    while (first := next(rows, None)) is not None:
        number += 1
        yield make(number, chain([first], islice(rows, SHEET_ROWS - 1)))


def _cells(row: dict[str, Any], wording: Wording, extra: Sequence[str]) -> list[Any]:
    pairs = [(pair["id"], pair["probability"]) for pair in row["intents"]]
    shown = {**row, "intents": wording.intents(pairs), "status": wording.status(row["status"]), "intent": wording.intent(row["intent"])}
    shown["time"] = _time(row["time"])
    shown["probability"] = None if row["probability"] is None else round(row["probability"], 2)
    return [shown.get(name) for name in (*wording.columns, *extra)]


def _time(value: str) -> datetime | str | None:
    """Make a real time, where a workbook can hold it."""
    if not value:
        return None
    time = datetime.fromisoformat(value)
    return time if time.year > _FIRST_YEAR else value
