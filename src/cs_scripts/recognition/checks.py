"""Refuse what is no message, before anything is made of it."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.errors import MessageTypeError

_TEXT = {str}


def check_texts(texts: Sequence[object]) -> None:
    """Refuse a batch that is not a list of texts.

    Args:
        texts: what was given.

    Raises:
        MessageTypeError: it is one text, or has something else in it.
    """
    if type(texts) is list and {*map(type, texts)} == _TEXT:  # nearly always
        return
    if isinstance(texts, str | bytes) or not isinstance(texts, Sequence):
        raise MessageTypeError(0, "一整段文字而不是列表" if isinstance(texts, str | bytes) else f"{type(texts).__name__}，应为列表")
    if {*map(type, texts)} - _TEXT:  # something else, or a subclass of str: look closely
        for i, text in enumerate(texts):
            check_text(text, i)


def check_text(text: object, index: int) -> None:
    """Refuse a message that is not text.

    Args:
        text: what was given.
        index: its position in the batch.

    Raises:
        MessageTypeError: it is not text.
    """
    if not isinstance(text, str):
        raise MessageTypeError(index, type(text).__name__)
