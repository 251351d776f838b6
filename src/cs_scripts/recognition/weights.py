"""Write fitted weights as a small file and read them back: an npz of plain numbers and bytes, never pickle.

The file travels in the wheel, so size counts. Only weights that are not 0 stand in it (``table``); their low and their high bytes stand
apart, labels as distances, and sorted keys as differences, which a zip packs to a half. The file itself is not compressed: the wheel does
that, and reading takes milliseconds.
"""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import numpy.typing as npt

from cs_scripts.files.npz import read_arrays
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.table import Table
from cs_scripts.recognition.trie import Trie
from cs_scripts.text.tokens import Tokenizer

FORMAT = 2
"""Raised whenever the layout of the file changes; a file of another one is not read."""

DAMAGED = (OSError, ValueError, KeyError, EOFError, TypeError, OverflowError, MemoryError)
"""What reading a damaged file may raise."""

_LARGEST = 1 << 28
Bytes = npt.NDArray[np.uint8]


def pack(model: IntentModel, key: str) -> bytes:
    """Write a model as an npz file; the same model gives the same bytes.

    Args:
        model: the model.
        key: what its weights depend on, see ``cache.content_key``.

    Returns:
        The file's bytes.
    """
    table = model.table
    arrays: dict[str, Any] = {
        "format": np.array([FORMAT], dtype=np.uint32),
        "key": _to_bytes((key,)),
        "labels": _to_bytes(model.labels),
        "intercept": model.intercept.astype(np.float32),
        "rows": _planes(model.rows),
        "counts": table.counts,
        "gaps": table.gaps,
        "low": table.low,
        "high": table.high,
        "squares": table.squares,
    }
    for name, trie in (("chars", model.chars), ("words", model.words)):
        arrays |= {
            f"{name}_units": _to_bytes(trie.units),
            f"{name}_keys": _planes(np.diff(trie.keys, prepend=0)),
            f"{name}_longest": np.array([trie.longest], dtype=np.uint32),
        }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack(content: bytes, tokenizer: Tokenizer, key: str | None = None) -> IntentModel:
    """Read a model from an npz file.

    Args:
        content: what ``pack`` returned.
        tokenizer: what cuts words.
        key: what the weights must depend on; None to take them as they are.

    Returns:
        The model.

    Raises:
        ValueError: the content is of another format or key, or the arrays do not belong together. A damaged file raises one of ``DAMAGED``.
    """
    if len(content) > _LARGEST:
        raise ValueError("too large")
    arrays = read_arrays(content)
    [own_key] = _from_bytes(arrays["key"])
    if arrays["format"].tolist() != [FORMAT] or key not in (None, own_key):
        raise ValueError("another format or key")
    chars, words = (
        Trie(
            _from_bytes(arrays[f"{name}_units"]),
            _joined(arrays[f"{name}_keys"]).cumsum(dtype=np.int64),
            int(arrays[f"{name}_longest"][0]),
        )
        for name in ("chars", "words")
    )
    labels = _from_bytes(arrays["labels"])
    table = _table(arrays, len(labels))
    rows = _joined(arrays["rows"]).view("<i4").astype(np.int32, copy=False)
    model = IntentModel(labels, chars, words, rows, table, arrays["intercept"], tokenizer, own_key)
    _check(model)
    return model


def _table(arrays: dict[str, Any], width: int) -> Table:
    """Put the table together again."""
    counts, gaps, low, high, squares = (arrays[name] for name in ("counts", "gaps", "low", "high", "squares"))
    if [array.dtype for array in (counts, gaps, low, high, squares)] != [np.uint8, np.uint8, np.uint8, np.int8, np.int16]:
        raise ValueError("not a table of weights")
    if counts.ndim != 1 or squares.shape != counts.shape or {gaps.shape, low.shape, high.shape} != {(counts.sum(dtype=np.int64),)}:
        raise ValueError("the arrays do not belong together")
    return Table(width, counts, gaps, low, high, squares)


def _check(model: IntentModel) -> None:
    """Refuse arrays that do not belong together, whatever their makers meant."""
    rows = len(model.table)
    good = (
        model.table.counts.max(initial=0) <= len(model.labels)
        and model.intercept.shape == (len(model.labels),)
        and model.intercept.dtype == np.float32
        and model.rows.shape == (len(model.chars) + len(model.words),)
        and model.rows.min() >= 0
        and model.rows.max() < rows
        and all(trie.units[0] == "\n" and 1 <= trie.longest <= 8 for trie in (model.chars, model.words))
        and max(map(len, model.chars.units)) == 1
    )
    if not good:
        raise ValueError("the arrays do not belong together")


def _planes(numbers: npt.NDArray[Any]) -> Bytes:
    """Take whole numbers below 2 to the power of 32 apart into their bytes: all the lowest, then all the next, and so on."""
    return np.ascontiguousarray(numbers.astype("<u4").view(np.uint8).reshape(-1, 4).T)


def _joined(planes: Bytes) -> npt.NDArray[np.uint32]:
    if planes.dtype != np.uint8 or planes.ndim != 2 or len(planes) != 4:
        raise ValueError("not four planes of bytes")
    numbers = np.empty((planes.shape[1], 4), dtype=np.uint8)
    for byte, plane in enumerate(planes):
        numbers[:, byte] = plane
    return numbers.view("<u4").ravel()


def _to_bytes(texts: tuple[str, ...]) -> Bytes:
    return np.frombuffer("\0".join(texts).encode(), dtype=np.uint8)


def _from_bytes(array: Bytes) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\0"))
