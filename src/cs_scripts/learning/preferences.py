"""Rank by what agents chose: where one situation comes again, the reply they keep choosing moves to the front, there and nowhere else.

The recommended order is what is believed beforehand. A reply comes before the recommended first when it leads by more choices than chance
would give it: two standard deviations of n clicks at random, which the fifth of five consistent choices is the first to exceed. One slip
of the hand changes nothing, a habit soon does, and clicks without a habit hardly ever do.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from cs_scripts.recommend.suggestion import Suggestion

if TYPE_CHECKING:
    from cs_scripts.learning.choices import ChoiceStore

_DEVIATIONS = 2.0


def situation(intents: Iterable[str], shown: Iterable[str]) -> str:
    """Name a situation: what was asked, and which scripts stood to choose from, in whatever order.

    Args:
        intents: ids of the intents.
        shown: ids of the scripts.

    Returns:
        Its key.

    >>> situation(["returns"], ["b", "a"])
    'returns|a,b'
    """
    return f"{'+'.join(sorted(intents))}|{','.join(sorted(shown))}"


def situation_of(suggestion: Suggestion) -> str:
    """Name the situation of a suggestion.

    Args:
        suggestion: the suggestion.

    Returns:
        Its key.
    """
    return situation((intent.id for intent in suggestion.intents), (reply.id for reply in suggestion.replies))


def preferences(store: ChoiceStore, only: str | None = None) -> Mapping[tuple[str, str], float]:
    """Tell how much choices speak for each script in each situation.

    Args:
        store: the choices.
        only: key of the only situation of interest.

    Returns:
        Bonus by situation key and script id; 1 outweighs the recommended first place.

    >>> from cs_scripts.learning.choices import Choice, ChoiceStore
    >>> store = ChoiceStore(":memory:")
    >>> ids = [store.add(Choice("chosen", "returns|a,b", "b")) for _ in range(9)]
    >>> preferences(store)
    {('returns|a,b', 'b'): 1.5}
    """
    votes = store.votes(only)
    totals: dict[str, int] = {}
    for key, _, count in votes:
        totals[key] = totals.get(key, 0) + max(0, count)
    return {(key, script): count / (_DEVIATIONS * math.sqrt(max(1, totals[key]))) for key, script, count in votes}


def rerank(shown: Sequence[str], key: str, bonuses: Mapping[tuple[str, str], float]) -> list[int]:
    """Order what is shown by the choices made in the same situation.

    Args:
        shown: script ids in the recommended order.
        key: key of the situation.
        bonuses: as ``preferences`` gives them.

    Returns:
        Positions in ``shown``, best first; with no bonus, the recommended order.

    >>> rerank(["a", "b"], "returns|a,b", {("returns|a,b", "b"): 1.1})
    [1, 0]
    """
    return sorted(range(len(shown)), key=lambda place: -((place == 0) + bonuses.get((key, shown[place]), 0.0)))


def prefer(suggestion: Suggestion, bonuses: Mapping[tuple[str, str], float]) -> Suggestion:
    """Order a suggestion's replies by the choices made in the same situation.

    Args:
        suggestion: the suggestion as recommended.
        bonuses: as ``preferences`` gives them.

    Returns:
        The suggestion with its replies reordered; one that came to the front says why.
    """
    key = situation_of(suggestion)
    order = rerank([reply.id for reply in suggestion.replies], key, bonuses)
    if order == list(range(len(order))):
        return suggestion
    replies = [suggestion.replies[place] for place in order]
    if order[0] != 0:
        replies[0] = replace(replies[0], why=("本店常选这条", *replies[0].why))
    return replace(suggestion, replies=tuple(replies))
