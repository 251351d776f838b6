"""Cut the nick off the front of ``昵称：文``: what comes again before a colon is a name, whatever marks are in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from cs_scripts.chatlog.roles import is_shop

_COLON = re.compile("[:：]")
_MARKS = re.compile("[，。？！,?!；;“”]")
_SUB_ACCOUNT = re.compile(r"[^:：\s，。？！]{1,20}")
_SYSTEM_NAME = re.compile("[A-Za-z_]{1,20}")
_LONGEST = 60


def cuts(rest: str) -> list[tuple[str, str]]:
    """List where a name may end: before each of the first colons that belong to no clock and no address of a page.

    >>> cuts("小店:阿宝：在的"), cuts("12:30能到吗")
    ([('小店', '阿宝：在的'), ('小店:阿宝', '在的')], [])
    """
    found = []
    for colon in islice(_COLON.finditer(rest, 0, _LONGEST + 1), 4):
        name, text = rest[: colon.start()].strip(), rest[colon.end() :]
        is_clock = name[-1:].isdecimal() and text[:2].isdecimal()
        if name and not is_clock and not text.startswith("//"):
            found.append((name, text.removeprefix(" ")))
    return found


@dataclass(frozen=True)
class Names:
    """What stood before colons at the beginning of a log.

    Attributes:
        counts: how often each candidate for a name stood there.
        always: whether every line has one, so that a name which comes once is one, too.
    """

    counts: Mapping[str, int]
    always: bool

    def cut(self, rest: str) -> tuple[str, str] | None:
        """Cut a line into name and text.

        Args:
            rest: the line, behind its time.

        Returns:
            Both; None where it has no name.

        >>> names = learn_names(["晚，风：在吗", "小店:阿宝：在的", "晚，风：尺码：160", "小店:阿宝：好"])
        >>> names.cut("晚，风：尺码：160"), names.cut("小店:阿宝：尺码：160")
        (('晚，风', '尺码：160'), ('小店:阿宝', '尺码：160'))
        """
        found = cuts(rest)
        if not found:
            return None
        best = found[0]
        for longer in found[1:]:
            if not self._goes_on(best[0], longer[0]):
                break
            best = longer
        if _MARKS.search(best[0]) and not self.recurs(best[0]) and not self.always:
            return None
        return best

    def recurs(self, name: str) -> bool:
        """Tell whether a name came more than once."""
        return self.counts.get(name, 0) > 1

    def _goes_on(self, name: str, longer: str) -> bool:
        """Tell whether a name goes on behind its colon: a shop's sub-account, a nick with a colon in it."""
        if self.recurs(longer) and self.counts[longer] == self.counts[name]:
            return True
        piece = longer[len(name) :].strip()[1:].strip()
        if not piece:
            return True  # two colons in a row: the nick ends in one
        is_account = (is_shop(name) and not _COLON.search(name)) or (bool(_SYSTEM_NAME.fullmatch(name)) and piece.isascii())
        return is_account and bool(_SUB_ACCOUNT.fullmatch(piece))


def learn_names(rests: Iterable[str]) -> Names:
    """Learn the names of a log.

    Args:
        rests: its first lines, behind their times.

    Returns:
        The names.
    """
    found = [cuts(rest) for rest in rests]
    return Names(Counter(name for each in found for name, _ in each), bool(found) and all(found))
