"""Several wordings of one phrase: split where they share a cell, and tied together by one id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha1

from cs_scripts.phrasebook.codes import wording_code
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.names import load_tables

_PLAIN_CODE = re.compile(r"[A-Za-z0-9_]+")


def wordings_of(entry: Entry, texts: Sequence[str]) -> list[Entry]:
    """Make an entry for each wording of one phrase; they share an id, so that a book makes one script of them.

    Args:
        entry: the phrase.
        texts: its wordings.

    Returns:
        The entries.
    """
    plain = (
        entry.code.lower()
        if _PLAIN_CODE.fullmatch(entry.code)
        else "v" + sha1(texts[0].encode(errors="replace"), usedforsecurity=False).hexdigest()[:8]
    )
    key = entry.id or f"own.{plain}"
    return [replace(entry, text=text, id=key, code=wording_code(entry.code, i) if entry.code else "") for i, text in enumerate(texts)]


def split_wordings(text: str) -> list[str]:
    """Split a cell that holds several wordings.

    Args:
        text: the cell.

    Returns:
        The wordings; the text itself where no mark stands between two.

    >>> split_wordings("在的###在呢"), split_wordings("a|b")
    (['在的', '在呢'], ['a|b'])
    """
    tables = load_tables()
    lines = text.split("\n")
    if any(line.strip() in tables.wording_lines for line in lines[1:-1]):
        parts: list[str] = []
        part: list[str] = []
        for line in lines:
            if line.strip() in tables.wording_lines:
                parts.append("\n".join(part))
                part = []
            else:
                part.append(line)
        return [*parts, "\n".join(part)]
    for mark in tables.wording_marks:
        if mark in text.strip(mark):
            return [part.strip() for part in text.split(mark)]
    return [text]
