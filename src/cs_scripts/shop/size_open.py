"""Leave a size open where no table tells it: clothes without a table, shoes without a foot, for what weight a size is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.body import LABELS
from cs_scripts.shop.options import plain
from cs_scripts.shop.size_choice import Question
from cs_scripts.shop.size_names import shown
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.patterns import lazy

SIZE = lazy(r"(?<![a-z0-9])(x{0,4}[sl]|[2-6]xl|m)(?![a-z])|(?<![\d.])(\d{2,3}(?:\.5)?)\s?(?:码|号)")
"""A size that a message names."""


def left_open(folded: str, article: Article) -> Answer | None:
    """Leave open for what weight a size is, of goods whose sizes no usual chart tells.

    Args:
        folded: the message, folded.
        article: the article.

    Returns:
        The answer; None where the article's own cell says it.
    """
    if article.values.get("fit_weight"):
        return None
    named = list({(match[1] or match[2]).upper() for match in SIZE.finditer(folded)})
    size = shown(named[0]) if len(named) == 1 else ""
    label = f"{size}适合体重"
    text = say("size_open", folded, {"size": size or "每个码", "slot": slot(label)})
    return Answer("sizes.open", "sizing", text, (label,), ("goods.fit_weight",))


def without_table(question: Question, used: Sequence[str]) -> Answer:
    """Leave the size open of clothes of which the shop has no table.

    Args:
        question: the figures and what they are asked for.
        used: the figures that a table would use.

    Returns:
        The answer with its blank.
    """
    label = "推荐尺码"
    values = {"figures": figures(question, used), "subject": "这款", "slot": slot(label)}
    return Answer("sizes.open", "sizing", say("size_blank", question.text, values), (label,), ("goods.size_chart", *used))


def by_foot(question: Question) -> Answer:
    """Leave open the size of a shoe where no foot is told: age, height and weight tell none.

    Args:
        question: the figures and what they are asked for.

    Returns:
        The answer with its blank.
    """
    text = say("size_by_foot", question.text, {"figures": figures(question, list(question.body.known())), "slot": slot("推荐鞋码")})
    return Answer("sizes.open", "sizing", text, ("推荐鞋码",), ("figures",))


def figures(question: Question, used: Sequence[str]) -> str:
    """Say the figures of a buyer.

    Args:
        question: the figures and what they are asked for.
        used: which of them.

    Returns:
        The words.
    """
    known = question.body.known()
    parts = []
    for name in sorted(used, key=list(LABELS).index):
        value = known[name]
        if name == "height":
            parts.append(f"{plain(value)}cm")
        elif name == "weight":
            kilograms = re.search(r"kg|公斤|千克", question.source) and not re.search(r"\d斤", question.source)
            parts.append(f"{plain(value)}kg" if kilograms else f"{plain(value * 2)}斤")
        elif name == "months":
            parts.append("新生儿" if not value else f"{plain(value)}个月" if value < 24 else f"{plain(value / 12)}岁")
        else:
            parts.append(f"{LABELS[name]}{plain(round(value, 2 if name in ('finger', 'ring') else 1))}cm")
    return "、".join(parts)
