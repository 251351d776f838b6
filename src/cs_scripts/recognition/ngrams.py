"""Turn messages into counts of n-grams, one message in microseconds or many in a few array operations.

An n-gram is found by walking a trie: the id of its first n-1 units and its last unit give its id. Because an n-gram that
occurs twice has beginnings that occur twice, pruning keeps the trie whole, and most walks end after two steps. The same
trie serves characters and words.

A line feed stands before and after each message, so that "at the beginning" and "at the end" are part of an n-gram.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = -1


@dataclass(frozen=True)
class Trie:
    """Ids of all known n-grams of a unit (a character or a word).

    Args:
        units: the known units; the position of one is the id of its 1-gram. The first is the line feed.
        keys: ``id of the first n-1 units * len(units) + id of the last unit`` of each longer n-gram;
            the position of one, plus ``len(units)``, is its id.
        longest: the largest n.
    """

    units: tuple[str, ...]
    keys: Ints
    longest: int
    unit_ids: dict[str, int] = field(init=False, repr=False)
    _children: dict[int, int] = field(init=False, repr=False)
    _table: tuple[Ints, Ints, np.uint64] | None = field(init=False, repr=False, default=None)

    def __post_init__(self) -> None:
        first = len(self.units)
        object.__setattr__(self, "unit_ids", {unit: i for i, unit in enumerate(self.units)})
        object.__setattr__(self, "_children", dict(zip(self.keys.tolist(), range(first, first + len(self.keys)), strict=True)))

    def __len__(self) -> int:
        """Count the n-grams."""
        return len(self.units) + len(self.keys)

    def find(self, units: Iterable[str]) -> list[int]:
        """Find the n-grams of one message.

        Args:
            units: its characters or words.

        Returns:
            Ids of the known n-grams in it, one for each occurrence.
        """
        unit_id = self.unit_ids.get
        sequence = [0, *[unit_id(unit, -1) for unit in units], 0]
        child = self._children.get
        width = len(self.units)
        found = []
        for start, first in enumerate(sequence[:-1]):
            if first < 0:
                continue
            if first:  # the line feed alone says nothing
                found.append(first)
            gram = first
            for unit in sequence[start + 1 : start + self.longest]:
                gram = child(gram * width + unit, -1) if unit >= 0 else -1
                if gram < 0:
                    break
                found.append(gram)
        return found

    def find_all(self, sequence: Ints) -> tuple[Ints, Ints]:
        """Find the n-grams of many messages.

        Args:
            sequence: unit ids (-1 for unknown ones) of all messages, with a 0 (line feed) before and after each.

        Returns:
            Two arrays of equal length: where each occurrence begins in the sequence, and the id of the n-gram. Sorted by n, then place.
        """
        places = np.flatnonzero(sequence >= 0)
        grams = sequence[places]
        all_places, all_grams = [places], [grams]
        for n in range(2, self.longest + 1):
            ends = places + (n - 1)
            inside = ends < len(sequence)
            places, grams, ends = places[inside], grams[inside], ends[inside]
            units = sequence[ends]
            known = units >= 0
            places = places[known]
            grams = self._look_up(grams[known] * len(self.units) + units[known])
            hit = grams >= 0
            places, grams = places[hit], grams[hit]
            all_places.append(places)
            all_grams.append(grams)
        return np.concatenate(all_places), np.concatenate(all_grams)

    def _look_up(self, keys: Ints) -> Ints:
        """Find many keys in an open-addressing hash table, all at once; -1 for those not there."""
        if self._table is None:
            object.__setattr__(self, "_table", _hash_table(self.keys, len(self.units)))
        assert self._table is not None
        table_keys, table_ids, shift = self._table
        slots = ((keys.astype(np.uint64) * _MULTIPLIER) >> shift).astype(np.int64)
        seen = table_keys[slots]
        found = np.where(seen == keys, table_ids[slots], -1)
        pending = np.flatnonzero((seen != keys) & (seen != _EMPTY))
        while len(pending):
            slots[pending] = (slots[pending] + 1) & (len(table_keys) - 1)
            seen = table_keys[slots[pending]]
            hit = seen == keys[pending]
            found[pending[hit]] = table_ids[slots[pending[hit]]]
            pending = pending[~hit & (seen != _EMPTY)]
        return found


def _hash_table(keys: Ints, first_id: int) -> tuple[Ints, Ints, np.uint64]:
    bits = max(4, int(len(keys) * 4).bit_length())
    shift = np.uint64(64 - bits)
    table_keys = np.full(1 << bits, _EMPTY, dtype=np.int64)
    table_ids = np.full(1 << bits, -1, dtype=np.int64)
    slots = ((keys.astype(np.uint64) * _MULTIPLIER) >> shift).astype(np.int64)
    ids = np.arange(first_id, first_id + len(keys))
    while len(keys):
        free = table_keys[slots] == _EMPTY
        _, winners = np.unique(np.where(free, slots, -1), return_index=True)
        winners = winners[free[winners]]
        table_keys[slots[winners]] = keys[winners]
        table_ids[slots[winners]] = ids[winners]
        rest = np.ones(len(keys), dtype=bool)
        rest[winners] = False
        keys, ids, slots = keys[rest], ids[rest], (slots[rest] + 1) & (len(table_keys) - 1)
    return table_keys, table_ids, shift


def message_grams(chars: Trie, words: Trie, message: str, tokens: Iterable[str]) -> list[int]:
    """List the n-grams of one message, of its characters and its words.

    Args:
        chars: known character n-grams.
        words: known word n-grams.
        message: the normalised message.
        tokens: its words.

    Returns:
        Ids of the known n-grams, each once however often it occurs; those of words follow after all of characters.

    >>> sorted(message_grams(learn_trie(["ab"], 1, 1), learn_trie([["ab"]], 1, 1), "aab", ["ab"]))
    [1, 2, 4]
    """
    first_word = len(chars)
    return list({*chars.find(message), *[first_word + gram for gram in words.find(tokens)]})


def learn_trie(messages: Sequence[Sequence[str]], longest: int, least: int) -> Trie:
    r"""Learn which n-grams occur in enough messages.

    Args:
        messages: units of each message.
        longest: the largest n.
        least: in how many messages an n-gram must occur.

    Returns:
        The trie of those n-grams.

    >>> trie = learn_trie(["ab", "abc"], longest=2, least=2)
    >>> trie.units, len(trie.find("ab"))
    (('\n', 'a', 'b'), 4)
    """
    counts: Counter[Any] = Counter()
    for message in messages:
        counts.update(set(message))
    units = ("\n", *sorted(unit for unit, count in counts.items() if count >= least and unit != "\n"))
    unit_id = {unit: i for i, unit in enumerate(units)}
    sequences = [[0, *[unit_id.get(unit, -1) for unit in message], 0] for message in messages]
    # One level at a time: only the n-grams whose first n-1 units are kept can be kept.
    walks = [[(place, gram) for place, gram in enumerate(sequence) if gram >= 0] for sequence in sequences]
    keys: list[int] = []
    for n in range(2, longest + 1):
        counts = Counter()
        steps = []
        for sequence, walk in zip(sequences, walks, strict=True):
            step = [
                (place, gram * len(units) + sequence[place + n - 1])
                for place, gram in walk
                if place + n - 1 < len(sequence) and sequence[place + n - 1] >= 0
            ]
            steps.append(step)
            counts.update({key for _, key in step})
        first = len(units) + len(keys)
        kept = sorted(key for key, count in counts.items() if count >= least)
        ids = {key: first + i for i, key in enumerate(kept)}
        keys += kept
        walks = [[(place, ids[key]) for place, key in step if key in ids] for step in steps]
    return Trie(units, np.array(keys, dtype=np.int64), longest)
