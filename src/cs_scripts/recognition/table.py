"""Hold a row of weights for each n-gram: seven in ten are 0, so only the others are kept, row after row.

So the file is small, is read in milliseconds, and a single message has only its few rows put together; only many messages need the
whole table spread out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

Weights = npt.NDArray[np.float32]
_FEW = 50
"""From how many messages on it pays to spread out the table."""
_ONES = np.ones(256, dtype=np.float32)
"""Of so few rows a product with ones is the sum, to the last bit, in a third of the time."""


@dataclass(frozen=True)
class Table:
    """Whole numbers of ``1 / SCALE``: for each n-gram those of its labels that are not 0, and its squared TF-IDF weight.

    Attributes:
        width: how many labels there are.
        counts: how many labels each row has a weight for.
        gaps: how many labels lie between each of those, ascending, and the one before it in its row.
        low: the low byte of their weights.
        high: the high byte.
        squares: the squared TF-IDF weight of each row.
    """

    width: int
    counts: npt.NDArray[np.uint8]
    gaps: npt.NDArray[np.uint8]
    low: npt.NDArray[np.uint8]
    high: npt.NDArray[np.int8]
    squares: npt.NDArray[np.int16]

    @classmethod
    def of(cls, weights: npt.NDArray[np.floating[Any]], squares: npt.NDArray[np.floating[Any]]) -> Table:
        """Make a table of whole numbers that fit into 16 bits.

        Args:
            weights: a row for each n-gram, a column for each label; at most 255 labels.
            squares: the squared TF-IDF weight of each row.

        Returns:
            The table.

        >>> Table.of(np.array([[0, 3], [-2, 0]]), np.array([7, 8])).dense.tolist()
        [[0.0, 3.0, 7.0], [-2.0, 0.0, 8.0]]
        """
        rows, columns = np.nonzero(weights)
        counts = np.bincount(rows, minlength=len(weights)).astype(np.uint8)
        values = weights[rows, columns].astype(np.int16)
        gaps = np.diff(columns, prepend=0) - 1
        firsts = np.flatnonzero(np.diff(rows, prepend=-1))
        gaps[firsts] = columns[firsts]
        low, high = (values & 0xFF).astype(np.uint8), (values >> 8).astype(np.int8)
        return cls(weights.shape[1], counts, gaps.astype(np.uint8), low, high, squares.astype(np.int16))

    def __getstate__(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def __len__(self) -> int:
        """Count the rows."""
        return len(self.counts)

    @cached_property
    def _starts(self) -> npt.NDArray[np.int32]:
        starts = np.zeros(len(self.counts) + 1, dtype=np.int32)
        np.cumsum(self.counts, out=starts[1:])
        return starts

    @cached_property
    def dense(self) -> Weights:
        """Every row with its zeros, and the square in a last column."""
        totals = np.zeros(len(self.gaps) + 1, dtype=np.uint8)
        np.cumsum(self.gaps + np.uint8(1), dtype=np.uint8, out=totals[1:])  # 8 bits wrap round, and so do their differences
        columns = totals[1:] - np.repeat(totals[self._starts[:-1]], self.counts) - np.uint8(1)
        table = np.zeros((len(self), self.width + 1), dtype=np.float32)
        table[np.repeat(np.arange(len(self)), self.counts), columns] = self.high.astype(np.int16) << 8 | self.low
        table[:, -1] = self.squares
        return table

    def sums(self, rows: npt.NDArray[np.int32]) -> npt.NDArray[np.float64]:
        """Add up some rows.

        Args:
            rows: their numbers.

        Returns:
            The sum for each label, and that of the squares last: whole numbers.
        """
        if "dense" not in vars(self) and self._asked < _FEW:
            vars(self)["_asked"] += 1
            few = np.zeros(self.width + 1)
            for columns, values, square in map(self.row, rows.tolist()):
                few[columns] += values
                few[-1] += square
            return few
        taken, count = self.dense.take(rows, axis=0), len(rows)
        added: Weights = _ONES[:count].dot(taken) if count <= len(_ONES) else np.add.reduce(taken, axis=0)
        return added.astype(np.float64)

    @cached_property
    def _asked(self) -> int:
        """How often single rows were added, while that is quicker than spreading out the table."""
        return 0

    def row(self, row: int) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int16], int]:
        """Give one row.

        Args:
            row: its number.

        Returns:
            The labels that it has a weight for, the weights, and the square.
        """
        start, stop = int(self._starts[row]), int(self._starts[row + 1])
        columns = np.cumsum(self.gaps[start:stop] + np.uint8(1), dtype=np.uint8) - np.uint8(1)
        return columns, self.high[start:stop].astype(np.int16) << 8 | self.low[start:stop], int(self.squares[row])
