"""Search the book the way agents do: by code, by what they remember of the text, or by pinyin initials; what they use most comes first."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.codes import short_codes
from cs_scripts.recommend.wording import plain
from cs_scripts.shop.profile import Shop, render

Used = Mapping[str, tuple[int, int]]
"""For each script id how often it was sent, and the number of the latest time."""

_NOWHERE = 9
_BLANK = re.compile("【[^】]*】")


@dataclass(frozen=True)
class Phrase:
    """A script as it is searched and shown.

    Attributes:
        script: the script.
        title: when to use it.
        label: Chinese name of its intent or occasion.
        codes: short code of each wording.
        texts: the wordings, the shop's facts filled in.
        own: whether it is the shop's own.
    """

    script: Script
    title: str
    label: str
    codes: tuple[str, ...]
    texts: tuple[str, ...]
    own: bool

    @property
    def group(self) -> str:
        """Id of its intent or occasion."""
        return self.script.intent or self.script.trigger

    def to_dict(self, used: int) -> dict[str, Any]:
        """Give the phrase as plain JSON types.

        Args:
            used: how often it was sent.

        Returns:
            A mapping for ``json.dumps``.
        """
        texts = [{"code": code, "text": text} for code, text in zip(self.codes, self.texts, strict=True)]
        found = {"id": self.script.id, "group": self.group, "label": self.label, "title": self.title, "replies": texts}
        return found | {"technique": self.script.technique, "source": self.script.source, "own": self.own, "used": used}


class PhraseIndex:
    """All scripts of a book, ready to be searched.

    Args:
        book: the book.
        shop: fills the blanks that it knows.
        own: ids of the shop's own scripts.

    >>> from cs_scripts.phrasebook.read import load_phrasebook
    >>> index = PhraseIndex(load_phrasebook(), Shop())
    >>> index.search("yj1", {})[0].codes[0]
    'yj1'
    """

    def __init__(self, book: Phrasebook, shop: Shop, own: frozenset[str] = frozenset()) -> None:
        codes = short_codes(book)
        self.codes = {identity: of[0] for identity, of in codes.items()}
        self.phrases = tuple(
            Phrase(script, script.situation, book.label(script), codes[script.id], _texts(script, book, shop), script.id in own)
            for script in book.scripts.values()
        )

    def warm_up(self) -> None:
        """Spell all phrases in pinyin, which takes a second or two, in steps that leave others their turn."""
        for phrase in self.phrases:
            time.sleep(0.002)
            _initials(phrase.title + phrase.label)
            _initials(_body(phrase))

    def search(self, query: str, used: Used, *, group: str = "") -> list[Phrase]:
        """Find phrases.

        Args:
            query: words that must all be found; empty for those sent lately.
            used: how often each was sent.
            group: id of the only intent or occasion of interest; with it an empty query finds all of it.

        Returns:
            The phrases: code before title before text, words before initials, and among equals the most used first.
        """
        words = query.lower().split()
        phrases = [phrase for phrase in self.phrases if not group or phrase.group == group]
        if not words and not group:
            recent = [phrase for phrase in phrases if phrase.script.id in used]
            return sorted(recent, key=lambda phrase: -used[phrase.script.id][1])
        places = [(max((_place(phrase, word) for word in words), default=0), phrase) for phrase in phrases]
        found = [(place, phrase) for place, phrase in places if place < _NOWHERE]
        return [phrase for _, phrase in sorted(found, key=lambda item: (item[0], -used.get(item[1].script.id, (0, 0))[0]))]

    def groups(self, book: Phrasebook) -> list[dict[str, Any]]:
        """List the groups that have phrases.

        Args:
            book: names them, in its order.

        Returns:
            Id, label, number of phrases, and whether the buyer asks or the agent speaks first.
        """
        counts: dict[str, int] = {}
        for phrase in self.phrases:
            counts[phrase.group] = counts.get(phrase.group, 0) + 1
        named = [(intent.id, intent.label, "asked") for intent in book.intents.values()]
        named += [(trigger.id, trigger.label, "first") for trigger in book.triggers.values()]
        return [{"id": key, "label": label, "count": counts[key], "kind": kind} for key, label, kind in named if key in counts]


def _texts(script: Script, book: Phrasebook, shop: Shop) -> tuple[str, ...]:
    values = shop.values_at(datetime.now())
    texts = [render(reply, values, book.slots)[0] for reply in script.replies]
    return tuple(plain(text) if shop.voice == "plain" else text for text in texts)


def _place(phrase: Phrase, word: str) -> int:
    """Tell where a word is found; less is better."""
    if word in phrase.codes:
        return 0
    if phrase.codes[0].startswith(word):
        return 1
    if word in (phrase.title + phrase.label).lower():
        return 2
    body = "\n".join((*phrase.texts, phrase.script.id)).lower()
    if word in body:
        return 3
    if not (word.isascii() and word.isalpha()):
        return _NOWHERE
    if word in _initials(phrase.title + phrase.label):
        return 4
    return 5 if len(word) > 1 and word in _initials(_body(phrase)) else _NOWHERE


def _body(phrase: Phrase) -> str:
    """Join the wordings without the names of open blanks, which nobody remembers a script by."""
    return _BLANK.sub("", "\n".join(phrase.texts))


@lru_cache(maxsize=1 << 14)
def _initials(text: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
