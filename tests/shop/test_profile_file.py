"""Profiles and tables of places as shops write them: understood, or refused with line, column and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cs_scripts.errors import CsScriptsError, DataFileError
from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.gaps import find_gaps, find_silences
from cs_scripts.shop.profile import load_shop
from cs_scripts.shop.region_file import load_rows
from cs_scripts.shop.regions import place_of
from tests.cases import table

Write = Callable[[str, str | bytes], Path]
BOOK = load_phrasebook()


@pytest.mark.parametrize(("key", "written", "wanted"), table("shop/figures.tsv"))
def test_figures_are_understood_or_refused(write: Write, key: str, written: str, wanted: str) -> None:
    path = write("shop.yaml", f"{key}: {written}\n")
    if wanted.startswith("!"):
        with pytest.raises(DataFileError) as caught:
            load_shop(path, BOOK)
        assert wanted[1:] in str(caught.value)
        assert f"第 1 行 {key}" in str(caught.value)
        return
    shop = load_shop(path, BOOK)
    assert (shop.platform if key == "platform" else shop.values[key]) == wanted


def test_every_problem_of_a_profile_is_told_at_once_with_its_line(write: Write) -> None:
    text = "shop_name: 云杉\nretrun_days: 7\ncouriers: [中通, '', 圆通]\n店铺名: 云杉\n"
    text += "campaigns:\n  - {name: 庆}\n  - name: 节\n    offer: 减\n    end: 昨天\n"
    with pytest.raises(DataFileError) as caught:
        load_shop(write("shop.yaml", text), BOOK)
    assert [str(problem) for problem in caught.value.problems] == [
        "第 2 行 retrun_days：不认识的键 retrun_days（是不是 return_days？）",
        "第 3 行 couriers：第 2 项是空的，请填上或删掉",
        "第 4 行 店铺名：键要写成 shop_name",
        "第 6 行 campaigns[0].offer：缺少",
        "第 9 行 campaigns[1].end：“昨天”应形如 2026-11-30 或 2026-11-30 22:00",
    ]


@pytest.mark.parametrize("written", ["[null]", "['']", "[' ']", "\n  -"])
def test_a_list_with_an_empty_item_is_a_problem_with_its_line(write: Write, written: str) -> None:
    with pytest.raises(DataFileError, match="第 1 行 couriers：第 1 项是空的"):
        load_shop(write("shop.yaml", f"couriers: {written}\n"), BOOK)


def test_slots_of_another_phrase_book_pass_where_it_is_not_at_hand(write: Write) -> None:
    path = write("shop.yaml", "shop_name: 云杉\nstore_motto: 慢一点\n")
    with pytest.raises(DataFileError, match="store_motto"):
        load_shop(path, BOOK)
    assert load_shop(path, BOOK, other_slots=True).others == ("store_motto",)


@pytest.mark.parametrize(("content", "wanted"), table("shop/bad_regions.tsv"))
def test_bad_tables_of_places_say_where_and_what_to_do(write: Write, content: str, wanted: str) -> None:
    with pytest.raises(CsScriptsError) as caught:
        load_rows(write("regions.csv", content))
    for part in wanted.split("|"):
        assert part in str(caught.value)


def test_a_failing_table_fails_the_profile_and_changes_nothing(write: Write) -> None:
    """What was loaded before is a value of its own: a later failure leaves it as it was."""
    path = write("shop.yaml", "regions: regions.csv\n")
    write("regions.csv", "省,天数\n四川,3\n")
    shop = load_shop(path, BOOK)
    chengdu = place_of("成都")
    assert chengdu is not None
    before = shop.regions.of(chengdu)
    write("regions.csv", "省,天数\n四川,三天\n")
    with pytest.raises(DataFileError, match=r"第 1 行 regions：regions\.csv 第 2 行“天数”"):
        load_shop(path, BOOK)
    assert shop.regions.of(chengdu) == before
    assert before.days == (3, 3)


@pytest.mark.parametrize("suffix", ["csv", "yaml", "xlsx"])
def test_tables_of_places_read_the_same_from_every_container(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"regions.{suffix}"
    if suffix == "csv":
        path.write_text("省,市,天数,加收\n四川,,3-4,\n四川,甘孜,5,8元\n", encoding="utf-8")
    elif suffix == "yaml":
        path.write_text("地区:\n  - {省: 四川, 天数: 3-4}\n  - {省: 四川, 市: 甘孜, 天数: 5, 加收: 8}\n", encoding="utf-8")
    else:
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in (["省", "市", "天数", "加收"], ["四川", None, "3-4", None], ["四川", "甘孜", 5, 8]):
            sheet.append(row)
        book.save(path)
    rows = load_rows(path)
    assert rows["四川", ""].days == (3, 4)
    assert rows["四川", "甘孜"].days == (5, 5)
    assert str(rows["四川", "甘孜"].surcharge) == "8"


def test_the_example_profile_with_all_its_examples_is_valid(tmp_path: Path) -> None:
    """Whoever takes away the ``# `` of the examples gets a profile that loads and leaves little out."""
    import re

    text = data_path("shop.example.yaml").read_text(encoding="utf-8")
    start, end = text.index("# 正在进行或将要开始的活动"), text.index("# 下面这些空位")
    on = re.sub(r"^# (?=[a-z_]+:| {2,})", "", text[start:end], flags=re.MULTILINE)
    (tmp_path / "shop.yaml").write_text(text[:start] + on + text[end:], encoding="utf-8")
    (tmp_path / "regions.csv").write_bytes(data_path("regions.example.csv").read_bytes())
    shop = load_shop(tmp_path / "shop.yaml", BOOK)
    assert [campaign.name for campaign in shop.campaigns] == ["周年庆", "岁末福利", "双旦狂欢"]
    assert all(campaign.terms for campaign in shop.campaigns)
    assert find_gaps(shop, BOOK) == []
    assert find_silences(shop) == []


def test_gaps_count_the_replies_that_wait(write: Write) -> None:
    gaps = {gap.slot: gap for gap in find_gaps(load_shop(write("shop.yaml", "shop_name: 云杉"), BOOK), BOOK)}
    assert "shop_name" not in gaps
    assert gaps["agent_name"].replies == sum("{agent_name}" in reply for one in BOOK.scripts.values() for reply in one.replies)
    assert gaps["return_days"].default == "7"
    assert next(iter(gaps)) != "return_days", "those without a default come first"


@pytest.mark.parametrize(
    ("command", "wanted"),
    [
        (["shop", "check", "shop.yaml"], "还缺 |agent_name（客服名）|regions：地区表|store_motto"),
        (["shop", "check", "shop.yaml", "--json"], '"slot": "agent_name"|"unknown": ["store_motto"]'),
        (["intents"], "price_haggling（议价，编码 yj，"),
        (["intents", "--json"], '"id": "price_haggling"'),
        (["slots"], "return_days（退换天数）：店铺资料里填，默认 7，"),
        (["slots", "--json"], '"name": "tracking_no"'),
    ],
)
def test_commands_show_what_is_there_and_what_is_missing(
    write: Write, monkeypatch: pytest.MonkeyPatch, command: list[str], wanted: str
) -> None:
    from click.testing import CliRunner

    from cs_scripts.cli.main import group

    monkeypatch.chdir(write("shop.yaml", "shop_name: 云杉\nstore_motto: 慢一点\n").parent)
    result = CliRunner().invoke(group, command)
    assert result.exit_code == 0, result.output
    for part in wanted.split("|"):
        assert part in result.output
