"""STUB until the facts branch lands."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.conversation.terms import STAGES


def read_stage(text: str, history: Sequence[tuple[str, str]] = ()) -> dict[str, float]:
    """Read."""
    return dict.fromkeys(STAGES, 1 / 7)


def stage_of_status(status: str) -> str:
    """Status."""
    return status if status in STAGES else ""
