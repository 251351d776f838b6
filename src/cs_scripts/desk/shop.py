"""What the desk works with: the recommender, the checker, the searchable book and the choices, and how they change while it runs."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from cs_scripts.conversation.terms import KIND_LABELS, STAGES
from cs_scripts.desk.drafts import Drafts, Wanted
from cs_scripts.desk.own import own_script, save
from cs_scripts.desk.phrases import PhraseIndex
from cs_scripts.errors import CsScriptsError, RequestError
from cs_scripts.learning.choices import Choice, ChoiceStore
from cs_scripts.learning.preferences import preferences
from cs_scripts.learning.reviews import ACCEPTED, Review, Reviews
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.own import read_own_asks
from cs_scripts.recommend.recommender import Recommender
from cs_scripts.speech import Checker
from cs_scripts.speech.reading import said_now

STAGE_LABELS = {
    "before_order": ("未拍", "还没下单"),
    "unpaid": ("待付", "已下单，待付款"),
    "paid": ("待发", "已付款，待发货"),
    "shipped": ("在途", "已发货，在路上"),
    "received": ("签收", "已收到货"),
    "returning": ("退货", "退换货中"),
    "refunding": ("退款", "退款中"),
}
"""Two-character and full Chinese name of each stage of an order; seven short ones fit a panel of 280 pixels."""
_TABLES = frozenset(
    "calendar campaign coupon couriers dispatch echo goods guarantee points postage regions rule sizes told".split()  # noqa: SIM905 - one line instead of fourteen
)
_MOST_ARTICLES = 2000


@dataclass(frozen=True)
class Files:
    """Where a shop keeps what the desk reads and writes.

    Attributes:
        choices: the choices.
        own: the shop's own book, which the desk adds to; it need not exist.
        shop: the shop's profile.
        goods: the shop's articles.
        drafts: mined drafts that are to be looked at.
    """

    choices: Path
    own: Path
    shop: Path | None = None
    goods: Path | None = None
    drafts: Path | None = None

    @property
    def phrases(self) -> Path | None:
        """The shop's own book, once there is one."""
        return self.own if self.own.exists() else None


