"""Answer a message: what was said and asked, which scripts fit, and what the shop knows to fill them with.

This is the whole flow in one class; every step stands in a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zlib import crc32

from cs_scripts.conversation.facts import Facts, read_facts
from cs_scripts.conversation.stage import read_stage
from cs_scripts.conversation.terms import KIND_LABELS, STAGES
from cs_scripts.errors import ArgumentError, HistoryError
from cs_scripts.files.yaml import did_you_mean
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.decision import decide, likely
from cs_scripts.recognition.model import Floats, RecognisedIntent
from cs_scripts.recognition.recogniser import SMALL_BATCH, Recogniser, check_text, check_texts
from cs_scripts.recommend.matching import AskIndex
from cs_scripts.recommend.opening import Opening, hold, said_before
from cs_scripts.recommend.order import read_order
from cs_scripts.recommend.ranking import Ranked, ScriptRanker, Talk, interleave, mask_of
from cs_scripts.recommend.said import said_values
from cs_scripts.recommend.suggestion import Reply, Suggestion
from cs_scripts.recommend.weights import FEATURES, load_weights
from cs_scripts.recommend.wording import Wording, bare, choose, plain
from cs_scripts.shop.profile import Shop, load_shop, render
from cs_scripts.text.normalise import MAX_LENGTH

_ROLES = ("buyer", "seller")
_SURE_STAGE = 0.6


class Recommender:
    """Suggest replies to buyers' messages.

    Make one with ``Recommender.load``. It can be pickled and shared between threads.

    Args:
        recogniser: recognises intents.
        book: the scripts.
        shop: the shop's facts.
        own: ids of the shop's own scripts.

    >>> r = Recommender.load()
    >>> sorted(intent.id for intent in r.suggest("能便宜点吗 什么时候发货").intents)
    ['price_haggling', 'shipping_time']
    """

    def __init__(self, recogniser: Recogniser, book: Phrasebook, shop: Shop, own: frozenset[str] = frozenset()) -> None:
        self.recogniser = recogniser
        self.book = book
        self.shop = shop
        self.own = own
        self._prepare()

    def _prepare(self) -> None:
        features = self.recogniser.model.features
        self._index = cache(lambda intent: AskIndex(self.book.for_intent(intent), features))
        self._ranker = cache(lambda intent: ScriptRanker(self.book.for_intent(intent), load_weights(), self.own, self._blanks))

    def __getstate__(self) -> dict[str, Any]:
        return {"recogniser": self.recogniser, "book": self.book, "shop": self.shop, "own": self.own}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._prepare()

    @classmethod
    def load(cls, phrases: Path | str | None = None, shop: Path | str | None = None, *, engine: str = "auto") -> Recommender:
        """Load the recogniser, the phrase book and the shop's profile.

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
        own = frozenset(book.scripts.keys() - load_phrasebook().scripts.keys()) if phrases is not None else frozenset()
        return cls(Recogniser.load(engine), book, load_shop(shop, book, other_slots=phrases is None) if shop is not None else Shop(), own)

    def suggest(
        self,
        text: str,
        history: Sequence[Mapping[str, str]] = (),
        k: int = 3,
        *,
        stage: str | None = None,
        order: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> Suggestion:
        """Suggest replies to a message.

        Args:
            text: the message as typed.
            history: earlier turns, oldest first, each ``{"role": "buyer"|"seller", "text": …}``.
            k: how many replies at most.
            stage: where the order stands, one of ``conversation.terms.STAGES``, when known; by default it is read from the talk.
            order: what is known of the order: any of the keys of ``recommend.order.KEYS``; its status tells the stage.
            at: the time of the message; now by default.

        Returns:
            Status, intents and replies.

        Raises:
            MessageTypeError: the message is not text.
            HistoryError: a turn is not of that form.
            ArgumentError: ``k`` is below 1, the stage unknown, or the order not of that form.
        """
        check_text(text, 0)
        turns = _check_history(history)
        known = read_order(order or {})
        moment = _Moment(text, turns, k, _check_choice(k, stage) or known.stage, known.values, at or datetime.now())
        grams, scores = self.recogniser.scores(text, turns)
        return self._suggestion(grams, scores, moment)

    def suggest_all(self, texts: Sequence[str], k: int = 1, *, stage: str | None = None, at: datetime | None = None) -> list[Suggestion]:
        """Suggest replies to many messages that have nothing to do with each other; the same as ``suggest`` on each, faster.

        Args:
            texts: the messages as typed.
            k: how many replies at most for each.
            stage: where the orders stand, when known.
            at: the time of the messages; now by default.

        Returns:
            A suggestion for each message.

        Raises:
            MessageTypeError: a message is not text.
            ArgumentError: ``k`` is below 1 or the stage unknown.
        """
        _check_choice(k, stage)
        check_texts(texts)
        moment = at or datetime.now()
        if len(texts) < SMALL_BATCH:
            return [self.suggest(text, k=k, stage=stage, at=moment) for text in texts]
        found = []
        model = self.recogniser.model
        for chunk in model.chunks(texts):
            grams = model.features_all(chunk)
            for i, (text, scores) in enumerate(zip(chunk, model.score_features_all(grams), strict=True)):
                rows = grams.indices[grams.indptr[i] : grams.indptr[i + 1]].tolist()
                found.append(self._suggestion(rows, scores, _Moment(text, (), k, stage or "", {}, moment)))
        return found

    def opening(
        self,
        occasion: str,
        k: int = 3,
        *,
        history: Sequence[Mapping[str, str]] = (),
        order: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> Opening:
        """Suggest what the agent may say first.

        Args:
            occasion: id or Chinese name of a trigger, as in ``payment_reminder`` or ``催付``.
            k: how many replies at most.
            history: earlier turns; what is said only once is not said again.
            order: what is known of the order, as for ``suggest``.
            at: the time; now by default. Outside the occasion's hours nothing is offered, and the opening says when.

        Returns:
            The replies, or why there are none.

        Raises:
            ArgumentError: there is no such occasion, or another argument makes no sense.
            HistoryError: a turn is not of that form.

        >>> Recommender.load().opening("催付", at=datetime(2026, 11, 30, 21)).not_before
        datetime.datetime(2026, 12, 1, 10, 0)
        """
        _check_choice(k, None)
        trigger = next((one for one in self.book.triggers.values() if occasion in (one.id, one.label)), None)
        if trigger is None:
            known = [one.label for one in self.book.triggers.values()]
            raise ArgumentError("occasion", f"没有“{occasion}”这个场合{did_you_mean(occasion, known)}；可用 {'、'.join(known)}")
        turns, known_of_order, moment = _check_history(history), read_order(order or {}), at or datetime.now()
        note, not_before = hold(trigger, moment)
        if not_before is not None:
            return Opening(trigger.id, (), note, not_before)
        stage = known_of_order.stage
        values = {**self.shop.values_at(moment), **known_of_order.values}
        sent = frozenset(bare(text) for role, text in turns if role == "seller")
        scripts = [one for one in self.book.for_trigger(trigger.id) if self.shop.allows(one, moment, stage or None)]
        if trigger.once and said_before([render(reply, values, self.book.slots)[0] for one in scripts for reply in one.replies], sent):
            return Opening(trigger.id, (), f"{trigger.label}只说一次，已经说过了")
        turn = crc32(repr(sorted(known_of_order.values.items())).encode()) + len(turns)
        replies = [
            self._reply(Ranked(one, 1.0, 0.0), choose(one, {}, values, self.book.slots, hurt=False, turn=turn, sent=sent))
            for one in scripts
        ]
        return Opening(trigger.id, tuple(sorted(replies, key=lambda reply: len(reply.missing))[:k]), note)

    def classify(self, texts: Sequence[str]) -> list[tuple[RecognisedIntent, ...]]:
        """Recognise the intents of many messages; see ``Recogniser.classify``.

        Args:
            texts: the messages as typed.

        Returns:
            For each message its intents, most urgent first; empty where there is none.

        Raises:
            MessageTypeError: a message is not text.
        """
        return self.recogniser.classify(texts)

    def explain(self, text: str, limit: int = 5) -> dict[str, list[tuple[str, float]]]:
        """Tell which words decided; see ``Recogniser.explain``.

        Args:
            text: the message as typed.
            limit: how many words for each intent.

        Returns:
            For each intent found (or ``none``) the n-grams that spoke most for it, with their share of the score.

        Raises:
            MessageTypeError: the message is not text.
        """
        return self.recogniser.explain(text, limit)

    def features(self, text: str, history: Sequence[Mapping[str, str]], ids: Sequence[str]) -> dict[str, list[float]]:
        """Give the ranking features of scripts for a message, so that weights can be derived from readings.

        Args:
            text: the message as typed.
            history: earlier turns, oldest first.
            ids: ids of scripts; unknown ones are passed over.

        Returns:
            For each script its values in the order of ``weights.FEATURES``.
        """
        moment = _Moment(text, _check_history(history), 1, "", {}, datetime.now())
        grams, scores = self.recogniser.scores(text, moment.turns)
        first = decide(scores, self.recogniser.model.labels, self.recogniser.thresholds)[1]
        gaps = dict(likely(scores, self.recogniser.model.labels, first[0].id, 40)) if first else {}
        query = self._query(grams, read_facts(text, moment.turns), _stages(moment), moment)
        found = {}
        for identity in ids:
            script = self.book.scripts.get(identity)
            if script is None:
                continue
            index, ranker = self._index(script.intent), self._ranker(script.intent)
            before = index.fit(query.before) if query.before else None
            table = ranker.features(index.fit(query.grams), before, query.talk)
            row = table[ranker.scripts.index(script)].tolist()
            row[FEATURES.index("intent")] = gaps.get(script.intent, 0.0 if first and script.intent == first[0].id else -3.0)
            found[identity] = row
        return found

    def _blanks(self, script: Script) -> int:
        """Count the blanks that stay open in the wording with the fewest."""
        return min(len(render(reply, self.shop.values, self.book.slots)[1]) for reply in script.replies)

    def _suggestion(self, grams: list[int], scores: Floats, moment: _Moment) -> Suggestion:
        labels, cut = self.recogniser.model.labels, self.recogniser.thresholds
        status, intents = decide(scores, labels, cut)
        facts = read_facts(moment.text, moment.turns)
        stages = _stages(moment)
        stage = max(stages, key=lambda name: stages[name])
        shown = stage if stages[stage] >= _SURE_STAGE else ""
        if not intents:
            return Suggestion("none", (), (), shown, facts.items)
        query = self._query(grams, facts, stages, moment)
        if len(intents) > 1:
            ranked = interleave([self._ranked(intent.id, query) for intent in intents], moment.k)
        else:
            ranked = self._ranked(intents[0].id, query)
            if status == "ambiguous":
                ranked = self._with_next(ranked, likely(scores, labels, intents[0].id), query)
            floor = ranked[0].score - load_weights().floor if ranked else 0.0
            ranked = [one for one in ranked if one.score >= floor][: moment.k]
        return Suggestion(status, intents, self._replies(ranked, facts, moment), shown, facts.items)

    def _query(self, grams: list[int], facts: Facts, stages: Mapping[str, float], moment: _Moment) -> _Query:
        before = next((text for role, text in reversed(moment.turns) if role == "buyer"), "")
        talk = Talk(mask_of(_terms(facts)), tuple(round(stages[name], 3) for name in STAGES), bool(moment.stage))
        return _Query(grams, self.recogniser.model.features(before) if before else [], talk, moment.at)

    def _ranked(self, intent: str, query: _Query) -> list[Ranked]:
        index = self._index(intent)
        before = index.fit(query.before) if query.before else None
        ranked: list[Ranked] = self._ranker(intent).rank(
            index.fit(query.grams), before, query.talk, lambda script: self.shop.allows(script, query.at)
        )
        return ranked

    def _with_next(self, ranked: list[Ranked], others: Sequence[tuple[str, float]], query: _Query) -> list[Ranked]:
        """Let the scripts of the next likely intents compete for the places behind the first."""
        weight = load_weights().of["intent"]
        rivals = [
            Ranked(one.script, one.score + weight * odds, one.fit) for intent, odds in others for one in self._ranked(intent, query)[:2]
        ]
        return ranked[:1] + sorted(ranked[1:] + rivals, key=lambda one: -one.score)

    def _replies(self, ranked: Sequence[Ranked], facts: Facts, moment: _Moment) -> tuple[Reply, ...]:
        said = said_values(facts)
        values = {**self.shop.values_at(moment.at), **moment.values}
        sent = frozenset(bare(text) for role, text in moment.turns if role == "seller")
        turn = _turn(moment)
        replies = []
        for one in ranked:
            wording = choose(one.script, said, values, self.book.slots, hurt=facts.has("hurt"), turn=turn, sent=sent)
            replies.append(self._reply(one, wording))
        return tuple(replies)

    def _reply(self, one: Ranked, wording: Wording) -> Reply:
        script = one.script
        text = plain(wording.text) if self.shop.voice == "plain" else wording.text
        return Reply(
            script.id,
            script.intent,
            text,
            round(one.score, 4),
            script.technique,
            script.source,
            wording.missing,
            wording.uses,
            script.documented,
            _why(one, wording),
        )


@dataclass(frozen=True)
class _Moment:
    """One call: what was typed, and all that the caller knows."""

    text: str
    turns: Sequence[tuple[str, str]]
    k: int
    stage: str
    values: Mapping[str, str]
    at: datetime


@dataclass(frozen=True)
class _Query:
    """What ranking looks at: the message's n-grams, those of the buyer's turn before, the talk and the time."""

    grams: list[int]
    before: list[int]
    talk: Talk
    at: datetime


def _check_choice(k: int, stage: str | None) -> str:
    if isinstance(k, bool) or not isinstance(k, int):
        raise ArgumentError("k", f"应为整数，不是 {k!r}")
    if k < 1:
        raise ArgumentError("k", "至少为 1")
    if stage is not None and stage not in STAGES:
        raise ArgumentError("stage", f"“{stage}”不在 {'、'.join(STAGES)} 之中")
    return stage or ""


def _check_history(history: Sequence[Mapping[str, str]]) -> list[tuple[str, str]]:
    if isinstance(history, str | bytes | Mapping) or not isinstance(history, Sequence):
        raise HistoryError(0, f"历史消息应为列表，不是 {type(history).__name__}")
    turns = []
    for i, turn in enumerate(history):
        if not isinstance(turn, Mapping) or turn.get("role") not in _ROLES:
            raise HistoryError(i, "role 应为 buyer 或 seller")
        if not isinstance(turn.get("text"), str):
            raise HistoryError(i, "text 应为文字")
        turns.append((turn["role"], turn["text"]))
    return turns


def _stages(moment: _Moment) -> Mapping[str, float]:
    """Tell where the order stands: as the caller says, else as the talk lets one guess."""
    if moment.stage:
        return {name: float(name == moment.stage) for name in STAGES}
    return read_stage(moment.text, moment.turns)


def _terms(facts: Facts) -> list[str]:
    """List what was said by the buyer, and the signs."""
    return [*{fact.kind for fact in facts.items if fact.role == "buyer"}, *facts.signs]


def _turn(moment: _Moment) -> int:
    """Number the talk, so that wordings take turns in it and differ between talks."""
    first = moment.turns[0][1] if moment.turns else moment.text
    said = sum(role == "seller" for role, _ in moment.turns)
    return crc32(bare(first[:MAX_LENGTH]).encode("utf-8", "surrogatepass")) + said


def _why(one: Ranked, wording: Wording) -> tuple[str, ...]:
    reasons = [f"问法相近 {one.fit:.0%}"]
    if wording.uses:
        reasons.append("用到对话里的" + "、".join(KIND_LABELS.get(use, use) for use in wording.uses))
    if one.script.presumes:
        reasons.append("前提都说过")
    if one.script.when.stage:
        reasons.append("合订单阶段")
    reasons.append(f"第 {wording.number} 种说法，共 {len(one.script.replies)} 种")
    return tuple(reasons)
