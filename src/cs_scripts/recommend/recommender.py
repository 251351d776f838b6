"""Answer a message: recognise its intents, rank the scripts of each, fill in the shop's facts.

This is the whole flow in one class; every step stands in a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from cs_scripts.conversation.terms import STAGES
from cs_scripts.errors import ArgumentError, HistoryError, MessageTypeError
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.cache import load_model
from cs_scripts.recognition.decision import Status, decide, decide_all, load_thresholds, runner_up, with_history
from cs_scripts.recognition.model import NONE, Floats, IntentModel, RecognisedIntent, Thresholds, lengths
from cs_scripts.recommend.ranking import ScriptRanker, interleave
from cs_scripts.shop.profile import Shop, load_shop, render

_SMALL_BATCH = 8
_ROLES = ("buyer", "seller")
_TURNS = 4


@dataclass(frozen=True)
class Reply:
    """A reply that an agent can send.

    Args:
        id: the script's id.
        intent: id of the intent it answers.
        text: the wording, blanks filled in; an open blank shows as 【待填:…】.
        score: how well the script fits the wording of the message, 0 to 1.
        technique: name of the move.
        source: document and section.
        missing: labels of the open blanks.
    """

    id: str
    intent: str
    text: str
    score: float
    technique: str
    source: str
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """What to answer to one message.

    Args:
        status: ``confident``; ``ambiguous`` when the first intent is doubtful; ``none`` when nothing can be answered.
        intents: the intents found, most urgent first; empty when there is none.
        replies: the replies, best first, the intents taking turns; empty when the status is ``none``. Where one intent was found and is
            doubtful, the last of three or more replies is for the next likely intent.
    """

    status: Status
    intents: tuple[RecognisedIntent, ...]
    replies: tuple[Reply, ...]


class Recommender:
    """Suggest replies to buyers' messages.

    Make one with ``Recommender.load``.

    Args:
        model: recognises intents.
        book: the scripts.
        shop: the shop's facts.
        thresholds: where decisions are cut.

    >>> r = Recommender.load()
    >>> sorted(intent.id for intent in r.suggest("能便宜点吗 什么时候发货").intents)
    ['price_haggling', 'shipping_time']
    """

    def __init__(self, model: IntentModel, book: Phrasebook, shop: Shop, thresholds: Thresholds) -> None:
        self.model = model
        self.book = book
        self.shop = shop
        self.thresholds = thresholds
        self._wording = cache(lambda identity: self._word(book.scripts[identity]))
        self._ranker = cache(lambda intent: ScriptRanker(book.for_intent(intent), model.features))

    @classmethod
    def load(cls, phrases: Path | str | None = None, shop: Path | str | None = None, *, engine: str = "auto") -> Recommender:
        """Load the recogniser, the phrase book and the shop's profile.

        The first load on a machine fits the recogniser (half a minute or so) and caches its weights.

        Args:
            phrases: the shop's own phrase book, which extends the bundled one.
            shop: the shop's profile.
            engine: ``jieba``, ``rjieba``, or ``auto`` for the faster one that is installed.

        Returns:
            A recommender.

        Raises:
            CsScriptsError: a file cannot be read or breaks its schema.
        """
        book = load_phrasebook(phrases)
        profile = load_shop(shop, book) if shop is not None else Shop()
        return cls(load_model(engine), book, profile, load_thresholds())

    def suggest(
        self,
        text: str,
        history: Sequence[Mapping[str, str]] = (),
        k: int = 3,
        *,
        stage: str | None = None,
        at: datetime | None = None,
    ) -> Suggestion:
        """Suggest replies to a message.

        Args:
            text: the message as typed.
            history: earlier turns, oldest first, each ``{"role": "buyer"|"seller", "text": …}``.
            k: how many replies at most.
            stage: the order's stage, one of ``phrases.STAGES``, when known.
            at: the time of the message; now by default.

        Returns:
            Status, intents and replies.

        Raises:
            MessageTypeError: the message is not text.
            HistoryError: a turn is not of that form.
            ArgumentError: ``k`` is below 1 or the stage unknown.
        """
        _check_text(text, 0)
        turns = _check_history(history)[-_TURNS:]
        _check_choice(k, stage)
        grams = self.model.features(text)
        scores = self.model.score_features(grams)
        if turns:
            scores = with_history(scores, [(role, self.model.score(turn)) for role, turn in turns], self.model.labels, self.thresholds)
        return self._suggestion(grams, scores, k, stage, at or datetime.now())

    def suggest_all(self, texts: Sequence[str], k: int = 1, *, stage: str | None = None, at: datetime | None = None) -> list[Suggestion]:
        """Suggest replies to many messages that have nothing to do with each other.

        Args:
            texts: the messages as typed.
            k: how many replies at most for each.
            stage: the orders' stage, when known.
            at: the time of the messages; now by default.

        Returns:
            A suggestion for each message.

        Raises:
            MessageTypeError: a message is not text.
            ArgumentError: ``k`` is below 1 or the stage unknown.
        """
        _check_choice(k, stage)
        moment = at or datetime.now()
        _check_texts(texts)
        if k == 1 and len(texts) >= _SMALL_BATCH:
            return [found for chunk in self.model.chunks(texts) for found in self._first_suggestions(chunk, stage, moment)]
        return [self._suggest_alone(text, k, stage, moment) for text in texts]

    def classify(self, texts: Sequence[str]) -> list[tuple[RecognisedIntent, ...]]:
        """Recognise the intents of many messages.

        Args:
            texts: the messages as typed.

        Returns:
            For each message its intents, most urgent first; empty where there is none.

        Raises:
            MessageTypeError: a message is not text.

        >>> Recommender.load().classify(["是正品吗", "嗯嗯"])[1]
        ()
        """
        if isinstance(texts, str):
            raise MessageTypeError(0, "一整段文字而不是列表")
        _check_texts(texts)
        if len(texts) < _SMALL_BATCH:
            return [decide(self.model.score(text), self.model.labels, self.thresholds)[1] for text in texts]
        found: list[tuple[RecognisedIntent, ...]] = []
        for chunk in self.model.score_all(texts):
            found += decide_all(chunk, self.model.labels, self.thresholds)
        return found

    def explain(self, text: str, limit: int = 5) -> dict[str, list[tuple[str, float]]]:
        """Tell which words decided.

        Args:
            text: the message as typed.
            limit: how many words for each intent.

        Returns:
            For each intent found (or ``none``) the n-grams that spoke most for it, with their share of the score.

        Raises:
            MessageTypeError: the message is not text.
        """
        _check_text(text, 0)
        rows = self.model.features(text)
        scores = self.model.score_features(rows)
        intents = [intent.id for intent in decide(scores, self.model.labels, self.thresholds)[1]] or [NONE]
        length = float(lengths(self.model.weights[rows, -1].sum()))
        shares: dict[str, list[tuple[str, float]]] = {}
        for intent in intents:
            column = self.model.weights[:, self.model.labels.index(intent)]
            sums: dict[str, float] = {}
            for row in rows:  # a word of one character is both a character and a word
                name = self.model.name(row)
                sums[name] = sums.get(name, 0.0) + float(column[row]) / length
            best = sorted(sums.items(), key=lambda item: -item[1])
            shares[intent] = [(name, round(share, 2)) for name, share in best[:limit] if share > 0]
        return shares

    def _suggest_alone(self, text: str, k: int, stage: str | None, at: datetime) -> Suggestion:
        grams = self.model.features(text)
        return self._suggestion(grams, self.model.score_features(grams), k, stage, at)

    def _suggestion(self, grams: list[int], scores: Floats, k: int, stage: str | None, at: datetime) -> Suggestion:
        status, intents = decide(scores, self.model.labels, self.thresholds)
        if not intents:
            return Suggestion("none", (), ())

        def ranked(intent: str) -> list[tuple[Script, float]]:
            return self._ranker(intent).rank(grams, lambda script: self.shop.allows(script, at, stage))[:k]

        pairs = interleave([ranked(intent.id) for intent in intents], k)
        if status == "ambiguous" and len(intents) == 1 and k > 2:
            pairs = pairs[: k - 1] + ranked(runner_up(scores, self.model.labels, intents[0].id))[:1]
        return Suggestion(status, intents, tuple(self._reply(script, score) for script, score in pairs))

    def _first_suggestions(self, texts: Sequence[str], stage: str | None, at: datetime) -> list[Suggestion]:
        """Suggest one reply to each message, all messages of an intent at a time."""
        grams = self.model.features_all(texts)
        found = decide_all(self.model.score_features_all(grams), self.model.labels, self.thresholds)
        groups: dict[str, list[int]] = {}
        for i, intents in enumerate(found):
            if intents:
                groups.setdefault(intents[0].id, []).append(i)
        suggestions = [Suggestion("none", (), ())] * len(texts)
        for intent, group in groups.items():
            best = self._ranker(intent).first_all(grams[group], lambda script: self.shop.allows(script, at, stage))
            for i, pair in zip(group, best, strict=True):
                if pair is None:  # the first intent has nothing to offer now, so the next one speaks
                    suggestions[i] = self._suggest_alone(texts[i], 1, stage, at)
                    continue
                sure = max(intent.probability for intent in found[i]) >= self.thresholds.confident
                suggestions[i] = Suggestion("confident" if sure else "ambiguous", found[i], (self._reply(*pair),))
        return suggestions

    def _word(self, script: Script) -> tuple[str, tuple[str, ...]]:
        """Take the wording with the fewest open blanks, the first among equals."""
        wordings = [render(reply, self.shop.values, self.book.slots) for reply in script.replies]
        return min(wordings, key=lambda wording: len(wording[1]))

    def _reply(self, script: Script, score: float) -> Reply:
        text, missing = self._wording(script.id)
        return Reply(script.id, script.intent, text, round(score, 4), script.technique, script.source, missing)


def _check_texts(texts: Sequence[object]) -> None:
    if {*map(type, texts)} - {str}:  # something else, or a subclass of str: look closely
        for i, text in enumerate(texts):
            _check_text(text, i)


def _check_text(text: object, index: int) -> None:
    if not isinstance(text, str):
        raise MessageTypeError(index, type(text).__name__)


def _check_choice(k: int, stage: str | None) -> None:
    if k < 1:
        raise ArgumentError("k", "至少为 1")
    if stage is not None and stage not in STAGES:
        raise ArgumentError("stage", f"“{stage}”不在 {'、'.join(STAGES)} 之中")


def _check_history(history: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    turns = []
    for i, turn in enumerate(history):
        if not isinstance(turn, Mapping) or turn.get("role") not in _ROLES:
            raise HistoryError(i, "role 应为 buyer 或 seller")
        if not isinstance(turn.get("text"), str):
            raise HistoryError(i, "text 应为文字")
        turns.append((turn["role"], turn["text"]))
    return turns
