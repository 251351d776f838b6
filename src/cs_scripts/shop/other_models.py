"""A model that a buyer names of an article made for other models: iphone 14 of a case for iphone 15 and 16."""

from __future__ import annotations

import re

from cs_scripts.shop.facts_said import About
from cs_scripts.shop.numerals import number
from cs_scripts.text.patterns import lazy

MODEL = lazy(r"[a-z]{3,}(?=\s?\d)")
"""The line of a model, before its number."""

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


def _joined(model: str) -> str:
    return model.replace(" ", "")
