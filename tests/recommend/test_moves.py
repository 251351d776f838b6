"""What short messages do in a talk."""

import pytest

from cs_scripts import Recommender
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.recommend.moves import moves, read_move, short_answer, taken_up
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


def test_a_short_message_after_a_question_is_its_answer() -> None:
    asked = [("buyer", "想买一件"), ("seller", "亲要什么颜色呢？")]
    assert short_answer("杏色的", asked) is not None
    assert short_answer("杏色的", [("seller", "好的")]) is None


def test_what_no_script_comes_near_is_taken_up_by_what_was_felt() -> None:
    turns = [("buyer", "收到是碎的"), ("seller", "确实没有碎的呢")]
    anger = taken_up("你们就是这样做生意的", turns, RecognisedIntent("complaint", 0.9), 0.1, hurt=True)
    statement = taken_up("我朋友说的和你不一样", turns, RecognisedIntent("price_info", 0.9), 0.1, hurt=False)
    parcel = taken_up("根本没有人给我打过电话", turns, RecognisedIntent("logistics", 0.9), 0.1, hurt=False)
    assert [move.scripts if move else () for move in (anger, statement, parcel)] == [
        ("complaint.remedy",),
        ("closing.answered",),
        ("parcel.chased",),
    ]


@pytest.mark.parametrize(
    ("text", "turns", "intent", "fit"),
    [
        ("你们就是这样做生意的", [("seller", "确实没有碎的呢")], RecognisedIntent("complaint", 0.9), 0.6),
        ("你们就是这样做生意的", [], RecognisedIntent("complaint", 0.9), 0.1),
        ("可以配个大的给我吗", [("seller", "您好")], RecognisedIntent("wrong_item", 0.4), 0.1),
        ("那就退一半吧", [("seller", "您好")], RecognisedIntent("refund", 0.9), 0.1),
    ],
)
def test_nothing_is_taken_up(text: str, turns: list[tuple[str, str]], intent: RecognisedIntent, fit: float) -> None:
    """Where a script comes near, at the beginning of a talk, a question, and what wants a decision of the shop."""
    assert taken_up(text, turns, intent, fit, hurt=False) is None


def test_in_a_talk_an_ok_gets_a_reply_and_no_intent() -> None:
    suggestion = Recommender.load().suggest("嗯嗯", [{"role": "buyer", "text": "到哪了"}, {"role": "seller", "text": "稍等我查一下"}])
    assert (suggestion.status, suggestion.intents) == ("none", ())
    assert suggestion.replies[0].id == "closing.acknowledge.looking"
