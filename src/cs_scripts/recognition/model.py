"""Recognise what a buyer wants: fitted weights in, intents with probabilities out, nothing imported but numpy.

One linear model per intent (one against the rest) reads the whole message, so two questions give two intents without
any splitting. The TF-IDF weighting is folded into the weights: a score is the sum of the rows of the n-grams found, and a
last column sums their squared weights, from which comes the length that the score is divided by.

Training is in ``training``, which needs scikit-learn; predicting does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cs_scripts.recognition.ngrams import Ints, Trie, message_grams
from cs_scripts.text.normalise import normalise, normalise_all
from cs_scripts.text.tokens import Tokenizer

NONE = "none"
Floats = npt.NDArray[np.float32]

_CHUNK_MESSAGES = 4096
_CHUNK_CHARACTERS = 200_000
_LENGTH_POWER = 0.75
SKIPPED = {" ": -2, ",": -2}


def lengths(squares: Any) -> Any:
    """Turn sums of squared TF-IDF weights into what scores are divided by.

    Args:
        squares: the sums, a number or an array.

    Returns:
        The Euclidean length to the power of 0.75: a long message has more evidence than a short one, though not in full proportion.
    """
    return np.maximum(squares, 1e-12) ** (_LENGTH_POWER / 2)


class RecognisedIntent(NamedTuple):
    """An intent found in a message, and how likely it is that the message has it."""

    id: str
    probability: float


class Thresholds(NamedTuple):
    """Where decisions are cut; ``scripts/derive_thresholds.py`` derives them and writes ``data/thresholds.yaml``.

    Args:
        slope: factor on a score before the logistic function, which makes probabilities calibrated.
        shift: added to the scaled score.
        none_bonus: added to the score of ``none`` before it competes with the intents.
        further: probability from which an intent beside the first is reported.
        confident: probability of the first from which the status is ``confident``.
        history_buyer: what the buyer's last turn adds to the score of its intents.
        history_seller: what the seller's last turn adds.
        history_none: what the turns before take from ``none`` when they have an intent.
        history_below: score of the message's own first intent from which the turns before are not asked.
    """

    slope: float = 1.0
    shift: float = 0.0
    none_bonus: float = 0.0
    further: float = 0.5
    confident: float = 0.7
    history_buyer: float = 4.0
    history_seller: float = 3.0
    history_none: float = 1.5
    history_below: float = 1.0


class _WordIds(dict[str, int]):
    """Ids of words; -1 for an unknown one, without a test for each known one."""

    def __missing__(self, word: str) -> int:
        return -1


@dataclass(frozen=True)
class IntentModel:
    """Fitted weights, ready to predict.

    Args:
        labels: intent ids, ``none`` among them.
        chars: known character n-grams.
        words: known word n-grams.
        weights: a row for each n-gram (characters first), a column for each label, and the squared TF-IDF weight last.
        intercept: one value for each label.
        tokenizer: what cuts words.
    """

    labels: tuple[str, ...]
    chars: Trie
    words: Trie
    weights: Floats
    intercept: Floats
    tokenizer: Tokenizer

    @cached_property
    def _char_ids(self) -> Ints:
        table = np.full(0x10000, -1, dtype=np.int64)
        for character, i in self.chars.unit_ids.items():
            table[ord(character)] = i
        table[0xFFFF] = -1  # stands for every character outside the basic plane
        return table

    @cached_property
    def _word_ids(self) -> _WordIds:
        return _WordIds(self.words.unit_ids | SKIPPED)

    def features(self, text: str) -> list[int]:
        """List the n-grams of a message.

        Args:
            text: the message as typed.

        Returns:
            Row of ``weights`` for each known n-gram, once however often it occurs.
        """
        tokens = self.tokenizer.cut(normalise(text))
        words = [token for token in tokens if token not in SKIPPED]
        return message_grams(self.chars, self.words, "".join(tokens), words)

    def name(self, row: int) -> str:
        """Spell the n-gram of a row of ``weights``.

        Args:
            row: the row.

        Returns:
            The n-gram; ``^`` and ``$`` stand for the beginning and the end of a message.
        """
        trie, joint, gram = (self.chars, "", row) if row < len(self.chars) else (self.words, "+", row - len(self.chars))
        units: list[str] = []
        while gram >= len(trie.units):
            gram, unit = divmod(int(trie.keys[gram - len(trie.units)]), len(trie.units))
            units.append(trie.units[unit])
        units.append(trie.units[gram])
        units.reverse()
        ends = ["^" if units[0] == "\n" else "", "$" if units[-1] == "\n" else ""]
        return ends[0] + joint.join(unit for unit in units if unit != "\n") + ends[1]

    def score(self, text: str) -> Floats:
        """Score one message.

        Args:
            text: the message as typed.

        Returns:
            Log-odds of each label, shape ``(labels,)``.
        """
        return self.score_features(self.features(text))

    def score_features(self, rows: Sequence[int]) -> Floats:
        """Score one message by its n-grams.

        Args:
            rows: what ``features`` gave.

        Returns:
            Log-odds of each label, shape ``(labels,)``.
        """
        sums = self.weights[rows].sum(axis=0)
        scores: Floats = sums[:-1] / lengths(sums[-1]) + self.intercept
        return scores

    def score_all(self, texts: Sequence[str]) -> Iterator[Floats]:
        """Score many messages, in chunks of bounded size.

        Args:
            texts: the messages as typed.

        Yields:
            Log-odds, shape ``(messages of the chunk, labels)``; the chunks in order make up all messages.
        """
        for chunk in self.chunks(texts):
            yield self.score_features_all(self.features_all(chunk))

    def chunks(self, texts: Sequence[str]) -> Iterator[Sequence[str]]:
        """Cut messages into chunks of bounded size.

        Args:
            texts: the messages as typed.

        Yields:
            The chunks, in order.
        """
        start, size = 0, 0
        for stop, text in enumerate(texts, 1):
            size += len(text)
            if stop - start == _CHUNK_MESSAGES or size >= _CHUNK_CHARACTERS or stop == len(texts):
                yield texts[start:stop]
                start, size = stop, 0

    def features_all(self, texts: Sequence[str]) -> Any:
        """Find the n-grams of many messages.

        Args:
            texts: the messages as typed; one chunk of them.

        Returns:
            A sparse array of ones, with a row for each message and a column for each row of ``weights``.
        """
        from scipy.sparse import csr_array  # slow to import, and not needed for a single message

        blob = "\n" + "\n".join(normalise_all(texts)) + "\n"
        tokens = self.tokenizer.cut(blob)
        codes = np.frombuffer("".join(tokens).encode("utf-32-le"), dtype=np.uint32)
        characters = self._char_ids[np.minimum(codes, 0xFFFF)]
        words = np.fromiter(map(self._word_ids.__getitem__, tokens), dtype=np.int64, count=len(tokens))
        char_messages, char_grams = _found(self.chars, characters)
        word_messages, word_grams = _found(self.words, words[words != -2])
        bits = len(self.weights).bit_length()
        narrow = len(texts).bit_length() + bits <= 32  # half the bits sort in a third of the time
        cells = np.concatenate((char_messages << bits | char_grams, word_messages << bits | (word_grams + len(self.chars))))
        cells = np.sort(cells.astype(np.uint32 if narrow else np.uint64), kind="stable")
        first = np.ones(len(cells), dtype=bool)
        first[1:] = cells[1:] != cells[:-1]
        cells = cells[first]  # an n-gram counts once
        starts = np.searchsorted(cells, np.arange(len(texts) + 1, dtype=cells.dtype) << bits)
        grams = cells & ((1 << bits) - 1)
        return csr_array(
            (np.ones(len(grams), dtype=np.float32), grams.astype(np.int32), starts.astype(np.int32)), shape=(len(texts), len(self.weights))
        )

    def score_features_all(self, grams: Any) -> Floats:
        """Score messages by their n-grams.

        Args:
            grams: what ``features_all`` gave.

        Returns:
            Log-odds, shape ``(messages, labels)``.
        """
        sums = grams @ self.weights
        scores: Floats = sums[:, :-1] / lengths(sums[:, -1:]) + self.intercept
        return scores


def _found(trie: Trie, sequence: Ints) -> tuple[Ints, Ints]:
    """Find the n-grams of many messages: the message of each, and its id."""
    places, grams = trie.find_all(sequence)
    message = (np.cumsum(sequence == 0) - 1)[places]
    inside = grams != 0  # the line feed alone says nothing
    return message[inside], grams[inside]
