"""Campaigns and coupons: when they run, what they cover, what goes together; what is over is never offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from cs_scripts.shop.moments import local, shown_moment
from cs_scripts.shop.offers import Offer, read_offer
from cs_scripts.shop.units import yuan

if TYPE_CHECKING:
    from cs_scripts.shop.article import Article


@dataclass(frozen=True)
class Campaign:
    """An offer with a beginning and an end.

    Attributes:
        name: as in ``周年庆``.
        offer: what it gives, as in ``满200减20``.
        start: when it begins on the shop's clock, None for "already".
        end: when it ends, None for "until further notice".
        articles: ids or names of the articles it covers; with ``kinds`` empty too it covers all.
        kinds: the kinds it covers.
        with_coupons: whether coupons go with it, None where the shop does not say.
        with_others: whether other campaigns go with it.
        limit: how many pieces a person may buy, None for no limit.
    """

    name: str
    offer: str
    start: datetime | None = None
    end: datetime | None = None
    articles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    with_coupons: bool | None = None
    with_others: bool | None = None
    limit: int | None = None

    def active(self, at: datetime) -> bool:
        """Tell whether the campaign runs at a time.

        Args:
            at: the time, of any zone.

        Returns:
            True from the first to the last moment.
        """
        at = local(at)
        return (self.start is None or self.start <= at) and (self.end is None or at <= self.end)

    def over(self, at: datetime) -> bool:
        """Tell whether the campaign has ended.

        Args:
            at: the time.

        Returns:
            Whether its end has passed.
        """
        return self.end is not None and self.end < local(at)

    def covers(self, article: Article) -> bool:
        """Tell whether an article is in the campaign.

        Args:
            article: the article.

        Returns:
            True where the campaign names neither articles nor kinds, or names this one.
        """
        return covers(self.articles, self.kinds, article)

    @cached_property
    def terms(self) -> Offer | None:
        """What the offer takes off; None where its wording is not understood."""
        return read_offer(self.offer)

    @property
    def shown_offer(self) -> str:
        """What it gives, and to what alone."""
        only = "、".join(self.kinds) or ("部分商品" if self.articles else "")
        return f"{self.offer}（限{only}）" if only else self.offer

    @property
    def shown_end(self) -> str:
        """Its end as people say it; empty where it has none."""
        return shown_moment(self.end) if self.end else ""


@dataclass(frozen=True)
class Coupon:
    """A coupon of the shop.

    Attributes:
        amount: what it takes off.
        over: the sum from which it may be used, 0 for any.
        place: where it is to be had.
        start: when it begins.
        end: when it ends.
        articles: ids or names of the articles it is for; with ``kinds`` empty too it is for all.
        kinds: the kinds it is for.
    """

    amount: Decimal
    over: Decimal = Decimal(0)
    place: str = ""
    start: datetime | None = None
    end: datetime | None = None
    articles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()

    def active(self, at: datetime) -> bool:
        """Tell whether it may be used at a time.

        Args:
            at: the time.

        Returns:
            Whether it may.
        """
        at = local(at)
        return (self.start is None or self.start <= at) and (self.end is None or at <= self.end)

    @property
    def label(self) -> str:
        """What it gives, as in ``满99减10的券``."""
        return f"满{yuan(self.over)}减{yuan(self.amount)}的券" if self.over else f"{yuan(self.amount)}元无门槛券"


def covers(articles: Sequence[str], kinds: Sequence[str], article: Article) -> bool:
    """Tell whether a scope holds an article.

    Args:
        articles: ids or names, possibly none.
        kinds: kinds, possibly none.
        article: the article.

    Returns:
        True where the scope is empty or names the article, its kind or a part of its kind.
    """
    if not articles and not kinds:
        return True
    named = {article.id.lower(), article.name.lower(), *(name.lower() for name in article.nicknames)}
    return any(each.lower() in named for each in articles) or any(kind in article.kind for kind in kinds)


def running(campaigns: Sequence[Campaign], at: datetime) -> list[Campaign]:
    """List the campaigns that run.

    Args:
        campaigns: all campaigns of the shop.
        at: the time.

    Returns:
        Those that run, the one that ends first in front.
    """
    return sorted((each for each in campaigns if each.active(at)), key=lambda each: each.end or datetime.max)


def upcoming(campaigns: Sequence[Campaign], at: datetime) -> Campaign | None:
    """Find the campaign that begins next.

    Args:
        campaigns: all campaigns of the shop.
        at: the time.

    Returns:
        The campaign; None where none is ahead.
    """
    now = local(at)
    ahead = [each for each in campaigns if each.start is not None and each.start > now and not each.over(at)]
    return min(ahead, key=lambda each: each.start or datetime.max, default=None)
