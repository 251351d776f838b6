"""A model or a measure that a buyer names of an article made for others: iphone 14 of a case for iphone 15, a bed of 1.2 metres."""

from __future__ import annotations

import re

from cs_scripts.shop.facts_said import About
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import as_typed, in_one_unit
from cs_scripts.text.patterns import lazy

MODEL = lazy(r"[a-z]{3,}(?=\s?\d)")
"""The line of a model, before its number."""

_MEASURE = lazy(r"(?<![\d.])(\d{1,6}(?:\.\d{1,2})?)\s?(米|cm|ml|g)(?![a-z\d])")
_TWICE = 2
"""A measure that is so many times larger or smaller than all that are made is another thing's."""

_APPLE = lazy(r"苹果\s?(1\d|十[一二三四五六七八九]?)(?!\d)")


def other_model(about: About) -> str:
    """Give the model that a buyer names where the article is made for other models of the same line: iphone 14 of 15 and 16.

    Args:
        about: the article and the message.

    Returns:
        The model; empty where the article is made for it, or for no models.

    >>> from cs_scripts.shop.article import Article
    >>> case = Article("1", "手机壳", (), "", {"spec": "iPhone 15/iPhone 16"}, 2)
    >>> other_model(About(case, "这款", "iphone 14能用吗")), other_model(About(case, "这款", "iphone 15能用吗"))
    ('iphone 14', '')
    """
    specs = [option.lower() for option in about.article.options("spec")] if about.article else []
    lines = {match[0] for option in specs if (match := MODEL.match(option))}
    if not lines:
        return ""
    kinds = r"(?:\s?(?:promax|pro|plus|max|mini|ultra))"
    text = _APPLE.sub(lambda match: f"iphone {number(match[1]) or 0:.0f}", about.text)
    match = re.search(rf"(?:{'|'.join(lines)})\s?\d{{1,3}}{kinds}*|(?<![\d.a-z])\d{{1,2}}{kinds}+", text)
    if not match or any(_joined(option).endswith(_joined(match[0])) for option in specs):
        return ""
    return match[0].strip()


def other_measure(about: About) -> str:
    """Give the measure that a buyer names where every option has one and none has this: 1米2的床 of bedding for 1.5 and 1.8 metres.

    Args:
        about: the article and the message.

    Returns:
        The measure as typed; empty where an option has it, or options are no measures of its unit.

    >>> from cs_scripts.shop.article import Article
    >>> bedding = Article("1", "四件套", (), "", {"spec": "1.5米床/1.8米床"}, 2)
    >>> other_measure(About(bedding, "这款", "1米2的床有吗")), other_measure(About(bedding, "这款", "1米8的有吗"))
    ('1米2', '')
    """
    specs = [_MEASURE.findall(in_one_unit(option.lower())) for option in about.article.options("spec")] if about.article else []
    asked = _MEASURE.findall(in_one_unit(about.text))
    if not specs or len(asked) != 1 or any(len(each) != 1 or each[0][1] != asked[0][1] for each in specs):
        return ""
    made = [float(each[0][0]) for each in specs]
    amount = float(asked[0][0])
    if amount in made or not min(made) / _TWICE <= amount <= max(made) * _TWICE:
        return ""
    return as_typed(about.text, "".join(asked[0]))


def _joined(model: str) -> str:
    return model.replace(" ", "")
