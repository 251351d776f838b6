"""How many pieces of each option a message takes: 3米宽的两片 1.5米宽的一片, 大的两个小的一个."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.article import Article
from cs_scripts.shop.goods_index import name_keys
from cs_scripts.shop.named_options import LARGE, SMALL, by_amount
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import in_one_unit
from cs_scripts.shop.per_head import COUNTED
from cs_scripts.text.patterns import lazy

NUMBER = r"(\d{1,3}|[一二两三四五六七八九十]{1,3}|俩|仨)"
"""A number of pieces."""

BEFORE = lazy(rf"{NUMBER}{COUNTED}(?:的|这个|那个)?$")
"""A number of pieces right before a name."""

_AFTER = lazy(rf"[味色码号宽长床]?的?(?:那[款个种条根件]|要|来|买|拿)?{NUMBER}{COUNTED}")
_LEADING = lazy(r"\d{2,4}(?:\.\d)?(?=[^\d.])")
_METRES = lazy(r"\d{1,2}(?:\.\d{1,2})?米")
_MANY = 9999


def count_of(word: str) -> int | None:
    """Read a number of pieces.

    Args:
        word: the number as it is written.

    Returns:
        The number; None where it is none that anybody buys.

    >>> count_of("俩"), count_of("十二"), count_of("0")
    (2, 12, None)
    """
    count = {"俩": 2, "仨": 3}.get(word) or number(word)
    return int(count) if count and 1 <= count <= _MANY else None


def without_names(article: Article, text: str) -> str:
    """Leave the article's own names out, so that 3米宽的窗帘两片 has its number right behind the option.

    Args:
        article: the article.
        text: the message, folded.

    Returns:
        The message without them.
    """
    for name in sorted(name_keys(article.name, article.nicknames, article.kind), key=len, reverse=True):
        text = text.replace(name, "")
    return text


def beside_option(option: str, text: str, named: Sequence[str], specs: Sequence[str] = ()) -> int | None:
    """Read the number of pieces that stands behind an option's name, or before it where it does so with the first one named.

    Args:
        option: the option.
        text: the message, folded.
        named: all options that it names.
        specs: the options by amount, of which the large and the small one may be called so.

    Returns:
        The number; None where none stands there.

    >>> bottles = ("160ml", "240ml")
    >>> [beside_option(each, "大的240的两个小的一个", bottles, bottles) for each in bottles]
    [1, 2]
    """
    text = in_one_unit(text)
    span = _span(option, text, specs)
    if span is None:
        return None
    first = min(each[0] for name in named if (each := _span(name, text, specs)))
    before = BEFORE.search(text[max(0, first - 6) : first])
    match = BEFORE.search(text[max(0, span[0] - 6) : span[0]]) if before else _AFTER.match(text, span[1])
    return count_of(match[1]) if match else None


def _span(option: str, text: str, specs: Sequence[str]) -> tuple[int, int] | None:
    """Find where an option is named: whole, without its last mark, by its length or number alone, else as the large or small one."""
    whole = in_one_unit(option.lower())
    length = match[0] if (match := _METRES.match(whole)) else ""
    for name in (whole, whole.rstrip("味色"), length):
        if name and (found := re.search(rf"(?<![\d.]){re.escape(name)}", text)):
            return found.span()
    figure = _LEADING.match(whole)
    if figure and (found := re.search(rf"(?<![\d.]){re.escape(figure[0])}(?![\d.])", text)):  # 350的一个 of 350ml
        return found.span()
    for pattern, word in ((LARGE, "大的"), (SMALL, "小的")):
        if option in specs and by_amount(specs, word) == (option,) and (called := pattern.search(text)):
            return called.span()
    return None
