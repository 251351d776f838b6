"""Questions about an article that no attribute covers: the buyer's own words become the slot that the agent fills."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import Asked, attributes
from cs_scripts.shop.contents import lacked
from cs_scripts.shop.facts_said import About, said
from cs_scripts.shop.options import split_options
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.patterns import lazy

_YES_NO = lazy(
    r"(?P<verb>是不是|能不能|会不会|有没有|可不可以|可以|是|能|会|带|含|真)(?P<what>[\u4e00-\u9fffa-z0-9]{1,8}?)"
    r"的?(?:吗|么(?!时)|嘛|不(?=$|[ ,。?!])|没(?=$|[ ,。?!])|吧|[?？])"
)
_HAS = lazy(r"有(?:没有)?(?P<what>[\u4e00-\u9fffa-z0-9]{2,6}?)(?:吗|么|没|不|[?？]|$)")
_WHETHER = lazy(r"(?:是不是|是)(?P<what>[\u4e00-\u9fffa-z0-9]{2,8}?)(?:产)?的?(?:吗|么|吧|[?？]|$)")
_IS = lazy(r"(?:^|[\s,，])(?P<what>[\u4e00-\u9fff]{2,4}?)[味色款产]?的[吗么]")
_EITHER = lazy(
    r"(?:^(?!请问|这|那|你|我|亲|是)|是)(?P<one>[\u4e00-\u9fffa-z0-9]{1,6}?)"
    r"还是(?P<two>[\u4e00-\u9fffa-z0-9]{1,6}?)(?=[呢啊呀吗嘛么?？,。 ]|$)"
)
_WORKS = lazy(r"对[\u4e00-\u9fff]{1,10}有(?:没有|用|作用|效果|帮助)(?:作用|效果|帮助|好处|用处)?")
_DIFFERENCE = lazy(r"(?:什么|啥|哪些|多大)?(?:区别|差别|不同|差异)|哪里?不一样|有何不同")
_BARE = lazy(r"^(?:亲|请问|那|这个|这款|它)?[ ,]?(?P<what>[\u4e00-\u9fff]{2,4}?)[吗么嘛不][?？]?$")
_OF_TASTE = lazy(r"好|划算|合算|贵|值|靠谱|快|多|少|在|行$|对$|懂|知道|明白|可以|喜欢|实惠|有[货的]")
"""Words on which no table decides."""

_OF_SORT = lazy(
    r"(?:什么|啥|哪种)(?P<what>(?!时候|意思|情况|关系|问题|区别|东西|办法|原因|样|地方|人)[\u4e00-\u9fff]{2,3})"
    r"(?=[的呢啊呀]*[?？]?$)"
)
_EITHER_WAY = lazy(r"(?P<what>[\u4e00-\u9fffa-z0-9]{0,6}?(?P<one>[\u4e00-\u9fff])[不没](?P=one)[\u4e00-\u9fff]{0,2})")
_WHOLE = lazy(r"^(?:亲|请问|那|这个|这款|它)?[ ,]?(?P<what>[\u4e00-\u9fffa-z0-9]{5,10}吗)[?？]?$")
_ASK_FORM = {"是": "是不是", "能": "能不能", "会": "会不会", "带": "带不带", "含": "含不含", "可以": "可不可以"}
_NOT_A_FACT = lazy(
    r"退|换|发货|发[出吗]|到货|优惠|便宜|少点|送|拍下|下单|付款|改|取消|快递|邮|开票|发票|订单|收到|推荐|介绍|看看|告诉|问|说|帮|你们?|我|假|骗|真的|这样|这个|那个|什么|怎么|哪|一样"
)
_OF_SHOP = lazy(
    r"退|换|发货|发[出吗]|到货|优惠|便宜|少点|送|拍下|下单|付|改(?![短长小大])|取消|快递|邮|开票|发票|订单|收到|推荐|介绍|看看|告诉|问|说|帮|给我|几天|多久|多少钱|价|运费|赠|满|减|券|活动"
    r"|到手|礼|买|要|地址|麻烦|客服|谢谢|好评|你们|我|骗|假|真的|时候|啥时|几时|几号(?![孔电线针螺])|一共|总共|合计|颜色|[很太挺]"
)
"""Words of the shop, of an order or of sending."""

_SOLD = lazy(r"有没有|有木有|有无|有[售卖][吗么嘛不没]|是否有[售卖]|有得?卖|卖不卖|(?:有|出售)[吗么嘛没不]?(?=$|[\s,，。?？])")
_WHETHER_TO = lazy(r"[要用]不[要用](?:另外?买)?(?!钱)|是否需要|需不需要|请问")
_OF_SELF = lazy(r"我(?=1\d\d|一个人|自己|一米)")
_AMENDS = lazy(r"(?:换|修|换新|更换)(?:还是|或者?)(?:是)?(?:给?维?修|换|退)")
_MOST_OFFERED = 3
_STATED = (
    "material",
    "ingredients",
    "lining",
    "filling",
    "sole",
    "origin",
    "brand",
    "box",
    "feature",
    "thickness",
    "fit_style",
    "usage",
    "fragrance",
)


def open_question(about: About, nouns: Sequence[str] = ()) -> Answer | None:
    """Answer a question that no attribute covers.

    Args:
        about: the article, where it is known, and the message.
        nouns: what the message calls the article.

    Returns:
        A yes where the article's row has the buyer's very words, else a draft whose slot is the buyer's question; None where the
        message asks nothing that a slot could hold.

    >>> open_question(About(None, "这款", "请问是生的还是熟的呢")).missing
    ('生的还是熟的',)
    >>> open_question(About(None, "这款", "是带盖的吗")).missing
    ('是不是带盖',)
    """
    text = about.text
    intent = about.intents[0] if about.intents else "product_info"
    if _DIFFERENCE.search(text):
        return Answer("goods.draft", intent, say("draft_difference", text, {"slot": slot("区别")}), ("区别",))
    if works := _WORKS.search(text):
        return _drafted(about, works[0], intent)
    if match := _EITHER.search(text):
        label = f"{match['one']}还是{match['two']}"
        return None if _NOT_A_FACT.search(label) else _drafted(about, label, intent)
    match = _YES_NO.search(text)
    if not match and about.article and (asked := _EITHER_WAY.search(text) or _WHOLE.search(text)) and not _NOT_A_FACT.search(asked[0]):
        return _drafted(about, asked["what"], intent)
    rest = text
    for noun in sorted(nouns, key=len, reverse=True):
        rest = rest.replace(noun, "", 1)
    if not match and (bare := _BARE.search(rest)) and not _NOT_A_FACT.search(bare["what"]) and not _OF_TASTE.search(bare["what"]):
        return _drafted(about, bare["what"] + "吗", intent)
    if (not match or "什" in match[0]) and about.article and (what := _OF_SORT.search(rest)) and not _NOT_A_FACT.search(what["what"]):
        return _drafted(about, what[0].strip(), intent)
    if not match or _NOT_A_FACT.search(match[0]):
        return None
    if yes := _confirmed(about, match["what"]):
        return yes
    return _drafted(about, _ASK_FORM.get(match["verb"], match["verb"]) + match["what"], intent)


def of_shop(clause: str) -> bool:
    """Tell whether a clause is about the shop or an order, so that it is no question of an article.

    Args:
        clause: the clause, folded.

    Returns:
        Whether it is; which of exchange and repair is a question of the article.

    >>> of_shop("什么时候发货"), of_shop("能做酸奶吗"), of_shop("坏了换还是修")
    (True, False, False)
    """
    return not _AMENDS.search(clause) and bool(_OF_SHOP.search(_OF_SELF.sub("", _WHETHER_TO.sub("", clause))))


def not_among_contents(about: About) -> Answer | None:
    """Say what is in the box of an article where a thing is asked for that is not.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where the table has no list of contents, or the message asks for nothing in it.
    """
    cell = about.article.values.get("box", "") if about.article else ""
    if not cell or not lacked(about.text, cell):
        return None
    return said(about, Asked(attributes()["box"], "", 0), cell)


def of_another(about: About, asked: Sequence[Asked]) -> Answer | None:
    """Say that the cheaper or dearer article that a cell names is sold, and leave open what else is asked of it: nothing more is known.

    Args:
        about: the article at hand and the message.
        asked: what is asked for.

    Returns:
        The answer; None where the message names no such article.

    >>> from cs_scripts.shop.article import Article
    >>> bank = Article("1", "一万毫安充电宝", (), "", {"cheaper": "五千毫安充电宝"}, 2)
    >>> of_another(About(bank, "这款", "五千的那款多少钱"), []).missing
    ('五千毫安充电宝的情况',)
    """
    article = about.article
    if article is None:
        return None
    own = f"{article.name}{article.kind}{''.join(article.nicknames)}"
    for key in ("cheaper", "dearer"):
        for name in split_options(article.values.get(key, "")):
            parts = {name[at : at + 2] for at in range(len(name) - 1)}
            if any(part in about.text and part not in own for part in parts) and name not in own:
                if _SOLD.search(about.text):
                    text = say("offered", about.text, {"list": f"“{name}”"})
                    return Answer("goods.offered", about.intents[0] if about.intents else "stock", text, uses=(f"goods.{key}",))
                wanted = [each for each in asked if each.word not in name] or [each for each in asked if each.attribute.kind == "price"]
                what = wanted[0].attribute.label if wanted else "的情况"
                text = say("draft_text", about.text, {"subject": name, "fact": slot(name + what)})
                return Answer("goods.draft", about.intents[0] if about.intents else "product_info", text, (name + what,))
    return None


def confirmed(about: About) -> Answer | None:
    """Say yes to a question of yes or no whose very word a cell of the article has: 是不是黑龙江的.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where the message is no such question, or no cell has its word.
    """
    match = _YES_NO.search(about.text) or _WHETHER.search(about.text) or _HAS.search(about.text) or _IS.search(about.text)
    return _confirmed(about, match["what"]) if match and not _NOT_A_FACT.search(match["what"]) else None


def offered(about: About, articles: Sequence[Article], noun: str) -> list[Answer]:
    """Answer whether the shop has such a thing: 有没有保温杯, 蓝牙耳机有卖吗.

    Args:
        about: the message.
        articles: the articles that fit.
        noun: what the message calls them; empty where it does not.

    Returns:
        The answer; none where this is not asked, or too many fit.
    """
    name = re.escape(noun)
    if (
        not noun
        or not 1 <= len(articles) <= _MOST_OFFERED
        or not re.search(rf"有(?:没有)?(?:卖)?{name}|{name}(?:有没有(?=卖|$|[\s,。?？呢啊呀])|有吗|有卖|还有)", about.text)
    ):
        return []
    shown = "、".join(f"“{article.name}”" for article in articles)
    intent = next((each for each in about.intents if each in ("stock", "recommendation", "product_info")), "stock")
    return [Answer("goods.offered", intent, say("offered", about.text, {"list": shown, "noun": noun}), uses=("goods.name",))]


def _confirmed(about: About, what: str) -> Answer | None:
    """Say yes where a cell of the article has the buyer's word."""
    if about.article is None or len(what) < 2:
        return None
    key = next((key for key in _STATED if what in about.article.values.get(key, "")), "")
    return said(about, Asked(attributes()[key], what, 0), about.article.values[key]) if key else None


def _drafted(about: About, label: str, intent: str) -> Answer:
    text = say("draft_yesno", about.text, {"subject": about.subject, "slot": slot(label)})
    return Answer("goods.draft", intent, text, (label,))
