"""Fit the intent model on example messages; the only module that needs scikit-learn.

The classifier keeps scikit-learn's contract (parameters in, ``fit`` returns self, learned state ends in ``_``), so that
its tools (cross-validation, clone, grid search) work on it.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression

from cs_scripts.recognition.model import SKIPPED, IntentModel, lengths
from cs_scripts.recognition.ngrams import learn_trie, message_grams
from cs_scripts.text.normalise import normalise_all
from cs_scripts.text.tokens import Tokenizer


class IntentClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Classify messages by TF-IDF of character and word n-grams, one logistic regression for each label.

    Args:
        C: inverse strength of the regularisation.
        longest_chars: largest n of character n-grams.
        longest_words: largest n of word n-grams.
        least_chars: in how many messages a character n-gram must occur.
        least_words: in how many messages a word n-gram must occur.
        engine: the tokenizer's engine.

    >>> IntentClassifier().fit(["几时发货", "多少钱"], ["shipping_time", "price_info"]).predict(["今天发货吗"]).tolist()
    ['shipping_time']
    """

    def __init__(
        self,
        C: float = 8.0,  # noqa: N803 - scikit-learn's name for it
        longest_chars: int = 2,
        longest_words: int = 2,
        least_chars: int = 2,
        least_words: int = 1,
        engine: str = "auto",
    ) -> None:
        self.C = C
        self.longest_chars = longest_chars
        self.longest_words = longest_words
        self.least_chars = least_chars
        self.least_words = least_words
        self.engine = engine

    def fit(self, X: Sequence[str], y: Sequence[str] | Sequence[Sequence[str]]) -> IntentClassifier:  # noqa: N803
        """Learn from messages and their labels.

        Args:
            X: the messages.
            y: for each message its label, or all its labels, most urgent first.

        Returns:
            The classifier itself.

        Raises:
            ValueError: there are no messages, or the two lengths differ.
        """
        texts = list(X)
        label_sets = [(labels,) if isinstance(labels, str) else tuple(labels) for labels in y]
        if not texts or len(texts) != len(label_sets):
            raise ValueError(f"{len(texts)} messages and {len(label_sets)} labels")
        tokenizer = Tokenizer(self.engine)
        tokens = tokenizer.cut_all(normalise_all(texts))
        normalised = ["".join(row) for row in tokens]
        words = [[token for token in row if token not in SKIPPED] for row in tokens]
        chars_trie = learn_trie(normalised, self.longest_chars, self.least_chars)
        words_trie = learn_trie(words, self.longest_words, self.least_words)
        rows = [message_grams(chars_trie, words_trie, m, w) for m, w in zip(normalised, words, strict=True)]
        grams = csr_array(
            (np.ones(sum(map(len, rows))), np.concatenate(rows).astype(np.int32), np.cumsum([0, *map(len, rows)], dtype=np.int32)),
            shape=(len(rows), len(chars_trie) + len(words_trie)),
        )
        grams.sort_indices()
        idf = np.log((1 + len(rows)) / (1 + np.bincount(grams.indices, minlength=grams.shape[1]))) + 1
        idf[[0, len(chars_trie)]] = 0  # the line feed stands in every message
        grams.data = idf[grams.indices] / np.repeat(lengths(grams @ idf**2), np.diff(grams.indptr))
        self.classes_ = np.array(sorted({label for labels in label_sets for label in labels}))
        has_label = [np.array([label in labels for labels in label_sets]) for label in self.classes_]
        with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:  # liblinear works outside the interpreter's lock
            fitted = list(pool.map(lambda has: _fit_one(grams, has, self.C), has_label))
        weights = np.column_stack([*(one.coefficients * idf for one in fitted), idf**2]).astype(np.float32)
        intercepts = np.array([one.intercept for one in fitted], dtype=np.float32)
        self.model_ = IntentModel(tuple(self.classes_.tolist()), chars_trie, words_trie, weights, intercepts, tokenizer)
        return self

    def decision_function(self, X: Sequence[str]) -> npt.NDArray[np.float64]:  # noqa: N803
        """Score messages.

        Args:
            X: the messages.

        Returns:
            Log-odds, shape ``(messages, labels)``.
        """
        chunks = list(self.model_.score_all(list(X)))
        return np.concatenate(chunks).astype(np.float64) if chunks else np.zeros((0, len(self.classes_)))

    def predict_proba(self, X: Sequence[str]) -> npt.NDArray[np.float64]:  # noqa: N803
        """Give each label's own probability; a message may have several labels, so rows need not sum to 1.

        Args:
            X: the messages.

        Returns:
            Probabilities, shape ``(messages, labels)``.
        """
        return np.asarray(1 / (1 + np.exp(-self.decision_function(X))))

    def predict(self, X: Sequence[str]) -> npt.NDArray[np.str_]:  # noqa: N803
        """Give the likeliest label of each message.

        Args:
            X: the messages.

        Returns:
            Labels, shape ``(messages,)``.
        """
        return np.asarray(self.classes_[self.decision_function(X).argmax(axis=1)])


@dataclass(frozen=True)
class _Fitted:
    coefficients: npt.NDArray[np.float64]
    intercept: float


def _fit_one(matrix: csr_array, has_label: npt.NDArray[np.bool_], strength: float) -> _Fitted:
    if has_label.all():  # one label only: nothing to learn
        return _Fitted(np.zeros(matrix.shape[1]), 10.0)
    model: Any = LogisticRegression(C=strength, solver="liblinear", random_state=0)
    model.fit(matrix, has_label)
    return _Fitted(model.coef_[0], float(model.intercept_[0]))


def out_of_fold(
    texts: Sequence[str], labels: Sequence[Sequence[str]], folds: int, classifier: IntentClassifier | None = None
) -> tuple[tuple[str, ...], npt.NDArray[np.float64]]:
    """Score each message by a model fitted without it.

    Args:
        texts: the messages.
        labels: the labels of each, most urgent first.
        folds: into how many parts the messages are divided, the first labels evenly.
        classifier: whose parameters to use; the defaults when None. It is not fitted itself.

    Returns:
        The labels, and log-odds of shape ``(messages, labels)``.
    """
    from sklearn.base import clone
    from sklearn.model_selection import StratifiedKFold

    first = [label_set[0] for label_set in labels]
    names = tuple(sorted({label for label_set in labels for label in label_set}))
    scores = np.full((len(texts), len(names)), -20.0)
    for train, test in StratifiedKFold(folds, shuffle=True, random_state=0).split(texts, first):
        fold = clone(classifier or IntentClassifier()).fit([texts[i] for i in train], [labels[i] for i in train])
        columns = [names.index(name) for name in fold.classes_]
        scores[np.ix_(test, columns)] = fold.decision_function([texts[i] for i in test])
    return names, scores
