"""``cs-scripts learn``: see, take along, delete."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cs_scripts.cli.learn import command
from cs_scripts.errors import CsScriptsError
from cs_scripts.learning.choices import Choice, ChoiceStore, choices_path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CS_SCRIPTS_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def store() -> ChoiceStore:
    store = ChoiceStore(choices_path())
    for buyer in ("甲", "甲", "乙"):
        store.add(Choice("chosen", "returns|a,b", "b", message="能退吗", buyer=buyer))
    return store


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments, catch_exceptions=True)


def test_status(store: ChoiceStore) -> None:
    shown = run("status").output
    assert "选用 3 次" in shown
    assert "1 种情形有记录，其中 0 条回复已排到前面" in shown


def test_export(store: ChoiceStore, folder: Path) -> None:
    rows = [json.loads(line) for line in run("export").output.splitlines()]
    assert [row["message"] for row in rows] == ["能退吗"] * 3
    run("export", "-o", str(folder / "out.jsonl"))
    assert (folder / "out.jsonl").read_text(encoding="utf-8").count("\n") == 3


def test_forget_and_reset(store: ChoiceStore) -> None:
    assert run("forget", "--buyer", "甲").output == "删掉 2 条\n"
    assert run("forget", "--older-than", "1").output == "删掉 0 条\n"
    assert isinstance(run("forget").exception, CsScriptsError)
    assert run("reset", "--yes").output == "删掉 1 条\n"


def test_nothing_learned_yet() -> None:
    assert "还没有选用记录" in str(run("status").exception)


def test_each_shop_has_choices_of_its_own(folder: Path) -> None:
    assert len({choices_path(), choices_path(folder / "a" / "shop.yaml"), choices_path(folder / "b" / "shop.yaml")}) == 3
