"""Words of attributes that are typed with one wrong character: 会占锅吗 is read as 会粘锅吗 of a pan whose table tells whether it sticks.

Only of the one article at hand, and only a word that speaks of a cell it has: of anything else the buyer's own words stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from cs_scripts.files.data import data_path
from cs_scripts.files.text import read_text
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import asked_attributes, attributes
from cs_scripts.text.tokens import parse_typos

_LENGTHS = (3, 2)
_LONGEST = 60
"""Characters of a message in which slips are looked for."""


def respelt(text: str, article: Article, nouns: Sequence[str] = ()) -> str:
    """Write the words of attributes that a message misspells as they are spelt, where the article has a cell they speak of.

    Args:
        text: the message.
        article: the one article it is about.
        nouns: what the message calls it; no slip reaches into these words, nor into one of an attribute.

    Returns:
        The message; the same where it has no such slip.

    >>> pan = Article("1", "煎锅", (), "", {"nonstick": "不粘"}, 2)
    >>> respelt("这锅会占锅吗", pan), respelt("这锅能定食吗", pan)
    ('这锅会粘锅吗', '这锅能定食吗')
    """
    known = _slips()
    for length in _LENGTHS:
        for start in range(min(len(text), _LONGEST) - length + 1):
            meant = known.get(text[start : start + length])
            if meant and _speaks(meant, article) and not _taken(text, start, start + length, nouns):
                text = f"{text[:start]}{meant}{text[start + length :]}"
    return text


def _taken(text: str, start: int, end: int, nouns: Sequence[str]) -> bool:
    """Tell whether a place of a message overlaps a noun or a word that asks for an attribute as it stands: 裙粘 in 睡裙粘不粘头发."""
    spans = [(at, at + len(noun)) for noun in nouns if (at := text.find(noun)) >= 0]
    spans += [(each.start, each.start + len(each.word)) for each in asked_attributes(text) if each.sure]
    return any(start < last and first < end for first, last in spans)


@lru_cache(maxsize=1)
def _slips() -> Mapping[str, str]:
    path = data_path("attribute_typos.txt")
    return parse_typos(read_text(path), path)


@lru_cache(maxsize=1024)
def _owners(word: str) -> frozenset[str]:
    """List the attributes that a word speaks of."""
    return frozenset(
        each.id for each in attributes().values() if any(word in other for other in (each.label, *each.columns, *each.mentions))
    )


def _speaks(word: str, article: Article) -> bool:
    """Tell whether an article has a cell of which a word speaks."""
    return not _owners(word).isdisjoint(article.values)
