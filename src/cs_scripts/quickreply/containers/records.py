"""Quick replies as records: a list of objects in JSON, YAML, or one object a line; other programs' nesting is unfolded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cs_scripts.files.json import dump_json, parse_json
from cs_scripts.files.rejects import Reject
from cs_scripts.files.yaml_dump import dump_yaml
from cs_scripts.quickreply.cells import to_cell
from cs_scripts.quickreply.containers.encode import encode
from cs_scripts.quickreply.containers.source import Found, Source, Wanted
from cs_scripts.quickreply.containers.table import Cell, held_fields, read_rows, understand
from cs_scripts.quickreply.entry import GROUP_SEPARATOR, Entry
from cs_scripts.quickreply.format_files import list_formats
from cs_scripts.quickreply.formats import Format
from cs_scripts.quickreply.names import field_of, header_name, load_tables

MAX_DEPTH = 8
"""Lists and objects between the file and a record, and inside a record."""
NO_RECORD = "不是一条记录"

Placed = tuple[Reject, Any]
"""Place and value of a record."""


class Json:
    """One JSON value that holds a list of records, or lists by group."""

    name = "json"

    def sniff(self, source: Source) -> bool:
        """Look for a list, or an object over several lines or with a list in it."""
        data = source.json
        if data is None:
            return source.text.lstrip().startswith("[")
        return isinstance(data, list) or "\n" in source.text.strip() or any(map(_text_below, data.values()))

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read the records of all lists that have a text."""
        return read_records(list(collect(parse_json(source.text))), wanted, self.name)

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write a list, under a key where the format has one."""
        return encode(dump_json(_keyed(entries, described), indent=2) + "\n", described)

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the fields of its keys."""
        return held_fields(described)

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Keep the order."""
        return list(entries)


class JsonLines:
    """One JSON object a line."""

    name = "jsonl"

    def sniff(self, source: Source) -> bool:
        """Look for objects."""
        return source.text.lstrip().startswith("{")

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read the lines; one that is no JSON is rejected."""
        placed: list[Placed] = []
        rejects = []
        reason = ""
        for number, line in enumerate(source.text.split("\n"), 1):
            if line.strip():
                try:
                    placed.append((Reject(number, ""), parse_json(line)))
                except ValueError as error:
                    reason = reason or str(error)
                    rejects.append(Reject(number, "不是合格的 JSON"))
        if not placed and not wanted.format:
            raise ValueError(reason or "文件里没有记录")
        found = read_records(placed, wanted, self.name)
        found.rejects = rejects + found.rejects
        return found

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write a line for each entry."""
        return encode("".join(dump_json(record) + "\n" for record in _records(entries, described)), described)

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the fields of its keys."""
        return held_fields(described)

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Keep the order."""
        return list(entries)


class Yaml:
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
        return read_records([(at, _one_trigger(record)) for at, record in collect(data)], wanted, self.name)

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write a list, under a key where the format has one."""
        return encode(dump_yaml(_keyed(entries, described)), described)

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the fields of its keys."""
        return held_fields(described)

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Keep the order."""
        return list(entries)


def _one_trigger(record: Any) -> Any:
    """Take the first of several triggers of espanso for the code; the others stay where they are and are reported."""
    triggers = record.get("triggers") if isinstance(record, dict) else None
    if not isinstance(triggers, list) or not triggers or "trigger" in record:
        return record
    rest = {"triggers": triggers[1:]} if len(triggers) > 1 else {}
    return {key: value for key, value in record.items() if key != "triggers"} | {"trigger": str(triggers[0])} | rest


def collect(data: Any, group: str = "", depth: int = 0) -> Iterator[Placed]:
    """Find the records in a value, however lists and groups nest them.

    Args:
        data: what the file holds.
        group: name of the group around.
        depth: how deep it is.

    Yields:
        Records; one in a named group carries that name where it has none of its own.
    """
    if isinstance(data, list) and depth <= MAX_DEPTH:
        for number, item in enumerate(data, 1):
            at = Reject(number, "", sheet=group, unit="条")
            if not isinstance(item, dict) or has_text(item) or not any(map(_text_below, item.values())):
                yield at, _grouped(item, group)
            else:
                yield from collect(item, _join(group, _name_of(item)), depth + 1)
    elif isinstance(data, dict) and depth <= MAX_DEPTH:
        lists = {key: value for key, value in data.items() if _text_below(value)} or {
            key: value for key, value in data.items() if isinstance(value, list) and value and not has_text(data)
        }
        if not lists:
            yield Reject(1, "", unit="条"), data
        for key, value in lists.items():
            yield from collect(value, group if str(key).isascii() else _join(group, str(key)), depth + 1)
    else:
        yield Reject(1, "", unit="条"), data


def _text_below(value: Any, depth: int = 0) -> bool:
    """Tell whether a list or object holds a record with a text."""
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, list):
        return any(isinstance(item, dict | list) and (has_text(item) or _text_below(item, depth + 1)) for item in value)
    return isinstance(value, dict) and (has_text(value) or any(_text_below(item, depth + 1) for item in value.values()))


def _grouped(item: Any, group: str) -> Any:
    if not group or not isinstance(item, dict) or any(field_of(header_name(str(key))) == "group" for key in item):
        return item
    return {**item, "group": group}


def _join(group: str, name: str) -> str:
    return GROUP_SEPARATOR.join(part for part in (group, name) if part)


def _name_of(item: Mapping[str, Any]) -> str:
    """Give the name of a group of records."""
    names = load_tables().group_names
    for key, value in item.items():
        name = header_name(str(key))
        if isinstance(value, str) and (name in names or field_of(name) == "group"):
            return value.strip()
    return ""


def has_text(record: Any) -> bool:
    """Tell whether a record has a key that names a text, itself or in what programs nest in it.

    Args:
        record: the record.

    Returns:
        True where it has.
    """
    return isinstance(record, dict) and any(field_of(header_name(key)) == "text" and value for key, value in unfold(record).items())


def unfold(record: Mapping[Any, Any]) -> dict[str, Cell]:
    """Bring what a record nests to its own level; ``{field: x, value: y}``, as in macros, becomes a key ``x``.

    Args:
        record: the record.

    Returns:
        Cells by key; the outer one wins where two have the same name. Lists of records are left to ``collect``.

    >>> unfold({"title": "a", "actions": [{"field": "comment_value", "value": "好"}]})
    {'title': 'a', 'comment_value': '好'}
    """
    cells: dict[str, Cell] = {}
    _unfold(record, cells, 0)
    return cells


def _unfold(record: Mapping[Any, Any], cells: dict[str, Cell], depth: int) -> None:
    if "field" in record and "value" in record and not isinstance(record["value"], dict):
        cells.setdefault(str(record["field"]), _cell(record["value"]))
        return
    inner = []
    for key, value in record.items():
        if isinstance(value, dict):
            inner.append(value)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            inner += [item for item in value if isinstance(item, dict) and (depth or key in _NESTED)]
        else:
            cells.setdefault(str(key), _cell(value))
    for each in inner if depth < MAX_DEPTH else ():
        _unfold(each, cells, depth + 1)


_NESTED = ("actions", "arguments")
"""Keys under which macros keep their text in objects of its own."""


def _cell(value: Any) -> Cell:
    if isinstance(value, list):
        return tuple(_scalar(item) for item in value)
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


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
