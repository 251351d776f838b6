"""Flatten one value of a JSON message: a text in parts, a person as an object, anything else as a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cs_scripts.chatlog.columns import show
from cs_scripts.files.json import dump_json, parse_json

TOO_DEEP = "JSON 嵌套太深"
_DEEPEST_TEXT = 6
_OPENS, _CLOSES = frozenset("[{"), frozenset("]}")


def text_of(value: Any, depth: int = 0) -> str:
    """Take the text out of what stands in the place of a text: parts, or an object with a text in it.

    Args:
        value: what stands there.
        depth: how deep it is already in other such things.

    Returns:
        The text; empty for none.

    >>> text_of({"text": "在吗"}), text_of([{"type": "text", "text": "在"}, {"type": "text", "text": "吗"}])
    ('在吗', '在吗')
    """
    if depth > _DEEPEST_TEXT:
        return ""
    if isinstance(value, str) and value.startswith(("{", "[{")):
        inner = unpacked(value)
        return value if inner is value else text_of(inner, depth + 1) or value
    if isinstance(value, dict):
        for key in ("text", "content", "msg", "value", "title", "jsview"):
            if key in value and (found := text_of(value[key], depth + 1)):
                return found
        return ""
    if isinstance(value, list):
        return "".join(text_of(part, depth + 1) for part in value[:200]) if is_parts(value) else ""
    return show(value)


def is_parts(value: Sequence[Any]) -> bool:
    """Tell the parts of one text, such as a text and a picture, from a list of messages."""
    return all(isinstance(part, str) or (isinstance(part, dict) and "type" in part) for part in value)


def unpacked(value: Any) -> Any:
    """Take a list or an object out of the text that it was packed into; anything else stays what it is.

    >>> unpacked('[{"text": "在吗"}]'), unpacked("[图片]"), unpacked(5)
    ([{'text': '在吗'}], '[图片]', 5)
    """
    if not isinstance(value, str) or value.strip()[:1] not in _OPENS or value.strip()[-1:] not in _CLOSES:
        return value
    try:
        found = parse_json(value)
    except ValueError:
        return value
    return found if isinstance(found, dict | list) else value


def holds_more(value: Any) -> bool:
    """Tell whether what stands in the place of a text is a packed list or object that has others in it, and no text.

    >>> holds_more('{"list": []}'), holds_more('{"a": 1}'), holds_more("在吗")
    (True, False, False)
    """
    found = unpacked(value)
    inner = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return found is not value and not text_of(found) and any(isinstance(unpacked(each), dict | list) for each in inner)


def name_of(value: Any) -> str:
    """Take the nick out of what stands in the place of a person.

    >>> name_of({"nick": "某人"}), name_of("某人")
    ('某人', '某人')
    """
    if isinstance(value, dict):
        return next((show(value[key]) for key in ("nick", "nickname", "name", "id", "uid") if value.get(key)), "")
    return show(value)


def scalar(value: Any) -> Any:
    """Keep what fits into a cell; an object or a list becomes JSON.

    >>> scalar([1, "a"])
    '[1, "a"]'
    """
    if isinstance(value, dict | list):
        try:
            return dump_json(value)
        except RecursionError:
            return TOO_DEEP
    return value if isinstance(value, str | int | float | bool) or value is None else str(value)
