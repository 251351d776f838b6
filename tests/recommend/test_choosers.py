"""The models that tell an intent's scripts apart: fitted, kept and read back the same; what is damaged is fitted anew."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from cs_scripts import Recommender
from cs_scripts.files.private import alone, private_folder, write_private
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.recognition.key import content_key
from cs_scripts.recommend import choosers
from cs_scripts.recommend.chooser_file import choosers_key, load_choosers, pack_choosers, unpack_choosers
from cs_scripts.recommend.choosers import Chooser, fit_choosers


def same(one: Chooser, other: Chooser) -> bool:
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ("grams", "worth", "table", "steps", "ends"))


@pytest.fixture
def small(recommender: Recommender) -> Phrasebook:
    """Two intents of the book."""
    book = recommender.book
    scripts = {one.id: one for one in book.scripts.values() if one.intent in ("invoice", "gift")}
    return Phrasebook(book.intents, {}, book.slots, scripts)


def test_what_is_kept_is_what_was_fitted(
    small: Phrasebook, recommender: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fitted where nothing is kept, read where something is, fitted again where that is damaged or of another key."""
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "cache"))
    model = recommender.recogniser.model
    fitted = load_choosers(small, model)
    assert sorted(fitted) == ["gift", "invoice"]
    [kept] = (tmp_path / "cache").glob("choosers-*.npz")
    whole = kept.read_bytes()
    monkeypatch.setattr(choosers, "fit_choosers", lambda *_: pytest.fail("it was kept"))
    again = load_choosers(small, model)
    assert all(same(again[intent], fitted[intent]) for intent in fitted)
    monkeypatch.undo()
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "cache"))
    for content in (whole[:100], whole[: len(whole) // 2], b""):
        kept.write_bytes(content)
        anew = load_choosers(small, model)
        assert all(same(anew[intent], fitted[intent]) for intent in fitted)
        assert kept.read_bytes() == whole


def test_another_key_or_arrays_that_do_not_belong_together_are_refused(small: Phrasebook, recommender: Recommender) -> None:
    fitted = fit_choosers(small, recommender.recogniser.model)
    content = pack_choosers(fitted, "key")
    assert sorted(unpack_choosers(content, "key")) == sorted(unpack_choosers(content, None)) == ["gift", "invoice"]
    with pytest.raises(ValueError, match="another key"):
        unpack_choosers(content, "other")
    gift = fitted["gift"]
    odd = pack_choosers({"gift": Chooser(gift.grams[:-1], gift.worth, gift.table, gift.steps, gift.ends)}, "key")
    with pytest.raises(ValueError, match="do not belong together"):
        unpack_choosers(odd, "key")


def test_each_script_is_the_first_for_most_of_its_own_asks(recommender: Recommender) -> None:
    """What the models are for."""
    hits = total = 0
    for script in recommender.book.for_intent("invoice"):
        for ask in script.asks:
            found = recommender.suggest(ask, k=1).replies
            total += 1
            hits += bool(found) and found[0].id == script.id
    assert hits > 0.8 * total > 20


def test_a_second_process_waits(
    small: Phrasebook, recommender: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """While another fits them, it waits, and then reads what that one has kept."""
    caplog.set_level(logging.INFO, "cs_scripts")
    model = recommender.recogniser.model
    fitted = fit_choosers(small, model)
    key = choosers_key(model.key or content_key())
    content = pack_choosers(fitted, key)
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(choosers, "fit_choosers", lambda *_: pytest.fail("the other one has fitted them"))
    with ThreadPoolExecutor(1) as pool:
        with alone(private_folder() / "lock", lambda: pytest.fail("nobody is inside")):
            loading = pool.submit(load_choosers, small, model)
            while "另一个进程正在整理" not in caplog.text and not loading.done():
                time.sleep(0.02)
            write_private(f"choosers-{key}.npz", content)
        again = loading.result(timeout=30)
    assert all(same(again[intent], fitted[intent]) for intent in fitted)
