"""Read what is to be checked: a phrase book, a quick-reply file, a chat log (the seller's turns) or replies one a line.

All become *sayings*: a text, the place it stands at, who said it, and what is known about the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cs_scripts.chatlog import Message, Reject, Source, detect, read_messages
from cs_scripts.errors import FileReadError
from cs_scripts.files.data import data_path
from cs_scripts.files.text import as_path, read_bytes
from cs_scripts.files.yaml import read_yaml
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.quickreply import Reading, read_quick_reply_file
from cs_scripts.speech.conditions import Context

if TYPE_CHECKING:
    from cs_scripts.shop.profile import Shop

KINDS = {"phrases": "话术本", "quick-replies": "快捷短语", "chat": "聊天记录", "lines": "一行一句"}
"""Name of each kind of file and what people call it."""

_KNOWN = 2000
_BATCH = 2000
_SURE = 0.85
_SPEAKS_OF = 0.6


class Saying(NamedTuple):
    """Something said or kept to be said.

    Args:
        text: the words.
        where: its place in the file, as in ``第 12 行``; empty for a sentence from the command line.
        agent: who said it; empty when unknown.
        context: what is known about the moment.
    """

    text: str
    where: str
    agent: str
    context: Context


class Intent(Protocol):
    """What the classifier gives for each intent of a message."""

    @property
    def id(self) -> str:
        """The intent's id."""

    @property
    def probability(self) -> float:
        """How sure the classifier is."""


Classify = Callable[[Sequence[str]], Sequence[Sequence[Intent]]]


@dataclass
class Sayings:
    """What a file holds; reading it adds to ``problems``.

    Args:
        kind: one of ``KINDS``.
        items: the sayings, read as they are asked for.
        problems: what could not be read, as Chinese lines.
    """

    kind: str
    items: Iterable[Saying]
    problems: list[str]


def read_sayings(
    path: Path | str, kind: str = "", *, shop: Shop | None = None, sellers: Sequence[str] = (), classify: Classify | None = None
) -> Sayings:
    """Read a file of any known kind.

    Args:
        path: the file.
        kind: one of ``KINDS``; empty to tell it from the content.
        shop: the shop's profile, whose numbers may be said and whose campaign may be over.
        sellers: nicks of the shop, where a chat log does not tell.
        classify: gives the intents of many messages, which some rules for chat logs need; None to leave these out.

    Returns:
        What it holds.

    Raises:
        FileReadError: it cannot be read or is of no known kind.
        DataFileError: a phrase book breaks its schema.
    """
    path = as_path(path)
    now = said_now(shop)
    if not kind and _is_phrasebook(path):
        kind = "phrases"
    if kind == "phrases":
        return Sayings("phrases", list(_from_phrasebook(path, replace(now, place="phrase_book", at=None))), [])
    if sellers and not kind:
        kind = "chat"  # only a chat log has people
    replies = _quick_replies(path, kind)
    if replies is not None:
        items = [
            Saying(entry.text, " ".join(filter(None, (entry.where, entry.id, entry.code))), "", replace(now, place="quick_reply"))
            for entry in replies.entries
        ]
        return Sayings("quick-replies", items, [str(problem) for problem in replies.problems])
    problems: list[str] = []
    source = detect(path, "text" if kind == "lines" else "", shop_accounts=sellers)
    if source.layout == "text":
        if kind == "chat":
            raise FileReadError(path, "不像聊天记录，看不出谁在说话；一行一句的文本用 --kind lines")
        return Sayings("lines", _from_lines(path, now, problems), problems)
    return Sayings("chat", _from_chat(source, sellers or source.shop_accounts, now, classify, problems), problems)


def said_now(shop: Shop | None = None) -> Context:
    """Give the context of something said at this moment.

    Args:
        shop: the shop's profile.

    Returns:
        The context.
    """
    known = "\n".join(shop.values.values()) if shop else ""
    now = datetime.now()
    over = next((campaign for campaign in shop.campaigns if campaign.over(now)), shop.campaign) if shop else None
    return Context(known=known, campaign=over, at=now)


