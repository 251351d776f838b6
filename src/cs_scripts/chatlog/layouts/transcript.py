"""What all chats written as text share: a message begins with a header and runs to the next one; the client's own lines are no message."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from cs_scripts.chatlog.columns import load_vocabulary
from cs_scripts.chatlog.layouts.layout import Head, Layout, Options, Source, row_blocks
from cs_scripts.chatlog.message import CLIENT_LINE, SYSTEM, Block, Left, Message
from cs_scripts.chatlog.roles import Roles, clean_nick, learn_roles
from cs_scripts.chatlog.times import parse_time
from cs_scripts.files.lines import Lines
from cs_scripts.files.rejects import Reject

NO_TEXT = "没有文字"
NO_SENDER = "没有发送人"
TOO_MANY_LINES = "一条消息超过 1000 行，后面的略去"
MOST_LINES = 1000
LOOKED_AT = 40
"""Filled lines of a file that are looked at to tell its layout."""

NumberedLines = Iterable["tuple[int, str] | Reject"]
Rows = Iterator["Message | Reject | Left"]

_NOISE = re.compile(
    r"\s*(?:[\[(（【]?(?:对方)?(?:已读|未读)[\])）】]?"
    r"|.{1,40}撤回了一条消息.{0,8}"
    r"|以上是历史消息|={4,}|-{4,}|消息记录（此消息记录为文本格式，不支持重新导入）|消息(?:分组|对象)[:：].{0,60}"
    r"|(?:系统(?:消息|提示)?[:：\s]{0,3})?.{0,40}(?:会话|接待|顾客|客户|买家).{0,30}(?:转交|转接)(?:给|至|到|自).{1,40})\s*"
)
_NOISE_SIGN = re.compile("[读回转=史消-]")


class Header(NamedTuple):
    """The line that begins a message.

    Attributes:
        who: nick of the sender.
        time: as written; empty for none.
        to: nick of the receiver; empty when it does not say.
        text: what stands behind the header on the same line; None when the text begins on the next line.
        role: where the header itself tells it.
    """

    who: str
    time: str
    to: str = ""
    text: str | None = None
    role: str = ""


Split = Callable[[str], "Header | None"]


def is_noise(line: str) -> bool:
    """Tell whether a line is the client's, not a person's: read, unread, withdrawn, handed over.

    >>> is_noise("某人撤回了一条消息"), is_noise("帮我转给售后")
    (True, False)
    """
    return len(line) < 120 and bool(_NOISE_SIGN.search(line)) and bool(_NOISE.fullmatch(line))


@dataclass
class Gather:
    """Put lines together to messages, and messages to conversations.

    Attributes:
        roles: who is staff.
        year: of dates that do not name theirs.
        buyer: with whom the conversation is.
    """

    roles: Roles
    year: int | None = None
    buyer: str = ""
    _header: Header | None = None
    _time: datetime | None = None
    _line: int = 0
    _body: list[str] = field(default_factory=list)
    _noise: bool = False

    def begin(self, header: Header, number: int, time: datetime | None = None) -> Rows:
        """Begin a message; gives the one before."""
        yield from self.end()
        self._header, self._line, self._noise = header, number, False
        self._time = time or (parse_time(header.time, self.year) if header.time else None)
        self._body = [] if header.text is None else [header.text]

    def add(self, line: str, number: int) -> Rows:
        """Take the next line of the message; of one without end only a mark that there was more is kept."""
        if is_noise(line):
            self._noise = self._noise or self._header is not None
            yield Left(number, CLIENT_LINE)
        elif self._header is None:
            if line.strip():
                yield Reject(number, NO_SENDER)
        elif len(self._body) < MOST_LINES:
            self._body.append(line.rstrip())
        elif len(self._body) == MOST_LINES:
            self._body.append("")

    def end(self) -> Rows:
        """Give the message that is open."""
        header, self._header = self._header, None
        if header is None:
            return
        text = "\n".join(self._body).strip("\n ")
        role = header.role or self.roles.tell(header.who)
        if role == "buyer":
            self.buyer = header.who
        elif role == "seller" and header.to:
            self.buyer = header.to
        if role == "system":
            yield Left(self._line, SYSTEM)
        elif text.strip():
            yield Message(self.buyer if role else "", header.who, role, text, self._time, self._line)
            if len(self._body) > MOST_LINES:
                yield Reject(self._line, TOO_MANY_LINES, kept=True)
        else:
            yield Left(self._line, CLIENT_LINE) if self._noise else Reject(self._line, NO_TEXT)


def read_headed(lines: NumberedLines, roles: Roles, split: Split, year: int | None = None) -> Rows:
    """Read messages that begin with a header line.

    Args:
        lines: number and text of each line.
        roles: who is staff.
        split: reads a header; None for a line that is none.
        year: of dates that do not name theirs.

    Yields:
        Messages, rejects, and what was left out.
    """
    yield from gather_messages((item if isinstance(item, Reject) else (*item, split(item[1])) for item in lines), roles, year)


def gather_messages(lines: Iterable[tuple[int, str, Header | None] | Reject], roles: Roles, year: int | None = None) -> Rows:
    """Put lines together to messages.

    Args:
        lines: number and text of each line, and the header that it is.
        roles: who is staff.
        year: of dates that do not name theirs.

    Yields:
        Messages, rejects, and what was left out.
    """
    gather = Gather(roles, year)
    for item in lines:
        if isinstance(item, Reject):
            yield item
            continue
        number, line, header = item
        yield from gather.begin(header, number) if header else gather.add(line, number)
    yield from gather.end()


Read = Callable[[NumberedLines, Roles, "int | None"], Rows]


def reading(split: Split) -> Read:
    """Make a reader of what reads one header."""
    return lambda lines, roles, year: read_headed(lines, roles, split, year)


Make = Callable[[Options, "Sequence[str]"], Read]
"""Makes a reader of what the user said and of the first lines of the file."""


def transcript(name: str, label: str, looks: Callable[[list[str], Options], bool], make: Make) -> Layout:
    """Make the layout of a chat written as text.

    Args:
        name: as in ``--format``.
        label: what people call it.
        looks: tells it by its first filled lines.
        make: makes the reader from lines to messages, which may learn from the file's first lines.

    Returns:
        The layout.
    """

    def open_file(head: Head, options: Options) -> Source:
        read = make(options, head.lines)
        rows = read(enumerate(head.lines, 1), Roles(), None)
        nicks = [row.sender for row in rows if isinstance(row, Message)]
        roles = learn_roles(nicks, options.shop_accounts, options.roles)

        def blocks() -> Iterator[Block]:
            lines = Lines(head.path, head.codec)
            yield from row_blocks(read(lines, roles, head.year), lines)

        return Source(head.path, name, options, blocks)

    return Layout(name, label, lambda head, options: looks(head.filled[:LOOKED_AT], options), open_file, make)


def role_before(nick: str) -> tuple[str, str]:
    """Take the word for a role in brackets off a nick; gives the role, empty for none, and the nick.

    >>> role_before("[客服] 小美"), role_before("[星星]的眼睛")
    (('seller', '小美'), ('', '[星星]的眼睛'))
    """
    found = nick[:1] in "[(（【" and re.fullmatch(r"[\[(（【]([^\])）】]{2,8})[\])）】]\s*(\S.*)", nick.strip())
    role = load_vocabulary().roles.get(found[1].lower(), "") if found else ""
    return (role, found[2]) if found and role else ("", nick)


def to_nick(nick: str) -> str:
    """Clean a nick as it stands in a header: brackets around it, the number of QQ behind it.

    >>> to_nick("[某人]"), to_nick("【管理员】小鱼(12345678)")
    ('某人', '小鱼')
    """
    if "**" in nick:
        nick = re.sub(r"^(?:[>＞#]{1,4}\s+)?\*\*(.+)\*\*$", r"\1", nick.strip())
    nick = clean_nick(nick)
    if nick[:1] == "[" and nick[-1:] == "]":
        nick = nick[1:-1]
    nick = re.sub(r"^【[^】]{1,10}】", "", nick)
    return clean_nick(re.sub(r"(?:[(（]\d{5,12}[)）]|<[^<>]{3,60}>)$", "", nick))
