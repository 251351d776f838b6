"""One call of the recommender: what was typed and what the caller knows, checked before anything is made of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple
from zlib import crc32

import numpy as np

from cs_scripts.conversation.facts import Facts
from cs_scripts.conversation.stage import read_stage
from cs_scripts.conversation.terms import STAGES
from cs_scripts.errors import ArgumentError, HistoryError
from cs_scripts.recognition.told import Told
from cs_scripts.recommend.choosers import Ids
from cs_scripts.recommend.ranking import Talk, mask_of
from cs_scripts.recommend.wording import bare
from cs_scripts.shop.moments import local
from cs_scripts.text.normalise import MAX_LENGTH

_ROLES = ("buyer", "seller")


@dataclass(frozen=True)
class Moment:
    """One call: what was typed, and all that the caller knows."""

    text: str
    turns: Sequence[tuple[str, str]]
    k: int
    stage: str
    values: Mapping[str, str]
    at: datetime
    item: str | None = None

    @cached_property
    def sent(self) -> frozenset[str]:
        """What the shop has said in this talk, as ``wording.bare`` gives it."""
        return frozenset(bare(text) for role, text in self.turns if role == "seller")


class Query(NamedTuple):
    """What ranking looks at: the message's n-grams, those of the buyer's turn before, the talk and the time."""

    grams: Ids
    before: Ids
    talk: Talk
    at: datetime


def check_item(item: str | None) -> str | None:
    """Refuse an article that is named by no text.

    Args:
        item: id, link or name; None for none.

    Returns:
        The same.

    Raises:
        ArgumentError: it is no text.
    """
    if item is not None and not isinstance(item, str):
        raise ArgumentError("item", f"应为商品的编号、链接或名称，不是 {type(item).__name__}")
    return item


def check_count(k: int) -> int:
    """Refuse a number of replies that makes no sense.

    Args:
        k: how many replies.

    Returns:
        The same.

    Raises:
        ArgumentError: it makes no sense.
    """
    if isinstance(k, bool) or not isinstance(k, int):
        raise ArgumentError("k", f"应为整数，不是 {k!r}")
    if k < 1:
        raise ArgumentError("k", "至少为 1")
    return k


def check_stage(stage: str | None) -> str:
    """Refuse a stage that there is not.

    Args:
        stage: where the order stands; None where nobody knows.

    Returns:
        The stage; empty for None.

    Raises:
        ArgumentError: it is none of ``STAGES``.
    """
    if stage is not None and stage not in STAGES:
        raise ArgumentError("stage", f"“{stage}”不在 {'、'.join(STAGES)} 之中")
    return stage or ""


def check_time(at: datetime | None) -> datetime:
    """Give the moment by the shop's clock.

    Args:
        at: a time, with or without a zone; None for now.

    Returns:
        The local time.

    Raises:
        ArgumentError: it is no time.
    """
    if at is None:
        return datetime.now()
    if not isinstance(at, datetime):
        raise ArgumentError("at", f"应为 datetime，不是 {type(at).__name__}")
    try:
        return local(at)
    except (OverflowError, ValueError) as error:
        raise ArgumentError("at", f"{at.isoformat()} 超出了日历的范围") from error


def check_history(history: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    """Refuse turns that are not of the form of turns.

    Args:
        history: what was given.

    Returns:
        Role and text of each.

    Raises:
        HistoryError: a turn has another form.
    """
    if not isinstance(history, list | tuple) and (isinstance(history, str | bytes | Mapping) or not isinstance(history, Sequence)):
        raise HistoryError(0, f"历史消息应为列表，不是 {type(history).__name__}")
    turns = []
    for i, turn in enumerate(history):
        if not isinstance(turn, Mapping) or turn.get("role") not in _ROLES:
            raise HistoryError(i, "role 应为 buyer 或 seller")
        if not isinstance(turn.get("text"), str):
            raise HistoryError(i, "text 应为文字")
        turns.append((turn["role"], turn["text"]))
    return turns


def stages_of(moment: Moment) -> Mapping[str, float]:
    """Tell where the order stands: as the caller says, else as the talk lets one guess."""
    if moment.stage:
        return {name: float(name == moment.stage) for name in STAGES}
    return read_stage(moment.text, moment.turns)


def sure_stage(stages: Mapping[str, float], least: float) -> str:
    """Name the likeliest stage.

    Args:
        stages: how likely each is.
        least: how likely it must be.

    Returns:
        The stage; empty where none is likely enough.

    >>> sure_stage({"paid": 0.7, "shipped": 0.3}, 0.6), sure_stage({"paid": 0.7, "shipped": 0.3}, 0.8)
    ('paid', '')
    """
    stage = max(stages, key=stages.__getitem__)
    return stage if stages[stage] >= least else ""


def terms_of(facts: Facts) -> list[str]:
    """List what was said by the buyer, and the signs."""
    return [*{fact.kind for fact in facts.items if fact.role == "buyer"}, *facts.signs]


def turn_of(moment: Moment) -> int:
    """Number the talk, so that wordings take turns in it and differ between talks."""
    first = moment.turns[0][1] if moment.turns else moment.text
    said = sum(role == "seller" for role, _ in moment.turns)
    return crc32(bare(first[:MAX_LENGTH]).encode("utf-8", "surrogatepass")) + said


def query_of(grams: list[int], told: Callable[[str], Told], facts: Facts, stages: Mapping[str, float], moment: Moment) -> Query:
    """Gather what ranking looks at.

    Args:
        grams: the message's n-gram ids.
        told: what reads earlier turns.
        facts: what was said.
        stages: how likely each stage of the order is.
        moment: the call.

    Returns:
        The query.
    """
    before = next((text for role, text in reversed(moment.turns) if role == "buyer"), "")
    talk = Talk(mask_of(terms_of(facts)), tuple(round(stages[name], 3) for name in STAGES), bool(moment.stage))
    # Sums of fractions depend on their order in the last digit; sorted, a message alone and among many gets the same score.
    return Query(ascending(grams), ascending(told(before).grams if before else ()), talk, moment.at)


def ascending(grams: Sequence[int]) -> Ids:
    """Sort n-grams.

    Args:
        grams: their ids.

    Returns:
        The ids as ``matching`` and ``choosers`` look them up.

    >>> ascending([7, 2]).tolist()
    [2, 7]
    """
    found = np.array(grams, dtype=np.int32)
    found.sort()
    return found
