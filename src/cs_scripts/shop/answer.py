"""What the shop's tables say in reply to a message, apart from the scripts of the phrase book."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

GOODS_INTENTS = frozenset(
    {
        "product_info", "sizing", "stock", "price_info", "quality", "authenticity", "gift", "warranty", "packaging", "recommendation",
        "hesitation", "ordering", "promotion",
    }
)  # fmt: skip
"""Intents that a table of goods can answer; a message of others only is left alone."""

PARTLY = "goods.part"
"""Id of an answer that states a fact and leaves open only what was asked besides."""


@dataclass(frozen=True)
class Answer:
    """A reply made from a table rather than from a script.

    Attributes:
        id: which kind of answer, for example ``goods.attribute`` or ``sizes.clothes``.
        intent: the intent it answers.
        text: the reply, ready to send unless something is missing.
        missing: labels of its open slots, which it shows as 【待填:…】.
        uses: the facts and table fields it was made from.
    """

    id: str
    intent: str
    text: str
    missing: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()

    @property
    def states(self) -> bool:
        """Whether it states a fact, whatever it leaves open besides."""
        return not self.missing or self.id == PARTLY


def distinct(answers: Iterable[Answer]) -> list[Answer]:
    """Leave out answers that say the same as another.

    Args:
        answers: the answers.

    Returns:
        Those of different texts, in the same order.
    """
    return list({answer.text: answer for answer in answers}.values())
