"""Compare recognition with a plain scikit-learn pipeline of the same features and with fastText.

    python benchmarks/recognition.py [MESSAGES [LABELLED]]

All three are fitted in this run on the same examples with the same tokens, and timed in this run on the same messages, in
turns; the figures are medians of several rounds. MESSAGES is a text file, one message a line (the bundled examples
otherwise); with LABELLED (format of ``cs-scripts evaluate``) the first answers are compared too. fastText and the
pipeline take text as typed, as ours does: normalisation and tokens count for all.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import fasttext
import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import MultiLabelBinarizer

from cs_scripts import Recommender
from cs_scripts.recognition.examples import Example, load_examples
from cs_scripts.recognition.labelled import Labelled, read_labelled
from cs_scripts.recognition.model import NONE
from cs_scripts.text.normalise import normalise, normalise_all
from cs_scripts.text.tokens import Tokenizer

ROUNDS = 5
SINGLES = 200
BULK = 20_000


def pipeline(examples: Sequence[Example], tokenizer: Tokenizer) -> tuple[Pipeline, MultiLabelBinarizer]:
    """Fit the plain pipeline: TF-IDF of words 1-2 and characters 1-2, one logistic regression for each label."""

    def words(text: str) -> list[str]:
        return [token for token in tokenizer.cut(normalise(text)) if token not in (" ", ",")]

    features = FeatureUnion(
        [
            ("words", TfidfVectorizer(tokenizer=words, token_pattern=None, lowercase=False, binary=True, ngram_range=(1, 2))),
            ("chars", TfidfVectorizer(preprocessor=normalise, analyzer="char", binary=True, ngram_range=(1, 2), min_df=2)),
        ]
    )
    binarizer = MultiLabelBinarizer()
    targets = binarizer.fit_transform([example.intents for example in examples])
    model = Pipeline([("features", features), ("classifier", OneVsRestClassifier(LogisticRegression(C=8, solver="liblinear")))])
    return model.fit([example.text for example in examples], targets), binarizer


def fit_fasttext(examples: Sequence[Example], tokenizer: Tokenizer) -> Any:
    """Fit fastText on the same tokens, first labels, with settings that suit short texts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "train.txt"
        texts = normalise_all([example.text for example in examples])
        lines = [f"__label__{example.intents[0]} {' '.join(tokenizer.cut(text))}" for example, text in zip(examples, texts, strict=True)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return fasttext.train_supervised(str(path), epoch=25, lr=0.1, wordNgrams=2, minn=0, maxn=0, dim=100, thread=2, verbose=0)


def seconds(action: Callable[[], object]) -> float:
    """Time one call."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def medians(actions: dict[str, Callable[[], object]], count: int) -> dict[str, float]:
    """Time each action in turns; the median, in microseconds a message."""
    for action in actions.values():
        action()
    rounds = [{name: seconds(action) for name, action in actions.items()} for _ in range(ROUNDS)]
    return {name: statistics.median(one[name] for one in rounds) / count * 1e6 for name in actions}


def cold(program: Sequence[str]) -> float:
    """Time a new process, in seconds: the median."""
    return statistics.median(seconds(lambda: subprocess.run(program, check=True, capture_output=True)) for _ in range(ROUNDS))


def accuracy(answers: Sequence[str], rows: Sequence[Labelled]) -> float:
    """Tell how many first answers are accepted."""
    return float(np.mean([answer in row.accept for answer, row in zip(answers, rows, strict=True)]))


def main() -> None:
    """Fit, time, compare, print."""
    examples = load_examples()
    given = sys.argv[1:]
    messages = Path(given[0]).read_text(encoding="utf-8").splitlines() if given else [example.text for example in examples]
    messages = messages[:BULK]
    tokenizer = Tokenizer("rjieba")
    ours = {engine: Recommender.load(engine=engine) for engine in ("rjieba", "jieba")}
    slow_tokenizer = ours["jieba"].recogniser.model.tokenizer
    chunks = ["\n".join(normalise_all(chunk)) for chunk in ours["jieba"].recogniser.model.chunks(messages)]  # as classify cuts them
    ours["jieba"].classify(messages)
    # Before the peers are fitted: their millions of objects make Python's garbage collector slow down whatever runs beside them.
    pairs = [
        (seconds(lambda: ours["jieba"].classify(messages)), seconds(lambda: [slow_tokenizer.cut(chunk) for chunk in chunks]))
        for _ in range(3 * ROUNDS)
    ]
    on_top = statistics.median(whole / alone - 1 for whole, alone in pairs)
    model, binarizer = pipeline(examples, tokenizer)
    fast = fit_fasttext(examples, tokenizer)

    def ask_fasttext(texts: Sequence[str]) -> list[str]:
        lines = [" ".join(tokenizer.cut(text)) for text in normalise_all(texts)]
        return [label[0].removeprefix("__label__") for label in fast.predict(lines)[0]]

    def ask_pipeline(texts: Sequence[str]) -> list[str]:
        return [str(label) for label in binarizer.classes_[model.predict_proba(texts).argmax(axis=1)]]

    print(f"examples {len(examples)}, messages {len(messages)}, labels {len(binarizer.classes_)}, rounds {ROUNDS}")
    some = messages[:SINGLES]
    single = medians(
        {
            "ours": lambda: [ours["rjieba"].classify([text]) for text in some],
            "fastText": lambda: [ask_fasttext([text]) for text in some],
            "pipeline": lambda: [ask_pipeline([text]) for text in some],
            "suggest": lambda: [ours["rjieba"].suggest(text) for text in some],
        },
        len(some),
    )
    bulk = medians(
        {
            "ours": lambda: ours["rjieba"].classify(messages),
            "ours, jieba": lambda: ours["jieba"].classify(messages),
            "jieba alone": lambda: [slow_tokenizer.cut(chunk) for chunk in chunks],
            "fastText": lambda: ask_fasttext(messages),
            "pipeline": lambda: ask_pipeline(messages),
        },
        len(messages),
    )
    for title, times in (("one message, µs", single), ("bulk, µs a message", bulk)):
        print(f"{title:20s}" + "   ".join(f"{name} {value:.1f}" for name, value in times.items()))
    ratio = single["pipeline"] / single["ours"], single["ours"] / single["fastText"]
    print(f"one message: pipeline / ours = {ratio[0]:.1f} (aim >= 15), ours / fastText = {ratio[1]:.2f} (aim <= 1.5)")
    print(f"one suggestion with replies / fastText = {single['suggest'] / single['fastText']:.2f} (aim <= 4)")
    ratio = bulk["pipeline"] / bulk["ours"], bulk["fastText"] / bulk["ours"]
    print(f"bulk, rjieba: pipeline / ours = {ratio[0]:.1f} (aim >= 4), fastText / ours = {ratio[1]:.2f} (aim >= 2)")
    print(f"bulk, jieba: work on top of the tokenizer / tokenizer = {on_top:.2f} (aim <= 0.15), median of {len(pairs)} pairs")
    script = str(Path(sys.executable).with_name("cs-scripts"))
    answer, imports = cold([script, "suggest", "今天能发吗"]), cold([sys.executable, "-c", "import sklearn, jieba; jieba.initialize()"])
    print(f"cold suggest {answer:.2f} s, import sklearn and jieba {imports:.2f} s: {answer / imports:.2f} (aim <= 0.25)")
    if len(given) > 1:
        rows = read_labelled(given[1], list(binarizer.classes_)).rows
        texts = [row.text for row in rows]
        mine = [intents[0].id if intents else NONE for intents in ours["rjieba"].classify(texts)]
        print(
            f"first answer right on {len(rows)} labelled messages: ours {accuracy(mine, rows):.1%}, "
            f"fastText {accuracy(ask_fasttext(texts), rows):.1%}, pipeline {accuracy(ask_pipeline(texts), rows):.1%}"
        )


if __name__ == "__main__":
    main()
