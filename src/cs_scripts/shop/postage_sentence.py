"""Choose the sentence about postage to a place: what it costs, from which sum it is free, and how far the buyer is from there."""

from __future__ import annotations

import math
from decimal import Decimal

from cs_scripts.shop.goods_joined import TOGETHER
from cs_scripts.shop.question import Question
from cs_scripts.shop.regions import Region
from cs_scripts.shop.stock_table import measure
from cs_scripts.shop.sums import lines_of, price_of, quantity_of
from cs_scripts.shop.units import yuan
from cs_scripts.text.patterns import lazy

_AMOUNT = lazy(
    r"(?<!满)(?<![\d.])(\d{1,5}(?:\.\d{1,2})?)(?!\s?(?:[a-z]|公?斤|毫?升|[码号寸粒片件个包袋盒双条层米套瓶支]))(?:元|块|块钱)?[^\n\d,。满]{0,4}(?:包邮|免邮|要邮费|有邮费)"
)
_PRICED = lazy(r"(?<!满)(?<![\d.])(\d{1,5}(?:\.\d{1,2})?)(?:元|块)钱?的(?!邮|运|快递|券|红包|优惠|活动|差)[\u4e00-\u9fff]")
"""What one piece costs as the buyer says: 39块的壳."""

_GAP = lazy(r"[凑差]")
_SHORTFALL = lazy(r"差(?:多少|几[块元毛])|(?:还要?|还得|还需|要)?再?(?:买|凑|加|添)(?:点|多少|几[块元])(?![件个双盒瓶袋套包])")
TO_REACH = lazy(
    r"(?:凑|满|差|再买)[^\n,。]{0,4}(?:多少|几|啥|什么)[^\n,。]{0,6}(?:包邮|免(?:掉|了|去)?(?:邮费?|运费?|快递费?))|(?:包邮|免邮|免运费?)[^\n]{0,3}差(?:多少|几)"
)
"""Asks how much is missing to free postage."""

_FROM_WHERE = lazy(r"满(?:多少|几|好多)")
_PIECES = lazy(r"(?:几|多少)[^\n\d,。 ]{0,3}(?:包邮|免邮)")


def postage_sentence(question: Question, region: Region) -> tuple[str, dict[str, str]] | None:
    """Choose the sentence about postage to a region.

    Args:
        question: the message.
        region: what the shop says of the region.

    Returns:
        The id of the sentence and what it says; None where the shop does not tell the postage.
    """
    fee, over, surcharge = region.postage, region.free_over, region.surcharge
    free = fee == 0 or over == 0
    if surcharge:
        if free:
            return "postage_surcharge_only", {"surcharge": yuan(surcharge)}
        if fee is None:
            return None
        if over and (paid := _paid(question)):
            values = {"sum": yuan(paid), "over": yuan(over), "surcharge": yuan(surcharge), "fee": yuan(fee + surcharge)}
            gap = paid < over and bool(_SHORTFALL.search(question.text) or TO_REACH.search(question.text))
            values["gap"] = yuan(over - paid)
            return "postage_far_reached" if paid >= over else "postage_far_gap" if gap else "postage_far_short", values
        more = f"，满{yuan(over)}元的只补{yuan(surcharge)}元" if over else ""
        return "postage_surcharge", {"surcharge": yuan(surcharge), "fee": yuan(fee + surcharge), "over": more}
    if free:
        return "postage_free", {}
    if over is not None:
        compared = _compared(question, region)
        if compared:
            return compared
        return ("postage_over", {"over": yuan(over), "fee": yuan(fee)}) if fee is not None else ("postage_over_only", {"over": yuan(over)})
    return ("postage_fee", {"fee": yuan(fee)}) if fee is not None else None


def _paid(question: Question) -> Decimal | None:
    """Add up what the articles of the message cost; None where a price is not known, or several are named and not taken together."""
    if not question.articles or (len(question.articles) > 1 and not TOGETHER.search(question.text)):
        return None
    return sum((line.price * line.count for line in lines_of(question) or ()), Decimal(0)) or None


def _compared(question: Question, region: Region) -> tuple[str, dict[str, str]] | None:
    """Set what the buyer pays beside the sum from which postage is free."""
    over, fee = region.free_over, region.postage
    assert over is not None
    price = price_of(question)
    if _FROM_WHERE.search(question.text) and not _PIECES.search(question.text):
        return None
    of_money = _SHORTFALL.search(question.text) or (quantity_of(question.text, question.articles) and _GAP.search(question.text))
    if price and _PIECES.search(question.text) and not of_money:
        return "postage_pieces", {
            "over": yuan(over),
            "price": yuan(price),
            "count": str(math.ceil(over / price)),
            "unit": measure(question.articles[0], question.text),
        }
    match = _AMOUNT.search(question.text)
    said = question.facts.get("quantity")
    count = quantity_of(question.text, question.articles) or (quantity_of(said.value) if said else None)
    each = price or (Decimal(told[1]) if (told := _PRICED.search(question.text)) else None)
    paid = each * count if each and count else Decimal(match[1]) if match else each or _paid(question)
    if paid is None or (fee is None and paid < over):
        return None
    values = {"over": yuan(over), "sum": yuan(paid)}
    return (
        ("postage_reached", values)
        if paid >= over
        else ("postage_short", values | {"gap": yuan(over - paid), "fee": yuan(fee or Decimal(0))})
    )
