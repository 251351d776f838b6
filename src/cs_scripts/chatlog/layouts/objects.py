"""Read chat logs that are JSON: a document, or one object a line, each a message or a whole dialogue."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cs_scripts.chatlog.columns import unique_headers
from cs_scripts.chatlog.layouts.layout import HEAD_ROWS, Head, Layout, Options, Source, listed, unknown
from cs_scripts.chatlog.layouts.parts import scalar
from cs_scripts.chatlog.layouts.shapes import NOT_JSON, flat, is_flat, keys_of, messages_in
from cs_scripts.chatlog.message import BATCH, Batch, Block, same
from cs_scripts.chatlog.table import NO_TEXT, Table
from cs_scripts.chatlog.telling import make_table
from cs_scripts.errors import FileReadError
from cs_scripts.files.json import parse_json as strict_json
from cs_scripts.files.lines import Piece, decode, pieces
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import detect_encoding
from cs_scripts.text.pii import mask

MAX_DOCUMENT = 256 << 20
"""Bytes of the largest document that is read; it has to be in memory as a whole."""

_Items = Sequence["dict[str, Any] | Reject"]


def parse_json(raw: bytes | str) -> Any:
    """Parse JSON in whichever encoding it is; None when it is none.

    >>> parse_json('{"user": "某人"}'.encode("gbk"))
    {'user': '某人'}
    """
    try:
        return strict_json(raw if isinstance(raw, str) else raw.decode(detect_encoding(raw)))
    except ValueError:
        return None


def table_of(items: _Items, options: Options) -> Table | None:
    """Find out what the keys of some messages are; None when none holds the text."""
    keys = keys_of(items)
    samples = [[item.get(key) for key in keys] for item in items[: 10 * HEAD_ROWS] if isinstance(item, dict)]
    table = make_table(keys, samples, options)
    # Keys are asked for by their names, which are different from each other already.
    return table and Table(keys, table.fields, table.meanings, table.roles, table.keep, table.notes)


def item_blocks(items: _Items, table: Table, size: int) -> Iterator[Block]:
    """Read the messages of a document.

    Args:
        items: what ``messages_in`` found.
        table: what their keys are.
        size: bytes of the file that they stand for.

    Yields:
        Their blocks; the line of a message is its place in the document, from 1.
    """
    for start in range(0, len(items), BATCH):
        numbers: list[int] = []
        rows = []
        rejects: list[Reject] = []
        for number, item in enumerate(items[start : start + BATCH], start + 1):
            if isinstance(item, Reject):
                rejects.append(item._replace(line=number))
            else:
                numbers.append(number)
                rows.append([item.get(key) for key in table.header])
        yield Block(partial(same, table.batch(numbers, rows, rejects)), size if start == 0 else 0)


def _looks_json(head: Head, options: Options) -> bool:
    del options
    first = head.first.strip()
    if first[:1] == "[":
        return first[1:].lstrip()[:1] in ("", "{", "[", '"')
    return first[:1] == "{" and not _looks_jsonl(head, Options())


def _looks_jsonl(head: Head, options: Options) -> bool:
    """Tell one object a line: most lines are, even when the first is broken; one object alone may be a document."""
    del options
    lines = head.filled[:20]
    if not lines or not lines[0].lstrip().startswith("{"):
        return False
    parsed = [parse_json(line) for line in lines if line.lstrip().startswith("{")]
    objects = [value for value in parsed if isinstance(value, dict)]
    if len(lines) == 1:
        return len(objects) == 1 and is_flat(objects[0])
    return len(objects) * 2 >= len(lines)


def _open_json(head: Head, options: Options) -> Source:
    items = messages_in(load_document(head.path), text_key=options.columns.get("text", ""))
    table = table_of(items, options)
    if table is None:
        raise unknown(head.path, _no_key(keys_of(items) or _top_keys(load_document(head.path))))

    def blocks() -> Iterator[Block]:
        found = messages_in(load_document(head.path), text_key=options.columns.get("text", ""))
        yield from item_blocks(found, table, head.path.stat().st_size)

    return Source(head.path, "json", options, blocks, table.header, table.notes)


def load_document(path: Path) -> Any:
    """Read a JSON document.

    Raises:
        UnknownLayoutError: it is too large.
        FileReadError: it is broken.
    """
    if path.stat().st_size > MAX_DOCUMENT:
        raise unknown(path, f"JSON 文档超过 {MAX_DOCUMENT >> 20} MB，请改用 JSON Lines")
    document = parse_json(path.read_bytes())
    if document is None:
        raise FileReadError(path, "JSON 不完整或已损坏")
    return document


def _top_keys(value: Any) -> tuple[str, ...]:
    """List the keys of the first two levels of a document, for a message."""
    values = value if isinstance(value, list) else [value]
    keys = dict.fromkeys(keys_of(values[:HEAD_ROWS]))
    for item in values[:HEAD_ROWS]:
        if isinstance(item, dict):
            for inner in item.values():
                keys |= dict.fromkeys(keys_of(inner[:HEAD_ROWS] if isinstance(inner, list) else [inner]))
    return tuple(keys)


def _no_key(keys: Sequence[str]) -> str:
    return f"JSON 里没有认识的消息键（有 {mask(listed(keys)) or '的不是对象'}）；可用 --text-column 指明"


def line_items(value: Mapping[str, Any], number: int, text_key: str = "") -> _Items:
    """Find the messages in one line's object: itself, or all turns of the dialogue that it is."""
    if is_flat(value):
        return [dict(value)]
    return messages_in(dict(value), f"第{number}行", text_key) or [flat(value, {})]


def parse_jsonl(piece: Piece, codec: str, table: Table) -> Batch:
    """Parse lines of JSON.

    Args:
        piece: the lines.
        codec: their encoding.
        table: what its keys are; keys that it does not name are passed over.

    Returns:
        A message for each good object, or for each turn of a dialogue.
    """
    texts, numbers, rejects = decode(piece.raw, codec, piece.first)
    rejects = piece.rejects + rejects
    text_key = table.header[table.fields["text"]]
    rows: list[list[Any]] = []
    lines: list[int] = []
    for text, number in zip(texts, numbers, strict=True):
        if not text.strip():
            continue
        value = parse_json(text)
        if not isinstance(value, dict):
            rejects.append(Reject(number, NOT_JSON))
            continue
        for item in line_items(value, number, text_key):
            if isinstance(item, Reject):
                rejects.append(item._replace(line=number))
            elif any(row := [scalar(item.get(key)) for key in table.header]):
                rows.append(row)
                lines.append(number)
            else:
                rejects.append(Reject(number, NO_TEXT))
    return table.batch(lines, rows, rejects)


def _open_jsonl(head: Head, options: Options) -> Source:
    text_key = options.columns.get("text", "")
    values = [(parse_json(line), number) for number, line in enumerate(head.filled, 1)]
    items = [item for value, number in values if isinstance(value, dict) for item in line_items(value, number, text_key)]
    table = table_of(items, options)
    if table is None:
        raise unknown(head.path, _no_key(keys_of(items)))

    def blocks() -> Iterator[Block]:
        for piece in pieces(head.path, head.codec):
            yield Block(partial(parse_jsonl, piece, head.codec, table), piece.size)

    return Source(head.path, "jsonl", options, blocks, unique_headers(table.header), table.notes)


JSON = Layout("json", "JSON 文档", _looks_json, _open_json)
JSONL = Layout("jsonl", "JSON Lines（一行一个对象）", _looks_jsonl, _open_jsonl)
LAYOUTS = (JSONL, JSON)
