"""Find out from its content what a chat log is, and read it by that.

Layouts are a table: a name, what people call it, and how sure we are that files of this kind look so.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cs_scripts.chatlog.columns import Table, clean_header, match_columns, show
from cs_scripts.chatlog.layouts import exports, tables, transcripts
from cs_scripts.chatlog.message import BATCH, Batch, Block, Message, same, to_batch
from cs_scripts.chatlog.roles import Roles, clean_nick, learn_roles
from cs_scripts.errors import ArgumentError, FileReadError, UnknownLayoutError
from cs_scripts.files.lines import Lines, decode, read_head, sniff_encoding
from cs_scripts.files.rejects import Reject

LAYOUTS = {
    "qianniu": "千牛窗口复制的文字",
    "qianniu-two-lines": "千牛窗口复制的文字（昵称与时间各占一行）",
    "web": "网页“聊天记录查询”复制的文字",
    "classic": "旺旺 txt（昵称 (时间): 文）",
    "csv": "CSV（逗号、分号或制表符分隔，有表头）",
    "jsonl": "JSON Lines（一行一个对象）",
    "json": "JSON 文档",
    "zip": "装着 JSON 的 zip（网页导出插件）",
    "xlsx": "Excel 工作簿（xlsx）",
    "parquet": "Parquet",
    "text": "纯文本（一行一条消息）",
}
"""Name of each layout and what people call it."""

_TRANSCRIPTS: dict[str, transcripts.Reader] = {
    "qianniu": transcripts.read_qianniu,
    "qianniu-two-lines": transcripts.read_qianniu_two_lines,
    "web": transcripts.read_web_page,
    "classic": transcripts.read_classic,
}
_LOOKS = (
    ("classic", transcripts.looks_classic),
    ("qianniu", transcripts.looks_like_qianniu),
    ("web", transcripts.looks_like_web_page),
    ("qianniu-two-lines", transcripts.looks_like_two_lines),
)
_DELIMITERS = (",", "\t", ";")
_HEAD_ROWS = 200
_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32)])


@dataclass(frozen=True)
class Source:
    """A chat log and what was found out about it.

    Args:
        path: the file.
        layout: name of its layout, one of ``LAYOUTS``.
        codec: its encoding, for layouts that are text.
        roles: who is staff.
        table: what its columns are, for layouts that are tables.
        delimiter: what stands between two cells of CSV.
        header_line: number of the line with the headers of CSV.
        shop_accounts: nicks that the user named as the shop's.
    """

    path: Path
    layout: str
    codec: str = "utf-8"
    roles: Roles = field(default_factory=Roles)
    table: Table | None = None
    delimiter: str = ","
    header_line: int = 1
    shop_accounts: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Headers of a table; empty for other layouts."""
        return self.table.header if self.table else ()


def detect(
    path: Path,
    layout: str = "",
    columns: Mapping[str, str] | None = None,
    shop_accounts: Sequence[str] = (),
    *,
    keep: bool = False,
) -> Source:
    """Find out what a chat log is.

    Args:
        path: the file.
        layout: name of the layout when the user knows it; empty to tell it from the content.
        columns: header of a field (``text``, ``sender``, ``role``, ``time``, ``conversation`` …) that the user named.
        shop_accounts: nicks of the shop.
        keep: whether messages carry all columns of a table.

    Returns:
        What was found out.

    Raises:
        ArgumentError: there is no such layout.
        FileReadError: the file cannot be read or is broken.
        UnknownLayoutError: it is of no known layout.
    """
    if layout and layout not in LAYOUTS:
        raise ArgumentError("format", f"只有 {'、'.join(LAYOUTS)}")
    chosen = dict(columns or {})
    accounts = tuple(shop_accounts)
    head = read_head(path)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise UnknownLayoutError(path, "文件是空的", LAYOUTS.values())
    container = layout if layout in ("zip", "xlsx", "parquet", "json") else "" if layout else _container(path, head)
    if container:
        return _detect_container(path, container, chosen, accounts, keep=keep)
    codec = sniff_encoding(head)
    if not layout and codec != "utf-16" and _looks_binary(head):
        raise UnknownLayoutError(path, "不是文字", LAYOUTS.values())
    lines = _head_lines(head, codec)
    if not layout:
        layout = _text_layout(path, lines, chosen)
    if layout in _TRANSCRIPTS:
        rows = _TRANSCRIPTS[layout](enumerate(lines, 1), Roles())
        nicks = [row.sender for row in rows if isinstance(row, Message)]
        return Source(path, layout, codec, learn_roles(nicks, accounts), shop_accounts=accounts)
    if layout == "csv":
        return _detect_csv(path, codec, lines, chosen, accounts, keep=keep)
    if layout == "jsonl":
        table = exports.table_of(_objects(lines), chosen, accounts, keep=keep)
        if table is None:
            raise UnknownLayoutError(path, f"JSON 里没有认识的消息键（有 {'、'.join(exports.keys_of(_objects(lines)))}）", LAYOUTS.values())
        return Source(path, layout, codec, table.roles, table)
    return Source(path, layout, codec)


