"""What the example shop answers: each line of ``questions.tsv`` is a buyer's question and what the reply must say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from cs_scripts.files.data import data_path
from cs_scripts.recommend.recommender import Recommender
from cs_scripts.shop.article import Article
from cs_scripts.shop.article_answers import article_answers
from cs_scripts.shop.goods import Goods
from tests.cases import table

Write = Callable[[str, str | bytes], Path]
QUESTIONS = table("shop/questions.tsv")


@pytest.fixture(scope="module")
def goods() -> Goods:
    return Goods.load(data_path("goods.example.csv"))


def says(reply: str, wanted: str) -> bool:
    """Tell whether a reply holds one of the words of each ``&`` part, or none where the part begins with ``!``."""
    return all(
        part[1:] not in reply if part.startswith("!") else any(word in reply for word in part.split("|")) for part in wanted.split("&")
    )


@pytest.mark.parametrize(("item", "before", "text", "wanted"), QUESTIONS, ids=[f"{row[0]}-{row[2]}" for row in QUESTIONS])
def test_question_is_answered_from_the_table(goods: Goods, item: str, before: str, text: str, wanted: str) -> None:
    turns = [(role, said) for turn in before.split(" | ") if turn for role, said in [turn.split(":", 1)]]
    answers = article_answers(text, turns, goods, [], item or None)
    assert answers
    assert says(" ".join(answer.text for answer in answers), wanted), answers


def test_the_buyers_noun_comes_back(goods: Goods) -> None:
    [answer] = article_answers("你家那件卫衣能机洗吗", [], goods, ["product_info"])
    assert "卫衣" in answer.text


def test_a_value_is_never_that_of_another_article(goods: Goods) -> None:
    """Whatever is asked of an article, what the reply states stands in its own row."""
    for article in goods.articles:
        for question in ("什么材质的", "产地是哪里", "保质期多久", "保修多久", "多重", "怎么用", "容量多少", "适合什么季节"):
            for answer in article_answers(question, [], goods, [], article.id):
                [key] = [use.removeprefix("goods.") for use in answer.uses]
                stated = article.values.get(key, "").rstrip("。")
                own = stated in answer.text or stated.replace("/", "、") in answer.text
                assert (bool(stated) and own) or (answer.missing and "【待填:" in answer.text)


def test_two_that_fit_are_asked_by_name(goods: Goods) -> None:
    two = Goods([article for article in goods.articles if article.id in ("X2002", "X2003")])
    [answer] = article_answers("靴子是什么底", [], two, ["product_info"])
    assert answer.id == "goods.which"
    assert "复古马丁靴" in answer.text
    assert "加绒雪地靴" in answer.text


def test_two_that_are_named_are_compared(goods: Goods) -> None:
    [answer] = article_answers("马丁靴和雪地靴哪个保暖 里料一样吗", [], goods, ["product_info"])
    assert answer.id == "goods.compare"
    assert "猪皮" in answer.text
    assert "羊毛混纺" in answer.text


def test_an_unknown_item_is_no_other_article(goods: Goods) -> None:
    assert goods.find("这个能机洗吗", item="不存在的编号") == []
    [answer] = article_answers("这个能机洗吗", [], goods, [], "不存在的编号")
    assert answer.missing == ("能否机洗",)


def test_the_article_looked_at_wins_over_others_of_its_kind(goods: Goods) -> None:
    assert [article.id for article in goods.find("靴子防滑吗", item="X2002")] == ["X2002"]
    assert [article.id for article in goods.find("那条牛仔裤有弹力吗", item="Y1001")] == ["Y1002"]


def test_what_goes_beside_the_article_is_not_asked_about(goods: Goods) -> None:
    assert [article.id for article in goods.find("能和牛仔裤一起洗吗", item="Y1001")] == ["Y1001"]


def test_a_column_of_the_shops_own_is_asked_by_its_header(write: Write) -> None:
    goods = Goods.load(write("g.csv", "编号,名称,联名画师\na1,云绒卫衣,阿青\n"))
    [answer] = article_answers("联名画师是谁呀 什么风格", [], goods, [], "a1")
    assert "阿青" in answer.text


@pytest.mark.parametrize("intents", [["refund"], ["logistics", "complaint"], ["greeting"]])
def test_other_matters_are_left_alone(goods: Goods, intents: list[str]) -> None:
    assert article_answers("这个能机洗吗", [], goods, intents, "Y1001") == []


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("这个能机洗吗", "能否机洗"), ("什么料的", "材质"), ("有红色吗", "红色有没有货"), ("M码还有吗", "M码有没有货"),
        ("保质期多久", "保质期"),
        ("有几个口味", "口味"), ("多高多宽", "尺寸"), ("这个会不会很硬", "软硬"), ("油皮能用吗", "油皮能不能用"), ("怎么卖", "价格"),
    ],
)  # fmt: skip
def test_without_goods_a_certain_question_gives_a_draft(text: str, slot: str) -> None:
    [answer] = article_answers(text, [], None, [])
    assert answer.missing == (slot,)
    assert f"【待填:{slot}】" in answer.text


@pytest.mark.parametrize(
    "text",
    [
        "好的谢谢",
        "纯棉的好些",
        "昨天收到的不是纯棉的吧",
        "我要退货 尺寸不对",
        "发什么快递",
        "帮我取消订单",
        "M号的有些小，帮忙换成XL的",
        "",
        "？？",
    ],
)
def test_without_goods_nothing_is_drafted_for_what_is_not_asked(text: str) -> None:
    assert article_answers(text, [], None, []) == []


def test_the_same_question_gets_the_same_words_and_others_vary(goods: Goods) -> None:
    texts = {article_answers("能机洗吗", [], goods, [], each)[0].text.replace("亲", "") for each in ("Y1001", "Y1002", "B7002", "H8001")}
    assert len(texts) > 1
    assert article_answers("能机洗吗", [], goods, [], "Y1001") == article_answers("能机洗吗", [], goods, [], "Y1001")


def test_the_article_is_looked_for_once_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    recommender = Recommender.load(shop=data_path("shop.example.yaml"), goods=data_path("goods.example.csv"))
    looked_for: list[str] = []
    find = Goods.find_named

    def counted(
        self: Goods, text: str, history: Sequence[tuple[str, str]] = (), item: str | None = None
    ) -> tuple[list[Article], tuple[str, ...]]:
        looked_for.append(text)
        return find(self, text, history, item)

    monkeypatch.setattr(Goods, "find_named", counted)
    assert "30度" in recommender.suggest("这个能机洗吗", item="Y1001").replies[0].text
    assert looked_for == ["这个能机洗吗"]


@pytest.mark.parametrize("item", [None, "Y1001"])
@pytest.mark.parametrize(
    ("text", "wanted"), [("那黑龙江呢", "3–4天"), ("红的还有吗", "酒红"), ("买三件多少", "387元"), ("165 110斤穿什么码", "L码")]
)
def test_a_whole_talk_is_answered_with_the_article_before_or_at_hand(text: str, wanted: str, item: str | None) -> None:
    """The article stands in an earlier turn only, or is told by the shop's software too."""
    recommender = Recommender.load(shop=data_path("shop.example.yaml"), goods=data_path("goods.example.csv"))
    history = [{"role": "buyer", "text": "云绒连帽卫衣发广东几天"}, {"role": "seller", "text": "2到3天哦"}]
    assert wanted in recommender.suggest(text, history, item=item, at=datetime(2026, 11, 30, 10)).replies[0].text


def test_a_number_of_pieces_follows_up_on_a_price() -> None:
    recommender = Recommender.load(shop=data_path("shop.example.yaml"), goods=data_path("goods.example.csv"))
    history = [{"role": "buyer", "text": "麻辣牛肉干一袋多少钱"}, {"role": "seller", "text": "45元哦"}]
    assert "135元" in recommender.suggest("那来三袋呢", history, at=datetime(2026, 11, 30, 10)).replies[0].text
