"""Tag one block of a chat log, in this process or another: parse, mask, recognise, write as rows."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from cs_scripts.chatlog.roles import clean_nick
from cs_scripts.tagging.memo import SIZE, Repeats
from cs_scripts.tagging.response_times import to_turns
from cs_scripts.tagging.summary import Tagged
from cs_scripts.tagging.writers import CsvRows, JsonRows, extra_cells
from cs_scripts.text.pii import Pseudonyms, mask

if TYPE_CHECKING:
    from cs_scripts.chatlog import Batch
    from cs_scripts.tagging.stream import Recogniser

Item = TypeVar("Item")


class BlockTagger:
    """Tag blocks.

    Args:
        recommender: what recognises messages.
        rows: what writes rows.
        salt: secret that pseudonyms are made with; empty to keep personal data.
        extra: headers of all further columns to be written.
        remembered: how many messages to remember.
    """

    def __init__(self, recommender: Recogniser, rows: CsvRows | JsonRows, salt: str, extra: Sequence[str], remembered: int = SIZE) -> None:
        self._rows = rows
        self._extra = extra
        self._nick: Callable[[str], str] = Pseudonyms(salt).of if salt else str
        self._mask: Callable[[str], str] = mask if salt else str
        self._recommender = recommender
        self._recognise = Repeats(self._tag_texts, remembered)

    def _tag_texts(self, texts: list[str]) -> list[tuple[str, tuple[str, tuple[str, ...]]]]:
        """Recognise messages; of each keep the end of its row, and its status with its intents."""
        return [
            (self._rows.tail(self._mask(text), found), (found.status, tuple(intent.id for intent in found.intents)))
            for text, found in zip(texts, self._recommender.suggest_all(texts, k=1), strict=True)
        ]

    def __call__(self, parse: Callable[[], Batch]) -> Tagged:
        """Tag a block.

        Args:
            parse: makes its messages.

        Returns:
            Its rows and counts.
        """
        batch = parse()
        total = len(batch.texts)
        has_staff = "seller" in batch.roles
        picked = [i for i, role in enumerate(batch.roles) if role != "seller"] if has_staff else range(total)
        nick = self._nick
        conversations = _each(nick, batch.conversations) if batch.names_buyer else batch.conversations
        kept = _pick(batch.texts, picked)
        found = self._recognise(kept)
        senders = _each(nick, _pick(batch.senders, picked))
        data, lacking = self._rows.rows(
            _pick(conversations, picked),
            _pick(batch.times, picked),
            senders,
            [entry[0] for entry in found],
            self._extras(batch, picked),
        )
        turns = []
        if has_staff or "buyer" in batch.roles:
            intents: list[tuple[str, ...]] = [()] * total
            for i, entry in zip(picked, found, strict=True):
                intents[i] = entry[1][1]
            turns = to_turns(conversations, batch.roles, batch.senders, batch.times, intents)
        kinds = Counter([entry[1] for entry in found])
        statuses: Counter[str] = Counter()
        intents_of: Counter[tuple[str, ...]] = Counter()
        for (status, names), count in kinds.items():
            statuses[status] += count
            intents_of[names] += count
        return Tagged(
            data=data,
            rows=len(picked),
            sellers=total - len(picked),
            unknown=sum(bool(sender) and not role for sender, role in zip(batch.senders, batch.roles, strict=True)) if any(senders) else 0,
            lacking=lacking,
            statuses=statuses,
            intents=intents_of,
            turns=turns,
            rejects=batch.rejects,
        )

    def _extras(self, batch: Batch, picked: Sequence[int]) -> list[Sequence[str]]:
        if not self._extra:
            return []
        if not batch.extras:
            return [extra_cells(self._rows, self._extra, {}) for _ in picked]
        cells = []
        for i in picked:
            nicks = {batch.senders[i], batch.conversations[i]} if batch.names_buyer else {batch.senders[i]}
            values = {
                name: self._nick(clean_nick(value)) if value and clean_nick(value) in nicks else self._mask(value)
                for name, value in batch.extras[i].items()
            }
            cells.append(extra_cells(self._rows, self._extra, values))
        return cells


def _each(change: Callable[[str], str], column: list[str]) -> list[str]:
    return list(map(change, column)) if any(column) else column


def _pick(column: list[Item], picked: Sequence[int]) -> list[Item]:
    return column if len(picked) == len(column) else [column[i] for i in picked]


_tagger: BlockTagger | None = None


def start_worker(load: Callable[[], Recogniser], tagger: Callable[[Recogniser], BlockTagger]) -> None:
    """Prepare a worker process: load the recogniser once, leave Ctrl-C to the parent, and end when the parent is gone.

    Args:
        load: loads the recogniser.
        tagger: makes the block tagger with it.
    """
    global _tagger  # noqa: PLW0603 - a pool's initialiser has no other place to leave what the worker needs
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _tagger = tagger(load())


def _end_with_parent() -> None:
    """Wait for the parent's end: a killed one cannot tell its workers, who would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def tag_in_worker(parse: Callable[[], Batch]) -> Tagged:
    """Tag a block in a worker process.

    Args:
        parse: makes its messages.

    Returns:
        Its rows and counts.
    """
    assert _tagger is not None
    return _tagger(parse)
