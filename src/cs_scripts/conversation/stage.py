"""Tell where an order stands from what both sides say; an order's own status, where it is known, settles it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from cs_scripts.conversation.facts import MAX_TURNS
from cs_scripts.conversation.terms import STAGES
from cs_scripts.conversation.turn import MAX_LENGTH, hear_turn
from cs_scripts.conversation.words import words
from cs_scripts.errors import ArgumentError

STATUSES: Mapping[str, str] = {
    **{stage: stage for stage in STAGES},
    "未下单": "before_order",
    "待付款": "unpaid",
    "等待付款": "unpaid",
    "未付款": "unpaid",
    "已付款": "paid",
    "待发货": "paid",
    "未发货": "paid",
    "等待发货": "paid",
    "已发货": "shipped",
    "待收货": "shipped",
    "运输中": "shipped",
    "派送中": "shipped",
    "已签收": "received",
    "已收货": "received",
    "交易成功": "received",
    "已完成": "received",
    "待评价": "received",
    "退货中": "returning",
    "换货中": "returning",
    "退换货中": "returning",
    "退款中": "refunding",
    "已退款": "refunding",
}
"""Accepted values of ``order["status"]`` and the stage each stands for: Chinese names as the seller centre shows them, or the ids."""

_FADE = 0.75
_AT_MOST = 3


def read_stage(text: str, history: Sequence[tuple[str, str]] = (), *, order: Mapping[str, object] | None = None) -> dict[str, float]:
    """Tell how likely each stage of the order is.

    Args:
        text: the buyer's message.
        history: role (``buyer`` or ``seller``) and text of the turns before, oldest first; the last eight are read.
        order: what is known of the order; its ``status`` (see ``STATUSES``) makes the stage certain.

    Returns:
        Probability of each stage, by ``STAGES``; they sum to 1.

    Raises:
        ArgumentError: the status is none of ``STATUSES``.

    >>> stages = read_stage("快递三天没动了")
    >>> max(stages, key=stages.get)
    'shipped'
    >>> read_stage("在吗", order={"status": "已付款"})["paid"]
    1.0
    """
    if order and order.get("status"):
        settled = stage_of_status(str(order["status"]))
        if not settled:
            raise ArgumentError("order", f"认不出订单状态“{order['status']}”，可用 {'、'.join(STATUSES)}")
        return {stage: float(stage == settled) for stage in STAGES}
    scores = list(words().prior)
    turns = [*history[-MAX_TURNS:], ("buyer", text)]
    weight = 1.0
    for role, said in reversed(turns):
        turn = hear_turn(said[:MAX_LENGTH], "seller" if role == "seller" else "buyer")
        for add in turn.stages[:_AT_MOST]:
            scores = [score + weight * more for score, more in zip(scores, add, strict=True)]
        weight *= _FADE
    top = max(scores)
    shares = [math.exp(score - top) for score in scores]
    whole = sum(shares)
    return {stage: share / whole for stage, share in zip(STAGES, shares, strict=True)}


def stage_of_status(status: str) -> str:
    """Give the stage that an order's status stands for.

    Args:
        status: as the seller centre shows it, or a stage's id.

    Returns:
        The stage; empty where the status is none of ``STATUSES``.

    >>> stage_of_status("已签收"), stage_of_status("?")
    ('received', '')
    """
    return STATUSES.get(status.strip(), "")
