"""Turn messages into sets of n-grams, one message in microseconds or many in a few array operations.

An n-gram is found by walking a trie: the id of its first n-1 units and its last unit give its id. Because an n-gram that
occurs twice has beginnings that occur twice, pruning keeps the trie whole, and most walks end after two steps. The same
trie serves characters and words.

A line feed stands before and after each message, so that "at the beginning" and "at the end" are part of an n-gram.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import repeat
from operator import add, mul
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = -1
_NOWHERE = -(1 << 60)
"""Id of what is unknown: so far below zero that no n-gram with it is in the trie."""
_FEW = 20_000
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


class _Children(dict[int, int]):
    """Ids of n-grams by what they begin with and end in."""

    def __missing__(self, key: int) -> int:
        return _NOWHERE


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
    def _known(self) -> Ids:
        return Ids(self.unit_ids, _NOWHERE)

    @cached_property
    def _children(self) -> _Children:
        first = len(self.units)
        return _Children(zip(self.keys.tolist(), range(first, first + len(self.keys)), strict=True))

    @cached_property
    def _table(self) -> tuple[Ints, Ints, np.uint64]:
        return _hash_table(self.keys, len(self.units))

    def find(self, units: Iterable[str]) -> set[int]:
        """Find the n-grams of one message, in loops that Python itself runs.

        Args:
            units: its characters or words.

        Returns:
            Ids of the known n-grams in it.
        """
        sequence = [0, *map(self._known.__getitem__, units), 0]
        found = set(sequence)
        width, child = len(self.units), self._children.__getitem__
        grams = sequence
        for n in range(1, self.longest):
            grams = list(map(child, map(add, map(mul, grams, repeat(width)), sequence[n:])))
            found.update(grams)
        found.discard(0)  # the line feed alone says nothing
        found.discard(_NOWHERE)
        return found

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
            places, keys = _steps(sequence, places, grams, n, len(self.units))
            grams = self._look_up(keys)
            hit = grams >= 0
            places, grams = places[hit], grams[hit]
            all_places.append(places)
            all_grams.append(grams)
        return np.concatenate(all_places), np.concatenate(all_grams)

    def _look_up(self, keys: Ints) -> Ints:
        """Find many keys at once; -1 for those not there."""
        if len(keys) <= _FEW and "_table" not in vars(self):
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


def _steps(sequence: Ints, places: Ints, grams: Ints, n: int, width: int) -> tuple[Ints, Ints]:
    """Give the place and the key of each n-gram that begins with a known one of n-1 units and ends in a known unit."""
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


class Grams(NamedTuple):
    """The n-grams of many messages, each once a message however often it occurs.

    Attributes:
        ids: the n-grams of all messages, one message after the other, ascending within each.
        starts: where each message's begin, and where the last one's end.
    """

    ids: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]


def message_grams(chars: Trie, words: Trie, message: str, tokens: Iterable[str]) -> list[int]:
    """List the n-grams of one message, of its characters and its words.

    Args:
        chars: known character n-grams.
        words: known word n-grams.
        message: the normalised message.
        tokens: its words.

    Returns:
        Ids of the known n-grams, each once however often it occurs; those of words are counted on from those of characters.

    >>> sorted(message_grams(learn_trie(["ab"], 1, 1), learn_trie([["ab"]], 1, 1), "aab", ["ab"]))
    [1, 2, 4]
    """
    return [*chars.find(message), *map(add, words.find(tokens), repeat(len(chars)))]


def batch_grams(tries: Sequence[Trie], sequences: Sequence[Ints], count: int) -> Grams:
    """Find the n-grams of many messages.

    Args:
        tries: known n-grams of each kind of unit.
        sequences: for each trie the unit ids of all messages, as ``Trie.find_all`` takes them.
        count: how many messages there are.

    Returns:
        The n-grams; the ids of a trie are counted on from those of the one before.
    """
    bits = sum(map(len, tries)).bit_length()
    narrow = count.bit_length() + bits <= 32  # half the bits sort in a third of the time
    first = 0
    parts = []
    for trie, sequence in zip(tries, sequences, strict=True):
        places, grams = trie.find_all(sequence)
        messages = (np.cumsum(sequence == 0) - 1)[places]
        inside = grams != 0  # the line feed alone says nothing
        parts.append(messages[inside] << bits | grams[inside] + first)
        first += len(trie)
    cells = np.sort(np.concatenate(parts).astype(np.uint32 if narrow else np.uint64), kind="stable")
    new = np.ones(len(cells), dtype=bool)
    new[1:] = cells[1:] != cells[:-1]
    cells = cells[new]
    starts = np.searchsorted(cells, np.arange(count + 1, dtype=cells.dtype) << bits)
    return Grams((cells & ((1 << bits) - 1)).astype(np.int32), starts.astype(np.int32))


def sequence_of(messages: Sequence[Sequence[str]], ids: dict[str, int]) -> Ints:
    r"""Put the units of many messages into one array.

    Args:
        messages: units of each message.
        ids: id of each unit, that of the line feed 0.

    Returns:
        The ids, -1 for unknown units, with a 0 before and after each message.

    >>> sequence_of(["ab", "c"], {"\n": 0, "a": 1, "c": 2}).tolist()
    [0, 1, -1, 0, 2, 0]
    """
    units = ["\n"]
    for message in messages:
        units += message
        units.append("\n")
    return np.fromiter(map(Ids(ids, -1).__getitem__, units), dtype=np.int64, count=len(units))


def learn_trie(messages: Sequence[Sequence[str]], longest: int, least: int) -> Trie:
    r"""Learn which n-grams occur in enough messages.

    Args:
        messages: units of each message.
        longest: the largest n.
        least: in how many messages an n-gram must occur.

    Returns:
        The trie of those n-grams.

    >>> trie = learn_trie(["ab", "abc"], longest=2, least=2)
    >>> trie.units, sorted(trie.find("ab"))
    (('\n', 'a', 'b'), [1, 2, 3, 4])
    """
    every = ["\n", *sorted(set().union(*messages) - {"\n"})]
    sequence = sequence_of(messages, {unit: i for i, unit in enumerate(every)})
    message = np.cumsum(sequence == 0) - 1
    common = np.zeros(len(every), dtype=bool)
    common[_in_enough(sequence, message, least)] = True
    common[0] = True
    units = tuple(unit for unit, kept in zip(every, common, strict=True) if kept)
    sequence = np.where(common, np.cumsum(common) - 1, -1)[sequence]
    # One level at a time: only the n-grams whose first n-1 units are kept can be kept.
    places = np.flatnonzero(sequence >= 0)
    grams = sequence[places]
    keys = np.zeros(0, dtype=np.int64)
    for n in range(2, longest + 1):
        places, steps = _steps(sequence, places, grams, n, len(units))
        kept = _in_enough(steps, message[places], least)
        at = np.searchsorted(kept, steps)
        at[at == len(kept)] = 0
        hit = kept[at] == steps if len(kept) else np.zeros(len(steps), dtype=bool)
        places, grams = places[hit], at[hit] + len(units) + len(keys)
        keys = np.concatenate((keys, kept))
    return Trie(units, keys, longest)


def _in_enough(grams: Ints, messages: Ints, least: int) -> Ints:
    """List, ascending, the n-grams that occur in enough messages."""
    messages_of = int(messages.max(initial=0)) + 1
    pairs = np.unique(grams * messages_of + messages)
    found, counts = np.unique(pairs // messages_of, return_counts=True)
    return found[counts >= least]
