"""Read quick replies from a file of any known shape, and give account of all that was in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from cs_scripts.errors import FileReadError, Problem
from cs_scripts.files.foreign import foreign, foreign_archive
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import detect_encoding, read_bytes
from cs_scripts.quickreply.containers.kinds import KINDS, kind_of
from cs_scripts.quickreply.containers.source import Found, Source, Wanted
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.formats import Format
from cs_scripts.quickreply.html_text import html_to_text, is_html

MAX_BYTES = 64 << 20
"""Bytes of the largest file that is read."""

_SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Reading:
    """What a file held.

    Attributes:
        entries: its quick replies.
        rejects: rows that could not be read.
        left_out: rows that hold no phrase, or one that is not in use.
        doubts: rows that were read, but not wholly or not surely.
        notes: what else there is to say of the file, in Chinese.
        format: the format it was taken for; None where only its names gave the fields away.
        encoding: codec it was decoded with; empty for a workbook.
    """

    entries: tuple[Entry, ...]
    rejects: tuple[Reject, ...]
    left_out: tuple[Reject, ...]
    doubts: tuple[Reject, ...]
    notes: tuple[str, ...]
    format: Format | None
    encoding: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All rows that were not read as they stand."""
        rows = (*self.rejects, *self.left_out, *self.doubts)
        return tuple(Problem(row.place, row.reason + (f"（{row.detail}）" if row.detail else "")) for row in rows)

    @property
    def account(self) -> dict[str, Any]:
        """Where every row of the file went: ``read`` is ``used`` and all of ``left_out`` and ``rejected``, by reason."""
        left_out, rejected = (dict(Counter(row.reason for row in rows)) for rows in (self.left_out, self.rejects))
        used = len(self.entries)
        return {"read": used + len(self.left_out) + len(self.rejects), "used": used, "left_out": left_out, "rejected": rejected}


def read_quick_replies(path: Path | str) -> list[Entry]:
    """Read the quick replies of a file, whatever shape it has.

    Args:
        path: a CSV, xlsx, XML, JSON, JSON Lines or YAML file.

    Returns:
        An entry for each phrase, with ``code``, ``text`` and ``group``; rows without a phrase are left out.

    Raises:
        FileReadError: it cannot be read, or holds no phrase.
    """
    return list(read_quick_reply_file(path).entries)


def read_quick_reply_file(path: Path | str, described: Format | None = None, named: Mapping[str, str] | None = None) -> Reading:
    """Read a file and give account of it; HTML of other programs becomes text.

    Args:
        path: the file.
        described: the format it has; None to find out.
        named: for a field, the header or place that holds it, where names alone do not tell.

    Returns:
        The phrases, and what became of the rest.

    Raises:
        FileReadError: it cannot be read, nothing in it says where the phrases are, or it holds none.
    """
    raw = read_bytes(path)
    if not raw.strip():
        raise FileReadError(path, "文件是空的")
    if len(raw) > MAX_BYTES:
        raise FileReadError(path, f"有 {len(raw) >> 20} MB，快捷短语文件不会这么大；请拆开")
    try:
        reading = parse_entries(raw, described, named)
    except ValueError as error:
        raise FileReadError(path, str(error)) from None
    if not reading.entries:
        kind = reading.format.label if reading.format else "表格或记录"
        reasons = "；".join(dict.fromkeys(row.reason for row in (*reading.rejects, *reading.left_out))) or "只有表头"
        raise FileReadError(path, f"一条短语也没有读出（{kind}，{reading.account['read']} 条都没有用上：{reasons}）")
    if described or (reading.format and reading.format.certainty in ("own", "learned")):
        return reading
    return _without_html(reading)


def read_quick_reply_files(paths: Sequence[Path | str], described: Format | None = None, named: Mapping[str, str] | None = None) -> Reading:
    """Read several files as if they were one; every place then says in which file it is.

    Args:
        paths: the files, one at least.
        described: the format they have; None to find out for each.
        named: for a field, the header or place that holds it.

    Returns:
        The phrases of all, and what became of the rest.

    Raises:
        FileReadError: one of them cannot be read, or holds no phrase.
    """
    readings = [read_quick_reply_file(path, described, named) for path in paths]
    if len(readings) == 1:
        return readings[0]
    together = [(Path(path).name, reading) for path, reading in zip(paths, readings, strict=True)]

    def rows(kind: str) -> tuple[Reject, ...]:
        return tuple(row._replace(sheet=f"{name} {row.sheet}".rstrip()) for name, reading in together for row in getattr(reading, kind))

    first = readings[0]
    return Reading(
        tuple(replace(entry, where=f"{name} {entry.where}".rstrip()) for name, reading in together for entry in reading.entries),
        rows("rejects"),
        rows("left_out"),
        rows("doubts"),
        tuple(f"{name}：{note}" for name, reading in together for note in reading.notes),
        first.format if all(reading.format == first.format for reading in readings) else None,
        first.encoding if all(reading.encoding == first.encoding for reading in readings) else "",
    )


