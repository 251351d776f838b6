"""Derive what speaks for a reply from readings, and tell what it is worth on messages held back.

    python scripts/derive_choice.py READINGS.jsonl … [--asked TABLE.tsv] [--write]

A line is a message that somebody has read: ``{"text": …, "history": […], "replies": {"id": 0|1|2, …}}``; 2 marks a reply that answers
or acts, 1 one that may be sent, 0 one that may not. The recommender gathers its candidates for the message again, and those that were
read teach a softmax over the candidates of each message (a listwise loss) to put one first that is sendable: what holds for all of
them cannot tell them apart, and a wrong order behind the first costs nothing. A logistic curve then makes chances of it.
Five folds, whole messages held back, tell how often the first reply, one of three, and a direct one of three are sendable: in today's
order and in the derived one. Messages without any candidate that was read count as failed. TABLE names questions and the scripts that
answer them (``tests/phrases/documented.tsv``): there these are sendable and everything else is not; they teach the weights, but are
not counted.
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
from scipy.optimize import minimize
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
HOLD = 5.0
"""How firmly weights are held back towards nothing."""
PARTS = 10
"""Experience leaves out a tenth of the messages at a time; without one message alone a reply would look worse for just that message."""
ASKED = 3.0
"""How many readings a question is worth whose scripts are known."""
BY_HAND = {"article.always": 5.0, "half.always": 3.5, "fact.always": 2.6, "decision": -1.6, "general": -3.0, "aside": -0.7}
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
    """Fit the weights; a message's replies have the experience of other messages, for their own marks would tell the answer."""
    felt_by_all = felt_in(readings)
    lists = [listed(one, felt_by_all, ASKED) for one in asked]
    parts = np.random.default_rng(1).integers(0, PARTS, len(readings))
    for part in range(PARTS):
        felt = felt_in([one for one, its in zip(readings, parts, strict=True) if its != part])
        lists += [listed(one, felt, 1.0) for one, its in zip(readings, parts, strict=True) if its == part]
    weights = first_sendable([one for one in lists if one.sent.any() and not one.sent.all()])
    scores = np.concatenate([one.table @ weights for one in lists])
    curve = LogisticRegression(C=1e6).fit(scores[:, None], np.concatenate([one.sent for one in lists]))
    slope, base = float(curve.coef_[0, 0]), float(curve.intercept_[0])
    values = {name: slope * value + base * name.endswith(".always") for name, value in zip(FEATURES, weights.tolist(), strict=True)}
    weights = np.array([BY_HAND.get(name, value + HELD_BACK.get(name, 0.0)) for name, value in values.items()])
    return weights, felt_by_all


class Listed(NamedTuple):
    """The candidates of a message as the softmax sees them: features, whether each may be sent, and what the message counts."""

    table: Floats
    sent: npt.NDArray[np.bool_]
    weight: float


def listed(reading: Reading, felt: Mapping[str, float], weight: float) -> Listed:
    """Give a reading to the softmax."""
    table = np.array([vector(reading, one, felt) for one in reading.candidates]).reshape(-1, len(FEATURES))
    return Listed(table, np.array(reading.marks) > 0, weight)


def first_sendable(lists: Sequence[Listed]) -> Floats:
    """Find the weights with which a softmax over the candidates of each message most likely draws one that may be sent."""
    table, sent = np.concatenate([one.table for one in lists]), np.concatenate([one.sent for one in lists])
    sizes = np.array([len(one.sent) for one in lists])
    starts, of = np.r_[0, np.cumsum(sizes)[:-1]], np.repeat(np.arange(len(lists)), sizes)
    counts = np.array([one.weight for one in lists])
    by_hand = np.array([BY_HAND.get(name, 0.0) for name in FEATURES])
    free = np.array([name not in BY_HAND for name in FEATURES])

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = table @ (weights * free + by_hand)
        drawn = np.exp(scores - np.maximum.reduceat(scores, starts)[of])
        every, good = np.add.reduceat(drawn, starts), np.add.reduceat(drawn * sent, starts)
        slope = table.T @ ((drawn / every[of] - drawn * sent / good[of]) * counts[of])
        return float(counts @ (np.log(every) - np.log(good)) + HOLD * weights @ weights), slope * free + 2 * HOLD * weights

    found = minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x
    weights: Floats = found * free + by_hand
    return weights


def felt_in(readings: Sequence[Reading]) -> Mapping[str, float]:
    """Tell the experience of each reply in some readings."""
    counts, share = counted(readings)
    return {key: experience(*pair, share, TRUST) for key, pair in counts.items()}


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
