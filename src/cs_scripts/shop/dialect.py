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
    r"(?:(?<=合计|总共|一共)|(?<=[满凑]))好多|(?<![最更很])好多(?=钱|瓦|斤|克|个|张|片|升|度|毫|包|袋|天|码|次|岁|元|块|嘛|哦|$)"
)
_PARTICLE = lazy(r"(?<![步砍杀征讨口])[伐啵](?=$|[\s,，。?？!！~])")
_SPOKEN_SIZE = lazy(r"(?<![零一二三四五六七八九十百])([二三四]十[一二三四五六七八九]?)(?=码|号|的?(?:还?有|还在))码?")
_WHAT_LENGTH = lazy(r"(?<=[还要])好久(?=$|[嘛哦啊呀 ])")


@lru_cache(maxsize=1)
def _words() -> tuple[Mapping[str, str], re.Pattern[str]]:
    lines = data_path("dialect.txt").read_text(encoding="utf-8").splitlines()
    known = dict(line.split(" ", 1) for line in lines if line and not line.startswith("#"))
    return known, re.compile(any_of(known))


def standard(text: str) -> str:
    """Put what a message says in dialect into the standard language.

    Args:
        text: the message.

    Returns:
        The message; the same where it has no such word.

    >>> standard("啷个洗哦"), standard("鞋子好重"), standard("好的谢谢"), standard("邮费好多"), standard("好用伐")
    ('怎么洗哦', '鞋子多重', '好的谢谢', '邮费多少', '好用吗')
    """
    known, pattern = _words()
    text = pattern.sub(lambda match: known[match[0]], text)
    text = _PARTICLE.sub("吗", text)
    text = _SPOKEN_SIZE.sub(lambda match: f"{number(match[1]) or 0:.0f}码", text)
    if "好" not in text:
        return text
    return _WHAT_LENGTH.sub("多久", _HOW.sub("多", _HOW_MANY.sub("多少", text)))
