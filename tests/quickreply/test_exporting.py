"""Which phrases are exported, how they are grouped, and what happens to open blanks."""

from __future__ import annotations

from datetime import datetime

import pytest

from cs_scripts.errors import ArgumentError
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.quickreply import Entry, book_entries, select
from cs_scripts.shop.profile import Shop
from tests.quickreply.conftest import IN_CAMPAIGN


def test_one_wording_is_the_first_that_needs_no_order_data(book: Phrasebook, shop: Shop) -> None:
    """Its code is the script's own all the same."""
    entries = {entry.id: entry for entry in book_entries(book, shop, at=IN_CAMPAIGN)}
    assert entries["test.shop"] == Entry(
        "付款后48小时内发出。", "fh1", "发货时间", title="问几时发货", id="test.shop", intent="shipping_time"
    )
    assert len(entries) == len(book.scripts)


def test_open_blanks_stay_visible_and_are_named(entries: list[Entry]) -> None:
    open_ones = [(entry.code, entry.missing) for entry in entries if entry.missing]
    assert open_ones == [("fh1", ("快递单号",))]


def test_a_campaign_line_leaves_with_the_campaign(book: Phrasebook, shop: Shop) -> None:
    after = book_entries(book, shop, at=datetime(2030, 2, 1))
    assert "test.campaign" not in {entry.id for entry in after}


@pytest.mark.parametrize(
    ("group_by", "groups"),
    [
        ("intent", ["议价", "发货时间", "发货时间", "活动优惠", "自动回复", "自动回复", "常用"]),
        (
            "stage",
            [
                "售前 / 议价",
                "发货物流 / 发货时间",
                "发货物流 / 发货时间",
                "售前 / 活动优惠",
                "自动回复 / 问候",
                "自动回复 / 离开自动回复",
                "发货物流 / 常用",
            ],
        ),
    ],
)
def test_grouping_by_intent_or_stage_keeps_auto_replies_apart(group_by: str, groups: list[str], book: Phrasebook, shop: Shop) -> None:
    entries = book_entries(book, shop, at=IN_CAMPAIGN, group_by=group_by)
    assert [" / ".join(filter(None, (entry.group, entry.subgroup))) for entry in entries] == groups


@pytest.mark.parametrize(
    ("criteria", "codes"),
    [
        ({"intents": ["议价"]}, ["yj1", "yj1b"]),
        ({"intents": ["price_haggling", "away"]}, ["yj1", "yj1b", "lk1"]),
        ({"groups": ["自动回复"]}, ["wh1", "lk1"]),
        ({"stages": ["发货物流"]}, ["fh1", "fh1b", "fh2", "快递"]),
        ({"stages": ["shipping"], "groups": ["常用"]}, ["快递"]),
        ({"ids": ["test.plain", "fh2"]}, ["yj1", "yj1b", "fh2"]),
        ({}, ["yj1", "yj1b", "fh1", "fh1b", "fh2", "yh1", "wh1", "lk1", "快递"]),
    ],
)
def test_selection(criteria: dict[str, list[str]], codes: list[str], book: Phrasebook, entries: list[Entry]) -> None:
    assert [entry.code for entry in select(entries, book, **criteria)] == codes


@pytest.mark.parametrize("criterion", ["intents", "groups", "stages", "ids"])
def test_a_selection_of_what_is_not_there_is_refused(criterion: str, book: Phrasebook, entries: list[Entry]) -> None:
    with pytest.raises(ArgumentError, match="没有 不存在的"):
        select(entries, book, **{criterion: ["不存在的"]})
