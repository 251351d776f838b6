"""Write tagged messages as rows of CSV or JSON Lines, which can be cut off after any row and carried on.

What depends on the message's text alone is written once and kept with what was recognised. A row is its head, that, the staff's
reply, and the input's own columns; where the reply is not known yet, the row is left open for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from cs_scripts.files.csv import cell_text
from cs_scripts.files.json import dump_json
from cs_scripts.tagging.columns import Wording
from cs_scripts.tagging.stream import Tagged


class Head(NamedTuple):
    """What a row begins with."""

    file: str
    row: int
    conversation: str
    time: datetime | None
    sender: str


class Answer(NamedTuple):
    """The staff's reply to a message.

    Attributes:
        agent: who gave it.
        text: what it says, masked.
        seconds: how long after the message; None where that is not known.
    """

    agent: str = ""
    text: str = ""
    seconds: int | None = None


NO_ANSWER = Answer()


def show_time(time: datetime | None) -> str:
    """Write a time, its milliseconds where it has some.

    >>> show_time(datetime(2024, 1, 2, 9, 5)), show_time(datetime(2024, 1, 2, 9, 5, 7, 123000))
    ('2024-01-02 09:05:00', '2024-01-02 09:05:07.123')
    """
    if time is None:
        return ""
    return time.isoformat(" ", "milliseconds" if time.microsecond else "seconds")


@lru_cache(maxsize=1 << 14)
def _cell(value: str) -> str:
    return cell_text(value, mark="'") if len(value) > 1 else cell_text(value)


@dataclass(frozen=True)
class CsvRows:
    """Write rows of CSV with CRLF line ends, as Excel does.

    A cell that a spreadsheet would run as a formula gets a ``'`` before it.

    Attributes:
        wording: names of columns and values.
        encoding: as in ``utf-8-sig``; characters that it lacks become ``&#…;``.
    """

    wording: Wording
    encoding: str = "utf-8-sig"
    suffix = ".csv"

    def header(self, extra: Sequence[str]) -> bytes:
        """Write the bytes the file begins with; ``extra`` are names of the input's columns in the output."""
        names = [*map(self.wording.name, self.wording.columns), *extra]
        return (",".join(map(_cell, names)) + "\r\n").encode(self.encoding, "xmlcharrefreplace")

    def heads(self, heads: Sequence[Head]) -> list[str]:
        """Write the beginnings of rows."""
        return [f"{_cell(head.file)},{head.row},{_cell(head.conversation)},{show_time(head.time)},{_cell(head.sender)}" for head in heads]

    def bare(self, file: str, rows: Sequence[int]) -> list[str]:
        """Write the beginnings of rows of which nothing is known but their text."""
        begin = _cell(file)
        return [f"{begin},{row},,," for row in rows]

    def tail(self, text: str, tagged: Tagged) -> str:
        """Write what depends on the text alone; ``text`` is masked."""
        wording = self.wording
        probability = "" if tagged.probability is None else f"{tagged.probability:.2f}"
        cells = [text, wording.status(tagged.status), wording.intent(tagged.intent), probability, wording.intents(tagged.intents)]
        cells += [tagged.script_id, tagged.script] if wording.replies else []
        return "," + ",".join(map(_cell, cells))

    def answer(self, answer: Answer) -> str:
        """Write the staff's reply."""
        if answer is NO_ANSWER:
            return ",,,"
        return f",{_cell(answer.agent)},{_cell(answer.text)},{'' if answer.seconds is None else answer.seconds}"

    def ends(self, extras: Sequence[dict[str, str]], names: dict[str, str]) -> list[str]:
        """Write the ends of rows: the input's own columns."""
        return ["".join("," + _cell(values.get(name, "")) for name in names) + "\r\n" for values in extras]

    end = "\r\n"

    def encode(self, text: str) -> bytes:
        """Encode rows; what the encoding lacks is written as a number."""
        codec = "utf-8" if self.encoding == "utf-8-sig" else self.encoding
        return text.encode(codec, "replace" if codec == "utf-8" else "xmlcharrefreplace")

    def lacks(self, text: str) -> bool:
        """Tell whether the encoding lacks a character of a text."""
        try:
            text.encode("utf-8" if self.encoding == "utf-8-sig" else self.encoding)
        except UnicodeEncodeError:
            return True
        return False


@lru_cache(maxsize=1 << 14)
def _text(value: str) -> str:
    return dump_json(value)


@dataclass(frozen=True)
class JsonRows:
    """Write rows of JSON, one object a line.

    Attributes:
        wording: names of columns and values.
    """

    wording: Wording
    suffix = ".jsonl"
    end = "}\n"

    def header(self, extra: Sequence[str]) -> bytes:
        """Write nothing; JSON Lines have no header."""
        del extra
        return b""

    def heads(self, heads: Sequence[Head]) -> list[str]:
        """Write the beginnings of rows."""
        names = self._names("file", "row", "conversation", "time", "sender")
        return [
            f"{{{names[0]}: {_text(head.file)}, {names[1]}: {head.row}, {names[2]}: {_text(head.conversation)}, "
            f'{names[3]}: "{show_time(head.time)}", {names[4]}: {_text(head.sender)}'
            for head in heads
        ]

    def bare(self, file: str, rows: Sequence[int]) -> list[str]:
        """Write the beginnings of rows of which nothing is known but their text."""
        return self.heads([Head(file, row, "", None, "") for row in rows])

    def tail(self, text: str, tagged: Tagged) -> str:
        """Write what depends on the text alone; ``text`` is masked."""
        wording = self.wording
        probability = None if tagged.probability is None else round(tagged.probability, 4)
        pairs = [{"id": wording.intent(name), "probability": round(share, 4)} for name, share in tagged.intents]
        values: dict[str, object] = {"text": text, "status": wording.status(tagged.status), "intent": wording.intent(tagged.intent)}
        values |= {"probability": probability, "intents": pairs}
        values |= {"script_id": tagged.script_id, "script": tagged.script} if wording.replies else {}
        return ", " + dump_json({wording.name(name): value for name, value in values.items()})[1:-1]

    def answer(self, answer: Answer) -> str:
        """Write the staff's reply."""
        agent, reply, seconds = self._names("agent", "reply", "reply_seconds")
        return f", {agent}: {_text(answer.agent)}, {reply}: {dump_json(answer.text)}, {seconds}: {dump_json(answer.seconds)}"

    def ends(self, extras: Sequence[dict[str, str]], names: dict[str, str]) -> list[str]:
        """Write the ends of rows: the input's own columns."""
        written = (dump_json({names[name]: value for name, value in values.items() if name in names})[1:-1] for values in extras)
        return [f", {members}}}\n" if members else "}\n" for members in written]

    def encode(self, text: str) -> bytes:
        """Encode rows; half a surrogate becomes a question mark."""
        return text.encode("utf-8", "replace")

    def lacks(self, text: str) -> bool:
        """Tell whether a text has half a surrogate."""
        return text.encode("utf-8", "replace") != text.encode("utf-8", "surrogatepass")

    def _names(self, *columns: str) -> list[str]:
        return [_text(self.wording.name(column)) for column in columns]


Rows = CsvRows | JsonRows
