"""Answer what is asked of couriers, of the day a parcel leaves, and of guarantees."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.couriers import couriers, fastest
from cs_scripts.shop.dispatch import dispatch_window
from cs_scripts.shop.guarantees import broke_later, documented, guarantee_for
from cs_scripts.shop.moments import shown_day, shown_days
from cs_scripts.shop.question import Question
from cs_scripts.shop.units import yuan

_FEE = re.compile(
    r"(?:加|补|多|贵)[^\n,。]{0,3}(?:多少|几)(?:钱|元|块)?|多少(?:钱|元)|差价|运费|邮费|加钱|要加|补钱|另外加|快递费|包邮|收费|要钱"
)
_CAN = re.compile(
    r"(?:能|可以|可不可以|能不能|可|给|帮)[^\n,。]{0,6}(?:发|走|寄|用|换|选|指定)|(?:发|走|寄|用)[^\n,。]{0,6}(?:吗|么|嘛|不|行|可以|[?？])"
)
_NOT_NOW = re.compile(
    r"退|换货|寄回|拒收|还没|怎么还|没收到|没更新|查|到哪|电话是|丢|派送|派件|签收|不要[^\n,。]{0,4}发|别发|催|代收|怎么给|怎么发|怎么是|为什么|说了|不是说|备注了|有备注|上次|别[^\n,。]{0,4}发|(?<!能)不能[走发]|(?<!发)不发(?![吗么])|不走|只[用发能]|就得|一直发|怎么到"
)
_WHICH = re.compile(
    r"(?:什么|哪个|哪家|啥|哪种|哪些)(?:快递|物流)|快递[^\n,。]{0,4}(?:是什么|哪家|哪个)|(?:发|走)的?(?:什么|哪家|哪个)(?:快递)?$"
)
_FAST = re.compile(
    r"(?:哪家|哪个|什么|哪种|啥)(?:快递|物流)[^\n,。]{0,5}(?:快|好)(?!递|些什么)|(?:哪家|哪个)[^\n,。]{0,3}快(?!递)"
    r"|最快的?(?:快递|物流)|快递[^\n,。]{0,4}哪[个家][^\n,。]{0,3}快"
)
_PHONE = re.compile(
    r"(?:的|快递|客服|官方|那边|人工|有没有|有|投诉|总部){0,3}(?:电话|热线|客服号|联系方式|(?:是|号)?多少号?$)(?!通知|联系我|告诉|打不通|没人)"
)
_BETTER = re.compile(r"快|慢|好|稳|便宜|区别|哪")
_EITHER = re.compile(r"哪[个家]|谁|还是|区别|快[些点]?[吗么]?$")
_RURAL = re.compile(
    r"(?:乡下|农村|村里|乡镇|镇上|村子|山区|县里|乡里)[^\n,。]{0,6}(?:能|可以|送|发|到|收)|(?:送|发|到|寄)[^\n,。]{0,4}(?:乡下|农村|村里|乡镇|镇上|山区)"
)
_DISPATCH = re.compile(
    r"(?:今天|现在|今晚|明天|今日|下午|上午|晚上|马上|立刻|立马)[^\n,。]{0,8}(?:能|可以|会)[^\n,。]{0,3}(?:发货|发出|寄出|发走|发得|走得|[发走](?=[吗么嘛不没吧?？]|$))"
    r"|(?:今天|现在|今晚|明天|今日|马上|立刻|立马)[^\n,。]{0,6}(?:发货|发出|寄出|发)(?:吗|么|嘛|不|没|[?？])"
    r"|(?:什么时候|啥时候|几点|多久|几天|何时|哪天|几时|几号|什么时间)[^\n,。]{0,6}(?:发货|发出|发$|发[?？]|发呢|发啊|发呀|给发|能发|可以发|会发)"
    r"|截单|几点(?:之前|以前|前)[^\n,。]{0,10}(?:发|走)|(?:当天|今天)(?:就|能|可以)?(?:发[吗么不?？]|走得了|能走)"
)
_WEEKEND = re.compile(r"(?:周末|周六|周日|星期六|星期天|星期日|礼拜六|礼拜天|双休)[^\n,。]{0,6}发")
_HOLIDAY = re.compile(
    r"(?:国庆|春节|过年|元旦|五一|中秋|端午|清明|放假|假期|节假日|十一)[^\n,。]{0,8}(?:发货|发吗|发不|能发|正常发|还发|寄)|(?:什么时候|几号)[^\n,。]{0,3}放假"
)
_SENT_ALREADY = re.compile(
    r"昨天|前天|还没|没发|没有发|怎么|催|已经|已下单|已拍|已付|剩下|当时|拍了(?!能|就|可以|多久|几天|什么时候)|付了(?!能|就|可以|多久|几天)|付款了|付完|拍好|下好单|下单了|买了|补发|补好|补货|发票|重发|重新发|发我|发给|发错|发来|订单|我的|退|换货|截图|图|链接"
    r"|那天|天前|不发|答应|说好|预售|[订定]金|拒|为什么|天了|不要了|本来|一定要|尽快"
)
_GUARANTEE = re.compile(
    r"(?:保修|质保|保质期外|包换|包退|保换|三包|保)(?:期|服务|政策)?(?:是|有)?(?:多久|多长|几年|几个月|几天|多少天|多少年|怎么算|多少|几时)|三包[^\n,。]{0,4}(?:怎么|政策|服务|范围|规定|期|是什么|有吗|吗$)"
    r"|质保吗|有?质保[^\n,。]{0,4}(?:吗|么|怎么|多久|期)|保修[^\n,。]{0,4}(?:吗|么|嘛|不|没|多久|期|政策|怎么)|(?:坏了|开胶|掉跟|断底)[^\n,。]{0,5}(?:保|管)[^\n,。]{0,4}(?:吗|多久|几)|^三包[?？]?$|怎么保修"
)
_NOT_GUARANTEE = re.compile(
    r"保修卡|保质|已经|坏了怎么|不亮|不能用|退款|延保|寄|维修点|过了|发票|保修单|拆|人为|进水|摔|安装|订单|申请|(?:没有|买|拍|要|来|送|这|那|加|了|次)三包"
)


def courier_answer(question: Question) -> Answer | None:
    """Answer which courier is used, which is fast, and what a certain one costs.

    Args:
        question: the message.

    Returns:
        The answer; None where nothing of the kind is asked or known.
    """
    text, shop = question.text, question.shop
    intent = question.about(
        "courier", "shipping_fee", "delivery_time", "shipping_time", "logistics", "complaint", "greeting", "product_info"
    )
    if not intent:
        return None
    named = question.facts.get("courier")
    courier = (
        re.sub(r"(?:快递|速运|物流)$", "", named.value)
        if named and named.turn == 0
        else next((name for name in shop.courier_fees if name.lower() in text), "")
    )
    if courier and _PHONE.match(text, text.find(courier.lower()) + len(courier)):
        phone = couriers()[courier].phone if courier in couriers() else ""
        values = {"courier": courier, "phone": phone}
        return question.answer("courier_phone", intent, "courier.phone", values, ("courier",)) if phone else None
    if _NOT_NOW.search(text) or intent in ("logistics", "complaint", "greeting", "product_info"):
        return None
    if two := _two(question, intent):
        return two
    if courier:
        return _certain_courier(question, courier, intent)
    ours = shop.couriers
    if _RURAL.search(text):
        name = next((each for each in ours if each in couriers() and couriers()[each].everywhere), "")
        return question.answer("courier_rural", intent, "courier.reach", {"courier": name}, ("shop.couriers",)) if name else None
    if _FAST.search(text) and ours:
        return _fastest(question, intent)
    if _WHICH.search(text):
        return _which(question, intent)
    return None


def _two(question: Question, intent: str) -> Answer | None:
    """Set two couriers side by side that a message asks to choose between: EMS和中通哪个快."""
    text = question.text.upper()
    named = sorted((each for each in couriers().values() if each.name in text), key=lambda each: text.find(each.name))
    if named and "还是" in text and not _BETTER.search(text):
        return _which(question, intent)
    if len(named) != 2 or not _EITHER.search(question.text):
        return None
    one, two = (f"{each.name}{each.strength}、{each.reach}" for each in named)
    if named[0].strength == named[1].strength:
        return None
    return question.answer("courier_two", intent, "courier.two", {"one": one, "two": two}, ("courier",))


def _certain_courier(question: Question, courier: str, intent: str) -> Answer | None:
    shop, text = question.shop, question.text
    asked = bool(_FEE.search(text) or _CAN.search(text))
    fee = shop.courier_fees.get(courier)
    if fee is None and courier not in shop.couriers and "–" not in (plain := shop.values.get("courier_extra_fee", "–")):
        fee = Decimal(plain)
    if fee is not None and asked:
        kind = "courier_fee" if fee else "courier_free"
        return question.answer(kind, intent, "courier.fee", {"courier": courier, "fee": yuan(fee)}, ("courier", "shop.courier_fees"))
    if courier in shop.couriers and _CAN.search(text):
        kind = "courier_free" if re.search(r"加钱|补|差价|要加", text) else "courier_ours"
        return question.answer(kind, intent, "courier.ours", {"courier": courier}, ("courier", "shop.couriers"))
    return None


def _fastest(question: Question, intent: str) -> Answer | None:
    shop = question.shop
    extra = next(
        ((name, fee) for name, fee in shop.courier_fees.items() if fee and name in couriers() and couriers()[name].speed == 1), None
    )
    more = f"；赶时间可以发{extra[0]}，加{yuan(extra[1])}元" if extra and extra[0] not in shop.couriers else ""
    best = fastest(shop.couriers)
    if best is None:
        known = [name for name in shop.couriers if name in couriers()]
        if len(known) < 2:
            return None
        return question.answer("courier_even", intent, "courier.fast", {"list": "、".join(known), "more": more}, ("shop.couriers",))
    values = {"courier": best.name, "strength": best.strength, "more": more}
    return question.answer("courier_fast", intent, "courier.fast", values, ("shop.couriers",))


def _which(question: Question, intent: str) -> Answer | None:
    named = question.place
    if named:
        own = {question.shop.regions.of(place).couriers for place in named.places}
        if len(own) == 1 and (chosen := own.pop()):
            values = {"place": named.name, "list": "、".join(chosen)}
            return question.answer("courier_place", intent, "courier.which", values, ("place", "regions.couriers"))
    if not question.shop.couriers:
        return None
    return question.answer(
        "courier_which", intent, "courier.which", {"list": "、".join(question.shop.couriers), "more": ""}, ("shop.couriers",)
    )


def dispatch_answer(question: Question) -> Answer | None:
    """Answer when a parcel leaves that is paid now.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked, or is asked of an order that was made before.
    """
    text, calendar, at = question.text, question.shop.calendar, question.at
    intent = question.about("shipping_time", "delivery_time", "courier")
    if not intent or calendar is None or _SENT_ALREADY.search(text):
        return None
    if question.sent() or question.facts.has("order_no") or question.facts.has("hurt"):
        return None
    today = at.date()
    following = calendar.next_day(today + timedelta(days=1))
    if _HOLIDAY.search(text):
        ahead = sorted(day for day in calendar.closed if day >= today)
        if not ahead or (ahead[0] - today).days > 60:
            return None
        last = next(day for day in ahead if day + timedelta(days=1) not in calendar.closed)
        values = {"closed": shown_days(ahead[0], last, today), "next": shown_day(calendar.next_day(last + timedelta(days=1)), today)}
        return question.answer("dispatch_holiday", intent, "dispatch.holiday", values, ("shop.holidays",))
    if _WEEKEND.search(text):
        if calendar.weekends is None:
            return None
        kind = "dispatch_weekend_yes" if calendar.weekends else "dispatch_weekend_no"
        return question.answer(kind, intent, "dispatch.weekend", {"next": "周一"}, ("shop.weekend_dispatch",))
    if not _DISPATCH.search(text):
        return None
    on = question.campaigns()
    if on and calendar.campaign_days:
        values = {"name": on[0].name, "days": str(calendar.campaign_days)}
        return question.answer("dispatch_campaign", intent, "dispatch.day", values, ("shop.campaign_dispatch_days",))
    if "cutoff" not in question.shop.values or calendar.cutoff is None:
        return None
    first = dispatch_window(at, calendar).first
    kind = "dispatch_rest" if not calendar.works(today) else "dispatch" if first == today else "dispatch_late"
    next_day = following if first == today else first
    values = {"cutoff": f"{calendar.cutoff:%H:%M}", "today": "今天", "next": shown_day(next_day, today)}
    return question.answer(kind, intent, "dispatch.day", values, ("shop.cutoff",))


def guarantee_answer(question: Question) -> Answer | None:
    """Answer what is guaranteed and for how long.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked or nothing is known of the kind of article.
    """
    text, shop = question.text, question.shop
    later = broke_later(text)
    intent = question.about("warranty", "quality", "returns", "product_info", *(("defect", "complaint") if later else ()))
    if not intent or not (later or (_GUARANTEE.search(text) and not _NOT_GUARANTEE.search(text))):
        return None
    article = question.articles[0] if len(question.articles) == 1 else None
    words = [text, *(fact.value for fact in reversed(question.facts.items) if fact.kind in ("item_word", "item"))]
    if article:
        words.insert(0, f"{article.name} {article.kind}")
    told = tuple(each for each in documented() if any(slot and slot in shop.values for _, _, slot in each.terms))
    for guarantees in (shop.guarantees, documented() if "warranty_period" not in shop.values else told):
        found = next((each for word in words if (each := guarantee_for(word, guarantees))), None)
        if found:
            return question.answer(
                "guarantee",
                intent,
                "guarantee.kind",
                {
                    "kind": found.kind,
                    "note": found.note,
                    "terms": "，".join(found.shown_terms(shop.values)),
                    "evidence": f"，凭{found.evidence}" if found.evidence else "",
                },
                ("guarantees", "item"),
            )
    if later:
        own = article.values.get("guarantee", "") if article else ""
        return question.answer("guarantee_shop", intent, "guarantee.shop", {"terms": own}, ("goods.guarantee",)) if own else None
    periods = [(label, shop.values[key]) for key, label in (("exchange_period", "包换"), ("warranty_period", "质保")) if key in shop.values]
    if not periods:
        return None
    terms = "、".join(f"{label}{period}" for label, period in periods)
    return question.answer("guarantee_shop", intent, "guarantee.shop", {"terms": terms}, ("shop.warranty_period",))
