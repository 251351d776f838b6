"""How fast the staff answers: first response, average response, and what was never answered.

A *turn* is one or more lines of one side until the other side speaks. A buyer's turn is answered by the next line of the
staff; the response time runs from the turn's first line. Automatic replies cannot be told from typed ones and count too, unless
their account is named as a machine's (店:机器人) or left out.
All that is kept is counted or bounded, so that any number of conversations fits into memory.
"""

from __future__ import annotations

import heapq
from collections import Counter, OrderedDict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from cs_scripts.tagging.durations import Durations, short

OPEN = 20_000
"""Conversations that are followed at a time; the one that was silent longest is closed first."""

SLOWEST = 1_000
"""Conversations that are listed by name."""


class Turn(NamedTuple):
    """Lines of one side without one of the other between them.

    Args:
        conversation: the conversation; empty for "that of the turn before".
        role: ``"buyer"`` or ``"seller"``.
        agent: who of the staff; empty for buyers.
        time: seconds of the first line on any clock; None when the log has no times.
        intents: ids of what the buyer wanted; empty for the staff.
    """

    conversation: str
    role: str
    agent: str
    time: int | None
    intents: tuple[str, ...]


def to_turns(
    conversations: Iterable[str],
    roles: Iterable[str],
    senders: Iterable[str],
    times: Iterable[datetime | None],
    intents: Iterable[tuple[str, ...]],
) -> list[Turn]:
    """Put consecutive lines of one side of one conversation together.

    Args:
        conversations: conversation of each line.
        roles: role of each line; lines of nobody known are left out.
        senders: nick of each line.
        times: time of each line.
        intents: intents of each line, empty for the staff.

    Returns:
        The turns.

    >>> turns = to_turns(["a", "a"], ["buyer", "buyer"], ["a", "a"], [None, None], [("stock",), ("gift",)])
    >>> turns[0].intents
    ('stock', 'gift')
    """
    turns: list[Turn] = []
    for conversation, role, sender, time, wanted in zip(conversations, roles, senders, times, intents, strict=True):
        if not role:
            continue
        agent = sender if role == "seller" else ""
        if turns and turns[-1][:3] == (conversation, role, agent):
            if wanted:
                turns[-1] = turns[-1]._replace(intents=tuple(dict.fromkeys(turns[-1].intents + wanted)))
        else:
            turns.append(Turn(conversation, role, agent, None if time is None else _seconds(time), wanted))
    return turns


def _seconds(time: datetime) -> int:
    return (time.toordinal() * 24 + time.hour) * 3600 + time.minute * 60 + time.second


class Responses:
    """Follow conversations and measure how fast they are answered.

    Args:
        state: what ``state`` gave, to go on where another one stopped.

    >>> responses = Responses()
    >>> responses.add([Turn("a", "buyer", "", 0, ("stock",)), Turn("a", "seller", "店:宝", 12, ())])
    >>> responses.figures()["responses"]["median"]
    12
    """

    def __init__(self, state: dict[str, Any] | None = None) -> None:
        state = state or {}
        self._first = Durations(*state.get("first", ()))
        self._all = Durations(*state.get("all", ()))
        self._agents = {agent: Durations(*counts) for agent, counts in state.get("agents", {}).items()}
        self._agents_first = {agent: Durations(*counts) for agent, counts in state.get("agents_first", {}).items()}
        self._turns: int = state.get("turns", 0)
        self._answered: int = state.get("answered", 0)
        self._closed: int = state.get("closed", 0)
        self._unanswered: Counter[str] = Counter(state.get("unanswered", {}))
        self._slowest: list[list[Any]] = state.get("slowest", [])
        self._current: str = state.get("current", "")
        # Of each open conversation: time of the turn that waits (or None), its intents, whether one waits,
        # first response, number and sum of responses, turns.
        self._open: OrderedDict[str, list[Any]] = OrderedDict(state.get("open", []))

    def add(self, turns: Iterable[Turn]) -> None:
        """Go on with what was said next.

        Args:
            turns: the next turns of the log, conversations mixed as they come.
        """
        for conversation, role, agent, time, intents in turns:
            name = conversation or self._current
            self._current = name
            entry = self._open.get(name)
            if entry is None:
                entry = self._open[name] = [None, [], False, None, 0, 0, 0]
                if len(self._open) > OPEN:
                    self._close(*self._open.popitem(last=False))
            else:
                self._open.move_to_end(name)
            if role == "buyer":
                if not entry[2]:
                    entry[0], entry[1], entry[2] = time, [], True
                    entry[6] += 1
                    self._turns += 1
                entry[1] = list(dict.fromkeys([*entry[1], *intents]))
            elif entry[2]:
                self._answer(entry, agent, time)

    def _answer(self, entry: list[Any], agent: str, time: int | None) -> None:
        asked, entry[2] = entry[0], False
        self._answered += 1
        if asked is None or time is None or time < asked:
            return
        seconds = time - asked
        self._all.add(seconds)
        if agent:
            self._agents.setdefault(agent, Durations()).add(seconds)
        if entry[3] is None:
            entry[3] = seconds
            self._first.add(seconds)
            if agent:
                self._agents_first.setdefault(agent, Durations()).add(seconds)
        entry[4] += 1
        entry[5] += seconds

    def end_file(self) -> None:
        """Forget which conversation was the last: the next file begins with its own."""
        self._current = ""
        if "" in self._open:
            self._close("", self._open.pop(""))

    def _close(self, name: str, entry: list[Any]) -> None:
        if not entry[6]:
            return
        self._closed += 1
        if entry[2]:
            self._unanswered.update(entry[1])
        if entry[3] is not None:
            heapq.heappush(self._slowest, [entry[3], name, entry[6], entry[4], entry[5]])
            if len(self._slowest) > SLOWEST:
                heapq.heappop(self._slowest)

    def state(self) -> dict[str, Any]:
        """Give all there is to go on later.

        Returns:
            The constructor's argument, fit for JSON.
        """
        return {
            "first": self._first.state(),
            "all": self._all.state(),
            "agents": {agent: counts.state() for agent, counts in self._agents.items()},
            "agents_first": {agent: counts.state() for agent, counts in self._agents_first.items()},
            "turns": self._turns,
            "answered": self._answered,
            "closed": self._closed,
            "unanswered": dict(self._unanswered),
            "slowest": self._slowest,
            "current": self._current,
            "open": list(self._open.items()),
        }

    def figures(self) -> dict[str, Any]:
        """Close all conversations and sum up.

        Returns:
            ``turns``, ``answered``, ``conversations`` (number, and the slowest by first response), ``first_response`` and
            ``responses`` (see ``Durations.figures``), ``agents`` (the same for each), ``unanswered_intents`` (id and number).
        """
        while self._open:
            self._close(*self._open.popitem(last=False))
        slowest = [
            {
                "conversation": name,
                "first_response": first,
                "average_response": short(total / count),
                "responses": count,
                "turns": turns,
            }
            for first, name, turns, count, total in sorted(self._slowest, reverse=True)
        ]
        agents = {
            agent: {"first_response": self._agents_first.get(agent, Durations()).figures(), "responses": counts.figures()}
            for agent, counts in sorted(self._agents.items())
        }
        return {
            "turns": self._turns,
            "answered": self._answered,
            "conversations": {"count": self._closed, "slowest": slowest},
            "first_response": self._first.figures(),
            "responses": self._all.figures(),
            "agents": agents,
            "unanswered_intents": [{"id": intent, "count": count} for intent, count in self._unanswered.most_common(20)],
        }
