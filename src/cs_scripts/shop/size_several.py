"""Sizes of several people whose figures stand in one message: 大宝75cm 小宝66cm, 身高一个63一个65."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.body import Body
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.size_charts import Chart, pick
from cs_scripts.shop.size_choice import Question, usual_charts
from cs_scripts.shop.size_names import available, beyond, shown
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_WHO = lazy(
    r"(?:另外?)?一个(?=[^\n,。]{0,4}\d)|大宝|小宝|二宝|老大|老二|大的|小的|(?:我|他|她)?(?:爸爸?|妈妈?|哥哥?|弟弟?|姐姐?|妹妹?|老公|老婆|媳妇|儿子|女儿|闺女|婆婆|公公|对象|男朋友|女朋友)"
    r"|(?<![给帮让])我(?=[^\n,。想要买看]{0,4}\d)"
)
_LABEL = lazy(r"身高|身长|体重|脚长|腰围")
_UNIT = lazy(r"\d\s?(cm|公分|厘米|kg|公斤|斤|mm|毫米)")
_BARE = lazy(r"^[^\d]{0,6}(\d{1,3}(?:\.\d)?)(?![\d.码号件])")
_LONG = ("cm", "公分", "厘米")
_FOOT_AT_MOST = 34
_FEWEST, _MOST = 2, 3


def several_bodies(text: str) -> list[tuple[str, Body]]:
    """Read the figures of each of several people.

    Args:
        text: the message, folded.

    Returns:
        What is said of each, and the figures; empty where not two or three people have figures of the same sort.

    >>> [body.height for _, body in several_bodies("身高一个63一个65,买哪个码")]
    [63.0, 65.0]
    >>> several_bodies("我身高165体重110")
    []
    """
    marks = list(_WHO.finditer(text))
    if len(marks) < _FEWEST:
        return []
    label = next((match[0] for match in _LABEL.finditer(text[: marks[0].start()])), "")
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    said = [text[mark.start() : end] for mark, end in zip(marks, ends, strict=True)]
    parts = [part for part in said if any(sign.isdigit() for sign in part)]
    unit = next((match[1] for part in parts if (match := _UNIT.search(part))), "")
    found = [(part, _body(part, label, unit)) for part in parts]
    sorts = {frozenset(body.known()) - {"months"} for _, body in found}
    same = len(sorts) == 1 and sorts != {frozenset()} and not any(body.doubts for _, body in found)
    return found if same and _FEWEST <= len(found) <= _MOST else []


def several_answer(text: str, article: Article | None, own: Chart | None) -> Answer | None:
    """Say which size each of several people takes.

    Args:
        text: the message, folded.
        article: the article, None where it is not certain.
        own: the article's own chart.

    Returns:
        The answer; None where no several people have figures, or a size is not among those of the article.
    """
    told: list[tuple[str, str, Chart]] = []
    for part, body in several_bodies(text):
        question = Question(part, body, part, article, article.options("size") if article else ())
        taken = next(
            ((chart, found) for chart in ([own] if own else usual_charts(question)) if (found := pick(chart, body, question.sizes))), None
        )
        size = available(taken[1].size, taken[0], question.sizes) if taken and not taken[1].beyond else ""
        if not taken or not size or beyond(taken[1].size, taken[0], question.sizes):
            return None
        told.append((_figure(body, taken[1].used), shown(size), taken[0]))
    if len(told) < _FEWEST:
        return None
    sizes = list(dict.fromkeys(size for _, size, _ in told))
    listed = "，".join("、".join(figure for figure, its, _ in told if its == size) + f"拍{size}" for size in sizes)
    charts = list(dict.fromkeys(chart.label for _, _, chart in told))
    words = {"chart": "、".join(charts), "list": listed}
    return Answer("sizes." + told[0][2].id, "sizing", say("size_several", text, words), uses=("sizes." + told[0][2].id, "figures"))


def _body(part: str, label: str, unit: str) -> Body:
    """Read one part; a bare figure takes the name that stands before all, or the unit of another."""
    body = read_body(part)
    if (body.known() and not set(body.known()) <= {"months"}) or not (label or unit):
        return body
    match = _BARE.match(part)
    if match and not label and unit in _LONG and float(match[1]) > _FOOT_AT_MOST:
        label = "身高"
    bare = read_body(f"{label}{match[1]}{unit}") if match else Body()
    return replace(bare, months=body.months) if bare.known() else body


def _figure(body: Body, used: Sequence[str]) -> str:
    known = body.known()
    units = {"height": "cm", "weight": "斤", "foot": "cm", "waist": "cm"}
    shown_all = [
        f"{known[name] * (2 if name == 'weight' else 1):g}{units[name]}" for name in ("height", "weight", "foot", "waist") if name in used
    ]
    return "".join(shown_all)
