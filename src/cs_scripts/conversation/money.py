"""Read the price that a buyer offers and his budget; a price that is only quoted is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.conversation.numbers import HAN, Span, number, plain
from cs_scripts.text.patterns import lazy

_OFFER_AFTER = lazy(
    r"(?:元钱|块钱|元|块|钱)?[, ]?(?:一[件个份套箱盒包提双条袋斤瓶][, ]?)?(?:行(?:不|吗|"
    r"么|吧|的话|我|就|,|\?|$)|可以(?:吗|么|不|吧|的话|我|就|卖|,|\?|$)|能(?:卖|不|行|拿|"
    r"成|给|出|包邮)|好(?:吗|不|么|吧)|卖(?:吗|不|么|我|给|的话|,|\?|$)|成(?:不|吗|交)|"
    r"ok|怎么样|咋样|拿走|给我|我就|我要了|我拿|我拍|包邮(?:吗|行|可|我|就|卖|给)|出(?:吗|"
    r"不)|吧(?=$|[,。!?~ 亲我])|得了)"
)
_OFFER_BEFORE = lazy(
    r"(?:卖我?|给我?算?|算我?|少到|便宜到|降到|优惠到|改成|改到|改为|按|出|还价|我出|凑个?整|一口价|做到)(?:个|成)?$|(?:^|[, 要])就$"
)
_NO_OFFER = lazy(
    r"(?:满|减|便宜|优惠|少|差|返|补|退|运费|邮费|券|卷|赔|送|加|多|花了?|付了?|红包|用了?|"
    r"领|定金|第|要|原价|减了|降了?|差价)(?:我|了|个|给我)?$|(?:前|是|年|掉|亏)$"
)
_MONEY = lazy(
    rf"(?<![0-9.a-z*×/-])(?P<sign>¥ ?)?(?P<number>(?:\d{{1,4}}|[一二两三四五六七八九十]{{1,3}})块[一二三四五六七八九半1-9](?![0-9个件])"
    rf"|\d{{1,6}}(?:\.\d{{1,2}})?|〈amt〉|〈num〉|[{HAN}]{{2,6}}|[一二两三四五六七八九十百](?=块|"
    rf"元))(?P<unit>元钱|块钱|元|块|rmb)?(?![0-9.%*×a-z])"
)
_BUDGET_AFTER = lazy(r"(?:块钱|元|块)?(?:以内|之内|以下|价位|(?:左右|上下|之间|多|来块|内)的(?!.{0,2}(?:年|月|东西)))")
_BUDGET_BEFORE = lazy(r"(?:预算(?:是|在|大概|差不多|只有|就|有)?|不超过|不要超过|别超过|控制在|价位在?|最多花)$")


def read_money(text: str) -> Iterator[Span]:
    """Find a price that is offered and a budget in a folded text; a price that is only quoted is neither.

    Args:
        text: folded text.

    Yields:
        The facts, their value in yuan.

    >>> [(span.kind, span.value) for span in read_money("180行不 预算两百块以内")]
    [('price', '180'), ('budget', '200')]
    >>> list(read_money("满300减30"))
    []
    """
    for match in _MONEY.finditer(text):
        start, end = match.span()
        before, after = text[max(0, start - 8) : start], text[end : end + 10]
        if _NO_OFFER.search(before) and not _BUDGET_BEFORE.search(before):
            continue
        whole, _, tenths = match["number"].partition("块")  # 三块二
        value = number(whole)
        if tenths and value is not None:
            value += 0.5 if tenths == "半" else (number(tenths) or 0) / 10
        shown = match["number"] if value is None else plain(value) if value == round(value, 1) else f"{value:.2f}"
        money = bool(match["sign"] or match["unit"])
        if (value is not None and value < 1) or (not money and (value is None or 1990 <= value <= 2035)):
            continue
        if _BUDGET_BEFORE.search(before) or (
            _BUDGET_AFTER.match(after) and (money or (value or 0) >= 20) and not re.search(r"[高重宽长到]$", before)
        ):
            yield Span("budget", shown, start, end)
        elif (
            _OFFER_BEFORE.search(before)
            and (_OFFER_AFTER.match(after) or ((money or before[-1:] not in "就我给") and (not after or after[0] in ",。!? 吗么不吧")))
        ) or (_OFFER_AFTER.match(after) and (money or (value or 0) >= (5 if match["number"][0].isdigit() else 10))):
            yield Span("price", shown, start, end)
