"""Read chat logs that are JSON documents: what an export extension of the browser writes, and what the open platform answers.

The extension makes a zip with one document a buyer: ``{user, exportTime, count, chats: [{date, time, sender, text, imgUrl}]}``.
"""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cs_scripts.chatlog.columns import Table, match_columns, show
from cs_scripts.chatlog.layouts.tables import NOT_JSON, scalar
from cs_scripts.chatlog.layouts.transcripts import NO_TEXT
from cs_scripts.chatlog.message import BATCH, Block, Message, parse_time, same, to_batch
from cs_scripts.chatlog.roles import Roles, clean_nick, learn_roles
from cs_scripts.errors import FileReadError
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import detect_encoding

MAX_DOCUMENT = 256 << 20
"""Bytes of the largest document that is read; it has to be in memory as a whole."""


def parse_document(raw: bytes) -> Any:
    """Parse a JSON document in whichever encoding it is.

    Args:
        raw: its bytes.

    Returns:
        What it holds; None when it is no JSON.

    >>> parse_document('{"user": "某人"}'.encode("gbk"))
    {'user': '某人'}
    """
    try:
        return json.loads(raw.decode(detect_encoding(raw)))
    except (ValueError, RecursionError):
        return None


def is_export(value: Any) -> bool:
    """Tell whether a document is of the export extension.

    Args:
        value: what ``parse_document`` returned.

    Returns:
        Whether it is.

    >>> is_export({"user": "某人", "chats": []})
    True
    """
    return isinstance(value, dict) and isinstance(value.get("chats"), list)


def items_of(value: Any) -> list[Any] | None:
    """Find the list of messages in a document that is not of the extension.

    Args:
        value: what ``parse_document`` returned.

    Returns:
        The list, wherever it is nested under single keys; None when there is none.

    >>> items_of({"response": {"count": 1, "msgs": {"msg": [{"content": "在吗"}]}}})
    [{'content': '在吗'}]
    """
    if isinstance(value, list):
        return value if any(isinstance(item, dict) for item in value) else None
    if isinstance(value, dict):
        for inner in value.values():
            found = items_of(inner)
            if found is not None:
                return found
    return None


def export_rows(document: Any, roles: Roles) -> Iterator[Message | Reject]:
    """Read the messages of one document of the extension.

    Args:
        document: what ``parse_document`` returned.
        roles: who is staff.

    Yields:
        Messages and rejects; ``line`` is the message's place in the document, from 1.

    >>> chats = [{"date": "2024-01-02", "time": "09:05:07", "sender": "某人", "text": "在吗", "imgUrl": ""}]
    >>> [(m.role, m.text) for m in export_rows({"user": "某人", "chats": chats}, Roles())]
    [('buyer', '在吗')]
    """
    buyer = clean_nick(show(document.get("user")))
    for number, chat in enumerate(document["chats"], 1):
        if not isinstance(chat, dict):
            yield Reject(number, NOT_JSON)
            continue
        text = show(scalar(chat.get("text")))
        if not text.strip():
            if not chat.get("imgUrl"):
                yield Reject(number, NO_TEXT)
                continue
            text = "[图片]"
        sender = clean_nick(show(scalar(chat.get("sender"))))
        time = parse_time(f"{show(chat.get('date'))} {show(chat.get('time'))}".strip())
        role = roles.tell(sender) if not buyer else "buyer" if sender == buyer else "seller" if sender else ""
        yield Message(buyer or (sender if role == "buyer" else ""), sender, role, text, time, number)


def zip_blocks(path: Path, shop_accounts: Sequence[str]) -> Iterator[Block]:
    """Read a zip of the extension's documents.

    Args:
        path: the file.
        shop_accounts: nicks of the shop.

    Yields:
        Its blocks, one or more a document.

    Raises:
        FileReadError: the zip is broken.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith(".json"):
                    yield from _member_blocks(archive, member, shop_accounts)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise FileReadError(path, f"zip 不完整或已损坏（{type(error).__name__}）") from None


def _member_blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shop_accounts: Sequence[str]) -> Iterator[Block]:
    try:
        document = None if member.file_size > MAX_DOCUMENT else parse_document(archive.read(member))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError) as error:
        yield Block(partial(same, to_batch([Reject(0, f"压缩包内一个文件已损坏（{type(error).__name__}）")])), member.compress_size)
        return
    if not is_export(document):
        yield Block(partial(same, to_batch([Reject(0, "压缩包内一个文件不是聊天记录 JSON")])), member.compress_size)
        return
    yield from export_blocks(document, shop_accounts, member.compress_size)


def export_blocks(document: Any, shop_accounts: Sequence[str], size: int) -> Iterator[Block]:
    """Read one document of the extension.

    Args:
        document: what ``parse_document`` returned.
        shop_accounts: nicks of the shop.
        size: bytes it takes in the file.

    Yields:
        Its blocks.
    """
    nicks = {clean_nick(show(chat.get("sender"))) for chat in document["chats"] if isinstance(chat, dict)}
    rows = list(export_rows(document, learn_roles(nicks, shop_accounts)))
    for start in range(0, len(rows), BATCH):
        yield Block(partial(same, to_batch(rows[start : start + BATCH])), size if start == 0 else 0)


def item_blocks(items: list[Any], table: Table) -> Iterator[Block]:
    """Read a list of messages as the open platform gives it.

    Args:
        items: the list.
        table: what its keys are.

    Yields:
        Its blocks.
    """
    for start in range(0, len(items), BATCH):
        numbers: list[int] = []
        rows = []
        rejects: list[Reject] = []
        for number, item in enumerate(items[start : start + BATCH], start + 1):
            if isinstance(item, dict):
                numbers.append(number)
                rows.append([scalar(item.get(key)) for key in table.header])
            else:
                rejects.append(Reject(number, NOT_JSON))
        yield Block(partial(same, table.batch(numbers, rows, rejects)), 0)


def keys_of(items: Sequence[Any]) -> tuple[str, ...]:
    """List the keys of some objects.

    Args:
        items: the objects; what is none is passed over.

    Returns:
        The keys in order of first use.

    >>> keys_of([{"a": 1}, {"b": 2, "a": 3}])
    ('a', 'b')
    """
    return tuple(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))


def table_of(items: Sequence[Any], chosen: dict[str, str], shop_accounts: Sequence[str], *, keep: bool) -> Table | None:
    """Find out what the keys of some objects are.

    Args:
        items: some of the objects.
        chosen: key of a field that the user named.
        shop_accounts: nicks of the shop.
        keep: whether messages carry all keys.

    Returns:
        The table; None when no key holds the text.
    """
    header = keys_of(items)
    fields = match_columns(header, chosen)
    if fields is None:
        return None
    nicks = [clean_nick(show(item.get(header[fields["sender"]]))) for item in items if isinstance(item, dict) and "sender" in fields]
    return Table(header, fields, learn_roles(nicks, shop_accounts), keep)
