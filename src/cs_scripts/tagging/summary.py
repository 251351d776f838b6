"""Count what a tagging run saw, so that it can be summed up at the end and carried on after a stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cs_scripts.tagging.response_times import Responses, Turn

if TYPE_CHECKING:
    from cs_scripts.chatlog import Reject


class Tagged(NamedTuple):
    """What came of one block of messages.

    Args:
        data: the rows, ready to be written.
        rows: how many.
        sellers: messages of the staff, which are read and not written.
        unknown: rows with a sender of whom nobody could tell whether it is a buyer.
        lacking: rows with characters that the output's encoding lacks.
        statuses: rows of each status.
        intents: rows with each combination of intents.
        turns: who spoke when.
        rejects: what could not be read.
    """

    data: bytes
    rows: int
    sellers: int
    unknown: int
    lacking: int
    statuses: dict[str, int]
    intents: dict[tuple[str, ...], int]
    turns: list[Turn]
    rejects: list[Reject]


class Tally:
    """Add up blocks.

    Args:
        state: what ``state`` gave, to go on where another one stopped.
    """

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        state = state or {}
        self.counts: Counter[str] = Counter(state.get("counts", {}))
        self.statuses: Counter[str] = Counter(state.get("statuses", {}))
        self.intents: Counter[str] = Counter(state.get("intents", {}))
        self.reasons: Counter[str] = Counter(state.get("reasons", {}))
        self.responses = Responses(state.get("responses"))

    def add(self, block: Tagged) -> None:
        """Count one block.

        Args:
            block: what came of it.
        """
        self.counts.update(rows=block.rows, sellers=block.sellers, unknown=block.unknown, lacking=block.lacking)
        self.statuses.update(block.statuses)
        for intents, count in block.intents.items():
            for intent in intents:
                self.intents[intent] += count
        self.reasons.update(reject.reason for reject in block.rejects)
        self.responses.add(block.turns)

    @property
    def messages(self) -> int:
        """Messages read so far, the staff's too."""
        return self.counts["rows"] + self.counts["sellers"]

    def state(self) -> dict[str, Any]:
        """Give all there is to go on later.

        Returns:
            The constructor's argument, fit for JSON.
        """
        return {
            "counts": dict(self.counts),
            "statuses": dict(self.statuses),
            "intents": dict(self.intents),
            "reasons": dict(self.reasons),
            "responses": self.responses.state(),
        }

    def figures(self, labels: Mapping[str, str], seconds: float) -> dict[str, Any]:
        """Sum up.

        Args:
            labels: Chinese name of each intent.
            seconds: how long the run took.

        Returns:
            The figures, fit for JSON; shares are of the tagged rows and may add up to more than 1, as a row can have
            several intents.
        """
        rows = self.counts["rows"]

        def share(count: int) -> float:
            return round(count / rows, 4) if rows else 0.0

        none = self.statuses["none"]
        found = self.responses.figures()
        for entry in found["unanswered_intents"]:
            entry["label"] = labels.get(entry["id"], "")
        return {
            "messages": self.messages,
            "tagged": rows,
            "seller_messages": self.counts["sellers"],
            "unknown_role": self.counts["unknown"],
            "intents": [
                {"id": intent, "label": labels.get(intent, ""), "count": count, "share": share(count)}
                for intent, count in self.intents.most_common()
            ],
            "none": {"count": none, "share": share(none)},
            "statuses": {status: {"count": count, "share": share(count)} for status, count in sorted(self.statuses.items())},
            "bad_rows": {"count": sum(self.reasons.values()), "reasons": dict(self.reasons.most_common())},
            "rows_with_unencodable_characters": self.counts["lacking"],
            **found,
            "seconds": round(seconds, 2),
            "messages_per_second": round(self.messages / seconds) if seconds > 0 else None,
        }
