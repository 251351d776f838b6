"""Write fitted weights as a small file and read them back: an npz of plain numbers and bytes, never pickle.

The file travels in the wheel, so size counts. Weights are whole numbers of 16 bits (``model.quantised``); their low and their high bytes
stand apart, label by label, and sorted keys as differences, which a zip packs to a third. The file itself is not
compressed: the wheel does that, and reading takes milliseconds.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import numpy as np
import numpy.typing as npt

from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.trie import Ints, Trie
from cs_scripts.text.tokens import Tokenizer

FORMAT = 1
"""Raised whenever the layout of the file changes; a file of another one is not read."""

DAMAGED = (OSError, ValueError, KeyError, EOFError, TypeError, OverflowError, MemoryError, NotImplementedError, zipfile.BadZipFile)
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
    weights = np.ascontiguousarray(model.weights.astype(np.int16).T)
    arrays: dict[str, Any] = {
        "format": np.array([FORMAT], dtype=np.uint32),
        "key": _to_bytes((key,)),
        "labels": _to_bytes(model.labels),
        "intercept": model.intercept.astype(np.float32),
        "rows": _planes(model.rows),
        "low": (weights & 0xFF).astype(np.uint8),
        "high": (weights >> 8).astype(np.int8),
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
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(member.file_size > len(content) for member in archive.infolist()):
            raise ValueError("a compressed array")
        arrays = {member.removesuffix(".npy"): _read(archive, member) for member in archive.namelist()}
    if arrays["format"].tolist() != [FORMAT] or (key is not None and _from_bytes(arrays["key"]) != (key,)):
        raise ValueError("another format or key")
    chars, words = (
        Trie(_from_bytes(arrays[f"{name}_units"]), np.cumsum(_joined(arrays[f"{name}_keys"])), int(arrays[f"{name}_longest"][0]))
        for name in ("chars", "words")
    )
    weights = _by_row(arrays["high"], arrays["low"])
    rows = _joined(arrays["rows"]).astype(np.int32)
    model = IntentModel(_from_bytes(arrays["labels"]), chars, words, rows, weights, arrays["intercept"], tokenizer)
    _check(model)
    return model


def _by_row(high: npt.NDArray[np.int8], low: Bytes) -> npt.NDArray[np.float32]:
    """Put the two bytes of each weight together, n-gram by n-gram; in blocks, which the processor's cache can hold."""
    if high.dtype != np.int8 or low.dtype != np.uint8 or high.shape != low.shape:
        raise ValueError("not the bytes of weights")
    columns, rows = high.shape
    weights = np.empty((rows, columns), dtype=np.float32)
    for i in range(0, rows, 512):
        weights[i : i + 512] = (high[:, i : i + 512].astype(np.int16) << 8 | low[:, i : i + 512]).T
    return weights


def _check(model: IntentModel) -> None:
    """Refuse arrays that do not belong together, whatever their makers meant."""
    rows, columns = model.weights.shape
    good = (
        columns == len(model.labels) + 1
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


def _read(archive: zipfile.ZipFile, member: str) -> Any:
    with archive.open(member) as file:
        return np.lib.format.read_array(io.BytesIO(file.read()), allow_pickle=False)


def _planes(numbers: npt.NDArray[Any]) -> Bytes:
    """Take whole numbers below 2 to the power of 32 apart into their bytes: all the lowest, then all the next, and so on."""
    return np.ascontiguousarray(numbers.astype("<u4").view(np.uint8).reshape(-1, 4).T)


def _joined(planes: Bytes) -> Ints:
    if planes.dtype != np.uint8 or planes.ndim != 2 or len(planes) != 4:
        raise ValueError("not four planes of bytes")
    return np.ascontiguousarray(planes.T).view("<u4").ravel().astype(np.int64)


def _to_bytes(texts: tuple[str, ...]) -> Bytes:
    return np.frombuffer("\0".join(texts).encode(), dtype=np.uint8)


def _from_bytes(array: Bytes) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\0"))
