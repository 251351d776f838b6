"""What is shown first of sums, earlier options, sizes between two, places, offers and couriers: ``orders.tsv``, of two shops."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cs_scripts.files.data import data_path
from cs_scripts.recommend.recommender import Recommender
from cs_scripts.shop.courier_refused import offers, refused_couriers
from tests.cases import table
from tests.shop.test_questions import says

CASES = table("shop/orders.tsv")
MADE_UP = Path(__file__).parent / "made_up"


@pytest.fixture(scope="module")
def recommenders() -> dict[str, Recommender]:
    return {
        "例": Recommender.load(shop=data_path("shop.example.yaml"), goods=data_path("goods.example.csv")),
        "自": Recommender.load(shop=MADE_UP / "shop.yaml", goods=MADE_UP / "orders.csv"),
    }


@pytest.mark.parametrize(("shop", "at", "before", "text", "wanted"), CASES, ids=[f"{row[0]}-{row[3]}" for row in CASES])
def test_the_first_reply_reckons_or_leaves_a_blank(
    recommenders: dict[str, Recommender], shop: str, at: str, before: str, text: str, wanted: str
) -> None:
    turns = [{"role": role, "text": said} for turn in before.split(" | ") if turn for role, said in [turn.split(":", 1)]]
    replies = recommenders[shop].suggest(text, turns, at=datetime.fromisoformat(at)).replies
    assert replies
    assert says(replies[0].text, wanted), replies[0]


@pytest.mark.parametrize("text", ["能发中通吗", "发不发德邦", "中通快不快", "发圆通要不要加钱", "中通到了吗", "要不要备注中通"])
def test_a_courier_that_is_only_asked_for_is_not_refused(text: str) -> None:
    assert refused_couriers(text) == []


@pytest.mark.parametrize("text", ["除了中通圆通还能发别的快递吗", "中通和圆通都不想用 换别家要加钱吗"])
def test_no_reply_offers_a_courier_that_is_refused(recommenders: dict[str, Recommender], text: str) -> None:
    replies = recommenders["例"].suggest(text, at=datetime(2026, 11, 30, 10)).replies
    assert replies
    assert not any(offers(reply.text, refused_couriers(text)) for reply in replies), replies
