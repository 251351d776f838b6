"""Two questions in one message, both answered from the shop's tables, get one reply."""

from pathlib import Path

from cs_scripts import Recommender
from cs_scripts.recommend.joining import joined
from cs_scripts.recommend.replies import TABLE
from cs_scripts.recommend.suggestion import Reply

SHOP = Path(__file__).parents[2] / "data" / "shop.example.yaml"


def fact(text: str, table: str, missing: tuple[str, ...] = ()) -> Reply:
    return Reply(f"{table}.x", "courier", text, 1.0, TABLE, "own", missing)


def test_two_facts_become_one_sentence() -> None:
    days, firms = fact("一般3天到哦，您在哪个城市呀", "regions"), fact("亲，默认发中通哦", "courier")
    assert [one.text for one in joined((days, firms))] == ["一般3天到；默认发中通哦"]


def test_drafts_and_facts_of_one_table_stay_apart() -> None:
    days = fact("一般3天到哦", "regions")
    for other in (fact("【待填:快递】", "courier", ("快递",)), fact("路上3天哦", "regions")):
        assert joined((days, other)) == (days, other)


def test_a_message_with_two_questions() -> None:
    first = Recommender.load(shop=SHOP).suggest("发什么快递 多久到").replies[0].text
    assert "中通" in first
    assert "天" in first
