"""Turn a phrase book into plain lists and back: the form in which the bundled book is kept, once it has been read strictly.

Scripts are made of it when one of their intent is asked for: an answer needs a tenth of the book.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import time
from itertools import groupby
from typing import Any

from cs_scripts.phrasebook.book import Conditions, Intent, Phrasebook, Script, Slot, Trigger

_HOURS, _WHEN = Trigger._fields.index("hours"), Script._fields.index("when")


def to_plain(book: Phrasebook) -> dict[str, Any]:
    """Give a book as JSON types.

    Args:
        book: the book.

    Returns:
        For each kind of entry the fields of each, in order; of the scripts those of each run that stands together under its number, and
        in ``runs`` intent or trigger of each run and its ids.
    """
    runs = [(of, [*run]) for of, run in groupby(book.scripts.values(), lambda script: script.intent or script.trigger)]
    return {
        "intents": [_listed(intent) for intent in book.intents.values()],
        "triggers": [_listed(trigger) for trigger in book.triggers.values()],
        "slots": [_listed(slot) for slot in book.slots.values()],
        "runs": [[of, [script.id for script in run]] for of, run in runs],
        **{str(number): [_listed(script) for script in run] for number, (_, run) in enumerate(runs)},
    }


def from_plain(plain: Mapping[str, Any]) -> Phrasebook:
    """Make a book of what ``to_plain`` gave.

    Args:
        plain: the fields of each entry.

    Returns:
        The book.

    >>> from cs_scripts.phrasebook.read import load_phrasebook
    >>> from_plain(to_plain(load_phrasebook())) == load_phrasebook()
    True
    """
    intents: list[Intent] = [_made(Intent, row) for row in plain["intents"]]
    triggers: list[Trigger] = [_made(Trigger, row, _HOURS, _hours) for row in plain["triggers"]]
    slots: list[Slot] = [_made(Slot, row) for row in plain["slots"]]
    return _FiledBook(
        {intent.id: intent for intent in intents},
        {trigger.id: trigger for trigger in triggers},
        {slot.name: slot for slot in slots},
        _FiledScripts(plain),
    )


class _FiledScripts(Mapping[str, Script]):
    """The scripts of a book, made run by run when they are asked for."""

    def __init__(self, plain: Mapping[str, Any]) -> None:
        self._plain = plain
        self._runs = [of for of, _ in plain["runs"]]
        self._run_of = {identity: number for number, (_, ids) in enumerate(plain["runs"]) for identity in ids}
        self._made: dict[int, dict[str, Script]] = {}
        self._of: dict[str, tuple[Script, ...]] = {}

    def _run(self, number: int) -> dict[str, Script]:
        made = self._made.get(number)
        if made is None:  # two threads may both make it: the same twice
            scripts: list[Script] = [_made(Script, row, _WHEN, _when) for row in self._plain[str(number)]]
            self._made[number] = made = {script.id: script for script in scripts}
        return made

    def __getitem__(self, identity: str) -> Script:
        return self._run(self._run_of[identity])[identity]

    def __iter__(self) -> Iterator[str]:
        return iter(self._run_of)

    def __len__(self) -> int:
        return len(self._run_of)

    def __contains__(self, identity: object) -> bool:
        return identity in self._run_of

    def of(self, intent: str) -> tuple[Script, ...]:
        """Give those of an intent."""
        found = self._of.get(intent)
        if found is None:
            runs = [self._run(number) for number, of in enumerate(self._runs) if of == intent]
            self._of[intent] = found = tuple(script for run in runs for script in run.values() if script.intent == intent)
        return found


class _FiledBook(Phrasebook):
    """A book of filed scripts."""

    def for_intent(self, intent: str) -> tuple[Script, ...]:
        """Give the scripts that answer an intent, and make no others."""
        if not isinstance(self.scripts, _FiledScripts):  # others were put in their place
            return super().for_intent(intent)
        return self.scripts.of(intent) if intent else ()


def _listed(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_listed(one) for one in value]
    return value.isoformat() if isinstance(value, time) else value


def _made(kind: Callable[..., Any], row: list[Any], place: int = 0, make: Callable[[Any], Any] = str) -> Any:
    """Make an entry of its fields, of which one needs a way of its own."""
    values = [tuple(value) if isinstance(value, list) else value for value in row]
    values[place] = make(row[place])
    return kind(*values)


def _hours(value: list[str] | None) -> tuple[time, time] | None:
    return (time.fromisoformat(value[0]), time.fromisoformat(value[1])) if value else None


def _when(value: list[Any]) -> Conditions:
    campaign, platform, stage, *further = value
    return Conditions(campaign, platform, tuple(stage), *further)
