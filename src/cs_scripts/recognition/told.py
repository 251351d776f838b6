"""Remember the n-grams and scores of earlier turns: a talk grows by one turn at a time, and each message looks back on the same ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from cs_scripts.recognition.model import Floats, IntentModel
from cs_scripts.text.normalise import MAX_LENGTH

_MOST = 2048
"""Turns that are remembered at most."""


class Told(NamedTuple):
    """What an earlier turn says: its n-gram ids, and the log-odds of each label."""

    grams: tuple[int, ...]
    scores: Floats


def remembering(model: IntentModel, heard: Callable[[str, Floats], Floats]) -> Callable[[str], Told]:
    """Make what reads earlier turns.

    Args:
        model: scores a text.
        heard: lets the shop's own asks speak beside the weights.

    Returns:
        A function from a turn's text to what it says, each worked out once.
    """

    @lru_cache(_MOST)
    def tell(turn: str) -> Told:
        grams = model.features(turn)
        scores = heard(turn, model.score_features(grams))
        scores.flags.writeable = False
        return Told(tuple(grams), scores)

    return lambda turn: tell(turn[:MAX_LENGTH])