def _container(path: Path, head: bytes) -> str:
    """Tell the layouts that are no lines of text by their first bytes."""
    if head.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError, ValueError) as error:
            raise FileReadError(path, f"zip 或 xlsx 不完整或已损坏（{type(error).__name__}）") from None
        if "[Content_Types].xml" in names:
            return "xlsx"
        if any(name.lower().endswith(".json") for name in names):
            return "zip"
        raise UnknownLayoutError(path, "zip 里没有 JSON", LAYOUTS.values())
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnknownLayoutError(path, "这是老式 xls，请在 Excel 里另存为 xlsx", LAYOUTS.values())
    utf16 = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = (head.decode("utf-16", "ignore").encode("utf-8", "ignore") if utf16 else head.removeprefix(b"\xef\xbb\xbf")).lstrip()
    first = text.split(b"\n", 1)[0].strip()
    if text[:1] == b"[" and text[1:].lstrip()[:1] == b"{":
        return "json"
    if text[:1] == b"{" and (not first.endswith(b"}") or b'"chats"' in first or (text.count(b"\n") == 0 and _is_nested(text))):
        return "json"
    return ""


def _is_nested(text: bytes) -> bool:
    return exports.items_of(exports.parse_document(text)) is not None


def _looks_binary(head: bytes) -> bool:
    """Tell whether most lines have control characters; a few broken lines are no reason to refuse a file."""
    lines = [line for line in head.split(b"\n") if line.strip()]
    return sum(line.translate(None, _CONTROL) != line for line in lines) * 2 > len(lines)


def _head_lines(head: bytes, codec: str) -> list[str]:
    """Decode the lines of the head, without the last one, which may be cut off."""
    if codec == "utf-16":
        text = head.decode("utf-16", errors="ignore")
        lines = text.replace("\r\n", "\n").split("\n")
    else:
        lines = decode(head.removeprefix(b"\xef\xbb\xbf"), codec, 1)[0]
    return lines[:-1] if len(lines) > 1 and len(head) >= 1 << 16 else lines


def _text_layout(path: Path, lines: list[str], chosen: Mapping[str, str]) -> str:
    first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("{") and isinstance(_parse(first), dict):
        return "jsonl"
    if _csv_header(lines, chosen):
        return "csv"
    for name, looks in _LOOKS:
        if looks(lines):
            return name
    if chosen or path.suffix.lower() in (".csv", ".tsv", ".jsonl"):
        reason = f"没有认识的消息列，第一行是“{first[:80]}”；可用 --text-column 指明"
        raise UnknownLayoutError(path, reason, LAYOUTS.values())
    if first.lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        raise UnknownLayoutError(path, "这是网页或 XML 源码", LAYOUTS.values())
    return "text"


def _csv_header(lines: list[str], chosen: Mapping[str, str]) -> tuple[int, str, list[str], dict[str, int]] | None:
    """Find line number, delimiter, headers and fields of a CSV header in the first lines."""
    for number, line in enumerate(lines[:5], 1):
        for delimiter in _DELIMITERS:
            try:
                header = next(csv.reader([line], delimiter=delimiter), [])
            except csv.Error:
                continue
            fields = match_columns(header, chosen)
            if fields and (len(header) > 1 or can_be_header(header[0])):
                return number, delimiter, header, fields
        if line.strip():
            return None
    return None


def can_be_header(cell: str) -> bool:
    """Tell whether the only cell of a first line can be a header rather than a message.

    Args:
        cell: the cell.

    Returns:
        Whether it is a word that nobody writes as a message of its own.

    >>> can_be_header("发送内容"), can_be_header("消息")
    (True, False)
    """
    return clean_header(cell) in {"text", "content", "message", "发送内容", "消息内容", "聊天内容"}


def _detect_csv(path: Path, codec: str, lines: list[str], chosen: Mapping[str, str], accounts: Sequence[str], *, keep: bool) -> Source:
    found = _csv_header(lines, chosen)
    if found is None:
        first = next((line for line in lines if line.strip()), "")
        raise UnknownLayoutError(path, f"表头里没有认识的消息列：“{first[:80]}”；可用 --text-column 指明", LAYOUTS.values())
    number, delimiter, header, fields = found
    nicks = []
    if "sender" in fields:
        rows = csv.reader([line for line in lines[number : number + _HEAD_ROWS] if line.count('"') % 2 == 0], delimiter=delimiter)
        try:
            nicks = [clean_nick(row[fields["sender"]]) for row in rows if len(row) == len(header)]
        except csv.Error:
            nicks = []
    table = Table(tuple(header), fields, learn_roles(nicks, accounts), keep)
    return Source(path, "csv", codec, table.roles, table, delimiter, number)


