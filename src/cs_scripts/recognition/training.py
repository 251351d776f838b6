"""Fit the intent model on example messages; the only module that needs scikit-learn.

The classifier keeps scikit-learn's contract (parameters in, ``fit`` returns self, learned state ends in ``_``), so that
its tools (cross-validation, clone, grid search) work on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted

from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.ngrams import SKIPPED, batch_grams
from cs_scripts.recognition.scale import SCALE, lengths, quantised
from cs_scripts.recognition.solver import Progress, fit_labels
from cs_scripts.recognition.table import Table
from cs_scripts.recognition.vocabulary import learn_trie, sequence_of
from cs_scripts.text.normalise import normalise_all
from cs_scripts.text.tokens import Tokenizer

if TYPE_CHECKING:
    from sklearn.utils import Tags  # since scikit-learn 1.6, which is the first to ask for them


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

    def fit(
        self,
        X: Sequence[str],  # noqa: N803
        y: Sequence[str] | Sequence[Sequence[str]],
        progress: Progress | None = None,
    ) -> IntentClassifier:
        """Learn from messages and their labels.

        Args:
            X: the messages.
            y: for each message its label, or all its labels, most urgent first.
            progress: told after each label how many are fitted, and how many there are.

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
        sequences = (sequence_of(normalised, chars_trie.unit_ids), sequence_of(words, words_trie.unit_ids))
        grams = batch_grams((chars_trie, words_trie), sequences, len(texts))
        seen = np.bincount(grams.ids, minlength=len(chars_trie) + len(words_trie))
        idf = np.log((1 + len(texts)) / (1 + seen)) + 1
        idf[[0, len(chars_trie)]] = 0  # the line feed stands in every message
        matrix = csr_array((idf[grams.ids], grams.ids, grams.starts), shape=(len(texts), len(idf)))
        matrix.data /= np.repeat(lengths(matrix @ idf), np.diff(grams.starts))
        self.classes_ = np.array(sorted({label for labels in label_sets for label in labels}))
        column = {label: i for i, label in enumerate(self.classes_.tolist())}
        has_label = np.zeros((len(texts), len(column)), dtype=bool)
        for row, labels in enumerate(label_sets):
            has_label[row, [column[label] for label in labels]] = True
        fitted = fit_labels(matrix, has_label, self.C, progress)
        factor = idf[fitted.first][:, np.newaxis]
        table = Table.of(quantised(fitted.weights * factor, seen[fitted.first]), np.rint(factor[:, 0] ** 2 * SCALE))
        intercept = fitted.intercept.astype(np.float32)
        self.model_ = IntentModel(tuple(column), chars_trie, words_trie, fitted.rows.astype(np.int32), table, intercept, tokenizer)
        return self

    def decision_function(self, X: Sequence[str]) -> npt.NDArray[np.float64]:  # noqa: N803
        """Score messages.

        Args:
            X: the messages.

        Returns:
            Log-odds, shape ``(messages, labels)``.

        Raises:
            NotFittedError: it has not been fitted.
        """
        return self._scores(X)

    def _scores(self, X: Sequence[str]) -> npt.NDArray[np.float64]:  # noqa: N803
        check_is_fitted(self)
        chunks = list(self.model_.score_all(list(X)))
        return np.concatenate(chunks).astype(np.float64) if chunks else np.zeros((0, len(self.model_.labels)))

    def __sklearn_tags__(self) -> Tags:
        """Tell scikit-learn's tools that messages are a list of texts, and that a message may have several labels."""
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.classifier_tags.multi_label = True
        return tags

    def predict_proba(self, X: Sequence[str]) -> npt.NDArray[np.float64]:  # noqa: N803
        """Give each label's own probability; a message may have several labels, so rows need not sum to 1.

        Args:
            X: the messages.

        Returns:
            Probabilities, shape ``(messages, labels)``.

        Raises:
            NotFittedError: it has not been fitted.
        """
        return np.asarray(1 / (1 + np.exp(-self._scores(X))))

    def predict(self, X: Sequence[str]) -> npt.NDArray[np.str_]:  # noqa: N803
        """Give the likeliest label of each message.

        Args:
            X: the messages.

        Returns:
            Labels, shape ``(messages,)``.

        Raises:
            NotFittedError: it has not been fitted.
        """
        likeliest = self._scores(X).argmax(axis=1)
        return np.asarray(self.classes_[likeliest])


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
