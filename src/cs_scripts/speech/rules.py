"""The rules of speech as data: the bundled ones, and what a shop adds, relaxes or silences with a reason that is kept.

A rule is patterns plus the contexts in which they are fine, a reason, a source and a better wording. The law changes and
shops differ, so nothing of this stands in code; ``data/speech_rules.yaml`` explains every key.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SEVERITIES = ("error", "warning", "hint")
"""From the gravest to the mildest."""

PLACES = ("chat", "quick_reply", "phrase_book")
"""Where a text stands: said to a buyer, kept as a quick reply, or a template of the phrase book."""


@dataclass(frozen=True)
class Rule:
    """One thing an agent must not say.

    Args:
        id: stable name, as in ``offsite.contact``.
        severity: ``error``, ``warning`` or ``hint``.
        label: a few words of Chinese.
        reason: why not.
        instead: better wording.
        source: document and section, law and article, or platform rule, as in ``法规 § 广告法 第九条``.
        match: patterns over folded text (see ``fold``).
        unless: a match that overlaps one of these is fine.
        absent: the rule is silent where one of these stands anywhere in the reply.
        whole: whether the pattern must be all that the reply says, fillers apart.
        alone: whether it is silent where the agent says more in the same turn.
        at_least: from how many matches on it fires.
        condition: name of a check in code that stands in for ``match``; empty for none.
        like: stands in for ``match``: it speaks up where no other rule does and the reply resembles breaches of its topic.
        question: patterns; it speaks up only where the buyer's last turn matches one.
        asked: intents; it speaks up only where the buyer's last turn has one of these and no other.
        fine_in: places where it is fine.
        fine_when: contexts in which it is fine, for people.
        examples: replies that it flags.
    """

    id: str
    severity: str
    label: str
    reason: str
    instead: str
    source: tuple[str, ...]
    match: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    whole: bool = False
    alone: bool = False
    at_least: int = 1
    condition: str = ""
    like: bool = False
    question: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    fine_in: tuple[str, ...] = ()
    fine_when: str = ""
    examples: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """The part of its id before the first dot."""
        return self.id.partition(".")[0]


@dataclass(frozen=True)
class Change:
    """What a shop changed about a bundled rule, and why.

    Args:
        rule: id of the rule.
        severity: its new severity, ``off`` when it is silenced, empty when that stays.
        unless: further wordings that are fine in this shop.
        reason: why, in the shop's words.
    """

    rule: str
    severity: str
    unless: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Allowed:
    """Words that a shop may say, whatever rule they break, and why.

    Attributes:
        text: the words.
        reason: why, in the shop's words.
    """

    text: str
    reason: str


@dataclass(frozen=True)
class SpeechRules:
    """The rules in force.

    Attributes:
        rules: by id.
        fillers: words that never count as content.
        changes: what the shop changed.
        allowed: what the shop may say.
        texts: the texts of law that rules cite, by name, and which version of each.
        spellings: how forbidden words are disguised, and the words meant.
        words: lists of words that patterns name as ``<list>``, each as a pattern.
        terms: forbidden words that are also meant where characters of theirs are replaced or signs stand between.
        alike: what replaces a character of a term.
    """

    rules: Mapping[str, Rule]
    fillers: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    allowed: tuple[Allowed, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    spellings: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[str, ...] = ()
    alike: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
