"""Group messages by meaning: n-grams weighted by rarity, and what the recogniser hears in them, compared by cosine.

Distinct messages are sorted into bins by the intent that comes first; in each, the most frequent ones are grouped by average linkage
and the others join the nearest group, so that time grows with the number of messages and not with its square. Groups of different
bins whose middles are near become one: a question that the recogniser doubts falls into several bins.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from cs_scripts.recognition.model import NONE, Floats, IntentModel
from cs_scripts.recognition.scale import SCALE

Matrix = npt.NDArray[np.float32]

CORE = 2_000
"""Messages of a bin that are compared with each other."""

NEAR = 0.46
"""Mean cosine from which messages are one question."""

JOINS = 0.52
"""Cosine to a group's middle from which a message, or a group of another bin, joins it."""

_HEARD = 0.35
_FADE = 0.5


class Meanings:
    """Vectors of messages, fit for cosines.

    Args:
        model: knows n-grams, how rare they are, and scores intents.
        texts: the messages; courtesies are best taken off.
    """

    def __init__(self, model: IntentModel, texts: Sequence[str]) -> None:
        from scipy.sparse import csr_array, hstack, vstack

        wordings, heard = [], []
        for chunk in model.chunks(texts):
            grams = model.features_all(chunk)
            weights = np.sqrt(model.table.squares[model.rows[grams.ids]] / np.float32(SCALE))
            shape = (len(chunk), len(model.rows))
            wordings.append(csr_array((weights, grams.ids, grams.starts), shape=shape))
            heard.append(model.score_features_all(grams))
        scores = np.concatenate(heard) if heard else np.zeros((0, len(model.labels)), np.float32)
        self.scores: Floats = np.delete(scores, model.labels.index(NONE), axis=1)
        self.labels = tuple(label for label in model.labels if label != NONE)
        odds = 1 / (1 + np.exp(-np.clip(self.scores, -30, 30) * _FADE))
        self.vectors: Any = None
        if wordings:
            both = [_unit(vstack(wordings, format="csr")) * np.float32((1 - _HEARD) ** 0.5)]
            both.append(csr_array(_unit_rows(odds**2).astype(np.float32) * np.float32(_HEARD**0.5)))
            self.vectors = csr_array(hstack(both, format="csr"))

    def bins(self) -> npt.NDArray[np.int64]:
        """Give the position of each message's likeliest intent, ``none`` aside."""
        return self.scores.argmax(axis=1) if len(self.scores) else np.zeros(0, np.int64)


def group(meanings: Meanings, counts: Sequence[int]) -> list[list[int]]:
    """Group messages by meaning.

    Args:
        meanings: of distinct messages.
        counts: how often each was said.

    Returns:
        Positions of the messages of each group, the most frequent first; groups of one message too.
    """
    if not len(counts):
        return []
    bins: dict[int, list[int]] = defaultdict(list)
    order = np.argsort(-np.asarray(counts), kind="stable")
    chosen = meanings.bins()
    for i in order.tolist():
        bins[int(chosen[i])].append(i)
    groups = [found for _, members in sorted(bins.items()) for found in _in_bin(meanings.vectors, members)]
    return _joined(meanings.vectors, groups)


def to_middle(vectors: Any, members: Sequence[int], weights: Sequence[float] | None = None) -> npt.NDArray[np.float64]:
    """Tell how near some messages are to their middle.

    Args:
        vectors: of all messages.
        members: positions of those that are meant.
        weights: how much each counts in the middle; all the same where it is None.

    Returns:
        Cosine of each.
    """
    own = vectors[list(members)]
    total = np.ones(len(members)) @ own if weights is None else np.asarray(weights) @ own
    found: npt.NDArray[np.float64] = (own @ total) / (np.linalg.norm(total) or 1.0)
    return found


def _in_bin(vectors: Any, members: list[int]) -> list[list[int]]:
    from sklearn.cluster import AgglomerativeClustering

    core, rest = members[:CORE], members[CORE:]
    if len(core) == 1:
        return [core]
    near = (vectors[core] @ vectors[core].T).toarray()
    cut = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=1 - NEAR)
    labels = cut.fit_predict(np.clip(1 - near, 0, 2))
    groups: dict[int, list[int]] = defaultdict(list)
    for i, label in zip(core, labels.tolist(), strict=True):
        groups[label].append(i)
    found = list(groups.values())
    if rest:
        middles = _middles(vectors, found)
        alone = []
        for start in range(0, len(rest), CORE):
            part = rest[start : start + CORE]
            cosines = (vectors[part] @ middles.T).toarray()
            best = cosines.argmax(axis=1)
            for i, at, cosine in zip(part, best.tolist(), cosines.max(axis=1).tolist(), strict=True):
                if cosine >= JOINS:
                    found[at].append(i)
                else:
                    alone.append([i])
        found += alone
    return found


def _middles(vectors: Any, groups: Sequence[Sequence[int]]) -> Any:
    from scipy.sparse import csr_array

    rows = np.repeat(np.arange(len(groups)), [len(members) for members in groups])
    columns = np.concatenate([np.asarray(members) for members in groups])
    pick = csr_array((np.ones(len(rows), np.float32), (rows, columns)), shape=(len(groups), vectors.shape[0]))
    return _unit(csr_array(pick @ vectors))


def _joined(vectors: Any, groups: list[list[int]]) -> list[list[int]]:
    """Join groups whose middles are near, the larger first."""
    groups = sorted(groups, key=lambda members: (-len(members), members))
    several = [members for members in groups if len(members) > 1][:CORE]
    if not several:
        return groups
    middles = _middles(vectors, several)
    near = (middles @ middles.T).toarray()
    into = list(range(len(several)))
    for i in range(len(several)):
        if into[i] != i:
            continue
        for j in np.flatnonzero(near[i, i + 1 :] >= JOINS + 0.12).tolist():
            if into[i + 1 + j] == i + 1 + j:
                into[i + 1 + j] = i
    joined: dict[int, list[int]] = defaultdict(list)
    for i, members in enumerate(several):
        joined[into[i]] += members
    return [*joined.values(), *groups[len(several) :]]


def _unit(matrix: Any) -> Any:
    from scipy.sparse import csr_array, diags_array

    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_array(diags_array((1 / np.maximum(lengths, 1e-9)).astype(np.float32)) @ matrix)


def _unit_rows(matrix: npt.NDArray[np.floating[Any]]) -> npt.NDArray[np.floating[Any]]:
    found: npt.NDArray[np.floating[Any]] = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return found
