"""When and how the agent speaks first: at the hours that the documents teach, and only once.

The hours of an occasion stand with it in the phrase book: the handbook has reminders sent from ten to three, when people look at
their phones, and never after eight in the evening.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zlib import crc32

from cs_scripts.errors import ArgumentError
from cs_scripts.files.yaml import did_you_mean
from cs_scripts.phrasebook.book import Phrasebook, Trigger
from cs_scripts.recommend.moment import Moment
from cs_scripts.recommend.order import Order
from cs_scripts.recommend.ranking import Ranked
from cs_scripts.recommend.replies import script_reply
from cs_scripts.recommend.suggestion import Reply
from cs_scripts.recommend.wording import Filler, Speaker, bare
from cs_scripts.shop.profile import Shop, render

LATEST = time(20)
"""From then on nothing is sent that has hours at all."""


@dataclass(frozen=True)
class Opening:
    """What to say first, or why not now.

    Attributes:
        trigger: the occasion's id.
        replies: what may be sent now; empty when it may not.
        note: what the agent should know, in Chinese: that it is the wrong hour, or was said before; empty when all is well.
        not_before: when it may be sent, where that is later.
    """

    trigger: str
    replies: tuple[Reply, ...]
    note: str = ""
    not_before: datetime | None = None

    def to_dict(self) -> dict[str, Any]:
        """Give the opening as plain JSON types.

        Returns:
            A mapping for ``json.dumps``.
        """
        wait = self.not_before.isoformat(timespec="minutes") if self.not_before else None
        return {"trigger": self.trigger, "replies": [asdict(reply) for reply in self.replies], "note": self.note, "not_before": wait}


@dataclass(frozen=True)
class Held:
    """Whether an occasion has to wait.

    Attributes:
        note: what the agent should know, in Chinese; empty when all is well.
        not_before: when it may be sent, where that is later.
        closed: whether nothing may be sent now.
    """

    note: str = ""
    not_before: datetime | None = None
    closed: bool = False


def find_trigger(book: Phrasebook, occasion: str) -> Trigger:
    """Find an occasion by its id or Chinese name.

    Args:
        book: the phrase book.
        occasion: the id or name.

    Returns:
        The occasion.

    Raises:
        ArgumentError: there is none of that name.
    """
    if not isinstance(occasion, str):
        raise ArgumentError("occasion", f"应为场合的名称，不是 {type(occasion).__name__}")
    for trigger in book.triggers.values():
        if occasion in (trigger.id, trigger.label):
            return trigger
    known = [one.label for one in book.triggers.values()]
    raise ArgumentError("occasion", f"没有“{occasion}”这个场合{did_you_mean(occasion, known)}；可用 {'、'.join(known)}")


def hold(trigger: Trigger, at: datetime, said: bool) -> Held:
    """Tell whether an occasion has to wait, or is over.

    Args:
        trigger: the occasion.
        at: the time.
        said: whether the shop has spoken on it before.

    Returns:
        What to do.

    >>> hold(Trigger("payment_reminder", "催付", "cf", hours=(time(10), time(15))), datetime(2026, 11, 30, 21), said=False).not_before
    datetime.datetime(2026, 12, 1, 10, 0)
    """
    if trigger.once and said:
        return Held(f"{trigger.label}只说一次，已经说过了", None, closed=True)
    if trigger.hours is None:
        return Held()
    first, last = trigger.hours
    if at.time() >= LATEST or at.time() < first:
        day = at.date() + timedelta(days=at.time() >= LATEST)
        note = f"{trigger.label}宜在 {first:%H:%M}–{last:%H:%M} 发，{LATEST:%H:%M} 后不发"
        return Held(note, datetime.combine(day, first, at.tzinfo), closed=True)
    return Held("" if at.time() <= last else f"{trigger.label}最好在 {first:%H:%M}–{last:%H:%M} 发")


def said_before(texts: Iterable[str], sent: Collection[str]) -> bool:
    """Tell whether the shop has already spoken on this occasion.

    Args:
        texts: the occasion's wordings as they would be sent now.
        sent: what the shop has said, as ``wording.bare`` gives it.

    Returns:
        True when one of them is among what was said.
    """
    return any(bare(text) in sent for text in texts)


def speak_first(trigger: Trigger, book: Phrasebook, shop: Shop, moment: Moment, order: Order) -> Opening:
    """Word an occasion's scripts, where it is the hour for them.

    Args:
        trigger: the occasion.
        book: the phrase book.
        shop: the shop.
        moment: the time, the talk before, and how many replies at most.
        order: what is known of the order.

    Returns:
        The replies with the fewest open blanks first, or why there are none.
    """
    values = {**shop.values_at(moment.at), **order.values}
    scripts = [one for one in book.for_trigger(trigger.id) if shop.allows(one, moment.at, order.stage or None)]
    said = said_before([render(reply, values, book.slots)[0] for one in scripts for reply in one.replies], moment.sent)
    held = hold(trigger, moment.at, said)
    if held.closed:
        return Opening(trigger.id, (), held.note, held.not_before)
    turn = crc32(repr(sorted(order.values.items())).encode()) + len(moment.turns)
    speaker = Speaker(Filler(book.slots), values, {}, moment.sent, turn)
    replies = [script_reply(Ranked(one, 1.0, 0.0), speaker.word(one), shop.voice, 1.0) for one in scripts]
    return Opening(trigger.id, tuple(sorted(replies, key=lambda reply: len(reply.missing))[: moment.k]), held.note)
