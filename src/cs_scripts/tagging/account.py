"""One account for every input: what was read of it was used, left out or rejected, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cs_scripts.chatlog.table import UNKNOWN_ROLE
from cs_scripts.tagging.block import TaggedBlock

_MOST_VALUES = 50


class Account:
    """Add up what became of the entries of one input, or of all.

    An entry is a row of a table, an object or a turn in JSON, a message or a line of the client in a transcript, a line of text.

    Args:
        state: what ``state`` gave, to go on where another one stopped.

    >>> account = Account()
    >>> account.add(TaggedBlock(rows=3, sellers=2, left={"系统消息": 1}))
    >>> account.figures()["read"], account.figures()["used"]
    (6, 5)
    """

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        state = state or {}
        self.tagged: int = state.get("tagged", 0)
        self.sellers: int = state.get("sellers", 0)
        self.left: Counter[str] = Counter(state.get("left", {}))
        self.rejected: Counter[str] = Counter(state.get("rejected", {}))
        self.remarks: Counter[str] = Counter(state.get("remarks", {}))
        self.unknown_roles: Counter[str] = Counter(state.get("unknown_roles", {}))

    def add(self, block: TaggedBlock) -> None:
        """Count a block."""
        self.tagged += block.rows
        self.sellers += block.sellers
        self.left.update(block.left)
        for reject in block.rejects:
            (self.remarks if reject.kept else self.rejected)[reject.reason] += 1
            if reject.reason == UNKNOWN_ROLE and (reject.detail in self.unknown_roles or len(self.unknown_roles) < _MOST_VALUES):
                self.unknown_roles[reject.detail] += 1

    @property
    def used(self) -> int:
        """Messages tagged, and messages of the staff, which tell how fast they answer."""
        return self.tagged + self.sellers

    def state(self) -> dict[str, Any]:
        """Give the constructor's argument, fit for JSON."""
        counters = {name: dict(getattr(self, name)) for name in ("left", "rejected", "remarks", "unknown_roles")}
        return {"tagged": self.tagged, "sellers": self.sellers, **counters}

    def figures(self) -> dict[str, Any]:
        """Sum up; ``read`` is ``used`` and ``left_out`` and ``rejected``. Remarks are of entries that were used."""
        left, rejected = self.left.total(), self.rejected.total()
        return {
            "read": self.used + left + rejected,
            "used": self.used,
            "tagged": self.tagged,
            "seller_messages": self.sellers,
            "left_out": {"count": left, "reasons": dict(self.left.most_common())},
            "rejected": {"count": rejected, "reasons": dict(self.rejected.most_common())},
            "remarks": {"count": self.remarks.total(), "reasons": dict(self.remarks.most_common())},
            "unknown_roles": dict(self.unknown_roles.most_common()),
        }
