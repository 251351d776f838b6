"""Count what is right, so that every change of data or model shows what it is worth: shares, F1, confusions.

The first answer counts as right when it is among the accepted ones: two careful annotators may differ.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from cs_scripts.recognition.labelled import Labelled
from cs_scripts.recognition.model import NONE

SHOWN_CONFUSIONS = 20
SHOWN_EXAMPLES = 3


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
