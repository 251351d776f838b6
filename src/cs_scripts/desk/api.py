"""Answer the requests of the page and of a shop's own programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from cs_scripts.conversation.terms import STAGES
from cs_scripts.desk.body import LONGEST_TEXT, Body
from cs_scripts.desk.drafts import DECISIONS, Wanted
from cs_scripts.desk.shop import Desk
from cs_scripts.desk.talk import read_talk
from cs_scripts.errors import ArgumentError, RequestError
from cs_scripts.files.yaml import did_you_mean
from cs_scripts.learning.choices import KINDS, Choice
from cs_scripts.learning.preferences import prefer, situation, situation_of
from cs_scripts.learning.reviews import ACCEPTED

_SHORT = 400
"""Characters up to which a suggestion takes less time than handing it to a thread."""
_MOST_TEXTS = 500
_MOST_PHRASES = 200


class Api:
    """The endpoints, one method each.

    Args:
        desk: gives what answers; raises RequestError while it is being loaded.
    """

    def __init__(self, desk: Callable[[], Desk]) -> None:
        self.desk = desk

    async def suggest(self, request: Request) -> Response:
        """Suggest replies to a message, ordered by what the shop's agents chose before."""
        body = Body(await request.body(), ("text", "history", "k", "stage", "order", "item"))
        text, history = body.text("text"), body.history()
        k, stage = body.number("k", 3, 1, 20), body.choice("stage", STAGES)
        order, item = body.mapping("order"), body.text("item", required=False, longest=200) or None
        order = {**order, "status": stage} if stage else order
        desk = self.desk()

        def answer() -> dict[str, Any]:
            try:
                found = desk.recommender.suggest(text, history, k, item=item, order=order)
            except ArgumentError as error:
                raise RequestError(error.name, error.reason) from None
            return {**prefer(found, desk.bonuses).to_dict(), "situation": situation_of(found)}

        short = len(text) + sum(len(turn["text"]) for turn in history[-8:]) <= _SHORT
        return _json(answer() if short else await run_in_threadpool(answer))

    async def classify(self, request: Request) -> Response:
        """Recognise the intents of a message in its talk, or of many messages."""
        body = Body(await request.body(), ("text", "texts", "history"))
        desk = self.desk()
        recogniser, labels = desk.recommender.recogniser, desk.recommender.book.intents

        def named(intents: Any) -> list[dict[str, Any]]:
            return [{**intent._asdict(), "label": labels[intent.id].label} for intent in intents]

        if "texts" in body.values:
            texts = body.texts("texts", most=_MOST_TEXTS)
            found = await run_in_threadpool(recogniser.classify, texts)
            return _json({"results": [{"text": text, "intents": named(intents)} for text, intents in zip(texts, found, strict=True)]})
        text, turns = body.text("text"), [(turn["role"], turn["text"]) for turn in body.history()]
        status, intents = recogniser.recognise(text, turns)
        return _json({"text": text, "status": status, "intents": named(intents), "why": recogniser.explain(text)})

    async def check(self, request: Request) -> Response:
        """Check a reply against the rules of speech."""
        body = Body(await request.body(), ("text", "question"))
        found = self.desk().check(body.text("text"), body.text("question", required=False))
        return _json({"findings": found})

    async def phrases(self, request: Request) -> Response:
        """Search the book."""
        query, group = request.query_params.get("q", ""), request.query_params.get("group", "")
        for key in request.query_params:
            if key not in ("q", "group", "limit"):
                raise RequestError(key[:40], f"没有这一项{did_you_mean(key, ('q', 'group', 'limit'))}；可用 q、group、limit")
        if len(query) > 100:
            raise RequestError("q", "最长 100 字")
        limit = request.query_params.get("limit", "50")
        if not (limit.isdecimal() and len(limit) < 5 and 1 <= int(limit) <= _MOST_PHRASES):
            raise RequestError("limit", f"应为 1 到 {_MOST_PHRASES} 的整数")
        desk = self.desk()
        found = await run_in_threadpool(desk.index.search, query, desk.used, group=group)
        shown = [phrase.to_dict(desk.used.get(phrase.script.id, (0, 0))[0]) for phrase in found[: int(limit)]]
        return _json({"total": len(found), "phrases": shown})

    async def choices(self, request: Request) -> Response:
        """Write down what an agent did; answered only once it is on the disk."""
        body = Body(await request.body(), ("kind", "intents", "shown", "situation", "script", "message", "text", "reason", "buyer"))
        kind = body.choice("kind", KINDS)
        if not kind:
            raise RequestError("kind", f"必填，{'、'.join(KINDS)} 之一")
        shown, intents = body.texts("shown", most=20, longest=120), body.texts("intents", most=20, longest=60)
        key = body.text("situation", required=False, longest=2000) or (situation(intents, shown) if shown else "")
        script = body.text("script", required=kind in ("chosen", "edited"), longest=120)
        if script and not self.desk().knows(script):
            raise RequestError("script", f"话术本里没有编号 {script}")
        texts = {field: body.text(field, required=False) for field in ("message", "text", "reason", "buyer")}
        number = await run_in_threadpool(self.desk().add_choice, Choice(kind, key, script, **texts))
        return _json({"id": number}, 201)

    async def talk(self, request: Request) -> Response:
        """Understand a pasted conversation."""
        body = Body(await request.body(), ("text", "buyer"))
        pasted, buyer = body.text("text", longest=200_000), body.text("buyer", required=False, longest=100)
        shop = self.desk().recommender.shop.values.get("shop_name", "")
        found = await run_in_threadpool(read_talk, pasted, (shop,) if shop else (), buyer)
        history = [{"role": role, "text": text[:LONGEST_TEXT]} for role, text in found.history]
        record = {"buyer": found.buyer, "others": found.others, "sure": found.sure, "history": history, "text": found.text[:LONGEST_TEXT]}
        return _json(record)

    async def scripts(self, request: Request) -> Response:
        """Save a reply as the shop's own script."""
        body = Body(await request.body(), ("group", "situation", "text", "code", "ask"))
        group, text = body.text("group", longest=60), body.text("text")
        situation_line, code = body.text("situation", longest=100), body.text("code", required=False, longest=40)
        ask = body.text("ask", required=False)[:60]
        desk = self.desk()
        script = await run_in_threadpool(desk.save_own, group, situation_line, [_filled("text", text)], [ask], code)
        return _json({"id": script.id, "code": script.code, "file": str(desk.files.own)}, 201)

    async def drafts(self, request: Request) -> Response:
        """List the mined drafts."""
        del request
        desk = self.desk()
        return _json(await run_in_threadpool(lambda: desk.drafts.listed(desk.recommender.book, desk.index.codes)))

    async def review(self, request: Request) -> Response:
        """Accept a draft as the shop's own script, turn it down, or take that back."""
        body = Body(await request.body(), ("draft", "decision", "group", "situation", "replies", "asks", "code"))
        draft, decision = body.text("draft", longest=40), body.choice("decision", DECISIONS)
        if not decision:
            raise RequestError("decision", f"必填，{'、'.join(DECISIONS)} 之一")
        wanted = Wanted(
            body.text("group", required=decision == ACCEPTED, longest=60),
            body.text("situation", required=False, longest=100),
            [reply for reply in body.texts("replies", most=6) if reply.strip()],
            body.texts("asks", most=20, longest=200),
            body.text("code", required=False, longest=40),
        )
        if decision == ACCEPTED and not wanted.replies:
            raise RequestError("replies", "至少写一句回复")
        desk = self.desk()
        review = await run_in_threadpool(desk.review, draft, decision, wanted)
        return _json({"decision": review.decision or "open", "id": review.script, "code": desk.index.codes.get(review.script, "")})

    async def about(self, request: Request) -> Response:
        """Give what the page needs to know once."""
        return _json(self.desk().facts())


def _filled(field: str, text: str) -> str:
    if not text.strip():
        raise RequestError(field, "必填")
    return text


def _json(value: Any, status: int = 200) -> Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return Response(body, status, media_type="application/json")
