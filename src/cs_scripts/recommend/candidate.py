"""What competes for the places of a suggestion, and what of it counts.

Features of a message, each with a weight for every kind of reply: ``always`` 1; ``question`` whether it asks something; ``talk``
whether turns go before; ``length`` up to 1 for forty characters; ``sure`` and ``silent`` whether the status is confident or none.
Features of a draft: ``whole`` whether the question is all that the message says; ``fact`` and ``decision`` whether questions of its
intent mostly want a fact that no script can know, or more than an answer (``data/echoes.yaml``).
Features of a reply: ``score`` and ``fit`` of a script among its siblings; ``asked`` how far its fit lies above a half, ``opens`` the
same where no turns go before; ``probability`` of its intent; ``second``, ``third`` its intent's place among the likely ones,
``aside`` whether it is not the first of a message that begins a talk; ``blanks`` to fill in, up to 3; ``filled`` nothing to fill
in; ``general`` a claim in general of an article at hand; ``experience`` log-odds with which readers would have sent it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from cs_scripts.recommend.suggestion import Reply
from cs_scripts.shop.answer import Answer
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

OF_TABLES = ("article", "half", "fact", "blank")
KINDS = ("script", *OF_TABLES, "draft", "fallback")
"""A script; what the tables of goods and sizes say, whole or but for one thing; what the profile says; an answer that is nothing but
its blank; a draft out of the question's words; what may be said where no script comes near."""

OF_MESSAGE = ("always", "question", "talk", "length", "sure", "silent")
OF_DRAFT = ("whole", "fact", "decision")
OF_REPLY = ("score", "fit", "asked", "opens", "probability", "second", "third", "aside", "blanks", "filled", "general", "experience")
FEATURES = (*(f"{kind}.{name}" for kind in KINDS for name in OF_MESSAGE), *OF_DRAFT, *OF_REPLY)

_QUESTION = lazy(r"[吗么嘛呢?？几哪]|什么|怎么|多少|[是能会可要有]不[是能会可要]|有没有|没有?[^，]{0,3}啊|到底|多钱|为啥|咋|啥|吧$|不$|没$")
_LONG = 40
_OF_ARTICLE = ("goods.", "sizes.")
_NOTHING_KNOWN = "goods.draft"


class Candidate(NamedTuple):
    """A reply that competes; most never reach a place, so that they are written only when they do.

    Attributes:
        id: of the reply.
        intent: that it answers.
        kind: one of ``KINDS``.
        place: of its intent among the likely ones, 0 for the first.
        probability: of its intent.
        blanks: how many stay open.
        made: writes the reply, given its score.
        score: of a script among its siblings.
        fit: of a script.
        whole: whether the question that a draft answers is all that the message says.
        general: whether a script claims in general what only a look at the article at hand tells.
        again: whether a script asks for what the buyer has given.
    """

    id: str
    intent: str
    kind: str
    place: int
    probability: float
    blanks: int
    made: Callable[[float], Reply]
    score: float = 0.0
    fit: float = 0.0
    whole: bool = False
    general: bool = False
    again: bool = False


def kind_of(answer: Answer, *, article: bool) -> str:
    """Tell what kind of candidate an answer from a table is.

    Args:
        answer: the answer.
        article: whether the table has the article at hand, so that all that is reckoned is about it, and no script says of it what
            the table leaves open.

    Returns:
        ``article``, ``half``, ``fact`` or ``blank``.
    """
    if not answer.states:
        return "half" if article or answer.id != _NOTHING_KNOWN else "blank"
    return "article" if article or answer.id.startswith(_OF_ARTICLE) else "fact"


def asks(text: str) -> bool:
    """Tell whether a message asks something.

    Args:
        text: the buyer's message.

    Returns:
        Whether it does.

    >>> asks("发什么快递"), asks("椒盐的要一袋")
    (True, False)
    """
    return _QUESTION.search(fold(text[:_LONG])) is not None


def message_features(text: str, turns: Sequence[tuple[str, str]], status: str) -> dict[str, float]:
    """Give the features of a message.

    Args:
        text: the buyer's message.
        turns: role and text of the turns before.
        status: how sure its intents are.

    Returns:
        Value of each of ``OF_MESSAGE``.
    """
    return {
        "always": 1.0,
        "question": float(asks(text)),
        "talk": float(bool(turns)),
        "length": min(len(text), _LONG) / _LONG,
        "sure": float(status == "confident"),
        "silent": float(status == "none"),
    }
