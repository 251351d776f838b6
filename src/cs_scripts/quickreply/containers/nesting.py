"""Find the records in what JSON and YAML hold, however programs nest them: lists by group, envelopes, macros of actions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cs_scripts.files.rejects import Reject
from cs_scripts.quickreply.containers.table import Cell
from cs_scripts.quickreply.entry import GROUP_SEPARATOR
from cs_scripts.quickreply.names import field_of, header_name, load_tables

MAX_DEPTH = 8
"""Lists and objects between the file and a record, and inside a record."""

Placed = tuple[Reject, Any]
"""Place and value of a record."""


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
            if not isinstance(item, dict) or has_text(item) or not any(map(text_below, item.values())):
                yield at, _grouped(item, group)
            else:
                yield from collect(item, _join(group, _name_of(item)), depth + 1)
    elif isinstance(data, dict) and depth <= MAX_DEPTH:
        lists = {key: value for key, value in data.items() if text_below(value)} or {
            key: value for key, value in data.items() if isinstance(value, list) and value and not has_text(data)
        }
        if not lists:
            yield Reject(1, "", unit="条"), data
        for key, value in lists.items():
            yield from collect(value, group if str(key).isascii() else _join(group, str(key)), depth + 1)
    else:
        yield Reject(1, "", unit="条"), data


def text_below(value: Any, depth: int = 0) -> bool:
    """Tell whether a list or object holds a record with a text.

    Args:
        value: any value.
        depth: how deep it is.

    Returns:
        True where it does, and for such a record itself.
    """
    if depth > MAX_DEPTH:
        return False
    if isinstance(value, list):
        return any(isinstance(item, dict | list) and (has_text(item) or text_below(item, depth + 1)) for item in value)
    return isinstance(value, dict) and (has_text(value) or any(text_below(item, depth + 1) for item in value.values()))


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
