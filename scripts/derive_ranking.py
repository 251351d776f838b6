"""Derive the weights of ranking from readings, and tell what they are worth on messages held back.

    python scripts/derive_ranking.py READINGS.jsonl [--write]

A line is a message that somebody has read: ``{"text": …, "history": […], "replies": [{"id": …, "sendable": 0|1|2}, …]}``; 2 marks a
reply that answers or acts, 1 one that may be sent, 0 one that may not. Each pair of a better and a worse reply to the same message
says which features should count more; a logistic loss over the differences,
held back towards today's weights, gives the new ones. Five folds, whole messages
held back, tell how often the first reply would be sendable with today's weights and with the derived ones.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cs_scripts import Recommender
from cs_scripts.files.data import data_path
from cs_scripts.recommend.readings import reading_features
from cs_scripts.recommend.weights import FEATURES, load_weights

Floats = npt.NDArray[np.float64]
FOLDS = 5
HOLD = 4.0
"""How firmly weights are held back towards today's, in readings."""
SHARPNESS = 3.0
"""How sure a difference of one in the score makes."""
FIXED = ("own", "asks_given", "documented")
"""Features that readings of the bundled book say little or nothing of; their weights are set by hand, in units of ``nearest``."""


def main() -> None:
    """Read the readings, print the result, and write the weights if asked to."""
    arguments = [word for word in sys.argv[1:] if word != "--write"]
    rows = [json.loads(line) for path in arguments for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    recommender = Recommender.load(shop=data_path("shop.example.yaml"))
    tables = [found for row in rows if (found := features_of(recommender, row)) is not None]
    usable = [(table, marks) for table, marks in tables if marks.max() > 0]
    print(f"{len(rows)} 条消息，其中 {len(usable)} 条至少有一句能发")
    today = load_weights().vector
    groups = np.random.default_rng(0).integers(0, FOLDS, len(usable))
    derived_hits = today_hits = 0
    for fold in range(FOLDS):
        weights = derive([one for one, group in zip(usable, groups, strict=True) if group != fold], today)
        for (table, marks), group in zip(usable, groups, strict=True):
            if group == fold:
                derived_hits += marks[(table @ weights).argmax()] > 0
                today_hits += marks[(table @ today).argmax()] > 0
    print(f"首条能发：现在 {today_hits / len(usable):.1%}，推导的权重（五折留出）{derived_hits / len(usable):.1%}")
    weights = derive(usable, today)
    for name, old, new in zip(FEATURES, today, weights, strict=True):
        print(f"  {name:<12}{old:8.3f} → {new:.3f}")
    if "--write" in sys.argv:
        path = data_path("ranking.yaml")
        text = path.read_text(encoding="utf-8")
        for name, new in zip(FEATURES, weights, strict=True):
            text = re.sub(rf"(?m)^  {name}: -?[\d.]+$", f"  {name}: {round(float(new), 3)}", text)
        path.write_text(text, encoding="utf-8")
        print(f"已写入 {path}")


def features_of(recommender: Recommender, row: dict[str, Any]) -> tuple[Floats, Floats] | None:
    """Give the features of the replies that were read, and their marks; None where none is in the book any more."""
    marks = {reply["id"]: float(reply["sendable"]) for reply in row["replies"]}
    table = reading_features(recommender, row["text"], row.get("history", ()), list(marks))
    return (np.array(list(table.values())), np.array([marks[key] for key in table])) if table else None


def derive(usable: list[tuple[Floats, Floats]], today: Floats) -> Floats:
    """Fit the weights on pairs of a better and a worse reply, held back towards today's: few readings move them little."""
    from scipy.optimize import minimize

    free = np.array([name not in FIXED for name in FEATURES])
    differences, importance = [], []
    for table, marks in usable:
        better, worse = np.nonzero(marks[:, np.newaxis] > marks[np.newaxis, :])
        for i, j in zip(better, worse, strict=True):
            differences.append(table[i] - table[j])
            importance.append((marks[i] - marks[j]) / len(better))
    pairs, worth = np.array(differences), np.array(importance)

    def loss(move: Floats) -> tuple[float, Floats]:
        margins = pairs @ (today + move * free) * SHARPNESS
        slack = 1 / (1 + np.exp(margins))
        value = float((worth * np.logaddexp(0, -margins)).sum()) + HOLD * float(move @ move)
        return value, (-(worth * slack) @ pairs * SHARPNESS) * free + 2 * HOLD * move

    found: Floats = today + minimize(loss, np.zeros(len(FEATURES)), jac=True).x * free
    return found


if __name__ == "__main__":
    main()
