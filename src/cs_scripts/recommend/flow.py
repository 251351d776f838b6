"""Answer one message: what was said and asked, which scripts fit, and what the shop knows to fill them with.

This is the whole flow, as ``docs/architecture.md`` draws it; every step stands in a module of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cs_scripts.conversation.facts import Facts, read_facts
from cs_scripts.recognition.decision import decide, likeliest, likely
from cs_scripts.recognition.model import Floats, RecognisedIntent
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.recommend.echo import Echo, echo
from cs_scripts.recommend.finder import ScriptFinder
from cs_scripts.recommend.joining import in_parts, joined
from cs_scripts.recommend.knowledge import Knowledge
from cs_scripts.recommend.moment import Moment, query_of, stages_of, sure_stage, turn_of
from cs_scripts.recommend.moves import Move, read_move, short_answer, taken_up
from cs_scripts.recommend.ranking import Ranked
from cs_scripts.recommend.replies import answer_reply, script_reply, with_answers, with_draft
from cs_scripts.recommend.said import said_values
from cs_scripts.recommend.suggestion import Reply, Suggestion
from cs_scripts.recommend.wording import Filler, Speaker, bare

if TYPE_CHECKING:
    from cs_scripts.shop.article import Article

_SURE_STAGE = 0.6
_CERTAIN_STAGE = 0.8
"""From here on a parcel is taken to have left, so that the usual days are not told."""
_ENOUGH = 5
"""Characters of a message that can be a script's own ask although nobody recognised an intent: 蓝色的 is an answer, not a question."""
_SPARE = 2
"""Replies that are worded beyond those asked for, in place of those that say the same as another."""


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
        status, intents = decide(scores, self.recogniser.labels, self.recogniser.thresholds)
        near = self.recogniser.near(moment.text)
        own = near if near and near.decides and near.ask.script else None
        if own and not intents:  # an own script of no intent, which only its own words find
            status, intents = "confident", (RecognisedIntent(own.ask.intent, round(own.cosine, 4)),)
        facts = read_facts(moment.text, moment.turns)
        stages = stages_of(moment)
        stage = sure_stage(stages, _SURE_STAGE)
        found = self.knowledge.found(moment)
        article = len(found[0]) == 1
        speaker = self._speaker(moment, facts, found[0])
        move = None if own else read_move(moment.text, moment.turns)
        if move:
            return Suggestion(status, intents, self._taken_up(move, speaker, moment.k), stage, facts.items)
        draft = _Draft(None if self.finder.documented or facts.has("hurt") else moment.text, speaker.turn)
        answers = self.knowledge.answers(moment, facts, [one.id for one in intents], found, sure_stage(stages, _CERTAIN_STAGE))
        if not intents:
            known = [answer for answer in answers if not answer.missing]  # a bare "165 110斤" after the agent asked for it
            known = known or (answers if article else [])
            if not known:
                asked = None
                if len(bare(moment.text)) >= _ENOUGH and not draft():
                    query = query_of(grams, self.recogniser.told, facts, stages, moment)
                    asked = self.finder.closest(likeliest(scores, self.recogniser.labels), query)
                return Suggestion("none", (), self._of_no_intent(moment, draft, asked, speaker, article=article), stage, facts.items)
            intents = (RecognisedIntent(known[0].intent, self.recogniser.probability(scores, known[0].intent)),)
            status = "ambiguous"
        names = [intent.id for intent in intents]
        names = self.knowledge.chiefly(names, answers, moment.text) if article else names
        query = query_of(grams, self.recogniser.told, facts, stages, moment)
        others = likely(scores, self.recogniser.labels, names[0]) if status == "ambiguous" and len(names) == 1 else []
        wanted = moment.k + _SPARE if moment.k > 1 else 1
        rows = self.finder.candidates(names, query, others, own.ask.script if own else "", wanted)
        voice = self.knowledge.shop.voice
        told = [] if self.finder.documented else [answer_reply(answer, voice) for answer in answers]
        replies = with_answers(rows, told, names, moment.k, lambda one: script_reply(one, speaker.word(one.script), voice), article=article)
        both = joined(replies)
        if both is not replies and (len(names) > 1 or in_parts(moment.text) or ((drafted := draft()) and len(drafted.missing) > 1)):
            replies = both
        if replies and (taken := taken_up(moment.text, moment.turns, intents[0], replies[0].fit, hurt=facts.has("hurt"))):
            replies = (*self._taken_up(taken, speaker, moment.k), *replies)[: moment.k]
        return Suggestion(status, intents, with_draft(replies, draft, names, voice, moment.k, article=article), stage, facts.items)

    def _of_no_intent(self, moment: Moment, draft: _Draft, asked: Ranked | None, speaker: Speaker, *, article: bool) -> tuple[Reply, ...]:
        """Answer what has no intent: by a script that is asked so; else in a talk only, since alone it could mean anything."""
        voice = self.knowledge.shop.voice
        if asked:
            return (script_reply(asked, speaker.word(asked.script), voice),)
        if not moment.turns and not article:
            return ()
        answer = None if draft() else short_answer(moment.text, moment.turns)
        return self._taken_up(answer, speaker, moment.k) if answer else with_draft((), draft, (), voice, moment.k)

    def _taken_up(self, move: Move, speaker: Speaker, limit: int) -> tuple[Reply, ...]:
        """Say what takes up a move, as far as the book has it."""
        scripts = [self.finder.book.scripts[one] for one in move.scripts if one in self.finder.book.scripts]
        voice = self.knowledge.shop.voice
        return tuple(script_reply(Ranked(script, 1.0, 1.0), speaker.word(script), voice) for script in scripts[:limit])

    def _speaker(self, moment: Moment, facts: Facts, articles: Sequence[Article]) -> Speaker:
        """Gather what fills wordings and decides between them."""
        values = self.knowledge.values(moment, facts, articles)
        return Speaker(self._filler, values, said_values(facts), moment.sent, turn_of(moment), hurt=facts.has("hurt"))


class _Draft:
    """A draft out of the question's own words, made when it is first asked for: many a message needs none.

    Args:
        text: the message; None where no draft is wanted.
        turn: a number that moves on with the talk.
    """

    def __init__(self, text: str | None, turn: int) -> None:
        self._text, self._turn = text, turn

    def __call__(self) -> Echo | None:
        return self._made

    @cached_property
    def _made(self) -> Echo | None:
        return None if self._text is None else echo(self._text, self._turn)
