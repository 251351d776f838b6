"""What an import would do, phrase by phrase, before anything is written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from cs_scripts.phrasebook.book import Script
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.reading import Reading

STATES = {"new": "新增", "changed": "改动", "same": "相同", "duplicate": "重复"}
"""What a phrase of a file is to a book, and how that is said."""


@dataclass(frozen=True)
class Item:
    """What becomes of one phrase of a file.

    Args:
        entry: the phrase.
        state: one of ``STATES``.
        script: the script that holds it afterwards; None for a duplicate.
        basis: what its intent rests on: ``book``, ``file``, ``group``, ``classifier``, or ``nothing``.
        probability: how sure the classifier is; None where it was not asked or found nothing.
        notes: what had to be changed to take it in, in Chinese.
    """

    entry: Entry
    state: str
    script: Script | None
    basis: str = "book"
    probability: float | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """What an import would do.

    Args:
        items: what becomes of each phrase, in the order of the file.
        scripts: the scripts to add to or replace in the shop's own book, by id.
    """

    items: tuple[Item, ...]
    scripts: dict[str, Script]

    @property
    def counts(self) -> dict[str, int]:
        """Number of phrases in each state."""
        found = Counter(item.state for item in self.items)
        return {state: found[state] for state in STATES}


def account(reading: Reading, plan: Plan) -> dict[str, Any]:
    """Give account of a file that was read and planned.

    Args:
        reading: what the file held.
        plan: what becomes of it.

    Returns:
        ``read``, which is the sum of ``used``, all of ``left_out`` and all of ``rejected``; the latter two by reason.
    """
    told = reading.account
    repeated = plan.counts["duplicate"]
    left_out = {**told["left_out"], **({"重复": repeated} if repeated else {})}
    return {**told, "used": told["used"] - repeated, "left_out": left_out}
