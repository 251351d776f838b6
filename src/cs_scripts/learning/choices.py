"""Keep what agents chose, changed and turned down: one SQLite file of the shop that never leaves the machine.

A choice is on the disk before it is acknowledged, so that a killed program loses none. Personal data is masked on the way in and a
buyer's nick is kept as a keyed hash only: enough to forget that buyer, too little to name them.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import platformdirs

from cs_scripts.errors import ArgumentError
from cs_scripts.learning.database import Database
from cs_scripts.text.pii import Pseudonyms, mask

KINDS = {"shown": "看过", "chosen": "选用", "edited": "改后用", "rejected": "不合适"}
"""What can become of a suggestion, and its Chinese name."""

_COLUMNS = ("id", "at", "kind", "buyer", "message", "situation", "script", "text", "reason")
_INSERT = f"INSERT INTO choices ({', '.join(_COLUMNS[1:])}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - made of constants
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM choices WHERE id > ? ORDER BY id LIMIT 1000"  # noqa: S608 - the same
_RECENT = 60


@dataclass(frozen=True)
class Choice:
    """What an agent did with a suggestion.

    Attributes:
        kind: one of ``KINDS``.
        situation: key of the situation, as ``learning.preferences.situation`` makes it; empty for a script found by searching.
        script: id of the script; empty where it concerns all that was shown.
        message: what the buyer wrote.
        text: what was sent.
        reason: why it was turned down.
        buyer: the buyer's nick.
    """

    kind: str
    situation: str = ""
    script: str = ""
    message: str = ""
    text: str = ""
    reason: str = ""
    buyer: str = ""


def data_folder() -> Path:
    """Return where a shop's choices are kept: ``$CS_SCRIPTS_DATA``, or the user's data folder.

    Returns:
        The folder, which need not exist.
    """
    return Path(os.environ.get("CS_SCRIPTS_DATA") or platformdirs.user_data_path("cs-scripts"))


def choices_path(shop: Path | str | None = None) -> Path:
    """Return the file that holds a shop's choices.

    Args:
        shop: the shop's profile; each profile has choices of its own.

    Returns:
        The path, which need not exist.

    >>> choices_path().name
    'choices.db'
    """
    if shop is None:
        return data_folder() / "choices.db"
    path = Path(shop).resolve()
    return data_folder() / f"choices-{path.stem}-{hashlib.sha256(str(path).encode()).hexdigest()[:8]}.db"


class ChoiceStore:
    """The choices of one shop. Threads may share it; one of them writes at a time.

    Args:
        path: the SQLite file; it and its folder are made when missing.
        masked: whether personal data is masked before it is written.

    Raises:
        FileReadError: the file is no such database, is damaged, or was written by a newer version.

    >>> store = ChoiceStore(":memory:")
    >>> store.add(Choice("chosen", "price_haggling|a,b", "b", message="我电话13800000000"))
    1
    >>> [choice["message"] for choice in store.export()]
    ['我电话[手机号]']
    """

    def __init__(self, path: Path | str, *, masked: bool = True) -> None:
        self.database = Database(path)
        self.path = self.database.path
        self.masked = masked
        self._names = Pseudonyms(self.database.salt)

    def add(self, choice: Choice) -> int:
        """Write a choice to the disk.

        Args:
            choice: what the agent did.

        Returns:
            Its number; once it is returned, the choice survives whatever happens to the program.

        Raises:
            ArgumentError: the kind is unknown.
        """
        if choice.kind not in KINDS:
            raise ArgumentError("kind", f"“{choice.kind}”不在 {'、'.join(KINDS)} 之中")
        buyer = self._names.of(choice.buyer)
        hide = mask if self.masked else str
        now = datetime.now().isoformat(timespec="seconds")
        texts = (choice.situation, choice.script, hide(choice.text), hide(choice.reason))
        return self.database.write([(_INSERT, (now, choice.kind, buyer, hide(choice.message), *texts))]).lastrowid or 0

    def votes(self, situation: str | None = None) -> list[tuple[str, str, int]]:
        """Count how often each script was taken where it was shown, less how often it was turned down.

        Args:
            situation: key of the only situation of interest.

        Returns:
            Situation, script id and count; of each situation the latest 60 choices count, so that a shop can change its mind.
        """
        where = "situation = ?" if situation is not None else "situation != ''"
        query = f"""
            SELECT situation, script, SUM(CASE kind WHEN 'rejected' THEN -1 ELSE 1 END) FROM (
                SELECT situation, script, kind, ROW_NUMBER() OVER (PARTITION BY situation ORDER BY id DESC) AS age
                FROM choices WHERE {where} AND script != '' AND kind != 'shown'
            ) WHERE age <= {_RECENT} GROUP BY situation, script
        """  # noqa: S608 - made of constants
        return self.database.read(query, () if situation is None else (situation,))

    def used(self) -> Mapping[str, tuple[int, int]]:
        """Tell which scripts were sent, how often, and how lately.

        Returns:
            For each script id the number of times, and the number of the latest choice.
        """
        query = "SELECT script, COUNT(*), MAX(id) FROM choices WHERE kind IN ('chosen', 'edited') AND script != '' GROUP BY script"
        return {script: (count, latest) for script, count, latest in self.database.read(query)}

    def counts(self) -> Mapping[str, int]:
        """Count the choices of each kind.

        Returns:
            The number by kind, in the order of ``KINDS``.
        """
        found = dict(self.database.read("SELECT kind, COUNT(*) FROM choices GROUP BY kind"))
        return {kind: found.get(kind, 0) for kind in KINDS}

    def export(self) -> Iterator[dict[str, Any]]:
        """Give all choices, oldest first.

        Yields:
            A mapping for ``json.dumps``.
        """
        last = 0
        while True:
            rows = self.database.read(_SELECT, (last,))
            if not rows:
                return
            last = rows[-1][0]
            yield from (dict(zip(_COLUMNS, row, strict=True)) for row in rows)

    def forget(self, *, buyer: str | None = None, before: datetime | None = None) -> int:
        """Delete choices for good.

        Args:
            buyer: nick of the buyer whose choices go.
            before: choices older than this go.

        Returns:
            How many were deleted; with both arguments, those that meet both.

        Raises:
            ArgumentError: neither is given.
        """
        if buyer is None and before is None:
            raise ArgumentError("buyer", "要写明删哪位买家，或多久以前的")
        wanted = [("buyer = ?", self._names.of(buyer))] if buyer is not None else []
        wanted += [("at < ?", before.isoformat(timespec="seconds"))] if before is not None else []
        return self._delete(" AND ".join(part for part, _ in wanted), [value for _, value in wanted])

    def reset(self) -> int:
        """Delete all choices, and what was decided about drafts.

        Returns:
            How many choices there were.
        """
        self.database.write([("DELETE FROM drafts", ())])
        return self._delete("1", [])

    def _delete(self, where: str, values: list[str]) -> int:
        gone = self.database.write([(f"DELETE FROM choices WHERE {where}", values)]).rowcount  # noqa: S608 - made of constants
        self.database.read("PRAGMA wal_checkpoint(TRUNCATE)")  # what was deleted must not linger in the log
        return gone

    def close(self) -> None:
        """Close the file."""
        self.database.close()


def as_line(choice: Mapping[str, Any]) -> str:
    """Write an exported choice as a line of JSON.

    Args:
        choice: one of ``ChoiceStore.export``.

    Returns:
        The line, without its end.

    >>> as_line({"kind": "chosen"})
    '{"kind": "chosen"}'
    """
    return json.dumps(choice, ensure_ascii=False)
