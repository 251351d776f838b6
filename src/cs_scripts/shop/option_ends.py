"""The smallest or the largest option of an article: 连体衣最小多大码, 奶瓶最大的多少毫升."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import OPTION_KEYS
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.named_options import by_amount
from cs_scripts.shop.size_names import shown
from cs_scripts.shop.stock_table import stock_lines
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_ASKS = lazy(
    r"最(?P<end>[小大])(?:的|号|码|尺码|码数|做|能|有|是|到)*(?:多大|多少(?!钱|元|块)|几(?!天|块)|哪[个种一]|什么[码号]|啥[码号])"
    r"|(?:多大|几[码号]|什么码)(?:是|的)?最(?P<last>[小大])"
)
_NOT_OPTIONS = lazy(r"[能可]以?(?:装|放|承|载|拿|用)|岁|月龄|体重|[公]?斤|便宜|优惠|力度|价|承重|火|风|声|功率|亮|温度|月份的")
_LETTERS = ("XS", "S", "M", "L", "XL", "2XL", "XXL", "3XL", "XXXL", "4XL", "5XL", "6XL")
_FIGURE = lazy(r"\d{1,3}(?:\.5)?")
_MOST = 4


def ends_answer(about: About) -> Answer | None:
    """Say which option of an article is the smallest or the largest, and of which there are some.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where this is not asked, or the options have no order.

    >>> from cs_scripts.shop.article import Article
    >>> boot = Article("1", "马丁靴", (), "", {"size": "35/36/37", "stock": "黑色35:2;黑色36:0", "color": "黑色"}, 2)
    >>> ends_answer(About(boot, "这款马丁靴", "马丁靴最小多大")).uses
    ('goods.size', 'goods.stock')
    """
    match, article = _ASKS.search(about.text), about.article
    if not match or article is None or _NOT_OPTIONS.search(about.text):
        return None
    end = match["end"] or match["last"]
    key = "size" if len(article.options("size")) > 1 else "spec"
    option = _end(article.options(key), end)
    if not option:
        return None
    lines = stock_lines(article, {each: (option,) if each == key else () for each in OPTION_KEYS})
    there, gone = ([name for name, count in lines if name and bool(count) is some] for some in (True, False))
    parts = [f"{'、'.join(names[:_MOST])}{word}" for names, word in ((there, "有货"), (gone, "没货了")) if names]
    values = {"subject": about.subject, "end": end, "option": shown(option) if key == "size" else option}
    values["stock"] = "，" + "，".join(parts) if parts else ""
    uses = (f"goods.{key}", *(("goods.stock",) if parts else ()))
    return Answer("goods.stock", "sizing" if "sizing" in about.intents else "stock", say("option_end", about.text, values), uses=uses)


def _end(options: Sequence[str], end: str) -> str:
    """Give the smallest or largest of several options; empty where they are neither figures, letters nor amounts."""
    if len(options) < 2:
        return ""
    names = [each.upper().rstrip("码号") for each in options]
    if all(name in _LETTERS for name in names):
        places = [float(_LETTERS.index(name)) for name in names]
    elif all(found := [_FIGURE.match(name) for name in names]) and not any(each.isalpha() for name in names for each in name):
        places = [float(match[0]) for match in found if match]
    else:
        return next(iter(by_amount(options, f"{end}的")), "")
    return options[places.index(min(places) if end == "小" else max(places))]
