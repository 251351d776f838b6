"""Stock, colours, sizes and prices: what the table says of the very option that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.attributes import attributes
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.goods import OPTION_KEYS, Article
from cs_scripts.shop.options import mentioned, plain
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.patterns import lazy

_HAVE = lazy(
    r"有(?!些|点|个|人|时|什么用)[^\n,。]{0,10}?(?:吗|嘛|么|不|没|[?？]|$)|有没有|还有|有木有|有无|现货|库存|没货|缺货|断货|断码|卖完|能拍|可以拍|还剩|剩几|剩多少|呢[?？]?$|都没了|没了[吗么?？]"
)
_SURELY_HAVE = lazy(r"有(?!些|点|个|人|时)[^\n,。]{0,8}?(?:吗|嘛|么|不|没|[?？])|有没有|还有[^\n]{0,4}$|有货|现货|有木有|没货了[吗么]")
_PLAINLY = lazy(
    r"有(?:没有)?(?:现)?货(?:吗|嘛|么|不|没|[?？]|$)|有货没|还有货|有没有货|现货[吗么嘛]|是现货|没货了[吗么]|卖完了[吗么]|缺货[吗么]|断货了?[吗么]"
)
_BOUGHT = lazy(r"收到|买的|拍的是|退|换成|换货|发错|订单|快递|之前|上次|还是|区别")
_COLORS = "红 橙 黄 绿 青 蓝 紫 黑 白 灰 粉 棕 咖 米 金 银 藏青 卡其 驼 杏 奶茶 豆沙 墨绿 酒红 天蓝 米白 焦糖 裸".split()  # noqa: SIM905 - a table of words
_COLOR = lazy(rf"(?<![掉褪染变花])({'|'.join(sorted(_COLORS, key=len, reverse=True))})(?:色的?|的(?!确|话))")
_SIZE = lazy(
    r"(?<![a-z0-9])(x{1,4}[sl]|[2-6]xl|[sml])(?:码|号)?(?![a-z0-9])|(?<![\d.])(\d{2,3}(?:\.5)?)\s?(?:码|号)(?!前|后|之|发|到|能|可以)"
)
_COUNT = lazy(r"(?<![\d.])(?:[2-9]|[1-9]\d{1,3}|[两三四五六七八九十])\s?(?:件|个|双|盒|瓶|袋|套|台|包|箱|条|只|支|份|罐|把|斤)")
_BESIDES = lazy(
    r"刻字|安装|一起|运费|邮费|快递|手工|配件|滤[芯网]|刚才|昨[天晚]|双十?[一1二2]|618|活动|券|折|满|送|一共|总共|合计|加起来|为什么|怎么[^\n]{0,4}(?:贵|便宜)|比"
)
_FEW = 20


def option_answer(about: About) -> Answer | None:
    """Answer whether an option is to be had, or how many are left.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where nothing of the kind is asked.
    """
    color = next((match[1] for match in _COLOR.finditer(about.text)), "")
    size = next(((match[1] or match[2]) for match in _SIZE.finditer(about.text)), "").upper()
    article = about.article
    if article is None:
        return _without_goods(about, color, size)
    named = {key: mentioned(article.options(key), about.text) for key in OPTION_KEYS}
    if not _HAVE.search(about.text):
        return None
    if color and not named["color"]:
        family = tuple(option for option in article.options("color") if color in option)
        if not family and article.options("color"):
            return _not_offered(about, "color", color if color.endswith("色") else f"{color}色")
        named["color"] = family
    if size and not named["size"] and not named["spec"] and article.options("size"):
        found = tuple(
            option
            for option in article.options("size")
            if option.upper().rstrip("码号") == size.replace("XXXL", "3XL").replace("XXL", "2XL")
        )
        if not found:
            return _not_offered(about, "size", f"{size}码")
        named["size"] = found
    wanted = [option for key in OPTION_KEYS for option in named[key]]
    if not wanted and not re.search("|".join(attributes()["stock"].words), about.text):
        return None
    return _stock(about, article, named)


def _without_goods(about: About, color: str, size: str) -> Answer | None:
    option = "".join(part for part in (f"{color}色" if color else "", f"{size}码" if size else ""))
    if _BOUGHT.search(about.text) or not (_SURELY_HAVE if option else _PLAINLY).search(about.text):
        return None
    label = f"{option}有没有货"
    return Answer(
        "goods.draft", "stock", say("draft_stock", about.text, {"subject": about.subject, "slot": slot(label)}), (label,), ("goods.stock",)
    )


def _not_offered(about: About, key: str, option: str) -> Answer:
    article = about.article
    assert article is not None
    values = {
        "subject": about.subject,
        "option": option,
        "label": "颜色" if key == "color" else "尺码",
        "list": "、".join(article.options(key)),
    }
    return Answer("goods.stock", "stock", say("not_offered", about.text, values), uses=(f"goods.{key}",))


def _stock(about: About, article: Article, named: dict[str, tuple[str, ...]]) -> Answer:
    """Say the stock of what is named: one option exactly, else which of several are to be had."""
    pairs = article.numbers("stock")
    option = "".join(_coded("/".join(named[key])) if key == "size" else "/".join(named[key]) for key in OPTION_KEYS)
    uses = ("goods.stock", *(f"goods.{key}" for key in OPTION_KEYS if named[key]))
    values = {"subject": about.subject, "option": option}
    fitting = [
        (name, count)
        for name, count in pairs
        if not name or all(not named[key] or _names(name, named[key], article, key) for key in OPTION_KEYS)
    ]
    if not fitting:
        label = f"{option}库存"
        kind = "draft_left" if option else "draft_stock"
        return Answer("goods.draft", "stock", say(kind, about.text, values | {"slot": slot(label)}), (label,), uses)
    there = [name for name, count in fitting if count]
    gone = [name for name, count in fitting if not count]
    if not there:
        others = [name for name, count in pairs if count and name]
        values |= {"restock": _restock(article), "instead": f"，现在有货的是{'、'.join(others[:4])}" if others else ""}
        return Answer("goods.stock", "stock", say("stock_no", about.text, values), uses=uses)
    if len(fitting) > 1 and (gone or (len(there) > 1 and not option)):
        values |= {"list": "、".join(there[:8]), "gone": f"，{'、'.join(gone[:4])}没货了" if gone else ""}
        return Answer("goods.stock", "stock", say("stock_some", about.text, values), uses=uses)
    total = sum(count for _, count in fitting)
    few = total <= _FEW and (fitting[0][0] or not option)
    return Answer(
        "goods.stock", "stock", say("stock_yes" if few else "stock_many", about.text, values | {"count": plain(total)}), uses=uses
    )


def _coded(size: str) -> str:
    """Write a size by letters or digits with 码, as people say it."""
    return f"{size}码" if size and size.isascii() and "/" not in size and len(size) <= 4 else size


def _names(name: str, options: Sequence[str], article: Article, key: str) -> bool:
    """Tell whether a line of the stock is one of these options, or does not part the article by this sort of option."""
    here = mentioned(article.options(key), name.lower())
    return not here or any(option in here for option in options)


def _restock(article: Article) -> str:
    day = article.values.get("restock_date", "")
    return f"，预计{day}到货" if day else ""


def priced(text: str) -> bool:
    """Tell whether a message asks for a sum, or for the price of something besides the article.

    Args:
        text: the message, folded.

    Returns:
        True where several pieces or a service, a part or a coupon are named.
    """
    return bool(_COUNT.search(text) or _BESIDES.search(text))


def price_answer(about: About, key: str) -> Answer | None:
    """Answer what an article costs, or each of its options.

    Args:
        about: the article and the message.
        key: ``price`` or ``list_price``.

    Returns:
        The answer; None where several are to be bought, whose sum is reckoned elsewhere, or the table has no price.
    """
    article = about.article
    if article is None or priced(about.text):
        return None
    pairs = article.numbers(key)
    if not pairs:
        return None
    intent = next((each for each in about.intents if each in ("price_info", "promotion")), "price_info")
    values = {"subject": about.subject + ("原价" if key == "list_price" else ""), "option": "", "more": "", "label": "价格"}
    names = [option for each in OPTION_KEYS for option in article.options(each)]
    named = mentioned(names, about.text)
    fitting = [
        (name, value) for name, value in pairs if not name or not named or any(option in named for option in mentioned(names, name.lower()))
    ]
    if not fitting:
        return None
    if len({value for _, value in fitting}) > 1:
        shown = "、".join(f"{name}{plain(value)}元" for name, value in fitting[:8])
        return Answer("goods.price", intent, say("prices", about.text, values | {"list": shown}), uses=(f"goods.{key}",))
    values |= {"option": "".join(named), "value": plain(fitting[0][1])}
    kind = "list_price" if key == "list_price" else "price"
    return Answer("goods.price", intent, say(kind, about.text, values), uses=(f"goods.{key}",))
