"""Read what was said in a conversation: places, numbers, sizes, reasons, faults, and what the agent asked, offered or promised.

A reply that asks for what was just given shows that nobody read the message; one that takes up what was said shows the opposite.
Each turn is read once and remembered, so that a conversation that grows costs one turn at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from cs_scripts.conversation.signs import read_signs
from cs_scripts.conversation.turn import MAX_LENGTH, read_turn

MAX_TURNS = 8
"""How many turns before the message are read."""

SENT = "已发"
"""Value of an address or a tax number that the buyer says was sent, where the turns do not show it."""


@dataclass(frozen=True)
class Fact:
    """Something that was said.

    Attributes:
        kind: one of ``terms.FACTS``, or ``item_word``; of an agent also ``asked`` (the value is the kind asked for).
        value: normalised: a height in cm, a weight in kg, money in yuan as plain numbers; a place, courier, colour or person by its
            usual name; else what was typed.
        text: as typed.
        role: ``buyer`` or ``seller``.
        turn: 0 for the message, -1 for the turn before, and so on.
        start: where the text begins in that turn.
        end: where it ends.
    """

    kind: str
    value: str
    text: str
    role: str
    turn: int
    start: int
    end: int


@dataclass(frozen=True)
class Facts:
    """What was said, and signs of the talk.

    Attributes:
        items: the facts, oldest first.
        signs: members of ``terms.SIGNS``.
    """

    items: tuple[Fact, ...] = ()
    signs: frozenset[str] = frozenset()

    def get(self, kind: str, role: str = "buyer") -> Fact | None:
        """Give the latest fact of a kind.

        Args:
            kind: the kind.
            role: who said it.

        Returns:
            The fact; None where nobody said such a thing.

        >>> read_facts("发成都几天到").get("place").value
        '成都'
        """
        return self._latest.get((kind, role))

    @cached_property
    def _latest(self) -> Mapping[tuple[str, str], Fact]:
        return {(fact.kind, fact.role): fact for fact in self.items}

    def has(self, term: str) -> bool:
        """Tell whether the buyer said something of a kind, or the talk has a sign.

        Args:
            term: a kind or a sign.

        Returns:
            Whether it holds.

        >>> facts = read_facts("快点发 急用")
        >>> facts.has("hurried"), facts.has("place")
        (True, False)
        """
        return term in self.signs or self.get(term) is not None


def read_facts(text: str, history: Sequence[tuple[str, str]] = ()) -> Facts:
    """Read what was said in a message and the turns before it.

    Args:
        text: the buyer's message; its first 1000 characters are read.
        history: role (``buyer`` or ``seller``) and text of the turns before, oldest first; the last eight are read.

    Returns:
        The facts and signs.

    >>> facts = read_facts("165 110斤", [("buyer", "给我妈买的"), ("seller", "身高体重多少呢")])
    >>> [(fact.kind, fact.value, fact.turn) for fact in facts.items if fact.role == "buyer"]
    [('recipient', '妈妈', -2), ('height', '165', 0), ('weight', '55', 0)]
    >>> sorted(facts.signs)
    ['agent_asked']
    """
    return _facts(tuple((role, said[:MAX_LENGTH]) for role, said in (*history[-MAX_TURNS:], ("buyer", text))))


@lru_cache(maxsize=256)
def _facts(turns: tuple[tuple[str, str], ...]) -> Facts:
    items: list[Fact] = []
    read = []
    asked: frozenset[str] = frozenset()
    for i, (role, said) in enumerate(turns):
        turn = read_turn(said, "seller" if role == "seller" else "buyer", asked)
        read.append(turn)
        asked = turn.asked
        for kind, value, start, end in turn.spans:
            typed = said[start:end]
            if value == SENT and any(fact.kind == kind and fact.role == turn.role for fact in items):
                continue  # the number itself stands in an earlier turn
            shown = value if value != turn.text[start:end] else typed.upper() if kind == "size" else typed
            items.append(Fact(kind, shown, typed, turn.role, i - len(turns) + 1, start, end))
    return Facts(tuple(items), read_signs(read))
