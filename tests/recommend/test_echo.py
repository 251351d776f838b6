"""Drafts out of the question's own words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts import Recommender
from cs_scripts.errors import DataFileError
from cs_scripts.recommend import echo_file
from cs_scripts.recommend.echo import echo
from tests.cases import table


@pytest.mark.parametrize(("question", "draft"), table("recommend/echoes.tsv"))
def test_a_question_becomes_its_answer(question: str, draft: str) -> None:
    found = echo(question)
    assert (re.sub(r"哦亲$", "", found.text.removeprefix("亲，").removesuffix("哦")) if found else "-") == draft


@given(st.text(alphabet="你我的了吗呢是不能有会几多少什么怎哪里在为发退换货 ，？【】{}〈〉1亲", max_size=30))
def test_no_draft_still_asks(text: str) -> None:
    """Whatever is typed, a draft has a slot, no blank that nothing fills, and no question left."""
    found = echo(text)
    if found:
        outside = re.sub(r"【待填:[^】]*】", "", found.text)
        assert found.missing
        assert not re.search(r"[{}吗]|什么|怎么", outside)


@pytest.fixture(scope="module")
def shop() -> Recommender:
    return Recommender.load()


def test_a_draft_leads_where_no_script_is_asked_that(shop: Recommender) -> None:
    assert shop.suggest("这款吸管杯盖子能单独拆下来吗").replies[0].text.count("【待填:") == 1
    assert shop.suggest("什么时候发货").replies[0].id != "echo.draft"


def test_no_draft_for_somebody_who_was_hurt(shop: Recommender) -> None:
    replies = shop.suggest("骗子 你们到底发不发货", [{"role": "buyer", "text": "太过分了"}]).replies
    assert all(reply.id != "echo.draft" for reply in replies)


def test_beside_two_questions_both_keep_their_scripts(shop: Recommender) -> None:
    assert {reply.intent for reply in shop.suggest("能便宜点吗 什么时候发货").replies} == {"price_haggling", "shipping_time"}


BROKEN = """
version: 2
before: ["("]
after: [啊]
parts: []
shed: {"(a)": "\\\\2", "[": ""}
whole: [包邮]
persons: [我]
leads: [quality]
never: [refund]
asks: 吗
forms:
  - {ask: "(?P<a>.+)吗", say: "{b}"}
  - {ask: "(", say: ~}
  - {ask: "好吗", say: ~, odd: 1}
ends:
  - {of: "*", say: ["{}哦"]}
"""


def test_all_problems_of_the_forms_are_told_with_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "echoes.yaml").write_text(BROKEN, encoding="utf-8")
    monkeypatch.setattr(echo_file, "data_path", lambda name: tmp_path / name)
    with pytest.raises(DataFileError) as caught:
        echo_file.file_forms()
    places = [problem.where.split()[-1] for problem in caught.value.problems]
    assert sorted(places) == sorted(
        ["version", "before", "parts", "shed", "shed", "persons", "forms[0].say", "forms[1].ask", "forms[2].odd", "ends[0].of"]
    )