def _parse(line: str) -> object:
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def _objects(lines: list[str]) -> list[object]:
    return [_parse(line) for line in lines[:_HEAD_ROWS] if line.strip()]


def _detect_container(path: Path, layout: str, chosen: dict[str, str], accounts: tuple[str, ...], *, keep: bool) -> Source:
    if layout == "zip":
        return Source(path, "zip", shop_accounts=accounts)
    if layout == "json":
        return _detect_json(path, chosen, accounts, keep=keep)
    if layout == "xlsx":
        header, samples = _xlsx_head(path, chosen)
    else:
        schema = tables.open_parquet(path).schema_arrow
        header, samples = tuple(schema.names), []
    fields = match_columns(header, chosen)
    if fields is None:
        names = "、".join(cell for cell in header if cell)[:120]
        raise UnknownLayoutError(path, f"表头里没有认识的消息列（有 {names}）；可用 --text-column 指明", LAYOUTS.values())
    if layout == "parquet" and "sender" in fields:
        first = next(tables.open_parquet(path).iter_batches(_HEAD_ROWS, columns=[header[fields["sender"]]]), None)
        nicks = [clean_nick(show(cell)) for cell in first.column(0).to_pylist()] if first is not None else []
    else:
        nicks = [clean_nick(show(row[fields["sender"]])) for row in samples if "sender" in fields and len(row) > fields["sender"]]
    table = Table(header, fields, learn_roles(nicks, accounts), keep)
    return Source(path, layout, roles=table.roles, table=table)


def _xlsx_head(path: Path, chosen: Mapping[str, str]) -> tuple[tuple[str, ...], list[Sequence[object]]]:
    """Find the row of headers in the first rows of the sheets, and some rows below it."""
    first: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    samples: list[Sequence[object]] = []
    for number, cells in tables.xlsx_rows(path):
        if header:
            samples.append(cells)
        elif number <= 10:
            shown = tuple(map(show, cells))
            while shown and not shown[-1]:
                shown = shown[:-1]
            first = first or shown
            header = shown if match_columns(shown, chosen) else ()
        if len(samples) >= _HEAD_ROWS:
            break
    return header or first, samples


def _detect_json(path: Path, chosen: dict[str, str], accounts: tuple[str, ...], *, keep: bool) -> Source:
    document = _load_document(path)
    if exports.is_export(document):
        return Source(path, "json", shop_accounts=accounts)
    items = exports.items_of(document)
    table = exports.table_of(items, chosen, accounts, keep=keep) if items else None
    if table is None:
        raise UnknownLayoutError(path, "JSON 里没有认识的消息键", LAYOUTS.values())
    return Source(path, "json", roles=table.roles, table=table)


def _load_document(path: Path) -> object:
    if path.stat().st_size > exports.MAX_DOCUMENT:
        raise UnknownLayoutError(path, f"JSON 文档超过 {exports.MAX_DOCUMENT >> 20} MB，请改用 JSON Lines", LAYOUTS.values())
    document = exports.parse_document(path.read_bytes())
    if document is None:
        raise FileReadError(path, "JSON 不完整或已损坏")
    return document


def read_blocks(source: Source) -> Iterator[Block]:
    """Read a chat log in blocks that can be parsed anywhere.

    Args:
        source: what ``detect`` found out.

    Yields:
        Its blocks, in order.

    Raises:
        FileReadError: the file is broken; the blocks before are good.
        MissingExtraError: the layout needs an optional dependency.
    """
    if source.layout in _TRANSCRIPTS:
        lines = Lines(source.path, source.codec)
        yield from _row_blocks(_TRANSCRIPTS[source.layout](lines, source.roles), lines)
    elif source.layout == "text":
        yield from tables.text_blocks(source.path, source.codec)
    elif source.layout == "zip":
        yield from exports.zip_blocks(source.path, source.shop_accounts)
    elif source.table is None:
        yield from exports.export_blocks(_load_document(source.path), source.shop_accounts, source.path.stat().st_size)
    elif source.layout == "csv":
        yield from tables.csv_blocks(source.path, source.codec, source.delimiter, source.table, source.header_line)
    elif source.layout == "jsonl":
        yield from tables.jsonl_blocks(source.path, source.codec, source.table)
    elif source.layout == "xlsx":
        yield from tables.xlsx_blocks(source.path, source.table)
    elif source.layout == "parquet":
        yield from tables.parquet_blocks(source.path, source.table)
    else:
        yield from exports.item_blocks(exports.items_of(_load_document(source.path)) or [], source.table)


def _row_blocks(rows: Iterable[Message | Reject], lines: Lines) -> Iterator[Block]:
    waiting: list[Message | Reject] = []
    read = 0
    for row in rows:
        waiting.append(row)
        if len(waiting) == BATCH:
            yield Block(partial(same, to_batch(waiting)), lines.read - read)
            waiting, read = [], lines.read
    batch: Batch = to_batch(waiting)
    yield Block(partial(same, batch), lines.read - read)
