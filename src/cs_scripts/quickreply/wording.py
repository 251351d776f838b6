"""What a phrase of a file becomes in a book: its wording with blanks again, and the line that tells when to use it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cs_scripts.quickreply.entry import Entry

_OPEN_BLANK = re.compile(r"【待填:([^】]+)】")
_BRACES = str.maketrans("{}", "｛｝")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_CLAUSE = re.compile(r"[，。！？；～,!?;~\s]+")
_HEAD, _SHORTEST = 40, 5


def without_controls(text: str) -> str:
    """Drop what no client can send.

    Args:
        text: the text.

    Returns:
        The text without control characters, line feeds kept.
    """
    return _CONTROLS.sub("", text)


def to_wording(text: str, labels: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Turn a text into a wording: open blanks become slots again, other braces full-width.

    Args:
        text: the text of a phrase.
        labels: name of the slot that each label stands for.

    Returns:
        The wording, and what had to be changed, in Chinese.

    >>> to_wording("单号【待填:快递单号】{}", {"快递单号": "tracking_no"})
    ('单号{tracking_no}｛｝', ('花括号改成了全角｛｝',))
    """
    notes = []
    clean = without_controls(text)
    if clean != text:
        notes.append("去掉了控制字符")
    if "{" in clean or "}" in clean:
        notes.append("花括号改成了全角｛｝")
    wording = _OPEN_BLANK.sub(lambda match: f"{{{labels[match[1]]}}}" if match[1] in labels else match[0], clean.translate(_BRACES))
    return wording, tuple(notes)


def situation_of(entry: Entry, wording: str) -> str:
    """Give the line that tells when to use a phrase: its title, else the gist of its wording.

    Args:
        entry: the phrase.
        wording: its wording.

    Returns:
        One line of at most 40 characters.
    """
    return _one_line(title_of(entry))[:_HEAD] or gist(wording)


def title_of(entry: Entry) -> str:
    """Give the line that tells when to use a phrase; a code written in hanzi, as 客服宝 titles are, is one.

    Args:
        entry: the phrase.

    Returns:
        The line; empty for none.
    """
    return entry.title or ("" if entry.code.isascii() else entry.code)


def gist(text: str) -> str:
    """Give the first clause of a reply that says something, to stand for its situation until somebody writes a better one.

    Args:
        text: the reply.

    Returns:
        One line; greetings and the like before it are skipped.

    >>> gist("亲，您好，默认发中通快递，一般三天到")
    '默认发中通快递'
    """
    clauses = [_one_line(clause) for clause in _CLAUSE.split(text)]
    return next((clause[:_HEAD] for clause in clauses if len(clause) >= _SHORTEST), _one_line(text)[:_HEAD])


def _one_line(text: str) -> str:
    return " ".join(_CONTROLS.sub("", text).translate(_BRACES).split())
