"""What tells siblings apart: for each intent a linear model over the asks of its scripts.

The nearest ask is a good guess, but it does not know that "送的" makes all the difference between two scripts and "收到的" none.
A ridge regression from the n-grams of the asks to their scripts does. It is fitted when a package is built, in a few seconds,
kept in small whole numbers, and only read on a user's machine; an intent to which the shop adds scripts is fitted anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np
import numpy.typing as npt

from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.recognition.cuts import ends_of, joined
from cs_scripts.recognition.model import IntentModel

_RIDGE = 0.3
_LEAST = 2
_STEPS = 15
"""Largest whole number in the table; finer steps choose no better (716 of 1,000 first replies sendable with 31, 723 with 15)."""
Floats = npt.NDArray[np.float64]
Ids = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Chooser:
    """Tell which of an intent's scripts a message asks for.

    Attributes:
        grams: the n-grams that it knows, ascending, shape ``(grams,)``.
        worth: what each counts in a message.
        table: for each n-gram and script a whole number, shape ``(grams, scripts)``.
        steps: what one is worth in each script's column.
        ends: where the words of the asks end, see ``recognition.cuts``.
    """

    grams: Ids
    worth: npt.NDArray[np.float32]
    table: npt.NDArray[np.int8]
    steps: npt.NDArray[np.float32]
    ends: npt.NDArray[np.uint8]

    def __call__(self, grams: Ids) -> Floats:
        """Tell how much a message asks for each script.

        Args:
            grams: the message's n-gram ids, ascending.

        Returns:
            About 1 for the script it asks for and 0 for the others, shape ``(scripts,)``.
        """
        rows = self.grams.searchsorted(grams)
        rows = rows[self.grams.take(rows, mode="clip") == grams] if len(self.grams) else rows[:0]
        worth = self.worth.take(rows)
        length = float(np.sqrt(np.add.reduce(worth * worth))) or 1.0
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
    table[np.abs(table) <= 2] = 0  # says next to nothing, and costs half of the file
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
