"""Tell in one pass which rules can match a reply at all, so that the others need not be tried.

With RE2 (the extra ``fast``) one automaton runs the patterns of several rules at once: a reply costs a tenth of trying rule
after rule, which matters for logs of millions; ``benchmarks/speech.py`` measures it. Several, not all: the states of an automaton
multiply with its patterns, and one of all rules throws its states away all the time. Without RE2 every rule is tried: slower, the
same findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_MEMORY = 256 << 20
"""Bytes RE2 may use; with its default it throws its states away in mid-text and becomes slower than Python's ``re``."""
_TOGETHER = 2
"""How many rules share an automaton: measured, fewer cost more calls, more of them cost more states than fit into memory."""

_LOOK_AROUND = re.compile(r"(?<!\\)\(\?<?[!=](?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\)")
_CODE_POINT = re.compile(r"\\u([0-9a-fA-F]{4})")


def candidates(patterns: Sequence[str]) -> Callable[[str], Sequence[int]]:
    """Build the function that tells which patterns can match.

    Args:
        patterns: one pattern for each rule, in Python's syntax; empty for a rule that must always be tried.

    Returns:
        A function from folded text to the positions of the patterns that may match, ascending; never too few.

    >>> 1 in candidates(["微信", "肯定"])("肯定能到")
    True
    """
    everything = range(len(patterns))
    try:
        import re2
    except ImportError:
        return lambda _text: everything
    options = re2.Options()
    options.max_mem = _MEMORY * _TOGETHER // max(len(patterns), _TOGETHER)
    options.log_errors = False
    always = [position for position, pattern in enumerate(patterns) if not pattern]
    named = [position for position, pattern in enumerate(patterns) if pattern]
    unions = []
    for first in range(0, len(named), _TOGETHER):
        union = re2.Set.SearchSet(options)
        positions = {}
        for position in named[first : first + _TOGETHER]:
            try:
                # RE2 knows no look-around; without it a pattern matches more, never less.
                positions[union.Add(_CODE_POINT.sub(r"\\x{\1}", _LOOK_AROUND.sub("", patterns[position])))] = position
            except re2.error:  # noqa: PERF203 - one pattern beyond RE2 must not cost the others
                always.append(position)
        union.Compile()
        unions.append((union, positions))

    def matching(text: str) -> list[int]:
        text = text.rstrip("\n")  # Python's $ also stands before a last line feed, RE2's does not
        return sorted([*always, *(positions[i] for union, positions in unions for i in union.Match(text) or ())])

    return matching
