"""Order the scripts of an intent by how well they fit this wording, and mix several moves into one short list.

Siblings share the words of their intent ("发货" says nothing among dispatch scripts), so a word counts here by how few of
the siblings' ``asks`` use it, not by how rare it is among all messages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from math import log, sqrt
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from cs_scripts.phrasebook.book import Script

ORDER_WEIGHT = 0.08
"""What standing first in the book is worth against a wording that fits fully; the second has half of it, the third a third."""

Floats = npt.NDArray[np.float64]
T = TypeVar("T")


class ScriptRanker:
    """Rank the scripts of one intent by the cosine between a message and the mean of a script's wordings.

    Args:
        scripts: the scripts, the most often usable first.
        features: what turns a wording into n-gram ids.
    """

    def __init__(self, scripts: Sequence[Script], features: Callable[[str], list[int]]) -> None:
        self.scripts = tuple(scripts)
        wordings = [[features(wording) for wording in (*script.asks, script.situation)] for script in scripts]
        used = Counter(gram for of_script in wordings for gram in {gram for wording in of_script for gram in wording})
        self._weight = {gram: log((1 + len(scripts)) / count) for gram, count in used.items()}
        self._means: dict[int, list[tuple[int, float]]] = {}
        for i, of_script in enumerate(wordings):
            mean: dict[int, float] = defaultdict(float)
            for wording in of_script:
                length = self._length(wording)
                for gram in wording:
                    mean[gram] += self._weight[gram] / length
            length = sqrt(sum(value**2 for value in mean.values())) or 1.0
            for gram, value in mean.items():
                self._means.setdefault(gram, []).append((i, self._weight[gram] * value / length))
        self._bonus = [ORDER_WEIGHT / (1 + i) for i in range(len(scripts))]
        self._matrix: tuple[Any, Floats] | None = None

    def _length(self, grams: Iterable[int]) -> float:
        return sqrt(sum(self._weight[gram] ** 2 for gram in grams)) or 1.0

    def fits(self, grams: Sequence[int]) -> list[float]:
        """Tell how well each script fits a message.

        Args:
            grams: the message's n-gram ids.

        Returns:
            Cosine, 0 to 1, for each script.
        """
        known = [gram for gram in grams if gram in self._weight]
        sums = [0.0] * len(self.scripts)
        for gram in known:
            for i, value in self._means[gram]:
                sums[i] += value
        length = self._length(known)
        return [total / length for total in sums]

    def fits_all(self, grams: Any) -> Floats:
        """Tell how well each script fits each of many messages; the same as ``fits`` on each.

        Args:
            grams: what ``IntentModel.features_all`` gave for the messages.

        Returns:
            Cosines, shape ``(messages, scripts)``.
        """
        if self._matrix is None:
            from scipy.sparse import csr_array

            cells = [(gram, i, value) for gram, means in self._means.items() for i, value in means]
            rows, columns, values = (np.array(part) for part in zip(*cells, strict=True)) if cells else (np.zeros(0, int),) * 3
            squares = np.zeros(grams.shape[1])
            squares[list(self._weight)] = np.square(list(self._weight.values()))
            self._matrix = csr_array((values, (rows, columns)), shape=(grams.shape[1], len(self.scripts))), squares
        means, squares = self._matrix
        lengths = np.sqrt(grams @ squares)
        lengths[lengths == 0] = 1.0
        fits: Floats = (grams @ means).toarray() / lengths[:, np.newaxis]
        return fits

    def first_all(self, grams: Any, allowed: Callable[[Script], bool]) -> list[tuple[Script, float] | None]:
        """Find the best script for each of many messages; the first of what ``rank`` gives.

        Args:
            grams: what ``IntentModel.features_all`` gave for the messages.
            allowed: tells whether a script may be offered.

        Returns:
            Pairs of script and score; None where none may be offered.
        """
        may = [i for i, script in enumerate(self.scripts) if allowed(script)]
        if not may:
            return [None] * grams.shape[0]
        scores = (self.fits_all(grams)[:, may] + np.array(self._bonus)[may]) / (1 + ORDER_WEIGHT)
        best = scores.argmax(axis=1)
        return [(self.scripts[may[i]], score) for i, score in zip(best.tolist(), scores[np.arange(len(best)), best].tolist(), strict=True)]

    def rank(self, grams: Sequence[int], allowed: Callable[[Script], bool]) -> list[tuple[Script, float]]:
        """Order the scripts that may be offered, best first, each move once before any comes again.

        Args:
            grams: the message's n-gram ids.
            allowed: tells whether a script may be offered.

        Returns:
            Pairs of script and score, 0 to 1.
        """
        scored = [
            (script, (fit + bonus) / (1 + ORDER_WEIGHT))
            for script, fit, bonus in zip(self.scripts, self.fits(grams), self._bonus, strict=True)
            if allowed(script)
        ]
        scored.sort(key=lambda pair: -pair[1])
        return spread(scored, key=lambda pair: pair[0].technique or pair[0].id)


def spread(items: Iterable[T], key: Callable[[T], object]) -> list[T]:
    """Move repeats behind the first of each kind, keeping the order otherwise.

    Args:
        items: things in order of merit.
        key: the kind of a thing.

    Returns:
        The same things.

    >>> spread(["a1", "a2", "b1"], key=lambda item: item[0])
    ['a1', 'b1', 'a2']
    """
    seen: set[object] = set()
    first: list[T] = []
    rest: list[T] = []
    for item in items:
        kind = key(item)
        (rest if kind in seen else first).append(item)
        seen.add(kind)
    return first + rest


def interleave(rows: Sequence[Sequence[T]], limit: int) -> list[T]:
    """Take the first of each row, then the second of each, and so on.

    Args:
        rows: lists in order of importance.
        limit: how many to take.

    Returns:
        At most ``limit`` items.

    >>> interleave([["a", "b", "c"], ["x"]], 3)
    ['a', 'x', 'b']
    """
    longest = max((len(row) for row in rows), default=0)
    return [row[i] for i in range(longest) for row in rows if i < len(row)][:limit]
