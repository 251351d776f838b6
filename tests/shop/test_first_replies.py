"""What an agent is shown first when buyers ask the example shop for facts: each line of ``first_replies.tsv`` is such a question."""

from __future__ import annotations

from datetime import datetime

import pytest

from cs_scripts.files.data import data_path
from cs_scripts.recommend.recommender import Recommender
from tests.cases import table
from tests.shop.test_questions import says

QUESTIONS = table("shop/first_replies.tsv")


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
