"""What each feature of ranking is worth, from ``data/ranking.yaml``, which ``scripts/derive_ranking.py`` derives from readings.

Features, each 0 to 1 unless said otherwise:

``nearest``, ``mean``  how close the message comes to the script's nearest ask, and to all of them
``learnt``             how much the message asks for the script among its siblings, about 0 to 1 (``choosers``)
``before``             how close the buyer's turn before comes to the nearest ask
``position``           1, 1/2, 1/3 … by its place in the book
``documented``         a training document teaches it
``announces``          it only says that somebody will look
``stage``              log of the probability that the order stands where the script belongs, down to -3
``presumed``           it rests on something that was said
``said``               it gives back something that was said
``asks_given``         it asks for something that was said already
``open``               blanks that the agent has to fill, up to 2
``catch_all``          it asks which of several things is meant
``own``                it is the shop's own
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from cs_scripts.conversation.terms import STAGES
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import read_yaml
from cs_scripts.recommend.matching import Floats

FEATURES = (
    "nearest",
    "mean",
    "learnt",
    "before",
    "position",
    "documented",
    "announces",
    "stage",
    "presumed",
    "said",
    "asks_given",
    "open",
    "catch_all",
    "own",
)


@dataclass(frozen=True)
class Weights:
    """What each feature is worth.

    Attributes:
        of: weight of each feature.
        announces: what a reply says that only announces a check.
        stages: probability of each of ``STAGES`` where an intent is all that is known; ``any`` for all messages.
    """

    of: Mapping[str, float]
    announces: re.Pattern[str]
    stages: Mapping[str, tuple[float, ...]]

    @property
    def vector(self) -> Floats:
        """The weights in the order of ``FEATURES``."""
        return np.array([self.of[name] for name in FEATURES])

    def lift(self, intent: str) -> Floats:
        """Tell how much likelier each stage is where a message has an intent.

        Args:
            intent: its id.

        Returns:
            Ratios, shape ``(stages,)``; ones for an intent that is not listed.
        """
        of_any = np.array(self.stages["any"])
        lift: Floats = np.array(self.stages.get(intent, self.stages["any"])) / of_any
        return lift


@cache
def load_weights() -> Weights:
    """Load the weights.

    Returns:
        The weights.

    Raises:
        DataFileError: the file does not hold exactly the features.
    """
    path = data_path("ranking.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        top.number("version")
        weights = top.take("weights", {})
        if (
            not isinstance(weights, dict)
            or set(weights) != set(FEATURES)
            or not all(isinstance(value, int | float) for value in weights.values())
        ):
            top.note("weights", f"应为 {'、'.join(FEATURES)} 各一个数")
        pattern = top.text("announces")
        rows = top.take("stages", {})
        if not isinstance(rows, dict) or "any" not in rows or any(not _is_row(row) for row in rows.values()):
            top.note("stages", f"应有 any，每行 {len(STAGES)} 个不小于 0 的数")
    return Weights(weights, re.compile(pattern), {intent: tuple(map(float, row)) for intent, row in rows.items()})


def _is_row(row: object) -> bool:
    return isinstance(row, list) and len(row) == len(STAGES) and all(isinstance(value, int | float) and value >= 0 for value in row)
