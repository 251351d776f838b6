"""Let the shop's own asks decide: a message equal or near to one has its intent at once, without fitting anything.

The asks of the shop's book, and the examples beside it, are compared with each message by their n-grams. A few are enough for an
intent that the bundled weights have never heard of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import read_text
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.recognition.examples import parse_examples
from cs_scripts.recognition.model import NONE, Floats, IntentModel
from cs_scripts.recognition.scale import SCALE
from cs_scripts.text.normalise import normalise

NEAR = 0.9
"""From which cosine on an ask decides."""
_EVEN = 0.4
"""Cosine at which an ask speaks as much for its intent as against it."""
_STEEPNESS = 16.0
_SURE = 9.0
_PARTICLES = "吗呢啊呀吧么嘛哦哈的了咯啦呗"


class OwnAsk(NamedTuple):
    """A message that the shop knows the intent of, and the script that answers it; no script for a plain example."""

    text: str
    intent: str
    script: str = ""


class Near(NamedTuple):
    """The own ask that a message comes closest to."""

    ask: OwnAsk
    cosine: float

    @property
    def decides(self) -> bool:
        """Whether it is so near that nothing else counts."""
        return self.cosine >= NEAR


class OwnIndex:
    """The shop's own asks, found by what they share with a message; what is rare in talk counts most.

    Args:
        asks: the asks.
        model: knows n-grams, and how rare they are.
    """

    def __init__(self, asks: Sequence[OwnAsk], model: IntentModel) -> None:
        self.asks = tuple(asks)
        self._model = model
        self._exact: dict[str, int] = {}
        postings: defaultdict[int, list[int]] = defaultdict(list)
        lengths = []
        for row, ask in enumerate(self.asks):
            key = _key(ask.text)
            self._exact.setdefault(key, row)
            grams = model.features(key)
            lengths.append(self._length(grams))
            for gram in grams:
                postings[gram].append(row)
        self._postings = {gram: np.array(rows) for gram, rows in postings.items()}
        self._lengths = np.array(lengths)

    def _length(self, grams: Sequence[int]) -> float:
        return float(_rarity(self._model, grams).sum()) ** 0.5 or 1.0

    def _cosines(self, text: str) -> npt.NDArray[np.float64] | None:
        if not self.asks:
            return None
        key = _key(text)
        grams = self._model.features(key)
        found = [(gram, self._postings[gram]) for gram in grams if gram in self._postings]
        exact = self._exact.get(key)
        if not found and exact is None:
            return None
        cosines = np.zeros(len(self.asks))
        if found:
            weights = np.repeat(_rarity(self._model, [gram for gram, _ in found]), [len(rows) for _, rows in found])
            cosines = np.bincount(np.concatenate([rows for _, rows in found]), weights, len(self.asks)) / (
                self._lengths * self._length(grams)
            )
        if exact is not None:
            cosines[exact] = 2.0
        return cosines

    def nearest(self, text: str) -> Near | None:
        """Find the ask that a message comes closest to.

        Args:
            text: the message as typed.

        Returns:
            The ask and its cosine; None where no ask shares anything with the message.
        """
        cosines = self._cosines(text)
        if cosines is None:
            return None
        best = int(cosines.argmax())
        return Near(self.asks[best], min(1.0, float(cosines[best])))

    def speak(self, text: str, scores: Floats, labels: Sequence[str]) -> Floats:
        """Let the asks say what a message has.

        Args:
            text: the message as typed.
            scores: log-odds of each label, by the weights.
            labels: the labels; the own intents among them.

        Returns:
            Log-odds: those of an ask near enough stand alone, others are raised where asks come close.
        """
        cosines = self._cosines(text)
        if cosines is None:
            return scores
        best = int(cosines.argmax())
        if cosines[best] >= NEAR:
            decided: Floats = np.full_like(scores, -_SURE)
            decided[labels.index(self.asks[best].intent)] = _SURE
            return decided
        raised: Floats = scores.copy()
        for row in np.flatnonzero(cosines > _EVEN).tolist():
            i = labels.index(self.asks[row].intent)
            raised[i] = max(raised[i], _STEEPNESS * (cosines[row] - _EVEN))
        return raised


def _rarity(model: IntentModel, grams: Sequence[int]) -> Floats:
    """Give the squared TF-IDF weight of each n-gram."""
    found: Floats = model.table.squares[model.rows[np.array(grams, dtype=np.int64)]] / np.float32(SCALE)
    return found


def _key(text: str) -> str:
    whole = normalise(text)
    return whole.rstrip(_PARTICLES) or whole


def read_own_asks(book: Phrasebook, bundled: Phrasebook, path: Path | str | None) -> tuple[OwnAsk, ...]:
    """Collect what a shop's own book teaches: the asks of its scripts, and ``examples/<intent>.txt`` beside it.

    Args:
        book: the bundled book with the shop's own over it.
        bundled: the bundled book.
        path: where the shop's own book is; None for none.

    Returns:
        The asks, an own script's before the examples; its situation where it has none.

    Raises:
        DataFileError: an examples file breaks its format, or its name is no intent.
    """
    if path is None:
        return ()
    asks = [
        OwnAsk(ask, script.intent, script.id)
        for script in book.scripts.values()
        if script.intent and (script.id not in bundled.scripts or script.asks != bundled.scripts[script.id].asks)
        for ask in script.asks or (script.situation,)
    ]
    folder = Path(path).parent / "examples"
    for file in sorted(folder.glob("*.txt")):
        if file.stem not in book.intents and file.stem != NONE:
            raise DataFileError(file, [Problem("文件名", f"没有意图 {file.stem}；在话术本的 intents 里声明，或改用已有的意图名")])
        asks += [OwnAsk(one.text, file.stem) for one in parse_examples(read_text(file), file.stem, (*book.intents, NONE), file)]
    return tuple(ask for ask in asks if normalise(ask.text))
