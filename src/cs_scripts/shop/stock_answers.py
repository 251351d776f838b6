"""Stock, colours and sizes: what the table says of the very option that is asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import OPTION_KEYS, Article
from cs_scripts.shop.attributes import attributes
from cs_scripts.shop.clauses import clauses
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.named_options import color_named, size_named
from cs_scripts.shop.options import mentioned, plain
from cs_scripts.shop.other_models import MODEL, other_measure, other_model
from cs_scripts.shop.price_answers import spaced
from cs_scripts.shop.stock_table import first_gone, measure, passed_over, stock_lines, whole_only
from cs_scripts.shop.sums import quantity_of
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.patterns import lazy

_GETS, _GOT = r"[还能可][^\n,。]{0,4}[买拍订抢][得的]?[到着]", r"[拍买][不得的][了到下]"
"""Whether something can still be bought: 还买得到吗, 拍不了, and 的 written for 得."""

_HAVE = lazy(
    rf"哪[个款些种只][^\n,。]{{0,2}}有货|有(?!些|点|个|人|时|什么用|多(?!少)|几天|(?:几|多少)[粒颗片张根])[^\n,。]{{0,10}}?(?:吗|嘛|么|不|没|[?？]|$)|有没得|没得|没有了|有冇|{_GOT}|[断缺]货|补货|补不补|还来|还进货|几[台辆件双条瓶盒袋套口把支个][了啊呀]?(?=$|[\s,?？])|在不在|剩|有没有|还有(?![我你他她咱])|有木有|有无|有几[件个双台条盒瓶袋]|拍[^\n,。]{{0,2}}能?发[货得]?[吗么不没]|现货|库存|没货|缺货|断货|断码|卖完|能拍|可以拍|还剩|剩几|剩多少|呢[?？]?$|{_GETS}|买光|断了没|没断|都没了|没了[吗么?？]|够[发拿](?:不够|吗|么|不)|能买[吗嘛么不]|可以买[吗嘛么不]|[拿凑]得出|[拿凑]得?齐|能[进拿要发供][^\n,。]{{0,2}}(?:多少|几)"
)
_SURELY_HAVE = lazy(r"有(?!些|点|个|人|时)[^\n,。]{0,8}?(?:吗|嘛|么|不|没|[?？])|有没有|还有[^\n]{0,4}$|有货|现货|有木有|没货了[吗么]")
_PLAINLY = lazy(
    r"有(?:没有)?(?:现)?货(?:吗|嘛|么|不|没|[?？]|$)|有货没|还有货|有没有货|现货[吗么嘛]|是现货|没货了[吗么]|卖完了[吗么]|缺货[吗么]|断货了?[吗么]"
)
_BOUGHT = lazy(r"收到|买的|拍的是|退|换成|换货|发错|订单|快递|之前|上次|还是|区别")
_WHEN = lazy(
    r"(?:几号|啥时候?|什么时候|何时|几时|多久|哪天|几天)[^\n,。]{0,4}?(?:到货|有货|有的?(?=$|[吗么嘛呢啊呀\s?])|到(?=$|[吗呢啊呀\s?])|补(?![一水妆涂防])|来货?(?=$|[吗呢啊呀嘛\s?])|上架|能拍|能买|再有)|还要(?:等)?(?:多久|几天)$|等到(?:哪天|几号|什么时候|啥时候|几时)|到货[^\n]{0,7}(?:几号|什么时候|啥时候|哪天)|[到来]货了?[没吗嘛么](?=$|[\s,?？呀啊])"
)
_AGAIN = lazy(r"补货|补不补|还补|会补|再进|还进货?|还来|来不来|再有货|再上")
_DAY = "到货日期"
_SAYS_STOCK = lazy(
    r"够[发拿]?(?:不够|吗|么|不)(?![吃用穿喝])|货|库存|剩|拍不|还有(?![我你他她咱])|能买[吗嘛么不]|可以买[吗嘛么不]|[拿凑]得出|能[进拿要发供][^\n,。]{0,2}(?:多少|几)|能拍"
    rf"|可以拍|{_GETS}|卖完|[没断]了|几[件个双台条盒瓶袋套]"
)
_OF_ALL = lazy(
    rf"能买[吗嘛么不]|可以买[吗嘛么不]|[拿凑]得出|买光|断了没|有货|没货|现货|库存|[缺断]货|断码|还有[吗么没不嘛]|卖完|还剩|能拍|{_GOT}|{_GETS}|可以拍|无货|没了[吗么?？]|没有了[吗么]|补货|有没得(?:货|卖)|还来(?:不来)?货|有冇货|(?:剩|还有)(?:多少|几)[件个双台条盒瓶袋套把口支]|剩[得的]多|哪[个些][^\n,。]{{0,3}}(?:还?有货|剩)"
)
_GOODS = lazy(r"货|补|上架|有的?(?=[吗呢啊呀?？]|$)")
_NOT_GOODS = lazy(r"活动|优惠|券|红包|赠品|返现|名额")
_SUITS = lazy(r"(?:能|可以|可)[用装套放]|适合|支持|配得上|能不能用|用得[了上]")
_HOW_MANY = lazy(r"剩[得的]多|(?:剩|还有|有)(?:多少|几)|(?:几|多少)[件个双条盒瓶袋套支把台辆只](?!色|颜|码|月)")
_BARE_SIZE = lazy(r"(?<![\d.])(\d{2,3})(?=的|码|号|穿的|\s?有[没吗嘛么不]|还有)")
_WHICH = lazy(r"[什啥哪别其]么?[的他它些几个种]{0,2}\s?(?:颜?色|尺?码|号|口?味|规格|款)|颜色[都还]?有")
_BEYOND, _CHILDREN, _FAR_BEYOND = 10, 59, 60
"""How far beyond its sizes a number may be one, and from where on sizes are a child's, in steps of ten."""

