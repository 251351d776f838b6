"""What a message asks of the shop, seen with the place it names, the time, and the intents: shared by all answers of the shop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from cs_scripts.conversation.facts import Facts
from cs_scripts.conversation.words import Place
from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.campaigns import Campaign, running
from cs_scripts.shop.county_names import county_in
from cs_scripts.shop.profile import Shop
from cs_scripts.shop.regions import FAR, GROUPS, OUTSIDE, place_of, several
from cs_scripts.shop.wording import say
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_BRACES = str.maketrans("{}", "｛｝")
_LANDMARK = lazy(
    r"(?:^|[在到去发寄是住,，。 ])(?P<name>[\u4e00-\u9fff]{2,3}?)(?=大学城|大学|师大|理工|学院|职院|高新区|开发区|火车站|机场|医院)"
)
_SENT_STAGES = ("shipped", "received", "returning", "refunding")
_UNSURE = (*GROUPS, *FAR, *OUTSIDE)


@dataclass(frozen=True)
class Named:
    """A place that was named.

    Attributes:
        name: what the buyer calls it.
        places: the place, several where the name stands for several.
        here: whether this message names it, rather than an earlier one.
        start: where it stands in the message.
        end: where it ends.
    """

    name: str
    places: tuple[Place, ...]
    here: bool
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Question:
    """A message with all that decides about its answer.

    Attributes:
        message: the message as typed.
        facts: what was said, as ``read_facts`` gives it of the message and the turns before.
        shop: the shop.
        intents: the intents that were recognised, likeliest first; none leaves the words to decide.
        at: the time on the shop's clock, see ``moments.local``.
        articles: the articles it is about, as ``Goods.find`` gives them; sums need exactly one.
        stage: where the order stands, one of ``conversation.terms.STAGES``, empty when unknown: of a parcel that has left neither the
            day of dispatch nor the usual days are told.
        turn: how many turns went before, so that a question asked twice is not answered in the same words.
    """

    message: str
    facts: Facts
    shop: Shop
    intents: tuple[str, ...]
    at: datetime
    articles: tuple[Article, ...] = ()
    stage: str = ""
    turn: int = 0

    @cached_property
    def text(self) -> str:
        """The message, folded."""
        return fold(self.message).replace("劵", "券")

    @cached_property
    def place(self) -> Named | None:
        """The place it is about; None where nobody named one."""
        return named_place(self.text, self.facts)

    def about(self, *intents: str) -> str:
        """Say which of some intents the message has.

        Args:
            intents: the intents an answer may serve, the usual one first.

        Returns:
            The likeliest of them, the usual one where nothing was recognised; empty where something else was.
        """
        if not self.intents:
            return intents[0]
        return next((intent for intent in self.intents if intent in intents), "")

    def sent(self) -> bool:
        """Tell whether the parcel has left.

        Returns:
            Whether the order stands behind payment; then nobody asks when what is ordered now would leave.
        """
        return self.stage in _SENT_STAGES

    def campaigns(self) -> list[Campaign]:
        """List the campaigns that run.

        Returns:
            Those of the shop that run at the time of the message.
        """
        return running(self.shop.campaigns, self.at) if self.shop.campaigns else []

    def covering(self, campaigns: Sequence[Campaign]) -> list[Campaign]:
        """Keep the campaigns that hold of every article the message is about.

        Args:
            campaigns: campaigns.

        Returns:
            Those; all of them where it is about none.
        """
        return [each for each in campaigns if all(map(each.covers, self.articles))]

    def answer(self, kind: str, intent: str, name: str, values: Mapping[str, str], uses: Sequence[str] = ()) -> Answer:
        """Make an answer.

        Args:
            kind: the kind of sentence in ``data/shop_answers.yaml``.
            intent: the intent it answers.
            name: the id of the answer.
            values: what fills the sentence.
            uses: the facts and table fields that were used.

        Returns:
            The answer.
        """
        safe = {key: value.translate(_BRACES) for key, value in values.items()}
        return Answer(name, intent, say(kind, f"{self.text}{self.turn}", safe), uses=tuple(uses))


def named_place(text: str, facts: Facts) -> Named | None:
    """Find the place that a message is about.

    Args:
        text: the message, folded.
        facts: what was said.

    Returns:
        The narrowest place the message names, else the one the buyer named last before; None where there is none.
    """
    here = [fact for fact in facts.items if fact.kind == "place" and fact.role == "buyer" and fact.turn == 0]
    for fact in sorted(here, key=lambda fact: fact.start, reverse=True):
        place = place_of(fact.value)
        wider = here[0] if len(here) > 1 else None
        if place and not (wider and fact is not wider and not place.city and (outer := place_of(wider.value)) and outer.city):
            return Named(fact.value, (place,), True, fact.start, fact.end)
    for name in _UNSURE:
        if (at := text.find(name)) >= 0 and (name in GROUPS or _sent_there(text, at + len(name))):
            return Named(name, several(name), True, at, at + len(name))
    if county := county_in(text):
        name, found, start = county
        return Named(name, (found,), True, start, start + len(name))
    if (match := _LANDMARK.search(text)) and (place := place_of(match["name"])):  # 广州大学城 lies where its name says
        return Named(match["name"], (place,), True, match.start(), match.end())
    before = next((fact for fact in reversed(facts.items) if fact.kind == "place" and fact.role == "buyer" and fact.turn < 0), None)
    place = place_of(before.value) if before else None
    return Named(before.value, (place,), False) if before and place else None


def _sent_there(text: str, end: int) -> bool:
    """Tell whether 新疆发货吗 asks for sending to the place: nobody asks whether a shop sits in a remote one."""
    return text.startswith(("发货", "能发", "可以发", "给发", "发吗", "发不"), end)
