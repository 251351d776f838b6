"""Derive data/thresholds.yaml from data: python scripts/derive_thresholds.py [--labelled FILE] [-o data/thresholds.yaml].

A fifth of the example messages and of the bundled book's asks is scored by a model fitted on the others. From these scores come the
calibration of probabilities and the cut for a further intent; from the bundled dialogues comes what the turns before add. Two cuts are
best derived from labelled real messages (format of ``cs-scripts evaluate``), else from the examples, which are harder than real traffic:
``none`` gets the bonus with which it is answered as often as it is right, and ``confident`` begins where answers are right as often as
wanted.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

from cs_scripts.conversation.facts import read_facts
from cs_scripts.files.data import data_path
from cs_scripts.recognition.cache import load_model
from cs_scripts.recognition.decision import decide, with_history
from cs_scripts.recognition.examples import load_lessons
from cs_scripts.recognition.labelled import Labelled, read_labelled
from cs_scripts.recognition.model import NONE, Floats, IntentModel
from cs_scripts.recognition.thresholds import Thresholds
from cs_scripts.recognition.training import IntentClassifier

HELD_OUT = 0.2
"""Share of the examples that a model fitted on the others scores."""
NONE_SHARE = 0.24
"""How much of real traffic says nothing by itself, counted in 280 messages drawn at random."""
NEARLY = 0.014
"""Share of the dialogues that makes no difference between two ways of using the history: a standard error."""
WANTED = 0.955
"""How often a confident answer must be right: a little above the 95 % that is promised."""

Scores = npt.NDArray[np.float64]
Dialogue = tuple[Floats, list[tuple[str, Floats]], Sequence[str], bool]


def score_held_out(texts: Sequence[str], intents: Sequence[tuple[str, ...]]) -> tuple[tuple[str, ...], list[tuple[str, ...]], Scores]:
    """Score some of the messages by a model fitted on the others: the labels, the intents of those scored, and their scores."""
    train, test = train_test_split(np.arange(len(texts)), test_size=HELD_OUT, random_state=0, stratify=[given[0] for given in intents])
    fitted = IntentClassifier().fit([texts[i] for i in train], [intents[i] for i in train])
    return tuple(fitted.classes_.tolist()), [intents[i] for i in test], fitted.decision_function([texts[i] for i in test])


def calibrate(scores: Scores, has_label: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Fit the logistic curve that turns scores into probabilities."""
    fitted: Any = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), has_label.reshape(-1))
    return float(fitted.coef_[0, 0]), float(fitted.intercept_[0])


def best_none_bonus(scores: Scores, labels: Sequence[str], is_none: npt.NDArray[np.bool_], none_share: float) -> float:
    """Find the bonus with which as many messages are answered ``none`` as really are, when ``none_share`` of them are."""
    none = labels.index(NONE)
    weights = np.where(is_none, none_share / is_none.mean(), (1 - none_share) / (1 - is_none.mean()))
    lead = scores[:, none] - np.delete(scores, none, axis=1).max(axis=1)

    def answered(bonus: float) -> float:
        return float(np.average(lead + bonus > 0, weights=weights))

    return min((round(float(bonus), 2) for bonus in np.arange(-1.5, 1.51, 0.1)), key=lambda bonus: abs(answered(bonus) - none_share))


def best_further(scores: Scores, labels: tuple[str, ...], intents: list[tuple[str, ...]], cut: Thresholds) -> float:
    """Find the probability from which a further intent is more often right than wrong, by F1 over all intents."""

    def f1(further: float) -> float:
        found = answered = wanted = 0
        for row, right in zip(scores, intents, strict=True):
            given = {intent.id for intent in decide(row, labels, cut._replace(further=further))[1]}
            right_set = {*right} - {NONE}
            found, answered, wanted = found + len(given & right_set), answered + len(given), wanted + len(right_set)
        return 2 * found / (answered + wanted)

    return max((round(float(further), 2) for further in np.arange(0.2, 0.81, 0.05)), key=f1)


