"""Reckon when a parcel leaves and when it arrives: pure functions of the shop's calendar, so that every date can be tested.

An estimate has two ends. The early one is what usually happens, the late one is what the shop promised; a yes needs the late one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

_FAR = 370
"""How many days ahead a working day is looked for: a calendar without any ends the search."""


@dataclass(frozen=True)
class Calendar:
    """When a shop sends parcels.

    Attributes:
        cutoff: who pays before it has the parcel sent on the same day; None where the shop names none.
        hours: within how many hours of payment a parcel leaves.
        campaign_days: within how many days during a campaign; None where the shop does not say.
        weekends: whether parcels leave on Saturday and Sunday, None where the shop does not say; then they are taken to.
        closed: days on which nothing leaves.
        open: days on which parcels leave although they are in a weekend.
        pause: month and day from which nothing leaves and on which parcels leave again, of a shop that lists no days; None for none.
    """

    cutoff: time | None = None
    hours: int = 48
    campaign_days: int | None = None
    weekends: bool | None = None
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()
    pause: tuple[tuple[int, int], tuple[int, int]] | None = None

    def works(self, day: date) -> bool:
        """Tell whether parcels leave on a day.

        Args:
            day: the day.

        Returns:
            Whether they do.
        """
        return day in self.open or (day not in self.closed and not self._paused(day) and (self.weekends is not False or day.weekday() < 5))

    def _paused(self, day: date) -> bool:
        if self.pause is None:
            return False
        (stop, resume), on = self.pause, (day.month, day.day)
        return stop <= on < resume if stop < resume else on >= stop or on < resume

    def next_day(self, day: date) -> date:
        """Find the first day from a given one on which parcels leave.

        Args:
            day: the day to begin with.

        Returns:
            The day.
        """
        return next((later for ahead in range(_FAR) if self.works(later := day + timedelta(days=ahead))), day)


@dataclass(frozen=True)
class Window:
    """A first and a last day.

    Attributes:
        first: what usually happens at the earliest.
        last: what the shop keeps at the latest.
    """

    first: date
    last: date


def dispatch_window(paid: datetime, calendar: Calendar, *, campaign: bool = False) -> Window:
    """Reckon when a parcel leaves.

    Args:
        paid: when it is paid.
        calendar: the shop's calendar.
        campaign: whether a campaign is on, when parcels take longer.

    Returns:
        The first and the last day it may leave on.

    >>> friday = datetime(2026, 11, 27, 17)
    >>> dispatch_window(friday, Calendar(time(16), 24, weekends=False))
    Window(first=datetime.date(2026, 11, 30), last=datetime.date(2026, 11, 30))
    """
    late = calendar.cutoff is not None and paid.time() >= calendar.cutoff
    first = calendar.next_day(paid.date() + timedelta(days=1 if late else 0))
    if campaign and calendar.campaign_days is not None:
        promised = (paid + timedelta(days=calendar.campaign_days)).date()
    else:
        promised = paid.date()
        for _ in range(max(1, math.ceil(calendar.hours / 24))):  # hours run on working days only
            promised = calendar.next_day(promised + timedelta(days=1))
        if calendar.cutoff is not None:
            promised = min(promised, calendar.next_day(first + timedelta(days=1)) if calendar.hours > 24 else first)
    return Window(first, max(first, calendar.next_day(promised)))


def arrival_window(sent: Window, transit: tuple[int, int]) -> Window:
    """Reckon when a parcel arrives.

    Args:
        sent: when it leaves.
        transit: the least and the most days it travels.

    Returns:
        The first and the last day it may arrive on.

    >>> sent = Window(date(2026, 11, 30), date(2026, 12, 1))
    >>> arrival_window(sent, (3, 4))
    Window(first=datetime.date(2026, 12, 3), last=datetime.date(2026, 12, 5))
    """
    return Window(sent.first + timedelta(days=transit[0]), sent.last + timedelta(days=transit[1]))


def in_time(arrival: Window, wanted: date) -> Literal["yes", "tight", "no"]:
    """Judge carefully whether a parcel arrives by a day.

    Args:
        arrival: when it may arrive.
        wanted: the day it is needed on.

    Returns:
        ``yes`` only where even the late end serves, ``no`` where not even the early one does, else ``tight``.

    >>> arrival = Window(date(2026, 12, 3), date(2026, 12, 5))
    >>> [in_time(arrival, date(2026, 12, day)) for day in (2, 4, 5)]
    ['no', 'tight', 'yes']
    """
    if wanted >= arrival.last:
        return "yes"
    return "no" if wanted < arrival.first else "tight"
