"""Answer how many days a parcel travels and whether it arrives by a day."""

from __future__ import annotations

import re

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.day_words import Days, read_days
from cs_scripts.shop.dispatch import Window, arrival_window, dispatch_window, in_time
from cs_scripts.shop.moments import shown_day, shown_days
from cs_scripts.shop.question import Named, Question
from cs_scripts.shop.regions import Region

_DAYS = r"(?:几天|多久|多长时间|多少天|多少时间|几日|几个工作日|多长)"
_WHEN = r"(?:什么时候|啥时候|何时|哪天|几号|几时|什么时间)"
_TRANSIT = re.compile(
    rf"{_DAYS}[^\n,。]{{0,8}}(?:到|收到|收货|拿到)(?!账|帐|款)|(?:到|发|寄|送|收到)[^\n,。]{{0,12}}{_DAYS}|{_WHEN}[^\n,。]{{0,6}}(?:到|收到|拿到)(?!账|帐|款)"
)
_DATE = re.compile(r"几月?几?号[^\n,。]{0,4}(?:到|收)")
_TO_PLACE = re.compile(rf"(?:发|寄|送|到)[^\n,。]{{2,6}}{_DAYS}")
_HOW_LONG = re.compile(
    rf"{_DAYS}(?:能|可以|会)?到|大概{_DAYS}|到(?:要|得)?{_DAYS}|(?:^|[\s,，。])(?:要|得)?{_DAYS}(?=$|[\s,，。?？啊呢呀])"
)
_BEHIND = re.compile(rf"[市县区省]?(?:大概|要|得|是)?{_DAYS}(?=$|[\s,，。?？啊呢呀])")
_AHEAD = re.compile(r"(?:寄|发|送)(?:过去|过来|到)")
_TRANSIT_PLACE = re.compile(
    rf"大概(?:哪天|几号|几天)(?=[呢呀啊?？]|$)|到[^\n,。]{{2,6}}?(?:是|得|要|大概)?(?:几号|哪天)(?=[呢呀啊了?？\s]|$)|慢不慢|快不快|{_DAYS}|{_WHEN}[^\n,。]{{0,6}}到|天[^\n,。]{{0,4}}(?:到|收到)"
)
_ARRIVES = re.compile(
    r"(?:能|可以|会|可|可不可以|能不能|得|要)?(?:收到|拿到|送到|到货|到得了|到不了|到|用上)[^\n]{0,10}(?:吗|么|嘛|不|没|吧|[?？]|$)|来得及|赶得上|赶得及|来的及|赶的上|(?:[要得]|之?前要?)(?:用|穿|送人|带走)"
)
_UNDER_WAY = re.compile(r"我的|我那|才能?|下单的|买的|刚刚|拍了|买了|付了|下单了|收到快递|这个[^\n,。]{0,4}到货|补货|上架|已经")
LATE = re.compile(
    r"还没|没到|没收到|还不到|怎么还|都[^\n]{0,3}天了|没动|没更新|退|换货|到[账帐]|补发|保质|保存|放[^\n]{0,3}天|质保|保修|安装|发票|签收|赔|拦截|改地址|催|"
    r"(?<![校司班园位搞办])(?<!有个)活动(?!要|用)|能用多久|用得?多久|收到(?:后|货后)|订单|到哪|物流[没不]|怎么回事|好几天|本来|应该到|查|开具|挂号|当时|剩下|还在|预计"
)
"""A message about a parcel that is under way or about something else that takes days."""