_FEW = 20


def option_answer(about: About) -> Answer | None:
    """Answer whether an option is to be had, or how many are left.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where nothing of the kind is asked.
    """
    article, text = about.article, about.text
    if article is None:
        return _without_goods(about, color_named(text), size_named(text))
    named = about.named
    if back := restock_answer(about):
        return back
    if other := other_model(about) or (have_asked(text) and other_measure(about)):
        return _not_offered(about, "spec", other)
    if not says_stock(text) and _NOT_GOODS.search(text):  # 到手多少 有没有赠品 asks for no stock
        text = " ".join(clause for clause in clauses(text) if not _NOT_GOODS.search(clause))
    asks = _WHICH.search(text)
    which = asks and any(options for key, options in named.items() if (key == "color") != ("色" in asks[0]))
    if not _HAVE.search(text) and not which and not (named["spec"] and _SUITS.search(text) and MODEL.match(named["spec"][0].lower())):
        return None
    refused = any(about.refused.values())
    color, size = "" if refused else color_named(text), size_named(text)
    if color and not named["color"] and article.options("color"):
        return _not_offered(about, "color", color if color.endswith("色") else f"{color}色")
    size = size or _bare_size(article, text)
    if size and not named["size"] and not named["spec"] and article.options("size"):
        return _not_offered(about, "size", f"{size}码")
    if not refused and not any(named.values()) and (_NOT_GOODS.search(text) or not _OF_ALL.search(text)):
        return None
    return _stock(about, article, named)


def _bare_size(article: Article, text: str) -> str:
    """Give a number that can only be a size the article does not have: 41的有没有 of shoes from 35 to 40."""
    options = [size.split("-") for size in article.options("size")]
    sizes = [int(end) for ends in options for end in ends if end.isdecimal()]
    match = _BARE_SIZE.search(text)
    if not match or len(sizes) < sum(map(len, options)) or not sizes:
        return ""
    beyond = _BEYOND if max(sizes) < _CHILDREN else _FAR_BEYOND
    return match[1] if min(sizes) - beyond <= int(match[1]) <= max(sizes) + beyond else ""


def restock_answer(about: About) -> Answer | None:
    """Answer when an option that is sold out comes back.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where no option is named, its return is not asked for, or some are left.
    """
    article = about.article
    if article is None or not (_WHEN.search(about.text) or _AGAIN.search(about.text)):
        return None
    lines = stock_lines(article, about.named)
    named = any(about.named.values()) or (bool(article.values.get("restock_date")) and _GOODS.search(about.text) is not None)
    if not named or not lines or any(count for _, count in lines):
        return None
    return _stock(about, article, about.named)


def says_stock(text: str) -> bool:
    """Tell whether a message speaks of stock in so many words, so that a question of 奶油味有香精没 is none.

    Args:
        text: the message, folded.

    Returns:
        Whether it does.
    """
    return bool(_SAYS_STOCK.search(text))


def have_asked(text: str) -> bool:
    """Tell whether a message asks if something is to be had.

    Args:
        text: the message, folded.

    Returns:
        Whether it does.
    """
    return bool(_HAVE.search(text))


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
        "label": attributes()[key].label,
        "list": "、".join(article.options(key)),
    }
    return Answer("goods.stock", "stock", say("not_offered", about.text, values), uses=(f"goods.{key}",))


