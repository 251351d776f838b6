"""Answer one message: what was said and asked, which replies there are, and which of them an agent would send.

This is the whole flow, as ``docs/architecture.md`` draws it; every step stands in a module of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain
from typing import TYPE_CHECKING

from cs_scripts.conversation.facts import Facts, read_facts
from cs_scripts.recognition.decision import FRAMES, decide, likeliest
from cs_scripts.recognition.model import Floats, RecognisedIntent
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.recommend.candidate import Candidate, asks, kind_of, message_features
from cs_scripts.recommend.choice import in_turn, load_choice, may_place, ordered
from cs_scripts.recommend.echo import Echo, echo
from cs_scripts.recommend.finder import ScriptFinder
from cs_scripts.recommend.heard import Heard
from cs_scripts.recommend.joining import in_parts, joined, without_denied
from cs_scripts.recommend.knowledge import Knowledge
from cs_scripts.recommend.moment import Moment, query_of, stages_of, sure_stage, turn_of
from cs_scripts.recommend.moves import fallbacks, on_topic, read_move
from cs_scripts.recommend.ranking import Ranked, interleave, mask_of
from cs_scripts.recommend.replies import DRAFT, answer_reply, draft_reply, script_reply, without_repeats
from cs_scripts.recommend.said import said_values
from cs_scripts.recommend.suggestion import Suggestion
from cs_scripts.recommend.untrue import without_untrue
from cs_scripts.recommend.wording import Filler, Speaker
from cs_scripts.text.patterns import lazy

if TYPE_CHECKING:
    from cs_scripts.shop.article import Article

_SURE_STAGE, _CERTAIN_STAGE = 0.6, 0.8
"""From the second on a parcel is taken to have left, so that the usual days are not told."""
_ALONE = 0.4
"""Chance that a reply to a message of no intent must have where no talk goes before: alone it could mean anything."""
_OF_A_THING, _ASKED = ("product_info", "quality"), 0.8
"""Intents of questions that only a look at the article answers, and the fit from which on a script is asked for in its own words: of
an article at hand no other script claims in general what only the agent can know, unless it gives a figure of the shop's own."""
_FIGURE = lazy(r"\d")
_COMPETE, _SPARE = 5, 2
"""Scripts of an intent that compete at least, whatever number of replies is wanted, and how many beyond that number: the first reply
must not depend on it."""
_LATELY = 4
"""Turns before a message in which its talk shows what it is about."""
_UNREAD = Echo("", (), whole=False)
"""Stands for a draft before the message was read for one."""
_OF_OTHERS = (2, 1)
"""How many scripts of the next likely intents compete with those of an only one."""


