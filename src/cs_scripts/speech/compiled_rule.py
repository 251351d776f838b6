"""One rule of speech, ready to be tried: what its patterns object to, and whether it concerns the moment."""

from __future__ import annotations

import re
from bisect import bisect_right

from cs_scripts.speech.conditions import CONDITIONS, Context, Span
from cs_scripts.speech.rules import Rule
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy


class CompiledRule:
    """A rule with its patterns, which are compiled when they are first tried: a reply is tried by few rules.

    Args:
        rule: the rule.
        fillers: pattern of what may stand beside a match that must be the whole reply.
    """

    def __init__(self, rule: Rule, fillers: str) -> None:
        self.rule = rule
        self.match = lazy(join(rule.match), re.ASCII) if rule.match else None
        self.fillers = lazy(fillers) if rule.whole else None
        self.unless = [lazy(pattern, re.ASCII) for pattern in rule.unless]
        self.absent = lazy(join(rule.absent), re.ASCII) if rule.absent else None
        self.question = lazy(join(rule.question), re.ASCII) if rule.question else None
        self.condition = CONDITIONS.get(rule.condition)

    def matches(self, text: str) -> list[Span] | None:
        """Find what the patterns object to.

        Args:
            text: the folded reply.

        Returns:
            The spans, which hold at any moment that the rule concerns; None where only the moment tells.
        """
        if self.match is None:
            return None
        found = [match.span() for match in self.match.finditer(text) if match.end() > match.start()]
        if found and self.fillers is not None and self.fillers.sub("", self.match.sub("", text)):
            return []  # the reply says something else too
        return self.left(text, found)

    def spans(self, text: str, matches: list[Span] | None, context: Context) -> list[Span]:
        """Find what is objected to at a moment.

        Args:
            text: the folded reply.
            matches: what ``matches`` gave.
            context: the moment.

        Returns:
            The spans.
        """
        if not self._concerns(context):
            return []
        if matches is None:
            return self.left(text, self.condition(text, context) if self.condition else [])
        return matches

    def left(self, text: str, found: list[Span]) -> list[Span]:
        """Leave out what is fine.

        Args:
            text: the folded reply.
            found: what may be objected to.

        Returns:
            The spans that are objected to.
        """
        if found and self.unless:
            found = outside(found, _merged([match.span() for fine in self.unless for match in fine.finditer(text)]))
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


def join(patterns: tuple[str, ...]) -> str:
    """Put patterns side by side in one.

    >>> join(("a", "b"))
    '(?:a)|(?:b)'
    """
    return "|".join(f"(?:{pattern})" for pattern in patterns)


def _merged(spans: list[Span]) -> list[Span]:
    """Order spans and put together those that overlap: each exemption is looked for by itself, so that none hides another."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def outside(found: list[Span], fine: list[Span]) -> list[Span]:
    """Keep the spans that overlap none of others.

    Args:
        found: the spans.
        fine: the others, in order and apart.

    Returns:
        Those that are left.

    >>> outside([(0, 2), (4, 6)], [(5, 8)])
    [(0, 2)]
    """
    ends = [end for _, end in fine]
    # Only the first of them that ends after the start can overlap.
    following = [bisect_right(ends, start) for start, _ in found]
    return [span for span, i in zip(found, following, strict=True) if i == len(fine) or fine[i][0] >= span[1]]