def parse_entries(raw: bytes, described: Format | None = None, named: Mapping[str, str] | None = None, encoding: str = "") -> Reading:
    """Read the bytes of a file.

    Args:
        raw: the bytes.
        described: the format they have; None to find out.
        named: for a field, the header or place that holds it.
        encoding: the codec; empty to find out.

    Returns:
        The phrases, and what became of the rest.

    Raises:
        ValueError: nothing says where the phrases are, or the container is broken; the reason is Chinese.
    """
    if said := foreign(raw, "") or foreign_archive(raw):
        raise ValueError(said)
    doubts: list[Reject] = []
    if KINDS["xlsx"].sniff(Source(raw)) or (described and described.container == "xlsx"):
        source = Source(raw)
    else:
        source = _decoded(raw, encoding or detect_encoding(raw), doubts)
        if said := foreign(b"", source.text[:1000]):
            raise ValueError(said)
    kind = KINDS[described.container] if described else kind_of(source)
    found = kind.read(source, Wanted(described, named or {}))
    found.doubts[:0] = doubts
    return _finish(found, source.codec)


def _decoded(raw: bytes, codec: str, doubts: list[Reject]) -> Source:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        doubts.append(Reject(raw[: error.start].count(b"\n") + 1, f"有不合 {codec} 编码的字节，显示为 �"))
        text = raw.decode(codec, errors="replace")
    return Source(raw, text.removeprefix("\ufeff"), codec)


def _finish(found: Found, codec: str) -> Reading:
    """Set aside what holds no phrase, and drop what no file can hold."""
    kept = []
    for entry in found.entries:
        clean = _without_surrogates(entry)
        at = Reject(0, "", sheet=entry.where)
        if clean is not entry:
            found.doubts.append(at._replace(reason="有无效字符（单独的代理码），已去掉"))
        if clean.text.strip():
            kept.append(clean)
        elif clean.code or clean.title:
            found.rejects.append(at._replace(reason="没有正文", detail=clean.code or clean.title[:20]))
        elif clean.group:
            found.left_out.append(at._replace(reason="只有分组，没有短语", detail=clean.group[:20]))
        else:
            found.left_out.append(at._replace(reason="没有短语"))
    if found.unread:
        shown = "、".join(f"{name}（{count}）" for name, count in found.unread.most_common(8))
        found.notes.append(f"没有读的列：{shown}{' 等' if len(found.unread) > 8 else ''}")
    return Reading(tuple(kept), tuple(found.rejects), tuple(found.left_out), tuple(found.doubts), tuple(found.notes), found.format, codec)


def _without_surrogates(entry: Entry) -> Entry:
    bad: dict[str, Any] = {
        part.name: _SURROGATES.sub("", value)
        for part in fields(entry)
        if isinstance(value := getattr(entry, part.name), str) and _SURROGATES.search(value)
    }
    if any(_SURROGATES.search(ask) for ask in entry.asks):
        return replace(entry, **bad, asks=tuple(_SURROGATES.sub("", ask) for ask in entry.asks))
    return replace(entry, **bad) if bad else entry


def _without_html(reading: Reading) -> Reading:
    """Turn HTML into text, and tell how often."""
    entries = []
    count = links = images = 0
    for entry in reading.entries:
        if not is_html(entry.text):
            entries.append(entry)
            continue
        plain = html_to_text(entry.text)
        count, links, images = count + 1, links + plain.links, images + plain.images
        entries.append(replace(entry, text=plain.text.strip("\n") or entry.text))
    if not count:
        return reading
    extra = [f"{links} 个链接写在字的后面"] * bool(links) + [f"{images} 张图片没有读"] * bool(images)
    note = f"{count} 条是 HTML，已转成文字" + (f"（{'，'.join(extra)}）" if extra else "")
    return replace(reading, entries=tuple(entries), notes=(*reading.notes, note))
