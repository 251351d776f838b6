"""Which size to take: the buyer's figures looked up in the article's own chart, else in the usual one; never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.body import LABELS, Body, merge
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.options import plain
from cs_scripts.shop.size_charts import Chart, Pick, pick
from cs_scripts.shop.size_choice import MALE, Question, other_sex, usual_charts
from cs_scripts.shop.size_convert import convert
from cs_scripts.shop.size_meaning import size_meaning
from cs_scripts.shop.size_names import apart, available, beyond, limit, shown
from cs_scripts.shop.stock_answers import measure
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

Turns = Sequence[tuple[str, str]]

_ASKS = lazy(
    r"(?:穿|拍|选|拿|买|戴|要|用|适合|下)[^\n,。]{0,4}(?:什么|啥|哪|多大|几)|(?:什么|啥|哪个|哪一个|几)\s?(?:尺?码|号)|多大(?:码|号)|码合适|有(?:没有)?(?:加大|大码|加肥)|选[码号]|推荐[^\n]{0,3}码|(?:[smlx]|\d{2})\s?码?\s?还是|选[^\n]{0,3}[行可]"
)
_CAN = lazy(
    r"(?:能|可以|可)穿|穿得[下上了]|穿不穿得|能不能穿|(?:码|号|[smlx])\s?(?:行|可以|能穿|合适|够|小不|大不|会不会)|行不|行吗|会不会[^\n]{0,2}[紧小大松]"
)
_SIZE_WORD = lazy(
    r"码|穿|戴|手寸|圈号|尿|身高|体重|几号|合身|胸围|腰围|脚长|脚\s?\d|头围|指围|周长|内径|直径|尺寸|号型|[smlx]\s?还是|[选拿拍买]\s?\d{2,3}(?!\d|[件个斤])"
)
_NAMED_FIGURE = lazy(r"身高|体重|[高重围]|脚长|斤数")
_GOODS_WEIGHT = lazy(r"\d\s?斤(?:装|一|的一|每)|净重|毛重|一[箱袋盒包]|几斤")
_SELLER_ASKED = lazy(r"身高|体重|脚长|腰围|胸围|头围|手指|手寸|几岁|多大")
_SIZE = lazy(r"(?<![a-z0-9])(x{0,4}[sl]|[2-6]xl|m)(?![a-z])|(?<![\d.])(\d{2,3}(?:\.5)?)\s?(?:码|号)")
_USUAL = lazy(
    r"(?:(?:平时|平常|一般|通常|日常|以前|都是)[^\n,。\d]{0,4}?|[我脚])(?:鞋子?|裤子?|衣服)?(?:都|是)?[穿买拍戴](?:的是|的|是)?\s?((?:3[4-9]|4[0-6]|2[4-9])(?:\.5|半)?|x{0,3}[sl]|m)(?![a-z0-9]|\s?(?:斤|cm|公分))"
)
_FOOT = lazy(r"脚(?:有点|比较|很|偏|太)?[宽胖肥瘦窄]|脚背|脚型")
_ASKED_BEFORE = lazy(r"打错|没看懂")
_CLOTHES = ("women", "men")


def size_answer(text: str, history: Turns, articles: Sequence[Article], goods: Goods | None, *, sizing: bool) -> Answer | None:
    """Answer which size to take.

    Args:
        text: the message.
        history: role and text of the turns before it, oldest first.
        articles: what the message is about.
        goods: the shop's goods, for its own charts.
        sizing: whether the message was recognised as a question of size.

    Returns:
        The answer; None where nothing is asked about a size or no figure is known.
    """
    folded = fold(text[:300])
    here = read_body(text)
    article = articles[0] if len(articles) == 1 else None
    if not _wanted(folded, here, history, sizing=sizing or bool(article and article.options("size"))):
        return _without_figures(folded, article, goods, sizing=sizing)
    turns = [turn for role, turn in reversed(history) if role == "buyer"]
    body = merge([here, *(read_body(turn) for turn in turns)])
    if here.doubts:
        return _ask(here, history, text)
    question = Question(folded, body, " ".join([folded, *map(fold, turns)]), article, article.options("size") if article else ())
    if article and question.sizes == ("均码",):
        return None
    own = _own_chart(article, goods)
    picks = [(chart, found) for chart in ([own] if own else usual_charts(question)) if (found := pick(chart, body, question.sizes))]
    if picks:  # a foot beyond the women's chart may be in the men's of the same shoe
        chart, picked = next((each for each in picks if not each[1].beyond), picks[0])
        return _answer(question, chart, picked, other_sex(question, chart) if not own else None)
    return None if body.known() else _without_figures(folded, article, goods, sizing=sizing)


def _wanted(folded: str, here: Body, history: Turns, *, sizing: bool) -> bool:
    """Tell whether a size is asked for: figures in answer to the shop's question count too."""
    asks = bool(_ASKS.search(folded) or _CAN.search(folded))
    if not here.known() and not here.doubts:
        return bool(_ASKS.search(folded) and _SIZE_WORD.search(folded)) or bool(_CAN.search(folded) and "穿" in folded)
    names = set(here.known())
    if not names and not _NAMED_FIGURE.search(folded):
        return False
    body_word = bool(_SIZE_WORD.search(folded)) or "拿" in folded or sizing
    if names <= {"weight"} and not here.doubts and (_GOODS_WEIGHT.search(folded) or not body_word):
        return False
    if names == {"months"} and not ((_SIZE_WORD.search(folded) or (sizing and "多大" in folded)) and asks):
        return False
    seller = next((turn for role, turn in reversed(history) if role == "seller"), "")
    answers = bool(history) and history[-1][0] == "seller" and bool(_SELLER_ASKED.search(seller))
    size_word = bool(_SIZE_WORD.search(folded)) or len(names) > 1 or "months" in names
    return answers or (asks and (size_word or sizing)) or (sizing and size_word)


