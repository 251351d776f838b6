"""Where an order stands."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.conversation.stage import STATUSES, read_stage, stage_of_status
from cs_scripts.conversation.terms import STAGES
from cs_scripts.errors import ArgumentError
from tests.cases import table


@pytest.mark.parametrize(("talk", "stage"), table("conversation/stages.tsv"))
def test_the_likeliest_stage(talk: str, stage: str) -> None:
    *before, text = talk.split("|")
    history = [("seller", turn[2:]) if turn.startswith("s:") else ("buyer", turn) for turn in before]
    found = read_stage(text, history)
    assert max(found, key=lambda name: found[name]) == stage


@given(st.text(max_size=40), st.lists(st.tuples(st.sampled_from(["buyer", "seller"]), st.text(max_size=20)), max_size=4))
def test_probabilities_sum_to_one(text: str, history: list[tuple[str, str]]) -> None:
    found = read_stage(text, history)
    assert tuple(found) == STAGES
    assert math.isclose(sum(found.values()), 1)


@pytest.mark.parametrize(("status", "stage"), STATUSES.items())
def test_the_status_of_the_order_settles_it(status: str, stage: str) -> None:
    assert read_stage("我要退款", order={"status": status})[stage] == 1.0
    assert stage_of_status(status) == stage


def test_an_unknown_status_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(ArgumentError, match="待付款"):
        read_stage("在吗", order={"status": "飞走了"})
    assert stage_of_status("飞走了") == ""


def test_an_order_without_status_leaves_it_to_the_words() -> None:
    assert read_stage("快递到哪了", order={"courier": "中通"})["shipped"] > 0.5
