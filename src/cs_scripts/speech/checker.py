"""Check a reply against the rules of speech: fold it, look once whether anything can match, and only then rule by rule.

What does not depend on the moment it is said is read first, so that who checks the same words a thousand times reads them once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from cs_scripts.errors import ArgumentError, MessageTypeError
from cs_scripts.speech.candidates import candidates
from cs_scripts.speech.compiled_rule import CompiledRule, join, outside
from cs_scripts.speech.conditions import Context, Span
from cs_scripts.speech.disguise import Meant, see_through
from cs_scripts.speech.likeness import load_likeness
from cs_scripts.speech.rules import SEVERITIES, Rule, SpeechRules
from cs_scripts.speech.rules_file import load_rules
from cs_scripts.text.folding import fold

_EDGE = r"[ ~,.。!?\"'\ue00c]"


@dataclass(frozen=True)
class Finding:
    """One objection to a reply.

    Args:
        rule: id of the rule.
        severity: ``error``, ``warning`` or ``hint``.
        span: first character and the one after the last, in the text as given.
        matched: the words objected to.
        label: the rule in a few words of Chinese.
        reason: why not.
        suggestion: better wording.
        source: where the rule comes from.
    """

    rule: str
    severity: str
    span: Span
    matched: str
    label: str
    reason: str
    suggestion: str
    source: tuple[str, ...]


_Tried = tuple[tuple[CompiledRule, list[Span] | None], ...]
"""Rules that may object, each with what its patterns object to; None where only the moment tells."""


class Reading(NamedTuple):
    """A reply as the rules read it, whatever the moment it is said.

    Attributes:
        text: the reply as given.
        folded: the same, folded.
        tried: what may be objected to.
        meant: the reply without disguises; None where nothing is disguised.
        tried_meant: what may be objected to in that.
        like: what it resembles a breach of, where nothing else is found.
    """

    text: str
    folded: str
    tried: _Tried
    meant: Meant | None
    tried_meant: _Tried
    like: _Tried


class Checker:
    """Check replies against given rules.

    Args:
        rules: the rules in force; the bundled ones by default.

    >>> [finding.rule for finding in Checker().check("加我微信吧")]
    ['offsite.contact']
    """

    def __init__(self, rules: SpeechRules | None = None) -> None:
        self.rules = load_rules() if rules is None else rules
        fillers = "|".join([*map(re.escape, sorted(self.rules.fillers, key=len, reverse=True)), _EDGE])
        rules_in_force = self.rules.rules.values()
        self._compiled = [CompiledRule(rule, fillers) for rule in rules_in_force if not rule.like]
        self._candidates = candidates([join(each.rule.match) for each in self._compiled])
        self._like = {rule.topic: CompiledRule(rule, fillers) for rule in rules_in_force if rule.like}
        self._likeness = load_likeness() if self._like else None
        self._see_through = see_through(self.rules.spellings, self.rules.terms, self.rules.alike)
        allowed = [re.escape(fold(each.text)) for each in self.rules.allowed]
        self._allowed = re.compile(join(tuple(allowed))) if allowed else None

    def __reduce__(self) -> tuple[type[Checker], tuple[SpeechRules]]:
        return Checker, (self.rules,)  # what is compiled cannot be pickled

    def check(self, text: str, context: Context | None = None) -> list[Finding]:
        """Check one reply.

        Args:
            text: the reply as the buyer sees it, or a template.
            context: what is known about the moment; by default a reply said in a chat.

        Returns:
            What is wrong with it, in the order of the text; empty when nothing is.

        Raises:
            MessageTypeError: the reply is not text.
            ArgumentError: the context is no ``Context``.
        """
        if context is None:
            context = Context()
        elif not isinstance(context, Context):
            raise ArgumentError("context", f"应是 Context(…)，收到 {type(context).__name__}")
        return self.judge(self.read(text), context)

    def read(self, text: str) -> Reading:
        """Read a reply, as far as that does not depend on the moment it is said.

        Args:
            text: the reply.

        Returns:
            What ``judge`` goes by.

        Raises:
            MessageTypeError: the reply is not text.
        """
        if not isinstance(text, str):
            raise MessageTypeError(0, type(text).__name__)
        folded, meant = fold(text), self._see_through(text)
        return Reading(text, folded, self._tried(folded), meant, self._tried(meant.text) if meant else (), self._resembled(folded))

    def judge(self, reading: Reading, context: Context) -> list[Finding]:
        """Tell what is wrong with a reply at the moment it is said.

        Args:
            reading: the reply as ``read`` gave it.
            context: the moment.

        Returns:
            What ``check`` gives.

        >>> checker = Checker()
        >>> reading = checker.read("打13800000000")
        >>> [len(checker.judge(reading, Context(known=known))) for known in ("", "13800000000")]
        [1, 0]
        """
        text, folded, tried, meant, tried_meant, like = reading
        found = _found(folded, tried, context)
        if meant is not None:
            found += _disguised(meant, _found(meant.text, tried_meant, context), found)
        found = found or _found(folded, like, context)
        if self._allowed is not None and found:
            fine = [match.span() for match in self._allowed.finditer(folded)]
            found = [item for item in found if outside([item[0]], fine)]
        if len(found) > 1:
            found = _without_repeats(found)
        return [
            Finding(rule.id, rule.severity, span, text[slice(*span)], rule.label, rule.reason, rule.instead, rule.source)
            for span, rule in found
        ]

    def _tried(self, text: str) -> _Tried:
        tried = [(compiled, compiled.matches(text)) for compiled in (self._compiled[i] for i in self._candidates(text))]
        return tuple((compiled, matches) for compiled, matches in tried if matches != [])

    def _resembled(self, text: str) -> _Tried:
        resemblance = self._likeness and self._likeness.resembles(text)
        compiled = resemblance and self._like.get(resemblance.family)
        spans = compiled.left(text, [resemblance.span]) if resemblance and compiled else []
        return ((compiled, spans),) if compiled and spans else ()


def _found(text: str, tried: _Tried, context: Context) -> list[tuple[Span, Rule]]:
    return [(span, compiled.rule) for compiled, matches in tried for span in compiled.spans(text, matches, context)]


def check(text: str, context: Context | None = None) -> list[Finding]:
    """Check one reply against the bundled rules.

    Args:
        text: the reply as the buyer sees it, or a template.
        context: what is known about the moment; by default a reply said in a chat.

    Returns:
        What is wrong with it, in the order of the text; empty when nothing is.

    Raises:
        MessageTypeError: the reply is not text.

    >>> [(finding.matched, finding.severity) for finding in check("明天肯定能到")]
    [('明天肯定能到', 'warning')]
    """
    return _bundled().check(text, context)


@lru_cache(maxsize=1)
def _bundled() -> Checker:
    return Checker()


def _disguised(meant: Meant, found: list[tuple[Span, Rule]], known: list[tuple[Span, Rule]]) -> list[tuple[Span, Rule]]:
    """Give what the second reading has and the first has not, with its spans in the reply: errors, and warnings of a re-spelt word."""
    new: dict[str, list[Span]] = {}
    old: dict[str, list[Span]] = {}
    for span, rule in known:
        old.setdefault(rule.id, []).append(span)
    for span, rule in found:
        if rule.severity == "error" or (rule.severity == "warning" and meant.holds(*span)):
            new.setdefault(rule.id, []).append(meant.given(*span))
    rules = {rule.id: rule for _, rule in found}
    return [(span, rules[name]) for name, spans in new.items() for span in outside(spans, sorted(old.get(name, ())))]


def _without_repeats(found: list[tuple[Span, Rule]]) -> list[tuple[Span, Rule]]:
    """Order by place, and drop what lies inside the words of an equally grave or graver rule of the same topic."""

    def widest_first(item: tuple[Span, Rule]) -> tuple[int, int, int]:
        (start, end), rule = item
        return start, -end, SEVERITIES.index(rule.severity)

    kept: list[tuple[Span, Rule]] = []
    around: list[tuple[Span, Rule]] = []  # what reaches beyond the present place
    for (start, end), rule in sorted(found, key=widest_first):
        around = [(span, other) for span, other in around if span[1] > start]
        graver = SEVERITIES[: SEVERITIES.index(rule.severity) + 1]
        if not any(end <= span[1] and rule.topic == other.topic and other.severity in graver for span, other in around):
            kept.append(((start, end), rule))
        around.append(((start, end), rule))
    return kept
