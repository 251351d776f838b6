"""What an article or one of its options costs, and how far two options are apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.clauses import clauses
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import in_one_unit, mentioned, plain
from cs_scripts.shop.per_head import COUNTED
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_COUNT = lazy(
    r"(?<![\d.])(?:[2-9]|[1-9]\d{1,3}|[两三四五六七八九十])\s?(?:件|个(?!内存|版本|规格|颜色|尺码|型号|码|配置|容量|口味|款|尺寸)|双|盒|瓶|袋|套|台|包|箱|条|只|支|份|罐|把|斤)(?!套|装)"
)
_BESIDES = lazy(
    r"刻字|安装|一起|运费|邮费|快递|手工|配件|滤[芯网]|刚才|昨[天晚]|双十?[一1二2]|618|活动|券|折|满|送|一共|总共|合计|加起来|为什么|怎么[^\n]{0,4}(?:贵|便宜)|比"
)
_APART = lazy(r"差(?:多少|几[块元百十])|差价|(?:贵|便宜|多)(?:了)?(?:多少|几[块元])")
_FILLER = lazy(r"[那呢的是要卖在这个款种件双瓶袋盒包套条码号色味装大小一了和跟\d\s]|现在|大概|请问|一共|总共|另外|价格?|[两三][个种]")
_PIECES = lazy(rf"[\d一二两三四五六七八九十]+{COUNTED}")
_LETTERS = lazy(r"[^\u4e00-\u9fff]+")
_HOW_MUCH = lazy(r"(?<![有剩是到要进拿])多少(?:钱)?(?:一[件条副个台瓶袋盒套双支包])?[呢啊呀哦]?[?？]?$")
_POSTAGE = lazy(r"包邮|免邮|邮费|运费")
_WORTH = lazy(r"划算|合算|实惠|哪[个种][^\n,。]{0,3}(?:便宜|省|值)|性价比|单价|划得来|更省")
_SHEETS = lazy(r"(?<![\d.])(?:[2-9]|[1-9]\d|[两三四五六七八九十])([片幅扇])(?!装)")
_UNITS = "个包袋瓶盒支罐份"
_NUMERAL = "(?<![0-9.])[1-9](?![0-9.])|[一两三四五六七八九]"
_PRICE = lazy(r"多少钱|什么价|啥价|几块|怎么卖|咋卖|价格|几钱")
_DEARER = lazy(r"哪[个种款][^\n,。]{0,2}(?:便宜|贵)|价格[^\n,。]{0,2}一样|一个价")
_OFF = lazy(r"[几多]少?折")
_TWO = 2
_AMOUNT = lazy(r"(\d{1,6}(?:\.\d{1,3})?)\s?(g|ml|粒|片|张|颗|枚|只|支|抽|包)(?:装)?")
_OF_BODY = lazy(r"(?<![\d.])(?:[6-9]\d|1\d\d|2[0-4]\d)\s?斤")
_JIN = lazy(r"[\d一二两三四五六七八九十半]{1,4}\s?斤")


def priced(text: str, *, measured: bool = False) -> bool:
    """Tell whether a message asks for a sum, or for the price of something besides the article.

    Args:
        text: the message, folded.
        measured: whether 十斤 names an option here, so that it is no number of pieces.

    Returns:
        True where several pieces or a service, a part or a coupon are named.
    """
    if _COUNT.search(_JIN.sub("", text) if measured else _OF_BODY.sub("", text)):
        return True
    asking = [clause for clause in clauses(text) if _PRICE.search(clause)] if in_clauses(text) else []
    return all(_BESIDES.search(clause) and not _APART.search(clause) for clause in asking or [text])


def in_clauses(text: str) -> bool:
    """Tell whether a message has several clauses, each of which may ask for something of its own.

    Args:
        text: the message, folded.

    Returns:
        Whether marks or blanks part it.
    """
    return len([clause for clause in clauses(text) if len(clause) > 1]) > 1


def apart(about: About) -> bool:
    """Tell whether a message asks how far the prices of two options are apart, or which is worth more.

    Args:
        about: the article and the message.

    Returns:
        Whether it does; a sum taken off is none.
    """
    if about.article and (len({price for _, price in about.article.numbers("price")}) < _TWO or _POSTAGE.search(about.text)):
        return False
    named = sum(map(len, about.named.values()))
    specs = about.article.options("spec") if about.article else ()
    worth = named == 0 and _WORTH.search(about.text) and "哪" in about.text
    both = len(specs) == 2 and named < 2 and bool(worth or _APART.search(about.text)) and not _BESIDES.search(about.text)
    return both or (named == 2 and bool(_APART.search(about.text) or _WORTH.search(about.text)))


def how_much(about: About) -> bool:
    """Tell whether a bare 多少 asks for the price of an option: 小袋的呢多少.

    Args:
        about: the article and the message.

    Returns:
        Whether it does.
    """
    price = not about.intents or in_clauses(about.text) or any(each in about.intents for each in ("price_info", "promotion"))
    several = any(len(options) > 1 for options in about.named.values())
    if several and _DEARER.search(about.text):
        return True
    asking = [clause for clause in clauses(about.text) if _HOW_MUCH.search(clause)]
    return price and any(about.named.values()) and any(_of_price(clause, about) for clause in asking)


def _of_price(clause: str, about: About) -> bool:
    """Tell whether 多少 asks of an option rather than of another thing: 跑分大概多少 of a tablet of 6+128."""
    before = _PIECES.sub("", _HOW_MUCH.sub("", clause).replace(about.subject[2:], ""))
    for options in named_options(about.article, clause).values() if about.article else ():
        for option in options:
            for name in (option.lower(), option.lower().rstrip("味色gb"), *_LETTERS.split(option.lower())):
                before = before.replace(name, "") if name else before
    return len(_FILLER.sub("", before)) < _TWO


def _best_worth(pairs: Sequence[tuple[str, float]]) -> str:
    """Give the option that costs least for its weight or volume; empty where the options are no amounts of one unit."""
    amounts = [(match, price) for name, price in pairs if (match := _AMOUNT.fullmatch(in_one_unit(name.lower()))) and float(match[1])]
    if len(amounts) < max(2, len(pairs)) or len({match[2] for match, _ in amounts}) > 1:
        return ""
    rates = [price / float(match[1]) for match, price in amounts]
    return pairs[rates.index(min(rates))][0] if rates.count(min(rates)) == 1 else ""


def spaced(name: str) -> str:
    """Part an option from the figure behind it, where its last mark would run into it.

    Args:
        name: the option.

    Returns:
        The option, with a blank where it ends in a letter or a digit.

    >>> spaced("4+64G"), spaced("三层")
    ('4+64G ', '三层')
    """
    return f"{name} " if name[-1:].isascii() and name else name


def _counts(text: str, names: Sequence[str]) -> tuple[int, int] | None:
    """Read how many of the small and of the large option are set side by side: 两小袋 and 一大袋; None for one of each."""
    found = []
    for size, name in zip("小大", names, strict=True):
        called = rf"(?:{size}[{_UNITS}]|{size}的|{re.escape(name.lower())})"
        match = re.search(rf"({_NUMERAL})\s?[{_UNITS}]?\s?{called}|{called}的?(?:买|要|拿)?({_NUMERAL})[{_UNITS}]", text)
        found.append(number(match[1] or match[2]) if match else 1)
    small, large = found
    return (int(small), int(large)) if small and large and (small, large) != (1, 1) else None


def _counted(about: About, intent: str, pairs: Sequence[tuple[str, float]], counts: tuple[int, int], key: str) -> Answer:
    """Say what several small ones and the large one cost, and how far apart that is."""
    sums = [(name, count, price, round(count * price, 2)) for (name, price), count in zip(pairs, counts, strict=True)]
    shown = "、".join(
        f"{spaced(name)}{plain(price)}元" + (f"×{count}={plain(total)}元" if count > 1 else "") for name, count, price, total in sums
    )
    values = {"list": shown, "apart": plain(round(abs(sums[0][3] - sums[1][3]), 2))}
    return Answer("goods.price", intent, say("prices_apart", about.text, values), uses=(f"goods.{key}",))


def _off(about: About, article: Article) -> Answer | None:
    """Say how far the price lies below the former one: 原价199现在几折."""
    now, before = ({value for _, value in article.numbers(key)} for key in ("price", "list_price"))
    if len(now) != 1 or len(before) != 1 or (value := now.pop()) >= (whole := before.pop()):
        return None
    words = {"subject": about.subject, "before": plain(whole), "value": plain(value), "off": f"{value / whole * 10:.1f}".removesuffix(".0")}
    intent = next((each for each in about.intents if each in ("price_info", "promotion")), "price_info")
    return Answer("goods.price", intent, say("prices_off", about.text, words), uses=("goods.list_price", "goods.price"))


def counted_by_sheet(about: About) -> bool:
    """Tell whether 两片 or 两幅 are two pieces of the article, rather than sheets in a box of it.

    Args:
        about: the article and the message.

    Returns:
        Whether they are.
    """
    match = _SHEETS.search(about.text)
    return match is not None and about.article is not None and match[1] not in about.article.values.get("pieces", "")


def price_answer(about: About, key: str) -> Answer | None:
    """Answer what an article costs, or each of its options.

    Args:
        about: the article and the message.
        key: ``price`` or ``list_price``.

    Returns:
        The answer; None where several are to be bought, whose sum is reckoned elsewhere, or the table has no price.
    """
    article = about.article
    if article and _OFF.search(about.text) and (off := _off(about, article)):
        return off
    if article is None or ((priced(about.text, measured=bool(about.named["spec"])) or counted_by_sheet(about)) and not apart(about)):
        return None
    pairs = article.numbers(key)
    if not pairs:
        return None
    intent = next((each for each in about.intents if each in ("price_info", "promotion")), "price_info")
    values = {"subject": about.subject + ("原价" if key == "list_price" else ""), "option": "", "more": "", "label": "价格"}
    two = apart(about) and len(article.options("spec")) == 2
    named = [] if two else [option for options in about.named.values() for option in options]
    shown_named = "".join("/".join(options) for options in about.named.values())
    names = article.all_options()
    fitting = [
        (name, value) for name, value in pairs if not name or not named or any(option in named for option in mentioned(names, name.lower()))
    ]
    if not fitting:
        return None
    if len({value for _, value in fitting}) > 1:
        shown = "、".join(f"{spaced(name)}{plain(value)}元" for name, value in fitting[:8])
        if (best := _best_worth(fitting)) and _WORTH.search(about.text):
            return Answer(
                "goods.price", intent, say("prices_worth", about.text, values | {"list": shown, "best": best}), uses=(f"goods.{key}",)
            )
        two = len(fitting) == 2 and bool(_APART.search(about.text))
        fitting = sorted(fitting, key=lambda pair: pair[1])
        if two and (counts := _counts(about.text, [name for name, _ in fitting])):
            return _counted(about, intent, fitting, counts, key)
        values |= {"list": shown, "apart": plain(abs(fitting[0][1] - fitting[1][1]))}
        return Answer("goods.price", intent, say("prices_apart" if two else "prices", about.text, values), uses=(f"goods.{key}",))
    values |= {"option": spaced(shown_named).strip() if named else "", "value": plain(fitting[0][1])}
    now = article.numbers("price")
    if key == "list_price" and _APART.search(about.text) and len({price for _, price in now}) == 1 and now[0][1] < fitting[0][1]:
        values["list"] = f"原价{plain(fitting[0][1])}元、现价{plain(now[0][1])}元"
        values["apart"] = plain(round(fitting[0][1] - now[0][1], 2))
        return Answer("goods.price", intent, say("prices_apart", about.text, values), uses=("goods.list_price", "goods.price"))
    kind = "list_price" if key == "list_price" else "price"
    return Answer("goods.price", intent, say(kind, about.text, values), uses=(f"goods.{key}",))
