"""Find the figures of a sum in a message: which articles, how many pieces of each, what one costs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from cs_scripts.shop.article import Article
from cs_scripts.shop.goods_index import name_keys
from cs_scripts.shop.goods_joined import TOGETHER
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.option_counts import BEFORE, NUMBER, beside_option, count_of, without_names
from cs_scripts.shop.options import mentioned
from cs_scripts.shop.order_parts import order_parts
from cs_scripts.shop.per_head import COUNTED, in_all, left_open
from cs_scripts.shop.question import Question
from cs_scripts.shop.reckoning import Line
from cs_scripts.shop.spare_parts import part_line
from cs_scripts.shop.sum_asked import SO_MANY
from cs_scripts.text.patterns import lazy

_QUANTITY = lazy(rf"(?:买|拍|要|来|拿|订|下单|一共|共|^|[,，。 ])(?:了|个)?(\d{{1,4}}|[一二两三四五六七八九十百]{{1,4}}|俩|仨){COUNTED}")
_PRICED = lazy(
    rf"(?<![\d.一二两三四五六七八九十])(\d{{1,3}}|[两三四五六七八九十]{{1,3}}|俩|仨){COUNTED}(?:的话|要)?(?=多少钱|什么价|啥价|几块|一共|总共|怎么卖|到手|活动|优惠|减完|算下来)"
)
_AFTER = re.compile(rf"(?:要|来|买|拿)?{NUMBER}{COUNTED}")
_AFTER_OPTION = re.compile(rf"[^\n,，。 加和跟与+再、]{{1,8}}?(?:要|来|买|拿)?{NUMBER}{COUNTED}(?=[加和跟与+再、,， ]|$)")
_EACH = lazy(rf"各(?:要|买|来|拿|拍)?{NUMBER}(?:[大小]?{COUNTED})?")
_ANY = re.compile(
    r"(?<![\d.第每满前一二两三四五六七八九十几减送])([2-9]|1\d|20|[两三四五六七八九十]|俩|仨)(?:件|个|双|盒|瓶|袋|套|包|份|条|台|箱|支|只|罐|床|片|幅|根|副|顶|桶|提|口(?!之|人|味))(?!颜色|面膜|多少片|色|口味|码|版本|规格|套|装|人|月|一组|半价|[0-9.]*折)"
)
_INSIDE = lazy(r"\d\s?[片张粒颗]")
_PARTS = lazy(r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,4})[片张粒颗]")
_SEVERAL = lazy(rf"(?<![\d.])(?:[2-9]|\d{{2,3}}|[两三四五六七八九十俩仨]){COUNTED}")
_BOXES = lazy(r"[\d一二两三四五六七八九十]箱")
"""A number of cartons, of which the table tells neither the price nor what they hold."""


def quantity_of(text: str, articles: Sequence[Article] = ()) -> int | None:
    """Read how many pieces a message speaks of.

    Args:
        text: the message, folded.
        articles: what it is about: 十片 of a box of ten sheets are no ten boxes.

    Returns:
        The number; None where it names none or several.

    >>> quantity_of("买3件多少钱"), quantity_of("我要两双 一共多少"), quantity_of("有3包装的吗"), quantity_of("爸妈一人一个")
    (3, 2, None, 2)
    """
    text = in_all(text)
    if any(_INSIDE.search(article.values.get("pieces", "")) for article in articles):
        text = _PARTS.sub(" ", text)
    found = {match[1] for match in _QUANTITY.finditer(text)} or {match[1] for match in _PRICED.finditer(text)}
    found = found or {match[1] for match in _ANY.finditer(text)} or {match[1] for match in SO_MANY.finditer(text)}
    counts = {count_of(each) for each in found}
    return counts.pop() if len(counts) == 1 else None


def price_of(question: Question) -> Decimal | None:
    """Give what one piece of the article costs.

    Args:
        question: the message.

    Returns:
        The price; None where the article is not known or its options cost differently and the message names none.
    """
    return price_in(question.articles[0], question.text) if len(question.articles) == 1 else None


def price_in(article: Article, text: str) -> Decimal | None:
    """Give what one piece of an article costs.

    Args:
        article: the article.
        text: the message, folded, which may name an option.

    Returns:
        The price; None where the table has none, or its options cost differently and the message names none.
    """
    prices = article.numbers("price")
    if len({price for _, price in prices}) > 1:
        named = {option for options in named_options(article, text).values() for option in options}
        everything = article.all_options()
        prices = tuple(pair for pair in prices if named.intersection(mentioned(everything, pair[0].lower()) or (pair[0],)))
    different = {price for _, price in prices}
    return Decimal(str(different.pop())) if len(different) == 1 else None


def lines_of(question: Question) -> list[Line] | None:
    """List the articles of a sum with price and number of pieces.

    Args:
        question: the message.

    Returns:
        A line for each article; None where a price is not known.
    """
    text = in_all(question.text)
    if left_open(text) or (_BOXES.search(text) and not any("箱" in value for each in question.articles for value in each.values.values())):
        return None
    if len(question.articles) == 1:
        price = price_of(question)
        if counted := _by_counted_options(question.articles[0], text):
            return counted
        if price is None and TOGETHER.search(text):
            return _by_option(question.articles[0], text)
        if price is not None and (part := part_line(question.articles[0], text)):
            return [Line(question.articles[0], price, 1), part]
        count = quantity_of(text, question.articles)
        return None if price is None else [Line(question.articles[0], price, count or 1)]
    parts = order_parts(question.articles, text)
    if parts:
        pairs = list(zip(question.articles, parts, strict=True))
        shared = next((each for article, part in pairs if (each := _EACH.search(part)) and not _several_named(article, part)), None)
        found = [_of_part(article, part, count_of(shared[1]) if shared else None) for article, part in pairs]
        return [line for lines in found for line in lines] if all(found) else None
    each = _EACH.search(text)
    lines = []
    for article in question.articles:
        price = price_in(article, text)
        count = count_of(each[1]) if each else _beside(article, text) or 1
        if price is None or count is None:
            return None
        lines.append(Line(article, price, count))
    return lines


def _several_named(article: Article, part: str) -> bool:
    return any(len(options) > 1 for options in named_options(article, part).values())


def _of_part(article: Article, part: str, shared: int | None) -> list[Line]:
    """List what a part of an order takes of its article, with the number wherever it stands: 24和28各一口, 窗帘要两片; none if unpriced."""
    if counted := _by_counted_options(article, part):
        return counted
    price = price_in(article, part)
    count = _beside(article, part) or shared or quantity_of(part, [article]) or 1
    return [] if price is None or count is None else [Line(article, price, count)]


def _by_counted_options(article: Article, text: str) -> list[Line] | None:
    """List the options of one article that are bought with a number of each: 五香三包麻辣两包, 灰的粉的各一双."""
    named = next((options for options in named_options(article, text).values() if len(options) > 1), ())
    each = _EACH.search(text)
    bare = without_names(article, text)
    counts = {option: count_of(each[1]) if each else beside_option(option, bare, named, article.options("spec")) for option in named}
    whole = price_in(article, text)
    prices = {option: price_in(article, option.lower()) or whole for option in named}
    if not named or not all(counts.values()) or any(price is None for price in prices.values()):
        return None
    if len(set(prices.values())) == 1:
        return [Line(article, prices[named[0]] or Decimal(0), sum(count or 0 for count in counts.values()))]
    return [Line(article, prices[option] or Decimal(0), counts[option] or 1, option) for option in named]


def _by_option(article: Article, text: str) -> list[Line] | None:
    """List the options of one article that are bought together, one of each: 1.5米床的和1.8米床的一起; none where a number is named."""
    if _SEVERAL.search(text):
        return None
    everything = article.all_options()
    named = {option for options in named_options(article, text).values() for option in options}
    prices = [pair for pair in article.numbers("price") if named.intersection(mentioned(everything, pair[0].lower()) or (pair[0],))]
    lines = [Line(article, Decimal(str(price)), 1, option) for option, price in prices]
    return lines if len(lines) > 1 else None


def _beside(article: Article, text: str) -> int | None:
    """Read the number of pieces that stands beside the article's name; None where none does."""
    names = [name for name in name_keys(article.name, article.nicknames, article.kind) if name in text]
    if not names:  # L码两包再加一个奶瓶: the first is the one spoken of before
        named = next((options for options in named_options(article, text).values() if len(options) == 1), ())
        return beside_option(named[0], text, named, article.options("spec")) if named else None
    name = max(names, key=len)
    at = text.find(name)
    match = BEFORE.search(text[max(0, at - 6) : at]) or _AFTER.match(text[at + len(name) :])
    match = match or _AFTER_OPTION.match(text[at + len(name) :])
    return count_of(match[1]) if match else None
