"""Say again what the agent has said of the day of dispatch or arrival, rather than the rule of the shop beside it.

An agent who wrote "周一左右发" and now sends "16:00 前付款当天发" contradicts himself; buyers ask twice all the time.
"""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.told_couriers import COURIER, said_by_agent, told_courier
from cs_scripts.shop.wording import say
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_NUMBER = "(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})"
_TIME = (
    rf"(?P<time>(?:今天|今晚|明天|明晚|后天|大后天|下?周[一二三四五六日天末]|星期[一二三四五六日天]|月底|月初|年前|年后|节前|节后"
    rf"|{_NUMBER}月{_NUMBER}[号日]?|{_NUMBER}[号日]|{_NUMBER}(?:[-~到至—–]{_NUMBER})?个?(?:小时|工作日|天))"
    r"(?:上午|下午|晚上|早上|中午)?(?:左右|前后|之前|以?内|之内|前)?)"
)
_SENT = "(?:发货(?!后)|发出|寄出|发走|安排发|给您发|给亲发|发的|发哦|发呢|发$)"
_DISPATCH = (lazy(rf"{_TIME}[^,。!?不没未晚才到后]{{0,10}}?{_SENT}"), lazy(rf"发货(?:时间)?(?!后)[^,。!?不没未后]{{0,4}}?{_TIME}"))
_ARRIVAL = (lazy(rf"{_TIME}[^,。!?不没未发]{{0,8}}?(?:到货|能到|可以到|会到|送达|收到|到的|到哦|到呢|到您|到$)"),)
_GONE = lazy(r"(?<!没)(?<!未)(?:已经?|都|昨天|前天|今天)(?:给您|帮您)?(?:发货了?|发出(?:去|来)?了?|寄出(?:去)?了?|发走了?)(?!吗|么|后)")
_ASKS = lazy(
    r"什么时[候侯]|啥时|何时|几时|几天|几号|多久|哪天|[今明后]天[^,。]{0,8}(?:[吗么不没吧?]|[发到寄来]|可以|能)|周[一二三四五六日末]|[能会可][^,。]{0,4}[发到]|[发到]货?了?[吗么没不吧]|多长时间|怎么还"
)
_NOT = lazy(r"不要了|不买了|等不[及了]|太[久慢长]|退款|过期|保质期|取消")
_FIGURE = lazy(r"[0-9]+(?:\.[0-9]+)?")
_TOPICS = {
    "shipping_fee": (lazy(r"[^,。!?]{0,14}(?:包邮|邮费|运费)[^,。!?]{0,10}"), _FIGURE),
    "courier": (lazy(r"[^。!?]*(?:快递|发|走|默认)[^。!?]*"), COURIER),
    "promotion": (lazy(r"[^,。!?]{0,10}(?:满[0-9]|券|减)[^,。!?]{0,10}"), _FIGURE),
    "gift": (lazy(r"[^,。!?]{0,10}(?:满[0-9]|送)[^,。!?]{0,10}"), _FIGURE),
}
_POSTAGE = (
    lazy(r"满\s?([0-9]+(?:\.[0-9]+)?)"),
    lazy(
        r"(?:(?:邮费|运费|快递费)[^0-9,。满]{0,8}(?=[0-9.]+(?:元|块|$))|(?<![满0-9.])(?=[0-9.]+(?:元|块)的?(?:邮费|运费|快递费)))([0-9]+(?:\.[0-9]+)?)"
    ),
)
"""The sum from which postage is free, and the postage: who told the one has not spoken of the other."""

_NO_FREE, _FREE = lazy("(?:都|是)?不(?:能|可以)?(?:包|免)邮(?!吗)"), lazy("(?<!不)(?:包|免)邮")

_EXTRA = "couriers.fee"
"""Asks money for a courier, which holds for none that the agent offered."""
_TURNS = 6
_LATEST = 2
_KINDS = {"shipping_time": ("told_dispatch", _DISPATCH), "delivery_time": ("told_arrival", _ARRIVAL)}


def told_answers(text: str, turns: Sequence[tuple[str, str]], intents: Sequence[str], *, placed: bool) -> list[Answer]:
    """Say a day again that the agent told.

    Args:
        text: the message.
        turns: role and text of the turns before it, oldest first.
        intents: the recognised intents.
        placed: whether the message names a place, so that an arrival told before may be that of another.

    Returns:
        At most one answer for each intent.

    >>> talk = [("buyer", "什么时候发"), ("seller", "亲这款周一左右发货哦")]
    >>> [answer.text for answer in told_answers("今天能发吗", talk, ["shipping_time"], placed=False)]
    ['亲，就按刚才说的周一左右给您发出哦']
    """
    found: list[Answer] = []
    told = _agent(turns)
    folded = fold(text)
    if not told or _NOT.search(folded):
        return found
    if {"courier", "shipping_fee"}.intersection(intents) and (courier := told_courier(text, turns)):
        return [courier]
    if "shipping_time" in intents and any(_GONE.search(said) for said in told[:_LATEST]):
        return [Answer("told.gone", "shipping_time", say("told_gone", text, {}), (), ("agent.told",))]
    if not _ASKS.search(folded):
        return found
    for intent in intents:
        if intent not in _KINDS or (placed and intent == "delivery_time"):
            continue
        kind, patterns = _KINDS[intent]
        time = next((match["time"] for said in told for pattern in patterns if (match := pattern.search(said))), "")
        if time:
            found.append(Answer(kind.replace("_", "."), intent, say(kind, text, {"time": time}), (), ("agent.told",)))
    return found


def contradicts(answer: Answer, turns: Sequence[tuple[str, str]]) -> bool:
    """Tell whether the agent said otherwise in this talk: another amount for postage, other couriers, another gift.

    Args:
        answer: what the shop's tables say.
        turns: role and text of the turns before, oldest first.

    Returns:
        Whether the agent spoke of the same and none of his figures or names stands in the answer.

    >>> contradicts(Answer("regions.postage", "shipping_fee", "满59元包邮，不到收8元"), [("seller", "亲满88包邮的呢")])
    True
    """
    topic = _TOPICS.get(answer.intent)
    if topic is None:
        return False
    about, detail = topic
    told = {one for said in _agent(turns) for match in about.finditer(said) for one in detail.findall(match[0])}
    if answer.intent == "shipping_fee" and any(_NO_FREE.search(said) for said in _agent(turns)) and _FREE.search(answer.text):
        return True
    if answer.intent == "shipping_fee" and (parts := _postage_told(turns)):
        return any(said & named == set() and said and named for said, named in zip(parts, _postage_said(answer.text), strict=True))
    named = told & set(detail.findall(answer.text))
    return bool(told) and (bool(named) if answer.id == _EXTRA else not named)


def _postage_told(turns: Sequence[tuple[str, str]]) -> list[set[str]]:
    """Give the thresholds and the fees of postage that the agent named; empty where he named neither."""
    parts = [set().union(*each) for each in zip(*map(_postage_said, _agent(turns)), strict=True)]
    return parts if any(parts) else []


def _postage_said(text: str) -> list[set[str]]:
    return [set(pattern.findall(text)) for pattern in _POSTAGE]


def _agent(turns: Sequence[tuple[str, str]]) -> list[str]:
    """Give what the agent said, latest first."""
    return said_by_agent(turns[-_TURNS:])
