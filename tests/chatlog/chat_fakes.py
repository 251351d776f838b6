"""A recogniser that needs no training, for tests of what is around recognition."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Sequence

from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.recommend.suggestion import Reply, Suggestion

_WORDS = {"发货": "shipping_time", "便宜": "price_haggling", "正品": "authenticity"}


class FakeRecommender:
    """Recognise three words; a recogniser and a recommender in one."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        """All messages it was asked about."""

    def suggest_all(self, texts: Sequence[str], k: int = 1) -> list[Suggestion]:
        """Suggest replies to many messages."""
        assert k == 1
        self.seen += texts
        return [self._suggest(text) for text in texts]

    def recognise_all(self, texts: Sequence[str]) -> list[tuple[str, tuple[RecognisedIntent, ...]]]:
        """Recognise many messages."""
        return [(found.status, found.intents) for found in self.suggest_all(texts)]

    def _suggest(self, text: str) -> Suggestion:
        found = tuple(RecognisedIntent(intent, 0.9) for word, intent in _WORDS.items() if word in text)
        replies = tuple(Reply(f"{intent.id}.a", intent.id, f"关于{intent.id}，您好", 1.0, "", "own § 测试", ()) for intent in found[:1])
        return Suggestion("confident" if found else "none", found, replies)


class SlowRecommender(FakeRecommender):
    """The same, slow enough to be killed."""

    def suggest_all(self, texts: Sequence[str], k: int = 1) -> list[Suggestion]:
        """Suggest replies to many messages."""
        time.sleep(0.02)
        return super().suggest_all(texts, k)


class DyingRecommender(FakeRecommender):
    """Ends its process at work, as one does that the system kills for want of memory."""

    def suggest_all(self, texts: Sequence[str], k: int = 1) -> list[Suggestion]:
        """Die."""
        if multiprocessing.parent_process() is not None:  # the first process warms up what its workers share
            os._exit(9)
        return super().suggest_all(texts, k)
