"""Hide the people of a talk wherever its texts name them: the buyer's nick, and what stands in columns of receivers and the like."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from cs_scripts.chatlog import Batch
from cs_scripts.tagging.answers import name_conversations

_SHORTEST = 2
_MOST = 500
_NOBODY = frozenset({"本人", "无", "没有", "先生", "女士", "小姐", "买家", "顾客", "客户", "用户", "未知", "匿名", "null", "none", "nan"})


def people_of(batch: Batch) -> list[tuple[str, ...]]:
    """Name the people of the talk that each message is of.

    Args:
        batch: the messages.

    Returns:
        For each message the names that are to be hidden; empty when the log names nobody.
    """
    if not (any(batch.senders) or any(batch.conversations) or any(batch.persons)):
        return []
    talks = name_conversations(batch.conversations)
    persons: Sequence[tuple[str, ...]] = batch.persons or [()] * len(talks)
    beside = [
        tuple(filter(_is_name, named if role == "seller" else (sender, *named)))
        for sender, role, named in zip(batch.senders, batch.roles, persons, strict=True)
    ]
    found: dict[str, dict[str, None]] = {}
    for talk, names in zip(talks, beside, strict=True):
        if talk and len(known := found.setdefault(talk, {})) < _MOST:
            known.update(dict.fromkeys((talk, *names) if _is_name(talk) else names))
    shared = {talk: tuple(known) for talk, known in found.items()}
    return [shared[talk] if talk else names for talk, names in zip(talks, beside, strict=True)]


def _is_name(text: str) -> bool:
    return len(text) >= _SHORTEST and text.lower() not in _NOBODY and not (text.isdecimal() and len(text) < 5)


def hide_people(text: str, names: Collection[str], hide: Callable[[str], str]) -> str:
    """Put something else in the place of names.

    Args:
        text: the text.
        names: the names.
        hide: gives what to put in the place of a name.

    Returns:
        The text.

    >>> hide_people("王小明您好", ("王小明",), lambda name: "[姓名]")
    '[姓名]您好'
    """
    known = [name for name in names if name in text]
    if not known:
        return text
    pattern = "|".join(re.escape(name) for name in sorted(known, key=len, reverse=True))
    return re.sub(pattern, lambda match: hide(match[0]), text)
