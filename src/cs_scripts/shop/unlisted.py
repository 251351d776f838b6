"""Whether the shop sells what its table of goods does not list: the reply leaves 有 or 没有 to the agent, and promises no link."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import PARTLY, Answer
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
    match = _SELLS.search(folded)
    what = match["what"] or match["thing"] if match else ""
    if not what or _NO_GOODS.search(what) or (intents and intents[0] not in (*_LISTS, "sizing")):
        return None
    label = "有/没有"
    text = say("unlisted", folded, {"noun": what, "slot": slot(label)})
    return Answer("goods.unlisted", "stock" if not intents else intents[0], text, (label,), ("goods.name",))


def beside_size(unlisted: Answer | None, answers: Sequence[Answer]) -> list[Answer]:
    """Say of a size that is looked up that the thing itself may not be sold: 婚戒有没有 手指54毫米戴几号.

    Args:
        unlisted: what leaves open whether the thing is sold; None where this is not asked.
        answers: the other answers.

    Returns:
        All of them, both in one where the first of the others is a size.
    """
    if unlisted is None:
        return list(answers)
    if not answers or not answers[0].id.startswith("sizes.") or answers[0].missing:
        return [unlisted, *answers]
    text = one_breath(unlisted.text, answers[0].text)
    return [replace(answers[0], id=PARTLY, text=text, missing=unlisted.missing), *answers[1:]]
