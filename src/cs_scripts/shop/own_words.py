"""What a cell says in the buyer's own words, where no attribute is asked for: 奶嘴多久换 finds 奶嘴两三个月换一次."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import Asked, Attribute, attributes
from cs_scripts.text.patterns import lazy

_CLAUSES = lazy(r"[，。；;,\n]")
_HAN = lazy(r"[\u4e00-\u9fff]{2,}")
_LISTED = lazy(r"[、/]")
_GIFTS = lazy(r"[、/，,]|和(?=[\u4e00-\u9fff]{2})")
_TELLING = (
    "warning", "care", "usage", "flaw", "feature", "lifespan", "guarantee", "certificate", "storage", "taste", "gift", "fit_size", "single",
    "install", "thickness", "charging", "plugged", "noise", "fade", "smell", "real_color", "custom", "waterproof", "keep_warm",
    "detachable", "foldable", "box", "transparent", "dose", "leakproof", "nonstick", "machine_wash",
)  # fmt: skip
"""Cells that tell something in words, the likeliest first."""

_SUITING = frozenset({*_TELLING, "pregnant", "baby", "allergens", "alcohol", "sugar", "dose"})
_HINTED = frozenset(_TELLING) - {"box", "gift", "single"}
_EMPTY = frozenset(
    re.findall(
        r"\w\w",
        "什么怎么可以多少这个那个你们我们一下是不有没能不会不如果现在时候还是已经东西问题知道需要觉得一个"
        "一次里面商品宝贝产品多久不会不能没有这款那款好看推荐今天明天客服亲亲您好你好谢谢请问质量使用正常"
        "一年颜色建议的时的话用的这种那种不用怎样多大需不尺码价格收到直接能用不要容易一点有点时间大小包装"
        "单独安装注意个月",
    )
)
"""Pairs of characters that stand in cells and questions of every kind."""

_HOW_OFTEN = lazy(r"多久|多长时间|隔几|几天|几个?月|几次|几回|几小时|几分钟|什么时候")
_OFTEN = lazy(r"[\d一二两三四五六七八九十半几][\d一二两三四五六七八九十到-]*\s?(?:个月|个?小时|分钟|[天日周月年次])")
"""A question of how often or how long, and a clause that tells it."""

_BACK = lazy(r"不[能可支]?[以持]?退|[能可][以]?退")
_GIVEN = lazy(
    r"(?:送不送|带不带|配不配|有没有[送带配给]|给不给|[送带配])[个条根一]?(?P<what>[\u4e00-\u9fff]{1,4}?)(?:装|吗|么|不|没|呀|啊|$)"
)
_AROUND = lazy(r"^(?:是|真|含|纯|里面)+|[吗么的]+$")
_PLAIN = frozenset("的了吗呢啊不没有是能会要可以多久个一这那我你就还也都用在到")


@lru_cache(maxsize=1)
def families() -> tuple[tuple[str, ...], ...]:
    """Return the words of buyers and of tables that speak of one matter, read once.

    Returns:
        The families of ``data/same_matter.yaml``.
    """
    path = data_path("same_matter.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        found = [Fields({"words": item}, where, top.problems).texts("words", minimum=2) for where, item in top.items("families")]
    return tuple(found)


def said_elsewhere(article: Article, asked: Asked) -> tuple[str, str]:
    """Find what another cell says of an attribute that has none of its own: 掉毛 in the flaw 头两次洗会有少量浮毛.

    Args:
        article: the article.
        asked: the attribute that is asked for; of one that is no yes or no only the very word counts.

    Returns:
        The attribute whose cell it is, and the clause; empty where no cell has such a word.
    """
    attribute = asked.attribute
    words = attribute.mentions if attribute.kind == "yesno" else (asked.word,) if attribute.kind in ("text", "plain") else ()
    for key in _TELLING:
        if words and key in _HINTED and key != attribute.id:
            for clause in _CLAUSES.split(article.values.get(key, "")):
                if any(word in clause.lower() for word in words):
                    return key, clause.strip()
    return "", ""


def contained(article: Article, text: str) -> str:
    """Find a thing of the list of contents that a question names: 有没有送保护套 is answered by 保护套 among them.

    Args:
        article: the article.
        text: the message, folded.

    Returns:
        The thing; empty where none is named. What the article itself is called is no such thing.

    >>> contained(Article("1", "学习平板", (), "", {"box": "平板、充电器、保护套"}, 2), "送不送保护套")
    '保护套'
    """
    given = article.values.get("gift", "").removeprefix("送")
    things = [thing.strip() for cell in (article.values.get("box", ""), given) for thing in _GIFTS.split(cell) if thing.strip()]
    if whole := next((thing for thing in things if len(thing) > 1 and thing not in article.name and thing in text), ""):
        return whole
    match = _GIVEN.search(text)
    what = match["what"] if match else ""
    what = what.removesuffix("子") if len(what) > 1 else what  # 套子 is 保护套
    return next((thing for thing in things if what and what in thing), "")


def suits_elsewhere(article: Article, asked: Asked) -> str:
    """Find what another cell says of whom a question of suiting names, where its own cell is silent of them: 血糖高的别多喝.

    Args:
        article: the article.
        asked: what is asked for, of kind ``fits``.

    Returns:
        The clause; empty where the own cell names them, or no other does.
    """
    attribute = asked.attribute
    wanted = [each for each in asked.value.split("、") if each and each not in article.values.get(attribute.id, "")]
    words = {word for each in wanted for word in (each, *attribute.values.get(each, ()))}
    for key, cell in article.values.items():
        if words and key in _SUITING and key != attribute.id:
            for clause in _CLAUSES.split(cell):
                if any(word in clause.lower() for word in words):
                    return clause.strip()
    return ""


def made_of(article: Article, word: str) -> tuple[str, str] | None:
    """Find the part that is of a material which the main cell lacks: the wool of 羊毛混纺 is the lining's.

    Args:
        article: the article.
        word: the words that ask for the material, as 是羊毛的.

    Returns:
        The attribute whose cell has the material, and the cell or clause; None where the main cell has it, or none.
    """
    core = _AROUND.sub("", word)
    if len(core) < 2 or core in article.values.get("material", ""):
        return None
    for key in ("lining", "filling", "sole", "thickness"):
        if core in (value := article.values.get(key, "")):
            return key, value
    clause = next((clause for clause in _LISTED.split(article.values.get("box", "")) if core in clause), "")
    return ("box", clause) if clause else None


def returned(article: Article, text: str) -> tuple[Attribute, str] | None:
    """Find what a cell says of sending back, where the message shares words with it: 改了尺寸能退吗 and 改尺寸的不退.

    Args:
        article: the article.
        text: the message, folded.

    Returns:
        The attribute whose cell it stands in, and the clause; None where there is none.
    """
    for key in _TELLING:
        for clause in _CLAUSES.split(article.values.get(key, "")):
            pairs = [clause[at : at + 2] for at in range(len(clause) - 1)] if _BACK.search(clause) else []
            spoken = any(pair in text and "退" not in pair for pair in pairs) or any(word in text for word in attributes()[key].mentions)
            if pairs and spoken:
                return attributes()[key], clause.strip()
    return None


def own_words(article: Article, text: str, nouns: Sequence[str], least: int = 4) -> tuple[Attribute, str] | None:
    """Find the clause of an article that shares the most words with a question.

    Args:
        article: the article.
        text: the message, folded.
        nouns: what the message calls the article; these words say nothing.
        least: how much is to be shared: 3 for each two characters in a row, 1 for a single one.

    Returns:
        The attribute whose cell it stands in, and the clause; None where no two characters in a row are shared.

    >>> bottle = Article("1", "玻璃奶瓶", (), "", {"warning": "奶嘴两三个月换一次，别用钢丝球"}, 2)
    >>> own_words(bottle, "奶嘴多久要换", ["奶瓶"])[1]
    '奶嘴两三个月换一次'
    """
    name = article.name.lower()
    rest = text
    for noun in nouns:
        rest = rest.replace(noun, " ")
    runs = _HAN.findall(rest)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)} - _EMPTY
    pairs = {pair for pair in pairs if pair not in name}
    alike = [word for family in families() if any(word in text for word in family) for word in family]
    if not pairs and not alike:
        return None
    often = bool(_HOW_OFTEN.search(text))
    marks = {mark for run in runs for mark in run} - _PLAIN
    best: tuple[int, Attribute, str] | None = None
    for key in _TELLING:
        for clause in (_LISTED if key == "box" else _CLAUSES).split(article.values.get(key, "")):
            shared = [pair for pair in pairs if pair in clause]
            akin = any(word in clause.lower() for word in alike)
            if shared or akin:
                score = 3 * len(shared) + 4 * akin + len(marks.intersection(clause).difference(*shared))
                score += often and bool(_OFTEN.search(clause))
                if best is None or score > best[0]:
                    best = (score, attributes()[key], clause.strip())
    return best[1:] if best and best[0] >= (3 if best[1].id == "box" else least) else None
