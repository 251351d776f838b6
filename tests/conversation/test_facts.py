"""What is read from a message and the turns before; the tables beside this file are the description."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.conversation.facts import read_facts
from cs_scripts.conversation.terms import FACTS, SIGNS
from cs_scripts.conversation.words import districts, places, words
from tests.cases import table

TALKS = [json.loads(line) for line in (Path(__file__).parent / "talks.jsonl").read_text(encoding="utf-8").splitlines()]
PIECES = st.sampled_from(
    [
        *"发到成都一二十百3件斤元码号点,?? 的了没不。",
        "180",
        "【图片】",
        "〈NUM〉",
        "身高",
        "抬头",
        "路",
        "市",
        "订单号",
        "Ｘ",
        "İ",
        "😀",
        "坏了",
        "a1" * 9,
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@pytest.mark.parametrize(("text", "wanted"), table("conversation/facts.tsv"))
def test_a_message_says_this_and_not_that(text: str, wanted: str) -> None:
    facts = read_facts(text)
    for want in wanted.split():
        if want.startswith("!"):
            assert facts.get(want[1:]) is None
        else:
            kind, _, value = want.partition("=")
            said = [fact for fact in facts.items if fact.kind == kind]
            assert said, (kind, facts.items)
            assert not value or value in [fact.value for fact in said]


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk["text"])
def test_a_talk_shows_these_signs(talk: dict[str, list[str]]) -> None:
    facts = read_facts(str(talk["text"]), [tuple(turn.split(":", 1)) for turn in talk["turns"]])  # type: ignore[misc]
    for want in talk["facts"]:
        kind, _, value = want.partition("=")
        fact = facts.get(kind)
        assert fact is not None
        assert fact.value == value
    assert set(talk["signs"]) <= facts.signs
    assert not set(talk["not"]) & facts.signs


def test_the_latest_of_a_kind_counts_and_each_fact_knows_its_turn() -> None:
    facts = read_facts("改发西安", [("buyer", "发武汉"), ("seller", "明天给您发武汉")])
    place = facts.get("place")
    assert place is not None
    assert (place.value, place.turn, place.role) == ("西安", 0, "buyer")
    assert [fact.turn for fact in facts.items if fact.kind == "place"] == [-2, -1, 0]
    promised = facts.get("date", role="seller")
    assert promised is not None
    assert promised.value == "明天"
    assert not facts.has("date")


def test_what_the_agent_asked_for_is_a_fact_of_the_agent() -> None:
    facts = read_facts("稍等", [("seller", "麻烦提供下身高和体重")])
    assert [fact.value for fact in facts.items if fact.kind == "asked"] == ["height", "weight"]


def test_only_the_last_turns_and_the_head_of_a_long_message_are_read() -> None:
    old = [("buyer", "发成都"), *[("buyer", "嗯")] * 8]
    assert not read_facts("好", old).has("place")
    assert read_facts("好", old[:8]).has("place")
    assert not read_facts("啊" * 1000 + "发成都").has("place")


@given(TEXTS, st.lists(st.tuples(st.sampled_from(["buyer", "seller"]), TEXTS), max_size=4))
def test_a_span_is_the_text_that_was_typed(text: str, history: list[tuple[str, str]]) -> None:
    turns = [*history, ("buyer", text)]
    facts = read_facts(text, history)
    assert facts.signs <= set(SIGNS)
    for fact in facts.items:
        role, said = turns[fact.turn - 1]
        assert (role, said[fact.start : fact.end]) == (fact.role, fact.text)
        assert fact.text
        assert fact.kind in {*FACTS, "item_word", "asked"}


@pytest.mark.parametrize(
    "piece", ["发", "1", "一", "省市区路", "110斤", "a1", "1.", "抬头", "订单", "成都", "〈", "有限公司", "10号", "x*"]
)
def test_a_longer_text_gives_proportionally_more_and_never_stalls(piece: str) -> None:
    assert read_facts(piece * 1000).items is not None


def test_every_place_has_a_province_and_every_province_its_cities() -> None:
    cities = {place.city for place in places().values() if place.city}
    assert len({place.province for place in places().values()}) == 34
    assert len(cities) > 330
    assert {"杭州市", "阿坝藏族羌族自治州", "那曲市", "儋州市"} <= cities
    assert "余杭区" in districts()["杭州"]


def test_the_word_lists_are_long_and_sound() -> None:
    assert words().prior[0] > words().prior[1]
