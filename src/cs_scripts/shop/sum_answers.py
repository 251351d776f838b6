"""What an order costs: several pieces, several articles, one article after its coupon; the sum is shown with its steps."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.arrival_answers import region_of
from cs_scripts.shop.campaigns import Coupon, covers
from cs_scripts.shop.goods_joined import TOGETHER
from cs_scripts.shop.offers import Step
from cs_scripts.shop.options import plain
from cs_scripts.shop.per_head import in_all
from cs_scripts.shop.price_answers import spaced
from cs_scripts.shop.question import Question
from cs_scripts.shop.reckoning import Line, reckon
from cs_scripts.shop.stock_table import measure
from cs_scripts.shop.sum_asked import sum_asked
from cs_scripts.shop.sums import lines_of, price_of, quantity_of
from cs_scripts.shop.units import yuan
from cs_scripts.text.patterns import lazy

_WITH_COUPON = r"用[了完][券卷]|领[了完](?:优惠)?[券卷][^\n,。怎没]{0,3}(?:多少|几)"
_SUM = lazy(
    r"(?:加|带|连|含)(?:上)?(?:邮费|运费|快递费)[^\n,。]{0,3}(?:多少|几)|(?:一共|总共)[^\n,。一二两三]{0,3}多少"
    rf"|多少钱|一共多少|总共多少|几多钱?|多儿钱|{_WITH_COUPON}"
    r"|(?:一共|总共|合计|一起)(?:要|得|是)?(?=[呢啊呀?？ ,]|$)"
    r"|加起来|算下来|合计|总价|几块|什么价|怎么算|到手|多少元|多钱|(?:减|便宜|优惠|省)(?:了)?(?:多少|几)|一共$|一起多少|共多少|满\d{2,4}减\d"
    r"|(?:件|个|双|盒|瓶|袋|套|包|份|条|台|箱|支|只|罐|床|副)(?:的话|呢|要)?多少(?=[呢啊呀?？ ]|$)"
    r"|加起来|(?:活动|优惠|减|算)(?:完|下来|后)[^\n,。]{0,3}(?:多少|几|$)|活动价|券后|优惠完|减完|折后|一起[^\n,。]{0,4}(?:多少|价)"
    r"|(?:活动|优惠|满减|券)[^\n,。]{0,5}(?:最后|最终|一共|总共|下来)[^\n,。]{0,3}(?:多少|几)"
    r"|(?:实付|实际付|要付|共付|付)[^\n,。]{0,2}(?:多少|几[块元多])"
)
_ONE = lazy(
    r"(?:实付|实际付)[^\n,。]{0,2}(?:多少|几)|(?:活动|优惠|满减|券)[^\n,。]{0,5}(?:最后|最终|一共|总共|下来)[^\n,。]{0,3}(?:多少|几)|到手(?!后|的|有|发现)|"
    rf"{_WITH_COUPON}"
    r"|券后|活动价|活动[完后]|活动下来|算下来|优惠[完后]|减[完后]|减下来|折后|用完券|(?<!比)(?:减|便宜|优惠|省)(?:了)?(?:多少|几(?!天))"
)
_HOW_MUCH = lazy(r"(?<![有剩拿进])多少(?=[呢啊呀?？ ,]|$)|到手(?=[呢啊呀?？ ]|$)|减不减|能减[吗么不]|有没有减")
_APART = lazy(r"差(?:多少|几[块元百十])|差价|(?:贵|便宜)(?:了)?(?:多少|几[块元])")
_COUPON = lazy(r"券|优惠卷|领卷")
_PLAINLY = lazy(
    r"多少钱|多钱|多儿钱|总价|全部(?:多少|几)|(?:实付|实际付)[^\n,。]{0,2}(?:多少|几)|(?:一共|总共|一起|一块|加起来|算下来|合计)[^\n,。]{0,6}(?:多少|几多|几块)"
    r"|(?:现在|目前|一起[^\n,。]{0,4})到手(?=[呢啊呀?？ ]|$)|到手[^\n,。]{0,3}(?:多少|几多|价)|(?:一共|总共|加起来)(?=[ ,?？]|$)|算下来多"
)
"""A sum is asked whatever else the words were taken for: 两盒多少钱 有啥送."""

_SETTLED = lazy(r"退|赔|差价|补偿|付了|买了|扣|运费险|昨天|前天|订单")
_POSTED = lazy(r"(?:加|带|连|算上|含|包括)(?:上)?(?:邮费|运费|快递费|邮)")
_SENT_TO = lazy(r"(?:寄|邮|发|送)(?:货)?(?:到|去|往|给)?$|[件个双条盒瓶袋支包套份只箱台]到$")
_IN_ALL = lazy(r"一共|总共|合计|加起来|拢共|实付|付多少|多少钱|到手")
_EACH_ONE = lazy(r"各(?:来|要|买|拿|拍)?[一二两三四五\d]")
_POSTAGE = lazy(r"包邮|免邮|邮费|运费")
_GIFT = lazy(r"(?:赠品|满赠|礼物)[^\n]{0,8}(?:够|满)|(?:够|满)[^\n]{0,8}(?:赠品|满赠|送东西)")
_ANY_GIFT = lazy(
    r"有送的?[没吗么不]|(?:带|有|送|给)[^\n,。]{0,2}(?:什么|啥|点)?赠品|(?:听说|是不是|说是)[^\n,。]{0,4}送(?:东西|礼)|(?:有|送)(?:什么|啥|点什么|点啥)(?:东西|礼物?)?(?:送|[吗么不没呢]|$)|有(?:没有)?东西送|送不送(?:东西|礼|啥|什么|点)|送(?:东西|礼品?|礼物)[吗么不没]"
)
_COUNTED = lazy(r"[一二两三四五六七八九十\d]+[件个双条盒瓶袋支包套份只张块]")
"""How many a gift has of itself: 留一双 asks for no 棉袜一双."""

_GIFT_RULE = lazy(r"满(?:\d{2,5}|多少|几百)(?:元|块)?[^\n,。]{0,3}[送赠][^\n,。]{0,4}(?:啥|什么|吗|么|不|没)")
_GIVEN = lazy(r"送|有没有|给|拿得?到|赠|够|差")
_LESS = lazy(r"不[带要含]|去掉|不送|单独")
_ENOUGH = lazy(
    r"(?:几|多少)(?:件|个|双|盒|瓶|袋|套|包|份|条|台|箱|支|只)[^\n,。]{0,5}(?:满减|能减|可以减|才减|够满|参加活动)"
    r"|凑(?:几|多少)(?:件|个|双|盒|瓶|袋|套|包|份|条|台|箱|支|只)"
)
_BEFORE = lazy(r"原价|吊牌价|划线价|(?:打折|折|降价|活动)之?前|没打折")
"""Words of the price before, which the article's own answer sets beside the present one."""

