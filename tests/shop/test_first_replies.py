"""What an agent is shown first when buyers ask the example shop for facts: each line of ``first_replies.tsv`` is such a question."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cs_scripts.files.data import data_path
from cs_scripts.recommend.recommender import Recommender
from tests.cases import table
from tests.shop.test_questions import says

QUESTIONS = table("shop/first_replies.tsv")
OF_ANOTHER_SHOP = table("shop/made_up/replies.tsv")
MADE_UP = Path(__file__).parent / "made_up"


@pytest.fixture(scope="module")
def recommender() -> Recommender:
    return Recommender.load(shop=data_path("shop.example.yaml"), goods=data_path("goods.example.csv"))


@pytest.mark.parametrize(("item", "before", "text", "wanted"), QUESTIONS, ids=[f"{row[0]}-{row[2]}" for row in QUESTIONS])
def test_the_first_reply_states_the_fact_or_leaves_a_blank(
    recommender: Recommender, item: str, before: str, text: str, wanted: str
) -> None:
    turns = [{"role": role, "text": said} for turn in before.split(" | ") if turn for role, said in [turn.split(":", 1)]]
    replies = recommender.suggest(text, turns, item=item or None, at=datetime(2026, 11, 30, 10)).replies
    assert replies
    assert says(replies[0].text, wanted), replies[0]


@pytest.fixture(scope="module")
def another_shop() -> Recommender:
    return Recommender.load(shop=MADE_UP / "shop.yaml", goods=MADE_UP / "goods.csv")


@pytest.mark.parametrize(("item", "text", "wanted"), OF_ANOTHER_SHOP, ids=[f"{row[0]}-{row[1]}" for row in OF_ANOTHER_SHOP])
def test_another_shop_with_columns_of_its_own_gets_the_same(another_shop: Recommender, item: str, text: str, wanted: str) -> None:
    replies = another_shop.suggest(text, item=item or None, at=datetime(2026, 11, 30, 10)).replies
    assert replies
    assert says(replies[0].text, wanted), replies[0]


@pytest.mark.parametrize(
    ("text", "never", "once"),
    [
        ("西藏包邮不", "满299元包邮|299元就|满59元包邮", ""),
        ("寄到新疆邮费多少钱", "满199元包邮|199元就|满59元包邮", "25元"),
        ("发拉萨包邮吗", "满299元包邮|299元就", ""),
        ("发青海邮费多少", "满59元包邮|59元就", "13元"),
    ],
)
def test_postage_is_never_said_to_be_free_where_something_is_always_added(
    another_shop: Recommender, text: str, never: str, once: str
) -> None:
    replies = [reply.text for reply in another_shop.suggest(text, at=datetime(2026, 11, 30, 10)).replies]
    assert len(replies) > 1
    assert not [reply for reply in replies for each in never.split("|") if each in reply]
    assert any(once in reply for reply in replies)
