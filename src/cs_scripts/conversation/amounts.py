"""Read numbers that carry a unit: how many, how tall, how heavy, how old.

One pattern finds a number with its unit; the unit says what it may be, and the words around it whether it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.conversation.numbers import HAN, Span, number, plain
from cs_scripts.text.patterns import lazy

_UNITS = (
    "厘米|公分|cm|毫米|mm|英寸|寸|米|m(?![a-z])|公斤|千克|kg|斤|"
    "块钱|元钱|元|块|rmb|岁半?|周岁|个半月|个月|月龄|码|号码|"
    "件|套|双|箱|盒|瓶|袋|罐|桶|份|提|台|部|本|床|把|只|个|包|盆|组|副|顶|串|打|卷|枚|"
    "株|棵|支|根|条|对|杯|片|粒|颗|张|块|筐|听|板|捆|扎|幅|盏|枝|束|朵|筒|带"
)
_AMOUNT = lazy(
    rf"(?<![0-9.a-z*×/{HAN}〉])(?P<number>\d{{1,6}}(?:\.\d{{1,2}})?|〈num〉|[{HAN}]{{1,6}})[ ]?(?P<more>[多来大小整])?(?P<unit>{_UNITS})"
)
_STRONG = frozenset("件套双箱盒瓶袋罐桶份提台部本床把只个包盆组副顶串打卷枚株棵支根条对杯筐听板捆幅盏束")
_WEAK = frozenset(["片", "粒", "颗", "张", "块", "扎", "枝", "朵", "筒", "斤", "公斤", "kg", "米", "带"])
_COUNTABLE = _STRONG | _WEAK
_VERB = lazy(
    r"(?:买|要|拍|来|下单|再|加|只|坏|漏|缺|补|退|换|定|订|购|发|共|一起|给我|收到|收|寄|"
    r"囤|拆|用|吃|剩|是有|丢|破|碎|烂|少|多|就|先|各|需要|还有|有|带)(?:了|过|掉|的是|到|"
    r"发|了有)?(?:大概|大约|一共|总共|共|约|另外)?$"
)
_NO_COUNT_BEFORE = lazy(
    r"(?:满|送|赠|赠送|送的|哪|前|后|第|每|另|减|折|几|隔|送我|送您|[0-9〉一二两三四五六七八九十](?:到|至)|限购|(?<![我的])是|为啥|"
    r"附赠|试吃|装|有几|不到|不足|不满|差|分成|分为|拆成|分|差了)$|(?:[0-9元块价]|〈amt〉)$"
)
_NO_COUNT_AFTER = lazy(
    r"装|入|十|旦|1[12](?!\d)|[到至~-][0-9〈]|的(?!话|时候|,|$)|邮|裹|一(?:[箱盒包提袋组条套份件斤]|"
    r"共)|月|小时|钟|人|工作|字|问题|号|电话|链接|多月|地址|颜色|款|码|星期|礼拜|订单|样|"
    r"地方|客服|快递(?!费)|意思|年|账|活动|选项|评|尺|牌|店|半|天|多少|几|多大|多重|单|"
    r"分|方|位|头|规格|价|性|机|皮|品|间|来|度|件套|套装|子|面|路|线|纸(?!巾|箱|尿)|图|"
    r"照|视频|截图|优惠|券|红包|[*×x]\d|吗|嘛|么|洞|角|口|地|口味|回合|群|微信"
)
_ONE_NOT = lazy(r"(?:有|同|下|上|统|唯|万|某|同样|那么|不|没|进|单|专|换|就|多|少|用|的|吃|试)$")
BODY = lazy(
    r"身高|体重|我(?:是)?(?:1[3-9]\d|[一1]米|\d{2,3}斤)|尺码|多大码|什么码|哪个码|\d(?:斤|公斤|kg)的人(?:能|可以)?穿?|穿[smlx]|穿几|穿多大|码数|胖|瘦|个子|净身|平时穿"
)
"""Talk of the body, near which a figure may be a height or a weight."""
_CHILD = lazy(r"宝宝|孩子|小孩|婴儿|儿子|女儿|娃|宝贝")
_NEAR = 8


_WARRANTY = lazy("是|政策|服务|期|规|法|凭|吗|怎么|范围|内|$")
_PIECE = lazy("香皂|肥皂|布|砖|蛋糕|毛巾|巧克力|玻璃|地垫|板|手?表|电池|硬盘|屏|滑板|茶砖|砖茶|糖")


def read_amounts(text: str) -> Iterator[Span]:
    """Find quantities, heights, weights, ages and sizes in a folded text.

    Args:
        text: folded text.

    Yields:
        The facts, in no particular order.

    >>> [(span.kind, span.value) for span in read_amounts("买2件 身高165cm 体重110斤")]
    [('quantity', '2件'), ('height', '165'), ('weight', '55')]
    """
    body = BODY.search(text) is not None
    counted = -99
    for match in _AMOUNT.finditer(text):
        unit, start, end = match["unit"], match.start(), match.end()
        value = number(match["number"])
        before, after = text[max(0, start - 8) : start], text[end : end + 8]
        if (span := _measured(match, value, before, after, body=body, child=_CHILD.search(text) is not None)) is not None:
            yield span
        elif unit in _COUNTABLE and _counts(match, before, after, more=start - counted <= _NEAR):
            counted = end
            yield Span("quantity", match[0].replace(" ", ""), start, end)


def _measured(match: re.Match[str], value: float | None, before: str, after: str, *, body: bool, child: bool) -> Span | None:
    unit, start, end = match["unit"], match.start(), match.end()
    if value is None:
        return None
    if (
        unit in ("厘米", "公分", "cm")
        and 45 <= value <= 215
        and (body or (child and before.endswith(("高", "长", ""))))
        and not re.match(r"[*×x长宽]", after)
    ):
        return Span("height", plain(value), start, end) if body or before.endswith("高") else None
    if unit in ("公斤", "千克", "kg", "斤"):
        kilos = value / 2 if unit == "斤" else value
        low = 2.5 if child and re.search(r"体重|宝宝|孩子|娃|岁|个月|现在", before) else 30
        if (
            low <= kilos <= 150
            and (body or low < 30 or re.search(r"我(?:是|有)?$|重$|体重.{0,2}$", before))
            and not re.search(r"[买要发]$", before)
        ):
            return Span("weight", plain(kilos), start, end)
        return None
    if (
        unit in ("岁", "岁半", "周岁")
        and 0 < value < 110
        and match["number"][0] != "0"
        and not re.match(r"以上|以下|以内|到|-|~|及", after)
        and not before.endswith(("到", "-", "~", "至"))
    ):
        return Span("age", match[0], start, end)
    if (
        unit in ("个月", "个半月", "月龄")
        and 0 < value <= 36
        and child
        and not re.match(r"[前后内]|以|没|才|了才", after)
        and re.search(r"宝|孩|娃|婴|大|现在|才|我家|刚|快|$", before)
    ):
        return (
            Span("age", match[0], start, end)
            if re.search(r"(?:宝宝|孩子|娃|婴儿|儿子|女儿|才|现在|刚|快|大|满)$", before) or re.match(r"大|的?(?:宝|孩|娃|婴|儿|女)", after)
            else None
        )
    if unit == "码" and 20 <= value <= 54:
        return Span("size", match[0].replace(" ", ""), start, end)
    return None


def _counts(match: re.Match[str], before: str, after: str, *, more: bool) -> bool:
    """Tell whether a number with a measure word is how many the buyer wants or has; ``more``: one such stands close before."""
    unit, count = match["unit"], match["number"]
    if unit == "块" and not _PIECE.match(after):
        return False
    if _NO_COUNT_BEFORE.search(before) or _NO_COUNT_AFTER.match(after):
        return False
    if before.endswith(("这", "那")) and (count in ("一", "两", "二", "1", "2") or unit == "个"):
        return False
    verb = _VERB.search(before) is not None
    if not verb and count.isdecimal() and int(count) > 1000:  # rather a size
        return False
    if match[0] == "三包" and not verb and _WARRANTY.match(after):
        return False
    if unit in _WEAK:
        return verb
    if count in ("一", "半", "1"):
        if _ONE_NOT.search(before) and not re.search(r"(?:买|要|拍|少|坏)了?$", before):
            return False
        alone = not before and (not after or after[0] in ",。!?吧 ")
        return alone or more or (verb and not re.match(r"下|点|些|样|起|定|般|会|种", after))
    return count not in ("零", "百", "千")
