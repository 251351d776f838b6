"""See through the disguises of forbidden words: letters apart (加-微-信), signs inside (全🔥网), other spellings (薇❤, quan网, 第㊀).

The rules are patterns over plain words; rather than teach each of them every disguise, the reply is read once more as it is
meant. Every character of that reading knows which characters of the reply it stands for, so spans stay those of the reply.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from cs_scripts.speech.glyphs import ONE, undress
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import any_of, lazy

_INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
_HAN = "\u4e00-\u9fff"
_MARKS = "-_.*·/|~^=#&'\"`: "
# Marks between two hanzi; whatever stands about a hanzi or a letter that is alone.
_APART = lazy(
    rf"[{_INVISIBLE}]+|(?<=[{_HAN}])[{_MARKS[:-1]}]{{1,2}}(?=[{_HAN}])"
    rf"|(?<=[{_HAN}])[{_MARKS}]{{1,2}}(?=[{_HAN}a-z][{_MARKS}])|(?<=[{_MARKS}][{_HAN}a-z])[{_MARKS}]{{1,2}}(?=[{_HAN}])"
    rf"|(?<![a-z0-9][a-z])(?<=[a-z])[{_MARKS}]{{1,2}}(?=[a-z](?![a-z0-9]))"
)
_SIGNS = "❤♥💗💚➕✚⭐🌟★"
"""Signs that stand for words; folding takes them for smileys."""
_ODD = lazy(f"[{_INVISIBLE}{_SIGNS}]")
# What may be put between the characters of a forbidden word: any sign but the marks that end a clause.
_BETWEEN = r"(?: ?(?:[^\w\s,。!?;:()\[\]<>\"']|_){1,2} ?)?"
_ONLY_SIGNS = lazy(_BETWEEN)
_AS_ONE = {ord(ONE): "1"}
_Word = tuple[re.Pattern[str], str]


class Meant(NamedTuple):
    """A reply as it is meant.

    Attributes:
        text: folded.
        starts: for each character the first place of the reply it stands for.
        ends: the place after the last.
        words: spans, in this reading, of words that are spelt otherwise in the reply.
    """

    text: str
    starts: list[int]
    ends: list[int]
    words: list[tuple[int, int]]

    def holds(self, start: int, end: int) -> bool:
        """Tell whether a span of this reading holds a word that is spelt otherwise in the reply."""
        i = bisect_left(self.words, (start, start))
        return (i > 0 and self.words[i - 1][1] > start) or (i < len(self.words) and self.words[i][0] < end)

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the reply of a span in this reading that is not empty."""
        return self.starts[start], self.ends[end - 1]


def see_through(
    spellings: Mapping[str, str], terms: Sequence[str] = (), alike: Mapping[str, Sequence[str]] | None = None
) -> Callable[[str], Meant | None]:
    """Build the function that reads a reply as it is meant.

    Args:
        spellings: other spellings and the words meant.
        terms: words that are also meant where some of their characters are replaced or signs stand between.
        alike: what replaces a character of a term: characters that look or sound alike, its pinyin.

    Returns:
        A function of the reply as given; None where nothing is disguised.

    >>> read = see_through({"薇心": "微信"}, ["全网"], {"全": ["荃", "quan"]})
    >>> meant = read("加-薇-心")
    >>> meant.text, meant.given(1, 3)
    ('加微信', (2, 5))
    >>> read("quan🔥网最低").text
    '全网最低'
    """
    words = _by_head(spellings, terms, alike or {})
    head = re.compile(f"[{re.escape(''.join(words))}]" if words else "(?!)")

    def read(text: str) -> Meant | None:
        plain = _plain(text)
        kept = _without(plain, _APART)
        joined = plain if kept is None else "".join([plain[i] for i in kept])
        spelt = list(_spelt(joined, head, words))
        if kept is None and not spelt and plain.translate(_AS_ONE) == fold(text):
            return None
        return _spell(joined.translate(_AS_ONE), range(len(joined)) if kept is None else kept, spelt)

    return read


def _by_head(spellings: Mapping[str, str], terms: Sequence[str], alike: Mapping[str, Sequence[str]]) -> dict[str, list[_Word]]:
    """Order the patterns of disguised words by the character that they begin with: at most places of a reply there is none to try."""
    words: dict[str, list[_Word]] = {}
    for written, meant in spellings.items():
        plain = _plain(written)
        words.setdefault(plain[0], []).append((lazy(re.escape(plain)), meant))
    for term in terms:
        ways = [[_plain(way) for way in (character, *alike.get(character, ()))] for character in term]
        following = "".join(f"{_BETWEEN}(?:{any_of(each)})" for each in ways[1:])
        for first in {way[0] for way in ways[0]}:
            begun = any_of(way for way in ways[0] if way[0] == first)
            words.setdefault(first, []).append(
                (lazy(rf"(?<![a-z](?=[a-z]))(?:{begun}){following}(?<![a-z](?=[a-z]))(?<![0-9](?=[0-9]))"), term)
            )
    return words


def _spelt(text: str, head: re.Pattern[str], words: Mapping[str, Sequence[_Word]]) -> Iterator[tuple[int, int, str]]:
    """Find the disguised words of a reply, of several that begin together the longest."""
    done = 0
    for place in head.finditer(text):
        start = place.start()
        if start < done:
            continue
        found = [(match.end(), word) for pattern, word in words[place[0]] if (match := pattern.match(text, start))]
        if found and text[start : max(found)[0]] != max(found)[1]:
            done, word = max(found)
            yield start, done, word


def _plain(text: str) -> str:
    """Fold and undress, but keep the signs that stand for words and what is invisible, which folding makes a blank."""
    plain = fold(undress(text))
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


def _spell(text: str, places: range | list[int], spelt: Sequence[tuple[int, int, str]]) -> Meant:
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    words: list[tuple[int, int]] = []
    done = 0

    def keep(end: int) -> None:
        parts.append(text[done:end])
        starts.extend(places[done:end])
        ends.extend(place + 1 for place in places[done:end])

    for start, end, word in spelt:
        if not (done and start > done and _ONLY_SIGNS.fullmatch(text, done, start)):
            keep(start)
        parts.append(word)
        words.append((len(starts), len(starts) + len(word)))
        starts.extend([places[start]] * len(word))
        ends.extend([places[end - 1] + 1] * len(word))
        done = end
    keep(len(text))
    return Meant("".join(parts), starts, ends, words)
