"""Answer whether the shop sends to a place and for what postage."""

from __future__ import annotations

from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.arrival_answers import LATE, not_sent, region_of, shown_range
from cs_scripts.shop.day_words import read_days
from cs_scripts.shop.postage_sentence import TO_REACH, postage_sentence
from cs_scripts.shop.question import Named, Question
from cs_scripts.shop.regions import Region
from cs_scripts.shop.units import yuan
from cs_scripts.shop.wording import slot
from cs_scripts.text.patterns import lazy

_POSTAGE = lazy(r"加钱|补钱|额外|另外收|加多少|偏远费|加收|包油|包邮|免邮|邮费|运费|快递费|免运|包快递")
_NOT_POSTAGE = lazy(
    r"退|到付|换货|寄回|拒收|运费险|补发|来回|差评|质量|(?:改|(?<![过回寄上])去|免|减|(?<!多)少)(?:一?下|一半|掉|了|点)?(?:邮费|运费|快递费)|(?:邮费|运费)[^\n]{0,3}(?:改|减|免|去掉)|拦截|谁(?:出|承担|付)|赔|坏"
    r"|券|分摊|一半|减掉|不想|怎么还|怎么会|为什么|为啥|应该|承担|上次|找谁|政策|暂时|已经|之前|会员|怎么又|省出|因为|结算|有的包邮|下次|也是包邮|都才|详情页|怎么[^\n]{0,12}[收没要][^\n]{0,3}(?:运费|邮费)|太贵|这么贵|邮费\d|运费\d"
)
_HOMEWARD = lazy(r"寄回(?:去)?(?:我)?(?:的)?(?:老家|家里?)?(?:在)?$")
_ASKS_POSTAGE = lazy(
    r"(?:能|才|够|可以|就)(?:能|可以|够)?(?:包邮|免邮|免运费|免快递费)|(?:差|凑)[^\n,。]{0,6}(?:包邮|免邮|免运费)|(?:包邮|免邮|免运费)[^\n]{0,3}差(?:多少|几)"
    r"|(?:要不要|用不用|需不需要)(?:额外|另外|多|再)?[加补付出收]钱|补钱[吗么嘛不没]|(?:额外|另外|另)(?:要|的|再)?(?:[加补收付]|费用|运费)"
    r"|(?:包|免)邮[^\n,。]{0,5}(?:吗|么|嘛|不|没|吧|呢|啊|[?？]|价|$)|包不包|(?:多少|几|怎么|满)[^\n,。]{0,6}(?:包邮|免邮)|不包邮"
    r"|(?:要|有|收|付|出|加|给|用)[^\n,。]{0,4}(?:邮费|运费|快递费)[^\n,。]{0,4}(?:吗|么|嘛|不|没|[?？])"
    r"|(?:邮费|运费|快递费)[^\n,。]{0,5}(?:多少|几|怎么|咋|按哪|呢|吗|么|嘛|什么|[?？])|^[^\n,。]{0,4}(?:邮费|运费|快递费)$|[\s,，](?:邮费|运费|快递费)(?:呢)?[?？]?$|偏远[^\n,。]{0,6}加(?:多少|几)|多少[^\n,。]{0,4}(?:邮费|运费|快递费)|(?:邮费|运费|快递费)[^\n,。]{0,4}几|加钱[吗么嘛不没]|要不要加钱|加不加钱|(?:要不要|收不收|用不用|有没有|需不需要|加不加|付不付|出不出)[^\n,。]{0,3}(?:邮费|运费|快递费)|偏远费[^\n,。]{0,4}(?:多少|吗|么|嘛|不|几)|加收(?:多少|吗|么|不)|另外?(?:加|收)(?:钱|费)[吗么不]|(?:不包邮|没满)[^\n,。]{0,6}(?:多少|几)|包油"
)
_MORE = lazy(r"加(?:多少|几)(?:钱|元|块)?")
_COLLECT = lazy(
    r"(?:顺丰|京东|圆通|中通|申通|韵达|极兔|邮政|德邦|ems)到付|(?:邮费|运费|快递费|快递)[^\n,。]{0,4}(?<!货)到付|(?<!货)到付[^\n,。]{0,3}(?:邮费|运费|快递)|货到[^\n,。]{0,3}付(?:邮费|运费)|(?:可以|能|支持|发)到付(?!款|钱|货款)|(?<!货)到付(?:行|可以|吗|么|不)"
)
_RETURNED = lazy(r"退|换货|寄回|已经|怎么是到付|为什么|收到的")
_REMOTE = lazy(r"边远|偏远")
_COUNTED = lazy(r"(?:算|是|属于)(?:不算|不是)?[^\n,。]{0,3}偏远(?:地区|地方)?[^\n,。]{0,2}[吗么嘛不没?？]|算不算[^\n,。]{0,3}偏远")
"""Asks whether a place counts as remote, whatever else is asked of its postage."""
_DAYS = lazy(r"几天|多久|几号|多长时间|多少天|哪天")
_SENT = r"(?:发货|发|寄|送|配送|派送)"
_REACH_BEFORE = lazy(rf"(?:{_SENT}(?:到|去|往|货到)?|(?:能|可以|可|不)到)(?:我们?|你们)?$")
_REACH_AFTER = lazy(r"[^\n,。几多]{0,6}?(?:吗|么|嘛|不|吧|[?？]|$)")
_REACH_ASK = lazy(
    rf"(?:这边|那边|市|县|区|地区)?[^\n,。几多]{{0,4}}?(?:能|可以|可|给|会)?(?:不能|不可以|不)?(?:{_SENT}|到)(?:货|过来|的?到|得了|不了|过去|过去)?(?:吗|么|嘛|不|没|吧|[?？]|$)"
)
_TOUCHES = lazy(r"[发寄邮送]|转运|集运|到付|收[得不]?到|[能可]以?收|收[吗么不]|收货|能到|到[得不]了|几天|多久")
_FORWARDED = lazy(r"转运|集运|转寄")
_ASKS = lazy(r"[吗么嘛呢吧?？]|[得不没][了行]?$|(.)[不没]\1|几|多久|多少|可以|能|行")
_NOT_SENDING = lazy(r"退|换货|寄回|拒收|补发|发票|产|没收到|还没|怎么还")


