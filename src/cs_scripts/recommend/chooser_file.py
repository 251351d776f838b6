"""Keep what tells siblings apart: in the wheel, else in the user's cache, as plain small numbers."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from cs_scripts.files.data import data_path, installed
from cs_scripts.files.npz import read_arrays
from cs_scripts.files.once import once
from cs_scripts.files.private import read_private, write_private
from cs_scripts.files.text import read_source
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.recognition.key import content_key
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.weights import DAMAGED
from cs_scripts.recommend import choosers
from cs_scripts.recommend.choosers import Chooser

BUNDLED = "choosers.npz"
"""Name of the file that a wheel brings, below ``data``."""

_PARTS = ("grams", "worth", "table", "steps", "ends")
_FARTHEST = 255
"""How far a place may lie behind the one before in a file."""


def load_choosers(book: Phrasebook, model: IntentModel) -> Mapping[str, Chooser]:
    """Load the models of the bundled book: those of the wheel, else those kept here, else fit and keep them.

    Args:
        book: the bundled book.
        model: finds n-grams.

    Returns:
        The model of each intent.
    """
    key = None if installed() else choosers_key(model.key or content_key())
    with contextlib.suppress(*DAMAGED):
        return unpack_choosers(data_path(BUNDLED).read_bytes(), key)
    if key is None:
        return choosers.fit_choosers(book, model)
    return _fit_once(book, model, f"choosers-{key}.npz", key)


def _fit_once(book: Phrasebook, model: IntentModel, name: str, key: str) -> Mapping[str, Chooser]:
    """Take the models that were kept, else fit and keep them."""
    import logging

    log = logging.getLogger("cs_scripts")

    def kept() -> Mapping[str, Chooser] | None:
        with contextlib.suppress(*DAMAGED):
            return unpack_choosers(read_private(name) or b"", key)
        return None

    def fit() -> Mapping[str, Chooser]:
        log.info("首次使用，正在整理话术的问法，约需几秒，之后不用再等……")
        return choosers.fit_choosers(book, model)

    return once(
        kept,
        fit,
        lambda fitted: write_private(name, pack_choosers(fitted, key)),
        waiting=lambda: log.info("另一个进程正在整理话术的问法，等它完成……"),
        unkept=lambda _error: None,  # the cache of the weights says so already
    )


def choosers_key(weights: str) -> str:
    """Hash what the models depend on: the weights' own key, which covers the asks, and the modules that fit and keep them.

    Args:
        weights: the weights' own key, see ``recognition.key.content_key``.

    Returns:
        Hexadecimal digits.
    """
    import hashlib  # an installed package asks for no key

    sources = [read_source(file) for file in (__file__, choosers.__file__)]
    return hashlib.sha256(b"".join([weights.encode(), *sources])).hexdigest()[:32]


def pack_choosers(models: Mapping[str, Chooser], key: str) -> bytes:
    """Write models as an npz file of plain numbers; of the tables only what is not 0, and how far it lies behind the one before.

    Args:
        models: the models by intent.
        key: what ``choosers_key`` gave.

    Returns:
        The file's bytes; the same for the same models.
    """
    columns = [*zip(*((one.grams, one.worth, one.table.ravel(), one.steps, one.ends) for one in models.values()), strict=True)]
    whole = {part: np.concatenate(column) for part, column in zip(_PARTS, columns, strict=True)}
    table = whole.pop("table")
    places = np.union1d(np.flatnonzero(table), np.arange(0, len(table), _FARTHEST))  # so that each is near enough to the one before
    arrays: dict[str, Any] = {
        "key": np.frombuffer(key.encode(), dtype=np.uint8),
        "names": np.frombuffer("\0".join(models).encode(), dtype=np.uint8),
        "sizes": np.array([[len(one) for one in column] for column in columns], dtype=np.int64),
        **whole,
        "grams": np.diff(whole["grams"], prepend=whole["grams"].dtype.type(0)),
        "gaps": np.diff(places, prepend=0).astype(np.uint8),
        "values": table[places],
    }
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack_choosers(content: bytes, key: str | None) -> dict[str, Chooser]:
    """Read models from an npz file.

    Args:
        content: what ``pack_choosers`` returned.
        key: what they must depend on; None to take them as they are.

    Returns:
        The models.

    Raises:
        ValueError: they depend on something else, or do not belong together. A damaged file raises one of ``weights.DAMAGED``.
    """
    arrays = read_arrays(content)
    if key is not None and arrays["key"].tobytes().decode() != key:
        raise ValueError("another key")
    names, sizes = arrays["names"].tobytes().decode().split("\0"), arrays["sizes"]
    if sizes.shape != (len(_PARTS), len(names)) or not np.array_equal(sizes[2], sizes[0] * sizes[3]) or (sizes[0] != sizes[1]).any():
        raise ValueError("the arrays do not belong together")
    places, values = np.cumsum(arrays["gaps"], dtype=np.int64), arrays["values"]
    if len(places) != len(values) or (len(places) and places[-1] >= sizes[2].sum()):
        raise ValueError("the table is of another size")
    table = np.zeros(sizes[2].sum(), dtype=np.int8)
    table[places] = values
    whole = {"grams": np.cumsum(arrays["grams"], dtype=np.int32), "table": table}
    columns = [np.split(whole[part] if part in whole else arrays[part], np.cumsum(of)[:-1]) for part, of in zip(_PARTS, sizes, strict=True)]
    return {
        name: Chooser(grams, worth, table.reshape(len(grams), len(steps)), steps, ends)
        for name, grams, worth, table, steps, ends in zip(names, *columns, strict=True)
    }
