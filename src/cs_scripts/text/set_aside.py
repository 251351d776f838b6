"""Set aside words of an intent that are said but not meant: what is denied, and articles whose name carries such a word.

没说要退款 asks for no refund, and 投诉箱 is a thing to buy. The first is left out and the second becomes one character, so that the rest
decides.
"""

from __future__ import annotations

import re

from cs_scripts.text.patterns import lazy

ARTICLE = "\ue00d"

_DEMAND = (
    r"(?:退款|退钱|退货|退换|换货|退|催促?单?|投诉|举报|差评|砍价|讲价|还价|议价|便宜|优惠券?|打折|取消订?单?"
    r"|开?发票|补发|赔钱?|赔偿|差价|赠品|包邮|邮费)"
)
_DENIED = lazy(
    r"(?=[没不又谁])(?:"
    rf"没有?(?:说过?|想过?|打算|要求|让你们?)(?:是?要|想|给我)?{_DEMAND}|没有?要{_DEMAND}|谁说要?{_DEMAND}了?"
    rf"|(?:(?<=我)|(?<=并)|(?<=又)|(?<![^\n]))不是(?:来|想)?(?:要|来)?{_DEMAND}(?:你们?|您)?(?:发货|货)?的?(?![^\n]{{0,6}}(?:[吗嘛]|(?<![怎什那这多])么))"
    rf"|(?<![^\n])不[要用]{_DEMAND}(?![的也了])(?=[^\n]{{4}})|(?<!是)不是(?:怀疑|嫌|说)(?:真假|假货?|贵)(?=[^\n]{{3}})"
    r"|(?<![会能要])不(?:催|砍价|讲价|还价|投诉)(?:你们?|您)?(?:发货|货)?"
    r"|(?<!是)不是问[^\n]{1,8}?(?=是问|问的?是|就是?问)"
    r")"
)
_NAMES = (
    r"(?:投诉|意见|建议|发票|票据|收据|退换?货|退款|换货|优惠券|代金券|会员卡|积分卡|好评卡?|评价|保修|质检|正品|防伪|授权"
    r"|发货|运费|物流|快递|面单|合格证|打包|封箱|售后|客服|验货)"
)
_THINGS = (
    r"(?:专用)?(?:收纳|登记|打印|操作|标签|保障|授权|返现|贴)?"
    r"(?:箱子?|夹子?|标签纸?|贴纸|印章|章|本子?|簿|手册|册|架子?|打印机|读卡器|胶带|带子|绳子?|笔|灯|刀|牌子?|相框|卡套|卡纸|模板|吊牌|推车|小车|周转箱|耳机|标签机|打包机|封箱[机器]|器(?=好|怎|有|能|多))"
)
_ARTICLE = lazy(rf"(?=[投意建发票收退换优代会积好评保质正防授运物快面合打封售客验]){_NAMES}{_THINGS}(?!关|会|构|率|动)")
_NOT_THINGS = lazy(r"快递(?:箱子?|柜|架|牌)|物流(?:牌|箱|架|章)|防伪(?:标签?|贴纸|章)|发货本|客服机|授权章|授权本|好评本|质检章|售后章")


def set_aside(blob: str) -> str:
    """Leave out what is denied, and put one character in the place of each such article.

    Args:
        blob: normalised messages, joined by line feeds.

    Returns:
        The messages.

    >>> set_aside("没说要退款就问几天到"), set_aside("发票夹有卖吗").replace(ARTICLE, "*")
    ('就问几天到', '*有卖吗')
    """
    return _ARTICLE.sub(_article, _DENIED.sub("", blob))


def _article(match: re.Match[str]) -> str:
    return match[0] if _NOT_THINGS.fullmatch(match[0]) else ARTICLE
