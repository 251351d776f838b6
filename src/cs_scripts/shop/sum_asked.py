"""How a sum is asked in few words: 拖鞋俩多少, 洗发水一大一小, 四件套加两个枕头一起算, or an order alone, 2米宽的窗帘要两片."""

from __future__ import annotations

from cs_scripts.shop.goods_index import name_keys
from cs_scripts.shop.named_options import SIZES_PAIRED, named_options
from cs_scripts.shop.question import Question
from cs_scripts.shop.stock_table import stock_lines
from cs_scripts.text.patterns import lazy

SO_MANY = lazy(r"(?<![这那它们妹弟娘爷口夫公老])(俩|仨)(?=多少|几[块多]|几钱|啥价|什么价|怎么卖|咋卖|一共|总共|合计|[呢啊呀\s,，?？]|$)")
"""Two or three without a measure word."""

_IN_ALL = lazy(r"(?:一起|一块儿?|一并)(?:算|结|拿下)")
_HOW_MUCH = lazy(r"多少|几[块多]|几钱|啥价|什么价|怎么卖|咋卖|一共|总共|合计")
_ORDERED = lazy(
    r"(?:要|来|拿|买|订|拍)(?:[2-9]|1\d|[两二三四五六七八九十])(?:[件个双条盒瓶袋套包份台支只罐箱口根把顶床幅桶提对枚副张片])[\s,，。!！~～]*$"
)
_CHANGED = lazy(r"改|换|退|少|漏|补|不|取消|已经|刚|发|收到|付|[吗么?？]|怎|什么|哪")
"""Words of an order that is placed already, or of another question."""


def sum_asked(question: Question) -> bool:
    """Tell whether a message asks for a sum without any of the usual words for it.

    Args:
        question: the message.

    Returns:
        Whether it does; an order alone is one where it names its article, and no order is placed yet.
    """
    text = question.text
    if _IN_ALL.search(text) or ((SO_MANY.search(text) or SIZES_PAIRED.search(text)) and _HOW_MUCH.search(text)):
        return True
    return bool(_ORDERED.search(text)) and not _CHANGED.search(text) and not question.stage and _names_article(question)


def _names_article(question: Question) -> bool:
    """Tell whether the one article, of which there are some, stands in the message itself rather than in an earlier turn."""
    if len(question.articles) != 1:
        return False
    article = question.articles[0]
    left = stock_lines(article, named := named_options(article, question.text))
    if any(named.values()) and left and not any(count for _, count in left):
        return False
    return any(name in question.text for name in name_keys(article.name, article.nicknames, article.kind))