def _not_postage(question: Question, text: str) -> bool:
    """Tell whether the postage is another matter; 寄回西宁 of what is to be bought goes home, unless the shop itself is there."""
    named, home = question.place, question.shop.regions.home
    back = named is not None and named.here and not question.stage and _HOMEWARD.search(text[: named.start])
    if named and back and not (home and any(place.province == home.province for place in named.places)):
        text = text.replace("寄回", "寄到")
    return _NOT_POSTAGE.search(TO_REACH.sub("", text)) is not None


def reach_answer(question: Question) -> Answer | None:
    """Answer whether the shop sends to a place, or counts it as remote.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked or not known.
    """
    text, named = question.text, question.place
    if closed := _closed(question):
        return closed
    intent = question.about("courier", "shipping_time", "shipping_fee", "delivery_time", "ordering")
    if not named or not intent or _NOT_POSTAGE.search(text) or LATE.search(text):
        return None
    region = region_of(question, named)
    if region is None or region.closed is None:
        return None
    asks_postage = bool(_POSTAGE.search(text))
    open_ = asks_postage and region.remote and region.surcharge is None  # the answer about postage says both, and leaves a blank
    if not open_ and (_COUNTED if asks_postage else _REMOTE).search(text):
        if not question.shop.regions.remote_names and region.remote is None:
            return None
        kind = "remote_yes" if region.remote else "remote_no"
        values = {"place": named.name, "more": _remote_more(region, text)}
        return question.answer(kind, intent, "regions.remote", values, ("place", "regions.remote"))
    if not named.here or asks_postage or read_days(text, question.at).wanted:
        return None
    before, after = text[max(0, named.start - 8) : named.start], text[named.end : named.end + 14]
    if not ((_REACH_BEFORE.search(before) and _REACH_AFTER.match(after)) or _REACH_ASK.match(after)) or "快递" in after:
        return None
    if region.closed:
        return not_sent(question, named, intent)
    return question.answer(
        "reach_yes", intent, "regions.reach", {"place": named.name, "more": _days_more(region)}, ("place", "regions.closed")
    )