@dataclass(frozen=True)
class Flow:
    """The steps that a message goes through.

    Attributes:
        recogniser: says what is asked.
        finder: finds scripts that fit.
        knowledge: what the shop knows.
    """

    recogniser: Recogniser
    finder: ScriptFinder
    knowledge: Knowledge

    @cached_property
    def _filler(self) -> Filler:
        return Filler(self.finder.book.slots)

    def suggestion(self, grams: list[int], scores: Floats, moment: Moment) -> Suggestion:
        """Answer a message.

        Args:
            grams: its n-gram ids.
            scores: log-odds of each label, see ``Recogniser.scores``.
            moment: what was typed, and all that the caller knows.

        Returns:
            Status, intents and replies.
        """
        heard = self.hear(grams, scores, moment)
        move = None if heard.own else read_move(moment.text, moment.turns)
        if move:
            return heard.answered([one.made(1.0) for one in self.taken_up(on_topic(move.scripts[: moment.k], self._topic(moment)), heard)])
        message = message_features(moment.text, moment.turns, heard.status)
        names = [one.id for one in heard.intents]
        names = self.knowledge.chiefly(names, heard.answers, moment.text) if heard.article else names
        rows: list[list[Candidate]] = [[] for _ in names or [""]]
        for one in self.candidates(heard):
            rows[names.index(one.intent) if one.intent in names else 0].append(one)
        chances = [load_choice().chances(row, message) for row in rows]
        if self._may_draft(heard) and may_place(self._draft(heard, _UNREAD), chances[0], message, moment.k):
            drafts = self.drafts(heard)
            rows[0] += drafts
            chances[0] += load_choice().chances(drafts, message)
        shown = [ordered(*row, _ALONE if heard.alone else 0.0) for row in zip(rows, chances, strict=True)]
        ranked = in_turn([row for row in shown if row], names, article=heard.article)
        chosen = interleave(ranked, sum(map(len, ranked)))
        chosen = sorted(chosen, key=lambda one: one.candidate.id != heard.own) if heard.own else chosen
        written = without_denied(one.reply() for one in chosen)
        replies = without_repeats(written, moment.k)
        if len(rows) > 1 or in_parts(moment.text) or any(len(one.missing) > 1 for one in replies if one.id == DRAFT):
            replies = tuple(without_denied(joined(without_repeats(chain(replies, written), moment.k + _SPARE))))
        return heard.answered(replies)

    def hear(self, grams: list[int], scores: Floats, moment: Moment) -> Heard:
        """Tell what a message asks and what was said around it.

        Args:
            grams: its n-gram ids.
            scores: log-odds of each label.
            moment: what was typed, and all that the caller knows.

        Returns:
            What its replies rest on.
        """
        status, intents = decide(scores, self.recogniser.labels, self.recogniser.thresholds)
        near = self.recogniser.near(moment.text)
        own = near if near and near.decides and near.ask.script else None
        if own and not intents:  # an own script of no intent, which only its own words find
            status, intents = "confident", (RecognisedIntent(own.ask.intent, round(own.cosine, 4)),)
        facts = read_facts(moment.text, moment.turns)
        stages = stages_of(moment)
        found = self.knowledge.found(moment)
        answers = self.knowledge.answers(moment, facts, [one.id for one in intents], found, sure_stage(stages, _CERTAIN_STAGE))
        article = len(found[0]) == 1
        known = next((answer for answer in answers if article or not answer.missing), None)
        if not intents and known:  # a bare "165 110斤" after the agent asked for it
            status, intents = "ambiguous", (RecognisedIntent(known.intent, self.recogniser.probability(scores, known.intent)),)
        doubtful = len(intents) < 2 and (status != "confident" or moment.turns)
        others = [one for one in likeliest(scores, self.recogniser.labels) if all(one != other.id for other in intents)] if doubtful else []
        beside = [RecognisedIntent(one, self.recogniser.probability(scores, one)) for one in others[: len(_OF_OTHERS)]]
        query = query_of(grams, self.recogniser.told, facts, stages, moment)
        speaker = self._speaker(moment, facts, found[0])
        stage = sure_stage(stages, _SURE_STAGE)
        told = () if self.finder.documented or not intents else answers
        return Heard(moment, status, intents, beside, told, query, stage, facts, speaker, own.ask.script if own else "", article)

    def candidates(self, heard: Heard) -> list[Candidate]:
        """Gather the replies that a message may get: scripts, what the tables say, and what takes up what was said.

        Args:
            heard: what the replies rest on.

        Returns:
            The replies, in no order, without the draft (``drafts``).
        """
        moment, voice = heard.moment, self.knowledge.shop.voice
        if heard.too_little:
            return []
        places = [*heard.intents, *heard.beside]
        limits = [max(_COMPETE, moment.k + _SPARE)] * max(1, len(heard.intents)) + [*_OF_OTHERS]
        found = []
        for place, (intent, most) in enumerate(zip(places, limits, strict=False)):
            if self.finder.book.for_intent(intent.id):
                ranked = without_untrue(self.finder.ranked(intent.id, heard.query, most), heard)
                found += [self._of_script(one, heard, place, intent) for one in ranked]
        place_of = {one.id: place for place, one in enumerate(heard.intents)}
        for answer in heard.answers:
            place = place_of.get(answer.intent, 0)
            made, blanks = partial(answer_reply, answer, voice), len(answer.missing)
            kind = kind_of(answer, article=heard.article)
            found.append(Candidate(answer.id, answer.intent, kind, place, places[place].probability, blanks, made))
        if moment.turns and not self.finder.documented:
            said = fallbacks(moment.text, heard.first.id, question=asks(moment.text), hurt=heard.facts.has("hurt"))
            found += self.taken_up(on_topic(said, self._topic(moment)), heard)
        return found

    def _topic(self, moment: Moment) -> str:
        """Tell what the talk is about: the intent of its latest turn that has one."""
        labels = self.recogniser.labels
        for _, text in reversed(moment.turns[-_LATELY:]):
            scores = self.recogniser.told(text).scores
            name = labels[int(scores.argmax())]
            if scores.max() > 0 and name not in FRAMES:
                return name
        return ""

    def drafts(self, heard: Heard) -> list[Candidate]:
        """Draft a reply out of the message's own words.

        Args:
            heard: what the replies rest on.

        Returns:
            The draft; none where the message has no question of a known form.
        """
        drafted = echo(heard.moment.text, heard.speaker.turn) if self._may_draft(heard) else None
        return [self._draft(heard, drafted)] if drafted else []

    def _may_draft(self, heard: Heard) -> bool:
        return not (self.finder.documented or heard.too_little or heard.facts.has("hurt"))

    def _draft(self, heard: Heard, drafted: Echo) -> Candidate:
        first, made = heard.first, partial(draft_reply, drafted, heard.first.id, self.knowledge.shop.voice)
        return Candidate(DRAFT, first.id, "draft", 0, first.probability, len(drafted.missing), made, whole=drafted.whole)

    def _of_script(self, one: Ranked, heard: Heard, place: int, intent: RecognisedIntent) -> Candidate:
        wording = heard.speaker.word(one.script)
        general = (
            heard.article and intent.id in _OF_A_THING and not wording.missing and one.fit < _ASKED and not _FIGURE.search(wording.text)
        )
        made, blanks = partial(script_reply, one, wording, self.knowledge.shop.voice), len(wording.missing)
        of_script = round(one.score, 4), round(one.fit, 4)
        again = bool(one.script.asks_for) and mask_of(one.script.asks_for) & heard.query.talk.said != 0
        return Candidate(
            one.script.id, intent.id, "script", place, intent.probability, blanks, made, *of_script, general=general, again=again
        )

    def taken_up(self, scripts: Sequence[str], heard: Heard) -> list[Candidate]:
        """Word scripts that take up a message by what it does, not by what it asks.

        Args:
            scripts: their ids; those that the book lacks are passed over.
            heard: what the replies rest on.

        Returns:
            The replies, in the same order.
        """
        found, voice = [], self.knowledge.shop.voice
        for script in (self.finder.book.scripts[one] for one in scripts if one in self.finder.book.scripts):
            wording = heard.speaker.word(script)
            made = partial(script_reply, Ranked(script, 1.0, 1.0), wording, voice)
            found.append(Candidate(script.id, script.intent, "fallback", 0, 1.0, len(wording.missing), made))
        return found

    def _speaker(self, moment: Moment, facts: Facts, articles: Sequence[Article]) -> Speaker:
        """Gather what fills wordings and decides between them."""
        values = self.knowledge.values(moment, facts, articles)
        return Speaker(self._filler, values, said_values(facts), moment.sent, turn_of(moment), hurt=facts.has("hurt"))
