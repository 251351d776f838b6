"""Figures of a body, and the size a chart gives for them: never guessed, monotone, the same in every unit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.errors import DataFileError
from cs_scripts.shop.article_answers import article_answers
from cs_scripts.shop.body import Body
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.size_charts import Chart, charts, pick
from cs_scripts.shop.size_file import read_chart
from tests.cases import table
from tests.shop.test_questions import says

Write = Callable[[str, str | bytes], Path]
BODIES = table("shop/bodies.tsv")
SIZES = table("shop/sizes.tsv")


@pytest.mark.parametrize(("text", "wanted"), BODIES, ids=[row[0] for row in BODIES])
def test_figures_of_a_message(text: str, wanted: str) -> None:
    expected = {name: float(value) for part in wanted.split() for name, value in [part.split("=")]}
    assert read_body(text).known() == pytest.approx(expected)


@pytest.mark.parametrize(("text", "wanted"), SIZES, ids=[row[0] for row in SIZES])
def test_size_by_the_usual_charts(text: str, wanted: str) -> None:
    answers = [answer for answer in article_answers(text, [], None, []) if answer.id.startswith("sizes.")]
    assert bool(answers) == bool(wanted)
    assert not wanted or says(answers[0].text, wanted), answers


def test_figures_given_in_answer_to_the_shop() -> None:
    turns = [("buyer", "我穿多大"), ("seller", "亲，身高体重多少呢")]
    [answer] = article_answers("165 110斤", turns, None, ["sizing"])
    assert "M码" in answer.text


def test_figures_given_before() -> None:
    turns = [("buyer", "我165 110斤"), ("seller", "好的亲")]
    [answer] = article_answers("那穿什么码", turns, None, ["sizing"])
    assert "M码" in answer.text


def test_what_cannot_be_is_asked_once() -> None:
    [answer] = article_answers("体重1200 身高165穿啥", [], None, ["sizing"])
    assert answer.id == "sizes.doubt"
    turns = [("buyer", "体重1200 身高165穿啥"), ("seller", answer.text)]
    assert not article_answers("体重1200 身高165穿啥", turns, None, ["sizing"])


def test_the_articles_own_chart_wins(write: Write) -> None:
    write("own.csv", "尺码,身高,体重kg\n小,150-160,40-50\n大,160-170,50-70\n")
    goods = Goods.load(write("g.csv", "编号,名称,类目,尺码,尺码表\na1,云朵裙,女装,小/大,own.csv\n"))
    [answer] = article_answers("165 110斤穿什么码", [], goods, ["sizing"], "a1")
    assert "穿大" in answer.text or "对应大" in answer.text
    assert answer.id == "sizes.own"


def test_a_chart_that_fails_names_every_cell(write: Write) -> None:
    with pytest.raises(DataFileError) as error:
        read_chart(write("own.csv", "尺码,身高,心情\nS,高,好\nM,170-160,好\n"))
    assert len(error.value.problems) == 3


def test_a_size_the_article_lacks_is_not_recommended(write: Write) -> None:
    write("own.csv", "尺码,身高,体重kg\nS,150-160,40-50\nM,160-165,50-55\nL,165-170,55-80\n")
    goods = Goods.load(write("g.csv", "编号,名称,类目,尺码,尺码表\na1,云朵卫衣,女装/卫衣,S/M,own.csv\n"))
    [answer] = article_answers("165 150斤穿什么码", [], goods, ["sizing"], "a1")
    assert answer.id == "sizes.own.beyond"
    assert "最大到M码" in answer.text


def test_clothes_without_a_table_of_sizes_are_left_open(write: Write) -> None:
    goods = Goods.load(write("g.csv", "编号,名称,类目,尺码\na1,云朵卫衣,女装/卫衣,S/M\n"))
    [answer] = article_answers("165 110斤穿什么码", [], goods, ["sizing"], "a1")
    assert answer.missing == ("推荐尺码",)


def test_height_and_weight_must_both_fit_the_articles_own_table(write: Write) -> None:
    write("own.csv", "尺码,身高,体重\nS,150-158,80-95\nM,158-164,95-110\nL,164-170,110-125\n")
    goods = Goods.load(write("g.csv", "编号,名称,类目,尺码,尺码表\na1,云朵卫衣,女装/卫衣,S/M/L,own.csv\n"))
    texts = [article_answers(f"{figures}穿什么码", [], goods, ["sizing"], "a1")[0].text for figures in ("166 100斤", "157 112斤")]
    assert all("L码" in text for text in texts)


CHARTS = st.sampled_from([chart for chart in charts().values() if chart.rows])


@given(CHARTS, st.data())
def test_a_larger_figure_never_gives_a_smaller_size(chart: Chart, data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(chart.by))
    low = min(row.ranges[name][0] for row in chart.rows if name in row.ranges)
    high = max(row.ranges[name][1] for row in chart.rows if name in row.ranges)
    first, second = sorted(data.draw(st.tuples(*[st.floats(low * 0.8, high * 1.2)] * 2)))
    others: dict[str, Any] = {
        each: data.draw(st.floats(chart.rows[0].ranges[each][0], chart.rows[-1].ranges[each][1])) for each in chart.by[:2] if each != name
    }
    smaller, larger = (replace(Body(), **(others | {name: value})) for value in (first, second))
    assert rank(chart, smaller) <= rank(chart, larger)


def rank(chart: Chart, body: Body) -> int:
    """Give the position of the size, beyond the ends where it is beyond the chart."""
    picked = pick(chart, body)
    assert picked
    ends = {"small": -1, "large": len(chart.rows)}
    return ends[picked.beyond] if picked.beyond else [row.size for row in chart.rows].index(picked.size)


@given(st.integers(145, 195), st.integers(80, 190))
def test_units_agree(height: int, jin: int) -> None:
    ways = [
        f"{height} {jin}斤穿什么码", f"身高{height}体重{jin}斤穿什么码", f"{height}cm {jin / 2:g}kg穿什么码", f"{jin}斤{height}穿什么码",
        f"{height / 100:.2f}米 {jin / 2:g}公斤穿什么码", f"体重{jin / 2:g}公斤 身高{height}穿什么码",
    ]  # fmt: skip
    read = {(body.height, body.weight, bool(body.doubts)) for way in ways for body in [read_body(way)]}
    assert len(read) == 1, read


@given(st.text(alphabet="身高体重腰围脚长1234567890.米斤cmkg一二三尺岁 /穿码", max_size=300))
def test_any_text_is_read_or_left(text: str) -> None:
    body = read_body(text)
    assert all(value > 0 or name == "months" for name, value in body.known().items())