def _is_phrasebook(path: Path) -> bool:
    if path.suffix.lower() not in (".yaml", ".yml"):
        return False
    head = read_bytes(path)
    return b"scripts:" in head and isinstance(top := read_yaml(path), dict) and "scripts" in top


def _from_phrasebook(path: Path, context: Context) -> Iterator[Saying]:
    """Give the replies of the book's own scripts."""
    bundled = load_phrasebook()
    is_bundled = path.resolve() == data_path("phrases.yaml").resolve()
    book = bundled if is_bundled else load_phrasebook(path)
    for script in book.scripts.values():
        if is_bundled or bundled.scripts.get(script.id) != script:
            for number, reply in enumerate(script.replies, 1):
                yield Saying(reply, f"{script.id} 第 {number} 种说法", "", context)


def _quick_replies(path: Path, kind: str) -> Reading | None:
    """Read quick replies; None when the file is rather something else."""
    if kind == "quick-replies":
        return read_quick_reply_file(path)
    if kind:
        return None
    try:
        replies = read_quick_reply_file(path)
    except FileReadError:
        return None
    if replies.format is not None:
        return replies
    try:
        is_chat = detect(path).layout != "text"
    except FileReadError:
        is_chat = False
    return None if is_chat else replies


def _from_lines(path: Path, context: Context, problems: list[str]) -> Iterator[Saying]:
    rejects: list[Reject] = []
    for message in read_messages(path, layout="text", rejects=rejects):
        yield Saying(message.text, f"第 {message.line} 行", "", context)
    problems.extend(_shown(rejects))


def _from_chat(
    source: Source, sellers: Sequence[str], context: Context, classify: Classify | None, problems: list[str]
) -> Iterator[Saying]:
    rejects: list[Reject] = []
    messages = read_messages(source.path, layout=source.layout, shop_accounts=sellers, rejects=rejects)
    pending = iter(_turns(messages, context))
    unknown = 0
    while batch := list(islice(pending, _BATCH)):
        unknown += sum(not role for role, _ in batch)
        yield from _with_intents([saying for role, saying in batch if role == "seller"], classify)
    problems.extend(_shown(rejects))
    if unknown:
        problems.append(f"{unknown} 条消息分不出是买家还是客服，没有检查；用 --seller 指明店铺的昵称")


def _turns(messages: Iterable[Message], context: Context) -> Iterator[tuple[str, Saying]]:
    """Give each message with its role, and with what the buyer said before and whether the same person says more."""
    asked: dict[str, str] = {}
    known: dict[str, str] = {}
    for (conversation, role, sender), group in groupby(messages, key=lambda message: (message.conversation, message.role, message.sender)):
        turn = list(group)
        if role == "buyer":
            asked[conversation] = "\n".join(message.text for message in turn)[-_KNOWN:]
            if any(character.isdigit() for character in asked[conversation]):
                known[conversation] = (known.get(conversation, "") + "\n" + asked[conversation])[-_KNOWN:]
        more = len(turn) > 1
        question = asked.get(conversation, "")
        numbers = context.known + "\n" + known.get(conversation, "")
        for message in turn:
            moment = replace(context, more=more, known=numbers, at=message.time, question=question)
            yield role, Saying(message.text, f"第 {message.line} 行", sender, moment)


def _with_intents(sayings: list[Saying], classify: Classify | None) -> Iterator[Saying]:
    """Add what was asked and what the reply speaks of, where the classifier is sure."""
    if classify is None:
        yield from sayings
        return
    asked = classify([saying.context.question for saying in sayings])
    answered = classify([saying.text for saying in sayings])
    for saying, questions, answers in zip(sayings, asked, answered, strict=True):
        context = replace(saying.context, asked=_sure(questions, _SURE), answered=_sure(answers, _SPEAKS_OF))
        yield saying._replace(context=context)


def _sure(intents: Sequence[Intent], least: float) -> tuple[str, ...]:
    return tuple(intent.id for intent in intents) if intents and intents[0].probability >= least else ()


def _shown(rejects: Iterable[Reject]) -> list[str]:
    return [f"第 {reject.line} 行：{reject.reason}" if reject.line else reject.reason for reject in rejects]
