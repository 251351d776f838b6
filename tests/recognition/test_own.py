"""The shop's own book teaches: what it asks is recognised, first of all and without fitting."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cs_scripts import Recommender
from cs_scripts.errors import DataFileError

Write = Callable[[str, str | bytes], Path]

BOOK = """
version: 1
intents:
  - {id: feeding, label: 喂养, code: wy, definition: 问怎么喂}
scripts:
  - id: own.switch
    intent: feeding
    situation: 问怎么换粮
    asks: [怎么换粮, 换粮要几天, 新粮旧粮怎么掺, 换粮拉稀怎么办, 突然换粮可以吗, 七日换粮法怎么弄,
       狗粮换牌子要过渡吗, 猫换粮吐了, 换粮期喂什么, 换粮的比例]
    replies: [用七天慢慢换，每天多掺一点新粮。]
  - id: own.fresh
    intent: quality
    situation: 问日期
    asks: [日期新鲜吗, 是新日期不, 生产日期近不近, 哪天生产的, 是不是临期, 有没有快过期, 新货还是库存货, 日期咋样]
    replies: [都是两个月内的货。]
"""


@pytest.fixture
def shop(write: Write) -> Recommender:
    return Recommender.load(phrases=write("own.yaml", BOOK))


@pytest.mark.parametrize("text", ["怎么换粮", "请问怎么换粮呀？", "亲 怎么换粮", "怎么换粮呢😊"])
def test_an_own_ask_decides(shop: Recommender, text: str) -> None:
    """A message equal or close to an own ask gets the own script first, however it is dressed."""
    suggestion = shop.suggest(text)
    assert (suggestion.status, suggestion.intents[0].id, suggestion.replies[0].id) == ("confident", "feeding", "own.switch")


def test_own_wins_over_bundled(shop: Recommender) -> None:
    """Where the bundled book has the same ask, the shop's own script comes first, and its many asks do not hurt it."""
    for ask in ("日期新鲜吗", "有没有快过期", "日期咋样"):
        assert shop.suggest(ask).replies[0].id == "own.fresh"


@pytest.mark.parametrize(
    "text", ["换粮怎么换比较好", "突然给猫换粮行不行", "新粮和旧粮要怎么掺着喂", "换粮之后拉稀", "换狗粮牌子要不要过渡"]
)
def test_ten_asks_make_an_intent(shop: Recommender, text: str) -> None:
    """A new intent is recognised in other words than its asks."""
    assert shop.suggest(text).intents[0].id == "feeding"
    assert [intents[0].id for intents in shop.classify([text] * 9)] == ["feeding"] * 9


@pytest.mark.parametrize(
    ("text", "intent"), [("几天能到", "delivery_time"), ("可以换货吗", "returns"), ("多少钱一袋", "price_info"), ("嗯嗯", None)]
)
def test_what_is_none_of_it_stays(shop: Recommender, recommender: Recommender, text: str, intent: str | None) -> None:
    """Other messages are recognised as ever."""
    assert [one.id for one in shop.suggest(text).intents[:1]] == ([intent] if intent else [])
    assert shop.suggest(text).intents == recommender.suggest(text).intents


def test_examples_beside_the_book(write: Write, tmp_path: Path) -> None:
    """``examples/<intent>.txt`` beside the book teaches too; a name that is no intent is refused."""
    book = write("own.yaml", BOOK)
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "feeding.txt").write_text("三个月的猫一天喂几顿\n", encoding="utf-8")
    assert Recommender.load(phrases=book).suggest("三个月的猫一天喂几顿").intents[0].id == "feeding"
    (tmp_path / "examples" / "feding.txt").write_text("一天几顿\n", encoding="utf-8")
    with pytest.raises(DataFileError, match="feding"):
        Recommender.load(phrases=book)


def test_a_script_of_no_intent_is_found_by_its_own_words(write: Write) -> None:
    """What was imported without a sure intent answers its own asks and nothing else."""
    book = "version: 1\nscripts:\n  - {id: own.meals, intent: none, situation: 喂几次, asks: [猫粮一天喂几次], replies: [一天三次。]}\n"
    shop = Recommender.load(phrases=write("own.yaml", book))
    assert shop.suggest("猫粮一天喂几次呀").replies[0].id == "own.meals"
    assert "own.meals" not in [reply.id for reply in shop.suggest("几天能到").replies]