def _closed(question: Question) -> Answer | None:
    """Say that nothing is sent to a place named here, whatever the question of sending was taken for: days would be a promise."""
    text, named = question.text, question.place
    if not named or not named.here or not _TOUCHES.search(text) or not _ASKS.search(text) or _NOT_SENDING.search(text):
        return None
    region = region_of(question, named)
    usual = question.about("courier", "shipping_time", "shipping_fee", "delivery_time", "ordering", "logistics", "returns")
    usual = usual or ("courier" if _FORWARDED.search(text) else "")
    return not_sent(question, named, usual) if usual and region and region.closed else None


def _days_more(region: Region) -> str:
    return f"，大概{shown_range(region.days)}天到" if region.days and not region.closed else ""


def _remote_more(region: Region, text: str) -> str:
    """Say what a place adds to the postage, unless another answer does, and the days where nothing is added or they are asked for."""
    if _POSTAGE.search(text):
        if not region.surcharge:
            return "，邮费不另加"
        if _ASKS_POSTAGE.search(text):
            return ""
    if not region.remote or not region.surcharge:
        return _days_more(region)
    return (_days_more(region) if _DAYS.search(text) else "") + f"，邮费另加{yuan(region.surcharge)}元"


def postage_answer(question: Question) -> Answer | None:
    """Answer what the postage is and when it is free.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked or not known.
    """
    text, named = question.text, question.place
    intent = question.about("shipping_fee", "promotion", "price_haggling", "price_info", "courier")
    if not intent and named and named.here:  # 寄到喀什几天 加不加钱 asks for both
        intent = "shipping_fee" if question.about("delivery_time", "shipping_time", "logistics", "refund") else ""
    intent = intent or ("shipping_fee" if TO_REACH.search(text) else "")
    asks = _ASKS_POSTAGE.search(text) or TO_REACH.search(text) or (named and named.here and _MORE.search(text))
    if not intent or not asks or _not_postage(question, text) or question.facts.get("courier"):
        return None
    if named:
        region = region_of(question, named)
        name = named.name
    else:
        remote = bool(_REMOTE.search(text))
        region, name = (question.shop.regions.remote if remote else question.shop.regions.usual), "偏远地区" if remote else ""
    if region is None:
        return None
    if region.closed and named:
        return not_sent(question, named, intent)
    uses = (*(("place",) if named else ()), "regions.postage")
    found = postage_sentence(question, region)
    if found is None:
        return _far(question, named, region, intent) if named else None
    kind, values = found
    return question.answer(kind, intent, "regions.postage", {"place": name, "fee": ""} | values, uses)


def _far(question: Question, named: Named, region: Region, intent: str) -> Answer | None:
    """Say the usual postage of a remote place of which the shop tells none, and leave open what it adds."""
    usual = question.shop.regions.usual
    if region.postage is not None or usual.postage is None or not usual.free_over:
        return None
    label = f"{named.name}偏远加收"
    values = {"place": named.name, "fee": yuan(usual.postage), "over": yuan(usual.free_over), "slot": slot(label)}
    answer = question.answer("postage_far", intent, "regions.postage", values, ("place", "shop.postage"))
    return replace(answer, missing=(label,))


def collect_answer(question: Question) -> Answer | None:
    """Answer whether the postage may be paid on delivery.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked or the shop does not say.
    """
    rule = question.shop.values.get("cod_rule", "")
    intent = question.about("shipping_fee", "courier", "ordering", "delivery_time", "shipping_time")
    if not rule or not intent or not _COLLECT.search(question.text) or _RETURNED.search(question.text):
        return None
    return question.answer("postage_collect", intent, "regions.collect", {"rule": rule}, ("shop.cod_rule",))
