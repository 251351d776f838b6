"""Tell what a text must have for a pattern to match it, so that most of many patterns need not be tried.

Trying a pattern that begins with anything costs a microsecond; a look at a text's characters serves all patterns at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from cs_scripts.text.patterns import lazy

_CLASS = lazy(r"\[(\^?)(\]?[^\]\\]*(?:\\.[^\]\\]*)*)\]")
_OPTIONAL = lazy(r"[?*]|\{(?:0*,|0*\})|\{0+,")
_TIMES = lazy(r"(?:[?*+]|\{\d*,?\d*\})[?+]?")
_GROUP = lazy(r"\(\?(?:P<\w+>|:)")
_OPENING = lazy(r"\((?:\?(?:<?[=!]|P=|#|[a-zA-Z-]+:?|>))?")
_ESCAPE = lazy(r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[0-9]{1,3}|.)")
Marks = frozenset[str]


def needed(pattern: str) -> Marks:
    """Tell of which characters a text has one at least, wherever a pattern matches it.

    Args:
        pattern: a regular expression, without flags.

    Returns:
        The characters; empty where nothing is certain.

    >>> sorted(needed("^(?:能不能|能否)(.+?)(?:呢|吗)?$")), sorted(needed("a?[bc]+|d"))
    (['能'], ['b', 'c', 'd'])
    """
    found, rest = _any(pattern, 0)
    return found if rest == len(pattern) else frozenset()


def _any(pattern: str, at: int) -> tuple[Marks, int]:
    """Read alternatives up to the end of their group: a text has a character of each one's needs, or of none's."""
    whole: list[Marks] = []
    while True:
        found, at = _one(pattern, at)
        whole.append(found)
        if not pattern.startswith("|", at):
            return (frozenset().union(*whole) if all(whole) else frozenset()), at
        at += 1


def _one(pattern: str, at: int) -> tuple[Marks, int]:
    """Read one alternative: of what all must stand there the fewest characters tell most."""
    needs: list[Marks] = []
    while at < len(pattern) and pattern[at] not in "|)":
        found, at = _item(pattern, at)
        times = _TIMES.match(pattern, at)
        if times and _OPTIONAL.match(times[0]):
            found = frozenset()
        at = times.end() if times else at
        if found:
            needs.append(found)
    return min(needs, key=len, default=frozenset()), at


def _item(pattern: str, at: int) -> tuple[Marks, int]:
    """Read one character, class or group."""
    character = pattern[at]
    if character == "(":
        group = _GROUP.match(pattern, at) or _OPENING.match(pattern, at)
        assert group is not None
        found, end = _any(pattern, group.end())
        # what is looked for ahead or behind must stand there too; what must not, and what is only named, says nothing
        stands = group[0] in ("(", "(?:", "(?=", "(?<=") or group[0].startswith("(?P<")
        return (found if stands else frozenset()), end + 1
    if character == "[":
        of_class = _CLASS.match(pattern, at)
        if of_class is None:
            return frozenset(), len(pattern) + 1
        is_list = not of_class[1] and "\\" not in of_class[2] and "-" not in of_class[2]
        return (frozenset(of_class[2]) if is_list else frozenset()), of_class.end()
    if escape := _ESCAPE.match(pattern, at):
        return frozenset(), escape.end()
    return (frozenset() if character in ".^$" else frozenset(character)), at + 1


class Sieve(NamedTuple):
    """Tell in one look at a text which of many patterns may match it.

    Attributes:
        always: the patterns that may match any text, a bit for each.
        marks: the patterns that may match a text which has this character.

    >>> list(Sieve.of(["能不能", ".+", "[吗么]"])("好吗"))
    [1, 2]
    """

    always: int
    marks: Mapping[str, int]

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Sieve:
        """Make a sieve.

        Args:
            patterns: the patterns.

        Returns:
            The sieve, which JSON can hold.
        """
        always = 0
        marks: dict[str, int] = {}
        for i, pattern in enumerate(patterns):
            found = needed(pattern)
            always |= 0 if found else 1 << i
            for mark in found:
                marks[mark] = marks.get(mark, 0) | 1 << i
        return cls(always, marks)

    def __call__(self, text: str) -> Iterable[int]:
        """List the patterns that may match.

        Args:
            text: the text.

        Yields:
            Their numbers, ascending; never too few.
        """
        left, marks = self
        for character in text:
            if character in marks:
                left |= marks[character]
        while left:
            lowest = left & -left
            yield lowest.bit_length() - 1
            left ^= lowest
