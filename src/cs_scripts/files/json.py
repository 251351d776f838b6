"""Read JSON from whoever wrote it: what is broken, too deep or too large a number is refused in Chinese, never a traceback."""

from __future__ import annotations

import json
from typing import Any


def parse_json(text: str | bytes) -> Any:
    """Read a JSON text.

    Args:
        text: the text, or bytes of UTF-8.

    Returns:
        What it holds.

    Raises:
        ValueError: it is no JSON, nested too deep, or holds a number of thousands of digits; the reason is Chinese.

    >>> parse_json('{"a": [1, 2}')
    Traceback (most recent call last):
    ValueError: 不是合格的 JSON（第 1 行第 12 个字符处）
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise ValueError(f"不是合格的 JSON（第 {error.lineno} 行第 {error.colno} 个字符处）") from None
    except RecursionError:
        raise ValueError("JSON 嵌套太深") from None
    except ValueError:
        raise ValueError("不是合格的 JSON（编码有误，或有几千位的数）") from None


def repeated_keys(text: str, value: Any) -> list[str]:
    """Name the keys that stand more than once in an object, of which reading keeps the last only.

    Args:
        text: the JSON text.
        value: what was read from it.

    Returns:
        A key for each value that was lost.

    >>> repeated_keys('{"a": 1, "a": 2}', {"a": 2}), repeated_keys('{"a": "b"}', {"a": "b"})
    (['a'], [])
    """
    # Two cheap looks, because reading with a hook takes several times as long.
    if (isinstance(value, dict) and text.count(":") <= len(value)) or text.count('":') + text.count('" :') <= _count_keys(value):
        return []
    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        kept = dict(pairs)
        if len(kept) < len(pairs):
            names = [name for name, _ in pairs]
            found.extend(name for at, name in enumerate(names) if name in names[at + 1 :])
        return kept

    json.loads(text, object_pairs_hook=note)
    return found


def _count_keys(value: Any) -> int:
    count, waiting = 0, [value]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, dict):
            count += len(inner)
            waiting.extend(each for each in inner.values() if isinstance(each, dict | list))
        elif isinstance(inner, list):
            waiting.extend(each for each in inner if isinstance(each, dict | list))
    return count


def dump_json(value: Any, *, indent: int | None = None) -> str:
    """Write a value as JSON, Chinese as it is.

    Args:
        value: what JSON can hold.
        indent: blanks a level is set in by; None for one line.

    Returns:
        The text, without a line end.
    """
    return json.dumps(value, ensure_ascii=False, indent=indent)
