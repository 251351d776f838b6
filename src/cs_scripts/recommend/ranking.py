"""Order the scripts of an intent: few named features, each with one weight, and no rule beside them.

What a script presumes and nobody said excludes it; everything else only adds or takes a little. ``weights`` tells what each
feature is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

from cs_scripts.conversation.terms import FACTS, SAID, SIGNS, STAGES
from cs_scripts.phrasebook.book import SAID_SLOT, Script
from cs_scripts.recommend.matching import Fit, Floats
from cs_scripts.recommend.weights import FEATURES, Weights

CATCH_ALL = "问清再答"
UNLIKELY = 0.04
"""Below this probability of its stages a script is not offered."""

MOST = 24
"""Scripts of one intent that are ranked at most; nobody reads further."""

T = TypeVar("T")
_BIT = {term: 1 << i for i, term in enumerate((*FACTS, "item_word", *SIGNS))}
_OF_FIT = ("nearest", "mean", "learnt")
_FINEST = 1e6
"""Scores that differ by less than one in so many are equal, so that the order of the book decides."""
_COLUMN = {name: i for i, name in enumerate(FEATURES)}
Flags = npt.NDArray[np.bool_]


def mask_of(terms: Iterable[str]) -> int:
    """Give a set of facts and signs as bits.

    Args:
        terms: facts and signs; unknown ones are passed over.

    Returns:
        One bit for each.
    """
    bits = 0
    for term in terms:
        bits |= _BIT.get(term, 0)
    return bits


class Talk(NamedTuple):
    """What is known of a talk, in the form that ranking reads.

    Attributes:
        said: bits of what was said and shown (``mask_of``).
        stages: probability of each of ``STAGES``, by what the talk shows.
        told: whether the caller said where the order stands.
    """

    said: int
    stages: tuple[float, ...]
    told: bool = False


class Ranked(NamedTuple):
    """A script with its place among its siblings' features.

    Attributes:
        script: the script.
        score: weighted sum of its features.
        fit: cosine of its nearest wording; what no wording of the intent knows counts against it.
    """

    script: Script
    score: float
    fit: float


class ScriptRanker:
    """Rank the scripts of one intent.

    Args:
        scripts: the scripts, in the order of the book.
        weights: what each feature is worth.
        own: ids of the shop's own scripts.
        blanks: how many blanks the agent has to fill in a script's best wording.
    """

    def __init__(self, scripts: Sequence[Script], weights: Weights, own: Iterable[str], blanks: Callable[[Script], int]) -> None:
        self.scripts = tuple(scripts)
        self._kinds = [script.technique or script.id for script in scripts]
        self._vector = weights.vector
        self._of_fit = [self._vector.item(_COLUMN[name]) for name in _OF_FIT]
        self._of_before = self._vector.item(_COLUMN["before"])
        self._lift = weights.lift(scripts[0].intent) if scripts else np.ones(len(STAGES))
        own = set(own)
        self._static = np.zeros((len(scripts), len(FEATURES)))
        for i, script in enumerate(scripts):
            self._static[i, _COLUMN["position"]] = 1 / (1 + i)
            self._static[i, _COLUMN["documented"]] = script.documented
            self._static[i, _COLUMN["announces"]] = all(map(weights.announces.search, script.replies))
            self._static[i, _COLUMN["open"]] = min(2, blanks(script))
            self._static[i, _COLUMN["catch_all"]] = script.technique == CATCH_ALL
            self._static[i, _COLUMN["own"]] = script.id in own
        self._presumes = np.array([mask_of(script.presumes) for script in scripts], dtype=np.int64)
        self._static[:, _COLUMN["presumed"]] = self._presumes != 0
        self._asks_for = np.array([mask_of(script.asks_for) for script in scripts], dtype=np.int64)
        self._says = np.array([mask_of(_said_back(script)) for script in scripts], dtype=np.int64)
        places = [script.when.stage or STAGES for script in scripts]
        self._stages = np.array([[float(stage in of_script) for stage in STAGES] for of_script in places])
        self._known = lru_cache(4096)(self._of_talk)

    def features(self, fit: Fit, before: Floats | None, talk: Talk) -> Floats:
        """Give the features of all scripts.

        Args:
            fit: how well each fits the message.
            before: how near its asks come to the buyer's turn before; None where there is none.
            talk: what is known of the talk.

        Returns:
            Shape ``(scripts, FEATURES)``.
        """
        table = self._of_place(talk.said, self._here(talk))
        table[:, _COLUMN["nearest"]] = fit.nearest
        table[:, _COLUMN["mean"]] = fit.mean
        table[:, _COLUMN["learnt"]] = fit.learnt
        if before is not None:
            table[:, _COLUMN["before"]] = before
        return table

    def _of_place(self, said: int, here: Floats) -> Floats:
        """Give the features of all scripts that the talk alone decides; those of the message are 0."""
        table: Floats = self._static.copy()
        table[:, _COLUMN["stage"]] = np.log(np.maximum(here, 0.05))
        table[:, _COLUMN["said"]] = (self._says & said) != 0
        table[:, _COLUMN["asks_given"]] = (self._asks_for & said) != 0
        return table

    def rank(self, fit: Fit, before: Floats | None, talk: Talk, allowed: Flags, limit: int = MOST) -> list[Ranked]:
        """Order the scripts that may be offered, best first, each move once before any comes again.

        Args:
            fit: how well each fits the message.
            before: how near its asks come to the buyer's turn before; None where there is none.
            talk: what is known of the talk.
            allowed: whether the shop offers each script now.
            limit: how many are wanted.

        Returns:
            The best scripts with their scores, at most ``MOST``.
        """
        base, offered = self._known(talk, allowed.tobytes())
        if not offered:
            return []
        nearest, mean, learnt = self._of_fit
        scores = base + (nearest * fit.nearest + mean * fit.mean + learnt * fit.learnt)
        if before is not None:
            scores += self._of_before * before
        ranks = np.rint(scores * -_FINEST)
        if limit == 1:
            first = int(ranks.argmin())
            return [Ranked(self.scripts[first], scores.item(first), fit.nearest.item(first) * fit.known)]
        order = ranks.argsort(kind="stable")[: min(MOST, offered)]
        best = spread(order.tolist(), self._kinds.__getitem__, limit)
        return [Ranked(self.scripts[one], scores.item(one), fit.nearest.item(one) * fit.known) for one in best]

    def _here(self, talk: Talk) -> Floats:
        """Tell how likely it is that the order stands where each script belongs."""
        stages = np.array(talk.stages) * (1.0 if talk.told else self._lift)
        here: Floats = np.asarray(self._stages @ (stages / (stages.sum() or 1.0)))
        return here

    def _of_talk(self, talk: Talk, allowed: bytes) -> tuple[Floats, int]:
        """Give what each script scores by the talk alone, minus infinity where it may not be offered, and how many may."""
        here = self._here(talk)
        base: Floats = self._of_place(talk.said, here) @ self._vector
        left = ((self._presumes & ~np.int64(talk.said)) == 0) & (here >= UNLIKELY) & np.frombuffer(allowed, dtype=bool)
        return np.where(left, base, -np.inf), int(np.count_nonzero(left))


def _said_back(script: Script) -> list[str]:
    return [SAID[name] for reply in script.replies for name, _ in SAID_SLOT.findall(reply) if name in SAID]


def spread(items: Iterable[T], key: Callable[[T], object], limit: int) -> list[T]:
    """Move repeats behind the first of each kind, keeping the order otherwise.

    Args:
        items: things in order of merit.
        key: the kind of a thing.
        limit: how many are wanted.

    Returns:
        The first of them.

    >>> spread(["a1", "a2", "b1"], key=lambda item: item[0], limit=3)
    ['a1', 'b1', 'a2']
    """
    first: dict[object, T] = {}
    rest: list[T] = []
    for item in items:
        if first.setdefault(key(item), item) is not item:
            rest.append(item)
        elif len(first) == limit:
            break
    return [*first.values(), *rest][:limit]


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
