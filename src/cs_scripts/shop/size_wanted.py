"""Whether a message asks for a size, and which figure a bare number is that answers the shop's question."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.body import Body
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

Turns = Sequence[tuple[str, str]]

ASKS = lazy(
    r"(?:穿|拍|选|拿|买|戴|要|用|适合|下)[^\n,。]{0,4}(?:什么|啥|哪|多大|几)|(?:什么|啥|哪个|哪一个|几|多少)\s?(?:尺?码|号)|多大(?:码|号)|码合适|有(?:没有)?(?:加大|大码|加肥)|选[码号]|推荐[^\n]{0,3}码|(?:[smlx]|\d{2})\s?码?\s?还是|选[^\n]{0,3}[行可]|(?:更|再)大|大一?[点些]的?(?:码|尺|吗|么|没|不|有)"
)
CAN = lazy(
    r"(?:能|可以|可)穿|穿\s?\d{2,3}\s?(?:行|可以|合适|够|会不会|刚好|[吗么不没])|穿得[下上了]|穿不穿得|能不能穿|(?:码|号|[smlx])\s?(?:行|可以|能穿|合适|够|小不|大不|会不会|[吗么不没]$)|行不|行吗|会不会[^\n]{0,2}[紧小大松]"
)
_SIZE_WORD = lazy(
    r"码|穿|戴|男宝|女宝|身长|手寸|圈号|尿|身高|体重|几号|合身|胸围|腰围|脚长|脚\s?\d|头围|指围|周长|内径|直径|尺寸|号型|[smlx]\s?还是|[选拿拍买]\s?\d{2,3}(?!\d|[件个斤])"
)
_NAMED_FIGURE = lazy(r"身高|体重|[高重围]|脚长|斤数")
_GOODS_WEIGHT = lazy(r"\d\s?斤(?:装|一|的一|每)|净重|毛重|一[箱袋盒包]|几斤")
_GROWN = lazy(r"斤多?了|kg了|斤的(?:宝|娃|孩)|(?:宝宝|娃|孩子|小的)[^\n,。]{0,4}\d")
"""Words of a weight that a child has come to: 快13公斤了."""

_SELLER_ASKED = lazy(r"身高|体重|多重|多高|多少斤|几斤|脚长|腰围|胸围|头围|手指|手寸|几岁|多大")
FOOT = lazy(r"脚(?![^\n,。]{0,5}不)[^\n,。肿]{0,6}?[宽胖肥瘦窄]|脚背|脚型")
_OF_ONE_THING = frozenset({"head", "finger", "ring", "underbust"})
"""Figures for which one kind of thing is made."""

_SHORT = 10
_BARE = lazy(r"[^\d]{0,4}\d{2,3}(?:\.\d{1,2})?[^\d]{0,3}")
_FIGURES = ("脚长", "腰围", "胸围", "头围", "臀围", "身高", "体重")


def figure_asked_for(text: str, history: Turns) -> str:
    """Put the name of the figure that the shop asked for before a bare number that answers: 24.5 after 您脚长多少.

    Args:
        text: the message.
        history: role and text of the turns before it, oldest first.

    Returns:
        The message, with the name where the last turn asked for one figure and the message is little but a number.

    >>> figure_asked_for("24.5", [("seller", "亲脚长多少呢")])
    '脚长24.5'
    """
    if not history or history[-1][0] != "seller" or not _BARE.fullmatch(text.strip()):
        return text
    turn = fold(history[-1][1][:120]).replace("脚多长", "脚长").replace("腰多", "腰围").replace("多高", "身高").replace("多重", "体重")
    asked = [name for name in _FIGURES if name in turn]
    return asked[0] + text.strip() if len(asked) == 1 and not any(name in text for name in _FIGURES) else text


def size_wanted(folded: str, here: Body, history: Turns, *, sizing: bool) -> bool:
    """Tell whether a size is asked for: figures in answer to the shop's question count too.

    Args:
        folded: the message, folded.
        here: the figures it gives.
        history: role and text of the turns before it, oldest first.
        sizing: whether the message was recognised as a question of size, or the article has sizes.

    Returns:
        Whether it is.

    >>> size_wanted("腰围70", Body(waist=70), [], sizing=True), size_wanted("两斤装的", Body(weight=1), [], sizing=True)
    (True, False)
    """
    if not here.known() and not here.doubts:
        return bool(ASKS.search(folded) and _SIZE_WORD.search(folded)) or ("穿" in folded and bool(CAN.search(folded)))
    asks = bool(ASKS.search(folded) or CAN.search(folded))
    names = set(here.known())
    if {"bust", "underbust"} <= names or (names <= _OF_ONE_THING and names and len(folded) <= _SHORT):
        return True
    if not names and not _NAMED_FIGURE.search(folded):
        return False
    body_word = bool(_SIZE_WORD.search(folded)) or "拿" in folded or sizing
    if names <= {"weight"} and not here.doubts and ((_GOODS_WEIGHT.search(folded) and not _GROWN.search(folded)) or not body_word):
        return False
    if names == {"months"} and not ((_SIZE_WORD.search(folded) or (sizing and "多大" in folded)) and asks):
        return False
    seller = next((turn for role, turn in reversed(history) if role == "seller"), "")
    answers = bool(history) and history[-1][0] == "seller" and bool(_SELLER_ASKED.search(seller))
    size_word = bool(_SIZE_WORD.search(folded)) or len(names) > 1 or bool(names - {"height", "weight"})
    return answers or (asks and (size_word or sizing)) or (sizing and size_word)
