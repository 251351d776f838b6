"""Order the scripts of an intent by how well they fit this wording, and mix several moves into one short list.

Siblings share the words of their intent ("发货" says nothing among dispatch scripts), so a word counts here by how few of
the siblings' ``asks`` use it, not by how rare it is among all messages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from math import log, sqrt
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from cs_scripts.phrases import Script

ORDER_WEIGHT = 0.06
"""What standing first in the book is worth against a wording that fits fully; the general script comes first."""

Floats = npt.NDArray[np.float64]
T = TypeVar("T")


class ScriptRanker:
    """Rank the scripts of one intent.

    Args:
        scripts: the scripts, the most general first.
        features: what turns a wording into n-gram ids.
    """

    def __init__(self, scripts: Sequence[Script], features: Callable[[str], list[int]]) -> None:
        self.scripts = tuple(scripts)
        # A script without asks, as an imported one, has its situation alone; it stands for two wordings, since two are looked at.
        wordings = [[features(ask) for ask in (*script.asks, script.situation)] * (1 if script.asks else 2) for script in scripts]
        used = Counter(gram for asks in wordings for gram in {gram for ask in asks for gram in ask})
        self._weight = {gram: log((1 + len(scripts)) / count) for gram, count in used.items()}
        self._parts: Any = None
        self._asks: dict[int, list[tuple[int, int, float]]] = {}
        for i, asks in enumerate(wordings):
            for j, ask in enumerate(asks):
                length = sqrt(sum(self._weight[gram] ** 2 for gram in ask)) or 1.0
                for gram in ask:
                    self._asks.setdefault(gram, []).append((i, j, self._weight[gram] ** 2 / length))

    def fits(self, grams: Sequence[int]) -> list[float]:
        """Tell how well each script fits a message.

        Args:
            grams: the message's n-gram ids.

        Returns:
            For each script the mean cosine, 0 to 1, between the message and the two nearest of its asks: one alone may be near by chance.
        """
        known = [gram for gram in grams if gram in self._weight]
        length = sqrt(sum(self._weight[gram] ** 2 for gram in known)) or 1.0
        sums: dict[tuple[int, int], float] = {}
        for gram in known:
            for i, j, weight in self._asks[gram]:
                sums[i, j] = sums.get((i, j), 0.0) + weight
        first, second = [0.0] * len(self.scripts), [0.0] * len(self.scripts)
        for (i, _), total in sums.items():
            cosine = min(1.0, total / length)
            if cosine > first[i]:
                first[i], second[i] = cosine, first[i]
            elif cosine > second[i]:
                second[i] = cosine
        return [(one + other) / 2 for one, other in zip(first, second, strict=True)]

    def fits_all(self, grams: Any) -> Floats:
        """Tell how well each script fits each of many messages; the same as ``fits`` on each.

        Args:
            grams: what ``IntentModel.features_all`` gave for the messages.

        Returns:
            Cosines, shape ``(messages, scripts)``.
        """
        from scipy.sparse import csr_array

        if self._parts is None:
            # Each script has the same number of columns, so that its best two are found for all messages and scripts at once.
            width = 1 + max(j for asks in self._asks.values() for _, j, _ in asks) if self._asks else 2
            cells = [(gram, i * width + j, value) for gram, asks in self._asks.items() for i, j, value in asks]
            rows, columns, values = (np.array(part) for part in zip(*cells, strict=True)) if cells else (np.zeros(0, int),) * 3
            squares = np.zeros(grams.shape[1])
            squares[list(self._weight)] = np.square(list(self._weight.values()))
            self._parts = (csr_array((values, (rows, columns)), shape=(grams.shape[1], len(self.scripts) * width)), squares)
        asks_of, squares = self._parts
        sums = (grams @ asks_of).toarray()
        lengths = np.sqrt(grams @ squares)
        lengths[lengths == 0] = 1.0
        cosines = np.minimum(sums / lengths[:, np.newaxis], 1.0).reshape(grams.shape[0], len(self.scripts), -1)
        fits: Floats = np.partition(cosines, -2, axis=2)[:, :, -2:].mean(axis=2)
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
        bonus = ORDER_WEIGHT * (1 - np.array(may) / len(self.scripts))
        scores = (self.fits_all(grams)[:, may] + bonus) / (1 + ORDER_WEIGHT)
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
        count = len(self.scripts)
        scored = [
            (script, (fit + ORDER_WEIGHT * (1 - i / count)) / (1 + ORDER_WEIGHT))
            for i, (script, fit) in enumerate(zip(self.scripts, self.fits(grams), strict=True))
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
