"""Find the n-grams of one message in microseconds, where arrays would cost more to call than they save.

What is inside a word is remembered, and what may follow it, as most words of a message were in an earlier one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

import numpy as np

from cs_scripts.recognition.ngrams import SKIPPED
from cs_scripts.recognition.trie import Trie

_MOST = 50_000
"""Words that are remembered at most; then memory begins anew."""
_UNKNOWN = -1


class _Followers(dict[int, dict[int, int]]):
    """For each unit the ids of the 2-grams that begin with it, by their second unit; each worked out once.

    Args:
        trie: knows the 2-grams.
        first: what their ids are counted on from.
    """

    def __init__(self, trie: Trie, first: int) -> None:
        super().__init__({_UNKNOWN: {}})
        self._trie, self._first = trie, first + len(trie.units)

    def __missing__(self, unit: int) -> dict[int, int]:
        width = len(self._trie.units)
        start, stop = np.searchsorted(self._trie.keys, (unit * width, (unit + 1) * width)).tolist()
        seconds = (self._trie.keys[start:stop] - unit * width).tolist()
        self[unit] = found = dict(zip(seconds, range(self._first + start, self._first + stop), strict=True))
        return found


class _Word(NamedTuple):
    """A word: the n-grams inside, which unit it is and what follows that, and the same of its first and last characters."""

    inside: tuple[int, ...]
    unit: int
    followers: dict[int, int]
    first: int
    followers_of_last: dict[int, int]


class _Words(dict[str, _Word]):
    """What is known of words, each worked out once."""

    def __init__(self, chars: Trie, words: Trie) -> None:
        super().__init__()
        self._chars, self._words = chars.unit_ids, words.unit_ids
        self._of_chars, self._of_words, self._shift = _Followers(chars, 0), _Followers(words, len(chars)), len(chars)

    def __missing__(self, word: str) -> _Word:
        chars = [self._chars.get(character, _UNKNOWN) for character in word]
        unit = _UNKNOWN if word in SKIPPED else self._words.get(word, _UNKNOWN)
        inside = {self._of_chars[one].get(other, _UNKNOWN) for one, other in pairwise(chars)}
        inside |= {*chars, unit + self._shift if unit >= 0 else _UNKNOWN}
        inside.discard(_UNKNOWN)
        if len(self) >= _MOST:
            self.clear()
        self[word] = found = _Word(tuple(inside), unit, self._of_words[unit], chars[0], self._of_chars[chars[-1]])
        return found


class Single:
    """Look at one message at a time, where no n-gram is longer than two units.

    Args:
        chars: known character n-grams.
        words: known word n-grams.
    """

    def __init__(self, chars: Trie, words: Trie) -> None:
        self._words = _Words(chars, words)
        self._end = self._words["\n"]
        self._alone = _UNKNOWN, 0, len(chars)  # what is unknown and the line feed say nothing

    def grams(self, tokens: Sequence[str]) -> list[int]:
        """List the n-grams of a message.

        Args:
            tokens: what the message is made of.

        Returns:
            Ids of the known n-grams, each once however often it occurs.
        """
        known = [self._end, *map(self._words.__getitem__, tokens), self._end]
        inside, units, followers, firsts, followers_of_last = zip(*known, strict=True)
        if not SKIPPED.keys().isdisjoint(tokens):
            words = [word for token, word in zip(("\n", *tokens, "\n"), known, strict=True) if token not in SKIPPED]
            units, followers = tuple(word.unit for word in words), tuple(word.followers for word in words)
        found: set[int] = set().union(*inside)
        found.update(map(dict.get, followers, units[1:], repeat(_UNKNOWN)))
        found.update(map(dict.get, followers_of_last, firsts[1:], repeat(_UNKNOWN)))
        found.difference_update(self._alone)
        return [*found]
