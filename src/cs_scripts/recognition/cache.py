"""Keep fitted weights between runs, so that only the first run trains.

The cache is a plain npz file (arrays of numbers and bytes, never pickle) named after a hash of everything the weights
depend on. Missing, stale, damaged or not writable: the answer is the same, it only takes longer.
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from cs_scripts.errors import FileWriteError
from cs_scripts.files.text import data_path, write_bytes
from cs_scripts.recognition.model import IntentModel
from cs_scripts.recognition.ngrams import Trie
from cs_scripts.text.tokens import Tokenizer

RECIPE = 5
"""Raised by hand whenever the code that turns examples into weights changes its result."""


def cache_folder() -> Path:
    """Return where fitted weights are kept: ``$CS_SCRIPTS_CACHE``, or the user's cache folder.

    Returns:
        The folder, which need not exist.
    """
    return Path(os.environ.get("CS_SCRIPTS_CACHE") or platformdirs.user_cache_path("cs-scripts"))


def content_key() -> str:
    """Hash everything that the weights depend on: the examples, the phrase book's asks, the lexicon, the character table, the recipe.

    Returns:
        Hexadecimal digits.
    """
    digest = hashlib.sha256(f"recipe {RECIPE}".encode())
    tables = [data_path(f"{name}.txt") for name in ("lexicon", "typos", "traditional")]
    for path in (*tables, *sorted(data_path("messages").glob("*.txt"))):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(content)} ".encode())
        digest.update(content)
    for line in data_path("phrases.yaml").read_bytes().splitlines():
        if not line.startswith(b'      - "'):  # replies teach nothing
            digest.update(line)
    return digest.hexdigest()[:32]


def cached_path() -> Path:
    """Return the file that holds the weights fitted on the present examples, once they have been fitted.

    Returns:
        The path, which need not exist.
    """
    return cache_folder() / f"intents-{content_key()}.npz"


def load_model(engine: str = "auto") -> IntentModel:
    """Load the intent model from the cache, or fit it and fill the cache.

    Args:
        engine: the tokenizer's engine; the weights are the same for all.

    Returns:
        The model.
    """
    tokenizer = Tokenizer(engine)
    path = cached_path()
    try:
        return unpack(path.read_bytes(), tokenizer)
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        pass  # no cache, or a damaged one: fit again
    model = fit_model(engine)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, pack(model))
    except (FileWriteError, OSError):
        pass  # the cache is a convenience
    return model


def fit_model(engine: str = "auto") -> IntentModel:
    """Fit the intent model on the bundled examples and the asks of the bundled phrase book.

    Args:
        engine: the tokenizer's engine.

    Returns:
        The model.
    """
    from cs_scripts.recognition.examples import load_lessons
    from cs_scripts.recognition.training import IntentClassifier

    examples = load_lessons()
    classifier = IntentClassifier(engine=engine)
    return classifier.fit([example.text for example in examples], [example.intents for example in examples]).model_


def pack(model: IntentModel) -> bytes:
    """Write a model as an npz file.

    Args:
        model: the model.

    Returns:
        The file's bytes.
    """
    arrays: dict[str, Any] = {"labels": _to_bytes(model.labels), "weights": model.weights, "intercept": model.intercept}
    for name, trie in (("chars", model.chars), ("words", model.words)):
        arrays |= {f"{name}_units": _to_bytes(trie.units), f"{name}_keys": trie.keys, f"{name}_longest": np.array(trie.longest)}
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def unpack(content: bytes, tokenizer: Tokenizer) -> IntentModel:
    """Read a model from an npz file.

    Args:
        content: what ``pack`` returned.
        tokenizer: what cuts words.

    Returns:
        The model.

    Raises:
        ValueError, KeyError, zipfile.BadZipFile, EOFError: the content is damaged.
    """
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        chars, words = (
            Trie(_from_bytes(arrays[f"{name}_units"]), arrays[f"{name}_keys"], int(arrays[f"{name}_longest"]))
            for name in ("chars", "words")
        )
        model = IntentModel(_from_bytes(arrays["labels"]), chars, words, arrays["weights"], arrays["intercept"], tokenizer)
    if model.weights.shape != (len(model.chars) + len(model.words), len(model.labels) + 1):
        raise ValueError("the arrays do not belong together")
    return model


def _to_bytes(texts: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.uint8]]:
    return np.frombuffer("\0".join(texts).encode(), dtype=np.uint8)


def _from_bytes(array: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> tuple[str, ...]:
    return tuple(array.tobytes().decode().split("\0"))
