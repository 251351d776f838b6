"""Learn which n-grams are worth knowing: those that occur in enough example messages."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from cs_scripts.recognition.trie import Ids, Ints, Trie, steps


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
    >>> trie.units, len(trie)
    (('\n', 'a', 'b'), 5)
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
        places, longer = steps(sequence, places, grams, n, len(units))
        kept = _in_enough(longer, message[places], least)
        at = np.searchsorted(kept, longer)
        at[at == len(kept)] = 0
        hit = kept[at] == longer if len(kept) else np.zeros(len(longer), dtype=bool)
        places, grams = places[hit], at[hit] + len(units) + len(keys)
        keys = np.concatenate((keys, kept))
    return Trie(units, keys, longest)


def _in_enough(grams: Ints, messages: Ints, least: int) -> Ints:
    """List, ascending, the n-grams that occur in enough messages."""
    messages_of = int(messages.max(initial=0)) + 1
    pairs = np.unique(grams * messages_of + messages)
    found, counts = np.unique(pairs // messages_of, return_counts=True)
    return found[counts >= least]
