"""Derive what speaks for a reply from readings, and tell what it is worth on messages held back.

    python scripts/derive_choice.py READINGS.jsonl … [--asked TABLE.tsv] [--write]

A line is a message that somebody has read: ``{"text": …, "history": […], "replies": {"id": 0|1|2, …}}``; 2 marks a reply that answers
or acts, 1 one that may be sent, 0 one that may not. The recommender gathers its candidates for the message again, and those that were
read teach a logistic regression which ones are sendable. Five folds, whole messages held back, tell how often the first reply, one of
three, and a direct one of three are sendable: in today's order and in the derived one. Messages without any candidate that was read
count as failed. TABLE names questions and the scripts that answer them (``tests/phrases/documented.tsv``): there these are
sendable and everything else is not; they teach the weights, but are not counted.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from cs_scripts import Recommender
from cs_scripts.files.data import data_path
from cs_scripts.recommend.candidate import FEATURES, OF_DRAFT, OF_MESSAGE, OF_REPLY, Candidate, message_features
from cs_scripts.recommend.choice import experience, load_choice
from cs_scripts.recommend.heard import Heard
from cs_scripts.recommend.moment import Moment, check_history
from cs_scripts.recommend.moves import read_move

Floats = npt.NDArray[np.float64]
FOLDS = 5
TRUST = 3.0
"""How many readings the share of all is worth when a reply is judged by its own."""
STRENGTH = 0.3
"""Inverse of how firmly weights are held back towards nothing."""
ASKED = 6
"""How many readings a question is worth whose scripts are known."""
BY_HAND = {"article.always": 5.0, "half.always": 3.0, "fact.always": 2.0, "decision": -1.6, "general": -3.0, "aside": -0.7}
HELD_BACK = {"fallback.always": -0.6, "fallback.silent": 0.6}
"""Added to what is derived: what takes up any statement is sent often and helps little, so that it leads only where nothing fits."""
BY_HAND |= dict.fromkeys((f"fact.{name}" for name in OF_MESSAGE if name != "always"), 0.0)
"""Readings without a table of goods say nothing of what it says: that comes first. Where the shop has to decide, a script and a draft
were sent equally often: what the documents teach goes before."""
AT = datetime(2026, 11, 30, 10)


class Reading(NamedTuple):
    """A message that was read: its features, its candidates, and their marks."""

    message: Mapping[str, float]
    candidates: Sequence[Candidate]
    marks: Sequence[int]


def main() -> None:
    """Read the readings, print the result, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readings", nargs="+", type=Path)
    parser.add_argument("--asked", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    rows = [json.loads(line) for path in arguments.readings for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    recommender = Recommender.load(shop=data_path("shop.example.yaml"))
    readings = [read(recommender, row) for row in rows]
    asked = [read_asked(recommender, line) for line in table_lines(arguments.asked)] if arguments.asked else []
    groups = np.random.default_rng(0).integers(0, FOLDS, len(rows))
    today, derived = Counter[str](), Counter[str]()
    known = load_choice().experience
    now = np.array([load_choice().of[name] for name in FEATURES])
    for fold in range(FOLDS):
        kept = [one for one, group in zip(readings, groups, strict=True) if group != fold]
        weights, felt = derive(kept, asked)
        for one, group in zip(readings, groups, strict=True):
            if group == fold:
                today += hits(one, now, known)
                derived += hits(one, weights, felt)
    for name in ("first", "any", "direct"):
        print(f"{name:<8}现在 {today[name] / len(rows):.1%}，推导的（五折留出）{derived[name] / len(rows):.1%}")
    weights, _ = derive(readings, asked)
    for name, old, new in zip(FEATURES, now, weights, strict=True):
        print(f"  {name:<16}{old:8.3f} → {new:.3f}")
    if arguments.write:
        write(weights, readings)


def read(recommender: Recommender, row: Mapping[str, Any]) -> Reading:
    """Gather the candidates of a message that was read."""
    turns = check_history(row.get("history", ()))
    moment = Moment(row["text"], turns, 3, "", {}, AT)
    heard = recommender.flow.hear(*recommender.recogniser.scores(row["text"], turns), moment)
    marks = row["replies"]
    move = read_move(row["text"], turns)
    if move:
        offered = [one._replace(kind="script", score=1.0, fit=1.0) for one in recommender.flow.taken_up(move.scripts, heard)]
    else:
        offered = gathered(recommender, heard)
    found = [one for one in offered if one.id in marks]
    return Reading(message_features(row["text"], turns, heard.status), found, [marks[one.id] for one in found])


def gathered(recommender: Recommender, heard: Heard) -> list[Candidate]:
    """Gather all that competes, the draft too."""
    return recommender.flow.candidates(heard) + recommender.flow.drafts(heard)


def table_lines(path: Path) -> list[list[str]]:
    """Read a table of questions and the ids of the scripts that answer them, its last two columns."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[-2:] for line in lines if line and not line.startswith("#")]


def read_asked(recommender: Recommender, line: Sequence[str]) -> Reading:
    """Gather the candidates of a question whose scripts are known."""
    text, ids = line
    moment = Moment(text, [], 3, "", {}, AT)
    heard = recommender.flow.hear(*recommender.recogniser.scores(text, []), moment)
    found = gathered(recommender, heard)
    return Reading(message_features(text, [], heard.status), found, [2 * (one.id in ids.split()) for one in found])


def derive(readings: Sequence[Reading], asked: Sequence[Reading]) -> tuple[Floats, Mapping[str, float]]:
    """Fit the weights; a reply's experience leaves out the message at hand, which would tell its own mark."""
    counts, share = counted(readings)
    felt_by_all = {key: experience(*pair, share, TRUST) for key, pair in counts.items()}
    table, target = [], []
    for reading in [*asked] * ASKED:
        table += [vector(reading, one, felt_by_all) for one in reading.candidates]
        target += [mark > 0 for mark in reading.marks]
    for reading in readings:
        for one, mark in zip(reading.candidates, reading.marks, strict=True):
            sent, seen = counts[one.id]
            felt = {one.id: experience(sent - (mark > 0), seen - 1, share, TRUST)}
            table.append(vector(reading, one, felt))
            target.append(mark > 0)
    fitted = LogisticRegression(C=STRENGTH, fit_intercept=False, max_iter=2000).fit(np.array(table), target)
    weights = np.array(
        [BY_HAND.get(name, value + HELD_BACK.get(name, 0.0)) for name, value in zip(FEATURES, fitted.coef_[0].tolist(), strict=True)]
    )
    return weights, felt_by_all


def counted(readings: Sequence[Reading]) -> tuple[dict[str, tuple[int, int]], float]:
    """Count for each reply how often it would have been sent and how often it was read, and the share of all."""
    sent, seen = Counter[str](), Counter[str]()
    for reading in readings:
        for one, mark in zip(reading.candidates, reading.marks, strict=True):
            sent[one.id] += mark > 0
            seen[one.id] += 1
    return {key: (sent[key], seen[key]) for key in sorted(seen)}, sent.total() / max(1, seen.total())


def vector(reading: Reading, one: Candidate, felt: Mapping[str, float]) -> list[float]:
    """Give the features of a candidate in the order of ``FEATURES``."""
    values = {f"{one.kind}.{name}": value for name, value in reading.message.items()}
    features = load_choice().reply_features(one, opens=not reading.message["talk"])
    values |= dict(zip((*OF_DRAFT, *OF_REPLY), features, strict=True)) | {"experience": felt.get(one.id, 0.0)}
    return [values.get(name, 0.0) for name in FEATURES]


def hits(reading: Reading, weights: Floats, felt: Mapping[str, float]) -> Counter[str]:
    """Tell what the order by these weights would have shown."""
    if not reading.candidates:
        return Counter()
    scores = np.array([vector(reading, one, felt) for one in reading.candidates]) @ weights
    marks = np.array(reading.marks)[np.argsort(-scores, kind="stable")]
    return Counter(first=int(marks[0] > 0), any=int((marks[:3] > 0).any()), direct=int((marks[:3] == 2).any()))


def write(weights: Floats, readings: Sequence[Reading]) -> None:
    """Write the weights and what was read into ``data/choice.yaml``, below its comments."""
    path = data_path("choice.yaml")
    counts, share = counted(readings)
    comments = "".join(line + "\n" for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#"))
    floor = load_choice().floor
    lines = [f"  {name}: {round(float(value), 3)}" for name, value in zip(FEATURES, weights, strict=True)]
    read_ones = [f"  {key}: [{sent}, {seen}]" for key, (sent, seen) in counts.items()]
    head = f"version: 1\nfloor: {floor}\nshare: {round(share, 4)}\ntrust: {TRUST}\n"
    path.write_text(comments + head + "\n".join(["weights:", *lines, "readings:", *read_ones]) + "\n", encoding="utf-8")
    print(f"已写入 {path}")


if __name__ == "__main__":
    main()
