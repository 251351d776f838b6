"""Check a reply against the rules of speech: fold it, look once whether anything can match, and only then rule by rule."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from cs_scripts.errors import ArgumentError, MessageTypeError
from cs_scripts.speech.candidates import candidates
from cs_scripts.speech.conditions import CONDITIONS, Context, Span
from cs_scripts.speech.disguise import Meant, see_through
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


class _Compiled:
    """A rule with its patterns compiled."""

    def __init__(self, rule: Rule, fillers: str) -> None:
        self.rule = rule
        joined = _join(rule.match)
        self.match = re.compile(joined, re.ASCII) if rule.match else None
        self.fillers = re.compile(fillers) if rule.whole else None
        self.unless = re.compile(_join(rule.unless), re.ASCII) if rule.unless else None
        self.absent = re.compile(_join(rule.absent), re.ASCII) if rule.absent else None
        self.question = re.compile(_join(rule.question), re.ASCII) if rule.question else None
        self.condition = CONDITIONS.get(rule.condition)

    def spans(self, text: str, context: Context) -> list[Span]:
        if not self._concerns(context):
            return []
        if self.match is not None:
            found = [match.span() for match in self.match.finditer(text) if match.end() > match.start()]
        else:
            found = self.condition(text, context) if self.condition else []
        if found and self.fillers is not None and self.match is not None and self.fillers.sub("", self.match.sub("", text)):
            return []  # the reply says something else too
        if found and self.unless is not None:
            found = _outside(found, [match.span() for match in self.unless.finditer(text)])
        if len(found) < self.rule.at_least or (self.absent is not None and self.absent.search(text)):
            return []
        return found if self.rule.at_least == 1 else [(found[0][0], found[-1][1])]

    def _concerns(self, context: Context) -> bool:
        rule = self.rule
        return not (
            context.place in rule.fine_in
            or (rule.alone and context.more)
            or (rule.asked and not (len(context.asked) == 1 and context.asked[0] in rule.asked))
            or (self.question is not None and not self.question.search(fold(context.question)))
        )


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
        self._compiled = [_Compiled(rule, fillers) for rule in self.rules.rules.values()]
        self._candidates = candidates([_join(rule.match) for rule in self.rules.rules.values()])
        self._see_through = see_through(self.rules.spellings)
        allowed = [re.escape(fold(each.text)) for each in self.rules.allowed]
        self._allowed = re.compile(_join(tuple(allowed))) if allowed else None

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
        if not isinstance(text, str):
            raise MessageTypeError(0, type(text).__name__)
        if context is None:
            context = Context()
        elif not isinstance(context, Context):
            raise ArgumentError("context", f"应是 Context(…)，收到 {type(context).__name__}")
        folded = fold(text)
        found = self._found(folded, context)
        meant = self._see_through(text)
        if meant is not None:
            found += _disguised(meant, self._found(meant.text, context), found)
        if self._allowed is not None and found:
            fine = [match.span() for match in self._allowed.finditer(folded)]
            found = [item for item in found if _outside([item[0]], fine)]
        if len(found) > 1:
            found = _without_repeats(found)
        return [
            Finding(rule.id, rule.severity, span, text[slice(*span)], rule.label, rule.reason, rule.instead, rule.source)
            for span, rule in found
        ]

    def _found(self, text: str, context: Context) -> list[tuple[Span, Rule]]:
        tried = [self._compiled[i] for i in self._candidates(text)]
        return [(span, compiled.rule) for compiled in tried for span in compiled.spans(text, context)]


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


def _join(patterns: tuple[str, ...]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _disguised(meant: Meant, found: list[tuple[Span, Rule]], known: list[tuple[Span, Rule]]) -> list[tuple[Span, Rule]]:
    """Give the graver findings of the second reading that the first has not, with their spans in the reply."""
    new = [(meant.given(*span), rule) for span, rule in found if rule.severity == "error"]
    places = [(span, rule.id) for span, rule in known]
    return [
        (span, rule)
        for span, rule in new
        if not any(name == rule.id and start < span[1] and span[0] < end for (start, end), name in places)
    ]


def _outside(found: list[Span], fine: list[Span]) -> list[Span]:
    """Keep the spans that overlap none of others, which are in order and apart."""
    ends = [end for _, end in fine]
    # Only the first of them that ends after the start can overlap.
    following = [bisect_right(ends, start) for start, _ in found]
    return [span for span, i in zip(found, following, strict=True) if i == len(fine) or fine[i][0] >= span[1]]


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
