"""What short messages do in a talk."""

from pathlib import Path

import pytest

from cs_scripts import Recommender
from cs_scripts.errors import DataFileError
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recommend import move_file
from cs_scripts.recommend.moves import fallbacks, moves, read_move
from tests.cases import table


def talk(line: str) -> tuple[str, list[tuple[str, str]]]:
    *before, text = line.split("|")
    return text, [("seller" if turn.startswith("s:") else "buyer", turn[2:]) for turn in before]


@pytest.mark.parametrize(("line", "move", "script"), table("recommend/moves.tsv"))
def test_a_move_is_taken_up(line: str, move: str, script: str) -> None:
    found = read_move(*talk(line))
    assert (found.name if found else "-", found.scripts[0] if found else "-") == (move, script)


def test_every_script_of_a_move_stands_in_the_book() -> None:
    book = load_phrasebook()
    named = {one for _, scripts in moves() for one in scripts}
    assert named <= book.scripts.keys()


@pytest.mark.parametrize(
    ("text", "intent", "question", "hurt", "scripts"),
    [
        ("椒盐的要一袋", "order_placed", False, False, ["closing.answered"]),
        ("你们就是这样做生意的", "complaint", False, True, ["complaint.remedy"]),
        ("根本没有人给我打过电话", "logistics", False, False, ["closing.answered", "parcel.chased"]),
        ("你昨天可不是这么说的", "", False, False, ["closing.answered", "closing.corrected"]),
        ("有没有红色", "stock", True, False, []),
    ],
)
def test_what_may_be_said_where_no_script_comes_near(text: str, intent: str, question: bool, hurt: bool, scripts: list[str]) -> None:
    assert list(fallbacks(text, intent, question=question, hurt=hurt)) == scripts


def test_in_a_talk_an_ok_gets_a_reply_and_no_intent() -> None:
    suggestion = Recommender.load().suggest("嗯嗯", [{"role": "buyer", "text": "到哪了"}, {"role": "seller", "text": "稍等我查一下"}])
    assert (suggestion.status, suggestion.intents) == ("none", ())
    assert suggestion.replies[0].id == "closing.acknowledge.looking"


@pytest.mark.parametrize(
    ("talk", "says", "script"),
    [
        (["b:发票开一下", "s:好的亲，明天开好发您邮箱"], "嗯嗯就这个邮箱哦你记好了", "closing.answered.invoice"),
        (["b:今天能发货吗", "s:今天单子多，明天发"], "那就明天哦我等着用", "closing.answered.dispatch"),
        (["b:我要退货", "s:好的亲，您申请一下"], "我按你说的弄了", "closing.answered.return"),
    ],
)
def test_a_statement_is_acknowledged_by_what_the_talk_is_about(recommender: Recommender, talk: list[str], says: str, script: str) -> None:
    history = [{"role": "buyer" if turn[0] == "b" else "seller", "text": turn[2:]} for turn in talk]
    assert script in {reply.id for reply in recommender.suggest(says, history, k=6).replies}


BROKEN = """
version: 2
fillers: []
fallbacks:
  - {question: 1, words: "(", say: closing.answered}
topics: [closing]
moves:
  - {move: agrees, scripts: [{say: [closing.answered]}]}
  - {move: waits, like: "[", odd: 1, words: [等等], scripts: [{after: gone, agent: "*", say: []}]}
"""


def test_all_problems_of_the_moves_are_told_with_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "moves.yaml").write_text(BROKEN, encoding="utf-8")
    monkeypatch.setattr(move_file, "data_path", lambda name: tmp_path / name)
    with pytest.raises(DataFileError) as caught:
        move_file.file_moves()
    places = [problem.where.split()[-1] for problem in caught.value.problems]
    line = "moves[1].scripts[0]"
    of_moves = ["moves[0].words", "moves[1].like", "moves[1].odd", f"{line}.after", f"{line}.agent", f"{line}.say"]
    assert sorted(places) == sorted(["version", "fillers", "fallbacks[0].question", "fallbacks[0].words", "topics", *of_moves])