def _stock(about: About, article: Article, named: Mapping[str, tuple[str, ...]]) -> Answer:
    """Say the stock of what is named: one option exactly, else which of several are to be had."""
    option = "".join(_coded("/".join(named[key])) if key == "size" else "/".join(named[key]) for key in OPTION_KEYS)
    uses = ("goods.stock", *(f"goods.{key}" for key in OPTION_KEYS if named[key]))
    values = {"subject": about.subject, "option": option}
    fitting = _wanted(about, stock_lines(article, named))
    there = [name for name, count in fitting if count]
    gone = [name for name, count in fitting if not count]
    total = sum(count for _, count in fitting)
    if not fitting or (there and whole_only(article, named)):
        label = f"{option}库存"
        kind = "draft_part" if there else "draft_left" if option else "draft_stock"
        values |= {"slot": slot(label), "count": plain(total), "measure": measure(article, about.text)}
        return Answer("goods.draft", "stock", say(kind, about.text, values), (label,), uses)
    open_ = passed_over(article, named) if not there or any(len(options) > 1 for options in named.values()) else []
    if open_ and there:
        label = f"{'、'.join(open_[:3])}库存"
        values |= {"list": _counted(about, fitting), "gone": f"，{'、'.join(gone[:4])}没货了" if gone else "", "slot": slot(label)}
        return Answer("goods.draft", "stock", say("draft_some", about.text, values), (label,), uses)
    if open_:
        label = f"{'、'.join(open_[:3])}库存"
        values |= {"gone": "、".join(gone[:4]), "slot": slot(label)}
        return Answer("goods.draft", "stock", say("draft_others", about.text, values), (label,), uses)
    if not there:
        return _nothing(about, article, option, uses)
    apart = not option or about.refused or _WHICH.search(about.text) or any(len(options) > 1 for options in named.values())
    if len(fitting) > 1 and (gone or (len(there) > 1 and apart)):
        day = article.values.get("restock_date", "") if gone and _WHEN.search(about.text) else ""
        back = f"，预计{day}到货" if day else ""
        values |= {"list": _counted(about, fitting), "gone": f"，{'、'.join(gone[:4])}没货了{back}" if gone else ""}
        values |= {"gone_first": "、".join(gone[:4]), "back": back}
        return Answer(
            "goods.stock",
            "stock",
            say(f"stock_some{'_else' if first_gone(gone, there, about.text) else ''}", about.text, values),
            uses=uses,
        )
    few = (total <= _FEW or _HOW_MANY.search(about.text)) and (fitting[0][0] or not option)
    values |= {"count": plain(total), "measure": measure(article, about.text)}
    return Answer("goods.stock", "stock", say("stock_yes" if few else "stock_many", about.text, values), uses=uses)


def _counted(about: About, lines: Sequence[tuple[str, float]]) -> str:
    """List the options that are to be had, with their numbers where these are asked for."""
    assert about.article is not None
    many, unit = _HOW_MANY.search(about.text) or (quantity_of(about.text) or 1) > 1, measure(about.article, about.text)
    return "、".join([f"{spaced(name)}{plain(count)}{unit}" if many else name for name, count in lines if count][:8])


def _wanted(about: About, lines: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Leave out the lines of options that the message does not want: 不要红的 还有什么色."""
    refused = {each for options in about.refused.values() for each in options}
    everything = about.article.all_options() if about.article and refused else ()
    return [line for line in lines if not refused.intersection(mentioned(everything, line[0].lower()))]


def _nothing(about: About, article: Article, option: str, uses: tuple[str, ...]) -> Answer:
    """Say that nothing is left, when it comes back, and what is to be had instead: the same size first, then the same colour."""
    wanted = [each for options in about.named.values() for each in options]
    others = [name for name, count in _wanted(about, article.numbers("stock")) if count and name]
    others.sort(key=lambda name: not any(each in mentioned(article.options("size"), name.lower()) for each in wanted))
    day = article.values.get("restock_date", "") or (slot(_DAY) if _WHEN.search(about.text) or _AGAIN.search(about.text) else "")
    values = {"subject": about.subject, "option": option, "restock": f"，预计{day}到货" if day else ""}
    values["instead"] = f"，现在有货的是{'、'.join(others[:4])}" if others else ""
    return Answer("goods.stock", "stock", say("stock_no", about.text, values), (_DAY,) if "【" in day else (), uses=uses)


def _coded(size: str) -> str:
    """Write a size by letters or digits with 码, as people say it."""
    return f"{size}码" if size and size.isascii() and "/" not in size and len(size) <= 4 else size
