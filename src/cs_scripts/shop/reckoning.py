"""Reckon what an order costs: each campaign takes from the articles it covers, then the best coupon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from cs_scripts.shop.article import Article
from cs_scripts.shop.campaigns import Campaign, Coupon, covers
from cs_scripts.shop.offers import Offer, Step, apply_offer


@dataclass(frozen=True)
class Line:
    """An article of an order.

    Attributes:
        article: the article.
        price: what one piece costs.
        count: how many pieces.
        option: which option of it, where its price depends on that and several are bought.
    """

    article: Article
    price: Decimal
    count: int
    option: str = ""


def reckon(lines: Sequence[Line], campaigns: Sequence[Campaign], coupons: Sequence[Coupon]) -> list[Step] | None:
    """Reckon what some articles cost together.

    Args:
        lines: the articles, what a piece costs, and how many.
        campaigns: the campaigns that run.
        coupons: the coupons that may be had.

    Returns:
        The sum and what is taken off in turn, by the way that leaves least to pay; None where an offer is not understood, so that the
        sum would be wrong.
    """
    covering = [each for each in campaigns if any(each.covers(line.article) for line in lines)]
    if any(each.terms is None or (each.terms.by_piece() and len({line.price for line in lines}) > 1) for each in covering):
        return None
    joined = tuple(each for each in covering if each.with_others)
    ways: list[tuple[Campaign, ...]] = [(), *((each,) for each in covering), *([joined] if len(joined) > 1 else [])]
    return min((_reckoned(lines, way, coupons) for way in ways), key=lambda steps: steps[-1].paid)


def _reckoned(lines: Sequence[Line], way: Sequence[Campaign], coupons: Sequence[Coupon]) -> list[Step]:
    """Take off what some campaigns and then the best coupon give, each from the articles it covers."""
    left = [line.price * line.count for line in lines]
    steps = [Step("", sum(left, Decimal(0)))]
    for campaign in way:
        at = [i for i, line in enumerate(lines) if campaign.covers(line.article)]
        taken = apply_offer(
            campaign.terms or Offer(), lines[at[0]].price, sum(lines[i].count for i in at), sum((left[i] for i in at), Decimal(0))
        )
        _take(steps, left, at, taken)
    if all(campaign.with_coupons for campaign in way):
        best: tuple[Decimal, Coupon, list[int]] | None = None
        for coupon in coupons:
            at = [i for i, line in enumerate(lines) if covers(coupon.articles, coupon.kinds, line.article)]
            base = sum((left[i] for i in at), Decimal(0))
            if at and coupon.over <= base and (best is None or coupon.amount > best[1].amount):
                best = (base, coupon, at)
        if best:
            _take(steps, left, best[2], [Step(f"领{best[1].label}", max(Decimal(0), best[0] - best[1].amount))])
    return steps


def _take(steps: list[Step], left: list[Decimal], at: Sequence[int], taken: Sequence[Step]) -> None:
    """Add steps that lower a part of the sum, and share what they take among its articles."""
    base = sum((left[i] for i in at), Decimal(0))
    before = steps[-1].paid
    steps += [Step(step.label, before - base + step.paid) for step in taken]
    if taken and base:
        for i in at:
            left[i] = left[i] * taken[-1].paid / base
