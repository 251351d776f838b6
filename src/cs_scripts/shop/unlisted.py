"""Whether the shop sells what its table of goods does not list: the reply leaves 有 or 没有 to the agent, and promises no link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.size_charts import charts
from cs_scripts.shop.wording import one_breath, say, slot
from cs_scripts.text.patterns import lazy

_SELLS = lazy(
    r"(?:有没有|有木有|有无|有卖|卖不卖|有得卖|(?:你们?家?|店里|店铺|家里|这里|咱们?家?|贵店)(?:现在|也|还|都)?[有卖](?!不卖|没有)|(?:^|[\s,，。])(?:请问|亲)?[有卖](?!不卖|没有))"
    r"(?:卖|没有)?(?P<what>[\u4e00-\u9fff]{2,8}?)(?:卖|售|出售)?的?(?=[吗么嘛没不呀啊呢\s,，。?？]|$)"
    r"|(?:^|[\s,，。])(?P<thing>(?:(?![你我他们咱店这那您])[\u4e00-\u9fff]){2,6}?)(?:\d{1,3}(?:毫米|mm|厘米|cm|号|寸)?的?)?"
    r"(?:你们?家?|咱们?家?|店里)?(?:有没有|有得|有)卖?(?=[吗么嘛没不呀啊呢\s,，。?？]|$)"
)
_NO_GOODS = lazy(
    r"货|色|码|号|味|款|种|优惠|活动|福利|券|折|赠|礼|发票|客服|电话|门店|实体|运费|保险|会员|群|样品|视频|图|链接|质保|保修|证书|报告|说明|快递"
    r"|的$|别的|其他|便宜|什么|啥|哪|人|时间|区别|味道|库存|包装|盒子|袋子|标签|问题|关系|效果|影响|退|换|发|寄|送|到|单|票|人工|卖|评价|地址|自提|积分"
)
_HAD = lazy(
    r"有没有|有木有|有没(?=$|[\s,，。])|有无|有[卖售]|[卖售]不[卖售]|有得卖|有(?:[^\n,，。]{1,8})?[吗么嘛没不](?=$|[\s,，。?？])|[卖售][吗么嘛不](?=$|[\s,，。?？])"
)
_OF_ONE_KIND = ("rings", "bras")
"""Charts of one kind of thing: its name in a message says what is asked for, whatever else of sizes the message tells."""

_LISTS = ("stock", "recommendation", "product_info", "ordering")


def unlisted_answer(folded: str, intents: Sequence[str]) -> Answer | None:
    """Leave open whether the shop sells a thing that no article of its table is called by.

    Args:
        folded: the message, folded; it is about no article.
        intents: the recognised intents, likeliest first; empty where nobody recognised any.

    Returns:
        The answer; None where nobody asks for a thing to be had.

    >>> unlisted_answer("你们家有没有结婚对戒,想要女款12号", ["stock"]).missing
    ('有/没有',)
    """
    if noun := _of_one_kind(folded):
        return _open(folded, noun, intents[0] if intents else "stock")
    match = _SELLS.search(folded)
    what = match["what"] or match["thing"] if match else ""
    if not what or _NO_GOODS.search(what) or (intents and intents[0] not in (*_LISTS, "sizing")):
        return None
    return _open(folded, what, intents[0] if intents else "stock")


def beside_size(unlisted: Answer, answers: Sequence[Answer]) -> list[Answer]:
    """Say in one reply that it is open whether a thing is sold, and which size the figures told would be.

    Args:
        unlisted: what ``unlisted_answer`` gave.
        answers: the answers about goods, of which one may tell a size.

    Returns:
        All of them, the open one first.

    >>> size = Answer("sizes.rings", "sizing", "亲，手指周长5.2cm按戒指手寸表一般穿12号哦", (), ("finger",))
    >>> beside_size(Answer("goods.unlisted", "stock", "亲，对戒店里目前【待填:有/没有】卖哦", ("有/没有",)), [size])[0].text
    '亲，对戒店里目前【待填:有/没有】卖；手指周长5.2cm按戒指手寸表一般穿12号哦'
    """
    size = next((answer for answer in answers if answer.id.startswith("sizes.") and not answer.missing), None)
    if size is None:
        return [unlisted, *answers]
    whole = replace(unlisted, text=one_breath(unlisted.text, size.text), uses=(*unlisted.uses, *size.uses))
    return [whole, *(answer for answer in answers if answer is not size)]


def _of_one_kind(folded: str) -> str:
    """Give the thing of one kind that a message asks to be had: 对戒 in 对戒有没有 手指周长52毫米."""
    kinds = [kind for name in _OF_ONE_KIND for kind in charts()[name].kinds if kind in folded]
    return max(kinds, key=len) if kinds and _HAD.search(folded) else ""


def _open(folded: str, noun: str, intent: str) -> Answer:
    label = "有/没有"
    return Answer("goods.unlisted", intent, say("unlisted", folded, {"noun": noun, "slot": slot(label)}), (label,), ("goods.name",))
