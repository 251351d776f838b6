"""One quick reply, the way every format sees it, so that writers and readers share one small type.

An entry is what an agent meets in the client: a short code, a text, a group. What only this product knows (the id of
the script, its intent) rides along for the formats that can hold it and for reports.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIELDS = ("code", "text", "group", "subgroup", "title", "id", "intent")
"""Fields of an entry that a column of a file can hold."""

FIELD_LABELS = {
    "code": "编码",
    "text": "正文",
    "group": "分组",
    "subgroup": "子分组",
    "title": "适用情形",
    "id": "编号",
    "intent": "意图",
    "asks": "问法",
}
"""How each field is called on the screen."""

GROUP_SEPARATOR = " / "
"""What joins groups where there is one level only."""

_LINE_END = re.compile(r"\r\n?|[\x85\u2028\u2029]")


@dataclass(frozen=True)
class Entry:
    r"""A quick reply.

    Args:
        text: what is sent to the buyer; line breaks are ``\n``.
        code: what the agent types to find it, as in ``yj1``.
        group: the group it stands in; empty for none.
        subgroup: the group below that, in formats that have two levels.
        title: one line that tells when to use it.
        id: id of its script; several entries of one script are its wordings.
        intent: id of the intent or trigger it belongs to.
        asks: what a buyer says to get this reply.
        missing: labels of the blanks that the text still shows as 【待填:…】.
        where: its place in the file it was read from.
    """

    text: str
    code: str = ""
    group: str = ""
    subgroup: str = ""
    title: str = ""
    id: str = ""
    intent: str = ""
    asks: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    where: str = ""


def unify_line_ends(text: str) -> str:
    r"""Write every line break of a text as ``\n``.

    Args:
        text: any text.

    Returns:
        The text with one kind of line break.

    >>> unify_line_ends("a\r\nb\rc")
    'a\nb\nc'
    """
    return _LINE_END.sub("\n", text)
