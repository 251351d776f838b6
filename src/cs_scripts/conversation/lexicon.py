"""Find thousands of words and cues in one walk over a text.

A cue begins with one or two plain characters, by which it is filed; what follows may be a pattern. So a text of twenty characters
costs twenty look-ups, however long the lists grow.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

_Ready = tuple[str, "re.Pattern[str] | None", object, "re.Pattern[str] | None", "re.Pattern[str] | None"]
_SPECIAL = frozenset(r".[]()?*+|\{}^$")


class Cue(NamedTuple):
    """Something to look for, and what it means.

    Attributes:
        head: the plain characters it begins with.
        tail: the pattern that must follow; empty where the head is all.
        mean: what it stands for, in JSON types.
        before: a pattern that must not end where it begins; empty for none.
        after: a pattern that must not follow it; empty for none.
    """

    head: str
    tail: str
    mean: Any
    before: str = ""
    after: str = ""


class Hit(NamedTuple):
    """A cue that was found: where, and what it stands for."""

    start: int
    end: int
    mean: Any


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


def filed(cues: Iterable[Cue]) -> dict[str, list[Cue]]:
    """File cues by their first two characters, or their only one.

    Args:
        cues: the cues.

    Returns:
        The cues of each beginning, those with the longest head first.
    """
    groups: dict[str, list[Cue]] = {}
    for cue in cues:
        groups.setdefault(cue.head[:2], []).append(cue)
    return {key: sorted(group, key=lambda cue: -len(cue.head)) for key, group in groups.items()}


class Lexicon:
    """Cues, filed by how they begin. Patterns are compiled when a text first has their beginning, for most texts have few of thousands.

    Args:
        groups: what ``filed`` gave, or the same from JSON.
        mean: makes of what stands in a cue what it stands for.

    >>> lexicon = Lexicon(filed([Cue("坏了", "", "fault"), Cue("没", "亮|响", "dead")]), str)
    >>> [hit.mean for hit in lexicon.find("灯没亮，坏了")]
    ['dead', 'fault']
    """

    def __init__(self, groups: Mapping[str, Sequence[Sequence[Any]]], mean: Callable[[Any], object]) -> None:
        self._groups = groups
        self._begun = frozenset(groups)
        self._mean = mean
        self._ready: dict[str, tuple[_Ready, ...]] = {}

    def find(self, text: str) -> list[Hit]:
        """Find every cue in a text, also those that overlap.

        Args:
            text: folded text.

        Returns:
            What was found, by where it begins.
        """
        begun, ready = self._begun, self._ready
        found: list[Hit] = []
        for i, (character, following) in enumerate(zip_longest(text, text[1:], fillvalue="")):
            if (pair := character + following) in begun and following:
                _add(found, text, i, ready.get(pair) or self._prepare(pair))
            if character in begun:
                _add(found, text, i, ready.get(character) or self._prepare(character))
        return found

    def _prepare(self, key: str) -> tuple[_Ready, ...]:
        group = tuple(
            (head, _pattern(tail), self._mean(mean), _pattern(before), _pattern(after))
            for head, tail, mean, before, after in self._groups[key]
        )
        self._ready[key] = group
        return group


def _pattern(text: str) -> re.Pattern[str] | None:
    return re.compile(text) if text else None


def _add(found: list[Hit], text: str, start: int, group: tuple[_Ready, ...]) -> None:
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
        found.append(Hit(start, end, mean))
