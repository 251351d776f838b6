"""Derive data/speech_likeness.txt from sentences: python scripts/derive_likeness.py [-o data/speech_likeness.txt] [--by-writer].

What must not be said is learnt from ``data/speech_examples.tsv`` and the tables of the rules' tests; what may be said from the same, from
the replies of the phrase book and from what agents say in the bundled dialogues. The least score is the one that leaves a wanted share
of the fine sentences of one writer alone when a model has learnt from all others; ``--by-writer`` prints what that model finds and stops.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.speech import load_rules
from cs_scripts.speech.likeness import FAMILIES, NEUTRAL, Likeness, Sentence, parse_likeness, runs, sentences
from cs_scripts.text.folding import fold

TESTS = Path(__file__).parents[1] / "tests" / "speech"
FINE = "fine"
ALSO = {
    "superlative": "absolute",
    "reviews": "review",
    "payment": "offsite",
    "returns": "terms",
    **dict.fromkeys(("insult", "noidea", "refuse", "threat"), "tone"),
}
"""Topics of the tables that belong to a family of another name."""
WRITERS = ("a", "b")
"""Writers whose sentences tell where the least score lies: they had not seen the rules."""
WRONG = 0.03
"""Share of the fine sentences of another writer, most of them near misses, that may resemble a breach."""
KEPT = 8_000
"""Runs with a weight: more of them find no more."""
STRENGTH, LEAN_STRENGTH = 20.0, 30.0
"""How closely the examples are followed; found by trying, as is the damping."""
DAMPING = 30.0
LARGEST, FARTHEST = 127, 12
BOOK, RULE = "book", "rule"
WORTHS = {BOOK: 3.0, RULE: 3.0}
"""How much a sentence counts: no reply of the phrase book may be flagged, and every example of a rule must be."""


class Example(NamedTuple):
    """A sentence, who wrote it, and what it breaks: a family, or ``fine``."""

    writer: str
    family: str
    text: str


def read_examples() -> list[Example]:
    """Read all that is learnt from."""
    rows = _rows(data_path("speech_examples.tsv"))
    if wrong := [row for row in rows if len(row) != 3 or row[1] not in (*FAMILIES, FINE)]:
        raise SystemExit(f"speech_examples.tsv: neither a family nor {FINE}: {wrong[:3]}")
    found = [Example(*row) for row in rows]
    found += [Example("", _family(row[2]) if row[1] == "break" else FINE, row[3]) for row in _rows(TESTS / "natural.tsv")]
    found += [Example("", _family(row[1]) if row[0] == "flag" else FINE, row[2]) for row in _rows(TESTS / "cases.tsv")]
    found += [Example(BOOK, FINE, reply) for script in load_phrasebook().scripts.values() for reply in script.replies]
    found += [Example(RULE, rule.topic, text) for rule in load_rules().rules.values() if rule.like for text in rule.examples]
    for line in data_path("dialogues.jsonl").read_text(encoding="utf-8").splitlines():
        found += [Example(BOOK, FINE, turn["text"]) for turn in json.loads(line)["history"] if turn["role"] == "seller"]
    return [example for example in found if example.family]


def _family(name: str) -> str:
    topic = name.partition(".")[0]
    return ALSO.get(topic, topic if topic in FAMILIES else "")  # blanks of templates resemble nothing; deliveries are of several families


def _rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def learn(examples: Iterable[Example]) -> Likeness:
    """Learn weights and leanings; the least score is open."""
    taught = []
    for example in examples:
        worth = WORTHS.get(example.writer, 1.0)
        read = sentences(fold(example.text))
        taught.append((read, example.family, worth))
        if example.family == FINE and len(read) > 1:  # where it breaks something, nobody said which of its sentences does
            taught += [([sentence], FINE, worth) for sentence in read]
    broken = np.array([family != FINE for _, family, _ in taught])
    worths = [worth for _, _, worth in taught]
    counter, table = _table([read for read, _, _ in taught], None)
    fitted = _fit(table, broken, worths)
    telling = np.abs(fitted.coef_[0]) * np.sqrt(np.asarray(table.sum(axis=0))[0])
    names = counter.get_feature_names_out()
    kept = sorted(name for name in names[np.argsort(-telling, kind="stable")[:KEPT]] if not name.startswith("#") and "\t" not in name)
    _, table = _table([read for read, _, _ in taught], kept)
    fitted = _fit(table, broken, worths)
    scale = float(np.abs(fitted.coef_[0]).max()) / LARGEST
    weights = np.round(fitted.coef_[0] / scale).astype(int)
    leans = _leans(table[broken], [family for _, family, _ in taught if family != FINE])
    used = [i for i in range(len(kept)) if weights[i]]
    return Likeness(
        {kept[i]: int(weights[i]) for i in used},
        {kept[i]: "".join(chr(NEUTRAL + step) for step in leans[:, i]) for i in used},
        scale,
        float(fitted.intercept_[0]),
        0.0,
        DAMPING,
    )


def _table(taught: Sequence[Sequence[Sentence]], vocabulary: Sequence[str] | None) -> tuple[Any, Any]:
    def heard(read: Sequence[Sentence]) -> set[str]:
        return {run for sentence in read for run in runs(sentence.words)}

    counter = CountVectorizer(analyzer=heard, vocabulary=vocabulary, min_df=1 if vocabulary else 2)
    table = counter.fit_transform(taught).astype(float)
    lengths = np.array([sum(len(sentence.words) for sentence in read) for read in taught])
    return counter, table.multiply(1 / np.sqrt(lengths + DAMPING)[:, None]).tocsr()


def _fit(table: Any, broken: npt.NDArray[np.bool_], worths: Sequence[float]) -> Any:
    return LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear", random_state=0).fit(table, broken, sample_weight=worths)


def _leans(table: Any, families: Sequence[str]) -> npt.NDArray[np.int64]:
    fitted = LogisticRegression(C=LEAN_STRENGTH, fit_intercept=False, max_iter=300).fit(table, families)
    order = fitted.classes_.tolist()
    found = [fitted.coef_[order.index(family)] for family in FAMILIES]
    leans = np.array(found)
    return np.asarray(np.clip(np.round(leans * (FARTHEST / np.abs(leans).max()) * 4), -FARTHEST, FARTHEST)).astype(int)


def score(likeness: Likeness, text: str) -> float:
    """Give the highest score in a reply: above the least one, ``Likeness.resembles`` tells a family."""
    return max(likeness.scores(sentences(fold(text))), default=float("-inf"))


def by_writer(examples: Sequence[Example]) -> tuple[list[float], list[tuple[str, float, float]]]:
    """Score the sentences of each writer by what was learnt from the others.

    Returns:
        The scores of the fine ones, and writer, score and whether it breaks something of each sentence.
    """
    fine, scored = [], []
    for writer in WRITERS:
        likeness = learn(example for example in examples if example.writer != writer)
        for example in examples:
            if example.writer == writer:
                scored.append((writer, value := score(likeness, example.text), float(example.family != FINE)))
                if example.family == FINE:
                    fine.append(value)
    return fine, scored


def main() -> None:
    """Derive the file and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-o", "--output", default=str(data_path("speech_likeness.txt")))
    parser.add_argument("--by-writer", action="store_true", help="print what is found of each writer, and stop")
    options = parser.parse_args()
    examples = read_examples()
    fine, scored = by_writer(examples)
    least = float(np.quantile(fine, 1 - WRONG))
    for writer in WRITERS:
        found = {kind: [value > least for who, value, is_bad in scored if who == writer and is_bad == kind] for kind in (1.0, 0.0)}
        print(f"{writer}: {np.mean(found[1.0]):.1%} of {len(found[1.0])} found, {np.mean(found[0.0]):.1%} of {len(found[0.0])} fine ones")
    if options.by_writer:
        sys.exit()
    likeness = learn(examples)
    head = "# How much each run of characters speaks for a breach of the rules of speech, and of which family."
    rows = [head, "# Derived from data/speech_examples.tsv by scripts/derive_likeness.py; change that, not this."]
    numbers = {"scale": likeness.scale, "bias": likeness.bias, "least": least, "damping": DAMPING}
    rows += [f"{name}\t{value:.6g}" for name, value in numbers.items()]
    rows += ["", *(f"{run}\t{weight}\t{likeness.leanings[run]}" for run, weight in likeness.weights.items())]
    text = "\n".join(rows) + "\n"
    Path(options.output).write_text(text, encoding="utf-8", newline="\n")
    written = parse_likeness(text, options.output)
    print(f"{len(written.weights)} runs, {len(text.encode()) >> 10} KB")
    flagged = [example.text for example in examples if example.writer == "book" and score(written, example.text) > least]
    print(f"{len(flagged)} replies of the book and the dialogues resemble a breach: {flagged[:10]}")


if __name__ == "__main__":
    main()
