"""Read what a request asks, field by field, and say in Chinese what is wrong with which."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from cs_scripts.errors import RequestError
from cs_scripts.files.yaml import did_you_mean

LONGEST_TEXT = 5000
"""Characters of a message or a reply."""

MOST_TURNS = 200
"""Turns of a conversation that are taken along."""


class Body:
    """The JSON object of a request.

    Args:
        raw: its bytes.
        known: the fields it may have.

    Raises:
        RequestError: it is no JSON object, or has a field that is not known.

    >>> Body('{"text": "在吗"}'.encode(), ("text",)).text("text")
    '在吗'
    """

    def __init__(self, raw: bytes, known: Collection[str]) -> None:
        try:
            values = json.loads(raw, parse_constant=_no_number)
            if b"\\ud" in raw.lower():
                json.dumps(values, ensure_ascii=False).encode()  # half a character in a \u escape cannot be sent back
        except (ValueError, RecursionError):
            raise RequestError("", "正文应为 UTF-8 的 JSON") from None
        if not isinstance(values, dict):
            raise RequestError("", '正文应为 JSON 对象，如 {"text": "…"}')
        for key in values:
            if key not in known:
                raise RequestError(key[:40], f"没有这一项{did_you_mean(key, known)}；可用 {'、'.join(known)}")
        self.values: Mapping[str, Any] = values

    def text(self, field: str, *, required: bool = True, longest: int = LONGEST_TEXT) -> str:
        """Take a text.

        Args:
            field: its name.
            required: whether it must be there.
            longest: the most characters it may have.

        Returns:
            The text; empty when it is missing.

        Raises:
            RequestError: it is missing, no text, or too long.
        """
        value = self.values.get(field)
        if value is None:
            if required:
                raise RequestError(field, "必填")
            return ""
        return _text(value, field, longest)

    def texts(self, field: str, *, most: int, longest: int = LONGEST_TEXT) -> list[str]:
        """Take a list of texts.

        Args:
            field: its name.
            most: how many there may be.
            longest: the most characters each may have.

        Returns:
            The texts; empty when the field is missing.

        Raises:
            RequestError: it is no list of texts, or too long.
        """
        value = self.values.get(field)
        if value is None:
            return []
        if not isinstance(value, list):
            raise RequestError(field, "应为列表")
        if len(value) > most:
            raise RequestError(field, f"最多 {most} 项，收到 {len(value)} 项")
        return [_text(item, f"{field}[{i}]", longest) for i, item in enumerate(value)]

    def history(self) -> list[dict[str, str]]:
        """Take the turns before the message.

        Returns:
            Role and text of each, oldest first.

        Raises:
            RequestError: it is no list of turns, or too long.
        """
        value = self.values.get("history")
        if value is None:
            return []
        if not isinstance(value, list):
            raise RequestError("history", "应为列表")
        if len(value) > MOST_TURNS:
            raise RequestError("history", f"最多 {MOST_TURNS} 条，收到 {len(value)} 条")
        turns = []
        for i, turn in enumerate(value):
            if not isinstance(turn, dict) or turn.get("role") not in ("buyer", "seller"):
                raise RequestError(f"history[{i}].role", "应为 buyer 或 seller")
            turns.append({"role": turn["role"], "text": _text(turn.get("text"), f"history[{i}].text", LONGEST_TEXT)})
        return turns

    def number(self, field: str, default: int, lowest: int, highest: int) -> int:
        """Take a whole number.

        Args:
            field: its name.
            default: what it is when it is missing.
            lowest: the least it may be.
            highest: the most it may be.

        Returns:
            The number.

        Raises:
            RequestError: it is no whole number, or out of bounds.
        """
        value = self.values.get(field)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
            raise RequestError(field, f"应为 {lowest} 到 {highest} 的整数")
        return value

    def choice(self, field: str, allowed: Collection[str]) -> str:
        """Take one of a few words.

        Args:
            field: its name.
            allowed: the words.

        Returns:
            The word; empty when it is missing.

        Raises:
            RequestError: it is another.
        """
        value = self.values.get(field)
        if value in (None, ""):
            return ""
        if not isinstance(value, str) or value not in allowed:
            raise RequestError(field, f"应为 {'、'.join(allowed)} 之一")
        return value

    def mapping(self, field: str) -> Mapping[str, Any]:
        """Take an object of plain values.

        Args:
            field: its name.

        Returns:
            The object; empty when it is missing.

        Raises:
            RequestError: it is no object, or has a value that is no text or number.
        """
        value = self.values.get(field)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise RequestError(field, "应为 JSON 对象")
        for key, item in value.items():
            if not isinstance(item, str | int | float | None) or len(str(item)) > 200:
                raise RequestError(f"{field}.{key[:40]}", "应为 200 字以内的文字或数字")
        return value


def _no_number(name: str) -> None:
    """Refuse NaN and Infinity, which Python reads and JSON does not know."""
    raise ValueError(name)


def _text(value: object, field: str, longest: int) -> str:
    if not isinstance(value, str):
        raise RequestError(field, "应为文字")
    if len(value) > longest:
        raise RequestError(field, f"最长 {longest} 字，收到 {len(value)} 字")
    return value
