"""Read plain text, one message a line: what no other layout claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from cs_scripts.chatlog.layouts.clock import is_clocked
from cs_scripts.chatlog.layouts.layout import Head, Layout, Options, Source
from cs_scripts.chatlog.message import Batch, Block
from cs_scripts.chatlog.roles import Roles
from cs_scripts.files.lines import Piece, decode, pieces

_LIKE_A_CHAT = re.compile(r"\d{1,4}[-/.年月]\d{1,2}.{0,12}\d{1,2}[:：]\d{2}")

_ACCOUNT = re.compile(r"\W{0,6}[^\s:：，。？！]{0,30}(?:旗舰店|专营店|专卖店|官方店)[:：][^\s:：，。？！]{1,20}(?:\W|$)")
_SIGNED = re.compile(r".*\s?(?:[—–-]{1,2}|[(（])\s?(\S.{0,40}?)[)）]?\s*")
_CODE = re.compile(r"""\\?["'](?:role|sender|text|content|msg|message|from|nick|time)\\?["']\s?[:=]""")


def parse_text(piece: Piece, codec: str) -> Batch:
    r"""Parse lines of plain text; empty ones are passed over.

    Args:
        piece: the lines.
        codec: their encoding.

    Returns:
        A message for each line.

    >>> parse_text(Piece(1, b"a\n\nb\n", 5, []), "utf-8").lines
    [1, 3]
    """
    texts, numbers, rejects = decode(piece.raw, codec, piece.first)
    if not all(map(str.strip, texts)):
        numbers = [number for text, number in zip(texts, numbers, strict=True) if text.strip()]
        texts = [text for text in texts if text.strip()]
    blank = [""] * len(texts)
    return Batch(blank, blank, blank, texts, [None] * len(texts), numbers, rejects=piece.rejects + rejects)


def looks_like_a_chat(head: Head) -> bool:
    """Tell whether lines begin or end with times, or name a shop's account, as those of a chat do that no reader knows."""
    lines = head.filled
    timed = sum(bool(_LIKE_A_CHAT.search(line[:40]) or _LIKE_A_CHAT.search(line[-30:])) for line in lines)
    coded = sum(bool(_CODE.search(line)) for line in lines)
    is_chat = (timed > 1 and timed * 4 >= len(lines)) or is_clocked(lines) or coded * 3 >= max(1, len(lines))
    staff = [line.strip() for line in lines if Roles().tell(line.strip()) == "seller" and len(line.strip()) > 1]
    is_alternate = len(staff) * 5 >= len(lines) and len(set(staff)) < len(staff)
    signed = [found[1] for line in lines if (found := _SIGNED.fullmatch(line))]
    is_signed = len(signed) == len(lines) > 2 and len(set(signed)) * 3 <= 2 * len(signed)
    return is_chat or is_alternate or is_signed or any(_ACCOUNT.match(line) for line in lines)


def _open(head: Head, options: Options) -> Source:
    def blocks() -> Iterator[Block]:
        for piece in pieces(head.path, head.codec):
            yield Block(partial(parse_text, piece, head.codec), piece.size)

    return Source(head.path, "text", options, blocks)


TEXT = Layout("text", "纯文本（一行一条消息）", lambda head, options: not options.columns and not looks_like_a_chat(head), _open)
LAYOUTS = (TEXT,)
