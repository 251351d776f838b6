"""Keep where words end in wordings that are known beforehand, so that nobody need cut them again: one bit for each character."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cs_scripts.recognition.model import IntentModel
from cs_scripts.text.normalise import normalise_all

Bits = npt.NDArray[np.uint8]


def joined(texts: Sequence[str]) -> str:
    r"""Normalise wordings and put them into one text, as they are cut.

    Args:
        texts: the wordings as typed.

    Returns:
        Line feeds stand before, between and behind.

    >>> joined(["Ａ", "b"])
    '\na\nb\n'
    """
    return "\n".join(("", *normalise_all(texts), ""))


def ends_of(tokens: Sequence[str]) -> Bits:
    """Tell where words end.

    Args:
        tokens: the words of a text.

    Returns:
        A bit for each character, set where a word ends.

    >>> ends_of(["仅退款", "行", "吗"]).tolist()
    [56]
    """
    lengths = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    ends = np.zeros(int(lengths.sum()), dtype=bool)
    ends[np.cumsum(lengths) - 1] = True
    return np.packbits(ends)


def cut_again(model: IntentModel, texts: Sequence[str], ends: Bits) -> list[str]:
    """Cut wordings where they were cut before.

    Args:
        model: its tokenizer cut them.
        texts: the same wordings as then.
        ends: what ``ends_of`` gave.

    Returns:
        The words of the joined wordings.
    """
    text = joined(texts)
    stops = (np.flatnonzero(np.unpackbits(ends)[: len(text)]) + 1).tolist()
    if len(ends) != (len(text) + 7) // 8 or not stops or stops[-1] != len(text):
        return model.tokenizer.cut(text)
    return model.tokenizer.mended([text[start:stop] for start, stop in zip([0, *stops[:-1]], stops, strict=True)])
