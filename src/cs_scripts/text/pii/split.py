"""Find a phone told in parts ("前面1381234，尾号5678"): figures with words between them that say how they go together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.cues import counts
from cs_scripts.text.pii.figures import Found

_HEAD = "(?:前(?:[面半]段?)?(?:[0-9三四五六七八]位)?|开头|打头|第一段)"
_TAIL = "(?:后(?:[面半]段?)?(?:[0-9三四五六七八]位)?|尾号|尾数|末尾|结尾|最后[0-9四]?位?|剩下|第[二三]段)"
_MIDDLE = "(?:中间|中段|接着|接上|连起来|拼起来)"
_WORD = f"(?:{_HEAD}|{_TAIL}|{_MIDDLE}|然后|还有|[是为的再接加发记]|电话|手机|号码?|[ ,.:…~+-])"
_TELLS = lazy(f"{_HEAD}|{_TAIL}|{_MIDDLE}|然后|[再加]|还有")
_PARTS = lazy(rf"(?<![0-9])([0-9]{{3,8}})({_WORD}{{1,8}})([0-9]{{3,8}})(?:({_WORD}{{1,8}})([0-9]{{4}}))?(?![0-9])")
_PHONE = lazy("1[3-9][0-9]{9}")
_LAST_FIRST = lazy(f"{_TAIL}[是为: ]{{0,3}}$")
_WORDS_BEFORE = 8


def find_split(text: str) -> Iterator[Found]:
    """Find the parts of phones that are told in parts.

    Args:
        text: the view's text.

    Yields:
        The span of each part.

    >>> list(find_split("尾号是5678,前面1381234"))
    [(3, 7, '手机号'), (10, 17, '手机号')]
    """
    if not _TELLS.search(text):
        return
    for match in _PARTS.finditer(text):
        before = text[max(0, match.start() - _WORDS_BEFORE) : match.start()]
        for groups in ((1, 3, 5), (1, 3)) if match[5] else ((1, 3),):
            if _is_phone(before, match, groups):
                yield from ((*match.span(i), "手机号") for i in groups)
                break


def _is_phone(before: str, match: re.Match[str], groups: tuple[int, ...]) -> bool:
    between = "".join(match[i - 1] for i in groups[1:])
    if not _TELLS.search(before + between) or any(counts(match.string, match.end(i)) for i in groups):
        return False
    told = [match[i] for i in groups]
    if _LAST_FIRST.search(before):
        told = [*told[1:], told[0]]
    return bool(_PHONE.fullmatch("".join(told)))
