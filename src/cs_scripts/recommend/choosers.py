"""What tells siblings apart: for each intent a linear model over the asks of its scripts.

The nearest ask is a good guess, but it does not know that "送的" makes all the difference between two scripts and "收到的" none.
A ridge regression from the n-grams of the asks to their scripts does. It is fitted when a package is built, in a few seconds,
kept in small whole numbers, and only read on a user's machine; an intent to which the shop adds scripts is fitted anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cs_scripts.files.data import data_path, installed
from cs_scripts.files.once import once
from cs_scripts.files.private import read_private, write_private
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.recognition.cuts import ends_of, joined
from cs_scripts.recognition.key import content_key
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.weights import DAMAGED

BUNDLED = "choosers.npz"
"""Name of the file that a wheel brings, below ``data``."""

_RIDGE = 0.3
_LEAST = 2
_STEPS = 15
"""Largest whole number in the table; finer steps choose no better (716 of 1,000 first replies sendable with 31, 723 with 15)."""
_PARTS = ("grams", "worth", "table", "steps", "ends")
_FARTHEST = 255
"""How far a place may lie behind the one before in a file."""
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Chooser:
    """Tell which of an intent's scripts a message asks for.

    Attributes:
        grams: the n-grams that it knows, shape ``(grams,)``.
        worth: what each counts in a message.
        table: for each n-gram and script a whole number, shape ``(grams, scripts)``.
        steps: what one is worth in each script's column.
        ends: where the words of the asks end, see ``recognition.cuts``.
    """

    grams: npt.NDArray[np.int32]
    worth: npt.NDArray[np.float32]
    table: npt.NDArray[np.int8]
    steps: npt.NDArray[np.float32]
    ends: npt.NDArray[np.uint8]

    @cached_property
    def _rows(self) -> dict[int, int]:
        return {gram: row for row, gram in enumerate(self.grams.tolist())}

    def __call__(self, grams: Sequence[int]) -> Floats:
        """Tell how much a message asks for each script.

        Args:
            grams: the message's n-gram ids.

        Returns:
            About 1 for the script it asks for and 0 for the others, shape ``(scripts,)``.
        """
        rows = np.array([row for row in map(self._rows.get, grams) if row is not None], dtype=np.intp)
        worth = self.worth.take(rows)
        length = float(np.sqrt((worth * worth).sum())) or 1.0
        return np.asarray((worth @ self.table.take(rows, axis=0).astype(np.float32)) * self.steps / length, dtype=np.float64)


def wordings_of(scripts: Sequence[Script]) -> list[str]:
    """List what scripts are asked by.

    Args:
        scripts: the scripts.

    Returns:
        The asks and the situation of one after the other.
    """
    return [wording for script in scripts for wording in (*script.asks, script.situation)]


def fit_chooser(scripts: Sequence[Script], model: IntentModel) -> Chooser:
    """Fit the model of one intent.

    Args:
        scripts: its scripts.
        model: finds n-grams.

    Returns:
        The model.
    """
    numbers = [number for number, script in enumerate(scripts) for _ in (*script.asks, script.situation)]
    tokens = model.tokenizer.cut(joined(wordings_of(scripts)))
    ids, starts = model.features_cut(tokens, len(numbers))
    asks = [(number, ids[start:stop].tolist()) for number, start, stop in zip(numbers, starts[:-1], starts[1:], strict=True)]
    used = Counter(gram for _, grams in asks for gram in grams)
    grams = np.array(sorted(gram for gram, count in used.items() if count >= _LEAST), dtype=np.int32)
    column = {gram: i for i, gram in enumerate(grams.tolist())}
    worth = np.array([(log((1 + len(asks)) / used[gram]) + 0.1) ** 0.5 for gram in grams.tolist()], dtype=np.float32)
    wordings = np.zeros((len(asks), len(grams)), dtype=np.float32)
    target = np.zeros((len(asks), len(scripts)), dtype=np.float32)
    for row, (number, found) in enumerate(asks):
        known = [column[gram] for gram in found if gram in column]
        wordings[row, known] = worth[known]
        target[row, number] = 1
    lengths = np.sqrt((wordings * wordings).sum(axis=1, keepdims=True))
    wordings /= np.where(lengths > 0, lengths, 1)
    likeness = wordings @ wordings.T
    likeness[np.diag_indices_from(likeness)] += _RIDGE
    weights = wordings.T @ np.linalg.solve(likeness, target)
    steps = np.maximum(np.abs(weights).max(axis=0, initial=1e-6), 1e-6) / _STEPS
    table = np.round(weights / steps)
    table[np.abs(table) <= 1] = 0  # says next to nothing, and costs half of the file
    kept = table.any(axis=1)
    return Chooser(grams[kept], worth[kept], table[kept].astype(np.int8), steps.astype(np.float32), ends_of(tokens))


def fit_choosers(book: Phrasebook, model: IntentModel) -> dict[str, Chooser]:
    """Fit the models of all intents of a book.

    Args:
        book: the book.
        model: finds n-grams.

    Returns:
        The model of each intent that has scripts.
    """
    return {intent: fit_chooser(book.for_intent(intent), model) for intent in book.intents if book.for_intent(intent)}


def load_choosers(book: Phrasebook, model: IntentModel) -> Mapping[str, Chooser]:
    """Load the models of the bundled book: those of the wheel, else those kept here, else fit and keep them.

    Args:
        book: the bundled book.
        model: finds n-grams.

    Returns:
        The model of each intent.
    """
    key = None if installed() else choosers_key()
    with contextlib.suppress(*DAMAGED):
        return unpack_choosers(data_path(BUNDLED).read_bytes(), key)
    if key is None:
        return fit_choosers(book, model)
    return _fit_once(book, model, f"choosers-{key}.npz", key)


def _fit_once(book: Phrasebook, model: IntentModel, name: str, key: str) -> Mapping[str, Chooser]:
    """Take the models that were kept, else fit and keep them."""
    import logging

    log = logging.getLogger("cs_scripts")

    def kept() -> Mapping[str, Chooser] | None:
        with contextlib.suppress(*DAMAGED):
            return unpack_choosers(read_private(name) or b"", key)
        return None

    def fit() -> Mapping[str, Chooser]:
        log.info("首次使用，正在整理话术的问法，约需几秒，之后不用再等……")
        return fit_choosers(book, model)

    return once(
        kept,
        fit,
        lambda fitted: write_private(name, pack_choosers(fitted, key)),
        waiting=lambda: log.info("另一个进程正在整理话术的问法，等它完成……"),
        unkept=lambda _error: None,  # the cache of the weights says so already
    )


def choosers_key() -> str:
    """Hash what the models depend on: the weights' own key, which covers the asks, and this module.

    Returns:
        Hexadecimal digits.
    """
    return hashlib.sha256(content_key().encode() + Path(__file__).read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:32]


def pack_choosers(choosers: Mapping[str, Chooser], key: str) -> bytes:
    """Write models as an npz file of plain numbers; of the tables only what is not 0, and how far it lies behind the one before.

    Args:
        choosers: the models.
        key: what ``choosers_key`` gave.

    Returns:
        The file's bytes; the same for the same models.
    """
    columns = [*zip(*((one.grams, one.worth, one.table.ravel(), one.steps, one.ends) for one in choosers.values()), strict=True)]
    whole = {part: np.concatenate(column) for part, column in zip(_PARTS, columns, strict=True)}
    table = whole.pop("table")
    places = np.union1d(np.flatnonzero(table), np.arange(0, len(table), _FARTHEST))  # so that each is near enough to the one before
    arrays: dict[str, Any] = {
        "key": np.frombuffer(key.encode(), dtype=np.uint8),
        "names": np.frombuffer("\0".join(choosers).encode(), dtype=np.uint8),
        "sizes": np.array([[len(one) for one in column] for column in columns], dtype=np.int64),
        **whole,
        "grams": np.diff(whole["grams"], prepend=whole["grams"].dtype.type(0)),
        "gaps": np.diff(places, prepend=0).astype(np.uint8),
        "values": table[places],
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack_choosers(content: bytes, key: str | None) -> dict[str, Chooser]:
    """Read models from an npz file.

    Args:
        content: what ``pack_choosers`` returned.
        key: what they must depend on; None to take them as they are.

    Returns:
        The models.

    Raises:
        ValueError: they depend on something else, or do not belong together. A damaged file raises one of ``weights.DAMAGED``.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        if key is not None and arrays["key"].tobytes().decode() != key:
            raise ValueError("another key")
        names, sizes = arrays["names"].tobytes().decode().split("\0"), arrays["sizes"]
        if sizes.shape != (len(_PARTS), len(names)) or not np.array_equal(sizes[2], sizes[0] * sizes[3]) or (sizes[0] != sizes[1]).any():
            raise ValueError("the arrays do not belong together")
        places, values = np.cumsum(arrays["gaps"], dtype=np.int64), arrays["values"]
        if len(places) != len(values) or (len(places) and places[-1] >= sizes[2].sum()):
            raise ValueError("the table is of another size")
        table = np.zeros(sizes[2].sum(), dtype=np.int8)
        table[places] = values
        whole = {"grams": np.cumsum(arrays["grams"], dtype=np.int32), "table": table}
        columns = [
            np.split(whole[part] if part in whole else arrays[part], np.cumsum(of)[:-1]) for part, of in zip(_PARTS, sizes, strict=True)
        ]
    return {
        name: Chooser(grams, worth, table.reshape(len(grams), len(steps)), steps, ends)
        for name, grams, worth, table, steps, ends in zip(names, *columns, strict=True)
    }
