"""What goes instead of a courier that the buyer does not want: 我们小区中通不太方便 is offered the shop's others."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from cs_scripts.conversation.refusal import refused
from cs_scripts.shop.answer import Answer
from cs_scripts.shop.couriers import couriers
from cs_scripts.shop.question import Question
from cs_scripts.shop.units import yuan
from cs_scripts.text.patterns import lazy

_ASKS = lazy(
    r"什么快递|啥快递|哪[家个种些]|别的|别家|其他|其它|换|另外|吗|么|嘛|行不|不行|可以|能不能|可不可以|有没有|[?？]|怎么办|[发走][什啥哪]|别发|不发"
)
_OTHERS = lazy(r"别的|别家|其他|其它|换[个家一]|换快递|另外")
_UNDER_WAY = lazy(
    r"退|换货|寄回|拒收|还没|怎么还|没收到|没更新|到哪|签收|催|代收|为什么|上次|昨天|前天|已经|说了|备注了|派件|快[些点不]|哪[家个种]?[^\n,。]{0,2}快(?!递)"
)
_UNHAPPY = ("logistics", "complaint", "greeting", "product_info", "defect", "returns", "lost_parcel")


def refused_couriers(text: str) -> list[str]:
    """List the couriers that a message does not want.

    Args:
        text: the message, folded.

    Returns:
        Their names.

    >>> refused_couriers("我们小区中通不太方便"), refused_couriers("能发中通吗"), refused_couriers("中通和圆通都不想用")
    (['中通'], [], ['中通', '圆通'])
    """
    names = {name.lower(): name for name in couriers()}
    found = sorted((match.start(), match.end()) for name in names for match in re.finditer(re.escape(name), text))
    return list(dict.fromkeys(names[text[start:end]] for (start, end), no in zip(found, refused(text, found), strict=True) if no))


def offers(reply: str, names: Collection[str]) -> bool:
    """Tell whether a reply offers one of some couriers.

    Args:
        reply: the reply.
        names: their names.

    Returns:
        Whether it does; one that promises to avoid it offers none.

    >>> offers("能走就走圆通", ["圆通"]), offers("好，不发圆通", ["圆通"])
    (True, False)
    """
    avoided = refused_couriers(reply)
    return any(name in reply and name not in avoided for name in names)


def other_courier_answer(question: Question) -> Answer | None:
    """Offer the couriers that are left when the buyer refuses one.

    Args:
        question: the message.

    Returns:
        The answer; None where none is refused, nothing is asked, the parcel has left, or the shop has no other and tells no fee.
    """
    text = question.text
    if question.sent() or not question.shop.couriers:
        return None
    unwanted = refused_couriers(text)
    if not unwanted or not _ASKS.search(text) or _UNDER_WAY.search(text):
        return None
    if any(name.lower() in text for name in couriers() if name not in unwanted):
        return None  # of one that is named instead, its fee is told
    intent = question.about(
        "courier", "shipping_fee", "delivery_time", "shipping_time", "ordering", "price_info", "stock", "recommendation"
    )
    intent = intent or ("courier" if _OTHERS.search(text) or question.about(*_UNHAPPY) == "" else "")
    left = [name for name in question.shop.couriers if re.sub(r"(?:快递|速运|物流)$", "", name) not in unwanted]
    if not intent or len(left) == len(question.shop.couriers):
        return None
    values = {"refused": "、".join(unwanted), "list": "、".join(left)}
    if not left:
        return _another(question, unwanted, intent)
    return question.answer("courier_other", intent, "couriers.other", values, ("courier", "shop.couriers"))


def _another(question: Question, unwanted: Sequence[str], intent: str) -> Answer | None:
    """Tell what another courier costs where none of the shop's own is wanted; None where the profile does not say."""
    fees, usual = question.shop.courier_fees, question.shop.values.get("courier_extra_fee", "")
    listed = "、".join(f"{name}加{yuan(fee)}元" for name, fee in fees.items() if name not in unwanted)
    if not listed and not usual:
        return None
    values = {"refused": "、".join(unwanted), "fees": listed or f"加{usual}元"}
    kind = "courier_listed" if listed else "courier_another"
    return question.answer(kind, intent, "couriers.other", values, ("courier", "shop.courier_fees"))
