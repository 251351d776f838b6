"""What a reply may give back of what was said, in the form in which people write it."""

from __future__ import annotations

from collections.abc import Mapping

from cs_scripts.conversation.facts import Facts
from cs_scripts.conversation.terms import SAID

_LONGEST = 16
_DIGITS = 3
_UNITS = {"height": "cm", "weight": "kg", "price": "元", "budget": "元"}
_AS_TYPED = ("weight", "height", "reason", "fault")


def said_values(facts: Facts) -> Mapping[str, str]:
    """Give the values of ``{said.…}``.

    Args:
        facts: what was said.

    Returns:
        Value by name; a number that was typed bare gets its unit. What is too long to be said back is left out.

    >>> from cs_scripts.conversation.facts import read_facts
    >>> said_values(read_facts("发成都要几天"))["place"]
    '成都'
    """
    found: dict[str, str] = {}
    if not facts.items:
        return found
    for name, kind in SAID.items():
        fact = facts.get(kind)
        if fact is None:
            continue
        value = fact.text.strip() if kind in _AS_TYPED else fact.value
        value += _UNITS.get(kind, "") if value.replace(".", "", 1).isdecimal() else ""
        if kind == "quantity" and sum(map(str.isdigit, value)) > _DIGITS:
            continue  # an article's number rather than a count
        if value and len(value) <= _LONGEST and value.isprintable() and "〈" not in value:
            found[name] = value
    return found
