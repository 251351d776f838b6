"""Count durations so that medians and shares can be told of any number of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

LIMITS = (10, 16, 180)
"""Seconds within which answers are counted."""


def short(value: float) -> int | float:
    """Round to a tenth; whole numbers are whole.

    >>> short(182.0), short(80.333)
    (182, 80.3)
    """
    rounded = round(value, 1)
    return int(rounded) if rounded.is_integer() else rounded


class Durations:
    """Count durations in seconds, exactly to an hour and to the minute above.

    >>> durations = Durations()
    >>> for seconds in (5, 12, 200):
    ...     durations.add(seconds)
    >>> durations.median(), durations.within(16)
    (12, 2)
    """

    def __init__(self, counts: dict[str, int] | None = None, total: int = 0) -> None:
        self.counts: Counter[int] = Counter({int(seconds): count for seconds, count in (counts or {}).items()})
        self.total = total

    def add(self, seconds: int) -> None:
        """Count one duration.

        Args:
            seconds: how long.
        """
        self.counts[seconds if seconds <= 3600 else seconds // 60 * 60] += 1
        self.total += seconds

    def ranked(self, ranks: Iterable[int]) -> list[int]:
        """Give the durations of some ranks, 1 for the shortest; ranks must grow and be no more than were counted."""
        found: list[int] = []
        seen = 0
        ordered = iter(sorted(self.counts))
        seconds = 0
        for rank in ranks:
            while seen < rank:
                seconds = next(ordered)
                seen += self.counts[seconds]
            found.append(seconds)
        return found

    def median(self) -> int | float | None:
        """Find the middle duration, or the mean of the two in the middle.

        Returns:
            Seconds, whole where they are; None when nothing was counted.

        >>> durations = Durations()
        >>> durations.add(8), durations.add(182), durations.median()
        (None, None, 95)
        """
        count = sum(self.counts.values())
        if not count:
            return None
        low, high = self.ranked(((count + 1) // 2, count // 2 + 1))
        return (low + high) // 2 if (low + high) % 2 == 0 else (low + high) / 2

    def percentile(self, percent: int) -> int | None:
        """Find the shortest duration that a share of all does not exceed.

        Args:
            percent: 90 for nine of ten.

        Returns:
            Seconds; None when nothing was counted.
        """
        count = sum(self.counts.values())
        return self.ranked((max(1, -(-count * percent // 100)),))[0] if count else None

    def within(self, limit: int) -> int:
        """Count the durations up to a limit.

        Args:
            limit: seconds.

        Returns:
            How many.
        """
        return sum(count for seconds, count in self.counts.items() if seconds <= limit)

    def figures(self) -> dict[str, Any]:
        """Sum up.

        Returns:
            ``count``, ``average``, ``median``, ``p90`` (seconds) and the share within each of ``LIMITS``.
        """
        count = sum(self.counts.values())
        shares = {f"within_{limit}s": round(self.within(limit) / count, 4) if count else None for limit in LIMITS}
        average = short(self.total / count) if count else None
        return {"count": count, "average": average, "median": self.median(), "p90": self.percentile(90), **shares}

    def state(self) -> list[Any]:
        """Give what the constructor needs to make the same again.

        Returns:
            Its arguments, fit for JSON.
        """
        return [{str(seconds): count for seconds, count in self.counts.items()}, self.total]
