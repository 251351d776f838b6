"""Blanks are filled as their two patterns say, however a wording is taken apart."""

import re

from cs_scripts import Recommender
from cs_scripts.conversation.terms import KIND_LABELS, SAID
from cs_scripts.phrasebook.blanks import taken_apart
from cs_scripts.phrasebook.book import SAID_SLOT, SLOT
from cs_scripts.shop.profile import render

VALUES = {"couriers": "中通{圆通}", "dispatch_hours": "48"}
SAID_HERE = {"place": "成都", "color": "红色"}
ODD = [
    "",
    "{",
    "}{said.place|}",
    "{said.place|{}}",
    "{said.x}{couriers}{couriers}",
    "a{said.size|大}b{no_such}c{said.place}",
    "{said.place|您}{said.size}",
]


def plainly(reply: str, values: dict[str, str], slots: dict[str, tuple[str, str]], said: dict[str, str]) -> tuple[str, tuple[str, ...]]:
    """Fill a wording with nothing but the patterns."""
    missing: dict[str, None] = {}

    def open_(label: str) -> str:
        missing[label] = None
        return f"【待填:{label}】"

    def of_said(match: re.Match[str]) -> str:
        label = KIND_LABELS[SAID[match[1]]] if match[1] in SAID else match[1]
        value = said.get(match[1], match[2])
        return open_(label) if value is None else value

    def of_slot(match: re.Match[str]) -> str:
        label, default = slots.get(match[1], (match[1], ""))
        value = values.get(match[1]) or default
        return value.replace("{", "｛").replace("}", "｝") if value else open_(label)

    text = SLOT.sub(of_slot, SAID_SLOT.sub(of_said, reply))
    return text.replace("{", "｛").replace("}", "｝"), tuple(missing)


def test_every_wording_of_the_book(recommender: Recommender) -> None:
    book = recommender.book
    slots = {slot.name: (slot.label, slot.default) for slot in book.slots.values()}
    for reply in [*ODD, *(reply for script in book.scripts.values() for reply in script.replies)]:
        for values, said in (({}, {}), (VALUES, SAID_HERE)):
            assert render(reply, values, book.slots, said) == plainly(reply, values, slots, said)


def test_what_must_have_been_said() -> None:
    assert taken_apart("发{said.place}的{said.size|这个}{couriers}").needs == {"place"}
