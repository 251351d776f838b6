"""How close a message comes to the wordings that the scripts of an intent are asked by.

Siblings share the words of their intent ("发货" says nothing among dispatch scripts), so a word counts here by how few of
the siblings' ``asks`` use it, not by how rare it is among all messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cs_scripts.phrasebook.book import Script
from cs_scripts.recognition.cuts import cut_again
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recommend.choosers import Chooser, wordings_of

Floats = npt.NDArray[np.float64]


class Fit(NamedTuple):
    """How well each script fits, 0 to 1: its nearest wording, the mean of all, and what tells it from its siblings.

    ``known`` tells how much of the message any of the wordings has.
    """

    nearest: Floats
    mean: Floats
    learnt: Floats
    known: float = 1.0


class _Found(NamedTuple):
    """In which wordings an n-gram stands, what it counts in each, and what in a message."""

    at: Any
    worth: Any
    square: float


class AskIndex:
    """The asks of one intent's scripts, found by n-gram.

    Args:
        scripts: the scripts.
        model: finds n-grams.
        chooser: tells the scripts apart.
    """

    def __init__(self, scripts: Sequence[Script], model: IntentModel, chooser: Chooser) -> None:
        self._chooser = chooser
        wordings = wordings_of(scripts)
        sizes = np.array([len(script.asks) + 1 for script in scripts])
        found = model.features_cut(cut_again(model, wordings, chooser.ends), len(wordings))
        self._count = len(scripts)
        self._rarest = float(np.log((1 + self._count) / 1) + 0.1) ** 2
        self._rows = int(sizes.sum())
        self._starts = np.cumsum(sizes) - sizes
        self._sizes = sizes.astype(np.float64)
        rows = np.repeat(np.arange(self._rows), np.diff(found.starts))
        bits = self._rows.bit_length()
        cells = np.sort(found.ids.astype(np.int64) << bits | rows)  # by n-gram, then by wording
        grams, at = cells >> bits, cells & ((1 << bits) - 1)
        first = np.ones(len(cells), dtype=bool)
        first[1:] = grams[1:] != grams[:-1]
        starts = np.flatnonzero(first)
        of_script = np.repeat(np.arange(self._count), sizes)[at]
        first[1:] |= of_script[1:] != of_script[:-1]
        squares = (np.log((1 + self._count) / np.add.reduceat(first, starts, dtype=np.int64)) + 0.1) ** 2
        lengths = np.sqrt(np.bincount(at, np.repeat(squares, np.diff(starts, append=len(cells))), self._rows))
        self._lengths = np.where(lengths > 0, lengths, 1.0)  # a wording of which no n-gram is known
        self._at = at.astype(np.uint16 if self._rows < 1 << 16 else np.int64)  # narrow: memory is what takes the time
        self._ends = [*starts.tolist(), len(cells)]
        self._squares = squares
        self._found: dict[int, int | _Found] = dict(zip(grams[starts].tolist(), range(len(starts)), strict=True))

    def fit(self, grams: Sequence[int]) -> Fit:
        """Tell how well each script fits a message.

        Args:
            grams: the message's n-gram ids.

        Returns:
            Cosines, shape ``(scripts,)`` each.
        """
        known = self._of(grams)
        if not known:
            return Fit(*(np.zeros(self._count),) * 3, known=0.0)
        at, worth, squares = zip(*known, strict=True)
        shared = np.bincount(np.concatenate(at), np.concatenate(worth), self._rows)
        length = sum(squares) ** 0.5
        nearest = np.maximum.reduceat(shared, self._starts) / length
        mean = np.add.reduceat(shared, self._starts) / (self._sizes * length)
        return Fit(nearest, mean, self._chooser(grams), self._part(squares, len(grams)))

    def known(self, grams: Sequence[int]) -> float:
        """Tell how much of a message any of the wordings has; no script comes nearer.

        Args:
            grams: the message's n-gram ids.

        Returns:
            The same as ``Fit.known``, in a tenth of the time.
        """
        return self._part([square for _, _, square in self._of(grams)], len(grams))

    def _part(self, squares: Sequence[float], count: int) -> float:
        total = sum(squares)
        return (total / (total + (count - len(squares)) * self._rarest)) ** 0.5 if squares else 0.0

    def _of(self, grams: Sequence[int]) -> list[_Found]:
        get = self._found.get
        return [hit if isinstance(hit, _Found) else self._find(gram, hit) for gram in grams if (hit := get(gram)) is not None]

    def _find(self, gram: int, place: int) -> _Found:
        at, square = self._at[self._ends[place] : self._ends[place + 1]], float(self._squares[place])
        self._found[gram] = found = _Found(at, square / self._lengths[at], square)
        return found
