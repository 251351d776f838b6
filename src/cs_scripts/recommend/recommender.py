"""Suggest replies: the class that callers hold. It checks what they give and hands each message to the flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.checks import check_text, check_texts
from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.recognition.recogniser import SMALL_BATCH, Recogniser
from cs_scripts.recommend.finder import ScriptFinder
from cs_scripts.recommend.flow import Flow
from cs_scripts.recommend.knowledge import Knowledge
from cs_scripts.recommend.moment import Moment, check_count, check_history, check_item, check_stage, check_time
from cs_scripts.recommend.order import Order, read_order
from cs_scripts.recommend.suggestion import Suggestion
from cs_scripts.shop.profile import Shop, load_shop

if TYPE_CHECKING:
    from cs_scripts.recognition.own import OwnAsk
    from cs_scripts.recommend.opening import Opening
    from cs_scripts.shop.goods import Goods


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
        self.flow = Flow(recogniser, ScriptFinder(book, shop, recogniser.model, own), Knowledge(shop, goods))

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
        own: frozenset[str] = frozenset()
        asks: tuple[OwnAsk, ...] = ()
        if phrases is not None:
            from cs_scripts.recognition.own import read_own_asks

            own, asks = frozenset(book.scripts.keys() - bundled.scripts.keys()), read_own_asks(book, bundled, phrases)
        return cls(
            Recogniser.load(engine, asks),
            book,
            load_shop(shop, book, other_slots=phrases is None) if shop is not None else Shop(),
            goods_table,
            own,
        )

    def warm_up(self) -> None:
        """Build whatever the first messages would wait for, the indexes of all intents too."""
        self.recogniser.warm_up()
        self.flow.finder.warm_up()
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
            stage: where the order stands, one of ``conversation.terms.STAGES``, when known; by default the order's status tells it,
                else it is read from the talk.
            item: id, link or name of the article the buyer looks at, when known; by default it is found in the talk.
            order: what is known of the order: any of the keys of ``recommend.order.KEYS``.
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
        known = read_order(order) if order else Order("", {})
        moment = Moment(text, turns, check_count(k), check_stage(stage) or known.stage, known.values, check_time(at), check_item(item))
        grams, scores = self.recogniser.scores(text, turns)
        return self.flow.suggestion(grams, scores, moment)

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
        check_count(k)
        where = check_stage(stage)
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
                found.append(self.flow.suggestion(rows, self.recogniser.heard(text, scores), Moment(text, (), k, where, {}, moment)))
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
        from cs_scripts.recommend.opening import find_trigger, speak_first

        check_count(k)
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