def transit_answer(question: Question) -> Answer | None:
    """Answer how many days a parcel travels, or whether it arrives by a day.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked or not known.
    """
    text, named = question.text, question.place
    intent = question.about("delivery_time", "shipping_time", "courier", "shipping_fee", "ordering")
    if named and named.here and _AHEAD.search(text):  # 寄过去慢不慢 sounds like a parcel under way
        intent = intent or question.about("logistics")
    if named and named.here and _TO_PLACE.search(text):  # 灰的有货吗 发武汉几天 asks for both
        intent = intent or "delivery_time"
    if named and named.here and (_HOW_LONG.search(text) or _BEHIND.match(text, named.end)):  # 寄不寄 几天到 加多少钱 is taken for the price
        intent = intent or (question.about("price_info", "stock", "promotion", "refund") and "delivery_time")
    if not intent or LATE.search(text) or question.sent():
        return None
    days = read_days(text, question.at)
    if days.wanted == question.at.date() and re.search(_WHEN, text):  # 今天什么时候能到 names the day of asking, not of arriving
        days = Days(ordered=question.at)
    if days.wanted is not None and _ARRIVES.search(text):
        return _by_when(question, days, intent) if named else None
    if not (_TRANSIT.search(text) or (named and named.here and _TRANSIT_PLACE.search(text))):
        return None
    if named is None:
        return _anywhere(question, intent)
    region = region_of(question, named)
    if region is not None and region.closed:
        return not_sent(question, named, intent)
    if region is None or region.days is None:
        return None
    values = {"place": named.name, "days": shown_range(region.days)}
    if (days.ordered or (named.here and _DATE.search(text))) and question.shop.calendar:
        values |= _dates(question, days, region.days)
        return question.answer("transit_dated", intent, "regions.transit", values, ("place", "regions.days", "shop.cutoff"))
    home = question.shop.regions.home
    local = home is not None and any(place.city and place.city == home.city for place in named.places)
    kind = "transit_local" if local else "transit_remote" if region.remote else "transit"
    return question.answer(kind, intent, "regions.transit", values, ("place", "regions.days"))


def _anywhere(question: Question, intent: str) -> Answer | None:
    """Say the general days where nobody named a place, if the shop's profile gives them."""
    days = question.shop.regions.usual.days
    if (
        _UNDER_WAY.search(question.text)
        or days is None
        or "transit_days" not in question.shop.values
        or question.facts.has("order_no")
        or question.facts.has("tracking_no")
    ):
        return None
    remote = question.shop.regions.remote.days
    shown = f"，偏远地区{shown_range(remote)}天" if remote and remote != days else ""
    return question.answer("transit_any", intent, "regions.transit", {"days": shown_range(days), "remote": shown}, ("shop.transit_days",))


def _by_when(question: Question, days: Days, intent: str) -> Answer | None:
    """Answer carefully whether a parcel arrives by the day named."""
    named, calendar = question.place, question.shop.calendar
    assert named is not None
    assert days.wanted is not None
    region = region_of(question, named)
    if region is not None and region.closed:
        return not_sent(question, named, intent)
    if region is None or region.days is None or calendar is None:
        return None
    arrival = arrival_window(_sent(question, days), region.days)
    verdict = in_time(arrival, days.wanted)
    values = {"place": named.name, "days": shown_range(region.days), "wanted": days.shown} | _dates(question, days, region.days)
    uses = ("place", "date", "regions.days", "shop.cutoff")
    return question.answer(f"in_time_{verdict}", intent, "regions.in_time", values, uses)


def _sent(question: Question, days: Days) -> Window:
    calendar = question.shop.calendar
    assert calendar is not None
    if days.sent:
        return Window(days.sent, days.sent)
    paid = days.ordered or question.at
    return dispatch_window(paid, calendar, campaign=any(each.active(paid) for each in question.shop.campaigns))


def _dates(question: Question, days: Days, transit: tuple[int, int]) -> dict[str, str]:
    today = question.at.date()
    sent = _sent(question, days)
    arrival = arrival_window(sent, transit)
    paid = days.ordered.date() if days.ordered else today
    when = "现在" if paid == today else shown_day(paid, today)
    return {
        "when": when,
        "ship": shown_days(sent.first, sent.last, today),
        "arrive": shown_days(arrival.first, arrival.last, today),
        "soonest": shown_day(arrival.first, today),
    }


def region_of(question: Question, named: Named) -> Region | None:
    """Give what is known of the places named.

    Args:
        question: the message.
        named: the places.

    Returns:
        The region; None where the places differ or nothing is known of sending at all.
    """
    regions = question.shop.regions
    if not regions.known():
        return None
    found = [regions.of(place) for place in named.places]
    return found[0] if all(region == found[0] for region in found) else None


def shown_range(days: tuple[int, int]) -> str:
    """Say a range of days.

    Args:
        days: the least and the most.

    Returns:
        One number, or two with a dash.

    >>> shown_range((3, 4)), shown_range((2, 2))
    ('3–4', '2')
    """
    return str(days[0]) if days[0] == days[1] else f"{days[0]}–{days[1]}"


def not_sent(question: Question, named: Named, intent: str) -> Answer:
    """Say that nothing is sent to a place.

    Args:
        question: the message.
        named: the place.
        intent: the intent that is answered.

    Returns:
        The answer.
    """
    return question.answer("reach_no", intent, "regions.closed", {"place": named.name, "more": ""}, ("place", "regions.closed"))
