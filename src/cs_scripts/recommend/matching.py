"""How close a message comes to the wordings that the scripts of an intent are asked by.

Siblings share the words of their intent ("发货" says nothing among dispatch scripts), so a word counts here by how few of
the siblings' ``asks`` use it, not by how rare it is among all messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cs_scripts.phrasebook.book import Script
from cs_scripts.recognition.cuts import cut_again
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recommend.choosers import Chooser, Ids, wordings_of

Floats = npt.NDArray[np.float64]
_NO_GRAM = np.iinfo(np.int32).max
"""Stands behind all n-grams, so that what is looked up has a place."""


class Fit(NamedTuple):
    """How well each script fits, 0 to 1: its nearest wording, the mean of all, and what tells it from its siblings.

    ``known`` tells how much of the message any of the wordings has.
    """

    nearest: Floats
    mean: Floats
    learnt: Floats
    known: float = 1.0


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
        self._squares = (np.log((1 + self._count) / np.add.reduceat(first, starts, dtype=np.int64)) + 0.1) ** 2
        self._counts = np.diff(starts, append=len(cells))
        squares = np.repeat(self._squares, self._counts)
        lengths = np.sqrt(np.bincount(at, squares, self._rows))
        lengths = np.where(lengths > 0, lengths, 1.0)  # a wording of which no n-gram is known
        # Arrays, and narrow ones: a message touches a few places in each index, and memory is what takes the time.
        self._grams = np.append(grams[starts], _NO_GRAM).astype(np.int32)
        self._at = at.astype(np.uint16 if self._rows < 1 << 16 else np.int64)
        self._worth: Floats = squares / lengths[at]
        self._stops = np.cumsum(self._counts)

    def fit(self, grams: Ids) -> Fit:
        """Tell how well each script fits a message.

        Args:
            grams: the message's n-gram ids, ascending.

        Returns:
            Cosines, shape ``(scripts,)`` each.
        """
        places = self._places(grams)
        if not len(places):
            return Fit(*(np.zeros(self._count),) * 3, known=0.0)
        shared, total = self._shared(places)
        length = total**0.5
        nearest = np.maximum.reduceat(shared, self._starts) / length
        mean = np.add.reduceat(shared, self._starts) / (self._sizes * length)
        known = (total / (total + (len(grams) - len(places)) * self._rarest)) ** 0.5
        return Fit(nearest, mean, self._chooser(grams), known)

    def nearest(self, grams: Ids) -> Floats:
        """Tell how close a text comes to the nearest wording of each script.

        Args:
            grams: the text's n-gram ids, ascending.

        Returns:
            The same as ``Fit.nearest``, in half the time.
        """
        places = self._places(grams)
        if not len(places):
            return np.zeros(self._count)
        shared, total = self._shared(places)
        nearest: Floats = np.maximum.reduceat(shared, self._starts) / total**0.5
        return nearest

    def _places(self, grams: Ids) -> npt.NDArray[np.intp]:
        places: npt.NDArray[np.intp] = self._grams.searchsorted(grams)
        known: npt.NDArray[np.intp] = places[self._grams.take(places) == grams]
        return known

    def _shared(self, places: npt.NDArray[np.intp]) -> tuple[Floats, float]:
        """Add up in each wording what the n-grams in it count there, and what they count in the text."""
        counts = self._counts.take(places)
        ends = counts.cumsum()
        cells = np.arange(ends[-1]) + (self._stops.take(places) - ends).repeat(counts)
        shared = np.bincount(self._at.take(cells), self._worth.take(cells), self._rows).astype(np.float64, copy=False)
        return shared, sum(self._squares.take(places).tolist())
