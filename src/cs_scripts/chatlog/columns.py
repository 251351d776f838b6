"""Find out which column of a table holds what, by its header, and turn rows into messages.

The known headers are data: ``data/chat_columns.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from cs_scripts.chatlog.message import Batch, parse_time
from cs_scripts.chatlog.roles import Roles, clean_nick
from cs_scripts.errors import DataFileError
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import data_path
from cs_scripts.files.yaml import Fields, read_yaml

FIELDS = ("text", "sender", "role", "direction", "time", "date", "buyer", "conversation")
NO_TEXT = "没有文字"
WRONG_WIDTH = "列数不符"
BAD_TIME = "时间认不出"

_SUFFIX = re.compile(r"[（(【\[].*?[)）】\]]$")
_BLANKS = re.compile(r"[\s*﻿\u3000]+")


@dataclass(frozen=True)
class Vocabulary:
    """Known headers and values.

    Args:
        headers: field of each header.
        order: place of each header in its field's list; the first wins where two columns are of one field.
        roles: role of each value of a role column.
        directions: role of each value of a direction column.
    """

    headers: dict[str, str]
    order: dict[str, int]
    roles: dict[str, str]
    directions: dict[str, str]


def clean_header(cell: str) -> str:
    """Bring a header to the form in which headers are compared.

    Args:
        cell: the header as it stands in the file.

    Returns:
        Lower case, without blanks, ``*``, BOM and a suffix in brackets.

    >>> clean_header("*发送 内容（必填）")
    '发送内容'
    """
    return _SUFFIX.sub("", _BLANKS.sub("", cell).lower())


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
    problems: list[Any] = []
    top = Fields(read_yaml(path), "", problems)
    if top.number("version") != 1:
        top.note("version", "应为 1")
    headers: dict[str, str] = {}
    order: dict[str, int] = {}
    columns = Fields(top.take("columns"), "columns", problems)
    for name in FIELDS:
        for place, header in enumerate(columns.texts(name, minimum=1)):
            cleaned = clean_header(header)
            if cleaned in headers:
                columns.note(name, f"{header} 重复")
            headers[cleaned], order[cleaned] = name, place
    columns.close()
    values = []
    for key in ("roles", "directions"):
        fields = Fields(top.take(key), key, problems)
        values.append({value.lower(): role for role in ("buyer", "seller") for value in fields.texts(role, minimum=1)})
        fields.close()
    top.close()
    if problems:
        raise DataFileError(path, problems)
    return Vocabulary(headers, order, *values)


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


@dataclass(frozen=True)
class Table:
    """What is known of a table, enough to turn its rows into messages anywhere.

    Args:
        header: its headers.
        fields: index of the column of each field.
        roles: who is staff, for tables that do not say it.
        keep: whether messages carry all columns.
    """

    header: tuple[str, ...]
    fields: dict[str, int]
    roles: Roles = field(default_factory=Roles)
    keep: bool = False

    def batch(self, numbers: Iterable[int], rows: Iterable[Sequence[Any]], rejects: list[Reject]) -> Batch:
        """Turn rows into a batch.

        Args:
            numbers: number of each row.
            rows: cells of each row: text, or what a workbook holds.
            rejects: what was refused before; what is refused here is added.

        Returns:
            The messages; a row of the wrong width or without text is a reject.
        """
        width = len(self.header)
        text_at = self.fields["text"]
        good: list[Sequence[Any]] = []
        lines: list[int] = []
        texts: list[str] = []
        for number, row in zip(numbers, rows, strict=True):
            if len(row) != width:
                if any(row):
                    rejects.append(Reject(number, WRONG_WIDTH))
                continue
            text = row[text_at]
            text = text if type(text) is str else show(text)
            if text and not text.isspace():
                texts.append(text)
                good.append(row)
                lines.append(number)
            elif any(row):
                rejects.append(Reject(number, NO_TEXT))
        senders = self._nicks("sender", good)
        buyers = self._nicks("buyer", good)
        roles = self._roles(good, senders, buyers)
        times = self._times(good, lines, rejects)
        extras = [dict(zip(self.header, map(show, row), strict=True)) for row in good] if self.keep else []
        if "conversation" in self.fields:
            at = self.fields["conversation"]
            conversations = [show(row[at]) for row in good]
        elif "buyer" in self.fields:
            conversations = buyers
        else:
            conversations = [sender if role == "buyer" else "" for sender, role in zip(senders, roles, strict=True)]
        if "sender" not in self.fields and "buyer" in self.fields:
            senders = [buyer if role == "buyer" else "" for buyer, role in zip(buyers, roles, strict=True)]
        return Batch(conversations, senders, roles, texts, times, lines, extras, rejects, "conversation" not in self.fields)

    def _nicks(self, name: str, rows: list[Sequence[Any]]) -> list[str]:
        if name not in self.fields:
            return [""] * len(rows)
        at = self.fields[name]
        return [clean_nick(row[at] if type(row[at]) is str else show(row[at])) for row in rows]

    def _roles(self, rows: list[Sequence[Any]], senders: list[str], buyers: list[str]) -> list[str]:
        known = load_vocabulary()
        for name, meanings in (("role", known.roles), ("direction", known.directions)):
            if name in self.fields:
                at = self.fields[name]
                told = [meanings.get(show(row[at]).strip().lower(), "") for row in rows]
                return [role or self.roles.tell(sender) for role, sender in zip(told, senders, strict=True)]
        if "buyer" in self.fields and "sender" in self.fields:
            return ["buyer" if sender == buyer else "seller" if sender else "" for sender, buyer in zip(senders, buyers, strict=True)]
        if "sender" not in self.fields:
            return [""] * len(rows)
        return [self.roles.tell(sender) for sender in senders]

    def _times(self, rows: list[Sequence[Any]], lines: list[int], rejects: list[Reject]) -> list[datetime | None]:
        if "time" not in self.fields:
            return [None] * len(rows)
        at = self.fields["time"]
        day_at = self.fields.get("date")
        times: list[datetime | None] = []
        for row, line in zip(rows, lines, strict=True):
            cell = row[at]
            if isinstance(cell, datetime):
                times.append(cell.replace(tzinfo=None) if cell.tzinfo is None else parse_time(cell.isoformat()))
                continue
            value = show(cell)
            day = show(row[day_at]).split(" ")[0] if day_at is not None else ""
            time = parse_time(f"{day} {value}" if day and len(value) < 10 else value)
            if time is None and value:
                rejects.append(Reject(line, f"{BAD_TIME}，消息照收"))
            times.append(time)
        return times


def show(cell: Any) -> str:
    """Write a cell of a workbook, a JSON object or a column store as text.

    Args:
        cell: what it holds.

    Returns:
        The text; empty for nothing, whole numbers without ``.0``.

    >>> show(3.0), show(None), show("在吗")
    ('3', '', '在吗')
    """
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