class Desk:
    """All that answers a request. Threads may share it.

    Args:
        recommender: suggests replies.
        files: where the shop keeps its things.
        store: the choices.
    """

    def __init__(self, recommender: Recommender, files: Files, store: ChoiceStore) -> None:
        self.files = files
        self.store = store
        self.checker = Checker()
        self.drafts = Drafts(files.drafts, Reviews(store.database))
        self._lock = threading.Lock()
        self._bonuses = dict(preferences(store))
        self._used = dict(store.used())
        self._use(recommender)

    @classmethod
    def load(cls, files: Files, *, masked: bool = True) -> Desk:
        """Load everything; the first time in a shop's life this takes as long as fitting the recogniser.

        Args:
            files: where the shop keeps its things.
            masked: whether personal data is masked in the choices.

        Returns:
            The desk, warmed up.

        Raises:
            CsScriptsError: a file cannot be read or breaks its schema.
        """
        recommender = Recommender.load(phrases=files.phrases, shop=files.shop, goods=files.goods)
        recommender.recogniser.warm_up()
        for intent in recommender.book.intents:
            for script in recommender.book.for_intent(intent)[:1]:
                recommender.suggest(script.asks[0] if script.asks else script.situation)
        desk = cls(recommender, files, ChoiceStore(files.choices, masked=masked))
        desk.checker.check("亲，在的")
        threading.Thread(target=desk.index.warm_up, daemon=True).start()
        return desk

    def _use(self, recommender: Recommender) -> None:
        self.recommender = recommender
        own = frozenset(recommender.book.scripts.keys() - load_phrasebook().scripts.keys())
        self.index = PhraseIndex(recommender.book, recommender.shop, own)

    @property
    def bonuses(self) -> dict[tuple[str, str], float]:
        """What choices speak for, as ``learning.preferences`` gives it."""
        return self._bonuses

    @property
    def used(self) -> dict[str, tuple[int, int]]:
        """How often and how lately each script was sent."""
        return self._used

    def knows(self, script: str) -> bool:
        """Tell whether an id can be that of a reply.

        Args:
            script: the id of a script, or of an answer made from the shop's tables.

        Returns:
            Whether it can.
        """
        return script in self.recommender.book.scripts or script.partition(".")[0] in _TABLES

    def add_choice(self, choice: Choice) -> int:
        """Write down a choice, and rank by it from now on.

        Args:
            choice: what the agent did.

        Returns:
            Its number.
        """
        number = self.store.add(choice)
        with self._lock:
            if choice.situation and choice.script and choice.kind != "shown":
                self._bonuses = {**self._bonuses, **preferences(self.store, choice.situation)}
            if choice.script and choice.kind in ("chosen", "edited"):
                count, _ = self._used.get(choice.script, (0, 0))
                self._used = {**self._used, choice.script: (count + 1, number)}
        return number

    def save_own(self, group: str, situation: str, replies: Sequence[str], asks: Sequence[str] = (), code: str = "") -> Script:
        """Save replies as the shop's own script, and suggest it from now on.

        Args:
            group: id of the intent or occasion it is for.
            situation: when to use it.
            replies: its wordings.
            asks: what buyers asked.
            code: short code.

        Returns:
            The script; it has a code, whether one was given or not.

        Raises:
            RequestError: something is missing, or the book cannot take it.
        """
        with self._lock:
            return self._save(own_script(self._book(), group, situation, replies, asks, code))

    def review(self, draft: str, decision: str, wanted: Wanted) -> Review:
        """Decide about a draft.

        Args:
            draft: its id.
            decision: ``accepted``, ``rejected``, or ``open`` to take a rejection back.
            wanted: the script as the agent wants it, for ``accepted``.

        Returns:
            The decision.

        Raises:
            RequestError: the draft is not there, was decided meanwhile, or its script cannot be saved.
        """
        with self._lock:
            book = self._book()
            found = self.drafts.take(draft, decision, book)
            review = Review("" if decision == "open" else decision)
            if decision != ACCEPTED:
                self.drafts.reviews.decide(found, review)
                return review
            script = own_script(book, wanted.group, wanted.situation, wanted.replies, wanted.asks, wanted.code)
            review = Review(ACCEPTED, script.id)
            self.drafts.reviews.decide(found, review)  # before the book: a decision whose script is not there counts for nothing
            try:
                self._save(script)
            except RequestError:
                self.drafts.reviews.decide(found, Review())
                raise
            return review

    def _book(self) -> Phrasebook:
        """Read the book as it stands in its file: somebody may have changed it meanwhile."""
        try:
            return load_phrasebook(self.files.phrases)
        except CsScriptsError as error:
            raise RequestError("", f"本店话术本读不了：{error}", 500) from None

    def _save(self, script: Script) -> Script:
        now = self.recommender
        save(self.files.own, script)
        book, bundled = self._book(), load_phrasebook()
        recogniser = replace(now.recogniser, own=read_own_asks(book, bundled, self.files.own))
        own = frozenset(book.scripts.keys() - bundled.scripts.keys())
        self._use(Recommender(recogniser, book, now.shop, now.goods, own))
        return book.scripts[script.id]._replace(code=self.index.codes[script.id])

    def facts(self) -> dict[str, Any]:
        """Give what the page needs to know once.

        Returns:
            Names of the stages, facts, intents and articles, the groups of the book, and the shop's name.
        """
        book, shop, goods = self.recommender.book, self.recommender.shop, self.recommender.goods
        return {
            "shop": shop.values.get("shop_name", ""),
            "stages": [dict(zip(("id", "short", "label"), (stage, *STAGE_LABELS[stage]), strict=True)) for stage in STAGES],
            "groups": self.index.groups(book),
            "kinds": KIND_LABELS,
            "labels": {intent.id: intent.label for intent in book.intents.values()},
            "articles": [article.name for article in goods.articles[:_MOST_ARTICLES]] if goods else [],
            "phrases": len(self.index.phrases),
            "drafts": self.files.drafts is not None,
        }

    def check(self, text: str, question: str = "") -> list[dict[str, Any]]:
        """Check what is about to be sent.

        Args:
            text: the reply.
            question: what the buyer wrote; what stands in it may be said back.

        Returns:
            The objections, as ``cs-scripts check --json`` gives them.
        """
        context = said_now(self.recommender.shop)
        context = replace(context, known=f"{context.known}\n{question}", question=question)
        return [asdict(finding) for finding in self.checker.check(text, context)]
