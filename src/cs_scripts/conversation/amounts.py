"""Read numbers that carry a unit: how many, how much, how tall, how heavy, how old, which size, which day and hour.

One pattern finds a number with its unit; the unit says what it may be, and the words around it whether it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A fact within one turn: its kind, its value and where it stands."""

    kind: str
    value: str
    start: int
    end: int


_HAN = "零一二两俩三四五六七八九十百千半"
_UNITS = (
    "厘米|公分|cm|毫米|mm|英寸|寸|米|m(?![a-z])|公斤|千克|kg|斤|"
    "块钱|元钱|元|块|rmb|岁半?|周岁|个半月|个月|月龄|码|号码|"
    "件|套|双|箱|盒|瓶|袋|罐|桶|份|提|台|部|本|床|把|只|个|包|盆|组|副|顶|串|打|卷|枚|株|棵|支|根|条|对|杯|片|粒|颗|张|块|筐|听|板|捆|扎|幅|盏|枝|束|朵|筒|带"
)
_AMOUNT = re.compile(
    rf"(?<![0-9.a-z*×/{_HAN}〉])(?P<number>\d{{1,6}}(?:\.\d{{1,2}})?|〈num〉|[{_HAN}]{{1,6}})[ ]?(?P<more>[多来大小整])?(?P<unit>{_UNITS})"
)
_STRONG = frozenset(
    [
        "件",
        "套",
        "双",
        "箱",
        "盒",
        "瓶",
        "袋",
        "罐",
        "桶",
        "份",
        "提",
        "台",
        "部",
        "本",
        "床",
        "把",
        "只",
        "个",
        "包",
        "盆",
        "组",
        "副",
        "顶",
        "串",
        "打",
        "卷",
        "枚",
        "株",
        "棵",
        "支",
        "根",
        "条",
        "对",
        "杯",
        "筐",
        "听",
        "板",
        "捆",
        "幅",
        "盏",
        "束",
    ]
)
_WEAK = frozenset(["片", "粒", "颗", "张", "块", "扎", "枝", "朵", "筒", "斤", "公斤", "kg", "米", "带"])
_VERB = re.compile(
    r"(?:买|要|拍|来|下单|再|加|只|坏|漏|缺|补|退|换|定|订|购|发|共|一起|给我|收到|收|寄|囤|拆|用|吃|剩|是有|丢|破|碎|烂|少|多|就|先|各|需要|还有|有|带)(?:了|过|掉|的是|到|发|了有)?(?:大概|大约|一共|总共|共|约|另外)?$"
)
_NO_COUNT_BEFORE = re.compile(
    r"(?:满|送|赠|赠送|送的|哪|前|后|第|每|另|减|折|几|隔|送我|送您|到|至|限购|是|为啥|附赠|试吃|装|有几|不到|不足|不满|差|分成|分为|拆成|分|差了)$|(?:[0-9元块价]|〈amt〉)$"
)
_NO_COUNT_AFTER = re.compile(
    r"装|入|十|旦|1[12](?!\d)|[到至~-][0-9〈]|的(?!话|时候|,|$)|邮|裹|一(?:[箱盒包提袋组条套份件斤]|共)|月|小时|钟|人|工作|字|问题|号|电话|链接|多月|地址|颜色|款|码|星期|礼拜|订单|样|地方|客服|快递(?!费)|意思|年|账|活动|选项|评|尺|牌|店|半|天|多少|几|多大|多重|单|分|方|位|头|规格|价|性|机|皮|品|间|来|度|件套|套装|子|面|路|线|纸(?!巾|箱|尿)|图|照|视频|截图|优惠|券|红包|[*×x]\d|吗|嘛|么|洞|角|口|地|口味|回合|群|微信"
)
_ONE_NOT = re.compile(r"(?:有|同|下|上|统|唯|万|某|同样|那么|不|没|进|单|专|换|就|多|少|用|的|吃|试)$")
_BODY = re.compile(
    r"身高|体重|我(?:是)?(?:1[3-9]\d|[一1]米|\d{2,3}斤)|尺码|多大码|什么码|哪个码|穿[smlx]|穿几|穿多大|码数|胖|瘦|个子|净身|平时穿"
)
_CHILD = re.compile(r"宝宝|孩子|小孩|婴儿|儿子|女儿|娃|宝贝")
_NEAR = 8
_DIGITS = {"零": 0, "一": 1, "二": 2, "两": 2, "俩": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_SCALES = {"十": 10, "百": 100, "千": 1000}


_WARRANTY = re.compile("是|政策|服务|期|规|法|凭|吗|怎么|范围|内|$")
_PIECE = re.compile("香皂|肥皂|布|砖|蛋糕|毛巾|巧克力|玻璃|地垫|板|手?表|电池|硬盘|屏|滑板|茶砖|砖茶|糖")


def number(text: str) -> float | None:
    """Read a number in digits or in Chinese.

    Args:
        text: such as ``180``, ``两百``, ``一百二``.

    Returns:
        Its value; None where it is none.

    >>> number("一百二十"), number("一百二"), number("两千"), number("十五"), number("3.5"), number("个")
    (120.0, 120.0, 2000.0, 15.0, 3.5, None)
    """
    if re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,4})?", text):
        return float(text)
    total, digit, scale = 0, 0, 1
    for character in text:
        if character in _DIGITS:
            digit = _DIGITS[character]
            if character == "零":
                scale = 10
        elif character in _SCALES:
            scale = _SCALES[character]
            total += (digit or 1) * scale
            digit = 0
        elif character == "半":
            return total + digit + 0.5
        else:
            return None
    return float(total + digit * (scale // 10 if scale > 10 and digit else 1)) if text else None


def plain(value: float) -> str:
    """Write a number without needless zeros.

    >>> plain(55.0), plain(52.5)
    ('55', '52.5')
    """
    return f"{value:.1f}".removesuffix(".0")


def read_amounts(text: str) -> Iterator[Span]:
    """Find quantities, heights, weights, ages and sizes in a folded text.

    Args:
        text: folded text.

    Yields:
        The facts, in no particular order.

    >>> [(span.kind, span.value) for span in read_amounts("买2件 身高165cm 体重110斤")]
    [('quantity', '2件'), ('height', '165'), ('weight', '55')]
    """
    body = _BODY.search(text) is not None
    counted = -99
    for match in _AMOUNT.finditer(text):
        unit, start, end = match["unit"], match.start(), match.end()
        value = number(match["number"])
        before, after = text[max(0, start - 8) : start], text[end : end + 8]
        if (span := _measured(match, value, before, after, body=body, child=_CHILD.search(text) is not None)) is not None:
            yield span
        elif unit in _STRONG or unit in _WEAK:
            if _counts(match, before, after, more=start - counted <= _NEAR):
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


# --- days and hours ---

_DATE = re.compile(
    r"〈date〉"
    r"|(?:大后天|大前天|今天|明天|后天|昨天|前天|今晚|明晚|昨晚|今早|明早|昨夜|今日|明日|昨日|后日|当天)"
    r"|(?<![0-9])(?:20\d\d[年/.-])?\d{1,2}月(?!饼|底后)(?:\d{1,2}[日号]?|底|初|中旬|下旬|上旬|份)?|[一二三四五六七八九十]{1,2}月(?:[一二三四五六七八九十]{1,3}[日号]|底|初|中旬|份)"
    r"|(?<![0-9.])20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<![0-9.a-z])[0-3]?\d[日号](?![楼店码线链机门铺院库色款0-9a-z电]|卡|球|针|公馆|员|称)"
    r"|〈num〉[号日](?![楼店码线链机门铺院库色款]|订单)"
    r"|(?:这个?|上个?|下个?|本)?(?:周|星期|礼拜)[一二三四五六日天末1-6](?!\d|次|年|期|岁)"
    r"|(?:上|下|这|本)(?:个)?(?:周|星期|礼拜)(?![一二三四五六日天末])|(?:上|下|这|本)个月|月底|月初"
)
_TIME = re.compile(
    r"〈time〉|(?:凌晨|早上|上午|中午|下午|傍晚|晚上|半夜|今晚|明早|夜里)?(?:(?<![0-9.])\d{1,2}:\d{2}(?![0-9:])|"
    r"(?<![0-9.一有快便慢差多早晚好长少大小贵])(?:\d{1,2}|十[一二]?|[二两三四五六七八九])点(?:半|钟|多|整|\d{1,2}分?|(?=[前后左之以以到发要下上去吃睡开,。!?~ ]|$)))"
    r"|凌晨|早上|早晨|上午|中午|下午|傍晚|晚上|半夜"
)
_NO_SIZE_DAY = re.compile(r"(?:穿|选|型|拍|鞋|戒指|大|色|第|尺|要|换|货|口红|线)$")


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


# --- money ---

_OFFER_AFTER = re.compile(
    r"(?:元钱|块钱|元|块|钱)?[, ]?(?:一[件个份套箱盒包提双条袋斤瓶][, ]?)?(?:行(?:不|吗|么|吧|的话|我|就|,|\?|$)|可以(?:吗|么|不|吧|的话|我|就|卖|,|\?|$)|能(?:卖|不|行|拿|成|给|出|包邮)|好(?:吗|不|么|吧)|卖(?:吗|不|么|我|给|的话|,|\?|$)|成(?:不|吗|交)|ok|怎么样|咋样|拿走|给我|我就|我要了|我拿|我拍|包邮(?:吗|行|可|我|就|卖|给)|出(?:吗|不)|吧(?=$|[,。!?~ 亲我])|得了)"
)
_OFFER_BEFORE = re.compile(
    r"(?:卖我?|给我?算?|算我?|少到|便宜到|降到|优惠到|改成|改到|改为|按|出|还价|我出|凑个?整|一口价|最多)(?:个|成)?$|(?:^|[, 要])就$"
)
_NO_OFFER = re.compile(
    r"(?:满|减|便宜|优惠|少|差|返|补|退|运费|邮费|券|卷|赔|送|加|多|花了?|付了?|红包|用了?|领|定金|第|要|原价|减了|降了?|差价)(?:我|了|个|给我)?$"
)
_MONEY = re.compile(
    rf"(?<![0-9.a-z*×/-])(?P<sign>¥ ?)?(?P<number>\d{{1,6}}(?:\.\d{{1,2}})?|〈amt〉|〈num〉|[{_HAN}]{{2,6}}|[一二两三四五六七八九十百](?=块|元))(?P<unit>元钱|块钱|元|块|rmb)?(?![0-9.%*×a-z])"
)
_BUDGET_AFTER = re.compile(r"(?:块钱|元|块)?(?:以内|之内|以下|价位|(?:左右|上下|之间|多|来块|内)的(?!.{0,2}(?:年|月|东西)))")
_BUDGET_BEFORE = re.compile(r"(?:预算(?:是|在|大概|差不多|只有|就|有)?|不超过|不要超过|别超过|控制在|价位在?|最多花)$")


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


# --- sizes ---

_SIZE = re.compile(
    r"(?<![0-9a-z])(?:(?:x{1,4}l|[2-6]xl|xxs|xs|[sml])码|(?:x{1,4}l|[2-6]xl|xxs|xs)(?![a-z0-9])|[sml](?=号)号)"
    r"|(?<=[穿拍要买选换])(?:[sml])(?![a-z0-9])|(?<![a-z0-9])[sml](?=[和跟或,/ ][sml](?![a-z0-9]))|(?<=[sml][和跟或,/ ])[sml](?![a-z0-9])"
    r"|(?<![0-9])1[4-9][05]/\d{2,3}[abcy]?(?![0-9])|(?<![0-9])[3-9][05][a-f]{1,2}(?![a-z0-9])"
    r"|(?<![0-9.])[2-4]\d(?:\.5)?码|(?<=[穿拍选鞋要])[2-4]\d(?:\.5)?号"
    r"|(?<![大中小])(?<![大中小]号)(?:特大|加大|超大|大|中|小)(?:号|杯)(?![大中小]|码)|(?:均|大)码(?!数|的尺)"
    r"|(?<![0-9.])(?:[12](?:\.\d{1,2})?|[一二两]米[一二三五八]?)[ ]?(?:米|m)?(?:的)?(?=床)|(?<![0-9.*x×])\d{1,4}(?:\.\d)?(?:cm|厘米|米|m)?[*x×]\d{1,4}(?:\.\d)?(?:[*x×]\d{1,4})?(?:cm|厘米|米|m)?(?!\d)"
    r"|(?<![0-9.])\d{1,3}(?:\.\d)?(?:英寸|寸)(?!金)|(?<![0-9.])\d{2,4}(?:ml|毫升)(?![a-z])|(?<![0-9.])\d(?:\.\d)?升(?!级)"
)
_METRES = re.compile(
    r"(?:(?P<a>[一1])米(?P<b>[3-9]\d?|[三四五六七八九][一二三四五六七八九]?)|(?P<c>1\.[3-9]\d?)(?:米|m(?![a-z])))(?!的?床|宽|长|[*×x]|的?桌)"
)
_PAIR = re.compile(
    r"(?<![0-9.])(?P<height>1[2-9]\d)(?:cm|厘米|公分)?[ ,./、-]{0,3}(?:体重|重)?(?P<weight>\d{2,3}(?:\.\d)?)(?P<unit>斤|kg|公斤|千克)?(?![0-9.*cm])"
)
_BARE = re.compile(
    r"(?P<what>身高|体重|净重|高|重)(?:是|大概|大约|在|:|有|差不多)?[ ]?(?P<number>\d{2,3}(?:\.\d)?|1\.\d{1,2})(?![0-9]|[*.]\d|元|块)"
)
_HAN_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def read_sizes(text: str) -> Iterator[Span]:
    """Find sizes, and heights and weights typed without a unit, in a folded text.

    Args:
        text: folded text.

    Yields:
        The facts; a size as typed, a height in centimetres, a weight in kilograms.

    >>> [(span.kind, span.value) for span in read_sizes("165 110斤 平时穿m")]
    [('size', 'm'), ('height', '165'), ('weight', '55')]
    """
    for match in _SIZE.finditer(text):
        yield Span("size", match[0], match.start(), match.end())
    body = _BODY.search(text) is not None or re.search(r"[码穿]", text) is not None
    for match in _METRES.finditer(text):
        if match["c"]:
            height = float(match["c"]) * 100
        else:
            digits = match["b"].translate(_HAN_DIGITS)
            height = 100 + float(digits if len(digits) == 2 else digits + "0")
        if height >= 130 and (body or re.search(r"我|斤|高|孩|公斤|kg|老公|老婆|$", text[: match.start()][-6:] + text[match.end() :][:6])):
            yield Span("height", plain(height), match.start(), match.end())
    for match in _PAIR.finditer(text):
        if match["unit"] or body:
            yield Span("height", match["height"], *match.span("height"))
            weight = float(match["weight"])
            yield Span("weight", plain(_kilos(weight, match["unit"])), match.start("weight"), match.end())
    for match in _BARE.finditer(text):
        value = float(match["number"])
        if match["what"] in ("身高", "高") and (130 <= value <= 215 or 1.3 <= value <= 2.1 or (match["what"] == "身高" and value >= 45)):
            yield Span("height", plain(value * 100 if value < 3 else value), *match.span("number"))
        elif match["what"] == "体重" and not re.match(r"公斤|kg|斤|千克", text[match.end() :]):
            yield Span("weight", plain(_kilos(value, None)), *match.span("number"))


def _kilos(value: float, unit: str | None) -> float:
    """Give kilograms; without a unit a figure from 80 on is in jin."""
    return value / 2 if unit == "斤" or (unit is None and value >= 80) else value