def lowest_confident(probabilities: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """Find the lowest probability from which answers are right as often as wanted."""
    for cut in np.arange(0.3, 0.99, 0.01):
        sure = probabilities >= cut
        if sure.any() and right[sure].mean() >= WANTED:
            return round(float(cut), 2)
    return 0.99


def best_history(model: IntentModel, cut: Thresholds, real: Sequence[Labelled]) -> Thresholds:
    """Find what the turns before should add: best on the bundled dialogues, and among nearly equal ways best on real ones."""
    rows = [json.loads(line) for line in data_path("dialogues.jsonl").read_text(encoding="utf-8").splitlines()]
    written = _scored(model, [(row["text"], row["history"], row["intents_in_context"][:1]) for row in rows])
    labelled = _scored(model, [(row.text, row.history, row.accept_in_context) for row in real if row.history and row.accept_in_context])

    bonus = np.where(np.array(model.labels) == NONE, cut.none_bonus, 0.0)

    def right(candidate: Thresholds, dialogues: list[Dialogue]) -> int:
        return sum(
            model.labels[int((with_history(scores, turns, model.labels, candidate, asked=asked) + bonus).argmax())] in accept
            for scores, turns, accept, asked in dialogues
        )

    candidates = [
        cut._replace(history_buyer=buyer, history_seller=seller, history_none=none, history_below=below)
        for buyer, seller, none, below in product((3.0, 4.0, 5.0, 7.0), (1.0, 2.0, 3.0), (1.0, 2.0, 3.0), (0.0, 1.0, 2.0))
    ]
    rights = [right(candidate, written) for candidate in candidates]
    good = [candidate for candidate, count in zip(candidates, rights, strict=True) if count >= max(rights) - NEARLY * len(rows)]
    return max(good, key=lambda candidate: right(candidate, labelled))


def _scored(model: IntentModel, rows: Sequence[tuple[str, Sequence[dict[str, str]], Sequence[str]]]) -> list[Dialogue]:
    return [
        (
            model.score(text),
            [(turn["role"], model.score(turn["text"])) for turn in history],
            accept,
            read_facts(text, [(turn["role"], turn["text"]) for turn in history]).has("agent_asked"),
        )
        for text, history, accept in rows
    ]


def main() -> None:
    """Derive all thresholds and write them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labelled", help="labelled real messages for the cut of `confident`")
    parser.add_argument("-o", "--output", default=str(data_path("thresholds.yaml")))
    arguments = parser.parse_args()
    examples = load_lessons()
    labels, intents, scores = score_held_out([example.text for example in examples], [example.intents for example in examples])
    has_label = np.array([[label in given for label in labels] for given in intents])
    slope, shift = calibrate(scores, has_label)
    cut = Thresholds(slope=round(slope, 3), shift=round(shift, 3))
    model = load_model()
    rows = read_labelled(arguments.labelled, labels).rows if arguments.labelled else []
    if rows:
        judged = np.array([model.score(row.text) for row in rows], dtype=np.float64)
        names, accepts = model.labels, [row.accept for row in rows]
    else:
        judged, names, accepts = scores, labels, [given[:1] for given in intents]
    is_none = np.array([first == NONE for first in ([row.intents[0] for row in rows] or [given[0] for given in intents])])
    cut = cut._replace(none_bonus=best_none_bonus(judged, names, is_none, float(is_none.mean()) if rows else NONE_SHARE))
    cut = cut._replace(further=best_further(scores, labels, intents, cut))
    cut = best_history(model, cut, rows)
    answers = [(decide(row, names, cut)[1], accept) for row, accept in zip(judged, accepts, strict=True)]
    answers = [(found, accept) for found, accept in answers if found]
    probabilities = np.array([max(intent.probability for intent in found) for found, _ in answers])
    cut = cut._replace(confident=lowest_confident(probabilities, np.array([found[0].id in accept for found, accept in answers])))
    lines = ["# Derived by scripts/derive_thresholds.py; what each number means: src/cs_scripts/recognition/thresholds.py."]
    lines += [f"{name}: {float(value)}" for name, value in cut._asdict().items()]
    Path(arguments.output).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines[1:]))


if __name__ == "__main__":
    main()
