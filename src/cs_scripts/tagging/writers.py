"""Write tagged messages as rows of CSV or JSON Lines, and turn a finished file of rows into Parquet or a workbook.

What depends on the message's text alone is written once and kept with what was recognised; a row is then three short
cells and that. CSV and JSON Lines can be cut off after any row and carried on, which Parquet and workbooks cannot, so
these are made from JSON Lines at the end.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cs_scripts.errors import ArgumentError, MissingExtraError

if TYPE_CHECKING:
    from cs_scripts.recommend.suggestion import Suggestion

COLUMNS = ("conversation", "time", "sender", "text", "status", "intents", "script_id", "script")
"""Columns of tagged output."""

SUFFIXES = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "jsonl", ".xlsx": "jsonl"}
"""Suffix of an output file and the kind of rows that are written while it grows."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_SHEET_ROWS = 1_000_000
_CELL = 32_000
_SLICE = 8 << 20


def rows_for(output: Path, encoding: str) -> CsvRows | JsonRows:
    """Choose how rows of an output file are written.

    Args:
        output: the file; its suffix says what it is.
        encoding: encoding of CSV.

    Returns:
        What writes its rows.

    Raises:
        ArgumentError: the suffix is unknown, or the encoding, or the encoding is for CSV only.

    >>> type(rows_for(Path("a.parquet"), "utf-8-sig")).__name__
    'JsonRows'
    """
    kind = SUFFIXES.get(output.suffix.lower())
    if kind is None:
        raise ArgumentError("output", f"后缀应为 {'、'.join(SUFFIXES)}")
    if encoding not in ("utf-8-sig", "utf-8", "gbk", "gb18030"):
        raise ArgumentError("encoding", "应为 utf-8-sig、utf-8、gbk 或 gb18030")
    return CsvRows(encoding) if kind == "csv" else JsonRows()


def show_intents(suggestion: Suggestion) -> str:
    """Write intents with their probabilities into one cell.

    Args:
        suggestion: what was recognised.

    Returns:
        As in ``price_haggling:0.93;stock:0.41``; empty for none.
    """
    return ";".join(f"{intent.id}:{intent.probability:.2f}" for intent in suggestion.intents)


class CsvRows:
    """Write rows of CSV with CRLF line ends, as Excel does.

    A cell that a spreadsheet would run as a formula (it begins with ``=``, ``+``, ``-`` or ``@``) gets a ``'`` before it.

    Args:
        encoding: as in ``utf-8-sig``; characters that it lacks become ``&#…;``.
    """

    suffix = ".csv"

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding

    def header(self, extra: Sequence[str]) -> bytes:
        """Write the header.

        Args:
            extra: names of further columns.

        Returns:
            The bytes the file begins with.
        """
        line = ",".join(map(_cell, (*COLUMNS, *extra))) + "\r\n"
        return line.encode(self.encoding, "xmlcharrefreplace")

    def tail(self, text: str, suggestion: Suggestion) -> str:
        """Write what depends on the text alone.

        Args:
            text: the message, masked.
            suggestion: what was recognised.

        Returns:
            The end of a row.
        """
        reply = suggestion.replies[0] if suggestion.replies else None
        cells = (text, suggestion.status, show_intents(suggestion), reply.id if reply else "", reply.text if reply else "")
        return "," + ",".join(map(_cell, cells))

    def rows(
        self,
        conversations: Sequence[str],
        times: Sequence[datetime | None],
        senders: Sequence[str],
        tails: Sequence[str],
        extras: Sequence[Sequence[str]],
    ) -> tuple[bytes, int]:
        """Write rows.

        Args:
            conversations: conversation of each.
            times: time of each.
            senders: sender of each.
            tails: what ``tail`` wrote for each.
            extras: further cells of each; empty for none.

        Returns:
            The bytes, and how many rows have characters that the encoding lacks.
        """
        bare = not (any(conversations) or any(times) or any(senders))
        heads = (
            [",," + tail for tail in tails]
            if bare
            else [
                f"{_cell(conversation)},{time.isoformat(' ') if time else ''},{_cell(sender)}{tail}"
                for conversation, time, sender, tail in zip(conversations, times, senders, tails, strict=True)
            ]
        )
        if extras:
            heads = [",".join((head, *map(_cell, cells))) for head, cells in zip(heads, extras, strict=True)]
        blob = "\r\n".join([*heads, ""])
        codec = "utf-8" if self.encoding == "utf-8-sig" else self.encoding
        try:
            return blob.encode(codec), 0
        except UnicodeEncodeError:
            lacking = sum(not _encodable(head, codec) for head in heads)
            return blob.encode("utf-8", "replace") if codec == "utf-8" else blob.encode(codec, "xmlcharrefreplace"), lacking


@lru_cache(maxsize=1 << 14)
def _cell(value: str) -> str:
    if value.startswith(_FORMULA) and len(value) > 1:
        value = "'" + value
    if '"' in value or "," in value or "\n" in value or "\r" in value:
        return '"' + value.replace('"', '""') + '"'
    return value


def _encodable(text: str, codec: str) -> bool:
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