def _ask(here: Body, history: Turns, key: str) -> Answer | None:
    if any(role == "seller" and _ASKED_BEFORE.search(turn) for role, turn in history):
        return None
    doubt = "、".join(here.doubts)
    label = "身高体重" if "高" in doubt or "重" in doubt or "斤" in doubt or not re.search(r"[围长径脚]", doubt) else "尺寸"
    return Answer("sizes.doubt", "sizing", say("size_ask", key, {"doubt": f"“{doubt}”", "label": label}), uses=("figures",))


def _answer(question: Question, chart: Chart, picked: Pick, other: Pick | None) -> Answer:
    figures = _figures(question, picked.used)
    values = {"figures": figures, "chart": _chart_name(chart, question)}
    uses = ("sizes." + chart.id, *picked.used)
    name = "sizes." + {"women": "clothes", "men": "clothes", "own": "own"}.get(chart.id, chart.id)
    size, larger = (available(each, chart, question.sizes) for each in (picked.size, picked.larger))
    if chart.id == "bras" and size:
        size, larger = size + _cup(question.body), ""
    end = picked.beyond or beyond(picked.size, chart, question.sizes)
    if end:
        return Answer(
            name + ".beyond", "sizing", say("size_out", question.text, values | {"limit": limit(chart, question.sizes, end)}), uses=uses
        )
    if other and other.size and other.size != size and not question.article:
        both = values | {"size": shown(size), "other": shown(other.size)}
        return Answer(name, "sizing", say("size_both", question.text, both), uses=uses)
    named = [(match[1] or match[2]).upper() for match in _SIZE.finditer(question.text)]
    fits = bool(_CAN.search(question.text))
    if len(named) == 1 and fits and (off := apart(named[0], picked.size, chart)):
        return Answer(
            name,
            "sizing",
            say("size_apart", question.text, values | {"size": shown(size), "named": shown(named[0]), "apart": off}),
            uses=uses,
        )
    kind = "size_fits" if fits and (not named or size in named) else "size_choice" if len(named) > 1 and size in named else "size"
    values |= {"size": shown(size), "alternative": _alternative(question, chart, picked, size, larger)}
    return Answer(name, "sizing", say(kind, question.text, values), uses=uses)


