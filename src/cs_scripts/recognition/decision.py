"""Turn scores into a decision: which intents, in which order, and whether to trust them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import repeat
from math import exp, log
from typing import Literal

import numpy as np

from cs_scripts.recognition.model import NONE, Floats, RecognisedIntent
from cs_scripts.recognition.thresholds import Thresholds
from cs_scripts.recognition.urgency import yields

Status = Literal["confident", "ambiguous", "none"]

_RETURN, _WAY_THERE = "returns", ("shipping_fee", "courier")
_LATEST = 3
FRAMES = (NONE, "greeting", "closing")
"""Labels of what only frames a talk."""
_FURTHEST_BELOW = -99.0
"""Below every score."""

# A turn before counts by a flatter curve than the message itself: a hint is worth having.
_HISTORY_SLOPE, _HISTORY_SHIFT, _HISTORY_FADING, _SELLER_SHARE = 0.6, 1.0, 0.7, 0.7
_ASKED = 1.5
"""How much more the turns before take from ``none`` where the agent asked something."""


def decide(scores: Floats, labels: Sequence[str], cut: Thresholds) -> tuple[Status, tuple[RecognisedIntent, ...]]:
    """Decide on one message.

    Args:
        scores: log-odds of each label.
        labels: the labels.
        cut: the thresholds.

    Returns:
        The status, and the intents, most urgent first; ``none`` has no intents.
    """
    values = scores.tolist()
    none_score = _FURTHEST_BELOW
    if NONE in labels:
        none = labels.index(NONE)
        none_score, values[none] = values[none] + cut.none_bonus, _FURTHEST_BELOW
    best = max(values)
    if best <= none_score:
        return "none", ()
    first = values.index(best)
    sure = probability(best, cut)
    intents: tuple[RecognisedIntent, ...] = (RecognisedIntent(labels[first], round(sure, 4)),)
    values[first] = _FURTHEST_BELOW
    further = _log_odds(cut.further, cut.slope, cut.shift)
    if best >= further and max(values) >= further:
        values[first] = best
        intents = _in_order([_recognised(label, score, cut) for label, score in zip(labels, values, strict=True) if score >= further])
    return ("confident" if sure >= cut.confident else "ambiguous"), intents


def likeliest(scores: Floats, labels: Sequence[str], limit: int = 3) -> list[str]:
    """Name the likeliest intents of a message that has none for certain, but for those that only frame a talk.

    Args:
        scores: log-odds of each label.
        labels: the labels.
        limit: how many at most.

    Returns:
        Their ids.
    """
    values = scores.tolist()
    least = sorted(values)[-limit - len(FRAMES) :][0]
    ranked = sorted([one for one in zip(values, labels, strict=True) if one[0] >= least], reverse=True)
    return [label for _, label in ranked if label not in FRAMES][:limit]


def decide_all(scores: Floats, labels: Sequence[str], cut: Thresholds) -> list[tuple[RecognisedIntent, ...]]:
    """Decide on many messages; the same intents as ``decide`` gives for each.

    Args:
        scores: log-odds, shape ``(messages, labels)``.
        labels: the labels.
        cut: the thresholds.

    Returns:
        The intents of each message.
    """
    scores = scores.copy()
    none = labels.index(NONE) if NONE in labels else None
    if none is not None:
        scores[:, none] += cut.none_bonus
    best = scores.argmax(axis=1)
    best_score = scores[np.arange(len(scores)), best]
    probability = 1 / (1 + np.exp(-(cut.slope * best_score.astype(np.float64) + cut.shift)))  # in 64 bits, as ``decide`` has it
    answered = np.ones(len(scores), dtype=bool)
    if none is not None:
        answered = best != none
        scores[:, none] = -np.inf
    kept = scores >= _log_odds(cut.further, cut.slope, cut.shift)
    several = answered & (kept.sum(axis=1) > 1)
    found: list[tuple[RecognisedIntent, ...]] = [()] * len(scores)
    rows = np.flatnonzero(answered)
    shown = [round(one, 4) for one in probability[rows].tolist()]
    names = [labels[label] for label in best[rows].tolist()]
    # tuple.__new__ makes a named tuple in a third of the time that its own constructor takes
    intents: Iterator[RecognisedIntent] = map(tuple.__new__, repeat(RecognisedIntent), zip(names, shown, strict=True))
    for row, intent in zip(rows.tolist(), intents, strict=True):
        found[row] = (intent,)
    more: dict[int, list[RecognisedIntent]] = {}
    places = np.nonzero(kept & several[:, np.newaxis])
    for row, label, score in zip(*(place.tolist() for place in places), scores[places].tolist(), strict=True):
        more.setdefault(row, []).append(_recognised(labels[label], score, cut))
    for row, intents_of_row in more.items():
        found[row] = _in_order(intents_of_row)
    return found


def statuses(scores: Floats, labels: Sequence[str], cut: Thresholds) -> list[Status]:
    """Tell how sure the first decision on many messages is; the same status as ``decide`` gives for each.

    Args:
        scores: log-odds, shape ``(messages, labels)``.
        labels: the labels.
        cut: the thresholds.

    Returns:
        The status of each message.
    """
    values = scores.astype(np.float64)
    none = labels.index(NONE)
    values[:, none] += cut.none_bonus
    best = values.argmax(axis=1)
    odds = cut.slope * values[np.arange(len(values)), best] + cut.shift
    sure = 1 / (1 + np.exp(-np.clip(odds, -60.0, 60.0))) >= cut.confident
    decided = zip(best.tolist(), sure.tolist(), strict=True)
    return ["none" if label == none else "confident" if clear else "ambiguous" for label, clear in decided]


def _in_order(intents: list[RecognisedIntent]) -> tuple[RecognisedIntent, ...]:
    """Put the most urgent first: by probability, but a complaint behind what it complains of, and no greeting beside a question."""
    if len(intents) < 2:
        return tuple(intents)
    back = yields()
    asked = [intent for intent in intents if intent.id != "greeting"]
    return tuple(sorted(asked, key=lambda intent: (back.get(intent.id, 0), -intent.probability)))


def _recognised(label: str, score: float, cut: Thresholds) -> RecognisedIntent:
    return RecognisedIntent(label, round(probability(score, cut), 4))


def probability(score: float, cut: Thresholds) -> float:
    """Calibrate a score.

    Args:
        score: log-odds of a label.
        cut: the thresholds.

    Returns:
        The probability, 0 to 1.
    """
    return 1 / (1 + exp(-max(-60.0, min(60.0, cut.slope * score + cut.shift))))


@lru_cache(maxsize=8)
def _log_odds(probability: float, slope: float, shift: float) -> float:
    """The score that has this probability."""
    return (log(probability / (1 - probability)) - shift) / slope


def with_history(
    scores: Floats, turns: Sequence[tuple[str, Floats]], labels: Sequence[str], cut: Thresholds, *, asked: bool = False
) -> Floats:
    """Let the earlier turns speak where the message itself says little, as in "那多久" after a question about dispatch.

    Args:
        scores: log-odds of the message.
        turns: role and log-odds of each earlier turn, oldest first.
        labels: the labels.
        cut: the thresholds.
        asked: whether the agent asked something, so that a message which says little is likely the answer.

    Returns:
        Log-odds with the turns taken into account; unchanged where the message is clear by itself.
    """
    none = labels.index(NONE)
    first = int(scores.argmax())
    if not turns or (first != none and scores[first] >= cut.history_below):
        return scores
    told = {role: np.zeros_like(scores) for role, _ in turns}
    for role, turn in turns:  # oldest first, so what is further back fades
        odds = _HISTORY_SLOPE * turn + _HISTORY_SHIFT
        odds[none] = -np.inf
        told[role] = np.maximum(told[role] * _HISTORY_FADING, 1 / (1 + np.exp(-odds)))
    buyer = told.get("buyer", np.zeros_like(scores))
    seller = told.get("seller", np.zeros_like(scores))
    mixed: Floats = scores + cut.history_buyer * buyer + cut.history_seller * seller
    mixed[none] -= (cut.history_none + asked * _ASKED) * max(buyer.max(), _SELLER_SHARE * seller.max())
    return mixed


def on_the_way_back(scores: Floats, turns: Sequence[tuple[str, Floats]], labels: Sequence[str]) -> Floats:
    """Take freight and courier for those of a return where a return is what the talk is about, as the taxonomy has it.

    Args:
        scores: log-odds of the message.
        turns: role and log-odds of each earlier turn, oldest first.
        labels: the labels.

    Returns:
        Log-odds; with those of the return in place of the way there where one of the latest turns is about returning.
    """
    first, back = int(scores.argmax()), labels.index(_RETURN)
    if labels[first] not in _WAY_THERE or not any(int(turn.argmax()) == back and turn[back] > 0 for _, turn in turns[-_LATEST:]):
        return scores
    swapped: Floats = scores.copy()
    swapped[first], swapped[back] = scores[back], scores[first]
    return swapped
