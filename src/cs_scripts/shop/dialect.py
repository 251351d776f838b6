"""Questions in dialect put into the standard language, so that the tables' words find them: 啷个洗 is 怎么洗, 好重嘛 is 多重."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from cs_scripts.files.data import data_path
from cs_scripts.shop.numerals import number
from cs_scripts.text.patterns import any_of, lazy

_HOW = lazy(
    r"(?<![最更很不刚正太真你您])好(?=[大长高重厚宽](?:[嘛哦个的啊呀]|[ ,?？]|$|瓶|锅|娃|屏|容))"
    r"|(?<=[买穿选拿要拍])好(?=大[码号])"
    r"|(?<![最更很你您])好(?=久(?:[嘛哦啊呀]?$|来|到|发|能|可|才|有))"
)
_HOW_MANY = lazy(
    r"(?:(?<=合计|总共|一共)|(?<=[满凑]))好多|(?<![最更很])好多(?=钱|瓦|斤|克|个|张|片|升|度|毫|包|袋|天|码|次|岁|元|块|邮费|运费|快递费|嘛|哦|$)"
)
_PARTICLE = lazy(r"(?<![步砍杀征讨口罗哆啰])[伐啵嗦](?=$|[\s,，。?？!！~])")
_SPOKEN_SIZE = lazy(r"(?<![零一二三四五六七八九十百])([二三四]十[一二三四五六七八九]?)(?=码|号|的?(?:还?有|还在))码?")
_FEW = lazy(r"(?<![女婴幼小孩少健胎这那哪点会头玩事幺])儿(?=[个天年月斤次片包件块号岁寸升瓦双条瓶袋盒支台把米层])")
_SLIPS = frozenset("伐啵嗦儿巴")
_YES = lazy(r"(?<![尾下嘴泥干结锅哑古黎])巴(?=$|[\s,，。?？!！~])")
"""What is typed for 几 and for 吧: the one looks like it, the other sounds like it."""

_WHAT_LENGTH = lazy(r"(?<=[还要])好久(?=$|[嘛哦啊呀 ])")


@lru_cache(maxsize=1)
def _words() -> tuple[Mapping[str, str], re.Pattern[str], frozenset[str]]:
    """Read the words, what finds them, and the characters with which they begin."""
    lines = data_path("dialect.txt").read_text(encoding="utf-8").splitlines()
    known = dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return known, re.compile(any_of(known)), frozenset(word[0] for word in known)


def standard(text: str) -> str:
    """Put what a message says in dialect into the standard language.

    Args:
        text: the message.

    Returns:
        The message; the same where it has no such word.

    >>> standard("够儿个人吃"), standard("能定时巴")
    ('够几个人吃', '能定时吧')
    >>> standard("啷个洗哦"), standard("鞋子好重"), standard("好的谢谢"), standard("邮费好多"), standard("好用伐")
    ('怎么洗哦', '鞋子多重', '好的谢谢', '邮费多少', '好用吗')
    """
    known, pattern, begin = _words()
    if not begin.isdisjoint(text):
        text = pattern.sub(lambda match: known[match[0]], text)
    if not _SLIPS.isdisjoint(text):
        text = _YES.sub("吧", _FEW.sub("几", _PARTICLE.sub("吗", text)))
    if "十" in text:
        text = _SPOKEN_SIZE.sub(lambda match: f"{number(match[1]) or 0:.0f}码", text)
    if "好" not in text:
        return text
    return _WHAT_LENGTH.sub("多久", _HOW.sub("多", _HOW_MANY.sub("多少", text)))
