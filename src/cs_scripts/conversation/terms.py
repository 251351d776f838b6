"""The closed vocabulary of what can be said in a talk: scripts presume it, ask for it, and say it back.

Kept apart from what finds these things in a text, so that the phrase book can be checked without reading a single message.
"""

from __future__ import annotations

FACTS = (
    "place",
    "order_no",
    "tracking_no",
    "courier",
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
)
"""What the turns before show that no single word does."""

SAID = {
    "place": "place",
    "courier": "courier",
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
