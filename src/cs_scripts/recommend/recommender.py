"""Answer a message: what was said and asked, which scripts fit, and what the shop knows to fill them with.

This is the whole flow in one class; every step stands in a module of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cs_scripts.conversation.facts import Facts, read_facts
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.decision import decide, likely
from cs_scripts.recognition.model import Floats, RecognisedIntent
from cs_scripts.recognition.own import Near, read_own_asks
from cs_scripts.recognition.recogniser import SMALL_BATCH, Recogniser, check_text, check_texts
from cs_scripts.recommend.finder import ScriptFinder
from cs_scripts.recommend.moment import Moment, check_choice, check_history, check_item, check_time, query_of, stages_of, turn_of
from cs_scripts.recommend.opening import Opening, find_trigger, speak_first
from cs_scripts.recommend.order import read_order
from cs_scripts.recommend.ranking import Ranked
from cs_scripts.recommend.replies import answer_reply, script_reply, with_answers
from cs_scripts.recommend.said import said_values
from cs_scripts.recommend.suggestion import Reply, Suggestion
from cs_scripts.recommend.wording import bare, choose
from cs_scripts.shop.answer import GOODS_INTENTS, Answer
from cs_scripts.shop.profile import Shop, load_shop

if TYPE_CHECKING:
    from cs_scripts.shop.goods import Article, Goods

_SURE_STAGE = 0.6
_OF_ARTICLE = "goods.attribute"
_SPARE = 2
"""Replies that are worded beyond those asked for, in place of those that say the same as another."""
_CERTAIN_STAGE = 0.8  # from here on a parcel is taken to have left, so that the usual days are not told


class Recommender:
    """Suggest replies to buyers' messages.

    Make one with ``Recommender.load``. It can be pickled and shared between threads.

    Args:
        recogniser: recognises intents.
        book: the scripts.
        shop: the shop's facts.
        goods: the shop's articles.
        own: ids of the shop's own scripts.

    >>> r = Recommender.load()
    >>> sorted(intent.id for intent in r.suggest("能便宜点吗 什么时候发货").intents)
    ['price_haggling', 'shipping_time']
    """

    def __init__(
        self, recogniser: Recogniser, book: Phrasebook, shop: Shop, goods: Goods | None = None, own: frozenset[str] = frozenset()
    ) -> None:
        self.recogniser = recogniser
        self.book = book
        self.shop = shop
        self.goods = goods
        self._has_profile = shop != Shop()
        self.finder = ScriptFinder(book, shop, recogniser.model.features_all, own)

    @classmethod
    def load(
        cls, phrases: Path | str | None = None, shop: Path | str | None = None, *, goods: Path | str | None = None, engine: str = "auto"
    ) -> Recommender:
        """Load the recogniser, the phrase book and the shop's profile.

        Args:
            phrases: the shop's own phrase book, which extends the bundled one.
            shop: the shop's profile.
            goods: the shop's articles, a table of CSV, Excel or YAML.
            engine: ``jieba``, ``rjieba``, or ``auto`` for the faster one that is installed.

        Returns:
            A recommender.

        Raises:
            CsScriptsError: a file cannot be read or breaks its schema.
        """
        goods_table = None
        if goods is not None:
            from cs_scripts.shop.goods import Goods

            goods_table = Goods.load(goods)
        book = load_phrasebook(phrases)
        bundled = load_phrasebook()
        own = frozenset(book.scripts.keys() - bundled.scripts.keys()) if phrases is not None else frozenset()
        return cls(
            Recogniser.load(engine, read_own_asks(book, bundled, phrases)),
            book,
            load_shop(shop, book, other_slots=phrases is None) if shop is not None else Shop(),
            goods_table,
            own,
        )

    def warm_up(self) -> None:
        """Build whatever the first messages would wait for, the indexes of all intents too."""
        self.recogniser.warm_up()
        self.finder.warm_up()
        self.suggest("能便宜点吗 什么时候发货")

    def suggest(
        self,
        text: str,
        history: Sequence[Mapping[str, str]] = (),
        k: int = 3,
        *,
        stage: str | None = None,
        item: str | None = None,
        order: Mapping[str, Any] | None = None,
        at: datetime | None = None,
    ) -> Suggestion:
        """Suggest replies to a message.

        Args:
            text: the message as typed.
            history: earlier turns, oldest first, each ``{"role": "buyer"|"seller", "text": …}``.
            k: how many replies at most.
            stage: where the order stands, one of ``conversation.terms.STAGES``, when known; by default it is read from the talk.
            item: id, link or name of the article the buyer looks at, when known; by default it is found in the talk.
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
        turns = check_history(history)
        known = read_order(order or {})
        moment = Moment(text, turns, k, check_choice(k, stage) or known.stage, known.values, check_time(at), check_item(item))
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
        check_choice(k, stage)
        check_texts(texts)
        moment = check_time(at)
        if len(texts) < SMALL_BATCH:
            return [self.suggest(text, k=k, stage=stage, at=moment) for text in texts]
        found = []
        model = self.recogniser.model
        for chunk in model.chunks(texts):
            grams = model.features_all(chunk)
            for i, (text, scores) in enumerate(zip(chunk, model.score_features_all(grams), strict=True)):
                rows = grams.ids[grams.starts[i] : grams.starts[i + 1]].tolist()
                found.append(self._suggestion(rows, self.recogniser.heard(text, scores), Moment(text, (), k, stage or "", {}, moment)))
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
        check_choice(k, None)
        trigger = find_trigger(self.book, occasion)
        return speak_first(
            trigger, self.book, self.shop, Moment("", check_history(history), k, "", {}, check_time(at)), read_order(order or {})
        )

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

    def _suggestion(self, grams: list[int], scores: Floats, moment: Moment) -> Suggestion:
        status, intents = decide(scores, self.recogniser.labels, self.recogniser.thresholds)
        near = self._own_script(moment)
        if near and not intents:  # an own script of no intent, which only its own words find
            status, intents = "confident", (RecognisedIntent(near.ask.intent, round(near.cosine, 4)),)
        facts = read_facts(moment.text, moment.turns)
        stages = stages_of(moment)
        stage = max(stages, key=lambda name: stages[name])
        shown = stage if stages[stage] >= _SURE_STAGE else ""
        articles = self.goods.find(moment.text, moment.turns, moment.item) if self.goods else []
        answers = self._answers(moment, facts, intents, articles, stage if stages[stage] >= _CERTAIN_STAGE else "")
        if not intents:
            known = [answer for answer in answers if not answer.missing]  # a bare "165 110斤" after the agent asked for it
            if not known:
                return Suggestion("none", (), (), shown, facts.items)
            intents = (RecognisedIntent(known[0].intent, self.recogniser.probability(scores, known[0].intent)),)
            status = "ambiguous"
        query = query_of(grams, self.recogniser.model.features, facts, stages, moment)
        rows = [self.finder.ranked(intent.id, query) for intent in intents]
        if near:
            rows = [self.finder.led_by(near.ask.script, row) for row in rows]
        if len(rows) == 1:
            others = likely(scores, self.recogniser.labels, intents[0].id) if status == "ambiguous" else []
            rows = [self.finder.within_reach(self.finder.with_next(rows[0], others, query))]
        replies = self._worded([row[: moment.k + _SPARE] for row in rows], facts, moment, articles)
        return Suggestion(
            status,
            intents,
            with_answers(replies, self._told(answers), [intent.id for intent in intents], moment.k),
            shown,
            facts.items,
        )

    def _told(self, answers: Sequence[Answer]) -> list[Reply]:
        return [] if self.finder.documented else [answer_reply(answer, self.shop.voice) for answer in answers]

    def _own_script(self, moment: Moment) -> Near | None:
        """Find the shop's own script whose ask is what was typed, or nearly so."""
        return near if (near := self.recogniser.near(moment.text)) and near.decides and near.ask.script else None

    def _answers(
        self, moment: Moment, facts: Facts, intents: Sequence[RecognisedIntent], articles: Sequence[Article], stage: str
    ) -> list[Answer]:
        """Ask the shop's tables: what the one article at hand says of itself goes before what holds of the whole shop."""
        names = [intent.id for intent in intents]
        of_shop: list[Answer] = []
        of_article: list[Answer] = []
        if self._has_profile:
            from cs_scripts.shop.shop_answers import shop_answers  # forty modules that many a message does not need

            of_shop = shop_answers(moment.text, moment.turns, facts, self.shop, names, moment.at, articles=articles, stage=stage)
        if not names or GOODS_INTENTS.intersection(names):
            from cs_scripts.shop.article_answers import article_answers

            of_article = article_answers(moment.text, moment.turns, self.goods, names, moment.item)
        own = [answer for answer in of_article if len(articles) == 1 and answer.id == _OF_ARTICLE and not answer.missing]
        return [*own, *of_shop, *(answer for answer in of_article if answer not in own)]

    def _worded(self, rows: Sequence[Sequence[Ranked]], facts: Facts, moment: Moment, articles: Sequence[Article]) -> list[list[Reply]]:
        """Say each script of each intent in the wording that fits best."""
        said = said_values(facts)
        of_article: Mapping[str, str] = {}
        if len(articles) == 1:
            from cs_scripts.shop.slots import slot_values

            of_article = slot_values(articles[0], moment.text)
        of_place: Mapping[str, str] = {}
        if self.shop.regions.rows:
            from cs_scripts.shop.place_slots import place_values

            of_place = place_values(moment.text, facts, self.shop)
        values = {**self.shop.values_at(moment.at), **of_place, **of_article, **moment.values}
        sent = frozenset(bare(text) for role, text in moment.turns if role == "seller")
        turn, hurt = turn_of(moment), facts.has("hurt")

        def word(one: Ranked) -> Reply:
            wording = choose(one.script, said, values, self.book.slots, hurt=hurt, turn=turn, sent=sent)
            return script_reply(one, wording, self.shop.voice)

        return [[word(one) for one in row] for row in rows]
