"""The closed vocabulary of what can be said in a talk: scripts presume it, ask for it, and say it back.

Kept apart from what finds these things in a text, so that the phrase book can be checked without reading a single message.
"""

from __future__ import annotations

FACTS = (
    "place",
    "order_no",
    "tracking_no",
    "courier",
    "courier_refused",
    "quantity",
    "price",
    "budget",
    "recipient",
    "height",
    "weight",
    "age",
    "size",
    "color",
    "date",
    "time",
    "phone",
    "address",
    "link",
    "item",
    "photo",
    "video",
    "title",
    "tax_no",
    "reason",
    "fault",
)
"""What a buyer may have said or sent."""

SIGNS = (
    "agent_asked",
    "agent_offered",
    "agent_promised",
    "agent_refused",
    "agent_answered",
    "repeated",
    "hurt",
    "hurried",
    "motive_cheap",
    "motive_practical",
    "motive_beauty",
    "motive_brand",
    "motive_new",
    "motive_conform",
    "price_generous",
    "price_probing",
    "price_must",
    "knows_none",
    "knows_half",
    "knows_expert",
)
"""What the agent did, the buyer's mood, and the buyer's motive (求廉 求实 求美 求名 求新 求同), attitude to price and knowledge."""

SAID = {
    "place": "place",
    "courier": "courier",
    "courier_refused": "courier_refused",
    "quantity": "quantity",
    "price": "price",
    "budget": "budget",
    "recipient": "recipient",
    "height": "height",
    "weight": "weight",
    "age": "age",
    "size": "size",
    "color": "color",
    "date": "date",
    "time": "time",
    "item_word": "item_word",
    "order_no": "order_no",
    "reason": "reason",
    "fault": "fault",
    "invoice_title": "title",
}
"""Name in ``{said.…}`` of each fact that a reply may give back, and the fact."""

STAGES = ("before_order", "unpaid", "paid", "shipped", "received", "returning", "refunding")
"""Where an order stands, in the order in which it passes."""

KIND_LABELS = {
    "place": "地方",
    "order_no": "订单号",
    "tracking_no": "快递单号",
    "courier": "快递",
    "courier_refused": "不要的快递",
    "quantity": "数量",
    "price": "价格",
    "budget": "预算",
    "recipient": "送给谁",
    "height": "身高",
    "weight": "体重",
    "age": "年龄",
    "size": "尺码",
    "color": "颜色",
    "date": "日期",
    "time": "时间",
    "phone": "电话",
    "address": "地址",
    "link": "链接",
    "item": "商品",
    "item_word": "商品",
    "photo": "照片",
    "video": "视频",
    "title": "发票抬头",
    "tax_no": "税号",
    "reason": "原因",
    "fault": "问题",
}
"""Chinese name of each fact."""
