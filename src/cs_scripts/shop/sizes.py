"""Which size to take: the buyer's figures looked up in the article's own chart, else in the usual one; never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.body import Body, merge
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import plain
from cs_scripts.shop.size_between import as_it_runs, between_answer, left_of
from cs_scripts.shop.size_charts import Chart, Pick, named_or_newborn, pick
from cs_scripts.shop.size_choice import MALE, Question, for_child, of_other_bodies, other_sex, usual_charts
from cs_scripts.shop.size_convert import convert
from cs_scripts.shop.size_limits import ends_answer, usual_beyond
from cs_scripts.shop.size_meaning import asks_meaning, size_meaning, with_unit
from cs_scripts.shop.size_names import apart, available, beyond, both_hold, limit, next_holds, shown
from cs_scripts.shop.size_notes import a_size_up, notes, whole_above
from cs_scripts.shop.size_open import SIZE, by_foot, figures, left_open, without_table
from cs_scripts.shop.size_several import several_answer
from cs_scripts.shop.size_wanted import ASKS, CAN, FOOT, figure_asked_for, size_wanted
from cs_scripts.shop.stock_table import measure
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

Turns = Sequence[tuple[str, str]]

_USUAL = lazy(
    r"(?:(?:(?:平时|平常|一般|通常|日常|以前|都是)[^\n,。\d]{0,4}?|[我脚])(?:皮鞋|球鞋|运动鞋|鞋子?|牛仔裤|裤子?|衣服)?(?:都|是)?[穿买拍戴选拿](?:皮鞋|球鞋|运动鞋|鞋子?|牛仔裤|裤子?|衣服)?(?:的是|的|是|都是)?"
    r"|(?:平时|平常|通常|日常)(?:都|是|鞋码|码数|鞋子?|裤子?){0,2})"
    r"\s?((?:3[4-9]|4[0-6]|2[4-9])(?:\.5|半)?|x{0,3}[sl]|m)(?![a-z0-9]|\s?(?:斤|cm|公分))"
)
_SIZED = frozenset("0123456789smlx十")
"""Characters of which a usual size has one."""
_SPOKEN = lazy(r"(?<![零〇一二两三四五六七八九十百\d])[二三四]十[一二三四五六七八九]?(?=半?[码的号,。\s])")
_PLAIN_SIZE = lazy(r"(?<![\d.\-])(?:3[4-9]|4[0-6])(?![\d.\-]|\s?(?:斤|cm|公分|元|块|双))")
_HALF = lazy(r"(?<!\d)(3\d|4\d)码半")
_FEET = lazy(
    r"(?<![\d.])((?:3[4-9]|4[0-6])(?:\.5|半)?)\s?码?"
    r"(?:的(?:大|小)?脚|(?<=脚\d\d\.5)的|(?<=脚\d\d)的|(?<=[男女]\d\d)(?=[穿选拿要])|(?<=[男女]的\d\d)(?=[穿选拿要]))"
)
_ASKED_BEFORE = lazy(r"打错|没看懂")
_SHORT = 8
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
    article = articles[0] if len(articles) == 1 else None
    here = read_body(figure_asked_for(text, history), child=article is not None and for_child(article))
    if article and not here.known() and (two := between_answer(folded, article)):
        return two
    if article and not here.known() and (end := ends_answer(folded, article)):
        return end
    if (
        article
        and ASKS.search(folded)
        and not of_other_bodies(article)
        and (each := several_answer(folded, article, _own_chart(article, goods)))
    ):
        return each
    wanted = size_wanted(folded, here, history, sizing=sizing or bool(article and article.options("size")))
    body_told = {"weight", "height"}.intersection(here.known())
    if article and of_other_bodies(article) and not _own_chart(article, goods) and ((wanted and body_told) or asks_meaning(folded)):
        return left_open(folded, article)
    if not wanted:
        return _x(folded, article, goods, sizing=sizing)
    turns = [turn for role, turn in reversed(history) if role == "buyer"]
    body = merge([here, *(read_body(turn) for turn in turns)])
    if here.doubts:
        return _ask(here, history, text)
    question = Question(folded, body, " ".join([folded, *map(fold, turns)]), article, article.options("size") if article else ())
    if article and question.sizes == ("均码",):
        return None
    own = _own_chart(article, goods)
    likely = [own] if own else usual_charts(question)
    picks = [(chart, found) for chart in likely if (found := named_or_newborn(chart, folded, body) or pick(chart, body, question.sizes))]
    if picks:  # a foot beyond the women's chart may be in the men's of the same shoe
        chart, picked = next((each for each in picks if not each[1].beyond), picks[0])
        if article and chart.id in _CLOTHES:  # a table that the shop lacks is a blank, never the usual one
            return without_table(question, picked.used)
        return _answer(question, chart, picked, other_sex(question, chart) if not own else None)
    if article and body.known() and likely and likely[0].id.startswith("shoes") and ASKS.search(folded):
        return by_foot(question)
    return None if body.known() else _x(folded, article, goods, sizing=sizing)


def _ask(here: Body, history: Turns, key: str) -> Answer | None:
    if any(role == "seller" and _ASKED_BEFORE.search(turn) for role, turn in history):
        return None
    doubt = "、".join(here.doubts)
    label = "身高体重" if "高" in doubt or "重" in doubt or "斤" in doubt or not re.search(r"[围长径脚]", doubt) else "尺寸"
    return Answer("sizes.doubt", "sizing", say("size_ask", key, {"doubt": f"“{doubt}”", "label": label}), uses=("figures",))


def _answer(question: Question, chart: Chart, picked: Pick, other: Pick | None) -> Answer:
    named = [(match[1] or match[2]).upper() for match in SIZE.finditer(question.text)]
    line = both_hold(chart, picked, question.body) and {picked.size, picked.larger} <= set(named)
    if not line and picked.larger in named and (picked.size not in named or next_holds(chart, picked, question.body)):
        picked = replace(picked, size=picked.larger, larger="")
    values = {"figures": figures(question, picked.used), "chart": _chart_name(chart, question)}
    uses = ("sizes." + chart.id, *picked.used)
    name = "sizes." + {"women": "clothes", "men": "clothes", "own": "own"}.get(chart.id, chart.id)
    size, larger = (available(each, chart, question.sizes) for each in (picked.size, picked.larger))
    if chart.id == "bras" and size:
        size, larger = size + _cup(question.body), ""
    end = picked.beyond or beyond(picked.size, chart, question.sizes)
    if end:
        values |= {"limit": limit(chart, question.sizes, end), "size": shown(picked.size)}
        return Answer(name + ".beyond", "sizing", say("size_out" if picked.beyond else "size_lacks", question.text, values), uses=uses)
    if picked.under:
        return Answer(name, "sizing", say("size_under", question.text, values | {"size": shown(size)}), uses=uses)
    if line:
        return Answer(name, "sizing", say("size_line", question.text, values | {"size": shown(size), "larger": shown(larger)}), uses=uses)
    if other and other.size and other.size != size and not question.article:
        both = values | {"size": shown(size), "other": shown(other.size)}
        return Answer(name, "sizing", say("size_both", question.text, both), uses=uses)
    fits = bool(CAN.search(question.text))
    if len(named) == 1 and fits and (off := apart(named[0], picked.size, chart)):
        return Answer(
            name,
            "sizing",
            say("size_apart", question.text, values | {"size": shown(size), "named": shown(named[0]), "apart": off}),
            uses=uses,
        )
    kind = "size_fits" if fits and (not named or size in named) else "size_choice" if len(named) > 1 and size in named else "size"
    values |= {"size": shown(size), "alternative": notes(question, chart, picked, size, larger)}
    return Answer(name, "sizing", say(kind, question.text, values), uses=uses)


def _own_chart(article: Article | None, goods: Goods | None) -> Chart | None:
    return goods.charts.get(article.values.get("size_chart", "")) if goods and article else None


def _x(folded: str, article: Article | None, goods: Goods | None, *, sizing: bool) -> Answer | None:
    """Answer what is asked of sizes without figures of a body: how the usual size runs, what a size means, what it is called abroad."""
    if usual := _usual(folded, article, sizing=sizing):
        return usual
    sizes = article.options("size") if article else ()
    own = _own_chart(article, goods)
    likely = (
        [own]
        if own
        else usual_charts(Question(folded, Body(), folded, article, sizes))
        if article or "裤" in folded or "戒指" in folded
        else []
    )
    if article and not own and asks_meaning(folded) and any(chart.id in _CLOTHES for chart in likely):
        return left_open(folded, article)
    meant = size_meaning(with_unit(folded, sizes), likely, sizes, own.label if own else "")
    return meant or convert(folded, male=bool(MALE.search(folded)))


def _usual(folded: str, article: Article | None, *, sizing: bool) -> Answer | None:
    """Answer a buyer who says the size usually worn: the option it lies in, or what the table says of how the sizes run."""
    if _SIZED.isdisjoint(folded):
        return None
    folded = _HALF.sub(r"\1.5", _SPOKEN.sub(lambda found: plain(number(found[0]) or 0), folded))
    match = _USUAL.search(folded) or _FEET.search(folded)
    several = _of_several(folded, article)
    if not match or (several and several[0] > 1):
        return several[1] if several else None
    size = match[1].upper().replace("半", ".5")
    if article and (end := usual_beyond(size, folded, article)):
        return end
    if article and (larger := whole_above(size, article)):
        values = {"size": shown(size), "larger": shown(larger)}
        return Answer("sizes.usual", "sizing", say("size_usual_half", folded, values), uses=("goods.size",))
    if article and (option := next((each for each in named_options(article, f"{match[1]}码")["size"] if "-" in each), "")):
        subject = f"这{measure(article)}"
        values = {"size": shown(size), "subject": subject, "option": shown(option)}
        return Answer("sizes.usual", "sizing", say("size_usual_range", folded, values), uses=("goods.size",))
    if not (
        ASKS.search(folded) or CAN.search(folded) or FOOT.search(folded) or "吗" in folded or "大一" in folded or len(folded) <= _SHORT
    ):
        return None
    runs = article.values.get("fit_size", "") if article else ""
    if not runs and FOOT.search(folded) and not sizing:
        return None
    values = {"size": shown(size), "fact": runs or slot("码数准不准")}
    if article and (better := a_size_up(folded, runs, size, article) or as_it_runs(runs, size, article)):
        values["fact"] += f"，您拍{shown(better)}{left_of(folded, article, better)}"
    return Answer("sizes.usual", "sizing", say("size_usual", folded, values), () if runs else ("码数准不准",), ("goods.fit_size",))


def _of_several(folded: str, article: Article | None) -> tuple[int, Answer] | None:
    """Say of how many people the usual sizes are named, and which options they take: 老公42老婆37 各要什么码 of slippers in 36-37."""
    asks = ASKS.search(folded) or CAN.search(folded)
    usual = list(dict.fromkeys(match[0] for match in _PLAIN_SIZE.finditer(folded))) if article and asks else []
    options = [next(iter(named_options(article, f"{each}码")["size"]), "") for each in usual] if article else []
    if not usual or not all("-" in option for option in options):
        return None
    shown_all = "、".join(f"{each}码拍{option}" for each, option in zip(usual, options, strict=True))
    return len(usual), Answer("sizes.usual", "sizing", say("size_usual_two", folded, {"list": shown_all}), uses=("goods.size",))


def _chart_name(chart: Chart, question: Question) -> str:
    return chart.label if chart.id == "own" or not question.article else "常规尺码表" if chart.id in _CLOTHES else chart.label


def _cup(body: Body) -> str:
    """Give the cup for the difference of the girths; empty where it is not known."""
    if body.bust is None or body.underbust is None:
        return ""
    steps = int((body.bust - body.underbust - 8.75) // 2.5)
    return "ABCDEF"[steps] if 0 <= steps < 6 else ""
