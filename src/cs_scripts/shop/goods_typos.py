"""Find names of articles that are typed with one wrong character: 电饭堡 for 电饭煲, 夏威衣果 for 夏威夷果.

A long name bears any wrong character; of a short one the character must sound like the right one, or be one that is taken for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from cs_scripts.conversation.words import words

_ALIKE = (
    "靴鞋",
    "杯怀坏",
    "薄簿",
    "夷姨",
    "裤库",
    "煲包",
    "锅祸",
    "枕忱",
    "瓶平",
    "饭钣板",
    "干千",
    "蓝篮",
    "裙群",
    "垫塾",
    "帽冒",
    "椅倚",
)
"""Characters taken for one another although they do not sound alike, or one of them is rarely typed."""

_LONG = 4
"""From this length on a name is known by the rest of it."""

_LEAST = 3
_MOST_KEYS = 20_000
"""A shop with more names is not searched for misspelt ones: too many of them lie near each other."""

_NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))
_ANY = "\0"


class Misspelt:
    """Names by what is left of them without one character.

    Args:
        keys: the names, folded.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys: dict[str, list[str]] = {}
        self._halves: dict[str, set[tuple[int, int]]] = {}  # length of the name and where in it; a wrong character leaves one as it is
        for key in keys if len(keys) <= _MOST_KEYS else ():
            if len(key) >= _LEAST - 1 and all("\u4e00" <= mark <= "\u9fff" for mark in key):
                half = len(key) // 2
                self._halves.setdefault(key[:half], set()).add((len(key), 0))
                self._halves.setdefault(key[half:], set()).add((len(key), half))
                for rest in _without_one(key):
                    self._keys.setdefault(rest, []).append(key)
        self._sizes = {len(half) for half in self._halves}

    def find(self, text: str, least: int = _LEAST, *, any_slip: bool = False) -> list[tuple[int, str]]:
        """Find the names that a message misspells.

        Args:
            text: the message, folded.
            least: the shortest name to look for.
            any_slip: whether the wrong character may be any one, because something else shows what is meant.

        Returns:
            Where each stands, and how it is spelt; the longest names, none over another.

        >>> Misspelt(["夏威夷果", "电饭煲"]).find("电饭堡多少钱"), Misspelt(["电饭煲"]).find("电饭多少钱")
        ([(0, '电饭煲')], [])
        """
        found: list[tuple[int, str]] = []
        for length, start in sorted(self._places(text, least), key=lambda place: (-place[0], place[1])):
            if any(at < start + length and start < at + len(key) for at, key in found):
                continue
            typed = text[start : start + length]
            meant = {key for rest in _without_one(typed) for key in self._keys.get(rest, ()) if any_slip or _mistaken(typed, key)}
            if len(meant) == 1 and not _is_goods_word(typed):
                found.append((start, meant.pop()))
        return sorted(found)

    def _places(self, text: str, least: int) -> set[tuple[int, int]]:
        """List how long a name may be and where it may begin, because a half of one stands there."""
        known, last = self._halves, len(text)
        return {
            (length, at - before)
            for size in self._sizes
            for at in range(last - size + 1)
            for length, before in known.get(text[at : at + size], ())
            if length >= least and before <= at <= last - length + before
        }


def spelt(text: str, nouns: Sequence[str]) -> str:
    """Write a misspelt name as it is spelt, so that no part of it is taken for a question: 保温怀刻字 asks for no warmth.

    Args:
        text: the message, folded.
        nouns: the names found in it.

    Returns:
        The message.

    >>> spelt("保温怀刻字收钱不", ["保温杯"])
    '保温杯刻字收钱不'
    """
    for noun in nouns:
        if noun in text:
            continue
        for start in range(len(text) - len(noun) + 1):
            typed = text[start : start + len(noun)]
            if sum(one != other for one, other in zip(typed, noun, strict=True)) == 1 and (len(noun) >= _LEAST or _mistaken(typed, noun)):
                text = f"{text[:start]}{noun}{text[start + len(noun) :]}"
                break
    return text


def _is_goods_word(typed: str) -> bool:
    """Tell whether what was typed names goods itself, and so is no slip: a 被子 is not the 杯子."""
    return any(hit.mean.kind == "item_word" and hit.end - hit.start == len(typed) for hit in words().buyer.find(typed))


def _without_one(word: str) -> Iterable[str]:
    return (f"{word[:at]}{_ANY}{word[at + 1 :]}" for at in range(len(word)))


def _mistaken(typed: str, key: str) -> bool:
    """Tell whether the one character that differs may be a slip."""
    wrong, right = next(((one, other) for one, other in zip(typed, key, strict=True) if one != other), ("", ""))
    if not wrong or not "\u4e00" <= wrong <= "\u9fff":
        return False
    return len(key) >= _LONG or any(wrong in each and right in each for each in _ALIKE) or bool(_sounds(wrong) & _sounds(right))


@lru_cache(maxsize=4096)
def _sounds(mark: str) -> frozenset[str]:
    """Give the sounds of a character, those taken for one another as one."""
    from pypinyin import Style, pinyin

    found = set()
    for sound in pinyin(mark, style=Style.NORMAL)[0]:
        plain = sound
        for one, other in _NEAR:
            plain = other + plain.removeprefix(one) if plain.startswith(one) else plain
            plain = plain.removesuffix(one) + other if plain.endswith(one) else plain
        found.add(plain)
    return frozenset(found)
