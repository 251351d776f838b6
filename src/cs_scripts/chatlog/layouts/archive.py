"""Read a zip of JSON documents, as an export extension of the browser writes: one buyer a document, ``{user, chats: […]}``."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from collections.abc import Iterator
from functools import partial

from cs_scripts.chatlog.layouts.documents import MAX_DOCUMENT
from cs_scripts.chatlog.layouts.layout import Head, Layout, Options, Source, unknown
from cs_scripts.chatlog.layouts.objects import item_blocks, line_items, parse_json, table_of
from cs_scripts.chatlog.layouts.shapes import messages_in
from cs_scripts.chatlog.message import Block, same, to_batch
from cs_scripts.errors import FileReadError
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import detect_encoding
from cs_scripts.files.zip import refuse_bomb

_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError, OSError, ValueError)


def names_in(head: Head) -> list[str]:
    """List the members of a zip.

    Raises:
        FileReadError: the zip is broken.
    """
    try:
        with zipfile.ZipFile(head.path) as archive:
            return archive.namelist()
    except _BROKEN as error:
        raise FileReadError(head.path, f"zip 或 xlsx 不完整或已损坏（{type(error).__name__}）") from None


def _looks(head: Head, options: Options) -> bool:
    del options
    return head.raw.startswith(b"PK\x03\x04") and any(_is_json(name) for name in names_in(head))


def _is_json(name: str) -> bool:
    return name.lower().endswith((".json", ".jsonl"))


def _open(head: Head, options: Options) -> Source:
    names_in(head)
    return Source(head.path, "zip", options, partial(_blocks, head, options))


def _blocks(head: Head, options: Options) -> Iterator[Block]:
    try:
        with zipfile.ZipFile(head.path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if not any(_is_json(member.filename) for member in members):
                raise unknown(head.path, "zip 里没有 JSON；别的文件请先解压")
            for member in members:
                yield from _member_blocks(archive, member, options)
    except zipfile.BadZipFile as error:
        raise FileReadError(head.path, f"zip 不完整或已损坏（{type(error).__name__}）") from None


def _member_blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo, options: Options) -> Iterator[Block]:
    if not _is_json(member.filename):
        yield _refused(member, "压缩包内一个文件不是 JSON，没有读，请先解压")
        return
    if member.file_size > MAX_DOCUMENT:
        yield _refused(member, "压缩包内一个文件太大，没有读")
        return
    try:
        refuse_bomb([member])
    except ValueError:
        yield _refused(member, "压缩包内一个文件解开后太大，压缩得不像正常文件，没有读")
        return
    try:
        raw = archive.read(member)
    except _BROKEN as error:
        yield _refused(member, f"压缩包内一个文件已损坏（{type(error).__name__}）")
        return
    document = parse_json(raw)
    text_key = options.columns.get("text", "")
    if document is None and member.filename.lower().endswith(".jsonl"):
        lines = raw.decode(detect_encoding(raw), "replace").splitlines()
        values = [(parse_json(line), number) for number, line in enumerate(lines, 1) if line.strip()]
        items = [item for value, number in values for item in line_items(value, number, text_key)]
    else:
        items = messages_in(document, text_key=text_key)
    table = table_of(items, options)
    if table is None:
        yield _refused(member, "压缩包内一个文件不是聊天记录 JSON")
        return
    yield from item_blocks(items, table, member.compress_size, frozenset(options.columns))


def _refused(member: zipfile.ZipInfo, reason: str) -> Block:
    return Block(partial(same, to_batch([Reject(0, reason)])), member.compress_size)


ZIP = Layout("zip", "装着 JSON 的 zip（网页导出插件）", _looks, _open)
LAYOUTS = (ZIP,)
