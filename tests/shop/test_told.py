"""What the agent told is said again, and not contradicted."""

import re

import pytest

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.told_answers import contradicts, told_answers
from cs_scripts.shop.told_values import told_values
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
        ("shipping_fee", "满59元包邮，不到收8元", "西藏不包邮的，运费给您改成15元了", True),
        ("shipping_fee", "满59元包邮，没满补8元邮费", "一共收您8块钱邮费", False),
        ("shipping_fee", "满59元包邮，没满补8元邮费", "一共收您12块钱邮费", True),
        ("shipping_fee", "单买收8元邮费", "这边不包邮的呢", False),
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


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("我们家满88就包邮", {"free_postage_threshold": "88"}),
        ("快递费给您按6元收", {"postage": "6"}),
        ("退运费的话按8元算", {}),
        ("预售款72小时内给您发货", {"dispatch_hours": "72"}),
        ("14点前付款的当天就发出", {"cutoff": "14点"}),
        ("发货后一般2-3天能到您那边", {"transit_days": "2-3"}),
        ("预计5天左右到货，到货就发", {}),
        ("退款提交后5个工作日到账", {"refund_days": "5"}),
        ("走的是德邦和顺丰哦", {"couriers": "德邦、顺丰"}),
        ("24天无理由", {}),
    ],
)
def test_what_the_agent_told_fills_blanks(said: str, expected: dict[str, str]) -> None:
    assert told_values([("seller", said)]) == expected
    assert told_values([("buyer", said)]) == {}
    assert not {"postage", "transit_days"} & told_values([("seller", said)], placed=True).keys()
