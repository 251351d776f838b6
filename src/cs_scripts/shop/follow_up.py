"""Half sentences: 那红的呢, 20斤的呢, 浅蓝28. The words of the earlier question complete them, so that every answer reads a whole one."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.conversation.facts import Facts
from cs_scripts.shop.article import OPTION_KEYS, Article
from cs_scripts.shop.attributes import Asked, asked_attributes
from cs_scripts.shop.goods_index import name_keys
from cs_scripts.shop.named_options import named_options, refused_options
from cs_scripts.shop.stock_answers import have_asked
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_LONGEST = 16
_FOLLOWS = lazy(r"^(?:那|要是|如果|换成?)|呢[啊呀哦?？~～!！]*$|^[^\n]{1,6}的[?？]?$")
_STOCK_ASKED = lazy(r"有[吗么嘛不没]|有没有|有货|现货|还有|库存|剩|几[件个双条盒瓶袋套]|缺货|没货|断货|卖完|买得?到|能拍|可以拍")
_SHORTFALL = lazy(r"(?:差|凑|再买)[^\n]{0,8}(?:包邮|免邮|免运)|(?:包邮|免邮|免运)[^\n]{0,4}差")
_OPEN = lazy(r"换|别的|其他|其它|另外|哪|什么|啥|都|各|颜色|款式|赠|送|优惠|券|活动|多少钱")
_FILLER = lazy(r"[那我要个件条双盒瓶袋就的呢啊呀吧哦嘛吗色码号款这,，。?？!！~～\s]|换成?|想要|来一?|给我|看看|试试")
_STOCK = "还有吗"
_PRICE = "多少钱"
_POSTAGE = "包邮吗"
_POSTAGE_ASKED = lazy(r"包邮|邮费|运费|免邮")
_PRICE_ASKED = lazy(r"多少钱|多少$|几多|什么价|怎么卖|几块")
_COUNTED = lazy(r"(?:\d|[两二三四五六七八九十俩仨])\s?[件个双条盒瓶袋套包份台支只]")
_TURNS_BACK = 8
_ENOUGH = lazy(r"(?:那|这样|这)?(?:还)?够(?:不够|吗|么|不)")
_MANY = lazy(r"(?:\d{1,4}|[两三四五六七八九十]{1,3})[件个双条盒瓶袋套包份台支只把口床片]")


def completed(text: str, history: Sequence[tuple[str, str]], articles: Sequence[Article]) -> str:
    """Complete a half sentence by what the buyer asked before.

    Args:
        text: the message.
        history: role and text of the turns before it, oldest first.
        articles: the articles it is about.

    Returns:
        The message with the asking words of the earlier question behind it; the message itself where it asks something of its own
        or names nothing of the article.

    >>> shirt = Article("1", "云绒卫衣", (), "", {"color": "浅蓝/深蓝", "size": "27/28"}, 2)
    >>> completed("那浅的呢", [("buyer", "深蓝28还有吗")], [shirt])
    '那浅的呢 28 还有吗'
    >>> completed("浅蓝28", [], [shirt])
    '浅蓝28 还有吗'
    """
    folded = fold(text.strip())
    if len(articles) != 1 or not folded:
        return text
    article = articles[0]
    if _ENOUGH.match(folded) and history and (held := _wanted(folded, history, article)):
        return f"{text.strip()} {held}"
    if len(folded) > _LONGEST:
        return text
    if held := _held(folded, history, article):
        return f"{text.strip()} {held}"
    if asked_attributes(folded):
        return text
    named, refused = named_options(article, folded), refused_options(article, folded)
    some = any(named.values())
    name = max((key for key in name_keys(article.name, article.nicknames, article.kind) if key in folded), key=len, default="")
    bare = some and not _left(folded.replace(name, "", 1), [each for options in named.values() for each in options])
    if bare and name:
        return f"{text.strip()} {_STOCK}"  # 马丁靴棕色38
    if not bare and not _FOLLOWS.search(folded):
        return text
    counted = bool(_COUNTED.search(folded))
    for earlier in _questions(history):
        priced = [_PRICE] if _PRICE_ASKED.search(earlier) and (counted or not _asked(earlier, article)) else []
        words = (
            priced
            or [_PRICE if each.attribute.id == "price" else each.word for each in _asked(earlier, article)]
            or ([_POSTAGE] if counted and _POSTAGE_ASKED.search(earlier) else [_STOCK] if have_asked(earlier) else [])
        )
        before = named_options(article, earlier)
        if not words and some and any(before[key] and not named[key] for key in OPTION_KEYS):
            words = [_STOCK]  # 鹅黄73 and then 天蓝的呢
        if not words or (not some and words == [_STOCK]):
            continue
        open_ = [key for key in OPTION_KEYS if some and not named[key] and key not in refused]
        kept = [option for key in open_ if len(before[key]) == 1 for option in before[key]]
        return " ".join([text.strip(), *kept, *words])
    return f"{text.strip()} {_STOCK}" if bare and not have_asked(folded) else text


def _wanted(folded: str, history: Sequence[tuple[str, str]], article: Article) -> str:
    """Give the option and the number that the buyer spoke of last, for 那够不够; empty where no number was named."""
    if any(named_options(article, folded).values()):
        return ""
    kept: dict[str, str] = {}
    counted = ""
    for earlier in _questions(history):
        named = named_options(article, earlier)
        kept |= {key: named[key][0] for key in OPTION_KEYS if len(named[key]) == 1 and key not in kept}
        counted = counted or (match[0] if (match := _MANY.search(earlier)) else "")
    return " ".join(["", *kept.values(), f"要{counted}", _STOCK]).strip() if kept and counted else ""


def _held(folded: str, history: Sequence[tuple[str, str]], article: Article) -> str:
    """Give the option that an earlier turn chose, for a question of stock that names one of another sort: 1.5的床 after 奶杏色."""
    if not history or not (_STOCK_ASKED.search(folded) or _SHORTFALL.search(folded)):
        return ""
    named = named_options(article, folded)
    count = sum(map(len, named.values()))
    stock = count == 1 and _STOCK_ASKED.search(folded) and not _OPEN.search(folded) and not refused_options(article, folded)
    if not (stock or (count == 0 and _SHORTFALL.search(folded))):
        return ""
    for earlier in _questions(history):
        before = named_options(article, earlier)
        kept = [before[key][0] for key in OPTION_KEYS if not named[key] and len(before[key]) == 1 and not refused_options(article, earlier)]
        if any(before.values()):
            return " ".join(kept)
    return ""


def with_taken(text: str, history: Sequence[tuple[str, str]], articles: Sequence[Article]) -> str:
    """Name before a sum the article that was spoken of before, with the options chosen then: 再加一支口红一共多少 after 洁面乳150g多少钱.

    Args:
        text: the message.
        history: role and text of the turns before it, oldest first.
        articles: the articles it is about.

    Returns:
        The message, with the names and options of articles that it does not name itself in front of it.

    >>> soap, lipstick = (Article(str(at), name, (), "", {"spec": "100g/150g"}, at) for at, name in enumerate(("洁面乳", "口红")))
    >>> with_taken("再加一支口红一共多少", [("buyer", "洁面乳150g多少钱")], [soap, lipstick])
    '洁面乳150g 再加一支口红一共多少'
    """
    folded, front = fold(text), ""
    for article in articles if len(articles) > 1 else ():
        names = name_keys(article.name, article.nicknames, article.kind)
        earlier = next((turn for turn in _questions(history) if any(name in turn for name in names)), "")
        chosen = "".join(options[0] for options in named_options(article, earlier).values() if len(options) == 1) if earlier else ""
        if chosen and not any(name in folded for name in names):
            front += f"{article.name}{chosen} "
    return front + text


def completed_place(text: str, history: Sequence[tuple[str, str]], facts: Facts) -> str:
    """Complete a half sentence that names another place: 那黑龙江呢 after 发广东几天.

    Args:
        text: the message.
        history: role and text of the turns before it, oldest first.
        facts: what was said, as ``read_facts(text, history)`` gives it.

    Returns:
        The message with the earlier question, less its place, behind it; the message itself where it is none of that kind.

    >>> from cs_scripts.conversation.facts import read_facts
    >>> turns = [("buyer", "发广东几天"), ("seller", "2到3天哦")]
    >>> completed_place("那黑龙江呢", turns, read_facts("那黑龙江呢", turns))
    '那黑龙江呢 发几天'
    """
    if (
        len(text) > _LONGEST
        or not any(fact.kind == "place" and fact.turn == 0 for fact in facts.items)
        or not _FOLLOWS.search(text.strip())
    ):
        return text
    before = next((fact for fact in reversed(facts.items) if fact.kind == "place" and fact.role == "buyer" and fact.turn < 0), None)
    if before is None or -before.turn > len(history):
        return text
    earlier = history[before.turn][1]
    rest = earlier[: before.start] + earlier[before.end :]
    return f"{text.strip()} {rest.strip()}" if len(rest) <= 2 * _LONGEST else text


def _questions(history: Sequence[tuple[str, str]]) -> list[str]:
    """List what the buyer said before, the latest first."""
    return [fold(turn[:80]) for role, turn in reversed(history[-_TURNS_BACK:]) if role == "buyer"]


def _asked(earlier: str, article: Article) -> list[Asked]:
    """List what a turn asks for, but for words that are part of the article's name or options: 软底 of 软底拖鞋, 宽多少 of 2米宽多少."""
    named = (article.name, *article.nicknames)
    spans = [(earlier.find(name), len(name)) for name in map(str.lower, article.all_options()) if name in earlier]
    return [
        each
        for each in asked_attributes(earlier)
        if not any(each.word in fold(name) and fold(name) in earlier for name in named)
        and not any(named_options(article, each.word).values())
        and not any(at < each.start + len(each.word) and each.start < at + length for at, length in spans)
    ]


def _left(folded: str, options: Sequence[str]) -> str:
    """Give what a message says besides its options."""
    rest = folded
    for option in sorted(options, key=len, reverse=True):
        rest = rest.replace(option.lower(), "")
    marks = {mark for option in options for mark in option.lower()}
    return "".join(mark for mark in _FILLER.sub("", rest) if mark not in marks and not mark.isdecimal())