_FEW = 4


def usable(question: Question) -> list[Coupon]:
    """List the coupons that may be used now for something of the message.

    Args:
        question: the message.

    Returns:
        The coupons.
    """
    return [
        each
        for each in question.shop.coupons
        if each.active(question.at)
        and (not question.articles or any(covers(each.articles, each.kinds, article) for article in question.articles))
    ]


def sum_answer(question: Question) -> Answer | None:
    """Reckon what is to be bought costs, and show how.

    Args:
        question: the message.

    Returns:
        The answer; None where no sum is asked, a price is not known or an offer is not understood.
    """
    text = question.text
    intent = question.about("price_info", "promotion", "price_haggling", "ordering", "order_placed", "recommendation")
    bought = (quantity_of(text, question.articles) or 1) > 1 or bool(_EACH_ONE.search(text))
    shortly = sum_asked(question)
    plainly = shortly or _PLAINLY.search(text) or ((bought or TOGETHER.search(text)) and _HOW_MUCH.search(text))
    if not intent and (plainly or (_POSTED.search(text) and question.about("shipping_fee"))) and not _SETTLED.search(text):
        intent = "price_info"
    if not intent or not question.articles or _BEFORE.search(text):
        return None
    if _ENOUGH.search(text):
        return _enough(question, intent)
    many = len(question.articles) > 1
    several = bool(TOGETHER.search(text)) if many else bought
    if not (shortly or _SUM.search(text) or (several and _HOW_MUCH.search(text))) or (many and not several):
        return None
    lines = lines_of(question)
    if lines is None:
        return _which_option(question, intent) if many and len(question.articles) <= _FEW else None
    if len(question.articles) < len(lines) and _APART.search(text):  # the goods set the options beside each other
        return None
    many = len(lines) > 1
    posted = bool(_POSTED.search(text)) or _sent_to(question)
    if not many and not posted and lines[0].count == 1 and (not _ONE.search(text) or _LESS.search(text)):
        return None
    count = sum(line.count for line in lines)
    posted = posted or (count > 1 and bool(_POSTAGE.search(text)) and not question.place)
    if any(line.price <= 0 for line in lines) or len(lines) > _FEW:
        return None
    on = question.campaigns()
    if any(each.limit and each.limit < count and any(each.covers(line.article) for line in lines) for each in on):
        return None
    if posted:
        intent = question.about("shipping_fee", "price_info") or intent
    steps = reckon(lines, on, usable(question))
    if steps is not None and posted and (step := postage_step(question, steps[-1].paid)):
        steps.append(step)
    if steps is None or (len(steps) == 1 and not many and count == 1):
        return None
    values = {"list": _listed(lines), "total": yuan(steps[0].paid), "paid": yuan(steps[-1].paid), "more": _coupon_short(question, steps)}
    values |= {"price": yuan(lines[0].price), "count": str(count), "unit": measure(lines[0].article, in_all(text))}
    values["steps"] = "".join(f"{step.label}，" for step in steps[1:])
    kind = "sum_list" if many else "sum" if count > 1 else "sum_one"
    kind += "_plain" if len(steps) == 1 else ""
    uses = ("quantity", "goods.price", *(("campaign.offer",) if len(steps) > 1 else ()))
    return question.answer(kind, intent, "campaign.posted" if posted else "campaign.sum", values, uses)


