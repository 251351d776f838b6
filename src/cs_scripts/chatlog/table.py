"""Turn rows of a table into messages, whatever the table was: CSV, JSON objects, a workbook's sheet or Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from cs_scripts.chatlog.columns import show
from cs_scripts.chatlog.message import Batch, are_robots
from cs_scripts.chatlog.roles import Roles, clean_nick
from cs_scripts.chatlog.times import from_day, parse_time
from cs_scripts.files.rejects import Reject
from cs_scripts.text.folding import fold
from cs_scripts.text.pii import mask

NO_TEXT = "没有文字"
WRONG_WIDTH = "列数不符"
BAD_TIME = "时间认不出，消息照收"
UNKNOWN_ROLE = "角色认不出"


Item = TypeVar("Item")


@dataclass(frozen=True)
class Table:
    """What is known of a table, enough to turn its rows into messages anywhere.

    Attributes:
        header: its headers, each once.
        fields: index of the column of each field; ``role`` is whichever column tells the role.
        meanings: role of each value of that column, in lower case.
        roles: who is staff, for rows in which it says nothing.
        keep: whether messages carry all columns.
        notes: what was concluded from the values, for the user to know, in Chinese.
        persons: indices of the columns with data of persons.
    """

    header: tuple[str, ...]
    fields: Mapping[str, int]
    meanings: Mapping[str, str] = field(default_factory=dict)
    roles: Roles = field(default_factory=Roles)
    keep: bool = False
    notes: tuple[str, ...] = ()
    persons: tuple[int, ...] = ()

    def batch(self, numbers: Iterable[int], rows: Iterable[Sequence[Any]], rejects: list[Reject]) -> Batch:
        """Turn rows into a batch.

        Args:
            numbers: number of each row.
            rows: cells of each row: text, or what a workbook holds.
            rejects: what was refused before; what is refused here is added.

        Returns:
            The messages; a row of the wrong width, without text, or with a value of role that nobody knows is a reject.
        """
        good, lines, texts = self._readable(numbers, rows, rejects)
        senders = self._nicks("sender", good)
        buyers = self._nicks("buyer", good)
        roles = self._roles(good, senders, buyers)
        if None in roles:
            at = self.fields["role"]
            strange = {i for i, role in enumerate(roles) if role is None}
            rejects += [Reject(lines[i], UNKNOWN_ROLE, mask(show(good[i][at])[:20])) for i in sorted(strange)]
            good, lines, texts = _without(strange, good), _without(strange, lines), _without(strange, texts)
            senders, buyers, roles = _without(strange, senders), _without(strange, buyers), _without(strange, roles)
        told = [role or "" for role in roles]
        said = [show(row[self.fields["role"]]).strip() for row in good] if "role" in self.fields else [""] * len(good)
        senders = self._senders(good, told, senders, buyers)
        machines = zip(are_robots(said) or [False] * len(good), are_robots(senders) or [False] * len(good), strict=True)
        robots = [by_role or by_name for by_role, by_name in machines]
        return Batch(
            conversations=self._conversations(good, told, senders, buyers),
            senders=senders,
            roles=told,
            texts=texts,
            times=self._times(good, lines, rejects),
            lines=lines,
            extras=[dict(zip(self.header, map(show, row), strict=True)) for row in good] if self.keep else [],
            articles=[show(row[self.fields["item"]]).strip() for row in good] if "item" in self.fields else [],
            persons=[tuple(value for at in self.persons if (value := show(row[at]).strip())) for row in good] if self.persons else [],
            robots=robots if any(robots) else [],
            rejects=rejects,
        )

    def _readable(
        self, numbers: Iterable[int], rows: Iterable[Sequence[Any]], rejects: list[Reject]
    ) -> tuple[list[Sequence[Any]], list[int], list[str]]:
        width = len(self.header)
        text_at = self.fields["text"]
        good: list[Sequence[Any]] = []
        lines: list[int] = []
        texts: list[str] = []
        for number, row in zip(numbers, rows, strict=True):
            if len(row) != width:
                if any(row):
                    rejects.append(Reject(number, WRONG_WIDTH))
                continue
            text = row[text_at]
            text = text if type(text) is str else show(text)
            if text and not text.isspace():
                texts.append(text)
                good.append(row)
                lines.append(number)
            elif any(map(show, row)):
                rejects.append(Reject(number, NO_TEXT))
        return good, lines, texts

    def _nicks(self, name: str, rows: list[Sequence[Any]]) -> list[str]:
        if name not in self.fields:
            return [""] * len(rows)
        at = self.fields[name]
        return [clean_nick(row[at] if type(row[at]) is str else show(row[at])) for row in rows]

    def _roles(self, rows: list[Sequence[Any]], senders: list[str], buyers: list[str]) -> list[str | None]:
        """Tell the role of each row; None where its value is there and unknown."""
        if "role" in self.fields:
            at = self.fields["role"]
            values = [show(row[at]).strip().lower() for row in rows]
            return [
                self.meanings.get(value) or self.meanings.get(fold(value)) or self.roles.tell(sender) or (None if value else "")
                for value, sender in zip(values, senders, strict=True)
            ]
        if "buyer" in self.fields and "sender" in self.fields:
            return [
                "buyer" if sender == buyer else self._other(sender, buyer) if sender else ""
                for sender, buyer in zip(senders, buyers, strict=True)
            ]
        if "sender" not in self.fields:
            return [""] * len(rows)
        return list(map(self.roles.tell, senders))

    def _other(self, sender: str, buyer: str) -> str:
        told = self.roles.tell(sender)
        return told if told in ("seller", "system") or not buyer else "seller"

    def _senders(self, rows: list[Sequence[Any]], roles: list[str], senders: list[str], buyers: list[str]) -> list[str]:
        """Name the sender where the log has a column for each side, or only one for the role."""
        if "sender" in self.fields:
            return senders
        agents = self._nicks("agent", rows)
        if "role" in self.fields and "agent" not in self.fields:
            at = self.fields["role"]
            said = [show(row[at]).strip() for row in rows]
            agents = ["" if value.isdecimal() or value.lower() in ("true", "false") else value for value in said]
        return [
            buyer if role == "buyer" else agent if role == "seller" else ""
            for role, buyer, agent in zip(roles, buyers, agents, strict=True)
        ]

    def _conversations(self, rows: list[Sequence[Any]], roles: list[str], senders: list[str], buyers: list[str]) -> list[str]:
        if "conversation" in self.fields:
            at = self.fields["conversation"]
            return [show(row[at]).strip() for row in rows]
        if "buyer" in self.fields:
            return buyers
        return [sender if role == "buyer" else "" for sender, role in zip(senders, roles, strict=True)]

    def _times(self, rows: list[Sequence[Any]], lines: list[int], rejects: list[Reject]) -> list[datetime | None]:
        at, day_at = self.fields.get("time"), self.fields.get("date")
        if at is None and day_at is None:
            return [None] * len(rows)
        times: list[datetime | None] = []
        for row, line in zip(rows, lines, strict=True):
            day = row[day_at] if day_at is not None else None
            clock = row[at] if at is not None else None
            found = read_cell_time(day, clock)
            if found is None and (show(clock) or show(day)).strip():
                rejects.append(Reject(line, BAD_TIME, kept=True))
            times.append(found)
        return times


def _without(places: set[int], column: list[Item]) -> list[Item]:
    return [value for i, value in enumerate(column) if i not in places]


def read_cell_time(day: Any, clock: Any) -> datetime | None:
    """Read a time that stands in one cell or in two.

    >>> read_cell_time(None, "2024-01-02 09:05"), read_cell_time("2024/1/2", "9:05")
    (datetime.datetime(2024, 1, 2, 9, 5), datetime.datetime(2024, 1, 2, 9, 5))
    """
    if isinstance(clock, datetime):
        return parse_time(clock.isoformat()) if clock.tzinfo else clock
    said = clock.isoformat() if isinstance(clock, time | date) else show(clock).strip()
    if day is None or len(said) > 12:
        return parse_time(said)
    start = day if isinstance(day, datetime) else parse_time(day.isoformat() if isinstance(day, date) else show(day).split(" ")[0])
    if start is None:
        return parse_time(said)
    return from_day(start, said) if said else start
