"""What is shown first of sizes, slips of the finger, parts and blanks: ``wardrobe/replies.tsv``, of two shops."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cs_scripts.files.data import data_path
from cs_scripts.recommend.recommender import Recommender
from tests.cases import table
from tests.shop.test_questions import says

CASES = table("shop/wardrobe/replies.tsv")
HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def recommenders() -> dict[str, Recommender]:
    return {
        "例": Recommender.load(shop=data_path("shop.example.yaml"), goods=data_path("goods.example.csv")),
        "衣": Recommender.load(shop=HERE / "made_up" / "shop.yaml", goods=HERE / "wardrobe" / "goods.csv"),
    }


@pytest.mark.parametrize(("shop", "before", "text", "wanted"), CASES, ids=[f"{row[0]}-{row[2]}" for row in CASES])
def test_the_first_reply_states_the_fact_or_leaves_a_blank(
    recommenders: dict[str, Recommender], shop: str, before: str, text: str, wanted: str
) -> None:
    turns = [{"role": role, "text": said} for turn in before.split(" | ") if turn for role, said in [turn.split(":", 1)]]
    replies = recommenders[shop].suggest(text, turns, at=datetime(2026, 11, 30, 10)).replies
    assert replies
    assert says(replies[0].text, wanted), replies[0]
