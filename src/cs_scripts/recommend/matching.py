"""How close a message comes to the wordings that the scripts of an intent are asked by.

Siblings share the words of their intent ("发货" says nothing among dispatch scripts), so a word counts here by how few of
the siblings' ``asks`` use it, not by how rare it is among all messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from math import log
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cs_scripts.phrasebook.book import Script
from cs_scripts.recommend.choosers import Chooser

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Fit(NamedTuple):
    """How well each script fits, 0 to 1: its nearest wording, the mean of all, and what tells it from its siblings."""

    nearest: Floats
    mean: Floats
    learnt: Floats


class AskIndex:
    """The asks of one intent's scripts, found by n-gram.

    Args:
        scripts: the scripts.
        features: what turns a wording into n-gram ids.
        chooser: tells the scripts apart.
    """

    def __init__(self, scripts: Sequence[Script], features: Callable[[str], list[int]], chooser: Chooser) -> None:
        self._chooser = chooser
        asks = [[features(wording) for wording in (*script.asks, script.situation)] for script in scripts]
        self._count = len(scripts)
        self._starts = np.cumsum([0, *map(len, asks)])[:-1]
        self._sizes = np.array([len(of_script) for of_script in asks], dtype=np.float64)
        used = Counter(gram for of_script in asks for gram in {gram for wording in of_script for gram in wording})
        self._weight = {gram: log((1 + len(scripts)) / count) + 0.1 for gram, count in used.items()}
        cells: dict[int, list[tuple[int, float]]] = {}
        row = 0
        for of_script in asks:
            for wording in of_script:
                length = self._length(wording)
                for gram in wording:
                    cells.setdefault(gram, []).append((row, self._weight[gram] ** 2 / length))
                row += 1
        self._rows = row
        self._postings: dict[int, tuple[Ints, Floats]] = {
            gram: (np.array([at for at, _ in found]), np.array([value for _, value in found])) for gram, found in cells.items()
        }

    def _length(self, grams: Sequence[int]) -> float:
        return sum(self._weight[gram] ** 2 for gram in grams) ** 0.5 or 1.0

    def fit(self, grams: Sequence[int]) -> Fit:
        """Tell how well each script fits a message.

        Args:
            grams: the message's n-gram ids.

        Returns:
            Cosines, shape ``(scripts,)`` each.
        """
        known = [gram for gram in grams if gram in self._weight]
        if not known:
            return Fit(*(np.zeros(self._count),) * 3)
        found = [self._postings[gram] for gram in known]
        sums = np.bincount(np.concatenate([at for at, _ in found]), np.concatenate([value for _, value in found]), self._rows)
        cosines = sums / self._length(known)
        mean = np.add.reduceat(cosines, self._starts) / self._sizes
        return Fit(np.maximum.reduceat(cosines, self._starts), mean, self._chooser(grams))
