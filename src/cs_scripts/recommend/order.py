"""What the caller knows of the order, as a plain mapping: it tells the stage and fills blanks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cs_scripts.conversation.stage import stage_of_status
from cs_scripts.errors import ArgumentError
from cs_scripts.files.yaml import did_you_mean

KEYS = {
    "status": "",
    "courier": "order_courier",
    "tracking_no": "tracking_no",
    "place": "",
    "paid_at": "",
    "address": "order_address",
    "phone": "order_phone",
    "amount": "amount",
    "quantity": "quantity",
    "item": "item",
    "color": "color",
    "size": "size",
    "buyer_name": "buyer_name",
    "dispatch_date": "dispatch_date",
    "arrival_date": "arrival_date",
    "parcel_status": "parcel_status",
}
"""Each key of an order, and the slot that it fills: ``status`` (待付款, 已付款, 已发货, 已签收, 退货中, 退款中, or a stage's id),
``courier``, ``tracking_no``, ``place`` (where it goes), ``paid_at``, ``address``, ``phone``, ``amount``, ``quantity``, ``item``,
``color``, ``size``, ``buyer_name``, ``dispatch_date``, ``arrival_date``, ``parcel_status``."""


@dataclass(frozen=True)
class Order:
    """What is known of an order.

    Attributes:
        stage: one of ``conversation.terms.STAGES``; empty when unknown.
        values: value of each slot that it fills.
    """

    stage: str
    values: Mapping[str, str]


def read_order(order: Mapping[str, Any]) -> Order:
    """Read an order.

    Args:
        order: any of ``KEYS``; a value of None counts as unknown.

    Returns:
        Its stage and values.

    Raises:
        ArgumentError: it is no mapping, a key is unknown, or the status is not one of the known ones.

    >>> read_order({"status": "已发货", "courier": "中通"}).stage
    'shipped'
    """
    if not isinstance(order, Mapping):
        raise ArgumentError("order", f"应为映射，不是 {type(order).__name__}")
    for key in order:
        if key not in KEYS:
            raise ArgumentError("order", f"没有 {key} 这一项{did_you_mean(str(key), KEYS)}；可用 {'、'.join(KEYS)}")
    status = order.get("status")
    stage = stage_of_status(str(status)) if status else ""
    if status and not stage:
        raise ArgumentError("order", f"认不出订单状态“{status}”，可用 待付款、已付款、已发货、已签收、退货中、退款中")
    values = {slot: str(order[key]) for key, slot in KEYS.items() if slot and order.get(key) is not None}
    return Order(stage, values)
