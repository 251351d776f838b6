"""Read days and hours."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.conversation.numbers import Span
from cs_scripts.text.patterns import lazy

_DATE = lazy(
    r"〈date〉"
    r"|(?:大后天|大前天|今天|明天|后天|昨天|前天|今晚|明晚|昨晚|今早|明早|昨夜|今日|明日|昨日|后日|当天)"
    r"|(?<![0-9])(?:20\d\d[年/.-])?\d{1,2}月(?!饼|底后)(?:\d{1,2}[日号]?|底|初|中旬|下旬|"
    r"上旬|份)?|[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号]|底|初|"
    r"中旬|份)"
    r"|(?<![0-9.])20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<![0-9.a-z])[0-3]?\d[日号](?![楼店码线链机门铺院库色款0-9a-z电]|卡|球|针|公馆|员|称)"
    r"|〈num〉[号日](?![楼店码线链机门铺院库色款]|订单)"
    r"|(?:这个?|上个?|下个?|本)?(?:周|星期|礼拜)[一二三四五六日天末1-6](?!\d|次|年|期|岁)"
    r"|(?:上|下|这|本)(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末])|(?:上|下|这|本)个月|月底|月初"
)
_TIME = lazy(
    r"〈time〉|(?:凌晨|早上|上午|中午|下午|傍晚|晚上|半夜|今晚|明早|夜里)?(?:(?<![0-9.])\d{1,2}:\d{2}(?![0-9:])|"
    r"(?<![0-9.一有快便慢差多早晚好长少大小贵])(?:\d{1,2}|十[一二]?|[二两三四五六七八九])点(?:半|"
    r"钟|多|整|\d{1,2}分?|(?=[前后左之以以到发要下上去吃睡开,。!?~ ]|$)))"
    r"|凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|半夜"
)
_NO_SIZE_DAY = lazy(r"(?:穿|选|型|拍|鞋|戒指|大|色|第|尺|要|换|货|口红|线)$")


def read_dates(text: str) -> Iterator[Span]:
    """Find days and hours in a folded text.

    Args:
        text: folded text.

    Yields:
        The facts; their value is what was typed.

    >>> [(span.kind, span.value) for span in read_dates("周三下午3点前能到吗 18号走")]
    [('date', '周三'), ('date', '18号'), ('time', '下午3点')]
    """
    for match in _DATE.finditer(text):
        if match[0].endswith("号") and _NO_SIZE_DAY.search(text[max(0, match.start() - 3) : match.start()]):
            continue
        if match[0] == "当天" or not _day_is_real(match[0]):
            continue
        yield Span("date", match[0], match.start(), match.end())
    for match in _TIME.finditer(text):
        if match[0]:
            yield Span("time", match[0], match.start(), match.end())


def _day_is_real(text: str) -> bool:
    day = re.search(r"(\d{1,2})[日号]$", text)
    month = re.search(r"(\d{1,2})月", text)
    return (not day or 1 <= int(day[1]) <= 31) and (not month or 1 <= int(month[1]) <= 12)
