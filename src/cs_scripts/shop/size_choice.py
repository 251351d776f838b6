"""Which of the usual charts serves: by the article's kind, by whom the buyer names, else by the figures."""

from __future__ import annotations

from dataclasses import dataclass

from cs_scripts.shop.article import Article
from cs_scripts.shop.body import Body
from cs_scripts.shop.size_charts import Chart, Pick, charts, pick
from cs_scripts.text.patterns import lazy

MALE = lazy(r"男(?!款女)|老公|爸|老头|老汉|老爷子|当家的|公公|岳父|丈人|大爷|伯|姐夫|妹夫|先生|爷爷|外公|我哥|弟弟|叔|舅|对象他")
"""Words that say that the article is for a man."""

_FEMALE = lazy(r"女|老婆|妈|媳妇|婆婆|姐|妹|闺蜜|奶奶|外婆|阿姨|月子|裙")
_ANIMAL = lazy(r"宠物|狗|猫(?!人|头|眼|爪)|犬")
_CHILD = lazy(r"宝宝|孩子|儿子|女儿|小孩|娃|童|宝贝几|幼儿|新生儿|男宝|女宝|小朋友|年级")


@dataclass(frozen=True)
class Question:
    """What is asked about a size.

    Attributes:
        text: the message, folded.
        body: all figures the buyer gave.
        source: the buyer's words they came from.
        article: the article, None where it is not known.
        sizes: the sizes it has.
    """

    text: str
    body: Body
    source: str
    article: Article | None
    sizes: tuple[str, ...]


def of_other_bodies(article: Article) -> bool:
    """Tell whether an article's sizes are those of its maker, as of nappies, or of an animal: no usual chart of people tells them.

    Args:
        article: the article.

    Returns:
        Whether it is such a thing.
    """
    return _of_chart(article, "nappies") or bool(_ANIMAL.search(f"{article.kind} {article.name}"))


def for_child(article: Article) -> bool:
    """Tell whether an article is worn by small children, by the chart of its kind.

    Args:
        article: the article.

    Returns:
        Whether it is.
    """
    return _of_chart(article, "children")


def _of_chart(article: Article, name: str) -> bool:
    """Tell whether an article is of a kind that a usual chart serves."""
    words = f"{article.kind} {article.name}"
    return any(kind in words for kind in charts()[name].kinds)


def usual_charts(question: Question) -> list[Chart]:
    """List the usual charts that may serve, the likeliest first.

    Args:
        question: what is asked.

    Returns:
        The charts; empty for an article that has no size.
    """
    known = question.body.known()
    article = question.article
    words = f"{article.kind} {article.name} {article.values.get('sex', '')}" if article else question.source
    everything = charts()
    child = bool(_CHILD.search(words if article else question.source)) or (known.get("height", 999) < 135 and "weight" not in known)
    named = [(len(kind), chart) for chart in everything.values() for kind in chart.kinds if kind in words]
    named.sort(key=lambda pair: -pair[0])
    best = named[0][1].id if named else ""
    if best.startswith("shoes") or ("foot" in known and not article):
        male = _sex(question) == "men"
        if article and "男" in (sexes := article.values.get("sex", "")) and "女" in sexes and not MALE.search(question.source):
            return [everything["shoes"], everything["shoes_men"]]
        return [everything["shoes_children" if child and known.get("foot", 0) < 22 else "shoes_men" if male else "shoes"]]
    if best in ("rings", "bras", "hats", "nappies"):
        return [everything[best]]
    if best == "trousers" and not child:
        return [everything["trousers"], *([] if article else [everything[_sex(question)]])]
    if article and not best and not question.sizes:
        return []
    for figure, name in (("finger", "rings"), ("ring", "rings"), ("underbust", "bras"), ("head", "hats")):
        if figure in known and not article:
            return [everything[name]]
    if child or best == "children" or ("months" in known and "weight" not in known):
        return [everything["children"]]
    if known and set(known) <= {"waist", "hip"}:
        return [everything["trousers"]]
    return [everything[_sex(question)]]


def _sex(question: Question) -> str:
    """Tell whose chart serves: what the article or the buyer says, else the likelier for the height."""
    article = question.article
    about = f"{article.values.get('sex', '')} {article.kind} {article.name}" if article else ""
    for words in (about, question.source):
        if MALE.search(words) and not ("女" in words and words is about):
            return "men"
        if _FEMALE.search(words) and not ("男" in words and words is about):
            return "women"
    return "men" if question.body.known().get("height", 0) >= 175 else "women"


def other_sex(question: Question, chart: Chart) -> Pick | None:
    """Give the man's size too where neither the article nor the buyer says for whom, and the figures suit both.

    Args:
        question: what is asked.
        chart: the chart that was taken.

    Returns:
        What the men's chart says; None where it is clear for whom.
    """
    known = question.body.known()
    about = question.source + (
        question.article.name + question.article.kind + question.article.values.get("sex", "") if question.article else ""
    )
    if chart.id != "women" or MALE.search(about) or _FEMALE.search(about) or not 168 < known.get("height", 0) < 175:
        return None
    return pick(charts()["men"], question.body)
