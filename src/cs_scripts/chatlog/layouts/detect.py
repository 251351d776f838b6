"""The registry of layouts, and the choice between them by what a file holds, never by its name.

A new layout is a ``Layout`` in a module of its family, and its name in the list here.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from cs_scripts.chatlog.columns import ROLES
from cs_scripts.chatlog.layouts import (
    archive,
    clock,
    columnar,
    delimited,
    inline,
    named,
    objects,
    plain,
    stacked,
    webpage,
    workbook,
)
from cs_scripts.chatlog.layouts.layout import Head, Layout, Options, Source, read_beginning
from cs_scripts.errors import ArgumentError, FileReadError, UnknownLayoutError
from cs_scripts.files.foreign import foreign
from cs_scripts.text.pii import mask

_ORDER = (
    *workbook.LAYOUTS,
    *archive.LAYOUTS,
    *columnar.LAYOUTS,
    *objects.LAYOUTS,
    *delimited.LAYOUTS,
    *clock.DATED,
    *webpage.LAYOUTS,
    stacked.TWO_LINES,
    *clock.LAYOUTS,
    *named.LAYOUTS,
    inline.SPOKEN,
    inline.STAMPED_ALONE,
    *plain.LAYOUTS,
)
LAYOUTS: dict[str, Layout] = {layout.name: layout for layout in _ORDER}
"""All layouts by name, in the order in which they are looked for."""

_BINARY = frozenset({"xlsx", "zip", "parquet"})
_BY_NAME = {".csv": delimited.CSV, ".tsv": delimited.CSV, ".json": objects.JSON, ".jsonl": objects.JSONL, ".ndjson": objects.JSONL}
"""What a file is by its name: lines of it are no messages, and whoever knows the layout says what is wrong with it."""

_TAGGED = re.compile(r"<([a-zA-Z][\w-]{0,20})(?:\s[^<>]{0,500})?>.*</\1>")
_CONTROL = bytes([*range(9), *range(14, 27), *range(28, 32)])


def detect(
    path: Path,
    layout: str = "",
    columns: Mapping[str, str] | None = None,
    shop_accounts: Sequence[str] = (),
    *,
    roles: Mapping[str, str] | None = None,
    keep: bool = False,
) -> Source:
    """Find out what a chat log is.

    Args:
        path: the file.
        layout: name of the layout when the user knows it; empty to tell it from the content.
        columns: header of a field (``text``, ``sender``, ``role``, ``time``, ``conversation``, ``buyer``) that the user named.
        shop_accounts: nicks of the shop.
        roles: ``buyer``, ``seller`` or ``system`` for values of a role column, and for nicks.
        keep: whether messages carry all columns of a table.

    Returns:
        What was found out.

    Raises:
        ArgumentError: there is no such layout or role.
        FileReadError: the file cannot be read or is broken.
        UnknownLayoutError: it is of no known layout.
    """
    if layout and layout not in LAYOUTS:
        raise ArgumentError("format", f"只有 {'、'.join(LAYOUTS)}")
    for value, role in (roles or {}).items():
        if role not in ROLES:
            raise ArgumentError("role_map", f"{value}={role} 应写成 值=buyer、seller 或 system")
    options = Options(dict(columns or {}), tuple(shop_accounts), dict(roles or {}), keep)
    with contextlib.suppress(OSError):  # a name that no file can have is refused when it is read
        if path.is_fifo():
            raise FileReadError(path, "管道只能读一遍，请先存成文件")
    try:
        head = read_beginning(path)
        if layout:
            return LAYOUTS[layout].open(head, options)
        _refuse_hopeless(head)
        found = next((one for one in LAYOUTS.values() if (one.name in _BINARY or not _is_binary(head)) and one.looks(head, options)), None)
        if found is None or found.name == "text":
            found = _BY_NAME.get(path.suffix.lower(), found)
        if found is None:
            raise UnknownLayoutError(path, _why_not(head, options), ())
        return found.open(head, options)
    except UnknownLayoutError as error:
        raise UnknownLayoutError(path, error.reason.split("。找过的格式")[0], [one.label for one in LAYOUTS.values()]) from None


def _refuse_hopeless(head: Head) -> None:
    """Refuse what no reader could take for a chat."""
    raw, reason = head.raw, ""
    if not raw.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        reason = "文件是空的"
    elif said := foreign(raw, head.first):
        reason = said
    elif head.first.lstrip().lower().startswith("<?xml") or _TAGGED.fullmatch(head.first.strip()):
        reason = "这是网页或 XML 源码"
    elif raw.startswith(b"PK\x03\x04") and not any(LAYOUTS[name].looks(head, Options()) for name in ("xlsx", "zip")):
        reason = "zip 里没有 JSON；别的文件请先解压"
    elif not raw.startswith((b"PK\x03\x04", b"PAR1")) and _is_binary(head):
        reason = "不是文字"
    if reason:
        raise UnknownLayoutError(head.path, reason, ())


def _is_binary(head: Head) -> bool:
    """Tell whether most lines have control characters; a few broken lines are no reason to refuse a file."""
    if head.codec.startswith("utf-16"):
        return False
    lines = [line for line in head.raw.split(b"\n") if line.strip()]
    return sum(line.translate(None, _CONTROL) != line for line in lines) * 2 > len(lines)


def _why_not(head: Head, options: Options) -> str:
    if options.columns:
        try:
            delimited.CSV.open(head, options)
        except UnknownLayoutError as error:
            return error.reason.split("。找过的格式")[0]
    return f"像聊天记录，但认不出是哪一种（第一行是“{mask(head.first[:40])}”）；可用 --format 指明"
