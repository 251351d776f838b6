"""An intent is one entry of the phrase book and one file of messages; neither goes without the other."""

from pathlib import Path

import pytest

from cs_scripts.errors import DataFileError
from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.intent_files import check_intents


def test_every_intent_has_messages_and_a_phase() -> None:
    """``none`` is what no part of a sale asks for."""
    intents = load_phrasebook().intents
    check_intents(intents, data_path("messages"))
    assert [intent.id for intent in intents.values() if not intent.phase] == ["none"]


def test_what_is_missing_on_either_side_is_named(tmp_path: Path) -> None:
    for name in ("gift", "engraving"):
        (tmp_path / f"{name}.txt").write_text("刻字不\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        check_intents(["gift", "stock"], tmp_path)
    assert [problem.where for problem in caught.value.problems] == ["stock.txt", "engraving.txt"]


def test_training_checks_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody waits for a model that would lack an intent."""
    from cs_scripts.recognition import cache

    monkeypatch.setattr(cache, "data_path", lambda name: tmp_path if name == "messages" else data_path(name))
    with pytest.raises(DataFileError, match=r"gift\.txt：缺这个文件"):
        cache.fit_model()
