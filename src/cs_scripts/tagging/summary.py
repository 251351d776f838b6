"""Count what a tagging run saw, so that it can be summed up at the end and carried on after a stop."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from cs_scripts.tagging.account import Account
from cs_scripts.tagging.block import TaggedBlock
from cs_scripts.tagging.response_times import Responses

_MOST_FILES = 5_000
_MOST_ARTICLES = 5_000
_MOST_AGENTS = 5_000
_MOST_DAYS = 4_000
_SHOWN_ARTICLES = 100
_EXAMPLES = 3
OTHERS = "其他"
"""Under which name the articles go that are too many to be counted one by one."""


class Tally:
    """Add up blocks.

    Args:
        state: what ``state`` gave, to go on where another one stopped.
    """

    def __init__(self, state: Mapping[str, Any] | None = None) -> None:
        state = state or {}
        self.all = Account(state.get("all"))
        self.files = {name: Account(of) for name, of in state.get("files", {}).items()}
        self.notes: dict[str, str] = state.get("notes", {})
        self.counts: Counter[str] = Counter(state.get("counts", {}))
        self.statuses: Counter[str] = Counter(state.get("statuses", {}))
        self.intents: Counter[str] = Counter(state.get("intents", {}))
        self.masked: Counter[str] = Counter(state.get("masked", {}))
        self.days: dict[str, list[int]] = state.get("days", {})
        self.hours: Counter[int] = Counter({int(hour): count for hour, count in state.get("hours", {}).items()})
        self.agents: Counter[str] = Counter(state.get("agents", {}))
        self.articles = {name: Counter(of) for name, of in state.get("articles", {}).items()}
        self.examples: dict[str, list[str]] = state.get("examples", {})
        self.responses = Responses(state.get("responses"))

    def add(self, file: str, block: TaggedBlock) -> None:
        """Count one block.

        Args:
            file: what the file is called that it is of.
            block: what came of it.
        """
        self.all.add(block)
        if file in self.files or len(self.files) < _MOST_FILES:
            self.files.setdefault(file, Account()).add(block)
        self.counts.update(unknown=block.unknown, lacking=block.lacking)
        self.statuses.update(block.statuses)
        self.masked.update(block.masked)
        self.hours.update(block.hours)
        for intents, count in block.intents.items():
            for intent in intents:
                self.intents[intent] += count
        for day, (rows, none) in block.days.items():
            if day in self.days or len(self.days) < _MOST_DAYS:
                counted = self.days.setdefault(day, [0, 0])
                counted[0] += rows
                counted[1] += none
        for agent, count in block.agents.items():
            if agent in self.agents or len(self.agents) < _MOST_AGENTS:
                self.agents[agent] += count
        for (article, intents), count in block.articles.items():
            name = article if article in self.articles or len(self.articles) < _MOST_ARTICLES else OTHERS
            of = self.articles.setdefault(name, Counter())
            of[""] += count
            for intent in intents:
                of[intent] += count
        for intents, example in block.examples.items():
            self._keep_example(intents[0], example)
        self.responses.add(block.turns)

    def _keep_example(self, intent: str, example: str) -> None:
        kept = self.examples.setdefault(intent, [])
        if len(kept) < _EXAMPLES and example not in kept:
            kept.append(example)

    @property
    def messages(self) -> int:
        """Messages used so far, the staff's too."""
        return self.all.used

    def state(self) -> dict[str, Any]:
        """Give all there is to go on later.

        Returns:
            The constructor's argument, fit for JSON.
        """
        return {
            "all": self.all.state(),
            "files": {name: of.state() for name, of in self.files.items()},
            "notes": self.notes,
            "counts": dict(self.counts),
            "statuses": dict(self.statuses),
            "intents": dict(self.intents),
            "masked": dict(self.masked),
            "days": self.days,
            "hours": dict(self.hours),
            "agents": dict(self.agents),
            "articles": {name: dict(of) for name, of in self.articles.items()},
            "examples": self.examples,
            "responses": self.responses.state(),
        }

    def figures(self, labels: Mapping[str, str], seconds: float) -> dict[str, Any]:
        """Sum up.

        Args:
            labels: Chinese name of each intent.
            seconds: how long the run took.

        Returns:
            The figures, fit for JSON; shares are of the tagged rows and may add up to more than 1, as a row can have
            several intents.
        """
        rows = self.all.tagged
        none = self.statuses["none"]
        found = self.responses.figures()
        for entry in found["unanswered_intents"]:
            entry["label"] = labels.get(entry["id"], "")
        for agent, of in found["agents"].items():
            of["messages"] = self.agents[agent]
        return {
            "messages": self.messages,
            "tagged": rows,
            "seller_messages": self.all.sellers,
            "unknown_role": self.counts["unknown"],
            "account": self.all.figures(),
            "files": [{"file": name, **of.figures(), "note": self.notes.get(name, "")} for name, of in self.files.items()],
            "intents": [self._intent(intent, count, labels) for intent, count in self.intents.most_common()],
            "none": {"count": none, "share": _share(none, rows)},
            "statuses": {status: {"count": count, "share": _share(count, rows)} for status, count in sorted(self.statuses.items())},
            "days": [{"day": day, "tagged": of[0], "none": of[1]} for day, of in sorted(self.days.items())],
            "hours": [{"hour": hour, "tagged": self.hours[hour]} for hour in sorted(self.hours)],
            "articles": self._articles(labels),
            "masked": dict(self.masked.most_common()),
            "rows_with_unencodable_characters": self.counts["lacking"],
            **found,
            "seconds": round(seconds, 2),
            "messages_per_second": round(self.messages / seconds) if seconds > 0 else None,
        }

    def _intent(self, intent: str, count: int, labels: Mapping[str, str]) -> dict[str, Any]:
        entry = {"id": intent, "label": labels.get(intent, ""), "count": count, "share": _share(count, self.all.tagged)}
        return {**entry, "examples": self.examples.get(intent, [])}

    def _articles(self, labels: Mapping[str, str]) -> list[dict[str, Any]]:
        asked = sorted(self.articles.items(), key=lambda item: (-item[1][""], item[0]))[:_SHOWN_ARTICLES]
        return [
            {
                "article": name,
                "tagged": of[""],
                "intents": [{"id": intent, "label": labels.get(intent, ""), "count": n} for intent, n in of.most_common(6) if intent][:5],
            }
            for name, of in asked
        ]


def _share(count: int, rows: int) -> float:
    return round(count / rows, 4) if rows else 0.0
