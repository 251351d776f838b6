"""What the agent told is said again, and not contradicted."""

import re

import pytest

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.told_answers import contradicts, told_answers
from tests.cases import table


@pytest.mark.parametrize(("line", "intent", "wanted"), table("shop/told.tsv"))
def test_a_day_that_was_told_is_told_again(line: str, intent: str, wanted: str) -> None:
    *before, text = line.split("|")
    turns = [("seller" if turn.startswith("s:") else "buyer", turn[2:]) for turn in before]
    found = told_answers(text, turns, [intent], placed=False)
    assert bool(re.search(wanted, found[0].text)) if found else wanted == "-"


def test_another_place_gets_another_arrival() -> None:
    turns = [("buyer", "到上海几天"), ("seller", "上海2天左右到的")]
    assert told_answers("那到拉萨呢 几天", turns, ["delivery_time"], placed=True) == []


@pytest.mark.parametrize(
    ("intent", "answer", "said", "expected"),
    [
        ("shipping_fee", "满59元包邮，不到收8元", "亲满88包邮的呢", True),
        ("shipping_fee", "满59元包邮，不到收8元", "满59包邮哦", False),
        ("courier", "默认发中通、圆通哦", "我们发韵达和邮政", True),
        ("courier", "默认发中通、圆通哦", "默认中通的亲", False),
        ("gift", "满300元送棉袜", "您好", False),
        ("sizing", "穿M码", "满88包邮", False),
    ],
)
def test_the_tables_do_not_contradict_the_agent(intent: str, answer: str, said: str, expected: bool) -> None:
    assert contradicts(Answer("x", intent, answer), [("seller", said)]) is expected


def test_no_money_is_asked_for_a_courier_that_was_offered() -> None:
    fee = Answer("couriers.fee", "courier", "指定韵达的话补12元")
    assert contradicts(fee, [("seller", "默认韵达或者天天哦")])
    assert not contradicts(fee, [("seller", "我们默认中通的")])
