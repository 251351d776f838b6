"""What the stock column says of some options: the lines that are theirs, the options it passes over, and how pieces are counted."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from cs_scripts.shop.article import OPTION_KEYS, Article
from cs_scripts.shop.options import mentioned
from cs_scripts.shop.per_head import in_all
from cs_scripts.text.patterns import lazy

_MEASURES = {
    "副": ("耳机", "眼镜"), "双": ("鞋", "靴", "袜"), "条": ("裤", "裙", "毯", "毛巾"), "口": ("锅",), "床": ("被", "被子", "床垫"),
    "台": ("机", "煲", "壶", "脑", "板", "炸锅", "电饭锅", "汽车"), "支": ("红", "膏", "刷"), "瓶": ("水", "露", "油", "乳"), "盒": ("膜",),
    "袋": ("面", "果", "肉干", "粮"), "包": ("纸尿裤", "尿不湿", "拉拉裤", "纸", "巾"), "把": ("刀", "椅", "伞"), "辆": ("车",),
    "张": ("垫",),
}  # fmt: skip
_COUNTED = lazy(
    r"(?:几|多少|(?<![\d.米])(?:[2-9]|\d{2,3}|[两三四五六七八九十]))"
    r"([件个双台条盒瓶袋支套包把口罐只床辆张顶箱片幅扇])(?!套|装|月|人|颜|小时)"
)
_MOST = 60


def stock_lines(article: Article, named: Mapping[str, tuple[str, ...]]) -> list[tuple[str, float]]:
    """List the lines of the stock that are of the options named.

    Args:
        article: the article.
        named: the options, by sort.

    Returns:
        Option and number; the option is empty for a number that holds of the whole article.
    """
    return [
        (name, count)
        for name, count in article.numbers("stock")
        if not name or all(not named[key] or _names(name, named[key], article, key) for key in OPTION_KEYS)
    ]


def passed_over(article: Article, named: Mapping[str, tuple[str, ...]]) -> list[str]:
    """List the options that the message names and the stock has no line of, although it has lines of others of their sorts.

    Args:
        article: the article.
        named: the options, by sort.

    Returns:
        Their names, as the table writes its lines; whoever asks for 39 is not told that it is gone where only 白灰39 is listed.

    >>> shoe = Article("1", "鞋", (), "", {"color": "白灰/全黑", "size": "38/39", "stock": "白灰38:5;白灰39:0;全黑38:2"}, 2)
    >>> passed_over(shoe, {"color": (), "size": ("39",), "spec": (), "flavour": ()})
    ['全黑39']
    """
    names = [name.lower() for name, _ in article.numbers("stock") if name]
    parts = [key for key in OPTION_KEYS if any(mentioned(article.options(key), name) for name in names)]
    if not parts or not any(named[key] for key in parts):
        return []
    choices = [named[key] or article.options(key) for key in parts]
    wanted = itertools.islice(itertools.product(*choices), _MOST)
    listed = {tuple(mentioned(article.options(key), name) for key in parts) for name in names}
    return [
        "".join(each) for each in wanted if not any(all(not line[at] or one in line[at] for at, one in enumerate(each)) for line in listed)
    ]


def whole_only(article: Article, named: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell whether the stock is one number for the whole article while the message names one of several options.

    Args:
        article: the article.
        named: the options, by sort.

    Returns:
        Whether the number leaves open how many there are of the option.
    """
    lines = article.numbers("stock")
    several = any(named[key] and len(article.options(key)) > 1 for key in OPTION_KEYS)
    return len(lines) == 1 and not lines[0][0] and several


def measure(article: Article, text: str = "") -> str:
    """Give the word by which pieces of an article are counted.

    Args:
        article: the article.
        text: the message, folded, whose own word comes back: 几台.

    Returns:
        The message's word, else 双 for shoes, 条 for trousers and the like, else 件.
    """
    if (match := _COUNTED.search(in_all(text))) and (match[1] not in "片张" or match[1] not in article.values.get("pieces", "")):
        return match[1]
    kind = article.kind or article.name
    fitting = [(len(end), word) for word, ends in _MEASURES.items() for end in ends if kind.endswith(end)]
    return max(fitting, key=lambda each: each[0])[1] if fitting else "件"


def _names(name: str, options: Sequence[str], article: Article, key: str) -> bool:
    """Tell whether a line of the stock is one of these options, or does not part the article by this sort of option."""
    here = mentioned(article.options(key), name.lower())
    return not here or any(option in here for option in options)


def first_gone(gone: Sequence[str], there: Sequence[str], text: str) -> bool:
    """Tell whether the option that a message names first is sold out: then nobody begins with a yes.

    Args:
        gone: the options that are sold out.
        there: the options that are to be had.
        text: the message, folded.

    Returns:
        Whether it is; an option is known by its name, its number or its name without it.

    >>> first_gone(["311正红"], ["320枫叶"], "311有吗 没有的话320呢"), first_gone(["311正红"], ["320枫叶"], "320有吗 311呢")
    (True, False)
    """
    places = [
        (at, name in gone)
        for name in (*gone, *there)
        for part in {name.lower(), name.strip("0123456789").lower(), name[:3] if name[:3].isdecimal() else ""}
        if len(part) > 1 and (at := text.find(part)) >= 0
    ]
    return bool(places) and min(places)[1]