def _own_chart(article: Article | None, goods: Goods | None) -> Chart | None:
    return goods.charts.get(article.values.get("size_chart", "")) if goods and article else None


def _without_figures(folded: str, article: Article | None, goods: Goods | None, *, sizing: bool) -> Answer | None:
    """Answer what is asked of sizes without figures of a body: how the usual size runs, what a size means, what it is called abroad."""
    if usual := _usual(folded, article, sizing=sizing):
        return usual
    sizes = article.options("size") if article else ()
    own = _own_chart(article, goods)
    likely = [own] if own else usual_charts(Question(folded, Body(), folded, article, sizes)) if article or "裤" in folded else []
    return size_meaning(folded, likely, sizes, own.label if own else "") or convert(folded, male=bool(MALE.search(folded)))


def _usual(folded: str, article: Article | None, *, sizing: bool) -> Answer | None:
    """Answer a buyer who says the size usually worn: the option it lies in, or what the table says of how the sizes run."""
    match = _USUAL.search(folded)
    if not match:
        return None
    size = match[1].upper().replace("半", ".5")
    if article and (option := next((each for each in named_options(article, f"{match[1]}码")["size"] if "-" in each), "")):
        subject = f"这{measure(article)}"
        values = {"size": shown(size), "subject": subject, "option": shown(option)}
        return Answer("sizes.usual", "sizing", say("size_usual_range", folded, values), uses=("goods.size",))
    if not (_ASKS.search(folded) or _CAN.search(folded) or _FOOT.search(folded) or "吗" in folded or "大一" in folded):
        return None
    runs = article.values.get("fit_size", "") if article else ""
    if not runs and _FOOT.search(folded) and not sizing:
        return None
    values = {"size": shown(size), "fact": runs or slot("码数准不准")}
    return Answer("sizes.usual", "sizing", say("size_usual", folded, values), () if runs else ("码数准不准",), ("goods.fit_size",))


def _chart_name(chart: Chart, question: Question) -> str:
    return chart.label if chart.id == "own" or not question.article else "常规尺码表" if chart.id in _CLOTHES else chart.label


def _alternative(question: Question, chart: Chart, picked: Pick, size: str, larger: str) -> str:
    notes = []
    if larger and larger != size and not beyond(picked.larger, chart, question.sizes):
        notes.append(chart.loose.replace("{size}", shown(larger)))
    elif chart.id in _CLOTHES and picked.used == ("weight",):
        notes.append("再说下身高会对得更准")
    elif chart.id in _CLOTHES and picked.used == ("height",):
        notes.append("再说下体重会对得更准")
    elif chart.id == "bras" and question.body.bust is None:
        notes.append("罩杯再量下上胸围就能定")
    if question.article:
        stock = [
            count
            for option, count in question.article.numbers("stock")
            if option and re.search(rf"(?<![a-z0-9]){re.escape(size.lower())}(?![a-z0-9])", option.lower())
        ]
        if stock and not any(stock):
            notes.append(f"不过{shown(size)}现在没货了")
    return "".join("，" + note for note in notes)


def _cup(body: Body) -> str:
    """Give the cup for the difference of the girths; empty where it is not known."""
    if body.bust is None or body.underbust is None:
        return ""
    steps = int((body.bust - body.underbust - 8.75) // 2.5)
    return "ABCDEF"[steps] if 0 <= steps < 6 else ""


def _figures(question: Question, used: Sequence[str]) -> str:
    known = question.body.known()
    parts = []
    for name in sorted(used, key=list(LABELS).index):
        value = known[name]
        if name == "height":
            parts.append(f"{plain(value)}cm")
        elif name == "weight":
            kilograms = re.search(r"kg|公斤|千克", question.source) and not re.search(r"\d斤", question.source)
            parts.append(f"{plain(value)}kg" if kilograms else f"{plain(value * 2)}斤")
        elif name == "months":
            parts.append(f"{plain(value)}个月" if value < 24 else f"{plain(value / 12)}岁")
        else:
            parts.append(f"{LABELS[name]}{plain(round(value, 1))}cm")
    return "、".join(parts)
