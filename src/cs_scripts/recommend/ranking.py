"""Order the scripts of an intent: few named features, each with one weight, and no rule beside them.

What a script presumes and nobody said excludes it; everything else only adds or takes a little. The weights stand in
``data/ranking.yaml``; ``scripts/derive_ranking.py`` derives them from readings.

Features, each 0 to 1 unless said otherwise:

``nearest``, ``mean``  how close the message comes to the script's nearest ask, and to all of them
``position``           1, 1/2, 1/3 … by its place in the book
``documented``         a training document teaches it
``announces``          it only says that somebody will look
``stage``              log of the probability that the order stands where the script belongs, down to -3
``presumed``           it rests on something that was said
``said``               it gives back something that was said
``asks_given``         it asks for something that was said already
``open``               blanks that the agent has to fill, up to 2
``catch_all``          it asks which of several things is meant
``own``                it is the shop's own
``intent``             log of the intent's probability against that of the first, down to -3
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from cs_scripts.conversation.terms import FACTS, SAID, SIGNS, STAGES
from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import data_path
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.phrasebook.book import SAID_SLOT, Script
from cs_scripts.recommend.matching import Fit, Floats

FEATURES = (
    "nearest",
    "mean",
    "position",
    "documented",
    "announces",
    "stage",
    "presumed",
    "said",
    "asks_given",
    "open",
    "catch_all",
    "own",
    "intent",
)
CATCH_ALL = "问清再答"
UNLIKELY = 0.04
"""Below this probability of its stages a script is not offered."""

T = TypeVar("T")
_BIT = {term: 1 << i for i, term in enumerate((*FACTS, "item_word", *SIGNS))}
Masks = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Weights:
    """What each feature is worth.

    Attributes:
        of: weight of each feature.
        floor: how far below the first a further reply may score.
        announces: what a reply says that only announces a check.
        stages: probability of each of ``STAGES`` where an intent is all that is known; ``any`` for all messages.
    """

    of: Mapping[str, float]
    floor: float
    announces: re.Pattern[str]
    stages: Mapping[str, tuple[float, ...]]

    def lift(self, intent: str) -> Floats:
        """Tell how much likelier each stage is where a message has an intent.

        Args:
            intent: its id.

        Returns:
            Ratios, shape ``(stages,)``; ones for an intent that is not listed.
        """
        of_any = np.array(self.stages["any"])
        lift: Floats = np.array(self.stages.get(intent, self.stages["any"])) / of_any
        return lift


@cache
def load_weights() -> Weights:
    """Load the weights.

    Returns:
        The weights.

    Raises:
        DataFileError: the file does not hold exactly the features.
    """
    path = data_path("ranking.yaml")
    problems: list[Problem] = []
    top = Fields(read_yaml(path), "", problems)
    top.number("version")
    weights = top.take("weights", {})
    if (
        not isinstance(weights, dict)
        or set(weights) != set(FEATURES)
        or not all(isinstance(value, int | float) for value in weights.values())
    ):
        top.note("weights", f"应为 {'、'.join(FEATURES)} 各一个数")
    floor, pattern = top.take("floor"), top.text("announces")
    rows = top.take("stages", {})
    if not isinstance(rows, dict) or "any" not in rows or any(not _is_row(row) for row in rows.values()):
        top.note("stages", f"应有 any，每行 {len(STAGES)} 个不小于 0 的数")
    if not isinstance(floor, float):
        top.note("floor", "应为小数")
    top.close()
    if problems:
        raise DataFileError(path, problems)
    return Weights(weights, floor, re.compile(pattern), {intent: tuple(map(float, row)) for intent, row in rows.items()})


def _is_row(row: object) -> bool:
    return isinstance(row, list) and len(row) == len(STAGES) and all(isinstance(value, int | float) and value >= 0 for value in row)


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


@dataclass(frozen=True)
class Talk:
    """What is known of a talk, in the form that ranking reads.

    Attributes:
        said: bits of what was said and shown (``mask_of``).
        stages: probability of each of ``STAGES``, by what the talk shows.
        told: whether the caller said where the order stands.
    """

    said: int
    stages: tuple[float, ...]
    told: bool = False


@dataclass(frozen=True)
class Ranked:
    """A script with its place among its siblings' features.

    Attributes:
        script: the script.
        score: weighted sum of its features.
        fit: cosine of its nearest wording.
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
        self._weights = weights.of
        self._lift = weights.lift(scripts[0].intent) if scripts else np.ones(len(STAGES))
        own = set(own)
        static = [
            weights.of["position"] / (1 + i)
            + weights.of["documented"] * script.documented
            + weights.of["announces"] * all(map(weights.announces.search, script.replies))
            + weights.of["open"] * min(2, blanks(script))
            + weights.of["catch_all"] * (script.technique == CATCH_ALL)
            + weights.of["own"] * (script.id in own)
            for i, script in enumerate(scripts)
        ]
        self._static = np.array(static)
        self._presumes = np.array([mask_of(script.presumes) for script in scripts], dtype=np.int64)
        self._asks_for = np.array([mask_of(script.asks_for) for script in scripts], dtype=np.int64)
        self._says = np.array([mask_of(_said_back(script)) for script in scripts], dtype=np.int64)
        everywhere = [not script.when.stage for script in scripts]
        self._stages = np.array(
            [[stage in script.when.stage or all_ for stage in STAGES] for script, all_ in zip(scripts, everywhere, strict=True)],
            dtype=np.float64,
        )
        self._adjusted = lru_cache(4096)(self._adjust)

    def _adjust(self, talk: Talk) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Give what the talk adds to each script, and which scripts it leaves."""
        said = np.int64(talk.said)
        stages = np.array(talk.stages) * (1.0 if talk.told else self._lift)
        here = self._stages @ (stages / (stages.sum() or 1.0))
        left = ((self._presumes & ~said) == 0) & (here >= UNLIKELY)
        added = (
            self._static
            + self._weights["stage"] * np.log(np.maximum(here, 0.05))
            + self._weights["presumed"] * (self._presumes != 0)
            + self._weights["said"] * ((self._says & said) != 0)
            + self._weights["asks_given"] * ((self._asks_for & said) != 0)
        )
        return added, left

    def scores(self, fit: Fit, talk: Talk) -> tuple[Floats, npt.NDArray[np.bool_]]:
        """Score all scripts.

        Args:
            fit: how well each fits the message.
            talk: what is known of the talk.

        Returns:
            A score for each, and whether it may be offered in this talk.
        """
        added, left = self._adjusted(talk)
        return self._weights["nearest"] * fit.nearest + self._weights["mean"] * fit.mean + added, left

    def rank(self, fit: Fit, talk: Talk, allowed: Callable[[Script], bool]) -> list[Ranked]:
        """Order the scripts that may be offered, best first, each move once before any comes again.

        Args:
            fit: how well each fits the message.
            talk: what is known of the talk.
            allowed: tells whether the shop offers a script now.

        Returns:
            The scripts with their scores.
        """
        scores, left = self.scores(fit, talk)
        order = np.argsort(-scores, kind="stable").tolist()
        ranked = [Ranked(self.scripts[i], float(scores[i]), float(fit.nearest[i])) for i in order if left[i] and allowed(self.scripts[i])]
        return spread(ranked, key=lambda one: one.script.technique or one.script.id)


def _said_back(script: Script) -> list[str]:
    return [SAID[name] for reply in script.replies for name, _ in SAID_SLOT.findall(reply) if name in SAID]


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
