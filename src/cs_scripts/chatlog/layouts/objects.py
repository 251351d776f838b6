"""Read chat logs that are JSON: a document, or one object a line, each a message or a whole dialogue."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from cs_scripts.chatlog.columns import unique_headers
from cs_scripts.chatlog.layouts.documents import REPEATED, load_document, no_message
from cs_scripts.chatlog.layouts.keys import field_of, keys_of
from cs_scripts.chatlog.layouts.layout import HEAD_ROWS, Head, Layout, Options, Source, unknown
from cs_scripts.chatlog.layouts.parts import scalar
from cs_scripts.chatlog.layouts.shapes import NOT_JSON, flat, is_flat, messages_in
from cs_scripts.chatlog.message import BATCH, Batch, Block, same
from cs_scripts.chatlog.table import NO_TEXT, Table
from cs_scripts.chatlog.telling import make_table
from cs_scripts.files.json import parse_json as strict_json
from cs_scripts.files.json import repeated_keys
from cs_scripts.files.lines import Piece, decode, pieces
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import detect_encoding

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
    return table and Table(keys, table.fields, table.meanings, table.roles, table.keep, table.notes, table.persons)


def cells_of(item: Mapping[str, Any], table: Table, named: Collection[str] = ()) -> list[Any]:
    """Give the cells of a row; where a message has a field under another key than the others, it is taken from there.

    Args:
        item: the message.
        table: what the keys are.
        named: fields whose key the user named, which no other key stands for.

    Returns:
        A cell for each key of the table.

    >>> table = Table(("content",), {"text": 0})
    >>> cells_of({"content": "在吗"}, table), cells_of({"text": "在吗"}, table)
    (['在吗'], ['在吗'])
    """
    cells = [item.get(key) for key in table.header]
    for name, at in table.fields.items():
        if cells[at] in (None, "") and name not in named:
            others = (value for key, value in item.items() if field_of(key) == name and value not in (None, ""))
            cells[at] = next(others, cells[at])
    return cells


def item_blocks(items: _Items, table: Table, size: int, named: Collection[str] = ()) -> Iterator[Block]:
    """Read the messages of a document.

    Args:
        items: what ``messages_in`` found.
        table: what their keys are.
        size: bytes of the file that they stand for.
        named: fields whose key the user named.

    Yields:
        Their blocks; the line of a message is its place in the document, from 1.
    """
    for start in range(0, len(items), BATCH):
        numbers: list[int] = []
        rows = []
        rejects: list[Reject] = []
        for number, item in enumerate(items[start : start + BATCH], start + 1):
            if isinstance(item, Reject):
                rejects.append(item if item.kept else item._replace(line=number))
            else:
                numbers.append(number)
                rows.append(cells_of(item, table, named))
        yield Block(partial(same, table.batch(numbers, rows, rejects)), size if start == 0 else 0)


def _looks_json(head: Head, options: Options) -> bool:
    del options
    first = head.first.strip()
    if first[:1] not in ("[", "{"):
        return False
    begins = first[:1] == "{" or first[1:].lstrip()[:1] in ("", "{", "[", '"')
    return (begins or _is_document(head)) and not _looks_jsonl(head, Options())


def _is_document(head: Head) -> bool:
    """Tell whether a file that was read whole is one JSON list or object."""
    return isinstance(parse_json("\n".join(head.lines)), dict | list)


def _looks_jsonl(head: Head, options: Options) -> bool:
    """Tell one object, or one list of them, a line: most lines are, even when the first is broken; one alone may be a document."""
    del options
    lines = head.filled[:20]
    found = [value for line in lines if line.lstrip()[:1] in ("[", "{") and _is_entry(value := parse_json(line))]
    if len(lines) == 1:
        return len(found) == 1 and isinstance(found[0], dict) and is_flat(found[0])
    is_named = head.path.suffix.lower() in (".jsonl", ".ndjson")
    return bool(found) and (len(found) * 2 >= len(lines) or is_named) and not _is_document(head)


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


def _open_json(head: Head, options: Options) -> Source:
    text_key = options.columns.get("text", "")
    document = load_document(head.path)
    items = messages_in(document, text_key=text_key)
    table = table_of(items, options)
    if table is None:
        raise unknown(head.path, no_message(document, items))

    def blocks() -> Iterator[Block]:
        repeated: list[Reject] = []
        found = messages_in(load_document(head.path, repeated), text_key=text_key)
        yield from item_blocks([*found, *repeated], table, head.path.stat().st_size, frozenset(options.columns))

    return Source(head.path, "json", options, blocks, table.header, table.notes)


def line_items(value: Any, number: int, text_key: str = "") -> _Items:
    """Find the messages in what one line holds: an object that is one, or all turns of a dialogue; a reject where it is neither."""
    if not _is_entry(value):
        return [Reject(number, NOT_JSON)]
    if isinstance(value, dict) and is_flat(value):
        return [dict(value)]
    return messages_in(value, f"第{number}行", text_key) or ([flat(value, {})] if isinstance(value, dict) else [Reject(number, NO_TEXT)])


def parse_jsonl(piece: Piece, codec: str, table: Table, named: Collection[str] = ()) -> Batch:
    """Parse lines of JSON.

    Args:
        piece: the lines.
        codec: their encoding.
        table: what its keys are; keys that it does not name are passed over.
        named: fields whose key the user named.

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
        rejects += [Reject(number, REPEATED, key[:20], kept=True) for key in (repeated_keys(text, value) if value is not None else ())]
        for item in line_items(value, number, text_key):
            if isinstance(item, Reject):
                rejects.append(item._replace(line=number))
            elif any(row := [scalar(cell) for cell in cells_of(item, table, named)]):
                rows.append(row)
                lines.append(number)
            else:
                rejects.append(Reject(number, NO_TEXT))
    return table.batch(lines, rows, rejects)


def _open_jsonl(head: Head, options: Options) -> Source:
    text_key = options.columns.get("text", "")
    values = [(parse_json(line), number) for number, line in enumerate(head.filled, 1)]
    items = [item for value, number in values for item in line_items(value, number, text_key)]
    table = table_of(items, options)
    if table is None:
        raise unknown(head.path, no_message([value for value, _ in values], items))

    def blocks() -> Iterator[Block]:
        for piece in pieces(head.path, head.codec):
            yield Block(partial(parse_jsonl, piece, head.codec, table, frozenset(options.columns)), piece.size)

    return Source(head.path, "jsonl", options, blocks, unique_headers(table.header), table.notes)


JSON = Layout("json", "JSON 文档", _looks_json, _open_json)
JSONL = Layout("jsonl", "JSON Lines（一行一个对象）", _looks_jsonl, _open_jsonl)
LAYOUTS = (JSONL, JSON)