class JsonRows:
    """Write rows of JSON, one object a line."""

    suffix = ".jsonl"

    def header(self, extra: Sequence[str]) -> bytes:
        """Write nothing; JSON Lines have no header.

        Args:
            extra: names of further columns.

        Returns:
            No bytes.
        """
        del extra
        return b""

    def tail(self, text: str, suggestion: Suggestion) -> str:
        """Write what depends on the text alone.

        Args:
            text: the message, masked.
            suggestion: what was recognised.

        Returns:
            The end of a row.
        """
        reply = suggestion.replies[0] if suggestion.replies else None
        intents = [{"id": intent.id, "probability": round(float(intent.probability), 4)} for intent in suggestion.intents]
        values = {"text": text, "status": suggestion.status, "intents": intents}
        return _json(values | {"script_id": reply.id if reply else "", "script": reply.text if reply else ""})[1:-1]

    def rows(
        self,
        conversations: Sequence[str],
        times: Sequence[datetime | None],
        senders: Sequence[str],
        tails: Sequence[str],
        extras: Sequence[Sequence[str]],
    ) -> tuple[bytes, int]:
        """Write rows.

        Args:
            conversations: conversation of each.
            times: time of each.
            senders: sender of each.
            tails: what ``tail`` wrote for each.
            extras: further members of each, written as JSON without braces; empty for none.

        Returns:
            The bytes, and how many rows have characters that the encoding lacks (lone surrogates).
        """
        lines = [
            f'{{"conversation": {_text(conversation)}, "time": "{time.isoformat(" ") if time else ""}", "sender": {_text(sender)}, {tail}'
            for conversation, time, sender, tail in zip(conversations, times, senders, tails, strict=True)
        ]
        if extras:
            lines = [f"{line}, {cells[0]}" if cells else line for line, cells in zip(lines, extras, strict=True)]
        blob = "}\n".join([*lines, ""])
        try:
            return blob.encode(), 0
        except UnicodeEncodeError:
            return blob.encode("utf-8", "replace"), sum(not _encodable(line, "utf-8") for line in lines)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


_text = lru_cache(maxsize=1 << 14)(_json)


def extra_cells(rows: CsvRows | JsonRows, names: Sequence[str], values: dict[str, str]) -> Sequence[str]:
    """Bring further columns of one row into the form that ``rows`` takes.

    Args:
        rows: what writes the rows.
        names: headers of all further columns, as they stand in the inputs.
        values: the row's own, by header.

    Returns:
        A cell for each name (CSV), or one piece of JSON.
    """
    if isinstance(rows, CsvRows):
        return [values.get(name, "") for name in names]
    members = {output_name(name): value for name, value in values.items()}
    return [_json(members)[1:-1]] if members else []


def output_name(name: str) -> str:
    """Name an input column in the output.

    Args:
        name: its header.

    Returns:
        The same, or with ``input_`` before it where the output has a column of that name.

    >>> output_name("text"), output_name("订单状态")
    ('input_text', '订单状态')
    """
    return f"input_{name}" if name in COLUMNS else name


def to_parquet(source: Path, target: Path, extra: Sequence[str]) -> None:
    """Turn JSON Lines into Parquet.

    Args:
        source: the finished rows.
        target: the Parquet file; ``intents`` is a list of structs with ``id`` and ``probability``, ``time`` a timestamp.
        extra: names of further columns.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.json as pj
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("写 Parquet", "parquet") from None
    text = {name: pa.string() for name in (*COLUMNS, *extra)}
    text["intents"] = pa.list_(pa.struct([("id", pa.string()), ("probability", pa.float32())]))
    read = pj.ParseOptions(explicit_schema=pa.schema(list(text.items())), unexpected_field_behavior="ignore")
    schema = pa.schema(list((text | {"time": pa.timestamp("s")}).items()))
    with pq.ParquetWriter(target, schema) as writer, source.open("rb") as file:
        while lines := file.readlines(_SLICE):
            raw = b"".join(lines)
            table = pj.read_json(pa.BufferReader(raw), pj.ReadOptions(block_size=len(raw) + 1), read)
            time = pc.if_else(pc.equal(table["time"], ""), None, table["time"]).cast(pa.timestamp("s"))
            writer.write_table(table.set_column(table.schema.get_field_index("time"), "time", time).select(schema.names))


def to_xlsx(source: Path, target: Path, extra: Sequence[str]) -> None:
    """Turn JSON Lines into a workbook; a million rows a sheet.

    Args:
        source: the finished rows.
        target: the workbook; a text that is too long for a cell is cut and ends with ``…``.
        extra: names of further columns.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=True)
    sheet: Any = None
    count = 0

    def cell(value: str) -> Any:
        shown = ILLEGAL_CHARACTERS_RE.sub("", value)
        made = WriteOnlyCell(sheet, shown if len(shown) <= _CELL else shown[: _CELL - 1] + "…")
        made.data_type = "s"  # a message that begins with "=" is no formula
        return made

    names = (*COLUMNS, *extra)
    with source.open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if count % _SHEET_ROWS == 0:
                sheet = book.create_sheet(f"消息{count // _SHEET_ROWS + 1}")
                sheet.append(names)
            row["intents"] = ";".join(f"{intent['id']}:{intent['probability']:.2f}" for intent in row["intents"])
            sheet.append([cell(str(row.get(name, ""))) for name in names])
            count += 1
    if sheet is None:
        book.create_sheet("消息1").append(names)
    book.save(target)
