"""Turn a phrase book into plain lists and back: the form in which the bundled book is kept, once it has been read strictly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, fields
from datetime import time
from typing import Any

from cs_scripts.phrasebook.book import Conditions, Intent, Phrasebook, Script, Slot, Trigger

_HOURS = [field.name for field in fields(Trigger)].index("hours")
_WHEN = [field.name for field in fields(Script)].index("when")


def to_plain(book: Phrasebook) -> dict[str, list[list[Any]]]:
    """Give a book as JSON types.

    Args:
        book: the book.

    Returns:
        For each kind of entry the fields of each, in order.
    """
    return {
        "intents": [_listed(astuple(intent)) for intent in book.intents.values()],
        "triggers": [_listed(astuple(trigger)) for trigger in book.triggers.values()],
        "slots": [_listed(astuple(slot)) for slot in book.slots.values()],
        "scripts": [_listed(astuple(script)) for script in book.scripts.values()],
    }


def from_plain(plain: dict[str, list[list[Any]]]) -> Phrasebook:
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
    scripts: list[Script] = [_made(Script, row, _WHEN, _when) for row in plain["scripts"]]
    return Phrasebook(
        {intent.id: intent for intent in intents},
        {trigger.id: trigger for trigger in triggers},
        {slot.name: slot for slot in slots},
        {script.id: script for script in scripts},
    )


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
