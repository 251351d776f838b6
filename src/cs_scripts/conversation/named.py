"""Settle which of the names found in a text count: the longest one at each place, and only where the words around it allow.

``鞋柜`` holds no shoe, ``新疆大枣`` no buyer in Xinjiang, and 开封 is a town only where something is sent there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from cs_scripts.conversation.lexicon import Hit
from cs_scripts.conversation.numbers import Span
from cs_scripts.conversation.refusal import refused
from cs_scripts.conversation.words import Meaning, districts
from cs_scripts.text.patterns import lazy

_COLOR_AFTER = lazy(r"色(?!差|号|泽|彩)|的(?!话)|款")
_COLOR_VERB = lazy(r"(?:要|拍|买|换|选|拿|来|发)(?:个|件|双|条|了)?$")
_COLOR_NOT = lazy(r"(?:明|空|洁|坦|表|平|蛋|小|大|老|漂|变|发|淡|深|浅|美|脸|牙|不|没|说|告|眼|奖|现|资|押|订|定|基|奶|黑)$")
_COLOR_TOO = frozenset("金 银 青 粉 裸 肤 橘 橙 杏 咖 奶油 奶茶 豆沙 咖啡 香槟 透明 胡桃 焦糖 红".split())  # noqa: SIM905 - one line instead of nineteen
"""Colours that are a thing, a metal or a part of another word unless they are chosen: 拍红的."""
_USES = lazy(
    r"(?:也|都|能不能|可不可以|能|可以|可|会|要|自己|还|一起|平时|天天|在|的|直接|放心){0,3}(?:用|"
    r"穿|吃|喝|戴|玩|擦|洗|睡|盖|坐|背|骑|学|看书|使用|拉肚子|过敏|皮肤|脸|脚|手|结婚|生日|"
    r"上学|满月|周岁|\d{1,2}(?:岁|个月)|[一二两三四五六七八九十]{1,2}(?:岁|个月)|多大|身高|"
    r"体重|1[0-9]{2})"
)
_FOR = lazy(
    r"(?:给|帮|替|为|送|适合|是给|买给|送给|用来送|用于送|孝敬|陪)(?:我家|我们家|我|我们|"
    r"自己|家里的?|一个|两个|个|咱|他|她|那个|这个|新|小|未来)?$"
)
_ONLY_FOR = frozenset(("妈妈", "爸爸", "老师", "客户", "朋友", "同事", "亲戚", "自己", "老公", "老婆", "学生"))
_PLACE_BEFORE = lazy(r"(?:到|发|寄|送|去|在|我是|我这|人在|地址|住|往|来自|是|从|我们|我|回|至|,| |^)$")
_PLACE_AFTER = lazy(
    r"市|县|的(?=$|,|。|呢|几|多)|几天|多久|要几|这边|这里|要多|什么时候|大概|可以|能|包邮|邮费|运费|偏远|地区|发|省内|今天|呢"
)
_GOES = lazy("(?:[发寄送到去往]|[发寄送]往)$")
_SHIPS_FROM = lazy(r"(?:省|市|那边|这边|本地|仓)?(?:仓库|仓|发货|发的|发出|直发|寄出|产的|特产|货源|厂家|工厂|老字号)")
_SHIP_BEFORE = lazy(r"(?:你们(?:家)?|店铺|你家|您家|卖家|仓库|厂家|工厂|产地|你|(?<!收)货|店|从)(?:是|在|从|都是|都在)?$")
_PRODUCT_AFTER = lazy(
    r"(?:大|小|干|野生|正宗|特级|老|生|熟)?(?:枣|茶|核桃|米(?!多)|苹果|橙|梨|葡萄|瓜|牛肉|"
    r"羊|酒|醋|瓷|白茶|红茶|绿茶|毛尖|毛峰|瓜片|火腿|木耳|阿胶|龙井|大红袍|铁观音|青瓷|"
    r"白瓷|紫砂|特产|小吃|小笼|烤鸭|豆腐|板栗|棉|味|路|大学|银行|饭店|菜|面|粉|产|人(?!在))|"
    r"东西路"
)
_BESIDE = lazy(r"(?:放[在到进入]?|搁|存[在到进]?|冻[在到进]?|塞进?|装进?|搭配?|配|代替|当成?|不像|好像|比|不是)$")
_INGREDIENT = lazy(r"(?:含|含有|无|添加|不加|没加)$")
_COUNTED = lazy("[0-9一二两三四五六七八九十几]$")
_MACHINES = frozenset(("冰箱", "冰柜", "微波炉", "烤箱", "洗衣机", "洗碗机", "消毒柜", "蒸锅", "烘干机", "空调", "电磁炉", "燃气灶"))
_INTO = lazy(r"(?:放|进|入|用|放在|扔|上|丢|适合|机|吹|开着?|配)$")
_DEVICES = frozenset(("手机", "电脑", "平板", "电视", "屏幕"))
_DEVICE_BEFORE = lazy(r"(?:用|在|拿|从|我|换个|换|登录|登|为什么|你们?|她|他|是|微信|打|没|收到)$")
_DEVICE_AFTER = lazy(
    r"上|端|版|里|没|号|下单|登|打|保价|看|操作|付|支付|淘宝|拍|卡|扫|内|网|收|接|短信|"
    r"验证|银行|客户|app|不在|丢|关机|欠|停机|联系|截|才|丢了|通知|充值|话费|查|进|点|显示|"
    r"显不|登录|才能|有问题|的原因|系统"
)
_SINGLE_BEFORE = lazy(r"(?:双|件|个|把|口|张|买|这|那|的|只|款|对|^|[, 。!?]|卖|换|套)$")
_SINGLE_AFTER = lazy(r"了|的|是|有|怎|吗|可|能|不|没|收|坏|太|什|多|到|还|会|呢|吧|掉|开|破|穿|也|就|都|很|码|大|小|[,。!? ]|$")


def read_named(text: str, hits: Sequence[Hit], role: str) -> Iterator[Span]:
    """Settle which names count.

    Args:
        text: the folded text.
        hits: the names found in it, in order.
        role: who speaks.

    Yields:
        Facts of the kinds place, courier, courier_refused, color, recipient, item_word and item.
    """
    end, held = 0, None
    goods = frozenset(hit.start for hit in hits if hit.mean.kind == "item_word")
    couriers = [(hit.start, hit.end) for hit in hits if hit.mean.kind == "courier"]
    unwanted = frozenset(start for (start, _), no in zip(couriers, refused(text, couriers), strict=True) if no)
    for hit in sorted(hits, key=_order):
        if hit.start < end:
            if held is not None and held.end == end < hit.end and hit.mean.kind == "item_word":  # 普洱茶 and 茶刀: 普洱茶刀
                end = hit.end
                held = Span("item_word", text[held.start : end], held.start, end)
            continue
        mean: Meaning = hit.mean
        span = _settled(text, hit, mean, goods)
        if span is None:
            if mean.kind == "" or hit.end - hit.start > 2:
                end = hit.end
            continue
        end = span.end
        if span.start in unwanted:
            span = span._replace(kind="courier_refused")
        if span.kind != "item_word":
            yield span
            continue
        if held is not None and held.end == span.start:  # 纱布浴巾 is one thing
            span = Span("item_word", text[held.start : span.end], held.start, span.end)
        elif held is not None:
            yield from _goods(held, role)
        held = span
    if held is not None:
        yield from _goods(held, role)


def _order(hit: Hit) -> tuple[int, int, bool]:
    """Order names by where they begin, the longest first, a place before goods of the same name."""
    return hit.start, hit.start - hit.end, not hit.mean.kind.startswith("place")


def _goods(span: Span, role: str) -> Iterator[Span]:
    yield span
    if role == "buyer":
        yield Span("item", span.value, span.start, span.end)


def _settled(text: str, hit: Hit, mean: Meaning, goods: Collection[int]) -> Span | None:
    before, after = text[max(0, hit.start - 8) : hit.start], text[hit.end : hit.end + 8]
    if mean.kind == "courier":
        return Span("courier", mean.value, hit.start, hit.end)
    if mean.kind in ("place", "place?"):
        return _place(text, hit, mean, before, goods)
    if mean.kind == "color":
        return _color(hit, mean, before, after)
    if mean.kind == "recipient":
        return _recipient(hit, mean, before, after)
    if mean.kind == "item_word":
        if mean.value in _DEVICES and (_DEVICE_BEFORE.search(before) or _DEVICE_AFTER.match(after)):
            return None
        if mean.value in _MACHINES and _INTO.search(before):
            return None
        if _BESIDE.search(before) or _INGREDIENT.search(before) or (mean.value[0] in "包盒双条" and _COUNTED.search(before)):
            return None
        if hit.end - hit.start == 1 and not (_SINGLE_BEFORE.search(before) and _SINGLE_AFTER.match(after)):
            return None
        return Span("item_word", mean.value, hit.start, hit.end)
    return None


def _place(text: str, hit: Hit, mean: Meaning, before: str, goods: Collection[int]) -> Span | None:
    """Take in the parts of an address that follow, and leave out where goods come from."""
    end, value = hit.end, mean.value
    end += len(match[0]) if (match := re.match("省|市|自治区", text[end : end + 3])) else 0
    tail = next((name for name in districts().get(value, ()) if text.startswith(name, end)), "")
    end += len(tail)
    after = text[end : end + 8]
    if (
        re.search(r"(?:不在|不是|不到|不发|除了)$", before)
        or _PRODUCT_AFTER.match(after)
        or (end in goods and not _GOES.search(before))
        or _SHIPS_FROM.match(after)
        or _SHIP_BEFORE.search(before)
    ):
        return None
    if (
        mean.kind == "place?"
        and not tail
        and end == hit.end
        and not (_PLACE_BEFORE.search(before) and (_PLACE_AFTER.match(after) or not after or after[0] in ",。!?~ "))
        and not re.search(r"(?:发到?|寄到?|送到|到|我在|人在|我是)$", before)
    ):
        return None
    return Span("place", value, hit.start, end)


def _color(hit: Hit, mean: Meaning, before: str, after: str) -> Span | None:
    short = hit.end - hit.start == 1
    if match := re.match("色(?!差|号|泽|彩|浅|深)", after):
        if short and _COLOR_NOT.search(before) and before[-1:] not in "大小":
            return None
        return Span("color", mean.value + "色", hit.start, hit.end + len(match[0]))
    if mean.value in _COLOR_TOO:
        return (
            None
            if not (_COLOR_VERB.search(before) and re.match("的(?=$|,| |。|吧|款)|款", after) and mean.value != "奶茶")
            else Span("color", mean.value, hit.start, hit.end)
        )
    if not short:
        return Span("color", mean.value, hit.start, hit.end)
    if re.match(r"的(?=$|[,。!? ]|吧|有|没|还|好|那|这|呢|吗)|款", after) and not _COLOR_NOT.search(before):
        return Span("color", mean.value, hit.start, hit.end)
    return Span("color", mean.value, hit.start, hit.end) if _COLOR_VERB.search(before) and (not after or after[0] in ",。!? 吧") else None


def _recipient(hit: Hit, mean: Meaning, before: str, after: str) -> Span | None:
    if mean.value == "送人":
        if after.startswith(("员", "家", "物", "品")) or before.endswith(("派", "拍", "配")):
            return None
        return Span("recipient", "送人", hit.start, hit.end)
    given = _FOR.search(before) is not None and not re.search("(?:介绍|推荐|分享|转发|转)给$", before)
    if mean.value == "自己" and not re.search("(?:我|给|^|[, ])$", before):
        return None
    if given and not re.match(r"打电话|说|看看|付|解释|道歉|留言|发(?:货|信)|处理|核实|派|送货|个说法|个交代|添麻烦|退|发过来", after):
        return Span("recipient", mean.value, hit.start, hit.end)
    if mean.value in ("孕妇", "宝宝") and re.search(r"(?:我是|我家|适合|新|家里|我们家)(?:个|有个?)?$", before):
        return Span("recipient", mean.value, hit.start, hit.end)
    if _USES.match(after) and not re.search(r"(?:你|你们|别人|他们)$", before):
        if mean.value in _ONLY_FOR and not re.match(r"(?:能|可以|也|要|平时)?(?:用|穿|吃|喝|戴|玩|洗|擦|泡|喝)(?!过|的?老)", after):
            return None
        if mean.value in ("朋友", "客户", "同事", "亲戚", "学生"):
            return None
        return Span("recipient", mean.value, hit.start, hit.end)
    return None
