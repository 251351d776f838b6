"""Tell what each choice of features and training is worth: python benchmarks/ablation.py [LABELLED].

Every variant is fitted on the bundled examples; its first answers are counted by three-fold cross-validation, and on LABELLED
(format of ``cs-scripts evaluate``) when a file is given. docs/recognition.md holds the table.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence

from cs_scripts.recognition.examples import load_examples
from cs_scripts.recognition.labelled import Labelled, read_labelled
from cs_scripts.recognition.training import IntentClassifier, out_of_fold

VARIANTS = {
    "as shipped: characters 1-2, words 1-2, C = 8": IntentClassifier(),
    "characters 1-4": IntentClassifier(longest_chars=4),
    "characters 1-3": IntentClassifier(longest_chars=3),
    "words 1": IntentClassifier(longest_words=1),
    "words 1-3": IntentClassifier(longest_words=3),
    "rare characters n-grams kept": IntentClassifier(least_chars=1),
    "rare word n-grams dropped": IntentClassifier(least_words=2),
    "C = 4": IntentClassifier(C=4),
    "C = 16": IntentClassifier(C=16),
}
SHARES = (0.25, 0.5)


def right_share(answers: Sequence[str], accepted: Sequence[Sequence[str]]) -> float:
    """Tell how many first answers are accepted."""
    return sum(answer in accept for answer, accept in zip(answers, accepted, strict=True)) / len(accepted)


def show(name: str, classifier: IntentClassifier, data: tuple[list[str], list[tuple[str, ...]]], rows: Sequence[Labelled]) -> None:
    """Print one line of the table."""
    texts, labels = data
    names, scores = out_of_fold(texts, labels, 3, classifier)
    line = f"| {name} | {right_share([names[i] for i in scores.argmax(axis=1)], [given[:1] for given in labels]):.1%} |"
    if rows:
        fitted = classifier.fit(texts, labels)
        line += f" {right_share(fitted.predict([row.text for row in rows]).tolist(), [row.accept for row in rows]):.1%} |"
    print(line, flush=True)


def main() -> None:
    """Fit every variant and print the table."""
    examples = load_examples()
    rows = read_labelled(sys.argv[1], sorted({intent for example in examples for intent in example.intents})).rows if sys.argv[1:] else []
    texts, labels = [example.text for example in examples], [example.intents for example in examples]
    for name, classifier in VARIANTS.items():
        show(name, classifier, (texts, labels), rows)
    show("only the first label of each example", IntentClassifier(), (texts, [given[:1] for given in labels]), rows)
    for share in SHARES:
        some = random.Random(0).sample(range(len(texts)), int(len(texts) * share))  # noqa: S311 - not for secrets
        show(f"{share:.0%} of the examples", IntentClassifier(), ([texts[i] for i in some], [labels[i] for i in some]), rows)


if __name__ == "__main__":
    main()
