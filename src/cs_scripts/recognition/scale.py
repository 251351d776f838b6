"""Scale weights to whole numbers, which travel in a small file and add up exactly in any order, and sums by a message's length."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

SCALE = 64.0
"""What a fitted weight is multiplied by before it is rounded to a whole number."""

_NEXT_TO_NOTHING = 20
"""Weights up to a third: those up to a quarter change the first intent of one message in a thousand, the others of one more."""


def quantised(weights: npt.NDArray[np.float64], messages: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
    """Round weights to whole numbers of ``1 / SCALE``, so that they are small on disk and their sums exact in any order.

    Args:
        weights: a row of weights for each n-gram, a column for each label. A weight that says next to nothing becomes 0, which costs
            nothing on disk.
        messages: in how many messages each n-gram was seen. What is rare is rounded more coarsely, to a multiple of 2, 4 or 8: it stands
            beside others that are not, and there is much of it.

    Returns:
        Whole numbers, as floats, that fit into 16 bits.
    """
    step = np.select([messages <= 2, messages <= 8, messages <= 32], [8.0, 4.0, 2.0], 1.0)[:, np.newaxis]
    rounded: npt.NDArray[np.float32] = np.clip(np.rint(weights * (SCALE / step)) * step, -32768, 32767).astype(np.float32)
    rounded[np.abs(rounded) <= _NEXT_TO_NOTHING] = 0
    return rounded


def lengths(squares: Any) -> Any:
    """Turn sums of squared TF-IDF weights into what scores are divided by.

    Args:
        squares: the sums, a number or an array.

    Returns:
        The Euclidean length to the power of 0.75: a long message has more evidence than a short one, though not in full proportion.
        It is made of square roots, which every machine rounds alike.

    >>> float(lengths(16.0))
    2.8284271247461903
    """
    fourth = np.sqrt(np.sqrt(np.maximum(squares, 1e-12)))
    return fourth * np.sqrt(fourth)
