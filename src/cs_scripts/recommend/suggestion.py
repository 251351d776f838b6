"""What an agent gets: replies that can be sent, and what they rest on."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from cs_scripts.conversation.facts import Fact
from cs_scripts.recognition.decision import Status
from cs_scripts.recognition.model import RecognisedIntent


@dataclass(frozen=True)
class Reply:
    """A reply that an agent can send.

    Attributes:
        id: the script's id, or that of the table it was made from.
        intent: id of the intent it answers.
        text: the wording, blanks filled in; an open blank shows as 【待填:…】.
        score: how likely an agent would send it, 0 to 1, as readers of real talks judged; see ``recommend.choice``.
        technique: name of the move.
        source: document and section.
        missing: labels of the open blanks.
        uses: what was said, or fields of the shop's tables, that it gives back.
        documented: whether a training document teaches it.
        why: what spoke for it, in Chinese.
        fit: how near the message comes to what the script is asked by, 0 to 1.
    """

    id: str
    intent: str
    text: str
    score: float
    technique: str
    source: str
    missing: tuple[str, ...]
    uses: tuple[str, ...] = ()
    documented: bool = False
    why: tuple[str, ...] = ()
    fit: float = 0.0


@dataclass(frozen=True)
class Suggestion:
    """What to answer to one message.

    Attributes:
        status: ``confident``; ``ambiguous`` when the first intent is doubtful; ``none`` when nothing can be answered.
        intents: the intents found, most urgent first; empty when there is none.
        replies: the replies, best first. Several intents take turns; beside a doubtful one the next likely compete. A message
            of no intent gets one where it takes up a talk, or where a reply is likely right all the same.
        stage: where the order stands, one of ``conversation.terms.STAGES``; empty when it cannot be told.
        facts: what was said, in the message and the turns before.
    """

    status: Status
    intents: tuple[RecognisedIntent, ...]
    replies: tuple[Reply, ...]
    stage: str = ""
    facts: tuple[Fact, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Give the suggestion as plain JSON types; the shape that the command and the HTTP face answer with.

        Returns:
            A mapping for ``json.dumps``.
        """
        return {
            "status": self.status,
            "intents": [intent._asdict() for intent in self.intents],
            "replies": [vars(reply).copy() for reply in self.replies],  # asdict would copy field after field, a tenth of a request
            "stage": self.stage,
            "facts": [asdict(fact) for fact in self.facts],
        }
