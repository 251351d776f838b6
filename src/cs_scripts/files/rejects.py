"""A row that could not be read: every reader, of chat logs and of quick replies, gives this for it and reads on."""

from __future__ import annotations

from typing import NamedTuple


class Reject(NamedTuple):
    """A line, row or record that was not read, or not wholly.

    Args:
        line: its number, from 1; 0 when it is the file as a whole.
        reason: why, in Chinese; rows with the same fault have the same reason, so that they can be counted.
        detail: what is particular to this one; empty for nothing.
        sheet: where numbers begin anew in a file: its sheet or member; empty where they do not.
        unit: what is counted.
        kept: whether the row is there all the same, and only a part of it, as its time, is missing.
    """

    line: int
    reason: str
    detail: str = ""
    sheet: str = ""
    unit: str = "行"
    kept: bool = False

    @property
    def place(self) -> str:
        """Where it is, in Chinese."""
        if not self.line:
            return self.sheet or "全文"
        inside = f"“{self.sheet}”" if self.sheet else ""
        return f"{inside}第 {self.line} {self.unit}"

    @property
    def said(self) -> str:
        """Place, reason and detail in one line of Chinese."""
        return f"{self.place}：{self.reason}{f'（{self.detail}）' if self.detail else ''}"
