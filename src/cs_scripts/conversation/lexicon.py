"""Find thousands of words and cues in one walk over a text.

A cue begins with one or two plain characters, by which it is filed; what follows may be a pattern. So a text of twenty characters
costs twenty look-ups, however long the lists grow.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_SPECIAL = frozenset(r".[]()?*+|\{}^$")


class Cue(NamedTuple):
    """Something to look for, and what it means.

    Attributes:
        head: the plain characters it begins with.
        tail: the pattern that must follow; None where the head is all.
        mean: what it stands for.
        before: a pattern that must not end where it begins.
        after: a pattern that must not follow it.
    """

    head: str
    tail: re.Pattern[str] | None
    mean: object
    before: re.Pattern[str] | None = None
    after: re.Pattern[str] | None = None


class Hit(NamedTuple):
    """A cue that was found: where, and what it stands for."""

    start: int
    end: int
    mean: object


WINDOW = 8
"""How many characters before a cue its ``before`` sees."""


def split_cue(text: str) -> tuple[str, str]:
    r"""Split a cue into its plain head and the pattern after it.

    Args:
        text: the cue, for example ``还没.{0,3}发货``.

    Returns:
        The head and the tail; either may be empty.

    >>> split_cue("还没.{0,3}发货"), split_cue("坏了"), split_cue("没用?")
    (('还没', '.{0,3}发货'), ('坏了', ''), ('没', '用?'))
    """
    if text.startswith("\\"):
        return text[1:2], text[2:].replace("]", "\\]", 1)
    end = next((i for i, character in enumerate(text) if character in _SPECIAL), len(text))
    if "|" in _outside_groups(text[end:]):
        return "", text
    if end < len(text) and text[end] in "?*+{":
        end -= 1
    return text[:end], text[end:]


def _outside_groups(pattern: str) -> str:
    """Give the characters of a pattern that stand in no bracket."""
    depth, outside = 0, []
    for character in pattern:
        depth += (character in "([") - (character in ")]")
        if depth <= 0:
            outside.append(character)
    return "".join(outside)


class Lexicon:
    """Cues, filed by how they begin.

    Args:
        cues: what to look for; each has a head.

    >>> lexicon = Lexicon([Cue("坏了", None, "fault"), Cue("没", re.compile("亮|响"), "dead")])
    >>> [hit.mean for hit in lexicon.find("灯没亮，坏了")]
    ['dead', 'fault']
    """

    def __init__(self, cues: Iterable[Cue]) -> None:
        pairs: dict[str, list[Cue]] = {}
        singles: dict[str, list[Cue]] = {}
        for cue in cues:
            place, key = (pairs, cue.head[:2]) if len(cue.head) > 1 else (singles, cue.head)
            place.setdefault(key, []).append(cue)
        self._pairs = {key: tuple(sorted(group, key=lambda cue: -len(cue.head))) for key, group in pairs.items()}
        self._singles = {key: tuple(group) for key, group in singles.items()}

    def find(self, text: str) -> Iterator[Hit]:
        """Find every cue in a text, also those that overlap.

        Args:
            text: folded text.

        Yields:
            What was found, by where it begins.
        """
        pairs, singles = self._pairs, self._singles
        for i, character in enumerate(text):
            if (group := pairs.get(text[i : i + 2])) is not None:
                yield from _at(text, i, group)
            if (group := singles.get(character)) is not None:
                yield from _at(text, i, group)


def _at(text: str, start: int, group: tuple[Cue, ...]) -> Iterator[Hit]:
    for head, tail, mean, before, after in group:
        if not text.startswith(head, start):
            continue
        end = start + len(head)
        if tail is not None:
            match = tail.match(text, end)
            if match is None:
                continue
            end = match.end()
        if before is not None and before.search(text[max(0, start - WINDOW) : start]):
            continue
        if after is not None and after.match(text, end):
            continue
        yield Hit(start, end, mean)
