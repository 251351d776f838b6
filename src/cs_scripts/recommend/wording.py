"""Choose how a script is said: the wording whose blanks, facts and tone fit best, and another one each time.

Every wording of a script can appear. Which one does is decided by what was said and by the talk so far, never by chance, so that
the same talk gives the same reply.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from cs_scripts.conversation.terms import SAID
from cs_scripts.phrasebook.blanks import taken_apart
from cs_scripts.phrasebook.book import Script, Slot
from cs_scripts.shop.profile import render
from cs_scripts.text.patterns import lazy

_APOLOGY = lazy("抱歉|对不起|不好意思|不周|见谅")
_MERRY = lazy(r"[~～]|/:\S{2,4}|[！!]|哈(?![哈])")
_MARKS = lazy(r"[^\w]+")
_FACE = lazy(r" ?/:(?:\^[_\w$x]\^|\d{3}|-F|809|815|\S{2,3}(?![\w]))")
_PARTICLE = lazy(r"(?<=[^\s，。！？、；：])(?:哦|呢|哈|呀|啦|哟|嘛)(?=[，。！~～；：]|$)")

_KNOWN = 4096
"""Wordings of scripts that are remembered at most, each with what fills it."""


class Wording(NamedTuple):
    """A wording with its blanks filled.

    Attributes:
        text: what the agent may send.
        missing: labels of the blanks that stay open.
        uses: what was said that it gives back, by the names of ``conversation.terms``.
        number: which of the script's wordings it is, from 1.
    """

    text: str
    missing: tuple[str, ...]
    uses: tuple[str, ...]
    number: int


class Filled(NamedTuple):
    """The wordings of a script that can be said, and which of them are best where none was said before.

    Attributes:
        wordings: all of them.
        calm: the best ones for a buyer who is not hurt.
        sorry: the best ones for one who is.
        bare: what they say, as ``bare`` gives it.
    """

    wordings: Sequence[Wording]
    calm: Sequence[Wording]
    sorry: Sequence[Wording]
    bare: frozenset[str]


class _Blanks(NamedTuple):
    """The slots that a script's wordings have, what they give back of what was said, and how they were filled by each.

    The slots and what is given back stand in the order in which values are looked up.
    """

    slots: tuple[str, ...]
    said: tuple[str, ...]
    filled: dict[tuple[str | None, ...], Filled]


class Filler:
    """Fill the blanks of a book's wordings, and remember it: most are filled as they were for the message before.

    Args:
        slots: all declared slots.
    """

    def __init__(self, slots: Mapping[str, Slot]) -> None:
        self._slots = slots
        self._blanks: dict[str, _Blanks] = {}
        self._known = 0

    def __reduce__(self) -> tuple[type[Filler], tuple[Mapping[str, Slot]]]:
        return Filler, (self._slots,)

    def __call__(self, script: Script, values: Mapping[str, str], said: Mapping[str, str]) -> Filled:
        """Fill the wordings of a script.

        Args:
            script: whose wordings they are; one of the book, where an id stands for one script.
            values: what the shop and the order tell, by the names of slots; empty where there is no such thing.
            said: what was said, by the names in ``{said.…}``.

        Returns:
            Those that need nothing that was not said or is not; where all do, the first with open blanks.
        """
        blanks = self._blanks.get(script.id) or self._begun(script)
        slots, names, filled = blanks
        key = (*map(values.get, slots), *map(said.get, names))
        return filled.get(key) or self._remembered(script, blanks, key)

    def _begun(self, script: Script) -> _Blanks:
        pieces = [piece for reply in script.replies for piece in taken_apart(reply).pieces if piece.slot]
        slots, said = (tuple(dict.fromkeys(piece.slot for piece in pieces if piece.is_said == which)) for which in (False, True))
        self._blanks[script.id] = blanks = _Blanks(slots, said, {})
        return blanks

    def _remembered(self, script: Script, blanks: _Blanks, key: tuple[str | None, ...]) -> Filled:
        self._known += 1
        if self._known > _KNOWN:  # memory begins anew
            self._blanks, self._known = {}, 0
        blanks.filled[key] = filled = self._fill(script.replies, blanks, key)
        return filled

    def _fill(self, replies: tuple[str, ...], blanks: _Blanks, key: tuple[str | None, ...]) -> Filled:
        count = len(blanks.slots)
        known = {name: value for name, value in zip(blanks.slots, key[:count], strict=True) if value is not None}
        told = {name: value for name, value in zip(blanks.said, key[count:], strict=True) if value is not None}
        filled = [self._one(reply, number, known, told) for number, reply in enumerate(replies, 1)]
        possible = [one for one in filled if one is not None] or [self._shown(replies[0], 1, known, {})]
        calm, sorry = (best_of(possible, frozenset(), hurt=hurt) for hurt in (False, True))
        return Filled(possible, calm, sorry, frozenset(bare(one.text) for one in possible))

    def _one(self, reply: str, number: int, values: Mapping[str, str], said: Mapping[str, str]) -> Wording | None:
        parts = taken_apart(reply)
        untrue = any(values.get(piece.slot) == "" for piece in parts.pieces if piece.slot)  # a known value that is none
        return self._shown(reply, number, values, said) if said.keys() >= parts.needs and not untrue else None

    def _shown(self, reply: str, number: int, values: Mapping[str, str], said: Mapping[str, str]) -> Wording:
        if "{alternative_item}" in reply or "{second_item}" in reply:  # the price of this article is not that of another
            values = {key: value for key, value in values.items() if key != "item_price"}
        text, missing = render(reply, values, self._slots, said)
        uses = dict.fromkeys(SAID[piece.slot] for piece in taken_apart(reply).pieces if piece.is_said and piece.slot in said)
        return Wording(text, missing, tuple(uses), number)


class Speaker(NamedTuple):
    """One who words scripts in a talk: knows what was said and sent in it, and what the shop says of itself.

    Attributes:
        fill: fills wordings.
        values: what the shop and the order tell, by the names of slots.
        said: what was said, by the names in ``{said.…}``.
        sent: what the shop has said in this talk, as ``bare`` gives it; a wording among it comes last.
        turn: a number that moves on with the talk; equally good wordings take turns by it.
        hurt: whether the buyer was hurt.
    """

    fill: Filler
    values: Mapping[str, str]
    said: Mapping[str, str]
    sent: Collection[str]
    turn: int
    hurt: bool = False

    def word(self, script: Script) -> Wording:
        """Choose a wording of a script.

        Args:
            script: whose wordings they are.

        Returns:
            The wording, filled.
        """
        filled = self.fill(script, self.values, self.said)
        best = filled.sorry if self.hurt else filled.calm
        if not filled.bare.isdisjoint(self.sent):
            best = best_of(filled.wordings, self.sent, hurt=self.hurt)
        return best[self.turn % len(best)]


def best_of(wordings: Sequence[Wording], sent: Collection[str], *, hurt: bool) -> Sequence[Wording]:
    """Find the wordings that fit best: not said before, in the right tone, with the fewest open blanks, with the most facts.

    Args:
        wordings: the wordings.
        sent: what was said before, as ``bare`` gives it.
        hurt: whether the buyer was hurt.

    Returns:
        Those that are equally good.
    """
    ranks = [_rank(wording, sent, hurt=hurt) for wording in wordings]
    least = min(ranks)
    return [wording for wording, rank in zip(wordings, ranks, strict=True) if rank == least]


def _rank(wording: Wording, sent: Collection[str], *, hurt: bool) -> tuple[bool, bool, int, int]:
    """Tell how well a wording fits; less is better."""
    sorry, merry = _tone(wording.text)
    out_of_tone = (merry or not sorry) if hurt else sorry
    return bool(sent) and bare(wording.text) in sent, out_of_tone, len(wording.missing), -min(2, len(wording.uses))


def _tone(text: str) -> tuple[bool, bool]:
    """Tell whether a sentence apologises, and whether it is merry."""
    return _APOLOGY.search(text) is not None, _MERRY.search(text) is not None


def bare(text: str) -> str:
    """Reduce a sentence to its characters, so that punctuation does not hide that it was said before.

    Args:
        text: the sentence.

    Returns:
        Letters, digits and Chinese characters only.

    >>> bare("好的，亲~")
    '好的亲'
    """
    return _MARKS.sub("", text)


def plain(text: str) -> str:
    """Take the warmth out of a wording: 亲, particles, faces and ~.

    Args:
        text: a warm wording.

    Returns:
        The same sentence in a plain voice.

    >>> plain("亲，今天就发的哦~ /:^_^")
    '今天就发的。'
    """
    text = _FACE.sub("", text)
    text = re.sub(r"^(?:亲亲?|亲爱的)[，,、~～！! ]+", "", text)
    text = re.sub(r"(?<=[，。；！])亲[，、]", "", text)
    text = re.sub(r"(?<![父母双娘])亲(?=[，。！？~～：；])", "", text)
    text = re.sub(r"(?<![父母双娘相探])亲(?![爱测自肤戚友民口手人子和密切])", "您", text)
    text = _PARTICLE.sub("", text)
    text = re.sub(r"[~～]+(?=$|\s)", "。", text.rstrip())
    text = re.sub(r"[~～]+(?=[，。！？])", "", text)
    text = text.replace("~", "，").replace("～", "，").replace("！", "。")
    text = re.sub(r"[，、]+(?=[。，])", "", text)
    return re.sub(r"([。，])\1+", r"\1", text).strip()
