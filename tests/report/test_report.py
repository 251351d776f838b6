"""``cs-scripts report``: the figures of a small log, and a page that stands alone and shows what was said as text."""

import json
import re
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts import Recommender
from cs_scripts.cli.report import command
from cs_scripts.errors import ArgumentError, FileReadError
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.report import charts
from cs_scripts.report.collect import Collector, Reading, read_period
from cs_scripts.report.figures import report_figures
from cs_scripts.report.page import load_sections, report_page
from cs_scripts.speech import Checker

HERE = Path(__file__).parent
LOG = HERE / "chat.csv"


def figures_of(recommender: Recommender, path: Path, reading: Reading = Reading()) -> dict[str, Any]:  # noqa: B008 - frozen
    labels = {intent.id: intent.label for intent in load_phrasebook().intents.values()}
    return report_figures(Collector(recommender.recogniser, Checker()).collect([path], reading), labels)


@pytest.fixture(scope="module")
def figures(recommender: Recommender) -> dict[str, Any]:
    return figures_of(recommender, LOG, Reading(before=read_period("2026-11-01..2026-11-07")))


@pytest.fixture(scope="module")
def page(figures: dict[str, Any]) -> str:
    return report_page(figures, datetime(2026, 11, 30, 9, 0))


def test_golden_figures(figures: dict[str, Any]) -> None:
    """Every figure of a log that can be counted by hand."""
    assert figures == json.loads((HERE / "golden.json").read_text(encoding="utf-8"))


def test_the_page_fetches_and_runs_nothing(page: str) -> None:
    class Reader(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: set[str] = set()
            self.names: set[str] = set()

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.add(tag)
            self.names |= {name for name, _ in attrs}

    reader = Reader()
    reader.feed(page)
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "b", "i"}
    assert not reader.names & {"src", "href", "xlink:href", "onload", "onclick"}
    assert not re.search(r"https?://|url\(|@import", page)


def test_what_was_said_is_text(page: str) -> None:
    assert "&lt;b&gt;锅盖&lt;/b&gt;" in page
    assert "13800000000" not in page


def test_every_section_is_defined(page: str) -> None:
    for section in load_sections():
        assert f'<section id="{section.id}">' in page
        assert section.means in page.replace("&quot;", '"')


def test_no_times_and_nothing_to_compare(recommender: Recommender, tmp_path: Path) -> None:
    path = tmp_path / "bare.jsonl"
    path.write_text('{"conversation": "甲", "role": "买家", "text": "能便宜点吗"}\n', encoding="utf-8")
    found = figures_of(recommender, path)
    assert (found["days"], found["hours"], found["compare"], found["summary"]["from"]) == ([], [], None, None)
    assert "记录里没有时间" in report_page(found, datetime(2026, 11, 30))


def test_accounts_left_out(recommender: Recommender) -> None:
    found = figures_of(recommender, LOG, Reading(leave_out=("木禾店:小杉",)))
    assert "木禾店:小杉" not in {agent["agent"] for agent in found["speech"]["agents"]}


def test_a_log_without_buyers_is_refused(recommender: Recommender, tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_text("发送人,角色,内容\n店:甲,客服,您好\n店:甲,客服,在的\n", encoding="utf-8")
    with pytest.raises(FileReadError, match="--shop-account"):
        figures_of(recommender, path)


@pytest.mark.parametrize("text", ["", "2026-10-01", "2026-10-31..2026-10-01", "a..b", "2026-10-01..2026-10-02..2026-10-03"])
def test_periods_that_are_none(text: str) -> None:
    with pytest.raises(ArgumentError, match="--compare"):
        read_period(text)


def test_command_writes_page_and_json(tmp_path: Path) -> None:
    out = tmp_path / "报告.html"
    result = CliRunner().invoke(command, [str(LOG), "-o", str(out), "--json", "-"], catch_exceptions=False)
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert json.loads(result.stdout)["summary"]["buyer_messages"] == 8
    assert isinstance(CliRunner().invoke(command, [str(LOG)]).exception, ArgumentError)


@given(st.lists(st.tuples(st.text(max_size=30), st.integers(0, 10**9), st.text(max_size=5)), max_size=5))
def test_any_name_can_stand_in_a_chart(rows: list[tuple[str, int, str]]) -> None:
    drawn = charts.bars(rows)
    assert drawn.count("<text") == 2 * len(rows)
    assert drawn.count("<rect") == len(rows)


def test_the_same_in_one_process_and_in_several(recommender: Recommender, tmp_path: Path) -> None:
    """Conversations that go on from block to block: what the buyer asked, the article and the phone number are known there, too."""
    lines = ["会话,发送人,角色,时间,内容"]
    asked = ["电话13800000000", "https://item.taobao.com/item.htm?id=600000000001", "啥时候发货", "在吗"]
    said = ["打您13800000000", "加我微信", "今天发的亲", "在的"]
    for i in range(12_000):
        nick = f"买家{i % 7 if i < 9_000 else i}"
        who, role, text = (nick, "买家", asked[i % 4]) if i % 3 else ("店:阿宝", "客服", said[i % 4])
        lines.append(f"{nick},{who},{role},2026-11-{1 + i // 600:02} 10:{i % 60:02}:00,{text}")
    path = tmp_path / "log.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    one, several = (figures_of(recommender, path, Reading(jobs=jobs)) for jobs in (1, 2))
    assert one == several
    assert one["articles"][0]["article"] == "600000000001"
    assert one["speech"]["agents"][0]["rules"][0]["rule"] == "offsite.contact"
