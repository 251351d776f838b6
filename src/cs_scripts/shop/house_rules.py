"""Answer what the profile says in so many words: fetching it oneself, large parcels, abroad, custom work, days without dispatch.

Such questions sound like complaints about parcels (自己去拿, 送上楼), so their words decide, not the intent they were taken for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.numerals import number
from cs_scripts.shop.question import Question
from cs_scripts.shop.units import yuan
from cs_scripts.shop.wording import slot
from cs_scripts.text.patterns import lazy


@dataclass(frozen=True)
class _Rule:
    """One rule of the house.

    Attributes:
        kind: its sentences in ``data/shop_answers.yaml``.
        intent: the intent it usually answers.
        asks: the words that ask for it.
        keys: the keys of the profile it says, by their names in the sentence; all must be there.
    """

    kind: str
    intent: str
    asks: re.Pattern[str]
    keys: Mapping[str, str]


_ABROAD = (
    "日本|韩国|美国|加拿大|英国|法国|德国|意大利|西班牙|澳洲|澳大利亚|新西兰|新加坡|马来西亚|泰国|越南|印尼|菲律宾|俄罗斯|国外|海外|境外"
)
_SENT = "寄|发|邮|送|运"
_LONG = "多久|几天|多少天|几个?小时|多少个?小时|多长时间"
_RULES = (
    _Rule("custom_time", "shipping_time", lazy(
        r"(?:定[制做]|订[制做]|刻[^\n,。]{0,3}字|改尺寸)[^\n,。]{0,8}?[\s,]?(?:要等?|得)?(?:几天|多久|多长时间|多少天|什么时候|啥时候|几时|工期)|(?:几天|多久)[^\n,。]{0,4}(?:定[制做]|刻)好|(?:刻|定[制做]|订[制做]|绣|印)[了完好]?(?:字|名字?|logo)?[^\n,。]{0,3}(?:几天|多久|什么时候|啥时候)"
    ), {"days": "custom_days"}),
    _Rule("pickup", "courier", lazy(
        r"自提(?!柜|点)|(?:自己|直接|本人|亲自|上门)[^\n,。]{0,3}(?:去|来|过去|过来)?(?:拿|取|提)(?:货|吗|么|不|行|可以|省|就|$)|(?:去|来|到)[^\n,。]{0,4}(?:店里|仓库|你们那|你们店)[^\n,。]{0,3}(?:拿|取|提)"
    ), {"rule": "self_pickup_rule"}),
    _Rule("home", "courier", lazy(
        r"(?:村|乡下|乡里|乡镇|镇上|山里|农村)[^\n]{0,12}(?:送|派|到)[^\n,。]{0,4}(?:家|门口|村口|村里|村上|上门)|(?:能|会|给|可以|可)[^\n,。]{0,3}送(?:货)?(?:到|上)[^\n,。]{0,2}(?:家门口|家里|门口|门)(?:[吗么不吧]|$)"
    ), {"rule": "home_delivery"}),
    _Rule("freight", "courier", lazy(
        r"(?:大件|这么大|那么大|这么重|体积大|大东西|推车|婴儿车|床垫|沙发|[衣书橱]柜|[餐书]桌|床架|冰箱|洗衣机|跑步机)[^\n,。]{0,10}(?:怎么[送发寄运]|咋[送发寄]|送[上到]|上楼|送货|(?:什么|哪家|啥)物流|走什么|发什么)|大件[^\n,。]{0,3}(?:快递|物流)|(?:送|搬|扛|抬|背)(?:货)?(?:上[楼去]|[上到][\d一二两三四五六七八九十]{1,2}楼)|(?:没|没有|不带)电梯"
    ), {"rule": "freight_rule"}),
    _Rule("abroad", "courier", lazy(
        rf"(?:{_SENT}|到|去)(?:得?到|去|往|货到)?[^\n,。]{{0,3}}(?:{_ABROAD})|(?:{_ABROAD})[^\n,。]{{0,6}}(?:能|可以|可)?[^\n,。]{{0,2}}(?:{_SENT})"
    ), {"rule": "overseas_rule"}),
    _Rule("holiday", "shipping_time", lazy(
        r"(?:元旦|放假|假期|节假日)[^\n,。]{0,10}(?:发货|停发|不发|还发|发吗|发不|正常发|恢复|几号|什么时候|啥时候|安排|休息)|(?:几号|什么时候|啥时候)[^\n,。]{0,4}(?:放假|停发|停运|恢复发货)"
    ), {"stop": "holiday_stop", "resume": "holiday_resume"}),
    _Rule("hours", "greeting", lazy(
        r"(?:几点|什么时候|啥时候|几时)[^\n,。]{0,4}(?:上班|下班|在线|打烊)|(?:客服|人工|你们)[^\n,。]{0,4}(?:几点|上班时间|下班时间|工作时间)|(?:晚上|半夜|夜里|早上|周末|\d{1,2}点)[^\n,。]{0,6}(?:有客服|客服在|有人在线|还在线|在线)[^\n,。]{0,2}[吗么不]"
    ), {"hours": "service_hours"}),
    _Rule("status", "authenticity", lazy(
        r"(?:是不是|是)[^\n,。]{0,4}(?:官方店|官方旗舰店|旗舰店|直营店?|自营|品牌店|专卖店|授权店|代理商?|厂家店?)[^\n,。]{0,3}(?:[吗么不吧嘛?？]|$)|(?:官方|直营)的?[吗么]"
    ), {"status": "shop_status"}),
    _Rule("level", "membership", lazy(
        r"(?:怎么|咋|如何|多少|什么条件)[^\n,。]{0,6}(?:升级|升[银金钻]|银卡|金卡)|(?:银卡|金卡|会员等级|会员级别)[^\n,。]{0,6}(?:怎么|咋|如何|多少|条件|要满|几)"
    ), {"rule": "level_rule"}),
    _Rule("earn", "membership", lazy(
        r"(?:怎么|咋|如何)[^\n,。]{0,4}(?:得|攒|赚|来|积|获得?)[^\n,。]{0,3}积分|积分[^\n,。]{0,3}(?:怎么|咋|如何)[^\n,。]{0,2}(?:来|得|攒|赚|算|获得)|(?:买|付|花|消费)[^\n,。]{0,8}(?:几个?|多少)积?分(?!钟)|(?:有没有|送不送|给不给)积分"
    ), {"rule": "points_earn"}),
    _Rule("follow", "gift", lazy(
        r"(?:收藏|关注)(?:了|一下|过)?(?:你们?家?|咱们?家?|我们?家?)?(?:的)?(?:店铺?)?(?:了|后|以后|之后)?[^\n,。]{0,4}(?:福利|好处|礼|送|优惠|优惠券|券|红包|奖励)(?!物?(?:没|还没|怎么)收)|(?:收藏|关注)[^\n,。]{0,6}(?:有什么|有啥|给什么|给啥|送什么|送啥)"
    ), {"gift": "follow_gift"}),
    _Rule("invoice", "invoice", lazy(
        r"(?:能|可以|可)[^\n,。]{0,4}开[^\n,。]{0,6}票[^\n]{0,6}(?:多久|几天|多长时间)|(?:能|可以)[^\n,。]{0,3}(?:专票|发票)[^\n]{0,6}(?:多久|几天|多长时间)|开票[^\n,。]{0,3}(?:几天|多久)[^\n]{0,8}(?:什么|哪些|哪种|啥)[^\n]{0,3}票"
        r"|(?:专票|普票|发票)[^\n,。]{0,6}(?:能|可以|得|会|给)[^\n,。]{0,6}[吗么嘛不没][^\n]{0,6}(?:几天|多久|多长时间)[^\n,。]{0,3}(?:给|开|出|寄|好|$)"
    ), {"types": "invoice_types", "days": "invoice_days"}),
    _Rule("invoice", "invoice", lazy(
        r"[^\s,，。?？!！]{3,}[\s,，。?？!！]+[^\s,，。]{0,4}?(?:(?:能|可以|可|给|支持)[^\s,，。]{0,3}开[^\s,，。]{0,6}票(?:[吗么嘛不没吧?？]|$)"
        r"|开[^\s,，。]{0,5}票(?:行不行|可以|[行能][吗么不]|[吗么嘛不?？]|$)|要(?:一?张)?(?:增值税|专用|普通)?(?:发|专|普)票$)"
    ), {"types": "invoice_types", "days": "invoice_days"}),
    _Rule("overdue", "shipping_time", lazy(
        rf"(?:{_LONG})[^\n,。]{{0,4}}(?:不发|没发|不寄|没寄)[^\n,。]{{0,4}}(?:算|就?是|才叫|叫)[^\n,。]{{0,3}}(?:超时|违约|延[迟误]|晚发|逾期)"
        rf"|(?:超过|超|过了)(?:{_LONG})[^\n,。]{{0,6}}(?:算|就?是|才叫|叫)[^\n,。]{{0,3}}(?:超时|违约|延[迟误]|晚发|逾期)|发货(?:的)?(?:时限|期限|时效)[^\n,。]{{0,4}}(?:多|几)"
    ), {"hours": "dispatch_hours"}),
    _Rule("member", "membership", lazy(
        r"(?:开通|办|入|当|成为|加入?|是)?(?:了)?会员[^\n,。]{0,6}(?:有什么|有啥|啥|什么|哪些)[^\n,。]{0,3}(?:福利|好处|权益|优待|特权|优惠|礼)"
        r"|会员(?:的)?(?:福利|好处|权益|特权)[^\n,。]{0,4}(?:有?什么|有?啥|哪些)"
    ), {"benefit": "member_benefit"}),
)  # fmt: skip
_ALIKE = {"follow": ("gift", "promotion", "membership"), "freight": ("courier", "logistics", "delivery_time", "shipping_time")}
"""What else the words of a rule are taken for."""

_UPSTAIRS = lazy(r"还是[^\n,。]{0,3}(?:丢|放|扔|送到|自己)")
"""Asks beforehand how far a large parcel is carried, though it names a station."""

_DATE = lazy(r"(1[0-2]|0?[1-9])月(3[01]|[12]\d|0?[1-9])[日号]")
_EVENING = lazy(r"(?<!\d)([12]\d|3[01]|[1-9])[号日](?:的)?(?:晚上?|夜里|半夜|傍晚|下班后)")
_ELECTRIC = "数码"
_RETURN_DAYS = lazy(
    r"(?:几|多少)天[^\n,。]{0,8}[退换]|[退换][^\n,。]{0,6}(?:几|多少)天|多久[^\n,。]{0,4}[退换]|[退换][^\n,。]{0,3}期限"
    r"|(?:七|7|十五|15|三十|30)天[^\n,。]{0,6}[退换][^\n,。]{0,3}[吗么不]|无理由[退换][^\n。]{0,8}(?:几|多少)天|(?:能|可以|支持|有)[^\n,。]{0,4}无理由"
)
_HELD = lazy(
    r"(?P<got>收到|到手|签收|拿到)?(?:货|的|买|用)?了?(?:都|快|有|已经)?(?P<over>(?<![没不未])(?:超过|超了?|过了))?"
    r"(?P<count>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)(?:多)?(?P<unit>天|个?星期|个?礼拜|周(?!年)|个?月)(?P<after>前(?:签收|收到|到)的?|都?过了)?"
    r"[^\n]{0,12}(?:不喜欢|不想要|不合适|后悔|不满意|不要了|能退|可以退|给退|退得了|退不退)[^\n]{0,8}[退吗么不没呢]"
)
_DAYS = {"天": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30}
_FAULTY = lazy(r"坏|故障|质量|裂|破|瑕疵|不工作|没反应|失灵|降价|差价|补发")
_OPENED = lazy(r"(?:拆|开)(?:了|过)?(?:封|包装|盒|箱|开)|拆了|拆过|用过|戴过|试过")
_OPENED_LABEL = "拆过用过的能不能退"
"""What the rule of days does not say, of an article that has been unpacked."""

_RETURNING = lazy(r"到[账帐]|退款|审核|处理|寄|补|多久退|换新")
_POINTS_RULE = lazy(r"(\d{1,6})\s?(?:个?积?分)\s?[抵换=]\s?(\d{1,4}(?:\.\d{1,2})?)\s?元")
_POINTS = lazy(r"(?<![\d.])(\d{2,7})\s?(?:个?积?分)(?!钟|之|期)[^\n,。]{0,6}(?:抵|换|值|当|折)[^\n,。]{0,4}(?:多少|几)")

_NOT_NOW = lazy(
    r"退|拒收|驿站|丢|投诉|差评|已经|为什么|怎么还|怎么没|还没|昨天|前天|没送"
    r"|(?<!送)不送|收到|催|验证|取件码|代收|签收|(?<![能会以])给我送|没给"
)


def house_rule_answer(question: Question) -> Answer | None:
    """Answer a question that a rule of the house settles.

    Args:
        question: the message.

    Returns:
        The answer; None where nothing of the kind is asked, the parcel has left, or the profile does not say.
    """
    text = question.text
    if question.sent() or question.facts.has("hurt"):
        return None
    for rule in _RULES:
        if (
            not rule.asks.search(text)
            or (_NOT_NOW.search(text) and not _UPSTAIRS.search(text))
            or not all(question.shop.values.get(key) for key in rule.keys.values())
        ):
            continue
        if rule.kind == "holiday" and question.shop.calendar and question.shop.calendar.closed:
            continue  # the days themselves are known, and answer better
        values = {name: question.shop.values[key] for name, key in rule.keys.items()}
        if rule.kind == "overdue" and question.campaigns():
            continue  # then another term holds
        if rule.kind == "holiday":
            values["more"] = _too_late(question)
        if rule.kind == "pickup":
            where = question.shop.values.get("pickup_info", "")
            values["where"] = f"，{where}" if where else ""
        uses = tuple(f"shop.{key}" for key in rule.keys.values())
        return question.answer(
            f"rule_{rule.kind}", question.about(*_ALIKE.get(rule.kind, ()), rule.intent) or rule.intent, f"rule.{rule.kind}", values, uses
        )
    return None


def _too_late(question: Question) -> str:
    """Say that what is ordered after the hour of the last day before the holiday waits: 30号晚上拍呢."""
    values, match = question.shop.values, _DATE.search(question.shop.values["holiday_stop"])
    cutoff = values.get("cutoff", "")
    if not match or not cutoff:
        return ""
    last = date(question.at.year, int(match[1]), int(match[2])) - timedelta(days=1)
    named = any(int(evening[1]) == last.day for evening in _EVENING.finditer(question.text))
    return f"，{last.day}号过了{cutoff}拍的也要{values['holiday_resume']}恢复后发" if named else ""


def return_days_answer(question: Question) -> Answer | None:
    """Say within how many days an article of a kind with a term of its own goes back.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked, or the usual days hold.
    """
    if held := _still_returned(question):
        return held
    days = question.shop.values.get("electric_return_days", "")
    intent = question.about("returns", "warranty", "product_info")
    if not days or not intent or not _is_electric(question):
        return None
    if not _RETURN_DAYS.search(question.text) or _RETURNING.search(question.text):
        return None
    values = {"kind": _ELECTRIC, "days": days}
    if not _OPENED.search(question.text):
        return question.answer("return_days", intent, "rule.return_days", values, ("shop.electric_return_days",))
    values["slot"] = slot(_OPENED_LABEL)
    answer = question.answer("return_days_opened", intent, "rule.return_days", values, ("shop.electric_return_days",))
    return replace(answer, missing=(_OPENED_LABEL,))


def _is_electric(question: Question) -> bool:
    return len(question.articles) == 1 and question.articles[0].kind.startswith(_ELECTRIC)


def _still_returned(question: Question) -> Answer | None:
    """Say whether an article that somebody has had for so many days still goes back: 买了20天不喜欢了能退不."""
    intent = question.about("returns")
    match = _HELD.search(question.text) if intent else None
    electric = _is_electric(question)
    key = "electric_return_days" if electric and "electric_return_days" in question.shop.values else "return_days"
    days = question.shop.values.get(key, "")
    if not match or not days.isdecimal() or _FAULTY.search(question.text):
        return None
    count = 0.5 if match["count"] == "半" else number(match["count"])
    held = (count or 0) * _DAYS[match["unit"].removeprefix("个")]
    past = bool(match["over"]) or match["after"] in ("过了", "都过了")
    inside = held <= int(days) and not past
    from_arrival = match["got"] or match["after"] or past  # else the days may count from the order, which nobody told
    if not held or (past and held < int(days)) or not (inside or from_arrival):
        return None
    values = {"kind": f"{_ELECTRIC}类" if electric else "", "days": days, "held": match["count"] + match["unit"]}
    return question.answer("return_held" if inside else "return_late", intent, "rule.return_days", values, (f"shop.{key}",))


def points_answer(question: Question) -> Answer | None:
    """Say what a number of points is worth, by the shop's rule such as 100分抵1元.

    Args:
        question: the message.

    Returns:
        The answer; None where no number of points is named, or the rule is no such sentence.
    """
    rule = _POINTS_RULE.search(question.shop.values.get("points_rule", ""))
    held = _POINTS.search(question.text)
    intent = question.about("membership", "promotion", "price_info")
    if not rule or not held or not intent or not Decimal(rule[1]):
        return None
    worth = Decimal(held[1]) * Decimal(rule[2]) / Decimal(rule[1])
    values = {"rule": rule[0], "points": held[1], "sum": yuan(worth)}
    return question.answer("points_worth", intent, "points.worth", values, ("shop.points_rule",))