def gift_answer(question: Question) -> Answer | None:
    """Say whether what is to be bought is dear enough for the gift of the shop.

    Args:
        question: the message.

    Returns:
        The answer; None where nobody asks for that gift, or the sum is not known.
    """
    over, gift = question.shop.values.get("gift_threshold", ""), question.shop.values.get("gift_name", "")
    if over and gift and not question.articles and _GIFT_RULE.search(question.text) and not _SETTLED.search(question.text):
        return question.answer("gift_rule", "gift", "campaign.gift", {"over": over, "gift": gift}, ("shop.gift_threshold",))
    gift_itself = _COUNTED.sub("", gift)
    named = any(gift_itself[at : at + 2] in question.text for at in range(len(gift_itself) - 1))
    named = named or any(f"{mark}子" in question.text for mark in gift_itself)
    own = len(question.articles) == 1 and question.articles[0].values.get("gift")
    named = named or bool(_GIFT.search(question.text)) or (not own and bool(_ANY_GIFT.search(question.text)))
    if not over or not named or not _GIVEN.search(question.text) or _SETTLED.search(question.text) or not question.articles:
        return None
    lines = lines_of(question)
    if not lines or any(line.price <= 0 for line in lines):
        return None
    total = sum((line.price * line.count for line in lines), Decimal(0))
    values = {"over": over, "gift": gift, "sum": yuan(total), "gap": yuan(Decimal(over) - total)}
    return question.answer(
        "gift_reached" if total >= Decimal(over) else "gift_short", "gift", "campaign.gift", values, ("shop.gift_threshold",)
    )


def _sent_to(question: Question) -> bool:
    """Tell whether the message has the goods sent to a place, or names one that costs more: a sum without the postage would be wrong."""
    place, text = question.place, question.text
    if place and _IN_ALL.search(text) and (_POSTAGE.search(text) or "到手" in text):
        return True
    region = region_of(question, place) if place and place.here else None
    if place is None or region is None:
        return False
    sent = _SENT_TO.search(text[: place.start]) and not _POSTAGE.search(text)  # else the postage alone may be asked
    return bool(region.surcharge or sent)


def postage_step(question: Question, paid: Decimal) -> Step | None:
    """Add the postage to a sum.

    Args:
        question: the message.
        paid: the sum without it.

    Returns:
        The step; None where the place or the sum is one that the shop does not tell it for.
    """
    place = question.place
    region = region_of(question, place) if place else question.shop.regions.usual
    if region is None or region.closed or region.postage is None:
        return None
    over, more = region.free_over, region.surcharge or Decimal(0)
    added = f"，加偏远费{yuan(more)}元" if more else ""
    if not region.postage or (over is not None and paid >= over):
        return Step((f"满{yuan(over)}元包邮" if over else "包邮") + added, paid + more)
    return Step(f"加邮费{yuan(region.postage)}元{added}", paid + region.postage + more)


def _coupon_short(question: Question, steps: Sequence[Step]) -> str:
    """Say what a sum lacks of the nearest coupon, where the message asks for coupons and none was taken off."""
    coupons = usable(question)
    if not coupons or not _COUPON.search(question.text) or any("券" in step.label for step in steps):
        return ""
    nearest = min(coupons, key=lambda each: each.over)
    gap = nearest.over - steps[-1].paid
    return f"，{nearest.label}还差{yuan(gap)}元，用不上" if gap > 0 else ""


def _listed(lines: list[Line]) -> str:
    return "、".join(
        f"{line.article.name}{spaced(line.option)}{yuan(line.price)}元" + (f"×{line.count}" if line.count > 1 else "") for line in lines
    )


def _which_option(question: Question, intent: str) -> Answer | None:
    """Ask for the option on which the price of an article of the sum depends."""
    for article in question.articles:
        pairs = article.numbers("price")
        if len({price for _, price in pairs}) > 1:
            shown = "、".join(f"{spaced(name)}{plain(price)}元" for name, price in pairs[:8])
            return question.answer("sum_which", intent, "campaign.which", {"name": article.name, "list": shown}, ("goods.price",))
    return None


def _enough(question: Question, intent: str) -> Answer | None:
    """Say how many pieces reach the lowest threshold of the campaign that is on."""
    price = price_of(question)
    for campaign in question.campaigns():
        offer = campaign.terms
        tiers = [*offer.tiers, *([offer.every] if offer.every else [])] if offer else []
        if price and tiers and campaign.covers(question.articles[0]):
            over, off = min(tiers)
            unit = measure(question.articles[0])
            count = math.ceil(over / price)
            values = {"over": yuan(over), "off": yuan(off), "price": yuan(price), "count": str(count), "unit": unit}
            values["total"] = yuan(Decimal(count) * price)
            return question.answer("campaign_enough", intent, "campaign.sum", values, ("campaign.offer", "goods.price"))
    return None
