"""The shop's profile: strict, and never a raw brace or an expired offer in a reply."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_scripts import Recommender
from cs_scripts.errors import DataFileError
from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.profile import load_shop, render

BOOK = load_phrasebook()
BEFORE, DURING, AFTER = datetime(2026, 11, 1), datetime(2026, 11, 25), datetime(2026, 12, 1)


def test_example_profile_loads_and_knows_every_shop_slot(write: Callable[[str, str | bytes], Path]) -> None:
    """The documented example is valid as it stands; with its campaign switched on it leaves none of the shop's slots out."""
    assert load_shop(data_path("shop.example.yaml"), BOOK).campaign is None
    text = data_path("shop.example.yaml").read_text(encoding="utf-8")
    shop = load_shop(write("shop.yaml", re.sub(r"^# (campaign:|  \w+:)", r"\1", text, flags=re.MULTILINE)), BOOK)
    assert {slot.name for slot in BOOK.slots.values() if slot.of == "shop"} <= set(shop.every_value)
    assert shop.values["cutoff"] == "16:00"
    assert shop.values["couriers"] == "中通、圆通"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("shop_nam: 云杉", "不认识的键 shop_nam"),
        ("platform: jd", "“jd”"),
        ("dispatch_hours: true", "dispatch_hours：应为文字"),
        ("campaign: {name: 周年庆, offer: 减, end: 明天}", "“明天”"),
        ("campaign: {name: 周年庆, offer: 减, start: 2026-12-01, end: 2026-11-01}", "早于开始时间"),
        ("campaign: {name: 周年庆}", "campaign.offer：缺少"),
        ("- 列表", "映射"),
    ],
)
def test_problems_are_named(write: Callable[[str, str | bytes], Path], content: str, expected: str) -> None:
    """A wrong key or value is an error that names its place."""
    with pytest.raises(DataFileError) as caught:
        load_shop(write("shop.yaml", content), BOOK)
    assert expected in str(caught.value)


def test_empty_profile_is_allowed(write: Callable[[str, str | bytes], Path]) -> None:
    """A shop may fill in its facts bit by bit."""
    assert load_shop(write("shop.yaml", ""), BOOK).values == {}


@pytest.mark.parametrize(("at", "running"), [(BEFORE, False), (DURING, True), (AFTER, False)])
def test_campaign_scripts_leave_with_the_campaign(write: Callable[[str, str | bytes], Path], at: datetime, running: bool) -> None:
    """Outside its dates a campaign's scripts are not offered; once it is over its name is nowhere in a reply."""
    path = write("shop.yaml", "campaign: {name: 云杉周年庆, offer: 满200减20, start: 2026-11-20, end: 2026-11-30}")
    recommender = Recommender.load(shop=path)
    suggestion = recommender.suggest("能便宜点吗 有没有活动", k=30, at=at)
    offered = {BOOK.scripts[reply.id].when.campaign for reply in suggestion.replies if reply.id in BOOK.scripts}
    assert (True in offered) == running
    assert (False in offered) != running
    naming = {reply.id for reply in suggestion.replies if "云杉周年庆" in reply.text}
    assert bool(naming & {*BOOK.scripts, "campaign.offer"}) == running
    assert running or naming <= ({"campaign.next"} if at == BEFORE else set()), (
        "what is ahead is announced with its day, what is over is not"
    )


def test_last_day_counts_to_its_last_minute(write: Callable[[str, str | bytes], Path]) -> None:
    """A bare end date means the whole day."""
    campaign = load_shop(write("shop.yaml", "campaign: {name: 庆, offer: 减, end: 2026-11-30}"), BOOK).campaign
    assert campaign is not None
    assert campaign.active(datetime(2026, 11, 30, 23, 59))
    assert not campaign.active(datetime(2026, 12, 1))


def test_platform_decides_about_price_changes(write: Callable[[str, str | bytes], Path]) -> None:
    """Tmall cannot change the price of an order, Taobao can: each shop gets its own script."""
    for platform, other in (("tmall", "taobao"), ("taobao", "tmall")):
        recommender = Recommender.load(shop=write(f"{platform}.yaml", f"platform: {platform}"))
        platforms = {BOOK.scripts[reply.id].when.platform for reply in recommender.suggest("拍好了帮我改下价", k=50).replies}
        assert platform in platforms
        assert other not in platforms


def test_open_blanks_are_shown_and_listed() -> None:
    """What nobody knows is visible in the text and named in missing."""
    text, missing = render("单号{tracking_no}，{shop_name}，再说一次{tracking_no}", {"shop_name": "云杉"}, BOOK.slots)
    assert text == "单号【待填:快递单号】，云杉，再说一次【待填:快递单号】"
    assert missing == ("快递单号",)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(BOOK.slots)), st.text(max_size=20)))
def test_no_raw_brace_ever_comes_out(values: dict[str, str]) -> None:
    """Whatever the profile holds, braces in it included."""
    for script in BOOK.scripts.values():
        for reply in script.replies:
            text, _ = render(reply, values, BOOK.slots)
            assert "{" not in text
            assert "}" not in text
