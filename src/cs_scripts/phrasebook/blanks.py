"""Take a wording apart at its blanks, once each: the same few thousand wordings answer every message."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from cs_scripts.phrasebook.book import SAID_SLOT, SLOT


class Piece(NamedTuple):
    """A stretch of a wording, and the blank behind it.

    Attributes:
        text: what stands before the blank.
        slot: the slot that fills it, or what the buyer said; empty at the wording's end.
        is_said: whether the buyer's own words fill it.
        otherwise: what stands there when the buyer did not say it; None where nothing does.
    """

    text: str
    slot: str
    is_said: bool = False
    otherwise: str | None = None


class Pieces(NamedTuple):
    """A wording in pieces.

    Attributes:
        pieces: the stretches, in order.
        needs: what the buyer must have said, because nothing stands there otherwise.
    """

    pieces: tuple[Piece, ...]
    needs: frozenset[str]


@lru_cache(maxsize=8192)
def taken_apart(wording: str) -> Pieces:
    """Take a wording apart.

    Args:
        wording: a reply with its blanks in braces.

    Returns:
        Its pieces.

    >>> [piece.slot for piece in taken_apart("发{said.place|您那边}用{couriers}哦").pieces]
    ['place', 'couriers', '']
    """
    found: list[Piece] = []
    start = 0
    for match in SAID_SLOT.finditer(wording):
        *slots, last = _slots(wording[start : match.start()])
        found += [*slots, Piece(last.text, match[1], is_said=True, otherwise=match[2])]
        start = match.end()
    found += _slots(wording[start:])
    return Pieces(tuple(found), frozenset(piece.slot for piece in found if piece.is_said and piece.otherwise is None))


def _slots(text: str) -> list[Piece]:
    """Take apart what has slots only; the last piece has none."""
    found = []
    start = 0
    for match in SLOT.finditer(text):
        found.append(Piece(harmless(text[start : match.start()]), match[1]))
        start = match.end()
    return [*found, Piece(harmless(text[start:]), "")]


def harmless(text: str) -> str:
    """Write braces so that nobody takes them for a blank.

    Args:
        text: what is shown as it is.

    Returns:
        The text with full-width braces.

    >>> harmless("{x}")
    '｛x｝'
    """
    return text.replace("{", "｛").replace("}", "｝")
