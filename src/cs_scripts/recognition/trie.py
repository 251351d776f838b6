"""Know n-grams of characters or words: ids for those that were learnt, of one message in microseconds, of many in a few array operations.

An n-gram is found by walking a trie: the id of its first n-1 units and its last unit give its id. Because an n-gram that
occurs twice has beginnings that occur twice, pruning keeps the trie whole, and most walks end after two steps. The same
trie serves characters and words.

A line feed stands before and after each message, so that "at the beginning" and "at the end" are part of an n-gram.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = -1
_FEW = 60_000
"""Up to how many n-grams a search in the sorted keys takes less time than building a hash table of them."""


class Ids(dict[str, int]):
    """Ids of units; a fixed one for an unknown unit, without a test for each known one."""

    def __init__(self, known: dict[str, int], unknown: int) -> None:
        super().__init__(known)
        self.unknown = unknown

    def __missing__(self, unit: str) -> int:
        return self.unknown

    def __reduce__(self) -> tuple[type[Ids], tuple[dict[str, int], int]]:
        return Ids, (dict(self), self.unknown)


@dataclass(frozen=True)
class Trie:
    """Ids of all known n-grams of a unit (a character or a word).

    Attributes:
        units: the known units; the position of one is the id of its 1-gram. The first is the line feed.
        keys: ``id of the first n-1 units * len(units) + id of the last unit`` of each longer n-gram, ascending;
            the position of one, plus ``len(units)``, is its id.
        longest: the largest n.
    """

    units: tuple[str, ...]
    keys: Ints
    longest: int

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __len__(self) -> int:
        """Count the n-grams."""
        return len(self.units) + len(self.keys)

    @cached_property
    def unit_ids(self) -> dict[str, int]:
        """Id of each unit."""
        return {unit: i for i, unit in enumerate(self.units)}

    @cached_property
    def _sought(self) -> int:
        """How many keys were sought while there was no table."""
        return 0

    @cached_property
    def _table(self) -> tuple[Ints, Ints, np.uint64]:
        return _hash_table(self.keys, len(self.units))

    def find_all(self, sequence: Ints) -> tuple[Ints, Ints]:
        """Find the n-grams of many messages.

        Args:
            sequence: unit ids (negative for unknown ones) of all messages, with a 0 (line feed) before and after each.

        Returns:
            Two arrays of equal length: where each occurrence begins in the sequence, and the id of the n-gram. Sorted by n, then place.
        """
        places = np.flatnonzero(sequence >= 0)
        grams = sequence[places]
        all_places, all_grams = [places], [grams]
        for n in range(2, self.longest + 1):
            places, keys = steps(sequence, places, grams, n, len(self.units))
            grams = self._look_up(keys)
            hit = grams >= 0
            places, grams = places[hit], grams[hit]
            all_places.append(places)
            all_grams.append(grams)
        return np.concatenate(all_places), np.concatenate(all_grams)

    def _look_up(self, keys: Ints) -> Ints:
        """Find many keys at once; -1 for those not there."""
        if "_table" not in vars(self) and self._sought + len(keys) <= _FEW:
            vars(self)["_sought"] += len(keys)
            if not len(self.keys):
                return np.full(len(keys), -1)
            at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            return np.where(self.keys[at] == keys, at + len(self.units), -1)
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


def steps(sequence: Ints, places: Ints, grams: Ints, n: int, width: int) -> tuple[Ints, Ints]:
    """Lengthen n-grams by one unit.

    Args:
        sequence: unit ids (negative for unknown ones) of all messages.
        places: where each known n-gram of n-1 units begins in it.
        grams: the ids of these n-grams.
        n: the new length.
        width: how many units are known.

    Returns:
        The place and the key of each n-gram that begins with one of them and ends in a known unit.
    """
    ends = places + (n - 1)
    inside = ends < len(sequence)
    places, grams = places[inside], grams[inside]
    units = sequence[ends[inside]]
    known = units >= 0
    return places[known], grams[known] * width + units[known]


def _hash_table(keys: Ints, first_id: int) -> tuple[Ints, Ints, np.uint64]:
    """Build an open-addressing hash table in which many keys are found at once."""
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
