"""The phrase book: which intents there are, and the documented scripts that answer them.

A *script* is one move in one situation: a handful of wordings a buyer may use (``asks``), and two or more ways of
making the same reply. The book is data (``data/phrases.yaml``); ``read`` reads it strictly, this module holds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cached_property
from typing import NamedTuple

from cs_scripts.text.patterns import lazy

PLATFORMS = ("taobao", "tmall")
SLOT = lazy(r"\{([a-z][a-z0-9_]*)\}")
"""A blank that the shop or the agent fills."""
SAID_SLOT = lazy(r"\{said\.([a-z_]+)(?:\|([^{}|]*))?\}")
"""A blank that the buyer's own words fill, and what stands there when they were not said: ``{said.place|您那边}``."""


class Intent(NamedTuple):
    """What a buyer wants.

    Args:
        id: public name, as in ``price_haggling``.
        label: Chinese name, as in ``议价``.
        code: pinyin initials that begin the short codes of its scripts.
        definition: when a message has it.
        phase: part of the sale it belongs to, as in ``before_order``; empty for none.
        yields: how far it stands back behind other intents of the same message; 0 for most.
    """

    id: str
    label: str
    code: str
    definition: str
    phase: str = ""
    yields: int = 0


class Trigger(NamedTuple):
    """An occasion on which the agent speaks first.

    Args:
        id: public name, as in ``payment_reminder``.
        label: Chinese name.
        code: pinyin initials that begin the short codes of its scripts.
        phase: part of the sale it belongs to; empty for none.
        hours: from when to when it is best sent; None for any time.
        once: whether it is said only once.
    """

    id: str
    label: str
    code: str
    phase: str = ""
    hours: tuple[time, time] | None = None
    once: bool = False


class Slot(NamedTuple):
    """A blank in a reply.

    Args:
        name: what stands between the braces.
        label: Chinese name, shown when the blank stays open.
        of: ``shop`` when the profile fills it, ``order`` when the agent does.
        default: the documented value that holds unless the profile says otherwise; empty for none.
    """

    name: str
    label: str
    of: str
    default: str = ""


class Conditions(NamedTuple):
    """When a script may be offered.

    Args:
        campaign: only during a campaign (True), only outside (False), or always (None).
        platform: ``taobao``, ``tmall``, or empty for both.
        stage: order stages it fits; empty for all.
    """

    campaign: bool | None = None
    platform: str = ""
    stage: tuple[str, ...] = ()


class Script(NamedTuple):
    """One documented move in one situation.

    Args:
        id: stable name, as in ``price.discount.no_campaign``.
        intent: id of the intent it answers; empty when the agent speaks first.
        trigger: id of the occasion when the agent speaks first; empty otherwise.
        situation: when to use it, one line of Chinese.
        asks: ways in which a buyer asks what this script answers.
        presumes: facts and signs without which it would claim what nobody said (``conversation.terms``).
        asks_for: facts that its replies ask the buyer for.
        replies: wordings of the reply, with slots in braces.
        when: when it may be offered.
        technique: name of the move.
        source: document and section, as in ``kangnai § 议价``; ``own`` where no document covers it.
        code: short code for quick replies, as in ``yj1``.
        group: group it stands in among quick replies; empty for that of its intent.
    """

    id: str
    intent: str
    trigger: str
    situation: str
    replies: tuple[str, ...]
    asks: tuple[str, ...] = ()
    presumes: tuple[str, ...] = ()
    asks_for: tuple[str, ...] = ()
    when: Conditions = Conditions()
    technique: str = ""
    source: str = ""
    code: str = ""
    group: str = ""

    @property
    def documented(self) -> bool:
        """Whether a training document teaches it."""
        return not self.source.startswith("own ")

    @property
    def slots(self) -> tuple[str, ...]:
        """Names of the slots its replies use, in order of first use."""
        return tuple(dict.fromkeys(name for reply in self.replies for name in SLOT.findall(reply)))


@dataclass(frozen=True)
class Phrasebook:
    """All intents, triggers, slots and scripts, by id and in the order of the file."""

    intents: dict[str, Intent]
    triggers: dict[str, Trigger]
    slots: dict[str, Slot]
    scripts: Mapping[str, Script]

    @cached_property
    def _by_intent(self) -> dict[str, tuple[Script, ...]]:
        found: dict[str, list[Script]] = {}
        for script in self.scripts.values():
            found.setdefault(script.intent, []).append(script)
        return {intent: tuple(scripts) for intent, scripts in found.items()}

    def for_intent(self, intent: str) -> tuple[Script, ...]:
        """Give the scripts that answer an intent, in the order of the book.

        Args:
            intent: id of the intent.

        Returns:
            Its scripts; empty for an unknown id.
        """
        return self._by_intent.get(intent, ()) if intent else ()

    def for_trigger(self, trigger: str) -> tuple[Script, ...]:
        """Give the scripts of an occasion, in the order of the book.

        Args:
            trigger: id of the occasion.

        Returns:
            Its scripts; empty for an unknown id.
        """
        return tuple(script for script in self.scripts.values() if trigger and script.trigger == trigger)

    def label(self, script: Script) -> str:
        """Give the Chinese name of a script's intent or trigger.

        Args:
            script: a script of this book.

        Returns:
            The name, as in ``议价``.
        """
        return self.intents[script.intent].label if script.intent else self.triggers[script.trigger].label
