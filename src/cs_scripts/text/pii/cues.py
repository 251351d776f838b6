"""What stands before or after a figure and tells what it is: a barcode, an amount, an order."""

from __future__ import annotations

from cs_scripts.text.patterns import lazy

_LENGTH = 16

_PLAIN = lazy(
    r"(?:(?:[型款货批色版件]|配方|产品|许可证?|备案|文|标准)号|批次|条形?码|isbn|(?:商品|宝贝|产品|"
    r"货品|链接|物料|素材)(?:的)?(?:id|编号|编码|码)?|sku|sn|时间戳|执行标准|(?<![a-z])(?:gb|"
    r"id|q))"
    r"(?:/t|号|是|为|叫|编码|数字)?[ :=#]{0,3}[a-z]{0,4}[ -]?$"
)
_ORDER = lazy(r"(?:订单|交易|单号|快递|运单|物流)[^,。!?]{0,8}$")
_COURIER = lazy("(?:顺丰|中通|圆通|申通|韵达|极兔|邮政|百世|德邦)(?:速[递运])?[ :]{0,2}$")
_CARD = lazy(r"(?:卡号|银行卡?|[账帐][号户]|储蓄卡|信用卡|[工农建招中交]行|农商|农信)[^0-9]{0,8}$")
_LANDLINE = lazy(r"(?:座机|电话|固话|传真|tel)(?:号码?)?(?:是|为)?[ :.]{0,2}$")
_MOBILE = lazy(
    r"(?:电话|手机号?|号码|联系(?:方式|人|我|[他她])?|打(?:我|给我?)|拨打?|短信|tel|phone|mobile)(?:号码?)?"
    r"(?:是|为|[换改][成为]?|[ :,.(+]){0,4}$"
)
_MEASURE = lazy("(?:(?:[满减]|价[格钱位]?|[长宽高厚重][度量]?|尺[寸码]|码数|规格|大小|面积|身高|体重)(?:是|为|[ :约¥￥$]){0,3}|[¥￥$] ?)$")
_MEASURE_BEHIND = lazy("(?:这个|的|那个)?(?:尺[寸码]|规格|大小|[cm]m|厘米|毫米)")
_PASSPORT = lazy(r"(?:护照|通行证|回乡证|台胞证|港澳证|passport)[^,。!?]{0,8}$")
_ID = lazy(r"身份证[^,。!?0-9]{0,8}$")
_UNIT = lazy(
    r" ?(?:元|块|円|日元|韩元|人民币|rmb|件|个(?!人)|米|斤|克|公斤|次|人|粉丝|瓶|盒|箱|"
    r"[万亿](?![\u4e00-\u9fff])|条评|[km]?g(?![a-z])|ml|mah|毫安|点积分|积分)"
)


_FEW = lazy(r" ?(?:双|套|条|张|包|支|只|袋|组|对|份|枚|片|款|码|折|岁|楼|位|天(?!猫)|[号月日点]|小时|分钟?|%)")
_MUCH = lazy(" ?(?:元|块|円|年)")
_SHORT = 3


def _before(text: str, place: int) -> str:
    return text[max(0, place - _LENGTH) : place]


def says_plain(text: str, start: int) -> bool:
    """Tell whether what stands before says that a figure is nobody's: a model, a batch, a barcode, an article.

    Args:
        text: the view's text.
        start: where the figure begins.

    >>> says_plain("型号12345678", 2), says_plain("订单号12345678", 3)
    (True, False)
    """
    before = _before(text, start)
    return bool(_PLAIN.search(before)) and not _ORDER.search(before)


def counts(text: str, end: int) -> bool:
    """Tell whether what stands behind says that a figure is an amount.

    Args:
        text: the view's text.
        end: the place after the figure.

    >>> counts("1234567890元", 10)
    True
    """
    return bool(_UNIT.match(text, end))


def counts_group(text: str, start: int, end: int) -> bool:
    """Tell whether a group of digits behind a number is an amount or a day of its own ("3天", "2双", "200元"), not more of the number.

    Args:
        text: the view's text.
        start: where the group begins.
        end: the place after it.

    >>> counts_group("9012 3天", 5, 6), counts_group("5678 9012件", 5, 9)
    (True, False)
    """
    if end - start > _SHORT:
        return bool(_MUCH.match(text, end))
    return counts(text, end) or bool(_FEW.match(text, end))


def measures(text: str, start: int, end: int) -> bool:
    """Tell whether what stands before or behind says that figures are sizes, prices or amounts.

    Args:
        text: the view's text.
        start: where the figures begin.
        end: the place after them.

    >>> measures("尺寸150 2000", 2, 10), measures("我是150 2000", 2, 10)
    (True, False)
    """
    return counts(text, end) or bool(_MEASURE.search(_before(text, start)) or _MEASURE_BEHIND.match(text, end))


def says(what: str, text: str, start: int) -> bool:
    """Tell whether what stands before a figure says what it is.

    Args:
        what: ``order``, ``courier``, ``card``, ``landline``, ``mobile``, ``passport`` or ``id``.
        text: the view's text.
        start: where the figure begins.

    >>> says("card", "卡号6200", 2)
    True
    """
    return bool(_CUES[what].search(_before(text, start)))


_CUES = {
    "order": _ORDER,
    "courier": _COURIER,
    "card": _CARD,
    "landline": _LANDLINE,
    "mobile": _MOBILE,
    "passport": _PASSPORT,
    "id": _ID,
}
