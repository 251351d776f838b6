"""Recognise repeated messages once: buyers write the same words thousands of times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, cast

Value = TypeVar("Value")

SIZE = 64_000
"""Messages that are remembered at most."""

LONG = 200
"""Characters of the longest message that is remembered: longer ones hardly ever come again, and would fill the memory."""


class Repeats(Generic[Value]):
    """Remember what was computed for a message, up to a bound.

    There are two generations. What is used goes into the younger one; when that is full it becomes the elder one, and the
    former elder one, not used for long, is forgotten.

    Args:
        compute: computes the values of many messages at once; none of them is None.
        size: how many messages to remember; 0 to forget each batch.

    >>> lengths = Repeats(lambda texts: [len(text) for text in texts])
    >>> lengths(["在吗", "在吗", "好"])
    [2, 2, 1]
    """

    def __init__(self, compute: Callable[[list[str]], list[Value]], size: int = SIZE) -> None:
        self._compute = compute
        self._half = size // 2
        self._young: dict[str, Value] = {}
        self._elder: dict[str, Value] = {}

    def __call__(self, texts: Sequence[str]) -> list[Value]:
        """Give the value of each message.

        Args:
            texts: the messages.

        Returns:
            A value for each.
        """
        young, elder = self._young, self._elder
        found = list(map(young.get, texts))
        if None not in found:
            return cast("list[Value]", found)
        new = dict.fromkeys([text for text, value in zip(texts, found, strict=True) if value is None])
        known = {text: elder[text] for text in new if text in elder}
        unknown = [text for text in new if text not in known]
        known.update(zip(unknown, self._compute(unknown), strict=True) if unknown else ())
        young.update(known)
        values = [young[text] for text in texts]
        for text in known:
            if len(text) > LONG:
                del young[text]
        if len(young) > self._half:
            self._young, self._elder = {}, young if self._half else {}
        return values
