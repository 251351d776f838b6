"""Answer what is asked of coupons: which there are, where they are to be had, and what is left to pay with one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.campaigns import Coupon
from cs_scripts.shop.moments import shown_moment
from cs_scripts.shop.question import Question
from cs_scripts.shop.reckoning import reckon
from cs_scripts.shop.sum_answers import usable
from cs_scripts.shop.sums import lines_of
from cs_scripts.shop.units import yuan

COUPON = re.compile(r"券|(?:优惠|领)卷")
"""Words that speak of coupons, 卷 for 券 among them."""

UNTIL = re.compile(
    r"(?:券|优惠卷)[^\n,。]{0,6}(?:什么时候|啥时候|几号|哪天|多久|几天)[^\n,。]{0,3}(?:过期|到期|截止|失效|结束)|(?:券|优惠卷)[^\n,。]{0,4}(?:有效期|用到(?:几号|什么时候|啥时候|哪天)|长期)"
)
"""Asks until when a coupon may be used, rather than complaining that it may not."""

_COUPON_ASK = re.compile(
    r"有[^\n,。]{0,6}(?:券|优惠卷)|(?:哪|怎么|能|可以)[^\n,。]{0,4}领[^\n,。]{0,6}(?:券|优惠卷)|(?:券|优惠卷)[^\n,。]{0,5}(?:哪|怎么|在哪|满多少|多少|条件|门槛|有吗|有没有|吗|嘛|[?？])"
)
_SUM_NAMED = re.compile(r"(?<![\d.满减])(\d{2,5})(?:块钱?|元)的?(?:东西|订单|单子|商品|货)")
_WHERE = re.compile(r"哪[里儿]?[^\n,。]{0,3}领|在哪|怎么领|咋领")
_YUAN = re.compile(r"(\d{1,5})(?:元|块)?(?:的)?(?=优惠券|券|优惠卷)|(\d{1,5})(?:元|块)")
_COUPON_TERMS = re.compile(
    r"(?:券|优惠卷)[^\n,。]{0,6}(?:满多少|多少[^\n,。]{0,3}用|条件|门槛)|满多少[^\n,。]{0,6}用[^\n,。]{0,3}(?:券|卷)"
)
FITS = re.compile(
    r"(?:能|可以|够|可|还)[^\n,。领]{0,6}用[^\n,。]{0,7}(?:券|优惠卷)|(?:券|优惠卷)[^\n,。领叠]{0,3}(?:能|可以)[^\n,。领叠一]{0,2}用|(?:券|优惠卷)[^\n,。]{0,3}用[得不][了上着]|用[券卷][^\n,。]{0,2}(?:行|可以|吗|么|不)|用[^\n,。]{0,4}券[^\n,。]{0,4}(?:减|便宜|优惠|多少|几)"
)
"""Asks whether a coupon may be used, whatever else the message says."""


def coupon_answer(question: Question, intent: str) -> Answer | None:
    """Answer which coupons there are and where, from which sum they may be used, or whether a purchase is dear enough.

    Args:
        question: the message, which speaks of coupons.
        intent: the intent that is answered.

    Returns:
        The answer; None where nothing of the kind is asked, or the shop has no such coupon.
    """
    if not any(pattern.search(question.text) for pattern in (_COUPON_ASK, FITS, UNTIL)):
        return None
    coupons = usable(question)
    if not coupons:
        return None
    if fitting := _coupon_fits(question, coupons, intent):
        return fitting
    quoted = {Decimal(match[1] or match[2]) for match in _YUAN.finditer(question.text)}
    if quoted - {figure for each in coupons for figure in (each.amount, each.over)}:
        return None
    coupons = [each for each in coupons if _quoted(each, question.text)] or coupons
    if UNTIL.search(question.text) and len(coupons) == 1:
        values = {"coupon": coupons[0].label, "end": f"到{shown_moment(coupons[0].end)}" if coupons[0].end else "目前没有写截止日期"}
        return question.answer("coupon_until", intent, "coupon.end", values, ("coupon.end",))
    if _COUPON_TERMS.search(question.text) and len(coupons) == 1 and not (coupons[0].place and _WHERE.search(question.text)):
        values = {"over": yuan(coupons[0].over), "amount": yuan(coupons[0].amount)}
        return question.answer("coupon_terms" if coupons[0].over else "coupon_none_over", intent, "coupon.terms", values, ("coupon.over",))
    if "无门槛" in question.text:
        free = [each for each in coupons if not each.over]
        if not free:
            values = {"coupon": "、".join(each.label for each in coupons)}
            return question.answer("coupon_only", intent, "coupon.get", values, ("coupon.over",))
        coupons = free
    places = {each.place for each in coupons}
    place = f"，在{next(iter(places))}领" if len(places) == 1 and all(places) else ""
    shown = "、".join(each.label + (f"在{each.place}领" if each.place and not place else "") for each in coupons)
    return question.answer("coupon", intent, "coupon.get", {"coupon": shown, "place": place}, ("coupon.amount",))


def _coupon_fits(question: Question, coupons: Sequence[Coupon], intent: str) -> Answer | None:
    """Say whether what is to be bought is dear enough for a coupon, and what is left to pay."""
    asked = FITS.search(question.text)
    lines = (lines_of(question) if question.articles and asked else None) or []
    named = _SUM_NAMED.search(question.text) if asked and not question.articles else None
    if not lines and not named:
        return None
    total = Decimal(named[1]) if named else sum((line.price * line.count for line in lines), Decimal(0))
    best = max((each for each in coupons if each.over <= total), key=lambda each: each.amount, default=None)
    steps = reckon(lines, question.campaigns(), coupons) if best and lines and question.campaigns() else None
    if best and steps and len(steps) > 2:  # a campaign takes its share before the coupon does
        values = {"sum": yuan(total), "steps": "，".join(step.label for step in steps[1:]), "paid": yuan(steps[-1].paid)}
        return question.answer("coupon_after", intent, "coupon.fits", values, ("coupon.over", "campaign.offer", "goods.price"))
    if best:
        values = {"sum": yuan(total), "coupon": best.label, "paid": yuan(max(Decimal(0), total - best.amount))}
        return question.answer("coupon_fits", intent, "coupon.fits", values, ("coupon.over", "goods.price"))
    nearest = min(coupons, key=lambda each: each.over)
    values = {"sum": yuan(total), "coupon": nearest.label, "gap": yuan(nearest.over - total)}
    return question.answer("coupon_gap", intent, "coupon.fits", values, ("coupon.over", "goods.price"))


def _quoted(coupon: Coupon, text: str) -> bool:
    """Tell whether a message names a coupon by its figures: 299-30的券, 满99减10的, 10块的券."""
    amount, over = yuan(coupon.amount), yuan(coupon.over)
    both = re.search(rf"(?<![\d.]){over}(?:元|块)?[-减送抵\s]{{1,2}}{amount}(?![\d.])", text)
    return both is not None or re.search(rf"(?<![\d.]){amount}(?:元|块)?(?:钱)?的?(?:优惠)?券", text) is not None
