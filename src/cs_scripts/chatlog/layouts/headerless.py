"""Tell the columns of a table without headers by what stands in them: times, words for roles, nicks, sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cs_scripts.chatlog.columns import load_vocabulary, show
from cs_scripts.chatlog.times import parse_time

_NAMES = {
    "text": "内容",
    "time": "时间",
    "role": "角色",
    "sender": "昵称",
    "conversation": "会话",
    "staff": "是否客服发送",
}
_HANZI = re.compile("[\u4e00-\u9fff]")
_IDENTIFIER = re.compile(r"[0-9A-Za-z_-]{6,64}")
_FEWEST = 2


def tell_columns(rows: Sequence[Sequence[Any]], roles: Mapping[str, str]) -> tuple[tuple[str, ...], dict[str, int]] | None:
    """Tell the columns of rows that have no header.

    Args:
        rows: the first rows.
        roles: role of values for which the user said it.

    Returns:
        Headers, and the index of the column of each field; None where it cannot be told for certain: there must be a column of
        sentences, and one of times or of words for roles, or the six or seven columns of JDDC.

    >>> tell_columns([["买家", "在吗"], ["客服", "亲在的"]], {})
    (('角色', '内容'), {'role': 0, 'text': 1})
    """
    width = len(rows[0]) if rows else 0
    if width < 2 or len(rows) < _FEWEST or any(len(row) != width for row in rows):
        return None
    columns = [[show(row[at]).strip() for row in rows] for at in range(width)]
    found = _jddc(columns) or _by_values(columns, {**load_vocabulary().roles, **{value.lower(): role for value, role in roles.items()}})
    if found is None:
        return None
    names = {at: _NAMES[name] for name, at in found.items()}
    return tuple(names.get(at, f"第{at + 1}列") for at in range(width)), found


def _jddc(columns: Sequence[Sequence[str]]) -> dict[str, int] | None:
    """Know JDDC: session, user, and whether the waiter sent it, whether it was handed over, whether it repeats; then the text."""
    if len(columns) not in (6, 7) or not all(set(column) <= {"0", "1"} for column in columns[2:5]):
        return None
    if not all(_IDENTIFIER.fullmatch(cell) for column in columns[:1] for cell in column):
        return None
    return {"conversation": 0, "staff": 2, "text": len(columns) - 1 if len(columns) == 6 else _wordiest(columns)}


def _by_values(columns: Sequence[Sequence[str]], words: Mapping[str, str]) -> dict[str, int] | None:
    text = _wordiest(columns)
    found: dict[str, int] = {}
    for at, column in enumerate(columns):
        filled = [cell for cell in column if cell]
        if at == text or not filled:
            continue
        if "time" not in found and all(parse_time(cell) for cell in filled):
            found["time"] = at
        elif "role" not in found and all(cell.lower() in words and not cell.isdecimal() for cell in filled):
            found["role"] = at
        elif "conversation" not in found and all(_IDENTIFIER.fullmatch(cell) for cell in filled) and len(set(filled)) < len(filled):
            found["conversation"] = at
        elif "sender" not in found and max(map(len, filled)) <= 40 and not all(cell.replace(".", "").isdecimal() for cell in filled):
            found["sender"] = at
    if not {"time", "role"} & found.keys():
        return None
    return found | {"text": text}


def _wordiest(columns: Sequence[Sequence[str]]) -> int:
    """Name the column with the most hanzi in its different cells."""
    return max(range(len(columns)), key=lambda at: (sum(len(_HANZI.findall(cell)) for cell in set(columns[at])), -at))
