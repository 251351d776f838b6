"""Set what is to be bought beside a sum of money: a budget, or the threshold of the campaign that runs."""

from __future__ import annotations

from decimal import Decimal

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.question import Question
from cs_scripts.shop.reckoning import reckon
from cs_scripts.shop.sum_answers import postage_step, usable
from cs_scripts.shop.sums import lines_of
from cs_scripts.shop.units import yuan
from cs_scripts.text.patterns import lazy

_BUDGET = lazy(
    r"(?<![\d.满减])(\d{2,5})(?:块钱?|元)?的?(?:预算|够不够|够吗|够么|够买|能买|买得[到起下])|预算(?:是|就|只有|大概|在)?(\d{2,5})(?!\d)"
    r"|(?:有|给我?|带了?|剩下?|拿着?)(\d{2,5})(?:块钱?|元)(?!的?(?:优惠)?券)[^\n]{0,40}够[吗么不]"
)
_REACHES = lazy(
    r"(?:够|到|达到|满足|凑)[^\n,。]{0,4}(?:满减|活动门槛|门槛|减免)|满减[^\n,。]{0,4}(?:够|差)|(?:差|凑)[^\n,。]{0,3}(?:多少|几)[^\n,。]{0,6}(?:满减|能减|才减|可以减)"
)
_PIECES = lazy(r"[几多]少?[件个双盒瓶袋套包份条台箱支只片]")


def budget_answer(question: Question) -> Answer | None:
    """Answer whether a sum of money is enough for what is to be bought.

    Args:
        question: the message.

    Returns:
        The answer; None where no such sum is named, or a price is not known.
    """
    match = _BUDGET.search(question.text)
    lines = lines_of(question) if match and question.articles else None
    if not match or not lines or any(line.price <= 0 for line in lines):
        return None
    steps = reckon(lines, question.campaigns(), usable(question))
    if steps is None:
        return None
    budget, paid = Decimal(match[1] or match[2] or match[3]), steps[-1].paid
    name = "、".join(line.article.name + (f"{line.count}件" if line.count > 1 else "") for line in lines)
    name += "优惠完" if len(steps) > 1 else ""
    if question.place and question.place.here and (step := postage_step(question, paid)) and step.paid > paid:
        name, paid = f"{name}连邮费", step.paid
    values = {"name": name, "sum": yuan(paid), "budget": yuan(budget), "gap": yuan(paid - budget)}
    intent = question.about("price_info", "recommendation", "price_haggling", "promotion", "hesitation") or "price_info"
    kind = "budget_enough" if budget >= paid else "budget_short"
    return question.answer(kind, intent, "campaign.budget", values, ("goods.price",))


def threshold_answer(question: Question) -> Answer | None:
    """Answer whether what is to be bought reaches the campaign that runs, and how far it is from it.

    Args:
        question: the message.

    Returns:
        The answer; None where this is not asked, nothing of the kind runs, or a price is not known.
    """
    intent = question.about("promotion", "price_info", "price_haggling")
    if not intent or not question.articles or not _REACHES.search(question.text) or _PIECES.search(question.text):
        return None
    lines = lines_of(question)
    for campaign in question.campaigns():
        offer = campaign.terms
        tiers = sorted([*offer.tiers, *([offer.every] if offer.every else [])]) if offer else []
        if not lines or not tiers or not all(campaign.covers(line.article) for line in lines):
            continue
        total = sum((line.price * line.count for line in lines), Decimal(0))
        (over, off), reached = tiers[0], [tier for tier in tiers if tier[0] <= total]
        if reached:
            steps = reckon(lines, [campaign], [])
            if steps is None:
                return None
            values = {"sum": yuan(total), "off": yuan(total - steps[-1].paid), "paid": yuan(steps[-1].paid)}
            values["steps"] = "，".join(step.label for step in steps[1:])
            return question.answer("campaign_reckoned", intent, "campaign.short", values, ("campaign.offer", "goods.price"))
        values = {"name": campaign.name, "sum": yuan(total), "gap": yuan(over - total), "offer": f"满{yuan(over)}减{yuan(off)}"}
        return question.answer("campaign_short", intent, "campaign.short", values, ("campaign.offer", "goods.price"))
    return None
