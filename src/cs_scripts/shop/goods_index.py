"""Find names in a message without trying every name: 100,000 articles cost a question no more than ten.

Buyers write the noun (卫衣), seldom the whole title, so the ends of titles and nicknames are names too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cs_scripts.shop.article import Article
from cs_scripts.shop.goods_typos import Misspelt
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_TAIL = lazy(r"(?:[\s(（\[【].{0,20}|[a-z0-9.×x*+\-]{1,12}(?:个|件|片|包|只|支|瓶|袋|盒|升|寸|斤|克|码|号)?(?:装|款|套装|礼盒)?)$")
_ODD = lazy(r"[a-z0-9\s(（\[【]")
_TOO_MANY = 400
"""A name that fits more articles than this says nothing."""

_PLAIN_ENDS = frozenset(
    re.findall(
        r"\w\w",
        "套装礼盒新款组合家用系列正品包邮礼品特价旗舰专用通用大号小号中号颜色男士女士儿童加厚一套两件三件件套升级盒装袋装瓶装罐装整箱一箱单只"
        "春秋夏季冬季秋冬",
    )
)
_BESIDE = "卸和跟与同配搭放装塞揣煮炖蒸盛炒泡烤盖堆摆"
_ABBREVIATED = 4
_ENDS = frozenset("裤鞋靴裙杯被帽袜椅桌柜箱瓶毯垫架篮壳锅枕帘膜壶灯衣衫包车")
"""From longer names on buyers leave out what stands before the last character: 磁吸壳 for 磁吸手机壳; and such last characters."""
_DIGITS = "0123456789"

_SHORT_KINDS = frozenset("裤鞋靴裙杯被帽袜椅桌柜箱瓶毯垫架篮")
"""Last characters of names that buyers also say with 子: 那条裤子 for 直筒高腰牛仔裤."""


@dataclass(frozen=True)
class Mention:
    """A name that stands in a message.

    Attributes:
        noun: the name as the message writes it.
        start: where it stands.
        articles: positions of the articles that bear it.
        beside: whether it only goes with the article that is asked about, as in 能和牛仔裤一起洗吗.
    """

    noun: str
    start: int
    articles: tuple[int, ...]
    beside: bool = False


def name_keys(name: str, nicknames: Iterable[str], kind: str) -> set[str]:
    """List what an article may be called.

    Args:
        name: its full name.
        nicknames: further names.
        kind: its kind, the last part of it where it is a path such as ``服饰/卫衣``.

    Returns:
        The names, folded.

    >>> sorted(name_keys("云绒连帽卫衣", ["云绒"], "服饰/卫衣"))
    ['云绒', '云绒衣', '云绒连帽卫衣', '云绒连帽衣', '卫衣', '帽卫衣', '连帽卫衣']
    """
    whole, last, *others = _folded([name, last_of(kind), *nicknames])
    return keys_of(whole, last, others) | {*shortened(whole)}


def last_of(kind: str) -> str:
    """Give the last part of a kind.

    Args:
        kind: a kind, perhaps a path.

    Returns:
        For example 卫衣 of ``服饰/卫衣``.
    """
    return kind.rpartition("/")[2].rpartition(">")[2].strip()


def keys_of(whole: str, last: str, others: Iterable[str]) -> set[str]:
    """List what an article may be called, of names that are folded already.

    Args:
        whole: its full name.
        last: the last part of its kind.
        others: further names.

    Returns:
        The names.
    """
    keys = {whole, last, *others}
    core = (_TAIL.sub("", whole) if _ODD.search(whole) else whole) or whole
    length = len(core)
    for size in (2, 3, 4):
        if length > size and (end := core[-size:]) not in _PLAIN_ENDS:
            keys.add(end)
    if core[-1:] in _SHORT_KINDS and not core.endswith("尿裤"):
        keys.add(core[-1] + "子")
    keys.discard("")
    return keys


def shortened(whole: str) -> tuple[str, ...]:
    """Give the short forms of a longer name: 磁吸壳 for 磁吸手机壳, 麦饭石锅 for 麦饭石煎锅.

    Args:
        whole: the name, folded.

    Returns:
        Its first two characters and the last, and the name without the last but one; nothing where nobody says it so.

    >>> shortened("磁吸手机壳"), shortened("304不锈钢炒锅"), shortened("氨基酸洁面乳")
    (('磁吸壳', '磁吸手壳'), ('不锈锅', '不锈钢锅'), ())
    """
    said = whole.lstrip(_DIGITS)
    return (said[:2] + said[-1], said[:-2] + said[-1]) if len(said) > _ABBREVIATED and said[-1] in _ENDS and not said[:2].isascii() else ()


def all_keys(articles: Sequence[Article]) -> Iterator[tuple[set[str], tuple[str, ...]]]:
    """List what each of many articles may be called; folding all names at once costs a fraction of folding each.

    Args:
        articles: the articles.

    Yields:
        The names of each, and the short forms of its name.
    """
    names = _folded([article.name for article in articles])
    nicknames = _folded(["/".join(article.nicknames) for article in articles])  # no nickname has a / of its own: it parts them in the table
    kinds = {kind: fold(last_of(kind)) for kind in {article.kind for article in articles}}
    for article, whole, others in zip(articles, names, nicknames, strict=True):
        keys = keys_of(whole, kinds[article.kind], others.split("/"))
        yield keys, tuple(short for short in shortened(whole) if short not in keys)


def _folded(texts: Sequence[str]) -> list[str]:
    return fold("\n".join([text.replace("\n", " ") for text in texts])).split("\n") if texts else []


class NameIndex:
    """Names of articles, looked up by their first two characters."""

    def __init__(self) -> None:
        self._articles: dict[str, list[int]] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._short: set[str] = set()
        self._misspelt: Misspelt | None = None

    def add_short(self, position: int, keys: Iterable[str]) -> None:
        """Add short forms, which are never looked for under a wrong spelling.

        Args:
            position: the article's position in the table.
            keys: the forms, folded.
        """
        for key in keys:
            if key not in self._articles:
                self._short.add(key)
            self.add(position, [key])

    def add(self, position: int, keys: Iterable[str]) -> None:
        """Add an article.

        Args:
            position: its position in the table.
            keys: what it may be called, folded.
        """
        articles = self._articles
        lengths = self._lengths
        for key in keys:
            held = articles.get(key)
            if held is not None:
                held.append(position)
                continue
            articles[key] = [position]
            head = key[:2]
            known = lengths.get(head, ())
            if len(key) not in known:
                lengths[head] = (*known, len(key))

    def exact(self, key: str) -> Sequence[int]:
        """Find the articles of one name.

        Args:
            key: the name, folded.

        Returns:
            Their positions.
        """
        return self._articles.get(key, ())

    def mentions(self, text: str) -> list[Mention]:
        """Find the names in a message.

        Args:
            text: the message, folded.

        Returns:
            The names in order, none inside a longer one.
        """
        found: list[Mention] = []
        for start, end in _longest(self._spans(text)):
            articles = self._articles[text[start:end]]
            behind = bool(found) and found[-1].start + len(found[-1].noun) == start
            of_it = behind and text[start] in _SHORT_KINDS and text[start + 1 : end] == "子"
            if len(articles) <= _TOO_MANY and not of_it:  # 推车架子 is a part of the 推车
                beside = text[max(0, start - 3) : start].strip(" 这那个条件款双进入下")[-1:] in tuple(_BESIDE)
                found.append(Mention(text[start:end], start, tuple(articles), beside))
        return found

    def misspelt(self, text: str, least: int = 3, *, any_slip: bool = False) -> list[Mention]:
        """Find the names that a message writes with one wrong character.

        Args:
            text: the message, folded, in which ``mentions`` finds none.
            least: the shortest name to look for.
            any_slip: whether the wrong character may be any one.

        Returns:
            The names as they are spelt, in order.
        """
        if self._misspelt is None:
            self._misspelt = Misspelt(
                [key for key, articles in self._articles.items() if len(articles) <= _TOO_MANY and key not in self._short]
            )
        return [Mention(key, start, tuple(self._articles[key])) for start, key in self._misspelt.find(text, least, any_slip=any_slip)]

    def _spans(self, text: str) -> Iterator[tuple[int, int]]:
        for start in range(len(text)):
            for head in {text[start : start + 2], text[start]}:
                for length in self._lengths.get(head, ()):
                    if text[start : start + length] in self._articles and start + length <= len(text):
                        yield start, start + length


def _longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep spans that lie in no longer one, in order."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= left or start >= right for left, right in kept):
            kept.append((start, end))
    return sorted(kept)
