"""Measure recognition on labelled messages, so that every change of data or model shows what it is worth.

The first answer counts as right when it is among the accepted ones: two careful annotators may differ.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path
from typing import Any

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import read_text
from cs_scripts.recognition.decision import decide
from cs_scripts.recognition.model import NONE
from cs_scripts.recognition.recogniser import Recogniser

SHOWN_CONFUSIONS = 20
SHOWN_EXAMPLES = 3


@dataclass(frozen=True)
class Labelled:
    """A message with its right answers.

    Args:
        text: the message.
        intents: its intents, most urgent first; ``("none",)`` for none.
        accept: intents that are right as first answer.
        history: earlier turns.
        accept_in_context: the same as ``accept``, knowing the history; empty where nobody judged it.
        natural: whether it was drawn at random from real traffic, not picked for its intent.
    """

    text: str
    intents: tuple[str, ...]
    accept: tuple[str, ...]
    history: tuple[dict[str, str], ...] = ()
    accept_in_context: tuple[str, ...] = ()
    natural: bool = False


@dataclass(frozen=True)
class Prediction:
    """What was answered to a message: its status, its intents, and the first one knowing the history."""

    status: str
    intents: tuple[str, ...]
    first_in_context: str | None = None

    @property
    def first(self) -> str:
        """The first intent, or ``none``."""
        return self.intents[0] if self.intents else NONE


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval (Wilson).

    Args:
        hits: how many.
        total: out of how many.
    """

    hits: int
    total: int

    @property
    def value(self) -> float:
        """The share itself, 0 to 1; 0 of nothing is 0."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The lower and the upper end of the interval.

        >>> [round(end, 3) for end in Share(80, 100).interval]
        [0.711, 0.867]
        """
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True)
class PerIntent:
    """How one intent fares: each number 0 to 1, ``support`` in messages."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True)
class Confusion:
    """One intent taken for another, how often, and some of the messages."""

    right: str
    answered: str
    count: int
    examples: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """The result of an evaluation.

    Args:
        accuracy: first answers that are right.
        natural: the same on messages drawn at random from real traffic.
        in_scope: the same on messages that have an intent.
        macro_f1: mean F1 over the intents that occur.
        multi_f1: F1 over all intents of all messages, not only the first.
        per_intent: by intent id.
        by_status: for each status, the messages that got it and whose first answer is right.
        coverage: messages with an intent that were answered confidently.
        confusions: what is taken for what, most frequent first.
        context_without: first answers right in context, from the message alone; messages with a history only.
        context_with: the same, knowing the history.
    """

    accuracy: Share
    natural: Share
    in_scope: Share
    macro_f1: float
    multi_f1: float
    per_intent: dict[str, PerIntent]
    by_status: dict[str, Share]
    coverage: Share
    confusions: tuple[Confusion, ...]
    context_without: Share
    context_with: Share

    def as_record(self) -> dict[str, Any]:
        """Give the report as plain JSON types.

        Returns:
            A mapping for ``json.dumps``.
        """

        def plain(value: Any) -> Any:
            if isinstance(value, Share):
                low, high = value.interval
                ends = {"low": round(low, 4), "high": round(high, 4)}
                return {"value": round(value.value, 4), **ends, "hits": value.hits, "total": value.total}
            if isinstance(value, dict):
                return {key: plain(inner) for key, inner in value.items()}
            if isinstance(value, tuple):
                return [plain(inner) for inner in value]
            if isinstance(value, PerIntent | Confusion):
                return {key: plain(inner) for key, inner in vars(value).items()}
            return round(value, 4) if isinstance(value, float) else value

        return {key: plain(value) for key, value in vars(self).items()}


@dataclass
class LabelledFile:
    """The good rows of a file, and what was wrong with the others."""

    rows: list[Labelled] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_labelled(path: Path | str, known: Sequence[str]) -> LabelledFile:
    """Read labelled messages.

    Args:
        path: JSON Lines with ``text``, ``intents`` and, if judged, ``accept``, ``history``, ``accept_in_context``, ``sample``;
            or TSV: a message, a tab, its intent (several with blanks between).
        known: the intents there are.

    Returns:
        The good rows, and a problem for each bad one.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: there is no good row in it.
    """
    result = LabelledFile()
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _from_json(json.loads(line)) if line.lstrip().startswith("{") else _from_tsv(line)
            unknown = {*row.intents, *row.accept} - {*known, NONE}
            if unknown:
                raise ValueError(f"没有这个意图 {'、'.join(sorted(unknown))}")
            result.rows.append(row)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            reason = f"缺少 {error}" if isinstance(error, KeyError) else str(error)
            result.problems.append(Problem(f"第 {number} 行", reason))
    if not result.rows:
        raise DataFileError(path, result.problems or [Problem("全文", "没有标注过的消息")])
    return result


def _from_json(value: dict[str, Any]) -> Labelled:
    text, intents = value["text"], tuple(value["intents"]) or (NONE,)
    if not isinstance(text, str) or not all(isinstance(intent, str) for intent in intents):
        raise ValueError("text 应为文字，intents 应为文字列表")
    return Labelled(
        text,
        intents,
        tuple(value.get("accept") or intents[:1]),
        tuple(value.get("history") or ()),
        tuple(value.get("accept_in_context") or ()),
        value.get("sample") == "natural",
    )


def _from_tsv(line: str) -> Labelled:
    text, tab, labels = line.rpartition("\t")
    if not tab or not text.strip() or not labels.split():
        raise ValueError("应为“消息<制表符>意图”")
    intents = tuple(labels.split())
    return Labelled(text, intents, intents[:1])


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


def summarise(rows: Sequence[Labelled], predictions: Sequence[Prediction]) -> Report:
    """Count what is right.

    Args:
        rows: the messages with their right answers.
        predictions: what was answered to each.

    Returns:
        The report.
    """
    pairs = list(zip(rows, predictions, strict=True))

    def share(chosen: Callable[[Labelled], bool]) -> Share:
        hits = [prediction.first in row.accept for row, prediction in pairs if chosen(row)]
        return Share(sum(hits), len(hits))

    right = [prediction.first if prediction.first in row.accept else row.intents[0] for row, prediction in pairs]
    per_intent = _per_intent(right, [prediction.first for prediction in predictions])
    found = sum(len({*row.intents} & {*prediction.intents}) for row, prediction in pairs)
    answered = sum(len(prediction.intents) for prediction in predictions)
    wanted = sum(len({*row.intents} - {NONE}) for row in rows)
    context = [(row, prediction) for row, prediction in pairs if prediction.first_in_context is not None]
    by_status: dict[str, Share] = {}
    for status in ("confident", "ambiguous", NONE):
        hits = [prediction.first in row.accept for row, prediction in pairs if prediction.status == status]
        by_status[status] = Share(sum(hits), len(hits))
    answerable = [prediction for row, prediction in pairs if NONE not in row.accept]
    return Report(
        accuracy=share(lambda _: True),
        natural=share(lambda row: row.natural),
        in_scope=share(lambda row: NONE not in row.accept),
        macro_f1=sum(numbers.f1 for numbers in per_intent.values()) / max(1, len(per_intent)),
        multi_f1=2 * found / max(1, answered + wanted),
        per_intent=per_intent,
        by_status=by_status,
        coverage=Share(sum(prediction.status == "confident" for prediction in answerable), len(answerable)),
        confusions=_confusions(pairs),
        context_without=Share(sum(prediction.first in row.accept_in_context for row, prediction in context), len(context)),
        context_with=Share(sum(prediction.first_in_context in row.accept_in_context for row, prediction in context), len(context)),
    )


def _per_intent(right: Sequence[str], answered: Sequence[str]) -> dict[str, PerIntent]:
    support, given = Counter(right), Counter(answered)
    hits = Counter(a for a, b in zip(right, answered, strict=True) if a == b)
    return {
        intent: PerIntent(
            hits[intent] / given[intent] if given[intent] else 0.0,
            hits[intent] / count,
            2 * hits[intent] / (given[intent] + count),
            count,
        )
        for intent, count in sorted(support.items())
    }


def _confusions(pairs: Sequence[tuple[Labelled, Prediction]]) -> tuple[Confusion, ...]:
    messages: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row, prediction in pairs:
        if prediction.first not in row.accept:
            messages[row.intents[0], prediction.first].append(row.text)
    ordered = sorted(messages.items(), key=lambda item: (-len(item[1]), item[0]))
    return tuple(Confusion(*pair, len(texts), tuple(texts[:SHOWN_EXAMPLES])) for pair, texts in ordered[:SHOWN_CONFUSIONS])
