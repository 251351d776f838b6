"""Cut chat logs into exchanges: what a buyer wrote, what the staff answered, and how soon the buyer was content.

A *turn* is what one side says until the other speaks. The answer to a message is the staff's next turn, unless it only says hello.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from cs_scripts.chatlog import Message
from cs_scripts.conversation.turn import read_turn
from cs_scripts.learning.mining_file import MiningWords

_PATIENCE = 3
"""Buyer's turns after an answer in which contentment still counts as its doing."""

_LONGEST_ANSWER = 300


class Exchange(NamedTuple):
    """A buyer's message and what came of it.

    Attributes:
        buyer: who asked: the conversation.
        text: the message.
        answer: the staff's answer, lines joined by a line feed; empty for none.
        content: 1 where the buyer was content at once, 0.5 or 0.33 one or two turns later, 0 where never, -1 where the answer annoyed.
        is_reply: whether the staff had asked something just before.
    """

    buyer: str
    text: str
    answer: str
    content: float
    is_reply: bool


def read_exchanges(messages: Iterable[Message], words: MiningWords) -> list[Exchange]:
    """Cut messages into exchanges.

    Args:
        messages: of any number of conversations, mixed as they come.
        words: what tells contentment.

    Returns:
        An exchange for each message of a buyer, in the order of conversations.
    """
    talks: dict[str, list[tuple[str, str]]] = {}
    for message in messages:
        if message.role in ("buyer", "seller") and message.text.strip():
            talks.setdefault(message.conversation, []).append((message.role, message.text.strip()))
    return [exchange for buyer, lines in talks.items() for exchange in _of_talk(buyer, lines, words)]


def _of_talk(buyer: str, lines: Sequence[tuple[str, str]], words: MiningWords) -> list[Exchange]:
    turns = [(role, [text for _, text in group]) for role, group in groupby(lines, key=lambda line: line[0])]
    found: list[Exchange] = []
    for i, (role, texts) in enumerate(turns):
        if role != "buyer":
            continue
        answer, at = _answer(turns, i, words)
        content = _content(turns[at + 1 :], words) if answer else 0.0
        asked = i > 0 and bool(read_turn(turns[i - 1][1][-1][-200:], "seller").asked)
        found += [Exchange(buyer, text, answer, content, asked) for text in texts]
    return found


def _answer(turns: Sequence[tuple[str, list[str]]], i: int, words: MiningWords) -> tuple[str, int]:
    """Give the staff's next turn without lines that only greet, and its place; the turn after where the buyer asked nothing between."""
    for at in (i + 1, i + 3):
        if at >= len(turns) or (at > i + 1 and any(words.asks(text) for text in turns[at - 1][1])):
            break
        lines = [text for text in turns[at][1] if not words.is_hollow(text)]
        if lines:
            return "\n".join(lines)[:_LONGEST_ANSWER], at
    return "", i


def _content(later: Sequence[tuple[str, list[str]]], words: MiningWords) -> float:
    """Tell how soon the buyer was content, from the turns after an answer."""
    buyers = [texts for role, texts in later if role == "buyer"][:_PATIENCE]
    for number, texts in enumerate(buyers, 1):
        if words.annoys(texts[0]):
            return -1.0 if number == 1 else 0.0
        if words.is_content(texts[0]):
            return round(1 / number, 2)
    return 0.0
