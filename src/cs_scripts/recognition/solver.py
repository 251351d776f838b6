"""Fit one logistic regression for each label on the same sparse features, quickly.

Three things make it quick. Most n-grams occur in one message only, and those of one message are then the same column many times
over: with this regularisation equal columns get equal shares of one weight, so one column with the root of their number
stands for all of them (216,000 columns become 132,000), and the weights of all are one row of the fitted table. The dual problem
is solved, which suits more features than messages. And it stops where more passes change no answers: tolerance 1, some ten passes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

TOLERANCE = 1.0
Progress = Callable[[int, int], None]
"""Told after each label: how many are fitted, and how many there are."""


@dataclass(frozen=True)
class Fitted:
    """Weights of all labels.

    Attributes:
        rows: for each feature its row of ``weights``; equal features share one.
        first: the first feature of each row.
        weights: shape ``(rows, labels)``.
        intercept: shape ``(labels,)``.
    """

    rows: npt.NDArray[np.int64]
    first: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    intercept: npt.NDArray[np.float64]


def equal_columns(matrix: Any) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Find which columns of a sparse array are equal, where columns with entries in the same rows are.

    Args:
        matrix: a ``csc_array``.

    Returns:
        For each column its group, and the first column of each group. Groups are in the order of their number of entries, most first.

    >>> from scipy.sparse import csc_array
    >>> groups, first = equal_columns(csc_array([[1, 0, 1], [0, 2, 0]]))
    >>> groups.tolist(), first.tolist()
    ([0, 1, 0], [0, 1])
    """
    mark = (np.arange(matrix.shape[0], dtype=np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mark = (mark ^ (mark >> np.uint64(shift))) * np.uint64(factor)
    sums = np.concatenate((np.zeros(1, dtype=np.uint64), np.cumsum(mark[matrix.indices], dtype=np.uint64)))
    marks = sums[matrix.indptr[1:]] - sums[matrix.indptr[:-1]]  # wraps round, as it may
    _, first, groups = np.unique(marks, return_index=True, return_inverse=True)
    order = np.lexsort((first, -np.diff(matrix.indptr)[first]))
    place = np.empty_like(order)
    place[order] = np.arange(len(order))
    return place[groups], first[order]


def fit_labels(matrix: csr_array, has_label: npt.NDArray[np.bool_], strength: float, progress: Progress | None = None) -> Fitted:
    """Fit a logistic regression for each label, one against the rest.

    Args:
        matrix: features of each message; columns with entries in the same rows are equal.
        has_label: whether each message has each label, shape ``(messages, labels)``.
        strength: inverse strength of the regularisation.
        progress: told how far it is.

    Returns:
        The weights.
    """
    from sklearn.linear_model import LogisticRegression

    columns = matrix.tocsc()
    rows, first = equal_columns(columns)
    times = np.sqrt(np.bincount(rows))
    merged = columns[:, first].multiply(times[np.newaxis, :]).tocsr()
    merged.sort_indices()

    def fit(label: int) -> tuple[npt.NDArray[np.float64], float]:
        if has_label[:, label].all():  # one label only: nothing to learn
            return np.zeros(merged.shape[1]), 10.0
        model: Any = LogisticRegression(C=strength, solver="liblinear", dual=True, tol=TOLERANCE, max_iter=1000, random_state=0)
        model.fit(merged, has_label[:, label])
        return model.coef_[0] / times, float(model.intercept_[0])

    fitted = []
    with ThreadPoolExecutor(min(8, os.cpu_count() or 1)) as pool:  # liblinear works outside the interpreter's lock
        for one in pool.map(fit, range(has_label.shape[1])):
            fitted.append(one)
            if progress:
                progress(len(fitted), has_label.shape[1])
    return Fitted(rows, first, np.column_stack([weights for weights, _ in fitted]), np.array([intercept for _, intercept in fitted]))
