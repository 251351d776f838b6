# ruff: noqa: D102, N803, N806 - methods of scikit-learn, in its own letters
"""The classifier keeps scikit-learn's contract, so that its tools (clone, grid search, cross-validation) work on it.

scikit-learn tests estimators on tables of numbers. ``OfNumbers`` writes each row of such a table as a text, a character for each
column and value, and so lets all its checks run on the classifier. Three things differ by design, and are bridged there: texts come
in, labels are judged one by one (two labels have two scores, probabilities need not sum to 1), and labels are words.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

pytest.importorskip("sklearn", minversion="1.6", reason="tags and the list of checks expected to fail came with 1.6")

from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV
from sklearn.preprocessing import LabelEncoder
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from cs_scripts.recognition.training import IntentClassifier
from cs_scripts.text.normalise import normalise

VALUES = 40
LETTERS = [letter for letter in map(chr, range(0x4E00, 0x9FA5)) if normalise(letter) == letter]
TEXTS = ["几时发货", "今天发吗", "什么时候发货", "多少钱", "这个什么价", "多少钱一件"]
LABELS = ["shipping_time"] * 3 + ["price_info"] * 3


class OfNumbers(IntentClassifier):
    """The classifier, given numbers: what each row says is spelt with one letter for each column and value."""

    def fit(self, X: Any, y: Any) -> OfNumbers:  # type: ignore[override]
        X, y = validate_data(self, X, y)
        check_classification_targets(y)
        encoder = LabelEncoder().fit(y)
        super().fit(spelt(X), [f"{label:04}" for label in encoder.transform(y)])
        self.classes_ = encoder.classes_
        return self

    def _scores(self, X: Any) -> Any:
        check_is_fitted(self)
        return super()._scores(spelt(validate_data(self, X, reset=False)))

    def decision_function(self, X: Any) -> Any:
        scores = self._scores(X)
        return scores[:, 1] - scores[:, 0] if len(self.classes_) == 2 else scores

    def predict_proba(self, X: Any) -> Any:
        each = super().predict_proba(X)
        return each / each.sum(axis=1, keepdims=True)

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.one_d_array = tags.input_tags.string = False
        tags.input_tags.two_d_array = True
        tags.classifier_tags.multi_label = False
        return tags


def spelt(rows: Any) -> list[str]:
    values = np.clip(np.floor(rows * 4), -VALUES // 2, VALUES // 2 - 1).astype(int) + VALUES // 2
    return ["".join(LETTERS[(column * VALUES + value) % len(LETTERS)] for column, value in enumerate(row)) for row in values.tolist()]


def different_by_design(_: object) -> dict[str, str]:
    return {"check_decision_proba_consistency": "each label has a probability of its own, so a difference of scores orders otherwise"}


@parametrize_with_checks([OfNumbers(least_chars=1)], expected_failed_checks=different_by_design)  # type: ignore[untyped-decorator]
def test_it_passes_the_checks_of_scikit_learn(estimator: OfNumbers, check: Callable[[OfNumbers], None]) -> None:
    check(estimator)


@pytest.mark.parametrize("ask", [IntentClassifier.predict, IntentClassifier.predict_proba, IntentClassifier.decision_function])
def test_unfitted_it_says_so(ask: Callable[[IntentClassifier, Sequence[str]], object]) -> None:
    with pytest.raises(NotFittedError):
        ask(IntentClassifier(), TEXTS)


def test_a_clone_learns_the_same_of_texts() -> None:
    fitted = IntentClassifier(C=3.0).fit(TEXTS, LABELS)
    again = clone(fitted)
    assert not hasattr(again, "classes_")
    assert again.get_params() == fitted.get_params()
    assert (again.fit(TEXTS, LABELS).decision_function(TEXTS) == fitted.decision_function(TEXTS)).all()
    assert (pickle.loads(pickle.dumps(fitted)).decision_function(TEXTS) == fitted.decision_function(TEXTS)).all()


def test_a_grid_search_finds_parameters_by_texts() -> None:
    search = GridSearchCV(IntentClassifier(), {"C": [1e-6, 8.0], "longest_chars": [2]}, cv=3).fit(np.array(TEXTS), np.array(LABELS))
    assert search.best_params_ == {"C": 8.0, "longest_chars": 2}
    assert search.predict(["几时能发"]).tolist() == ["shipping_time"]


def test_a_message_may_have_several_labels() -> None:
    both = [*TEXTS, "多少钱 几时发货"]
    fitted = IntentClassifier().fit(both, [*([label] for label in LABELS), ["price_info", "shipping_time"]])
    assert fitted.predict_proba(["多少钱 几时发货"]).min() > 0.5
    assert fitted.predict_proba([]).shape == (0, 2)


@pytest.mark.parametrize(("texts", "labels"), [([], []), (TEXTS, LABELS[:-1])])
def test_what_cannot_be_learnt_from_is_refused(texts: list[str], labels: list[str]) -> None:
    with pytest.raises(ValueError, match="messages and"):
        IntentClassifier().fit(texts, labels)
