"""Order the replies that a message may get by how likely an agent would send each.

Scripts, facts from the shop's tables, drafts and what takes up a short message compete here for the same three places. What speaks
for a reply was weighed by readers of real talks: ``scripts/derive_choice.py`` derives ``data/choice.yaml`` from what they would
have sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import exp, log
from operator import mul
from typing import NamedTuple

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import read_yaml
from cs_scripts.recommend.candidate import FEATURES, KINDS, OF_DRAFT, OF_MESSAGE, OF_REPLY, OF_TABLES, Candidate
from cs_scripts.recommend.echo import stands_back, wants_fact
from cs_scripts.recommend.suggestion import Reply

_HALF = 0.5
_BLANKS, _SPARE = 3, 1
_WORST = -1.0
"""What experience takes at most: a script of a rare question is read mostly where something else was asked."""
_FITS, _BEHIND = 0.4, 1e-4
"""From this chance on a reply fits well enough to go before one that asks for what is there, and by how much."""
_LEAD = 0.25
"""How much likelier a reply to a later intent must be to speak first."""
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
        values, opens = tuple(message.values()), not message["talk"]
        of_kind = {kind: sum(map(mul, self._of_message[kind], values)) for kind in {one.kind for one in candidates}}
        odds = [of_kind[one.kind] + sum(map(mul, self._of_reply, self.reply_features(one, opens=opens))) for one in candidates]
        return [1 / (1 + exp(-value)) for value in odds]

    @cached_property
    def _of_message(self) -> Mapping[str, Sequence[float]]:
        return {kind: [self.of[f"{kind}.{name}"] for name in OF_MESSAGE] for kind in KINDS}

    @cached_property
    def _of_reply(self) -> Sequence[float]:
        return [self.of[name] for name in (*OF_DRAFT, *OF_REPLY)]

    def reply_features(self, one: Candidate, *, opens: bool) -> Sequence[float]:
        """Give the features of a reply.

        Args:
            one: the reply.
            opens: whether the message begins the talk.

        Returns:
            Values in the order of ``OF_DRAFT`` and ``OF_REPLY``.
        """
        drafted, near, place = one.kind == "draft", max(0.0, one.fit - _HALF) if one.kind == "script" else 0.0, one.place
        return (
            one.whole,
            drafted and wants_fact(one.intent),
            drafted and stands_back(one.intent),
            one.score,
            one.fit,
            near,
            near * opens,
            one.probability,
            place == 1,
            place > 1,
            place > 0 and opens,
            min(one.blanks, _BLANKS),
            not one.blanks,
            one.general,
            self.experience.get(one.id, 0.0),
        )


class Placed(NamedTuple):
    """A candidate in its place.

    Attributes:
        chance: how likely an agent would send it.
        candidate: the candidate.
    """

    chance: float
    candidate: Candidate

    def reply(self) -> Reply:
        """Write the reply.

        Returns:
            It, with its chance as score.
        """
        return self.candidate.made(round(self.chance, 4))


def ordered(candidates: Sequence[Candidate], chances: Sequence[float], least: float = 0.0) -> list[Placed]:
    """Put candidates in order, the likeliest to be sent first.

    Args:
        candidates: the candidates.
        chances: how likely an agent would send each.
        least: chance that even the first must have.

    Returns:
        The candidates, without those that hardly anybody would send. What the tables know keeps its order, and what has to be filled
        in stands behind it; nothing that asks for what is there stands first while another fits.
    """
    chances, floor = list(chances), load_choice().floor
    known, tables = 0.0, [i for i, one in enumerate(candidates) if one.kind in _KNOWN]
    for i in reversed(tables):
        chances[i] = known = max(chances[i], known)
    for i, one in enumerate(candidates if tables else ()):
        if one.kind in _UNKNOWN:
            chances[i] = min(chances[i], chances[tables[-1]])
    fits = max((chance for chance, one in zip(chances, candidates, strict=True) if not one.again), default=0.0)
    if fits >= _FITS:
        chances = [min(chance, fits - _BEHIND) if one.again else chance for chance, one in zip(chances, candidates, strict=True)]
    ranked = sorted(map(Placed, chances, candidates), key=lambda one: (-one.chance, one.candidate.kind in _UNKNOWN))
    return [one for i, one in enumerate(ranked) if one.chance >= (least if i == 0 else max(least, floor))]


def in_turn(rows: Sequence[Sequence[Placed]], intents: Sequence[str], *, article: bool) -> Sequence[Sequence[Placed]]:
    """Tell which of several intents speaks first: one of which the shop's tables know a fact, then one whose reply is far likelier sent.

    Args:
        rows: the candidates of each intent, best first.
        intents: the intents, the first one first.
        article: whether the table has the article at hand, so that even what it leaves open goes first.

    Returns:
        The rows; facts do not go first where the first intent wants more than an answer, unless its reply has a blank.
    """
    if len(rows) < 2:
        return rows
    lead = max(row[0].chance for row in rows) - rows[0][0].chance > _LEAD
    rows = sorted(rows, key=lambda row: -row[0].chance) if lead else rows
    if len(rows) < len(intents) or (stands_back(intents[0]) and not rows[0][0].candidate.blanks):
        return rows
    return sorted(rows, key=lambda row: not _is_fact(row[0].candidate, article=article))


def _is_fact(one: Candidate, *, article: bool) -> bool:
    return one.kind in OF_TABLES and (article or not one.blanks)


def may_place(draft: Candidate, others: Sequence[float], message: Mapping[str, float], k: int) -> bool:
    """Tell whether a draft may reach a place, before it is made.

    Args:
        draft: what is known of it: its intent.
        others: chances of what competes with it.
        message: what ``message_features`` gave.
        k: how many places there are.

    Returns:
        False where even the best draft would not be shown.
    """
    choice = load_choice()
    whole, blanks = choice.of["whole"] > 0, int(choice.of["blanks"] > choice.of["filled"])
    [best] = choice.chances([draft._replace(whole=whole, blanks=blanks)], message)
    return best >= choice.floor and sum(chance > best for chance in others) < k + _SPARE


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
