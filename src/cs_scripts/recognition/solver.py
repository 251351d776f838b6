"""Fit one logistic regression for each label on the same sparse features, quickly.

Three things make it quick. Most n-grams occur in one message only, and those of one message are then the same column many times
over: with this regularisation equal columns get equal shares of one weight, so one column with the root of their number
stands for all of them (216,000 columns become 132,000), and the weights of all are one row of the fitted table. The dual problem
is solved, which suits more features than messages. And it stops where more passes change no answers: tolerance 1, some ten passes.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

TOLERANCE = 1.0
_SMALL = 300_000
"""Entries below which starting processes takes longer than it saves."""
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
    columns = matrix.tocsc()
    rows, first = equal_columns(columns)
    times = np.sqrt(np.bincount(rows))
    merged = columns[:, first].multiply(times[np.newaxis, :]).tocsr()
    merged.sort_indices()
    labels = has_label.shape[1]
    weights, intercept = np.zeros((len(first), labels)), np.zeros(labels)
    done: list[int] = []

    def told(label: int) -> None:
        done.append(label)
        if progress:
            progress(len(done), labels)

    workers = 1 if merged.nnz < _SMALL or getattr(sys, "frozen", False) else min(4, os.cpu_count() or 1, labels)
    with ThreadPoolExecutor(workers) as pool:
        shares = [range(i, labels, workers) for i in range(workers)]
        fit = _fit if workers == 1 else _fit_elsewhere
        found = pool.map(lambda share: fit(merged, has_label[:, share], strength, told), shares)
        for share, (of_share, base) in zip(shares, found, strict=True):
            weights[:, share], intercept[share] = of_share / times[:, np.newaxis], base
    return Fitted(rows, first, weights, intercept)


def _fit(matrix: Any, has_label: npt.NDArray[np.bool_], strength: float, told: Callable[[int], None]) -> tuple[Any, Any]:
    """Fit some labels, one after the other; liblinear draws from one generator, so threads would give other weights each time."""
    from sklearn.linear_model import LogisticRegression

    weights, intercept = np.zeros((matrix.shape[1], has_label.shape[1])), np.zeros(has_label.shape[1])
    for label in range(has_label.shape[1]):
        if has_label[:, label].all():  # one label only: nothing to learn
            intercept[label] = 10.0
        else:
            model: Any = LogisticRegression(C=strength, solver="liblinear", dual=True, tol=TOLERANCE, max_iter=1000, random_state=0)
            model.fit(matrix, has_label[:, label])
            weights[:, label], intercept[label] = model.coef_[0], model.intercept_[0]
        told(label)
    return weights, intercept


def _fit_elsewhere(matrix: Any, has_label: npt.NDArray[np.bool_], strength: float, told: Callable[[int], None]) -> tuple[Any, Any]:
    """Fit some labels in another process of Python; here, where there can be none."""
    content = io.BytesIO()
    np.savez(content, data=matrix.data, indices=matrix.indices, indptr=matrix.indptr, shape=matrix.shape, has_label=has_label, C=strength)
    command = [sys.executable, "-W", "ignore", "-m", __name__]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])}
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables) as child:  # noqa: S603
            assert child.stdin
            assert child.stdout
            child.stdin.write(content.getvalue())
            child.stdin.close()
            for label in range(has_label.shape[1]):
                if child.stdout.read(1) == b".":
                    told(label)
            with np.load(io.BytesIO(child.stdout.read()), allow_pickle=False) as found:
                return found["weights"], found["intercept"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return _fit(matrix, has_label, strength, told)


def main() -> None:
    """Fit what comes in on standard input; write a dot for each label, then the weights."""
    with np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=False) as given:
        matrix = csr_array((given["data"], given["indices"], given["indptr"]), shape=tuple(given["shape"]))
        has_label, strength = given["has_label"], float(given["C"])

    def told(_: int) -> None:
        sys.stdout.buffer.write(b".")
        sys.stdout.buffer.flush()

    weights, intercept = _fit(matrix, has_label, strength, told)
    content = io.BytesIO()
    np.savez(content, weights=weights, intercept=intercept)
    sys.stdout.buffer.write(content.getvalue())


if __name__ == "__main__":
    main()
