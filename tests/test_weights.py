"""The cache of fitted weights: a convenience that can be missing, stale, damaged or read-only, but never wrong."""

import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from cs_scripts import Recommender
from cs_scripts.recognition import cache as weights
from cs_scripts.recognition.model import IntentModel
from cs_scripts.text.tokens import Tokenizer

PROBE = "能便宜点吗 什么时候发货"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, recommender: Recommender) -> Path:
    """An own cache folder, with fitting replaced by the session's model, and a count of how often it was asked for."""
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "cache"))
    calls = tmp_path / "calls"

    def fit(engine: str) -> IntentModel:
        calls.write_text(calls.read_text() + "x" if calls.exists() else "x")
        return recommender.recogniser.model

    monkeypatch.setattr(weights, "fit_model", fit)
    return tmp_path / "cache"


def fits(cache: Path) -> int:
    calls = cache.parent / "calls"
    return len(calls.read_text()) if calls.exists() else 0


def test_second_load_does_not_fit(cache: Path, recommender: Recommender) -> None:
    """What was fitted once is read afterwards, and gives the same scores."""
    weights.load_model()
    again = weights.load_model()
    assert fits(cache) == 1
    assert np.array_equal(again.score(PROBE), recommender.recogniser.model.score(PROBE))
    assert again.name(5) == recommender.recogniser.model.name(5)


@pytest.mark.parametrize("content", [b"", b"garbage", b"PK\x03\x04 cut off", pickle.dumps({"weights": 1})])
def test_damaged_cache_is_fitted_anew(cache: Path, content: bytes) -> None:
    """Any other content is replaced, and a pickle is never loaded."""
    cache.mkdir()
    weights.cached_path().write_bytes(content)
    weights.load_model()
    assert fits(cache) == 1
    weights.load_model()
    assert fits(cache) == 1


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_truncated_cache_is_fitted_anew(cache: Path, cut: float) -> None:
    """A file cut short by a full disk is noticed."""
    weights.load_model()
    whole = weights.cached_path().read_bytes()
    weights.cached_path().write_bytes(whole[: int(len(whole) * cut)])
    weights.load_model()
    assert fits(cache) == 2


def test_arrays_that_do_not_belong_together(recommender: Recommender) -> None:
    """A file with the right names and wrong shapes is refused."""
    model = recommender.recogniser.model
    content = weights.pack(IntentModel(model.labels[:-1], model.chars, model.words, model.weights, model.intercept, model.tokenizer))
    with pytest.raises(ValueError, match="do not belong together"):
        weights.unpack(content, Tokenizer())


def test_folder_that_cannot_be_written(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a place for the cache everything works, only slower."""
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "file" / "sub"))
    weights.load_model()
    weights.load_model()
    assert fits(cache) == 2


def test_key_follows_the_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another example, or another word in the lexicon, is another key; other line ends are not."""
    folder = tmp_path / "data"
    (folder / "messages").mkdir(parents=True)
    for name in ("phrases.yaml", "lexicon.txt", "traditional.txt"):
        (folder / name).write_bytes(b"")
    message_file = folder / "messages" / "gift.txt"
    monkeypatch.setattr("cs_scripts.files.data.DATA_PLACES", (folder,))
    keys = []
    for lexicon, messages in ((b"", b"a\nb\n"), (b"", b"a\r\nb\r\n"), (b"", b"a\nc\n"), (b"x 5", b"a\nc\n")):
        (folder / "lexicon.txt").write_bytes(lexicon)
        message_file.write_bytes(messages)
        keys.append(weights.content_key())
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_cache_is_not_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """By default it lies in the user's cache folder."""
    monkeypatch.delenv("CS_SCRIPTS_CACHE")
    assert "cs-scripts" in os.fspath(weights.cache_folder())
