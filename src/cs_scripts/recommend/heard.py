"""What a message asks and what was said around it: all that its replies rest on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from cs_scripts.conversation.facts import Facts
from cs_scripts.recognition.decision import Status
from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.recommend.moment import Moment, Query
from cs_scripts.recommend.suggestion import Reply, Suggestion
from cs_scripts.recommend.wording import Speaker, bare
from cs_scripts.shop.answer import Answer

_ENOUGH = 5
"""Characters of a message that can be a script's own ask although nobody recognised an intent: 蓝色的 is an answer, not a question."""


class Heard(NamedTuple):
    """A message as it was heard.

    Attributes:
        moment: the call.
        status: how sure the intents are.
        intents: the intents.
        beside: the next likely intents with their probabilities, which compete with an only or doubtful one.
        answers: what the shop's tables say.
        query: what ranking looks at.
        stage: where the order stands; empty where that is not likely enough.
        facts: what was said.
        speaker: words scripts.
        own: id of the shop's own script that is asked for in its own words; empty for none.
        article: whether the shop's table has the article at hand.
    """

    moment: Moment
    status: Status
    intents: tuple[RecognisedIntent, ...]
    beside: Sequence[RecognisedIntent]
    answers: Sequence[Answer]
    query: Query
    stage: str
    facts: Facts
    speaker: Speaker
    own: str
    article: bool

    @property
    def alone(self) -> bool:
        """Whether nothing tells what the message is about: it could mean anything."""
        return not self.intents and not self.moment.turns and not self.article

    @property
    def too_little(self) -> bool:
        """Whether a message that stands alone says too little for any reply."""
        return self.alone and len(bare(self.moment.text)) < _ENOUGH

    @property
    def first(self) -> RecognisedIntent:
        """The likeliest intent; one without id where nobody recognised any."""
        return self.intents[0] if self.intents else RecognisedIntent("", 0.0)

    def answered(self, replies: Sequence[Reply]) -> Suggestion:
        """Make the suggestion.

        Args:
            replies: the replies, best first.

        Returns:
            It.
        """
        return Suggestion(self.status, self.intents, tuple(replies[: self.moment.k]), self.stage, self.facts.items)
