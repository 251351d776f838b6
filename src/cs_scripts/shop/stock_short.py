"""Say that fewer are left than a buyer wants: 卡其拿3台 of which two are left."""

from __future__ import annotations

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import OPTION_KEYS
from cs_scripts.shop.certainty import ELSEWHERE
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.options import plain
from cs_scripts.shop.price_answers import spaced
from cs_scripts.shop.stock_table import measure, passed_over, stock_lines
from cs_scripts.shop.sums import quantity_of
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_BUYING = lazy(r"我要买|只要|就要")
"""Words of buying, which else speak of an order rather than of an article."""


def short_answer(about: About) -> Answer | None:
    """Answer whoever wants more pieces of one option than are left.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where enough are left, none at all, or no option and no number are named.
    """
    article = about.article
    if article is None or not any(about.named.values()) or ELSEWHERE.search(_BUYING.sub("", about.text)):
        return None
    wanted = quantity_of(about.text, (article,)) or 1
    lines = stock_lines(article, about.named)
    left = sum(count for _, count in lines)
    if not 0 < left < wanted or passed_over(article, about.named) or not all(name for name, _ in lines):
        return None
    unit, told = measure(article, about.text), dict(lines)
    enough = [(name, count) for name, count in article.numbers("stock") if count >= wanted and name not in told]
    others = "、".join(f"{spaced(name)}{plain(count)}{unit}" for name, count in enough[:3])
    option = "".join("/".join(about.named[key]) for key in OPTION_KEYS)
    values = {"option": option, "count": plain(left), "wanted": str(wanted), "unit": unit}
    values["instead"] = f"，现在够的有{others}" if others else ""
    return Answer("goods.stock", "stock", say("stock_short", about.text, values), uses=("goods.stock",))
