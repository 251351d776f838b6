"""Find the n-grams of one message in microseconds, where arrays would cost more to call than they save.

What a word brings after another is remembered, as most pairs of words in a message stood in an earlier one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from cs_scripts.recognition.ngrams import SKIPPED
from cs_scripts.recognition.trie import Trie

_MOST = 30_000
"""Words, and pairs of them, that are remembered at most; then memory begins anew."""
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


class _State(dict[str, tuple[tuple[int, ...], "_State"]]):
    """Where a message stands between two words: for the next one the n-grams that it brings, and where the message stands then.

    Args:
        last: what stood last.
        word: the last word; another one where what stood last is none.
        make: works out what a word brings.
    """

    __slots__ = ("last", "make", "word")

    def __init__(self, last: _Word, word: _Word, make: Callable[[_State, str], tuple[tuple[int, ...], _State]]) -> None:
        super().__init__()
        self.last, self.word, self.make = last, word, make

    def __missing__(self, token: str) -> tuple[tuple[int, ...], _State]:
        self[token] = found = self.make(self, token)
        return found


class Single:
    """Look at one message at a time, where no n-gram is longer than two units.

    Args:
        chars: known character n-grams.
        words: known word n-grams.
    """

    def __init__(self, chars: Trie, words: Trie) -> None:
        self._words = _Words(chars, words)
        self._alone = _UNKNOWN, 0, len(chars)  # what is unknown and the line feed say nothing
        self._begin()

    def _begin(self) -> None:
        end = self._words["\n"]
        self._start = _State(end, end, self._step)
        self._states: dict[tuple[str, int], _State] = {}
        self._steps = 0

    def _step(self, state: _State, token: str) -> tuple[tuple[int, ...], _State]:
        self._steps += 1
        if self._steps > _MOST:
            self._begin()
        next_ = self._words[token]
        found = {*next_.inside, state.last.followers_of_last.get(next_.first, _UNKNOWN)}
        word = state.word
        if token not in SKIPPED:
            found.add(word.followers.get(next_.unit, _UNKNOWN))
            word = next_
        found.difference_update(self._alone)
        key = token, id(word)
        then = self._states.get(key)
        if then is None:
            self._states[key] = then = _State(next_, word, self._step)
        return tuple(found), then

    def grams(self, tokens: Sequence[str]) -> list[int]:
        """List the n-grams of a message.

        Args:
            tokens: what the message is made of.

        Returns:
            Ids of the known n-grams, each once however often it occurs.
        """
        state, found = self._start, []
        for token in tokens:
            grams, state = state[token]
            found.append(grams)
        found.append(state["\n"][0])
        return [*set().union(*found)]
