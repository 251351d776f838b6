"""Tell in one pass which rules can match a reply at all, so that the others need not be tried.

With RE2 (the extra ``fast``) one automaton runs all patterns at once: a reply costs a tenth of trying rule after rule, which
matters for logs of millions; ``benchmarks/speech.py`` measures it. Without RE2 every rule is tried: slower, the same findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

_MEMORY = 256 << 20
"""Bytes RE2 may use; with its default it throws its states away in mid-text and becomes slower than Python's ``re``."""

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
    options.max_mem = _MEMORY
    options.log_errors = False
    union = re2.Set.SearchSet(options)
    always = []
    in_union = {}
    for position, pattern in enumerate(patterns):
        try:
            # RE2 knows no look-around; without it a pattern matches more, never less.
            in_union[union.Add(_CODE_POINT.sub(r"\\x{\1}", _LOOK_AROUND.sub("", pattern)))] = position
        except re2.error:  # noqa: PERF203 - one pattern beyond RE2 must not cost the others
            always.append(position)
    union.Compile()
    # Python's $ also stands before a last line feed, RE2's does not.
    return lambda text: sorted([*always, *(in_union[i] for i in union.Match(text.rstrip("\n")) or ())])
