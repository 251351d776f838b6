"""Recognise what a buyer wants: fitted weights in, intents with probabilities out, nothing imported but numpy.

One linear model per intent (one against the rest) reads the whole message, so two questions give two intents without
any splitting. The TF-IDF weighting is folded into the weights: a score is the sum of the rows of the n-grams found, and a
last column sums their squared weights, from which comes the length that the score is divided by. Weights are whole numbers of
1/64, so one message alone and among many scores exactly the same.

Training is in ``training``, which needs scikit-learn; predicting does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from math import sqrt
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from cs_scripts.recognition.ngrams import SKIPPED, Grams, batch_grams
from cs_scripts.recognition.scale import SCALE, lengths
from cs_scripts.recognition.single import Single
from cs_scripts.recognition.table import Table
from cs_scripts.recognition.trie import Ids, Ints, Trie
from cs_scripts.text.normalise import normalise, normalise_all
from cs_scripts.text.tokens import Tokenizer

NONE = "none"
Floats = npt.NDArray[np.float64]

_CHUNK_MESSAGES = 2048
_CHUNK_CHARACTERS = 200_000


class RecognisedIntent(NamedTuple):
    """An intent found in a message, and how likely it is that the message has it."""

    id: str
    probability: float


@dataclass(frozen=True)
class IntentModel:
    """Fitted weights, ready to predict.

    Attributes:
        labels: intent ids, ``none`` among them.
        chars: known character n-grams.
        words: known word n-grams.
        rows: for each n-gram (characters first) its row of ``table``; n-grams that always occur together share one.
        table: the weights of each label, and the squared TF-IDF weight.
        intercept: one value for each label.
        tokenizer: what cuts words.
        key: what the weights depend on; empty where they were not read from a file.
    """

    labels: tuple[str, ...]
    chars: Trie
    words: Trie
    rows: npt.NDArray[np.int32]
    table: Table
    intercept: npt.NDArray[np.float32]
    tokenizer: Tokenizer
    key: str = ""

    @cached_property
    def _single(self) -> Single | None:
        return Single(self.chars, self.words) if max(self.chars.longest, self.words.longest) <= 2 else None

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _char_ids(self) -> Ints:
        table = np.full(0x10000, -1, dtype=np.int64)
        for character, i in self.chars.unit_ids.items():
            table[ord(character)] = i
        table[0xFFFF] = -1  # stands for every character outside the basic plane
        return table

    @cached_property
    def _word_ids(self) -> Ids:
        return Ids(self.words.unit_ids | SKIPPED, -1)

    def features(self, text: str) -> list[int]:
        """List the n-grams of a message.

        Args:
            text: the message as typed.

        Returns:
            Id of each known n-gram, once however often it occurs.
        """
        if self._single is None:
            found: list[int] = self.features_all([text]).ids.tolist()
            return found
        return self._single.grams(self.tokenizer.cut(normalise(text)))

    def name(self, gram: int) -> str:
        """Spell an n-gram.

        Args:
            gram: its id.

        Returns:
            The n-gram; ``^`` and ``$`` stand for the beginning and the end of a message.
        """
        trie, joint, gram = (self.chars, "", gram) if gram < len(self.chars) else (self.words, "+", gram - len(self.chars))
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

    def score_features(self, grams: Sequence[int]) -> Floats:
        """Score one message by its n-grams.

        Args:
            grams: what ``features`` gave.

        Returns:
            Log-odds of each label, shape ``(labels,)``.
        """
        sums = self.table.sums(self.rows[np.fromiter(grams, np.intp, len(grams))])
        fourth = sqrt(sqrt(max(sums.item(-1) / SCALE, 1e-12)))  # as ``lengths`` has it
        scores: Floats = sums[:-1]
        scores /= SCALE * (fourth * sqrt(fourth))
        scores += self._offsets
        return scores

    @cached_property
    def _offsets(self) -> Floats:
        return self.intercept.astype(np.float64)

    def shares(self, grams: Sequence[int], label: str) -> Floats:
        """Tell what each n-gram of a message adds to the score of a label.

        Args:
            grams: what ``features`` gave.
            label: the label.

        Returns:
            Log-odds, shape ``(n-grams,)``.
        """
        rows = [self.table.row(row) for row in self.rows[grams].tolist()]
        column = self.labels.index(label)
        said = np.array([values[columns == column].sum() for columns, values, _ in rows])
        shares: Floats = said / (SCALE * lengths(sum(square for _, _, square in rows) / SCALE))
        return shares

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

    def features_all(self, texts: Sequence[str]) -> Grams:
        """Find the n-grams of many messages.

        Args:
            texts: the messages as typed; one chunk of them.

        Returns:
            The n-grams of each.
        """
        return self.features_cut(self.tokenizer.cut("\n".join(("", *normalise_all(texts), ""))), len(texts))

    def features_cut(self, tokens: Sequence[str], count: int) -> Grams:
        """Find the n-grams of many messages that are cut already.

        Args:
            tokens: the words of all messages, with a line feed before and after each message.
            count: how many messages there are.

        Returns:
            The n-grams of each.
        """
        codes = np.frombuffer("".join(tokens).encode("utf-32-le"), dtype=np.uint32)
        words = np.fromiter(map(self._word_ids.__getitem__, tokens), dtype=np.int64, count=len(tokens))
        characters = self._char_ids[np.minimum(codes, 0xFFFF)]
        return batch_grams((self.chars, self.words), (characters, words[words != -2]), count)

    def score_features_all(self, grams: Grams) -> Floats:
        """Score messages by their n-grams.

        Args:
            grams: what ``features_all`` gave.

        Returns:
            Log-odds, shape ``(messages, labels)``.
        """
        from scipy.sparse import csr_array  # slow to import, and not needed for a single message

        ones = np.ones(len(grams.ids), dtype=np.float32)
        counts = csr_array((ones, self.rows[grams.ids], grams.starts), shape=(len(grams.starts) - 1, len(self.table)))
        sums = (counts @ self.table.dense).astype(np.float64)
        scores: Floats = sums[:, :-1] / (SCALE * lengths(sums[:, -1:] / SCALE)) + self._offsets
        return scores
