"""What is asked: the intents of a message, alone or in a talk, and the words that decided.

It needs no phrase book, so that ``check`` and ``import`` can classify without loading one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from cs_scripts.conversation.facts import read_facts
from cs_scripts.errors import ArgumentError
from cs_scripts.recognition.cache import load_model
from cs_scripts.recognition.checks import check_text, check_texts
from cs_scripts.recognition.decision import Status, decide, decide_all, on_the_way_back, probability, statuses, with_history
from cs_scripts.recognition.model import NONE, Floats, IntentModel, RecognisedIntent
from cs_scripts.recognition.thresholds import Thresholds, load_thresholds
from cs_scripts.recognition.told import Told, remembering

if TYPE_CHECKING:
    from cs_scripts.recognition.own import Near, OwnAsk, OwnIndex

SMALL_BATCH = 8
"""From how many messages on arrays are faster than one message after the other."""

_UNHEARD = -9.0

TURNS = 4
"""How many turns before a message are listened to."""


@dataclass(frozen=True)
class Recogniser:
    """Recognise intents.

    Make one with ``Recogniser.load``. It can be pickled and shared between threads.

    Attributes:
        model: the fitted weights.
        thresholds: where decisions are cut.
        own: the shop's own asks, which decide where a message comes near them.

    >>> Recogniser.load().classify(["是正品吗", "嗯嗯"])[1]
    ()
    """

    model: IntentModel
    thresholds: Thresholds
    own: tuple[OwnAsk, ...] = ()

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The intents that can be recognised: those of the weights, and new ones of the shop's own asks."""
        own = dict.fromkeys(ask.intent for ask in self.own)
        return (*self.model.labels, *(intent for intent in own if intent not in self.model.labels))

    @cached_property
    def _index(self) -> OwnIndex:
        from cs_scripts.recognition.own import OwnIndex  # most shops have no asks of their own

        return OwnIndex(self.own, self.model)

    @cached_property
    def told(self) -> Callable[[str], Told]:
        """What reads earlier turns, and remembers them."""
        return remembering(self.model, self.heard)

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def load(cls, engine: str = "auto", own: tuple[OwnAsk, ...] = ()) -> Recogniser:
        """Load the weights and the thresholds.

        Args:
            engine: ``jieba``, ``rjieba``, or ``auto`` for the faster one that is installed.
            own: the shop's own asks.

        Returns:
            A recogniser.

        Raises:
            CsScriptsError: the weights cannot be read.
        """
        return cls(load_model(engine), load_thresholds(), own)

    def warm_up(self) -> None:
        """Build whatever the first message would wait for."""
        self.classify(["能便宜点吗 什么时候发货"] * 1000)
        for _ in range(SMALL_BATCH):
            self.scores("在吗", ())

    def near(self, text: str) -> Near | None:
        """Find the shop's own ask that a message comes closest to.

        Args:
            text: the message as typed.

        Returns:
            The ask and its cosine; None where the shop has none or they share nothing.
        """
        return self._index.nearest(text) if self.own else None

    def heard(self, text: str, scores: Floats) -> Floats:
        """Let the shop's own asks say what a message has, beside the weights.

        Args:
            text: the message as typed.
            scores: log-odds of each label of the weights.

        Returns:
            Log-odds of each of ``labels``.
        """
        if not self.own:
            return scores
        unknown = np.full(len(self.labels) - len(scores), _UNHEARD, dtype=scores.dtype)
        return self._index.speak(text, np.concatenate([scores, unknown]), self.labels)

    def scores(self, text: str, turns: Sequence[tuple[str, str]]) -> tuple[list[int], Floats]:
        """Score a message in its talk.

        Args:
            text: the message as typed.
            turns: role and text of each earlier turn, oldest first.

        Returns:
            The message's n-gram ids, and the log-odds of each label.
        """
        grams = self.model.features(text)
        scores = self.heard(text, self.model.score_features(grams))
        if turns:
            told = [(role, self.told(turn).scores) for role, turn in turns[-TURNS:]]
            asked = read_facts(text, turns).has("agent_asked")
            scores = on_the_way_back(with_history(scores, told, self.labels, self.thresholds, asked=asked), told, self.labels)
        return grams, scores

    def _alone(self, text: str) -> Floats:
        """Score a message that stands in no talk."""
        scores = self.model.score(text)
        return self.heard(text, scores) if self.own else scores

    def probability(self, scores: Floats, intent: str) -> float:
        """Tell how likely an intent is.

        Args:
            scores: log-odds of each label.
            intent: its id.

        Returns:
            The calibrated probability.
        """
        return probability(float(scores[self.labels.index(intent)]), self.thresholds)

    def recognise(self, text: str, turns: Sequence[tuple[str, str]] = ()) -> tuple[Status, tuple[RecognisedIntent, ...]]:
        """Recognise the intents of one message in its talk.

        Args:
            text: the message as typed.
            turns: role and text of each earlier turn, oldest first.

        Returns:
            The status, and the intents, most urgent first; ``none`` has no intents.
        """
        return decide(self.scores(text, turns)[1], self.labels, self.thresholds)

    def classify(self, texts: Sequence[str]) -> list[tuple[RecognisedIntent, ...]]:
        """Recognise the intents of many messages.

        Args:
            texts: the messages as typed.

        Returns:
            For each message its intents, most urgent first; empty where there is none.

        Raises:
            MessageTypeError: a message is not text, or one text was given in place of a list.
        """
        check_texts(texts)
        if len(texts) < SMALL_BATCH:
            return [decide(self._alone(text), self.labels, self.thresholds)[1] for text in texts]
        return [intents for scores in self._scored(texts) for intents in decide_all(scores, self.labels, self.thresholds)]

    def recognise_all(self, texts: Sequence[str]) -> list[tuple[Status, tuple[RecognisedIntent, ...]]]:
        """Recognise many messages that have nothing to do with each other; the same as ``recognise`` on each, faster.

        Args:
            texts: the messages as typed.

        Returns:
            For each message its status, and its intents, most urgent first.

        Raises:
            MessageTypeError: a message is not text, or one text was given in place of a list.

        >>> [status for status, _ in Recogniser.load().recognise_all(["是正品吗", "嗯嗯"])]
        ['confident', 'none']
        """
        check_texts(texts)
        cut = self.thresholds
        if len(texts) < SMALL_BATCH:
            return [decide(self._alone(text), self.labels, cut) for text in texts]
        found: list[tuple[Status, tuple[RecognisedIntent, ...]]] = []
        for scores in self._scored(texts):
            found += zip(statuses(scores, self.labels, cut), decide_all(scores, self.labels, cut), strict=True)
        return found

    def _scored(self, texts: Sequence[str]) -> Iterator[Floats]:
        """Score many messages, a chunk at a time."""
        for chunk in self.model.chunks(texts):
            scores = self.model.score_features_all(self.model.features_all(chunk))
            yield np.stack([self.heard(text, row) for text, row in zip(chunk, scores, strict=True)]) if self.own else scores

    def explain(self, text: str, limit: int = 5) -> dict[str, list[tuple[str, float]]]:
        """Tell which words decided.

        Args:
            text: the message as typed.
            limit: how many words for each intent.

        Returns:
            For each intent found (or ``none``) the n-grams that spoke most for it, with their share of the score; the own ask and its
            cosine where that decided.

        Raises:
            MessageTypeError: the message is not text.
            ArgumentError: the limit is no whole number above 0.
        """
        check_text(text, 0)
        if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
            raise ArgumentError("limit", f"应为正整数，不是 {limit!r}")
        grams = self.model.features(text)
        scores = self.heard(text, self.model.score_features(grams))
        intents = [intent.id for intent in decide(scores, self.labels, self.thresholds)[1]] or [NONE]
        near = self.near(text)
        shares: dict[str, list[tuple[str, float]]] = {}
        for intent in intents:
            if near and near.ask.intent == intent and (near.decides or intent not in self.model.labels):
                shares[intent] = [(near.ask.text, round(near.cosine, 2))]
                continue
            sums: dict[str, float] = {}
            for gram, share in zip(grams, self.model.shares(grams, intent).tolist(), strict=True):
                name = self.model.name(gram)  # a word of one character is both a character and a word
                sums[name] = sums.get(name, 0.0) + share
            best = sorted(sums.items(), key=lambda item: -item[1])
            shares[intent] = [(name, round(share, 2)) for name, share in best[:limit] if share > 0]
        return shares
