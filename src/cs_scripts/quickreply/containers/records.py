"""Quick replies as records: a list of objects in JSON, YAML, or one object a line; other programs' nesting is unfolded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cs_scripts.files.json import dump_json, parse_json
from cs_scripts.files.rejects import Reject
from cs_scripts.files.yaml_dump import dump_yaml
from cs_scripts.quickreply.cells import to_cell
from cs_scripts.quickreply.containers.encode import encode
from cs_scripts.quickreply.containers.nesting import Placed, collect, text_below, unfold
from cs_scripts.quickreply.containers.source import Found, Source, Wanted
from cs_scripts.quickreply.containers.table import held_fields, read_rows, understand
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.format_files import list_formats
from cs_scripts.quickreply.formats import Format

NO_RECORD = "不是一条记录"
_SNIFFED = 200
"""Lines that are looked at to tell what a file is."""


class Records:
    """What all containers of records share: a key for each field, in the order given."""

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the fields of its keys."""
        return held_fields(described)

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Keep the order."""
        return list(entries)


class Json(Records):
    """One JSON value that holds a list of records, or lists by group."""

    name = "json"

    def sniff(self, source: Source) -> bool:
        """Look for a list, or an object over several lines or with a list in it."""
        data = source.json
        if data is None:
            return source.text.lstrip().startswith("[") and not _has_object_line(source)
        return isinstance(data, list) or "\n" in source.text.strip() or any(map(_holds_records, data.values()))

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read the records of all lists that have a text."""
        return read_records(list(collect(parse_json(source.text))), wanted, self.name)

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write a list, under a key where the format has one."""
        return encode(dump_json(_keyed(entries, described), indent=2) + "\n", described)


class JsonLines(Records):
    """One JSON object a line."""

    name = "jsonl"

    def sniff(self, source: Source) -> bool:
        """Look for a line that is an object, or begins as one at the beginning of the file."""
        return source.text.lstrip().startswith("{") or _has_object_line(source)

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read the lines; one that is no JSON is rejected."""
        placed: list[Placed] = []
        rejects = []
        for number, line in enumerate(source.text.split("\n"), 1):
            if line.strip():
                try:
                    placed.append((Reject(number, ""), parse_json(line)))
                except ValueError:
                    rejects.append(Reject(number, "不是合格的 JSON"))
        if not placed and not wanted.format:
            parse_json(source.text)  # says where the first fault is
        found = read_records(placed, wanted, self.name)
        found.rejects = rejects + found.rejects
        return found

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write a line for each entry."""
        return encode("".join(dump_json(record) + "\n" for record in _records(entries, described)), described)


class Yaml(Records):
    """YAML that holds a list of records, as espanso's ``matches``."""

    name = "yaml"

    def sniff(self, source: Source) -> bool:
        """Look for anything that is YAML and no plain text."""
        return source.yaml is not None

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read the records of all lists that have a text."""
        data = source.yaml
        if isinstance(data, dict) and "scripts" in data:
            raise ValueError("这已经是话术本，不用导入；推荐、导出时用 --phrases 带上它")
        return read_records([(at, each) for at, record in collect(data) for each in _by_trigger(record)], wanted, self.name)

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write a list, under a key where the format has one."""
        return encode(dump_yaml(_keyed(entries, described)), described)


def _by_trigger(record: Any) -> list[Any]:
    """Make a record of each of several triggers of espanso, which all bring the same text."""
    triggers = record.get("triggers") if isinstance(record, dict) else None
    if not isinstance(triggers, list) or not triggers or "trigger" in record:
        return [record]
    others = {key: value for key, value in record.items() if key != "triggers"}
    return [{**others, "trigger": str(trigger)} for trigger in triggers]


def _holds_records(value: Any) -> bool:
    return text_below(value) or (isinstance(value, list) and any(isinstance(item, dict) for item in value))


def _has_object_line(source: Source) -> bool:
    """Tell whether one of the first lines is a JSON object by itself."""
    for line in source.text.split("\n", _SNIFFED)[:_SNIFFED]:
        if line.lstrip().startswith("{"):
            try:
                return isinstance(parse_json(line), dict)
            except ValueError:
                continue
    return False


def read_records(placed: Sequence[Placed], wanted: Wanted, container: str) -> Found:
    """Read records as rows of a table whose columns are their keys.

    Args:
        placed: the records.
        wanted: what is known of the file.
        container: the kind of file.

    Returns:
        What they hold.

    Raises:
        ValueError: no key names the text; the keys are in the reason.
    """
    found = Found(wanted.format)
    records = []
    for at, value in placed:
        if isinstance(value, dict):
            records.append((at, unfold(value)))
        else:
            found.rejects.append(at._replace(reason=NO_RECORD))
    keys = list(dict.fromkeys(key for _, record in records for key in record))
    if not wanted.format and not wanted.named:
        found.format = next((each for each in list_formats() if each.container == container and _has_keys(each, set(keys))), None)
    meaning = understand(keys, wanted, found.format)
    if not wanted.format and not any(column.field == "text" for column in meaning.columns.values()):
        raise ValueError(f"看不出哪个键是正文（有 {'、'.join(keys)[:80]}）；用 --field text=键名 指明")
    read_rows(((at, [record.get(key, "") for key in keys]) for at, record in records), meaning, found)
    return found


def _has_keys(described: Format, keys: set[str]) -> bool:
    """Tell whether records have just the keys of a format; text and one more will do where the format names its list."""
    names = {column.header for column in described.columns}
    return keys == names or (bool(described.records) and {column.header for column in described.columns if column.field == "text"} <= keys)


def _records(entries: Sequence[Entry], described: Format) -> list[dict[str, object]]:
    return [
        {
            column.header: list(entry.asks) if column.field == "asks" else to_cell(entry, column, number, described)
            for column in described.columns
        }
        for number, entry in enumerate(entries, 1)
    ]


def _keyed(entries: Sequence[Entry], described: Format) -> object:
    records = _records(entries, described)
    return {described.records: records} if described.records else records
