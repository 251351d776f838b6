"""Answer what is asked of couriers and of guarantees."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.clauses import clauses
from cs_scripts.shop.courier_refused import refused_couriers
from cs_scripts.shop.couriers import couriers, fastest
from cs_scripts.shop.guarantees import broke_later, documented, guarantee_for, with_evidence, within_term
from cs_scripts.shop.question import Named, Question
from cs_scripts.shop.units import yuan
from cs_scripts.shop.wording import slot

_FEE = re.compile(
    r"(?:加|补|多|贵)[^\n,。]{0,3}(?:多少|几)(?:钱|元|块)?|多少(?:钱|元)|差价|运费|邮费|加钱|要加|补钱|另外加|快递费|包邮|收费|要钱"
)
_CAN = re.compile(
    r"有(?:没有)?(?:顺丰|京东|圆通|中通|申通|韵达|极兔|邮政|德邦|ems)|(?:能|可以|可不可以|能不能|可|给|帮)[^\n,。]{0,6}(?:发|走|寄|用|换|选|指定)|(?:发|走|寄|用)[^\n,。]{0,6}(?:吗|么|嘛|不|行|可以|[?？])"
)
_NOT_NOW = re.compile(
    r"退|换货|寄回|拒收|还没|怎么还|没收到|没更新|查|到哪|电话是|丢|派送|派件|签收|不要[^\n,。]{0,4}发|别发|催|代收|怎么给|怎么发|怎么是|为什么|说了|不是说|备注了|有备注|上次|别[^\n,。]{0,4}发|(?<!能)不能[走发]|(?<!发)不发(?![吗么])|不走|只[用发能]|就得|一直发|怎么到"
)
_SENT_BY = re.compile(r"[发走寄用换]$")
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
_THE_OTHERS = re.compile(r"[跟和与比](?:别的|其他|其它|别家|另外|你们的|你家的)")
_RURAL = re.compile(
    r"(?:乡下|农村|村里|乡镇|镇上|村子|山区|县里|乡里)[^\n,。]{0,6}(?:能|可以|送|发|到|收)|(?:送|发|到|寄)[^\n,。]{0,4}(?:乡下|农村|村里|乡镇|镇上|山区)"
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
    named = question.facts.get("courier")
    courier = (
        re.sub(r"(?:快递|速运|物流)$", "", named.value)
        if named and named.turn == 0
        else next((name for name in shop.courier_fees if name.lower() in text), "") or _sent_by(text)
    )
    if courier in (unwanted := refused_couriers(text)):
        courier = next((name for name in couriers() if name.lower() in text and name not in unwanted), "")
        if not courier:
            return None  # what goes instead is another answer
    if not courier and intent in ("", "product_info") and len(clauses(text)) > 1 and _WHICH.search(clauses(text)[-1]):
        intent = "courier"  # 一天喂多少 发什么快递 asks for both
    if not intent and courier and _SENT_BY.search(text[: text.find(courier.lower())]):  # 发京东加多少钱 sounds like the price of goods
        intent = question.about("price_info") and "courier"
    if not intent:
        return None
    if courier and _PHONE.match(text, text.find(courier.lower()) + len(courier)):
        phone = couriers()[courier].phone if courier in couriers() else ""
        values = {"courier": courier, "phone": phone}
        return question.answer("courier_phone", intent, "couriers.phone", values, ("courier",)) if phone else None
    if _NOT_NOW.search(text) or intent in ("logistics", "complaint", "greeting", "product_info"):
        return None
    if two := _two(question, intent):
        return two
    if courier:
        return _certain_courier(question, courier, intent)
    ours = shop.couriers
    if _RURAL.search(text):
        name = next((each for each in ours if each in couriers() and couriers()[each].everywhere), "")
        return question.answer("courier_rural", intent, "couriers.reach", {"courier": name}, ("shop.couriers",)) if name else None
    if _FAST.search(text) and ours:
        return _fastest(question, intent)
    if _WHICH.search(text):
        return _which(question, intent)
    return None


def _sent_by(text: str) -> str:
    """Give the courier beside a word of sending, which else may be another thing of that name: 京东能发不."""
    names = "|".join(map(re.escape, couriers()))
    found = re.search(rf"({names})(?:快递|物流)?(?:能|可以|可不可以|能不能|给|可)?(?:发|走|寄)|(?:发|走|寄)({names})", text.upper())
    return (found[1] or found[2]) if found else ""


def _two(question: Question, intent: str) -> Answer | None:
    """Set two couriers side by side that a message asks to choose between: EMS和中通哪个快."""
    text = question.text.upper()
    named = sorted((each for each in couriers().values() if each.name in text), key=lambda each: text.find(each.name))
    if named and "还是" in text and not _BETTER.search(text):
        return _which(question, intent)
    others = bool(_THE_OTHERS.search(question.text))
    compared = question.shop.values.get("courier_compare", "")
    if compared and len(named) + others > 1 and _EITHER.search(question.text) and all(each.name in compared for each in named):
        return question.answer("courier_compared", intent, "couriers.two", {"rule": compared}, ("courier", "shop.courier_compare"))
    if len(named) == 1 and others:
        named += [couriers()[name] for name in question.shop.couriers if name in couriers() and name != named[0].name][:1]
    if len(named) != 2 or not _EITHER.search(question.text):
        return None
    one, two = (f"{each.name}{each.strength}、{each.reach}" for each in named)
    if named[0].strength == named[1].strength:
        return None
    return question.answer("courier_two", intent, "couriers.two", {"one": one, "two": two}, ("courier",))


def _certain_courier(question: Question, courier: str, intent: str) -> Answer | None:
    shop, text = question.shop, question.text
    asked = bool(_FEE.search(text) or _CAN.search(text))
    chosen = _of_place(question.place, question) if asked and question.place else ()
    if courier in chosen:
        return _which(question, intent)
    if question.place and chosen and any(shop.regions.of(place).remote for place in question.place.places):
        label = f"{courier}能否发"
        values = {"place": question.place.name, "list": "、".join(chosen), "courier": courier, "slot": slot(label)}
        answer = question.answer("courier_not_of_place", intent, "couriers.which", values, ("place", "courier", "regions.couriers"))
        return replace(answer, missing=(label,))
    fee = shop.courier_fees.get(courier)
    if fee is None and courier not in shop.couriers and "–" not in (plain := shop.values.get("courier_extra_fee", "–")):
        fee = Decimal(plain)
    if fee is not None and asked:
        kind = "courier_free" if not fee else "courier_fee" if courier in shop.courier_fees else "courier_fee_other"
        return question.answer(kind, intent, "couriers.fee", {"courier": courier, "fee": yuan(fee)}, ("courier", "shop.courier_fees"))
    if courier in shop.couriers and _CAN.search(text):
        kind = "courier_free" if re.search(r"加钱|补|差价|要加", text) else "courier_ours"
        return question.answer(kind, intent, "couriers.ours", {"courier": courier}, ("courier", "shop.couriers"))
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
        return question.answer("courier_even", intent, "couriers.fast", {"list": "、".join(known), "more": more}, ("shop.couriers",))
    values = {"courier": best.name, "strength": best.strength, "more": more}
    return question.answer("courier_fast", intent, "couriers.fast", values, ("shop.couriers",))


def _of_place(named: Named, question: Question) -> tuple[str, ...]:
    """Give the couriers that go to the places named; none where they differ or nobody says."""
    own = {question.shop.regions.of(place).couriers for place in named.places}
    return own.pop() or () if len(own) == 1 else ()


def _which(question: Question, intent: str) -> Answer | None:
    named = question.place
    if named and (chosen := _of_place(named, question)):
        values = {"place": named.name, "list": "、".join(chosen)}
        return question.answer("courier_place", intent, "couriers.which", values, ("place", "regions.couriers"))
    if not question.shop.couriers:
        return None
    return question.answer(
        "courier_which", intent, "couriers.which", {"list": "、".join(question.shop.couriers), "more": ""}, ("shop.couriers",)
    )


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
    own = article.values.get("guarantee", "") if article else ""
    if own and not later:
        return None  # what holds of the whole shop says less than the article's own cell, and may say otherwise
    if later and (term := within_term(text, own)):
        values = {"fact": term[1], "used": term[2]}
        kind = "term_in" if term[0] else "term_over"
        return with_evidence(question.answer(kind, intent, "guarantee.shop", values, ("goods.guarantee",)), text)
    if later:
        return question.answer("guarantee_shop", intent, "guarantee.shop", {"terms": own}, ("goods.guarantee",)) if own else None
    periods = [(label, shop.values[key]) for key, label in (("exchange_period", "包换"), ("warranty_period", "质保")) if key in shop.values]
    if not periods:
        return None
    terms = "、".join(f"{label}{period}" for label, period in periods)
    return question.answer("guarantee_shop", intent, "guarantee.shop", {"terms": terms}, ("shop.warranty_period",))
