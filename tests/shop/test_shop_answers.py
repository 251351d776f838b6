"""What a made-up shop answers of places, days, postage, couriers, campaigns, sums and guarantees, by the clock of the message."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cs_scripts.conversation.facts import read_facts
from cs_scripts.files.text import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.answer import Answer
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.profile import Shop, load_shop
from cs_scripts.shop.shop_answers import shop_answers
from tests.cases import table
from tests.shop.test_questions import says

HERE = Path(__file__).parent
QUESTIONS = table("shop/shop_questions.tsv")


@pytest.fixture(scope="module")
def shop() -> Shop:
    return load_shop(HERE / "made_up" / "shop.yaml", load_phrasebook())


@pytest.fixture(scope="module")
def goods() -> Goods:
    return Goods.load(data_path("goods.example.csv"))


def ask(shop: Shop, text: str, at: str, intents: str = "", before: str = "", goods: Goods | None = None, item: str = "") -> list[Answer]:
    turns = [(role, said) for turn in before.split(" | ") if turn for role, said in [turn.split(":", 1)]]
    articles = goods.find(text, turns, item or None) if goods and (item or before) else []
    wanted = [each for each in intents.split(",") if each]
    return shop_answers(text, turns, read_facts(text, turns), shop, wanted, datetime.fromisoformat(at), articles=articles)


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
