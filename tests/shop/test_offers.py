"""Offers and dates are reckoned by pure functions: tables of cases, and what must hold whatever the figures are."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.shop.article import Article
from cs_scripts.shop.campaigns import Campaign, Coupon, running, upcoming
from cs_scripts.shop.day_words import read_days
from cs_scripts.shop.dispatch import Calendar, arrival_window, dispatch_window, in_time
from cs_scripts.shop.moments import read_moment
from cs_scripts.shop.reckoning import Line, reckon
from tests.cases import table

MONDAY = datetime(2026, 11, 30, 10)
NEW_YEAR = frozenset({date(2026, 12, 31), date(2027, 1, 1)})
ARTICLE = Article("a1", "云绒卫衣", (), "服饰/卫衣", {}, 2)
MONEY = st.decimals(min_value="0.01", max_value=9999, places=2)


@pytest.mark.parametrize(("offers", "coupons", "price", "count", "wanted"), table("shop/offers.tsv"))
def test_sums(offers: str, coupons: str, price: str, count: str, wanted: str) -> None:
    campaigns = [Campaign("庆", each.removesuffix("+券"), with_coupons=each.endswith("+券")) for each in offers.split(";") if each]
    pairs = [each.split("-") for each in coupons.split(";") if each]
    steps = reckon(
        [Line(ARTICLE, Decimal(price), int(count))], campaigns, [Coupon(Decimal(amount), Decimal(over)) for over, amount in pairs]
    )
    if wanted == "-":
        assert steps is None
        return
    assert steps is not None
    assert steps[-1].paid == Decimal(wanted)


TIERS = st.integers(2, 900).flatmap(lambda over: st.tuples(st.just(over), st.integers(1, over - 1)))
OFFERS = st.one_of(
    TIERS.map(lambda pair: f"满{pair[0]}减{pair[1]}"),
    TIERS.map(lambda pair: f"每满{pair[0]}减{pair[1]}"),
    st.integers(1, 9).map(lambda fold: f"{fold}折"),
    st.sampled_from(["第二件半价", "第二件9元", "3件7折"]),
)


@given(
    MONEY,
    st.integers(1, 200),
    st.lists(st.builds(Campaign, st.just("庆"), OFFERS, with_coupons=st.booleans(), with_others=st.booleans()), max_size=3),
    st.lists(st.builds(Coupon, MONEY, MONEY), max_size=3),
)
def test_no_sum_is_negative_and_nothing_makes_it_dearer(
    price: Decimal, count: int, campaigns: list[Campaign], coupons: list[Coupon]
) -> None:
    steps = reckon([Line(ARTICLE, price, count)], campaigns, coupons)
    assert steps is not None
    paid = [step.paid for step in steps]
    assert paid[0] == price * count
    assert paid == sorted(paid, reverse=True)
    assert paid[-1] >= 0


@pytest.mark.parametrize(
    ("paid", "calendar", "first", "last"),
    [
        (datetime(2026, 11, 30, 10), Calendar(time(16), 24), "2026-11-30", "2026-11-30"),
        (datetime(2026, 11, 30, 16), Calendar(time(16), 24), "2026-12-01", "2026-12-01"),
        (datetime(2026, 11, 30, 10), Calendar(time(16), 48), "2026-11-30", "2026-12-01"),
        (datetime(2026, 11, 30, 10), Calendar(None, 48), "2026-11-30", "2026-12-02"),
        (datetime(2026, 12, 4, 17), Calendar(time(16), 24, weekends=False), "2026-12-07", "2026-12-07"),
        (datetime(2026, 12, 4, 17), Calendar(time(16), 24), "2026-12-05", "2026-12-05"),
        (datetime(2026, 12, 5, 9), Calendar(None, 48, weekends=False), "2026-12-07", "2026-12-08"),
        (
            datetime(2026, 12, 31, 9),
            Calendar(time(16), 24, closed=NEW_YEAR),
            "2027-01-02",
            "2027-01-02",
        ),
        (datetime(2026, 12, 5, 9), Calendar(time(16), 24, weekends=False, open=frozenset({date(2026, 12, 5)})), "2026-12-05", "2026-12-05"),
    ],
)
def test_dispatch_over_cutoff_weekends_and_holidays(paid: datetime, calendar: Calendar, first: str, last: str) -> None:
    window = dispatch_window(paid, calendar)
    assert (window.first.isoformat(), window.last.isoformat()) == (first, last)


def test_a_campaign_takes_its_own_days() -> None:
    window = dispatch_window(MONDAY, Calendar(time(16), 24, campaign_days=7), campaign=True)
    assert (window.first, window.last) == (date(2026, 11, 30), date(2026, 12, 7))


DAYS = st.dates(date(2026, 1, 1), date(2028, 1, 1))
CALENDARS = st.builds(
    Calendar,
    st.none() | st.times(),
    st.integers(1, 240),
    st.none() | st.integers(1, 30),
    st.none() | st.booleans(),
    st.frozensets(DAYS, max_size=20),
    st.frozensets(DAYS, max_size=5),
)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), CALENDARS, st.integers(1, 9), st.integers(0, 9), st.booleans(), DAYS)
def test_no_parcel_arrives_before_it_leaves(
    paid: datetime, calendar: Calendar, least: int, more: int, campaign: bool, wanted: date
) -> None:
    """And it never leaves before it is paid or on a day of rest; a yes is only said where even the late end serves."""
    sent = dispatch_window(paid, calendar, campaign=campaign)
    arrival = arrival_window(sent, (least, least + more))
    assert paid.date() <= sent.first <= sent.last
    assert calendar.works(sent.first)
    assert calendar.works(sent.last)
    assert sent.first < arrival.first <= arrival.last
    assert sent.last < arrival.last
    assert {"yes": wanted >= arrival.last, "no": wanted < arrival.first, "tight": True}[in_time(arrival, wanted)]


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)), CALENDARS, st.integers(1, 9))
def test_paying_later_never_brings_a_parcel_earlier(paid: datetime, calendar: Calendar, hours: int) -> None:
    assert dispatch_window(paid, calendar).first <= dispatch_window(paid + timedelta(hours=hours), calendar).first


@pytest.mark.parametrize(
    ("text", "wanted", "ordered"),
    [
        ("今天拍后天能到吗", "2026-12-02", "2026-11-30"),
        ("明天拍周六能到吗", "2026-12-05", "2026-12-01"),
        ("周五前能到吗", "2026-12-04", ""),
        ("下周三能收到吗", "2026-12-09", ""),
        ("周一能到吗", "2026-11-30", ""),
        ("这周末能到不", "2026-12-06", ""),
        ("3号能到吗", "2026-12-03", ""),
        ("12月20日之前能到吗", "2026-12-20", ""),
        ("圣诞节前能到吗", "2026-12-24", ""),
        ("大后天到得了吗", "2026-12-03", ""),
        ("3天能到吗", "2026-12-03", ""),
        ("五天内能到吗", "2026-12-05", ""),
        ("现在下单几天到", "", "2026-11-30"),
        ("元旦能到吗", "2027-01-01", ""),
        ("到成都几天", "", ""),
        ("32号能到吗", "", ""),
        ("1月2号能到吗", "2027-01-02", ""),
        ("我住3号楼 几天到", "", ""),
    ],
)
def test_days_named(text: str, wanted: str, ordered: str) -> None:
    days = read_days(text, MONDAY)
    assert (days.wanted.isoformat() if days.wanted else "") == wanted
    assert (days.ordered.date().isoformat() if days.ordered else "") == ordered


@given(st.text(max_size=40), st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)))
def test_any_text_can_be_read_for_days(text: str, at: datetime) -> None:
    days = read_days(text, at)
    assert days.wanted is None or days.wanted >= at.date()


def test_a_campaign_ends_with_its_last_moment_whatever_the_zone() -> None:
    campaign = Campaign("庆", "满200减20", read_moment("2026-12-05T12:00:00Z", time.min), read_moment("2026-12-08", time.max))
    assert campaign.start == datetime(2026, 12, 5, 20)
    assert campaign.active(datetime(2026, 12, 8, 15, 59, tzinfo=timezone.utc))
    assert not campaign.active(datetime(2026, 12, 8, 16, 0, tzinfo=timezone.utc))
    assert running([campaign], datetime(2026, 12, 9)) == []
    assert upcoming([campaign], datetime(2026, 12, 1)) is campaign
    assert upcoming([campaign], datetime(2026, 12, 6)) is None
