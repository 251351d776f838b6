"""Measure recognition: on labelled messages, or on the examples themselves, each answered by a model that has not seen it."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.recognition.accuracy import Prediction, Report, summarise
from cs_scripts.recognition.decision import decide
from cs_scripts.recognition.labelled import Labelled
from cs_scripts.recognition.model import NONE
from cs_scripts.recognition.recogniser import Recogniser


def evaluate(recogniser: Recogniser, rows: Sequence[Labelled]) -> Report:
    """Measure a recogniser on labelled messages.

    Args:
        recogniser: what to measure.
        rows: the messages.

    Returns:
        The report.
    """

    def predict(row: Labelled) -> Prediction:
        status, alone = recogniser.recognise(row.text)
        in_context = None
        if row.history and row.accept_in_context:
            answered = recogniser.recognise(row.text, [(turn["role"], turn["text"]) for turn in row.history])[1]
            in_context = answered[0].id if answered else NONE
        return Prediction(status, tuple(intent.id for intent in alone), in_context)

    return summarise(rows, [predict(row) for row in rows])


def cross_validate(recogniser: Recogniser, folds: int = 5) -> Report:
    """Measure on the bundled example messages, each answered by a model that has not seen it.

    Args:
        recogniser: gives the thresholds.
        folds: into how many parts the examples are divided.

    Returns:
        The report.
    """
    from cs_scripts.recognition.examples import load_examples
    from cs_scripts.recognition.training import out_of_fold

    examples = load_examples()
    labels, scores = out_of_fold([e.text for e in examples], [e.intents for e in examples], folds)
    rows = [Labelled(e.text, e.intents, e.intents[:1]) for e in examples]
    predictions = []
    for row in scores:
        status, intents = decide(row, labels, recogniser.thresholds)
        predictions.append(Prediction(status, tuple(intent.id for intent in intents)))
    return summarise(rows, predictions)
