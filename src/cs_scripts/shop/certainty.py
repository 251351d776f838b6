"""Whether a message certainly asks what an article is like, rather than telling of an order or setting one beside another."""

from __future__ import annotations

from cs_scripts.shop.attributes import Asked
from cs_scripts.shop.goods_joined import COMPARES
from cs_scripts.text.patterns import lazy

ELSEWHERE = lazy(
    r"收到|到手|坏了|破了|裂了|退|(?<!多久)(?<!多久要)(?<!多久该)(?<!多久得)换[^\n]{0,4}[货的]|取消|发票|订单|快递|物流|师傅|维修|赔|补发|签收|投诉|差评|(?<!会不会是)(?<!是不是)(?<!不会是)假货|客服|支付|付款|刚买|之前买|上次买|买了|拍了|(?:用|吃|穿|洗)了(?!会|掉|缩|起|变|皱|褪|上|能|要|还|不|过敏|串)|我要买|只要|就要"
)
"""Words of what happened to an order, or of what is done with one, rather than of an article."""

OPEN = lazy(r"[多几啥怎咋哪吗]|什么|如何|有没有|会不会|不[^\n]|有没|还有|还是")
_BEFORE = lazy(r"能|可以|会|有没有|有无|是不是|是|什么|多少|啥|带|含|有|支持|要|用|放|进")
_AFTER = lazy(
    r"[^\n]{0,5}?(?:吗|唔|咩|嘛|么|不|没|吧|[?？]|呢|多[少久长大]|哪|怎么样|如何|多大|几|啥|什么|咋样"
    r"|(?:报|发|说|讲|告诉)(?:给?我|一下|下))"
)
_TWO_WAYS = lazy(r"偏?(?P<one>[大软厚宽])还是偏?(?P<other>[小硬薄窄])|偏?小还是偏?大|偏?硬还是偏?软|偏?薄还是偏?厚")
"""The two ends of one matter, which set no article beside another."""


def certain(folded: str, asked: Asked) -> bool:
    """Tell whether a message certainly asks for an attribute, so that a draft with a slot serves without any table.

    Args:
        folded: the message, folded.
        asked: the attribute that its words name.

    Returns:
        False for statements, for comparisons of what nobody knows, and for what happened to an order.

    >>> from cs_scripts.shop.attributes import asked_attributes
    >>> ask = asked_attributes("这个是纯棉的吗")[0]
    >>> certain("这个是纯棉的吗", ask), certain("昨天收到的不是纯棉的吧", ask)
    (True, False)
    """
    if ELSEWHERE.search(folded) or COMPARES.search(_TWO_WAYS.sub("", folded)):
        return False
    if OPEN.search(asked.word) or any(asked.word in match[0] for match in _TWO_WAYS.finditer(folded)):
        return True
    before, _, after = folded.partition(asked.word)
    return bool(_BEFORE.search(before[-6:]) or _AFTER.match(after))
