"""Find the scripts of an intent that fit a message, from the indexes and rankers of a book, each built when first needed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np

from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recommend.chooser_file import load_choosers
from cs_scripts.recommend.choosers import Chooser, fit_chooser
from cs_scripts.recommend.matching import AskIndex
from cs_scripts.recommend.moment import Query
from cs_scripts.recommend.ranking import MOST, Flags, Ranked, ScriptRanker
from cs_scripts.recommend.weights import Weights, load_weights
from cs_scripts.shop.profile import Shop, render


class ScriptFinder:
    """Find scripts.

    Args:
        book: the scripts.
        shop: what the shop offers.
        model: finds n-grams.
        own: ids of the shop's own scripts.
        documented: find only scripts that a training document teaches.
    """

    def __init__(self, book: Phrasebook, shop: Shop, model: IntentModel, own: Collection[str], *, documented: bool = False) -> None:
        self.book = book
        self.shop = shop
        self.own = frozenset(own)
        self.documented = documented
        self._model = model
        self._parts: dict[str, tuple[AskIndex, ScriptRanker]] = {}
        self._offered: dict[tuple[str, tuple[bool, ...]], Flags] = {}

    def __getstate__(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if key not in ("_parts", "_bundled", "weights")} | {"_parts": {}}

    def warm_up(self) -> None:
        """Build the indexes and rankers of all intents."""
        for intent in self.book.intents:
            if self.book.for_intent(intent):
                self._of(intent)

    @cached_property
    def weights(self) -> Weights:
        """What each feature is worth."""
        return load_weights()

    def ranked(self, intent: str, query: Query, limit: int = MOST) -> list[Ranked]:
        """Order the scripts of an intent that may be offered.

        Args:
            intent: its id.
            query: the message and its talk.
            limit: how many are wanted.

        Returns:
            The scripts, best first.
        """
        index, ranker = self._of(intent)
        before = index.nearest(query.before) if len(query.before) else None
        return ranker.rank(index.fit(query.grams), before, query.talk, self._allowed(intent, query.at), limit)

    def features(self, script: Script, query: Query) -> list[float]:
        """Give the ranking features of one script.

        Args:
            script: a script of the book.
            query: the message and its talk.

        Returns:
            Its values in the order of ``weights.FEATURES``.
        """
        index, ranker = self._of(script.intent)
        before = index.nearest(query.before) if len(query.before) else None
        row: list[float] = ranker.features(index.fit(query.grams), before, query.talk)[ranker.scripts.index(script)].tolist()
        return row

    def _allowed(self, intent: str, at: datetime) -> Flags:
        """Tell which scripts of an intent the shop offers at a time; that changes only with its campaigns."""
        key = intent, tuple(campaign.active(at) for campaign in self.shop.campaigns)
        flags = self._offered.get(key)
        if flags is None:
            scripts = self.book.for_intent(intent)
            flags = np.array(
                [self.shop.allows(script, at) and (script.documented or not self.documented) for script in scripts], dtype=bool
            )
            self._offered[key] = flags
        return flags

    def _of(self, intent: str) -> tuple[AskIndex, ScriptRanker]:
        parts = self._parts.get(intent)
        if parts is None:  # two threads may both build it: the same twice
            scripts = self.book.for_intent(intent)
            chooser = self._chooser(intent, scripts)
            parts = AskIndex(scripts, self._model, chooser), ScriptRanker(scripts, self.weights, self.own, self._blanks)
            self._parts[intent] = parts
        return parts

    @cached_property
    def _bundled(self) -> tuple[Phrasebook, Mapping[str, Chooser]]:
        bundled = load_phrasebook()
        return bundled, load_choosers(bundled, self._model)

    def _chooser(self, intent: str, scripts: Sequence[Script]) -> Chooser:
        """Take the model that tells an intent's scripts apart; fit one where the shop has changed which there are."""
        bundled, choosers = self._bundled
        same = [(one.id, one.asks) for one in scripts] == [(one.id, one.asks) for one in bundled.for_intent(intent)]
        known = choosers.get(intent)
        return known if known is not None and same and len(known.steps) == len(scripts) else fit_chooser(scripts, self._model)

    def _blanks(self, script: Script) -> int:
        """Count the blanks that stay open in the wording with the fewest."""
        return min(len(render(reply, self.shop.values, self.book.slots)[1]) for reply in script.replies)
