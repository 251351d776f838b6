"""What a made-up shop answers of places, days, postage, couriers, campaigns, sums and guarantees, by the clock of the message."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_scripts.conversation.facts import read_facts
from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.answer import Answer
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.moments import local
from cs_scripts.shop.profile import Shop, load_shop
from cs_scripts.shop.question import Question
from cs_scripts.shop.regions import Regions
from cs_scripts.shop.shop_answers import shop_answers
from tests.cases import table
from tests.shop.test_questions import says

HERE = Path(__file__).parent
QUESTIONS = table("shop/shop_questions.tsv")


SHOP = load_shop(HERE / "made_up" / "shop.yaml", load_phrasebook())


@pytest.fixture(scope="module")
def shop() -> Shop:
    return SHOP


@pytest.fixture(scope="module")
def goods() -> Goods:
    return Goods.load(data_path("goods.example.csv"))


def ask(shop: Shop, text: str, at: str, intents: str = "", before: str = "", goods: Goods | None = None, item: str = "") -> list[Answer]:
    turns = [(role, said) for turn in before.split(" | ") if turn for role, said in [turn.split(":", 1)]]
    articles = goods.find(text, turns, item or None) if goods and (item or before) else []
    wanted = [each for each in intents.split(",") if each]
    moment = local(datetime.fromisoformat(at))
    return shop_answers(Question(text, read_facts(text, turns), shop, tuple(wanted), moment, tuple(articles), turn=len(turns)))


def plainly(shop: Shop, text: str, at: datetime, stage: str = "") -> list[Answer]:
    """Ask without a talk or an intent."""
    return shop_answers(Question(text, read_facts(text), shop, (), at, stage=stage))


@pytest.mark.parametrize(
    ("at", "item", "before", "intents", "text", "wanted"), QUESTIONS, ids=[f"{row[0][5:]}-{row[4]}" for row in QUESTIONS]
)
def test_question_is_answered_by_the_shop(
    shop: Shop, goods: Goods, at: str, item: str, before: str, intents: str, text: str, wanted: str
) -> None:
    answers = ask(shop, text, at, intents, before, goods, item)
    if wanted == "-":
        assert answers == []
        return
    assert answers
    assert says(" ".join(answer.text for answer in answers), wanted), answers


@pytest.mark.parametrize(("at", "item", "before", "intents", "text", "wanted"), QUESTIONS, ids=[row[4] for row in QUESTIONS])
def test_no_reply_promises_or_shows_a_brace(
    shop: Shop, goods: Goods, at: str, item: str, before: str, intents: str, text: str, wanted: str
) -> None:
    """Nothing is certain on the road: 肯定, 保证 and 绝对 are never said."""
    for answer in ask(shop, text, at, intents, before, goods, item):
        assert not any(word in answer.text for word in ("肯定", "保证", "绝对", "{", "}", "None", "，，", "，哦", "——"))
        assert answer.uses


@pytest.mark.parametrize("text", ["什么时候发货", "今天能发货吗", "到成都几天", "今天拍周日能到成都吗"])
def test_of_a_parcel_that_has_left_no_usual_days_are_told(shop: Shop, text: str) -> None:
    at = datetime(2026, 11, 30, 10)
    assert plainly(shop, text, at)
    assert plainly(shop, text, at, "shipped") == []


def test_nothing_is_told_that_nobody_said() -> None:
    """Without a profile only what holds for every shop is left: hotlines, and the documented guarantees by kind."""
    questions = ["到成都几天", "新疆包邮吗", "发西藏吗", "邮费多少", "今天能发货吗", "满300减多少", "有券吗", "发什么快递", "保修多久"]
    for text in questions:
        assert plainly(Shop(), text, datetime(2026, 11, 30)) == []
    for text, wanted in (("鞋子保修多久", "3个月"), ("充电宝质保多久", "30天"), ("圆通客服电话多少", "95554")):
        [answer] = plainly(Shop(), text, datetime(2026, 11, 30))
        assert wanted in answer.text


def test_the_kind_of_a_guarantee_may_stand_in_an_earlier_turn() -> None:
    [answer] = ask(Shop(), "三包怎么算的", "2026-11-30", "warranty", "buyer:这双皮鞋还有吗 | seller:有的")
    assert "开胶" in answer.text
    assert "3个月" in answer.text


def test_the_same_question_gets_the_same_words_unless_it_is_asked_again(shop: Shop) -> None:
    first = ask(shop, "到成都几天", "2026-11-30 10:00")
    assert first == ask(shop, "到成都几天", "2026-11-30 10:00")
    words = {ask(shop, "到成都几天", "2026-11-30 10:00", "", " | ".join(["seller:好"] * turns))[0].text for turns in range(6)}
    assert len(words) > 1


WORDS = ["成都", "新疆", "今天", "后天", "周五", "拍", "能到吗", "几天", "包邮吗", "多少钱", "买3件", "满200减", "活动", "什么时候", "结束",
         "券", "一起用", "顺丰", "加多少", "三包", "保多久", "发货", "偏远", "元旦", "?", "，", "1", "99"]  # fmt: skip


@given(
    st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS), max_size=12).map("".join)),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),
    st.sampled_from([SHOP, Shop(), replace(SHOP, campaigns=()), replace(SHOP, coupons=()), replace(SHOP, regions=Regions())]),
)
@settings(deadline=None)
def test_whatever_is_typed_an_answer_names_only_what_runs(text: str, at: datetime, shop: Shop) -> None:
    """No text is too odd to read, and a campaign that is over is named only to say so."""
    for answer in plainly(shop, text, at):
        assert "{" not in answer.text
        for campaign in shop.campaigns:
            if campaign.over(at) and campaign.name in answer.text:
                assert "结束" in answer.text or "过了时间" in answer.text
