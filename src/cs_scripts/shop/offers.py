"""Understand an offer as shops word it and reckon what is paid: 满300减40, 每满200减20, 3件8折, 第二件半价.

A sum is only reckoned from an offer that is understood whole; an offer with words that are not understood reckons nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cs_scripts.shop.numerals import number
from cs_scripts.shop.units import yuan
from cs_scripts.text.patterns import lazy

_N = r"(\d{1,6}(?:\.\d{1,2})?)"
_HAN = r"([一二两三四五六七八九十]{1,3}|\d{1,3})"
_OFF = lazy(rf"(每)?满{_N}元?(?:立?减|省|优惠|立减){_N}元?")
_PIECES = lazy(rf"(?:满|买|拍)?{_HAN}[件双盒瓶袋个份包](?:打|享)?([1-9](?:\.\d|\d)?)折")
_SECOND = lazy(rf"第[二2两][件双盒瓶袋个份包](?:半价|打?([1-9](?:\.\d|\d)?)折|{_N}元)")
_ALL = lazy(r"(?:全场|全店|通通|一律|会员|限时|打){0,2}([1-9](?:\.\d|\d)?)折")
_FILL = lazy(r"[\s,，。;；、+和再还可又!！·:：]|全场|全店|活动|期间|上不封顶|封顶|通通|起|优惠|限时")
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Offer:
    """What an offer takes off.

    Attributes:
        tiers: thresholds and what is taken off, lowest first; only the highest that is reached counts.
        every: a threshold and what is taken off each time it is reached.
        discount: the share that is paid.
        from_pieces: from how many pieces the discount holds.
        second: what the second piece costs, as a share of its price.
        second_price: what the second piece costs in yuan.
    """

    tiers: tuple[tuple[Decimal, Decimal], ...] = ()
    every: tuple[Decimal, Decimal] | None = None
    discount: Decimal | None = None
    from_pieces: int = 1
    second: Decimal | None = None
    second_price: Decimal | None = None

    def known(self) -> bool:
        """Tell whether anything is taken off.

        Returns:
            Whether it is.
        """
        return bool(self.tiers or self.every or self.discount or self.by_piece())

    def by_piece(self) -> bool:
        """Tell whether what is taken off depends on the price of one piece.

        Returns:
            Whether the second piece is cheaper.
        """
        return self.second is not None or self.second_price is not None


@dataclass(frozen=True)
class Step:
    """A step of a reckoning.

    Attributes:
        label: what was done, for example ``满300减40``.
        paid: what is to be paid after it.
    """

    label: str
    paid: Decimal


def read_offer(text: str) -> Offer | None:
    """Understand an offer.

    Args:
        text: its wording, for example ``满300减40、满500减80``.

    Returns:
        The offer; None where a part of the wording is not understood, so that nothing wrong is reckoned.

    >>> read_offer("满300减40，满500减80").tiers[1]
    (Decimal('500'), Decimal('80'))
    >>> read_offer("满200送袜子") is None
    True
    """
    tiers: list[tuple[Decimal, Decimal]] = []
    every: tuple[Decimal, Decimal] | None = None
    discount = second = second_price = None
    pieces = 1
    rest = text
    for off in _OFF.finditer(text):
        pair = (Decimal(off[2]), Decimal(off[3]))
        every, tiers = (pair, tiers) if off[1] else (every, [*tiers, pair])
    rest = _OFF.sub("", rest)
    if match := _SECOND.search(rest):
        second_price = Decimal(match[2]) if match[2] else None
        second = None if match[2] else _share(match[1]) if match[1] else Decimal("0.5")
        rest = rest.replace(match[0], "", 1)
    if match := _PIECES.search(rest):
        pieces, discount = int(number(match[1]) or 1), _share(match[2])
        rest = rest.replace(match[0], "", 1)
    elif match := _ALL.search(rest):
        discount = _share(match[1])
        rest = rest.replace(match[0], "", 1)
    pairs = [*tiers, *([every] if every else [])]
    if _FILL.sub("", rest) or any(not 0 < less < over for over, less in pairs):
        return None
    offer = Offer(tuple(sorted(tiers)), every, discount, pieces, second, second_price)
    return offer if offer.known() else None


def _share(fold: str) -> Decimal:
    """Turn 8折, 85折 and 8.5折 into a share."""
    return Decimal(fold) / (100 if len(fold) == 2 else 10)


def apply_offer(offer: Offer, price: Decimal, count: int, paid: Decimal) -> list[Step]:
    """Reckon what an offer leaves to pay.

    Args:
        offer: the offer.
        price: what one piece costs.
        count: how many pieces.
        paid: what is to be paid before it.

    Returns:
        The steps that take something off; none where nothing is reached.

    >>> [step.label for step in apply_offer(read_offer("满300减40"), Decimal(129), 3, Decimal(387))]
    ['满300减40']
    """
    steps: list[Step] = []

    def take(label: str, left: Decimal) -> None:
        nonlocal paid
        left = max(Decimal(0), left).quantize(_CENT, ROUND_HALF_UP)
        if left < paid:
            paid = left
            steps.append(Step(label, paid))

    if count >= 2 and (offer.second is not None or offer.second_price is not None):
        cost = price * offer.second if offer.second is not None else offer.second_price or Decimal(0)
        share = "半价" if offer.second == Decimal("0.5") else f"{yuan((offer.second or Decimal(0)) * 10)}折"
        shown = share if offer.second is not None else f"{yuan(cost)}元"
        take(f"第二件{shown}", paid - max(Decimal(0), price - cost))
    if offer.discount is not None and count >= offer.from_pieces:
        before = f"满{offer.from_pieces}件" if offer.from_pieces > 1 else ""
        take(f"{before}{yuan(offer.discount * 10)}折", paid * offer.discount)
    if reached := [tier for tier in offer.tiers if tier[0] <= paid]:
        over, off = reached[-1]
        take(f"满{yuan(over)}减{yuan(off)}", paid - off)
    if offer.every and offer.every[0] <= paid:
        over, off = offer.every
        times = int(paid // over)
        take(f"每满{yuan(over)}减{yuan(off)}" + (f"，减{times}次" if times > 1 else ""), paid - off * times)
    return steps
