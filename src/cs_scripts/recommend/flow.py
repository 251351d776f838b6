"""Answer one message: what was said and asked, which scripts fit, and what the shop knows to fill them with.

This is the whole flow, as ``docs/architecture.md`` draws it; every step stands in a module of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from cs_scripts.conversation.facts import read_facts
from cs_scripts.recognition.decision import decide, likely
from cs_scripts.recognition.model import Floats, RecognisedIntent
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.recommend.finder import ScriptFinder
from cs_scripts.recommend.knowledge import Knowledge
from cs_scripts.recommend.moment import Moment, query_of, stages_of, sure_stage, turn_of
from cs_scripts.recommend.replies import answer_reply, script_reply, with_answers
from cs_scripts.recommend.said import said_values
from cs_scripts.recommend.suggestion import Suggestion
from cs_scripts.recommend.wording import Speaker

_SURE_STAGE = 0.6
_CERTAIN_STAGE = 0.8
"""From here on a parcel is taken to have left, so that the usual days are not told."""
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
        answers = self.knowledge.answers(moment, facts, [one.id for one in intents], found, sure_stage(stages, _CERTAIN_STAGE))
        if not intents:
            known = [answer for answer in answers if not answer.missing]  # a bare "165 110斤" after the agent asked for it
            if not known:
                return Suggestion("none", (), (), stage, facts.items)
            intents = (RecognisedIntent(known[0].intent, self.recogniser.probability(scores, known[0].intent)),)
            status = "ambiguous"
        names = [intent.id for intent in intents]
        query = query_of(grams, self.recogniser.model.features, facts, stages, moment)
        others = likely(scores, self.recogniser.labels, names[0]) if status == "ambiguous" and len(names) == 1 else []
        rows = self.finder.candidates(names, query, others, own.ask.script if own else "")
        values = self.knowledge.values(moment, facts, found[0])
        voice = self.knowledge.shop.voice
        speaker = Speaker(self.finder.book.slots, values, said_values(facts), moment.sent, turn_of(moment), hurt=facts.has("hurt"))
        worded = [[script_reply(one, speaker.word(one.script), voice) for one in row[: moment.k + _SPARE]] for row in rows]
        told = [] if self.finder.documented else [answer_reply(answer, voice) for answer in answers]
        return Suggestion(status, intents, with_answers(worded, told, names, moment.k), stage, facts.items)
