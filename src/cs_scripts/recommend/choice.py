"""Order the replies that a message may get by how likely an agent would send each.

Scripts, facts from the shop's tables, drafts and what takes up a short message compete here for the same three places. What speaks
for a reply was weighed by readers of real talks: ``scripts/derive_choice.py`` derives ``data/choice.yaml`` from what they would
have sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import exp, log

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import read_yaml
from cs_scripts.recommend.candidate import FEATURES, Candidate
from cs_scripts.recommend.echo import stands_back, wants_fact
from cs_scripts.recommend.suggestion import Reply

_HALF = 0.5
_PLACES = ("", "second", "third")
_BLANKS = 3
_WORST = -1.0
"""What experience takes at most: a script of a rare question is read mostly where something else was asked."""
_KNOWN, _UNKNOWN = ("article", "fact"), ("half", "blank", "draft")


@dataclass(frozen=True)
class Choice:
    """What each feature is worth, and what readers made of each reply.

    Attributes:
        of: weight of each of ``FEATURES``.
        floor: below this chance a reply is not shown behind another.
        experience: log-odds with which readers would have sent a reply, by its id.
    """

    of: Mapping[str, float]
    floor: float
    experience: Mapping[str, float]

    def chances(self, candidates: Sequence[Candidate], message: Mapping[str, float]) -> list[float]:
        """Tell how likely an agent would send each.

        Args:
            candidates: the replies.
            message: what ``message_features`` gave.

        Returns:
            Probabilities.
        """
        of, opens = self.of, not message["talk"]
        kinds = {one.kind for one in candidates}
        of_kind = {kind: sum(of[f"{kind}.{name}"] * value for name, value in message.items()) for kind in kinds}
        odds = [
            of_kind[one.kind] + sum(of[name] * value for name, value in self.reply_features(one, opens=opens).items()) for one in candidates
        ]
        return [1 / (1 + exp(-value)) for value in odds]

    def reply_features(self, one: Candidate, *, opens: bool) -> dict[str, float]:
        """Give the features of a reply that are not 0.

        Args:
            one: the reply.
            opens: whether the message begins the talk.

        Returns:
            Value by name.
        """
        reply, found = one.reply, {"probability": one.probability, "experience": self.experience.get(one.reply.id, 0.0)}
        if one.kind == "script":
            near = max(0.0, reply.fit - _HALF)
            found |= {"score": reply.score, "fit": reply.fit, "asked": near, "opens": near * opens}
        if one.kind == "draft":
            found |= {"whole": float(one.whole), "fact": float(wants_fact(reply.intent)), "decision": float(stands_back(reply.intent))}
        if one.general:
            found["general"] = 1.0
        if one.place:
            found |= {_PLACES[min(one.place, len(_PLACES) - 1)]: 1.0, "aside": float(opens)}
        if reply.missing:
            found["blanks"] = float(min(len(reply.missing), _BLANKS))
        else:
            found["filled"] = 1.0
        return found


def ordered(candidates: Sequence[Candidate], message: Mapping[str, float], least: float = 0.0) -> list[Reply]:
    """Put replies in order, the likeliest to be sent first, each with its chance as score.

    Args:
        candidates: the replies.
        message: what ``message_features`` gave.
        least: chance that even the first must have.

    Returns:
        The replies, without those that hardly anybody would send. What the tables know keeps its order, and what has to be filled in
        stands behind it.
    """
    choice = load_choice()
    chances = choice.chances(candidates, message)
    known, tables = 0.0, [i for i, one in enumerate(candidates) if one.kind in _KNOWN]
    for i in reversed(tables):
        chances[i] = known = max(chances[i], known)
    for i, one in enumerate(candidates):
        if tables and one.kind in _UNKNOWN:
            chances[i] = min(chances[i], chances[tables[-1]])
    ranked = sorted(zip(chances, candidates, strict=True), key=lambda pair: (-pair[0], pair[1].kind in _UNKNOWN))
    return [
        replace(one.reply, score=round(chance, 4))
        for i, (chance, one) in enumerate(ranked)
        if chance >= (least if i == 0 else max(least, choice.floor))
    ]


@cache
def load_choice() -> Choice:
    """Load the weights and what readers made of each reply.

    Returns:
        Both.

    Raises:
        DataFileError: the file does not hold exactly the features.
    """
    path = data_path("choice.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        weights = top.take("weights", {})
        if not isinstance(weights, dict) or set(weights) != set(FEATURES) or not all(map(_is_number, weights.values())):
            top.note("weights", f"应为 {'、'.join(FEATURES)} 各一个数")
        floor, share, trust = top.take("floor"), top.take("share"), top.take("trust")
        if not all(map(_is_number, (floor, share, trust))):
            top.note("floor", "floor、share、trust 应为数")
        readings = top.take("readings", {})
        if not isinstance(readings, dict) or not all(map(_is_counts, readings.values())):
            top.note("readings", "应为“话术编号: [能发的次数, 看过的次数]”")
    return Choice(weights, floor, {key: experience(sent, read, share, trust) for key, (sent, read) in readings.items()})


def experience(sent: float, read: float, share: float, trust: float) -> float:
    """Tell how much readings speak for a reply.

    Args:
        sent: how often a reader would have sent it.
        read: how often it was read.
        share: how often any reply is sendable.
        trust: how many readings the share of all is worth.

    Returns:
        Log-odds; for a reply that nobody has read 0.

    >>> experience(0, 0, 0.5, 3.0)
    0.0
    """
    odds = log((sent + trust * share) / (read - sent + trust * (1 - share))) - log(share / (1 - share))
    return max(_WORST, odds)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_counts(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(one, int) for one in value) and 0 <= value[0] <= value[1]
