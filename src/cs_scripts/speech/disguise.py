"""See through the disguises of forbidden words: letters apart (加-微-信), invisible marks inside, and other spellings (薇❤).

The rules are patterns over plain words; rather than teach each of them every disguise, the reply is read once more as it is
meant. Every character of that reading knows which characters of the reply it stands for, so spans stay those of the reply.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import any_of, lazy

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_HAN = "\u4e00-\u9fff"
_MARKS = "-_.*·/|+~^=#&'\"`: "
# Marks between two hanzi; whatever stands about a hanzi or a letter that is alone.
_APART = lazy(
    rf"[{_INVISIBLE}]+|(?<=[{_HAN}])[{_MARKS[:-1]}]{{1,2}}(?=[{_HAN}])"
    rf"|(?<=[{_HAN}])[{_MARKS}]{{1,2}}(?=[{_HAN}a-z][{_MARKS}])|(?<=[{_MARKS}][{_HAN}a-z])[{_MARKS}]{{1,2}}(?=[{_HAN}])"
    rf"|(?<![a-z0-9][a-z])(?<=[a-z])[{_MARKS}]{{1,2}}(?=[a-z](?![a-z0-9]))"
)
_SIGNS = "❤♥💗💚➕✚⭐🌟★"
"""Signs that stand for words; folding takes them for smileys."""
_ODD = lazy(f"[{_INVISIBLE}{_SIGNS}]")


class Meant(NamedTuple):
    """A reply as it is meant.

    Attributes:
        text: folded.
        starts: for each character the first place of the reply it stands for.
        ends: the place after the last.
    """

    text: str
    starts: list[int]
    ends: list[int]

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the reply of a span in this reading that is not empty."""
        return self.starts[start], self.ends[end - 1]


def see_through(spellings: Mapping[str, str]) -> Callable[[str], Meant | None]:
    """Build the function that reads a reply as it is meant.

    Args:
        spellings: other spellings and the words meant.

    Returns:
        A function of the reply as given; None where nothing is disguised.

    >>> meant = see_through({"薇心": "微信"})("加-薇-心")
    >>> meant.text, meant.given(1, 3)
    ('加微信', (2, 5))
    """
    folded = {_plain(written): meant for written, meant in spellings.items()}
    spelt = re.compile(any_of(folded) or "(?!)")

    def read(text: str) -> Meant | None:
        plain = _plain(text)
        kept = _without(plain, _APART)
        joined = plain if kept is None else "".join([plain[i] for i in kept])
        if kept is None and not spelt.search(joined):
            return None
        return _spell(joined, range(len(joined)) if kept is None else kept, spelt, folded)

    return read


def _plain(text: str) -> str:
    """Fold, but keep the signs that stand for words and what is invisible, which folding makes a blank."""
    plain = fold(text)
    if not _ODD.search(text):
        return plain
    return "".join([own if _ODD.match(own) else to for own, to in zip(text, plain, strict=True)])


def _without(text: str, pattern: re.Pattern[str]) -> list[int] | None:
    """Give the places that a pattern does not cover; None where it covers none."""
    kept: list[int] = []
    done = 0
    for match in pattern.finditer(text):
        kept.extend(range(done, match.start()))
        done = match.end()
    if not done:
        return None
    kept.extend(range(done, len(text)))
    return kept


def _spell(text: str, places: range | list[int], spelt: re.Pattern[str], words: Mapping[str, str]) -> Meant:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    done = 0

    def keep(end: int) -> None:
        parts.append(text[done:end])
        starts.extend(places[done:end])
        ends.extend(place + 1 for place in places[done:end])

    for match in spelt.finditer(text):
        keep(match.start())
        word = words[match[0]]
        parts.append(word)
        starts.extend([places[match.start()]] * len(word))
        ends.extend([places[match.end() - 1] + 1] * len(word))
        done = match.end()
    keep(len(text))
    return Meant("".join(parts), starts, ends)
