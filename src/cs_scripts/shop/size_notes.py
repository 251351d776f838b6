"""What is said behind a size: who takes the next one, how the article runs, what else to tell, that none is left."""

from __future__ import annotations

from itertools import pairwise

from cs_scripts.shop.article import OPTION_KEYS, Article
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.size_charts import Chart, Pick
from cs_scripts.shop.size_choice import Question
from cs_scripts.shop.size_names import available, beyond, same, shown
from cs_scripts.shop.size_wanted import FOOT
from cs_scripts.shop.stock_table import passed_over, stock_lines
from cs_scripts.text.patterns import lazy

_CLOTHES = ("women", "men")
_LARGER = lazy(r"(?:拿|拍|选|买)大|大一[码号]")
_OF_FEET = lazy(r"脚[宽背胖肥]")
_HAVE = lazy(r"有货|现货|还有[吗么没不]|有没有|有[吗么没不](?:[?？\s]|$)")
_OF_TASTE = lazy(r"喜欢|宽松")


def notes(question: Question, chart: Chart, picked: Pick, size: str, larger: str) -> str:
    """Say what goes behind the size.

    Args:
        question: what is asked.
        chart: the chart that was read.
        picked: what it says.
        size: the size under the article's own name.
        larger: the next one where the body is near it, under that name; empty where it is not.

    Returns:
        The notes, each behind a comma.
    """
    found = []
    article = question.article
    runs = article.values.get("fit_size", "") if article else ""
    foot = bool(FOOT.search(question.text))
    if foot and not larger and "foot" in picked.used:
        larger = _next(chart, picked.size, question.sizes) or (a_size_up(question.text, runs, size, article) if article else "")
    if larger and larger != size and not beyond(picked.larger, chart, question.sizes):
        told = _LARGER.search(runs) and not _OF_TASTE.search(runs) and (foot or not _OF_FEET.search(runs))
        found.append(f"这款{runs}，可以拍{shown(larger)}" if told else chart.loose.replace("{size}", shown(larger)))
    elif chart.id in _CLOTHES and picked.used == ("weight",):
        found.append("再说下身高会对得更准")
    elif chart.id in _CLOTHES and picked.used == ("height",):
        found.append("再说下体重会对得更准")
    elif chart.id == "bras" and question.body.bust is None:
        found.append("罩杯再量下上胸围就能定")
    elif chart.id in _CLOTHES and article:
        found.append("和平时穿的码比一下更稳")
    if article and _gone(article, question.text, size):
        found.append(_gone_note(article, question.text, size))
    elif article and _HAVE.search(question.text) and _there(article, question.text, size):
        found.append(f"{_color(article, question.text)}{shown(size)}现在有货")
    return "".join("，" + note for note in found)


def a_size_up(text: str, runs: str, size: str, article: Article) -> str:
    """Give the size above the one usually worn where the buyer's foot is of the sort that the table says takes it: 脚背高.

    Args:
        text: the message, folded.
        runs: how the article's sizes run.
        size: the size usually worn.
        article: the article.

    Returns:
        The next size the article has; empty where the table says no such thing.

    >>> boot = Article("1", "马丁靴", (), "", {"size": "35/36/37"}, 2)
    >>> a_size_up("脚背高平时穿36", "正码，脚背高建议大一码", "36", boot)
    '37'
    """
    foot = FOOT.search(text)
    sort = "脚背" if foot and "背" in foot[0] else "脚宽"
    if not foot or "窄" in foot[0] or not _LARGER.search(runs) or sort not in runs:
        return ""
    return next((above for below, above in pairwise(article.options("size")) if same(below, size)), "")


def whole_above(size: str, article: Article) -> str:
    """Give the whole size above a half one, of an article that has no half sizes: 38 for 37.5.

    Args:
        size: the size usually worn.
        article: the article.

    Returns:
        The article's size; empty where the size is whole, or the article has halves or none above.

    >>> whole_above("37.5", Article("1", "雪地靴", (), "", {"size": "36/37/38"}, 2))
    '38'
    """
    sizes = article.options("size")
    if not size.endswith(".5") or any(".5" in each for each in sizes):
        return ""
    return next((each for each in sizes if same(each, str(int(float(size)) + 1))), "")


def _color(article: Article, text: str) -> str:
    """Give the colours that a message names."""
    return "、".join(named_options(article, text)["color"])


def _gone_note(article: Article, text: str, size: str) -> str:
    """Say that a size is sold out, in which colour, and which colours of it are left."""
    color = _color(article, text)
    left = [name for name, count in stock_lines(article, {key: (size,) if key == "size" else () for key in OPTION_KEYS}) if name and count]
    others = f"，{'、'.join(left[:3])}有货" if color and left else ""
    return f"不过{color}{shown(size)}现在没货了{others}"


def _next(chart: Chart, size: str, sizes: tuple[str, ...]) -> str:
    """Give the whole size above one, as far as the article has it."""
    order = [row.size for row in chart.rows if not row.half]
    above = order[order.index(size) + 1 :][:1] if size in order else []
    return "" if not above or beyond(above[0], chart, sizes) else available(above[0], chart, sizes)


def _there(article: Article, text: str, size: str) -> bool:
    """Tell whether the stock lists some of the size, in the colour that is named."""
    named = named_options(article, text)
    lines = stock_lines(article, {key: named[key] if key != "size" else (size,) for key in OPTION_KEYS})
    return any(name and count for name, count in lines)


def _gone(article: Article, text: str, size: str) -> bool:
    """Tell whether the stock lists the size, in the colour that is named, as sold out in every line and passes over none."""
    named = named_options(article, text)
    wanted = {key: named[key] if key != "size" else (size,) for key in OPTION_KEYS}
    lines = stock_lines(article, wanted)
    return bool(lines) and all(name and not count for name, count in lines) and not passed_over(article, wanted)
