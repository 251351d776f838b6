"""Read tables with a whole transcript in one cell: a row for each customer, as some export tools write it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cs_scripts.chatlog.columns import clean_header, load_vocabulary, personal_columns, show
from cs_scripts.chatlog.layouts import headed, inline
from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.layouts.transcript import NO_TEXT
from cs_scripts.chatlog.message import Left, Message
from cs_scripts.chatlog.roles import Roles, clean_nick, learn_roles
from cs_scripts.files.rejects import Reject

_HEADERS = frozenset({"聊天记录", "对话记录", "会话记录", "聊天详情", "对话详情", "会话内容", "对话内容", "聊天内容", "transcript", "chat"})
_READERS = (
    inline.make_under_time,
    inline.make_classic,
    inline.make_stamped,
    headed.make_nick_first,
    headed.make_time_first,
    inline.make_spoken,
)


@dataclass(frozen=True)
class TranscriptColumn:
    """Where a table keeps its transcripts.

    Attributes:
        text: index of their column.
        buyer: index of the column with the customer; -1 for none.
        roles: who is staff.
        persons: indices of the columns with data of persons.
    """

    text: int
    buyer: int
    roles: Roles
    persons: tuple[int, ...] = ()

    def rows(self, number: int, cells: Sequence[Any]) -> Iterator[Message | Reject | Left]:
        """Read the messages of one row.

        Args:
            number: number of the row.
            cells: its cells.

        Yields:
            Messages and rejects, all with the row's number.
        """
        if len(cells) <= self.text or not show(cells[self.text]).strip():
            yield Reject(number, NO_TEXT)
            return
        buyer = clean_nick(show(cells[self.buyer])) if 0 <= self.buyer < len(cells) else ""
        persons = {str(at): value for at in self.persons if at < len(cells) and (value := show(cells[at]).strip())}
        for row in _read(show(cells[self.text]), self.roles):
            if not isinstance(row, Message):
                yield row._replace(line=number)
                continue
            role = "buyer" if buyer and row.sender == buyer else row.role or ("seller" if buyer and row.sender else "")
            yield row._replace(line=number, role=role, conversation=buyer or row.conversation or f"第{number}行", extra=persons or None)


def _read(text: str, roles: Roles) -> list[Message | Reject | Left]:
    """Read a transcript in whichever way gives the most messages."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    read = [list(make(Options(), lines)(enumerate(lines, 1), roles, None)) for make in _READERS]
    best = max(read, key=lambda rows: sum(isinstance(row, Message) for row in rows) - sum(isinstance(row, Reject) for row in rows))
    return best if any(isinstance(row, Message) for row in best) else [Reject(0, "单元格里的聊天记录认不出")]


def find_transcripts(header: Sequence[str], samples: Sequence[Sequence[Any]], options: Options) -> TranscriptColumn | None:
    """Find the column with transcripts.

    Args:
        header: the table's headers.
        samples: some rows.
        options: what the user said.

    Returns:
        Where they are; None where no cell of a column called so has several messages in it.
    """
    cleaned = [clean_header(cell) for cell in header]
    wanted = clean_header(options.columns.get("text", ""))
    for at, name in enumerate(cleaned):
        if name not in _HEADERS and (not wanted or name != wanted):
            continue
        cells = [show(row[at]) for row in samples[:20] if len(row) > at]
        read = [[row for row in _read(cell, Roles()) if isinstance(row, Message)] for cell in cells if "\n" in cell]
        if not any(len(messages) > 1 and all(message.sender for message in messages) for messages in read):
            continue
        fields = {load_vocabulary().headers.get(one, ""): i for i, one in enumerate(cleaned)}
        buyer = _column(fields, cleaned, options.columns)
        nicks = [message.sender for messages in read for message in messages]
        return TranscriptColumn(at, buyer, learn_roles(nicks, options.shop_accounts, options.roles), personal_columns(header))
    return None


def _column(fields: Mapping[str, int], cleaned: Sequence[str], chosen: Mapping[str, str]) -> int:
    if "buyer" in chosen and clean_header(chosen["buyer"]) in cleaned:
        return cleaned.index(clean_header(chosen["buyer"]))
    return fields.get("buyer", fields.get("conversation", -1))
