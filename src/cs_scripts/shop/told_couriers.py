"""Say of a courier that a buyer names what the agent said of couriers: a default one is fine, another goes only where others go at all.

The shop's table tells what a named courier costs; an agent who wrote "默认邮政百世" and then asks 12元 for 百世 contradicts himself.
"""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.wording import say
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_NAMES = "顺丰|中通|圆通|申通|韵达|天天|百世|汇通|邮政|ems|极兔|京东|德邦|宅急送"
COURIER = lazy(_NAMES)
"""A courier as agents and buyers call it, folded."""

_DEFAULT = lazy(rf"默认[^,。!?]{{0,6}}(?:{_NAMES})[^。!?]*|(?:快递|发货?|走)的?是?(?:{_NAMES})[^。!?]*")
_ONLY = lazy(r"只(?:能|可以)?(?:发|走|用|默认)|不接受[^,。]{0,8}指定|不(?:能|可以|支持)?指定")
_NOT = lazy(r"[不没未][^,。!?]{0,4}(?:发|到|走)|发不了|到不了|停[发运]")
_WANTS = lazy(
    rf"(?:发|走|用|换|寄|要)[^,。!?不没]{{0,3}}(?:{_NAMES})|(?:{_NAMES})(?:快递)?(?:吧|可以吗|行吗|能发|可以发|发吗|有吗|好了|就行|不发)"
)
_AGAINST = lazy(
    rf"[不没别](?:要)?(?:发|走|用|寄)[^,。!?]{{0,2}}(?:{_NAMES})|慢|垃圾|差|不要|不收|别|不想|拒|上次|以前|之前|怎么|为什么|为啥|显示"
)
_TURNS = 4


def told_courier(text: str, turns: Sequence[tuple[str, str]]) -> Answer | None:
    """Answer whether a courier is taken by what the agent said.

    Args:
        text: the message.
        turns: role and text of the turns before it, oldest first.

    Returns:
        The answer; None where the message wants no courier, or the agent said nothing that decides.

    >>> said = [("seller", "小店默认邮政百世哦"), ("seller", "只发邮政哦")]
    >>> told_courier("百世吧", said[:1]).text
    '可以的亲，发百世哦'
    >>> told_courier("能发中通不", said[1:]).text
    '暂时只能发邮政呢亲，抱歉哈'
    """
    folded = _one_name(fold(text))
    wanted = COURIER.findall(folded)
    if len(set(wanted)) != 1 or not _WANTS.search(folded) or _AGAINST.search(folded):
        return None
    for said in map(_one_name, said_by_agent(turns[-_TURNS:])):
        only = _ONLY.search(said)
        match = _DEFAULT.search(said)
        named = list(dict.fromkeys(COURIER.findall(match[0] if match else said if only else "")))
        if not named or (not only and _NOT.search(said)):
            continue
        shown = wanted[0].upper()
        if wanted[0] in named:
            return Answer("told.courier", "courier", say("told_courier", text, {"courier": shown}), (), ("agent.told",))
        if only:
            values = {"list": "、".join(name.upper() for name in named)}
            return Answer("told.courier", "courier", say("told_courier_only", text, values), (), ("agent.told",))
        return None
    return None


def said_by_agent(turns: Sequence[tuple[str, str]]) -> list[str]:
    """Give what the agent said, folded, latest first.

    Args:
        turns: role and text of the turns, oldest first.

    Returns:
        His turns.

    >>> said_by_agent([("seller", "在的"), ("buyer", "发什么快递"), ("seller", "ＥＭＳ哦")])
    ['ems哦', '在的']
    """
    return [fold(said) for role, said in reversed(turns) if role == "seller"]


def _one_name(folded: str) -> str:
    """Call 百世汇通, also said by either half, one thing."""
    return folded.replace("百世汇通", "百世").replace("汇通", "百世")
