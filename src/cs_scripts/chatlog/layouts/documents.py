"""Load a JSON document, and say of one without messages what it holds instead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cs_scripts.chatlog.layouts.keys import keys_of
from cs_scripts.chatlog.layouts.layout import HEAD_ROWS, listed, unknown
from cs_scripts.chatlog.layouts.shapes import NOBODY
from cs_scripts.errors import FileReadError
from cs_scripts.files.json import parse_json, repeated_keys
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import detect_encoding
from cs_scripts.text.pii import mask

REPEATED = "同一个键写了两次，只读了后一个"
MAX_DOCUMENT = 256 << 20
"""Bytes of the largest document that is read; it has to be in memory as a whole."""


def load_document(path: Path, repeated: list[Reject] | None = None) -> Any:
    """Read a JSON document.

    Args:
        path: the file.
        repeated: a list that takes up the keys which stand twice in one object.

    Returns:
        What it holds.

    Raises:
        UnknownLayoutError: it is too large.
        FileReadError: it is broken.
    """
    if path.stat().st_size > MAX_DOCUMENT:
        raise unknown(path, f"JSON 文档超过 {MAX_DOCUMENT >> 20} MB，请改用 JSON Lines")
    raw = path.read_bytes()
    try:
        text = raw.decode(detect_encoding(raw))
        document = parse_json(text)
    except ValueError:
        raise FileReadError(path, "JSON 不完整或已损坏") from None
    if repeated is not None:
        repeated += [Reject(0, REPEATED, mask(key[:20]), kept=True) for key in repeated_keys(text, document)]
    return document


def no_message(document: Any, items: Sequence[dict[str, Any] | Reject]) -> str:
    """Say why a document has no message: what stands there instead, and what to do.

    Args:
        document: the document.
        items: what was found in it.

    Returns:
        The reason, in Chinese.

    >>> no_message([], []), no_message({"a": 1}, [])
    ('JSON 里没有消息（是空的）', 'JSON 里没有认识的消息键（有 a）；可用 --text-column 指明')
    """
    reasons = Counter(item.reason for item in items if isinstance(item, Reject))
    if NOBODY in reasons:
        return f'JSON 里有 {reasons[NOBODY]} 句{NOBODY}；请在每句前写“买家：”或“客服：”，或写成 {{"role": …, "text": …}}'
    keys = keys_of(items) or _top_keys(document)
    if keys and not _is_hollow(document):
        return f"JSON 里没有认识的消息键（有 {mask(listed(keys))}）；可用 --text-column 指明"
    found = "、".join(f"{reason} {count} 处" for reason, count in reasons.items()) or _shape_of(document)
    return f"JSON 里没有消息（{found}）"


def _shape_of(document: Any) -> str:
    if document is None:
        return "只有 null"
    if isinstance(document, str | int | float):
        return "只有一句文字" if isinstance(document, str) else "只有一个值"
    return "是空的" if _is_hollow(document) else "里面没有对象"


def _is_hollow(value: Any, depth: int = 0) -> bool:
    """Tell whether a value holds nothing but lists and objects with nothing in them."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    if inner is None or depth > HEAD_ROWS:
        return value is None
    return all(_is_hollow(one, depth + 1) for one in inner)


def _top_keys(value: Any) -> tuple[str, ...]:
    """List the keys of the first two levels of a document, for a message."""
    values = value if isinstance(value, list) else [value]
    keys = dict.fromkeys(keys_of(values[:HEAD_ROWS]))
    for item in values[:HEAD_ROWS]:
        if isinstance(item, dict):
            for inner in item.values():
                keys |= dict.fromkeys(keys_of(inner[:HEAD_ROWS] if isinstance(inner, list) else [inner]))
    return tuple(keys)
