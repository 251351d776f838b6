"""Read one turn of a conversation: every fact, sign and piece of evidence in it, found in one walk and remembered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from cs_scripts.conversation.amounts import read_amounts
from cs_scripts.conversation.codes import read_address, read_codes, read_invoice
from cs_scripts.conversation.dates import read_dates
from cs_scripts.conversation.lexicon import Hit
from cs_scripts.conversation.money import read_money
from cs_scripts.conversation.named import read_named
from cs_scripts.conversation.numbers import Span
from cs_scripts.conversation.sizes import read_sizes
from cs_scripts.conversation.words import words
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

MAX_LENGTH = 1000
"""Characters of a turn that are read."""

_FIGURE = lazy(r"[0-9〈一二两俩三四五六七八九十百半]")
_CODE = lazy(r"[0-9〈]{1}|www|\[商|\[链|\[宝|¥")
_DAY = lazy(r"[天周月号日期拜晚早午点:〈夜]")
_SIZE = lazy(r"[0-9smlx码号杯米]")
_INVOICE = lazy(r"抬头|公司|个人|事务所|合作社|研究院|委员会")
_ADDRESS = lazy(r"〈addr|[路街巷村区镇园厦]")
_NOT_SELLER = frozenset(("reason", "fault", "height", "weight", "age", "recipient", "budget", "photo", "video", "title", "tax_no", "item"))


class Turn(NamedTuple):
    """What one turn says.

    Attributes:
        role: ``buyer`` or ``seller``.
        text: the folded text.
        spans: the facts, by where they begin.
        asked: the kinds that an agent asks for.
        signs: the signs whose cues stand in it.
        stages: evidence of the order's stage, one tuple for each cue.
    """

    role: str
    text: str
    spans: tuple[Span, ...]
    asked: frozenset[str]
    signs: frozenset[str]
    stages: tuple[tuple[float, ...], ...]


class Heard(NamedTuple):
    """What one turn says whatever was asked before: a turn without its facts.

    Attributes:
        role: ``buyer`` or ``seller``.
        text: the folded text.
        asked: the kinds that an agent asks for.
        signs: the signs whose cues stand in it.
        stages: evidence of the order's stage, one tuple for each cue.
        hits: cues of facts, and of what an agent asks for.
        words: names of places, goods and the like.
    """

    role: str
    text: str
    asked: frozenset[str]
    signs: frozenset[str]
    stages: tuple[tuple[float, ...], ...]
    hits: tuple[Hit, ...]
    words: tuple[Hit, ...]


@lru_cache(maxsize=4096)
def hear_turn(text: str, role: str) -> Heard:
    """Find the cues of one turn.

    Args:
        text: what was said.
        role: ``buyer`` or ``seller``.

    Returns:
        What it says, but for the facts.

    >>> sorted(hear_turn("快点发 急用", "buyer").signs)
    ['hurried']
    """
    folded = fold(text)
    lists = words()
    named: list[Hit] = []
    said: list[Hit] = []
    asked: set[str] = set()
    signs: set[str] = set()
    stages: list[tuple[float, ...]] = []
    for hit in (lists.seller if role == "seller" else lists.buyer).find(folded):
        group = hit.mean.group
        if group == "word":
            named.append(hit)
        elif group == "sign":
            signs.add(hit.mean.kind)
        elif group == "stage":
            stages.append(hit.mean.add)
        else:
            said.append(hit)
            if group == "ask":
                asked.add(hit.mean.kind)
    return Heard(role, folded, frozenset(asked), frozenset(signs), tuple(stages), tuple(said), tuple(named))


@lru_cache(maxsize=4096)
def read_turn(text: str, role: str, asked: frozenset[str] = frozenset()) -> Turn:
    """Read one turn.

    Args:
        text: what was said.
        role: ``buyer`` or ``seller``.
        asked: kinds that the other side asked for in the turn before.

    Returns:
        What it says.

    >>> [span.kind for span in read_turn("图片发你了 鞋子开胶", "buyer").spans]
    ['photo', 'item', 'item_word', 'fault']
    """
    heard = hear_turn(text, role)
    folded = heard.text
    spans = list(_figures(folded, asked))
    for start, end, mean in heard.hits:
        if mean.group == "ask":
            spans.append(Span("asked", mean.kind, start, end))
        elif not mean.near or mean.kind in asked or re.search(mean.near, folded):
            spans.append(Span(mean.kind, mean.value or folded[start:end], start, end))
    spans += read_named(folded, heard.words, role)
    if role == "seller":
        spans = [span for span in spans if span.kind not in _NOT_SELLER]
    return Turn(role, folded, _tidy(spans), heard.asked, heard.signs, heard.stages)


def _figures(text: str, asked: frozenset[str]) -> Iterable[Span]:
    """Run the patterns for which the text has a sign; most texts have none."""
    if _CODE.search(text):
        yield from read_codes(text, asked)
    if _FIGURE.search(text):
        yield from read_amounts(text)
        yield from read_money(text)
    if _DAY.search(text):
        yield from read_dates(text)
    if _SIZE.search(text):
        yield from read_sizes(text)
    if _INVOICE.search(text):
        yield from read_invoice(text)
    if _ADDRESS.search(text):
        yield from read_address(text)


_RANK = {
    kind: rank
    for rank, kind in enumerate(
        (
            "link",
            "phone",
            "order_no",
            "tracking_no",
            "tax_no",
            "height",
            "weight",
            "age",
            "size",
            "budget",
            "price",
            "date",
            "time",
            "quantity",
        )
    )
}


def _tidy(spans: list[Span]) -> tuple[Span, ...]:
    """Drop what stands within a longer fact of its kind, and figures that belong to another fact."""
    kept: list[Span] = []
    titles = [span for span in spans if span.kind == "title"]
    spans = [span for span in spans if span.kind != "place" or not any(one.start <= span.start < one.end for one in titles)]
    for span in sorted(spans, key=lambda span: (_RANK.get(span.kind, 99), span.start - span.end, span.start)):
        rank = _RANK.get(span.kind, 99)
        clash = (
            other.start < span.end
            and span.start < other.end
            and (other.kind == span.kind or (rank < 99 and _RANK.get(other.kind, 99) < 99))
            for other in kept
        )
        if not any(clash):
            kept.append(span)
    return tuple(sorted(kept, key=lambda span: (span.start, span.end, span.kind)))
