"""Find out which column of a table holds what, by its header.

The known headers and values are data: ``data/chat_columns.yaml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cs_scripts.files.data import data_path
from cs_scripts.files.headers import clean_header as bare_header
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.text.folding import fold

FIELDS = ("text", "sender", "role", "staff", "direction", "time", "date", "buyer", "agent", "conversation", "item")
ROLES = ("buyer", "seller", "system")


@dataclass(frozen=True)
class Vocabulary:
    """Known headers and values.

    Attributes:
        headers: field of each header.
        order: place of each header in its field's list; the first wins where two columns are of one field.
        roles: role of each value of a role column.
        directions: role of each value of a direction column.
        staff: role of each value of a column that tells whether the shop sent a message.
        personal: headers of columns with personal data.
        robots: values of a role column, and nicks, of machines that answer for the staff.
    """

    headers: Mapping[str, str]
    order: Mapping[str, int]
    roles: Mapping[str, str]
    directions: Mapping[str, str]
    staff: Mapping[str, str]
    personal: frozenset[str]
    robots: frozenset[str]


def clean_header(cell: str) -> str:
    """Bring a header to the form in which headers are compared.

    Args:
        cell: the header as it stands in the file.

    Returns:
        Lower case, simplified, half-width, without blanks, ``*``, BOM and a suffix in brackets.

    >>> clean_header("*發送 內容（必填）")
    '发送内容'
    """
    return fold(bare_header(cell.strip("\"'“”"))).replace(" ", "")


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Load the known headers and values.

    Returns:
        The vocabulary.

    Raises:
        DataFileError: the file breaks its schema.

    >>> load_vocabulary().headers["发送内容"]
    'text'
    """
    path = data_path("chat_columns.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        headers: dict[str, str] = {}
        order: dict[str, int] = {}
        columns = Fields(top.take("columns"), "columns", top.problems)
        for name in FIELDS:
            for place, header in enumerate(columns.texts(name, minimum=1)):
                cleaned = clean_header(header)
                if headers.setdefault(cleaned, name) != name:
                    columns.note(name, f"{header} 重复")
                order.setdefault(cleaned, place)
        columns.close()
        values = []
        for key, roles in (("roles", ROLES), ("directions", ROLES[:2]), ("staff_sent", ROLES[:2])):
            fields = Fields(top.take(key), key, top.problems)
            values.append({value.lower(): role for role in roles for value in fields.texts(role, minimum=1)})
            fields.close()
        personal = frozenset(map(clean_header, top.texts("personal", minimum=1)))
        robots = frozenset(value.lower() for value in top.texts("robots", minimum=1))
        if unknown := sorted(robots - values[0].keys()):
            top.note("robots", f"{'、'.join(unknown)} 不在 roles 里")
    return Vocabulary(headers, order, values[0], values[1], values[2], personal, robots)


def match_columns(header: Sequence[str], chosen: Mapping[str, str]) -> dict[str, int] | None:
    """Find the column of each field.

    Args:
        header: the table's headers.
        chosen: header of a field that the user named, which wins.

    Returns:
        Index of the column of each field found; None when there is none with the text, or one that the user named is missing.

    >>> match_columns(["时间", "昵称", "内容"], {})
    {'time': 0, 'sender': 1, 'text': 2}
    """
    known = load_vocabulary()
    cleaned = [clean_header(cell) for cell in header]
    found: dict[str, int] = {}
    for index, cell in enumerate(cleaned):
        name = known.headers.get(cell)
        if name and (name not in found or known.order[cell] < known.order[cleaned[found[name]]]):
            found[name] = index
    for name, cell in chosen.items():
        wanted = clean_header(cell)
        if wanted not in cleaned:
            return None
        index = cleaned.index(wanted)
        found = {other: place for other, place in found.items() if place != index}
        found[name] = index
    return found if "text" in found else None


@lru_cache(maxsize=1 << 12)
def is_personal(header: str) -> bool:
    """Tell whether a column holds data of persons, such as the receiver.

    >>> is_personal("收货人"), is_personal("内容")
    (True, False)
    """
    return clean_header(header) in load_vocabulary().personal


def personal_columns(header: Sequence[str]) -> tuple[int, ...]:
    """Find the columns that hold data of persons.

    >>> personal_columns(["内容", "收货人"])
    (1,)
    """
    return tuple(at for at, cell in enumerate(header) if is_personal(cell))


def unique_headers(header: Sequence[str]) -> tuple[str, ...]:
    """Number headers that stand twice, and name those that are empty.

    >>> unique_headers(["内容", "备注", "备注", ""])
    ('内容', '备注', '备注_2', '第4列')
    """
    seen: dict[str, int] = {}
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = cell.strip() or f"第{place}列"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return tuple(names)


def show(cell: Any) -> str:
    """Write a cell of a workbook, a JSON object or a column store as text.

    Args:
        cell: what it holds.

    Returns:
        The text; empty for nothing, whole numbers without ``.0``, bytes decoded.

    >>> show(3.0), show(None), show(float("nan")), show("在吗".encode()), show(True)
    ('3', '', '', '在吗', 'true')
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and math.isnan(cell):  # NaN, with which pandas fills what is empty
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e16:
        return str(int(cell))
    if isinstance(cell, bytes):
        try:
            return cell.decode("utf-8")
        except UnicodeDecodeError:
            return cell.decode("gb18030", "replace")
    return str(cell)
