"""Understand a whole conversation that was pasted: who is the buyer, what was said before, and what is to be answered now."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cs_scripts.chatlog.message import Message
from cs_scripts.chatlog.read import read_messages
from cs_scripts.errors import FileReadError

MOST_TURNS = 60
"""How many of the latest turns are kept."""


@dataclass(frozen=True)
class Talk:
    """A pasted conversation.

    Attributes:
        buyer: the buyer's nick; empty when it was no conversation.
        others: the other nicks, any of which the buyer may be where the log does not tell.
        sure: whether the log itself tells the buyer from the shop.
        history: role and text of the turns before, oldest first.
        text: what the buyer said last and has no answer yet; several messages in a row are joined.
    """

    buyer: str
    others: tuple[str, ...]
    sure: bool
    history: tuple[tuple[str, str], ...]
    text: str


def read_talk(pasted: str, shop_accounts: Sequence[str] = (), buyer: str = "") -> Talk:
    r"""Read a pasted conversation in any layout that chat logs are read in.

    Args:
        pasted: what was pasted.
        shop_accounts: nicks of the shop.
        buyer: nick of the buyer, when the agent says who it is.

    Returns:
        The conversation; a plain message is one without history.

    >>> read_talk("某人 2024-1-2 9:05:07\n在吗\n小店:阿宝 2024-1-2 9:05:09\n在的\n某人 2024-1-2 9:05:20\n能便宜点吗").text
    '能便宜点吗'
    """
    messages = _messages(pasted, shop_accounts)
    nicks = list(dict.fromkeys(message.sender for message in messages if message.sender))
    if not nicks:
        return Talk("", (), sure=True, history=(), text=pasted.strip())
    told = [message.sender for message in messages if message.role == "buyer"]
    sure = bool(told)
    named = buyer if buyer in nicks else (told[-1] if told else _last_asking(messages))
    of_talk = [message for message in messages if message.sender == named or message.conversation in ("", named) or not sure]
    turns = [("buyer" if message.sender == named else "seller", message.text) for message in of_talk]
    open_from = len(turns)
    while open_from and turns[open_from - 1][0] == "buyer":
        open_from -= 1
    text = "\n".join(text for _, text in turns[open_from:])
    return Talk(named, tuple(nick for nick in nicks if nick != named), sure, tuple(turns[max(0, open_from - MOST_TURNS) : open_from]), text)


def _messages(pasted: str, shop_accounts: Sequence[str]) -> list[Message]:
    """Read through a file of its own, because the readers sniff files: one code path for what is pasted and what is exported."""
    if "\n" not in pasted.strip() and not pasted.lstrip().startswith(("{", "[")):
        return []
    with tempfile.TemporaryDirectory(prefix="cs-scripts-") as folder:
        path = Path(folder) / "pasted"
        path.write_text(pasted, encoding="utf-8", newline="")
        try:
            return list(read_messages(path, shop_accounts=shop_accounts))
        except FileReadError:
            return []


def _last_asking(messages: Sequence[Message]) -> str:
    """Guess the buyer where the log does not tell: whoever spoke last, for that is why the agent pastes it."""
    return next(message.sender for message in reversed(messages) if message.sender)
