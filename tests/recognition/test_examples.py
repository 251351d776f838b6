"""Example messages: what a file of them may hold, and that all problems are told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from cs_scripts.errors import DataFileError
from cs_scripts.recognition import thresholds
from cs_scripts.recognition.examples import Example, asks_as_examples, load_examples, load_lessons, parse_examples
from cs_scripts.recognition.thresholds import Thresholds, load_thresholds


def test_all_problems_of_a_file_are_told() -> None:
    content = "送啥\n# a comment\n\t stock\n送啥\n有货吗\tstock zzz\n"
    with pytest.raises(DataFileError) as caught:
        parse_examples(content, "gift", ["gift", "stock"], "gift.txt")
    assert [str(problem) for problem in caught.value.problems] == [
        "第 3 行：没有消息文字",
        "第 4 行：“送啥”重复",
        "第 5 行：没有这个意图 zzz",
    ]


def test_a_message_in_two_files_is_told(tmp_path: Path) -> None:
    for name in ("gift", "stock"):
        (tmp_path / f"{name}.txt").write_text(f"送的有货吗\n{name}\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_examples(tmp_path)
    [problem] = caught.value.problems
    assert (problem.where, "也在 gift.txt" in problem.what) == ("stock.txt", True)


def test_what_is_learnt_from_are_the_examples_then_the_asks() -> None:
    """An ask that is an example already keeps that one's intents; one of scripts of two intents gets both."""
    examples, lessons = load_examples(), load_lessons()
    assert lessons[: len(examples)] == examples
    texts = [one.text for one in lessons]
    assert len(set(texts)) == len(texts) > len(examples) + 1000
    assert all(one.intents for one in lessons)


def test_an_ask_of_two_intents_is_an_example_of_both() -> None:
    from cs_scripts.phrasebook.book import Phrasebook, Script

    scripts = [
        Script("gift.a", "gift", "", "送", ("a",), asks=("送啥", "known")),
        Script("stock.a", "stock", "", "货", ("a",), asks=("送啥",)),
    ]
    book = Phrasebook({}, {}, {}, {one.id: one for one in scripts})
    assert asks_as_examples(book, ["known"]) == [Example("送啥", ("gift", "stock"))]


@pytest.mark.parametrize(
    "value", [None, [], {"slope": 1.0}, dict.fromkeys(Thresholds._fields, "x"), dict.fromkeys((*Thresholds._fields, "odd"), 1)]
)
def test_thresholds_that_are_not_the_known_numbers_are_refused(value: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thresholds, "read_yaml", lambda _: value)
    with pytest.raises(DataFileError, match="各一个数"):
        load_thresholds()
