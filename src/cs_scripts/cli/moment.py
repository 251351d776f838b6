"""A day, or a day and a time, as people write it on a command line."""

from __future__ import annotations

from datetime import datetime

from cs_scripts.errors import ArgumentError


def read_moment(text: str, option: str) -> datetime:
    """Read a day or a moment.

    Args:
        text: as it was typed.
        option: what it was typed for.

    Returns:
        The moment; midnight of a day.

    Raises:
        ArgumentError: it is neither.

    >>> read_moment("2026-11-11", "--at"), read_moment("2026-11-11 20:00", "--at")
    (datetime.datetime(2026, 11, 11, 0, 0), datetime.datetime(2026, 11, 11, 20, 0))
    """
    typed = text.strip()
    try:
        return datetime.strptime(typed, "%Y-%m-%d %H:%M" if ":" in typed else "%Y-%m-%d")
    except ValueError:
        raise ArgumentError(option, f"“{text}”应写成 2026-11-11 或 2026-11-11 20:00") from None
