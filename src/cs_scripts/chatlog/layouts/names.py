"""Cut the nick off the front of ``昵称：文``: what comes again before a colon is a name, whatever marks are in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from cs_scripts.chatlog.roles import is_shop

_COLON = re.compile("[:：]")
_MARKS = re.compile("[，。？！,?!；;“”]")
_SUB_ACCOUNT = re.compile(r"[^:：\s，。？！]{1,20}")
_SYSTEM_NAME = re.compile("[A-Za-z_]{1,20}")
_HOUR = re.compile(r"(?<![0-9A-Za-z_])[0-9]{1,2}$")
_LONGEST = 60
_HEAD = 4
_BARRED = re.compile(r"(?P<who>\S.{0,59}?)\s*(?:[|｜>＞]|\s[—–-]{1,2}\s)\s*(?P<text>.*)")
_LABEL = re.compile(
    r".{0,4}(?:收货|收件|地址|电话|手机|姓名|尺码|颜色|数量|规格|型号|款式|身高|体重|订单|单号|快递|备注|时间|日期|价格|链接|商品|编号|名称|材质"
    r"|尺寸|备用|邮箱|微信).{0,4}"
    r"|(?:请问|想?问一?下|你好|您好|亲|在吗|另外|还有|麻烦|比如|例如|谢谢|https?|图片|表情|语音|视频|文件|位置|红包|转账|名片)"
)


def is_label(word: str) -> bool:
    """Tell words that stand before a colon in messages, and are nobody's name.

    >>> is_label("尺码"), is_label("晚风")
    (True, False)
    """
    return bool(_LABEL.fullmatch(word))


def is_barred(rests: Sequence[str]) -> bool:
    """Tell whether all lines have a bar, or a dash between blanks, behind a name, and names come again."""
    found = [_BARRED.fullmatch(rest) for rest in rests]
    names = [each["who"] for each in found if each]
    return len(names) == len(rests) > 1 and len(set(names)) * 2 <= len(names) + 1


class Cut(NamedTuple):
    """A place where a name may end.

    Attributes:
        name: what stands before it.
        text: what stands behind it.
        colon: which colon it is.
    """

    name: str
    text: str
    colon: str


def cuts(rest: str) -> list[Cut]:
    """List where a name may end: before each of the first colons that belong to no clock and no address of a page.

    >>> [cut[:2] for cut in cuts("小店:阿宝：在的")], cuts("12:30能到吗")
    ([('小店', '阿宝：在的'), ('小店:阿宝', '在的')], [])
    """
    found = []
    for colon in islice(_COLON.finditer(rest, 0, _LONGEST + 1), 4):
        name, text = rest[: colon.start()].strip(), rest[colon.end() :]
        is_clock = bool(_HOUR.search(name)) and text[:2].isdecimal()
        if name and not is_clock and not text.startswith("//"):
            found.append(Cut(name, text.removeprefix(" "), colon[0]))
    return found


@dataclass(frozen=True)
class Names:
    """What stood before colons at the beginning of a log.

    Attributes:
        counts: how often each candidate for a name stood there.
        always: whether every line has one, but for those of a head, so that a name which comes once is one, too.
        colon: the colon behind names, where lines with one colon tell; empty where they do not.
        before: what stands before every name, such as the words of a log.
    """

    counts: Mapping[str, int]
    always: bool
    colon: str = ""
    before: str = ""

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
        found = cuts(rest.removeprefix(self.before))
        if not found:
            return None
        best = found[0]
        for longer in found[1:]:
            if not self._goes_on(best, longer):
                break
            best = longer
        if _MARKS.search(best.name) and not self.recurs(best.name) and not self.always:
            return None
        return best[:2]

    def recurs(self, name: str) -> bool:
        """Tell whether a name came more than once."""
        return self.counts.get(name, 0) > 1

    def _goes_on(self, cut: Cut, longer: Cut) -> bool:
        """Tell whether a name goes on behind its colon: a shop's sub-account, a nick with a colon in it."""
        name = cut.name
        piece = longer.name[len(name) :].strip()[1:].strip(" :：")
        if not piece:
            return True  # two colons in a row: the nick ends in one
        if cut.colon != self.colon == longer.colon and not is_label(piece):
            return True
        count = self.counts.get(name, 0)
        if count > 2 and self.counts.get(longer.name, 0) == count:
            return not is_label(piece)
        is_account = (is_shop(name) and not _COLON.search(name)) or (bool(_SYSTEM_NAME.fullmatch(name)) and piece.isascii())
        return is_account and bool(_SUB_ACCOUNT.fullmatch(piece))


def _shared_beginning(lines: Sequence[str]) -> str:
    """Give the Latin words that all lines begin with, as those of a log do."""
    first, last = min(lines), max(lines)
    end = next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), min(len(first), len(last)))
    shared = first[: first.rfind(" ", 0, end) + 1]
    return shared if shared.isascii() else ""


def learn_names(rests: Iterable[str]) -> Names:
    """Learn the names of a log.

    Args:
        rests: its first lines, behind their times.

    Returns:
        The names.
    """
    lines = list(rests)
    before = _shared_beginning(lines) if len(lines) > 2 else ""
    found = [cuts(line.removeprefix(before)) for line in lines]
    begins = next((at for at, each in enumerate(found[:_HEAD]) if each), 0)  # behind what stands above a chat
    colons = Counter(each[0].colon for each in found if len(each) == 1)
    colon = colons.most_common(1)[0][0] if colons else ""
    return Names(Counter(cut.name for each in found for cut in each), bool(found) and all(found[begins:]), colon, before)
