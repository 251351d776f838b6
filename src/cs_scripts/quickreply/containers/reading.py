"""Read quick replies from a file of any known shape: bundled formats, header variants, and learnt formats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from cs_scripts.errors import FileReadError, Problem
from cs_scripts.files.text import detect_encoding, read_bytes
from cs_scripts.files.xml import parse_xml
from cs_scripts.quickreply.cells import from_cell
from cs_scripts.quickreply.containers.read_table import PLAIN, read_table, rows_of_csv, rows_of_workbook
from cs_scripts.quickreply.containers.structured import load_records, read_rasa
from cs_scripts.quickreply.containers.xmlfile import find_places, read_at, read_shape
from cs_scripts.quickreply.entry import FIELDS, Entry, unify_line_ends
from cs_scripts.quickreply.formats import Column, Format, list_formats, load_format
from cs_scripts.quickreply.names import clean_header, load_tables

_SURROGATES = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True)
class Reading:
    """What a file held.

    Args:
        entries: its quick replies.
        problems: rows that could not be read or hold no phrase.
        format: the format it was taken for; None where only its header gave the columns away.
        encoding: codec it was decoded with; empty for a workbook.
    """

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]
    format: Format | None
    encoding: str = ""


def read_quick_replies(path: Path | str) -> list[Entry]:
    """Read the quick replies of a file, whatever shape it has.

    Args:
        path: a CSV, xlsx, XML, JSON, JSON Lines or YAML file.

    Returns:
        An entry for each phrase, with ``code``, ``text`` and ``group``; rows without a phrase are left out.

    Raises:
        FileReadError: it cannot be read, or nothing in it says where the phrases are.
    """
    return list(read_quick_reply_file(path).entries)


def read_quick_reply_file(path: Path | str, described: Format | None = None, named: Mapping[str, str] | None = None) -> Reading:
    """Read a file and say what was wrong with it.

    Args:
        path: the file.
        described: the format it has; None to find out.
        named: for a field, the header or place that holds it, where names alone do not tell.

    Returns:
        The phrases and the problems.

    Raises:
        FileReadError: it cannot be read, or nothing in it says where the phrases are.
    """
    raw = read_bytes(path)
    if not raw.strip():
        raise FileReadError(path, "文件是空的")
    try:
        return parse_entries(raw, described, named)
    except ValueError as error:
        raise FileReadError(path, str(error)) from None


def parse_entries(raw: bytes, described: Format | None = None, named: Mapping[str, str] | None = None, encoding: str = "") -> Reading:
    """Read the bytes of a file.

    Args:
        raw: the bytes.
        described: the format they have; None to find out.
        named: for a field, the header or place that holds it.
        encoding: the codec; empty to find out.

    Returns:
        The phrases and the problems.

    Raises:
        ValueError: nothing says where the phrases are, or the container is broken; the reason is Chinese.
    """
    problems: list[Problem] = []
    if raw.startswith(b"PK\x03\x04") or (described and described.container == "xlsx"):
        return _finish(*read_table(rows_of_workbook(raw), described, named, "xlsx", problems), problems, "")
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise ValueError("这是旧的 .xls 文件，请在 Excel 或 WPS 里另存为 .xlsx 或 CSV")
    codec = encoding or detect_encoding(raw)
    try:
        text = raw.decode(codec).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        bad = raw[: error.start].count(b"\n") + 1
        text = raw.decode(codec, errors="replace").removeprefix("\ufeff")
        problems.append(Problem(f"第 {bad} 行", f"有不合 {codec} 编码的字节，显示为 �"))
    container = described.container if described else _container(text)
    if container == "xml":
        entries, found = _xml(text, described, named)
    elif container == "csv":
        entries, found = read_table(rows_of_csv(text, described, problems), described, named, "csv", problems)
    else:
        entries, found = _structured(text, container, described, problems)
    return _finish(entries, found, problems, codec)


def _container(text: str) -> str:
    head = text.lstrip()[:2000]
    if head.startswith("<"):
        return "xml"
    if re.match(r"[\[{]", head):
        try:
            load_records(text, "json")
        except ValueError:
            return "jsonl" if head.startswith("{") else "json"
        return "json" if head.startswith("[") or "\n" in text.strip() or _list_in(load_records(text, "json")) else "jsonl"
    if re.search(r"(?m)^matches:\s*(?:$|#|\[)", head):
        return "yaml"
    if re.search(r"(?m)^(?:responses|nlu):\s*(?:$|#)", head):
        return "rasa"
    return "csv"


def _list_in(data: dict[str, Any]) -> list[Any]:
    """Give the list of phrases in an object: the first whose records have a text, else the first."""
    lists = [value for value in data.values() if isinstance(value, list) and value]
    known = load_tables().headers
    with_text = [
        value
        for value in lists
        if any(isinstance(record, dict) and any(known.get(clean_header(str(key))) == "text" for key in record) for record in value)
    ]
    return next(iter(with_text or lists), [])


def _finish(entries: Iterable[Entry], described: Format | None, problems: list[Problem], codec: str) -> Reading:
    kept = []
    for entry in entries:
        clean = _without_surrogates(entry)
        if clean is not entry:
            problems.append(Problem(entry.where, "有无效字符（单独的代理码），已去掉"))
        if clean.text.strip():
            kept.append(clean)
        elif clean.code or clean.title:
            problems.append(Problem(entry.where, "没有正文，跳过"))
        else:
            problems.append(Problem(entry.where, f"只有分组“{clean.group}”，没有短语，跳过" if clean.group else "没有短语，跳过"))
    return Reading(tuple(kept), tuple(problems), _of_encoding(described, codec), codec)


def _of_encoding(described: Format | None, codec: str) -> Format | None:
    """Choose, among bundled formats with the same columns, the one whose encoding the file has."""
    if described is None or described.container != "csv" or described.certainty == "learned":
        return described
    same = [each for each in list_formats() if each.container == "csv" and each.columns == described.columns]
    return next((each for each in same if (each.encoding == "cp936") == (codec in ("gb18030", "cp936"))), described)


def _without_surrogates(entry: Entry) -> Entry:
    bad: dict[str, Any] = {
        part.name: _SURROGATES.sub("", value)
        for part in fields(entry)
        if isinstance(value := getattr(entry, part.name), str) and _SURROGATES.search(value)
    }
    if any(_SURROGATES.search(ask) for ask in entry.asks):
        return replace(entry, **bad, asks=tuple(_SURROGATES.sub("", ask) for ask in entry.asks))
    return replace(entry, **bad) if bad else entry


def _xml(text: str, described: Format | None, named: Mapping[str, str] | None) -> tuple[list[Entry], Format | None]:
    for each in [described] if described else [bundled for bundled in list_formats() if bundled.container == "xml" and not named]:
        entries = read_shape(text, each)
        if entries is not None:
            return entries, each
    if described:
        raise ValueError(f"不是格式 {described.name} 的样子")
    _, nodes = parse_xml(text)
    places = find_places(nodes, named=named)
    if places is None:
        seen = "、".join(dict.fromkeys(node.tag for node in nodes[:200]))
        raise ValueError(f"看不出哪里是正文（有 {seen[:80]}）；用 --field text=元素名 或 text=@属性名 指明")
    return read_at(nodes, places), None


def _structured(text: str, container: str, described: Format | None, problems: list[Problem]) -> tuple[list[Entry], Format | None]:
    if container == "rasa":
        data = load_records(text, container)
        if not isinstance(data, dict):
            raise ValueError("YAML 里没有 responses")
        return list(read_rasa(data)), described or load_format("rasa")
    records: list[tuple[str, Any]] = []
    if container == "jsonl":
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip():
                try:
                    records.append((f"第 {number} 行", load_records(line, "json")))
                except ValueError:
                    problems.append(Problem(f"第 {number} 行", "不是合格的 JSON，跳过"))
    else:
        try:
            data = load_records(text, container)
        except ValueError as error:
            raise ValueError(f"不是合格的 {container.upper()}（{error}）") from None
        if isinstance(data, dict):
            data = _list_in(data) or [data]
        records = [(f"第 {i} 条", item) for i, item in enumerate(data if isinstance(data, list) else [], 1)]
    keys = {key for _, record in records if isinstance(record, dict) for key in record}
    found = described or next(
        (each for each in list_formats() if each.container == container and {column.header for column in each.columns} == keys), None
    )
    columns = {column.header: column for column in found.columns} if found else _aliased(sorted(map(str, keys)))
    entries = []
    for where, record in records:
        if not isinstance(record, dict):
            problems.append(Problem(where, "不是一条记录，跳过"))
            continue
        entries.append(_from_record(record, columns, found or PLAIN, where))
    if not columns and records:
        raise ValueError(f"看不出哪个键是正文（有 {'、'.join(sorted(map(str, keys)))[:80]}）")
    return entries, found


def _aliased(keys: list[str]) -> dict[str, Column]:
    known = load_tables().headers
    columns: dict[str, Column] = {}
    for key in keys:
        field = known.get(clean_header(key), "")
        if field and field not in {column.field for column in columns.values()}:
            columns[key] = Column(key, field)
    return columns


def _from_record(record: Mapping[str, Any], columns: Mapping[str, Column], described: Format, where: str) -> Entry:
    values: dict[str, Any] = {"text": ""}
    for key, column in columns.items():
        value = record.get(key)
        if column.field == "asks":
            values["asks"] = tuple(str(item) for item in value) if isinstance(value, list) else ()
        elif column.field in FIELDS and isinstance(value, str | int | float) and not isinstance(value, bool):
            values[column.field] = from_cell(unify_line_ends(str(value)), column, described)
    return Entry(**values, where=where)
