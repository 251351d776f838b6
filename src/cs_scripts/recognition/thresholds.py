"""Where decisions are cut: numbers that nobody chose by hand.

``scripts/derive_thresholds.py`` derives them from cross-validation on the example messages and writes ``data/thresholds.yaml``.
"""

from __future__ import annotations

from typing import NamedTuple

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.yaml import read_yaml


class Thresholds(NamedTuple):
    """Where decisions are cut.

    Args:
        slope: factor on a score before the logistic function, which makes probabilities calibrated.
        shift: added to the scaled score.
        none_bonus: added to the score of ``none`` before it competes with the intents.
        further: probability from which an intent beside the first is reported.
        confident: probability of the first from which the status is ``confident``.
        history_buyer: what the buyer's last turn adds to the score of its intents.
        history_seller: what the seller's last turn adds.
        history_none: what the turns before take from ``none`` when they have an intent.
        history_below: score of the message's own first intent from which the turns before are not asked.
    """

    slope: float = 1.0
    shift: float = 0.0
    none_bonus: float = 0.0
    further: float = 0.5
    confident: float = 0.7
    history_buyer: float = 4.0
    history_seller: float = 3.0
    history_none: float = 1.5
    history_below: float = 1.0


def load_thresholds() -> Thresholds:
    """Load the derived thresholds.

    Returns:
        The thresholds.

    Raises:
        DataFileError: the file does not hold exactly the known numbers.
    """
    path = data_path("thresholds.yaml")
    value = read_yaml(path)
    if not isinstance(value, dict) or set(value) != set(Thresholds._fields) or not all(isinstance(v, int | float) for v in value.values()):
        raise DataFileError(path, [Problem("全文", f"应为 {'、'.join(Thresholds._fields)} 各一个数")])
    return Thresholds(**{key: float(number) for key, number in value.items()})
