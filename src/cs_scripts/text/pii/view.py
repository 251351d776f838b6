"""See a text as a masker wants it: half-width, lower-case, simplified, without invisible characters, and know where each stood."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from cs_scripts.text.normalise import character_table
from cs_scripts.text.patterns import lazy

INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\u20e3"
"""Characters that take no room, for a character class."""

FOUND = 0xE800
"""First of the private-use characters that stand, in the view, for what was already found."""

_INVISIBLE = lazy(f"[{INVISIBLE}]")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u207b\ufe58\ufe63\uff0d\u30fc\u2500\u4e00"[:-1]
_DOTS = "\u00b7\u2022\u2027\u2219\u30fb\uff0e\u3002\uff61\u2024"
_COMMAS = "，、；;\uff64"


class View(NamedTuple):
    """A text as a masker sees it.

    Attributes:
        text: the plain text.
        places: for each of its characters the place in the text as given; None where nothing moved.
    """

    text: str
    places: Sequence[int] | None

    def given(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the text as given of a span in the view that is not empty."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def view(text: str) -> View:
    r"""See a text plainly.

    Args:
        text: the text as given.

    Returns:
        Its view.

    >>> view("１３８\u200b—００")
    View(text='138-00', places=[0, 1, 2, 4, 5, 6])
    """
    places = None
    if not text.isascii() and _INVISIBLE.search(text):
        places = [i for i, character in enumerate(text) if not _INVISIBLE.match(character)]
        text = "".join([text[i] for i in places])
    return View(text.translate(_table()), places)


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    table = {code: to for code, to in character_table().items() if isinstance(to, str) and 0x3400 <= code <= 0x9FFF}
    table |= {code: chr(code - 0xFEE0).lower() for code in range(0xFF01, 0xFF5F)}
    table |= {code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)}
    table |= dict.fromkeys((*range(0x09, 0x0A), *range(0x0B, 0x20), 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
    table |= dict.fromkeys(range(0xE000, 0xF900), " ")  # private use: FOUND stands there
    for marks, plain in ((_DASHES, "-"), (_DOTS, "."), (_COMMAS, ",")):
        table |= dict.fromkeys(map(ord, marks), plain)
    for zero in range(0x1D7CE, 0x1D7FF, 10):
        table |= {zero + i: str(i) for i in range(10)}
    table |= {0x2460 + i: str(i + 1) for i in range(9)}
    return table | {0x24EA: "0", ord("〔"): "[", ord("【"): "[", ord("〕"): "]", ord("】"): "]", ord("～"): "~"}
