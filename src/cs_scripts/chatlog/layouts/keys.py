"""Tell what the keys of JSON objects hold, and turn a table that is written column by column into rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from cs_scripts.chatlog.columns import clean_header, load_vocabulary


@lru_cache(maxsize=1 << 12)
def field_of(key: str) -> str:
    """Name the field that a key holds; empty for none.

    >>> field_of("content"), field_of("waiterSend"), field_of("x")
    ('text', 'staff', '')
    """
    return load_vocabulary().headers.get(clean_header(key), "")


def columns_of(value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the rows of a table that is written column by column; none where it is none.

    >>> columns_of({"昵称": ["甲", "乙"], "内容": ["在吗", "在的"]})[1]
    {'昵称': '乙', '内容': '在的'}
    """
    columns = {key: held for key, held in value.items() if field_of(key) and isinstance(held, list) and len(held) > 1}
    is_plain = not any(isinstance(cell, dict | list) for held in columns.values() for cell in held)
    if len(columns) < 2 or len({len(held) for held in columns.values()}) > 1 or not is_plain or "text" not in map(field_of, columns):
        return []
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def keys_of(items: Sequence[Any]) -> tuple[str, ...]:
    """List the keys of some objects in order of first use.

    >>> keys_of([{"a": 1}, {"b": 2, "a": 3}])
    ('a', 'b')
    """
    return tuple(dict.fromkeys(key for item in items if isinstance(item, dict) for key in item))
