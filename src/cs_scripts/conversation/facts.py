"""STUB until the facts branch lands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """A fact."""

    kind: str
    value: str
    text: str
    role: str
    turn: int
    start: int
    end: int


@dataclass(frozen=True)
class Facts:
    """Facts."""

    items: tuple[Fact, ...] = ()
    signs: frozenset[str] = frozenset()

    def get(self, kind: str, role: str = "buyer") -> Fact | None:
        """Get."""
        return next((f for f in reversed(self.items) if f.kind == kind and f.role == role), None)

    def has(self, term: str) -> bool:
        """Has."""
        return term in self.signs or self.get(term) is not None


def read_facts(text: str, history: Sequence[tuple[str, str]] = ()) -> Facts:
    """Read."""
    return Facts()
