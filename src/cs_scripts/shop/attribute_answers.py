"""Answer one attribute that is asked for: from its own cell, from a neighbouring one, from a clause of another, else as a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import Asked, attributes
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.certainty import OPEN, certain
from cs_scripts.shop.clauses import clause_of
from cs_scripts.shop.expiry import expiry_answer
from cs_scripts.shop.facts_said import About, draft, of_option, said, stated
from cs_scripts.shop.finer import blank_of
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import mentioned
from cs_scripts.shop.own_words import contained, made_of, said_elsewhere
from cs_scripts.shop.price_answers import counted_by_sheet, price_answer, priced
from cs_scripts.shop.sums import quantity_of
from cs_scripts.text.patterns import lazy

_HOW_MUCH = lazy(r"[多几][^\n]*$")
_FIGURE = lazy(r"[\d二两三四五六七八九十百]|一[个次天年分]|半[个天年小]")
_WINTER = lazy(r"冬|零下|下雪|雪天|腊月")
_PORT = lazy(r"口|type")
_PORTS = lazy(r"口|type|usb|lightning", re.IGNORECASE)
"""Who asks for the port is not told how fast it charges."""

_HOW_LONG = lazy(r"多久|多长时间|几小时|几个小时|几个钟|几天|几个月|几年|几分钟")
_WATTS = lazy(r"\d\s?(?:w|瓦)", re.IGNORECASE)
_TIMES = lazy(r"小时|分钟|[天日周月年次钟]|时间|随时|长期")
_FEELS = lazy(r"[软硬嚼柴脆糯弹]")
_PIECES = lazy(r"([A-Za-z]{1,4}码|[^\d约]{0,6})(约?)(\d{1,4})(小?[颗粒片张包支瓶只条])")
_WHOLE = lazy(r"都[^\n]{0,3}(?:什么|啥|哪|几)|有什么|有啥|清单|包含什么|包括什么|哪些|哪几|些什么|些啥|有几样")
"""Asks for all that is in the box, of which one thing may be named besides."""

_EITHER_WAY = lazy(r"([\u4e00-\u9fff])[不没]\1(?P<what>[\u4e00-\u9fff]{1,4})$")
_UP_TO = lazy(r"(\d|[一二两三四五六七八九])岁(?:以[内下]|内|前)")
_PARTS = lazy(r"[，。；;,]")
_UNITS = "颗粒片张包支瓶只"
_WITH_OTHERS = lazy(r"一锅|一起洗|混洗|混着|[串染沾]到|别的衣|其他衣|白衣")
_SOFT = lazy(r"软|扎|肤|刺")
"""What a cell must tell of to answer how long, how soft, or whether it scratches."""

_INNER = lazy(r"里[头面边层]那?(?:一?层)?(?!有|装|放|配)|内层|里子|里料|内里|衬里")
_OUTER = lazy(r"面料|鞋面|表层|外壳|外层")
"""The inside of an article, and cells of a material that speak of its outside."""

_MARKS = "洗开"
"""Characters of a question that decide which of two cells answers: who asks about washing is not told where to dry it."""


def attribute_answer(about: About, asked: Asked, articles: Sequence[Article], *, drafts: bool) -> Answer | None:
    """Answer one attribute: of the article, of all that fit where they agree, else as a draft.

    Args:
        about: the article, where it is certain, and the message.
        asked: what is asked for.
        articles: all articles that fit.
        drafts: whether a draft may answer where the table has nothing.

    Returns:
        The answer; None where another answer says it, or where the words do not ask for it with certainty.
    """
    attribute = asked.attribute
    if attribute.kind == "price":
        sure = (
            drafts
            and not priced(about.text)
            and not counted_by_sheet(about)
            and bool(OPEN.search(asked.word))
            and certain(about.text, asked)
        )
        return price_answer(about, attribute.id) or (draft(about, asked) if sure else None)
    if attribute.kind == "stock":
        return None
    if about.article is None:
        if not asked.sure:
            return None
        shared = {article.values.get(attribute.id, "") for article in articles}
        if len(shared) == 1 and (value := shared.pop()):
            return said(About(articles[0], about.subject.replace("这款", "这几款"), about.text, about.intents), asked, value)
        return draft(about, asked) if drafts and certain(about.text, asked) else None
    known = attributes()
    if attribute.id in ("expiry", "shelf_life") and (attribute.id == "expiry" or "还有" in about.text) and (until := expiry_answer(about)):
        return until
    if attribute.id == "material" and (inner := _inside(about, asked)):
        return inner
    if attribute.id == "material" and (part := made_of(about.article, asked.word)):
        return said(about, Asked(known[part[0]], asked.word, asked.start), part[1])
    whole = attribute.id == "box" and about.article.values.get("box") and _WHOLE.search(asked.word)
    if attribute.id in ("gift", "box") and not whole and (thing := contained(about.article, clause_of(about.text, asked.start))):
        return stated(about, known["box"], thing)
    if cells := _cells(about.article, asked, about):
        key, value = cells[0]
        if key == "baby" and (clause := _from_age(about, value)):
            return stated(about, attribute, clause)
        if key == attribute.id == "pieces" and (total := _in_all(about, value)):
            value = total
        if key == "fade" and _WITH_OTHERS.search(about.text) and (alone := _alone(about.article)) and "单独" not in value:
            value = f"{value}，{alone}"
        season = about.article.values.get("season", "")
        if attribute.id == "warmth" and key != "warmth" and season and "冬" not in season and _WINTER.search(about.text):
            return said(about, Asked(known["season"], asked.word, asked.start, "冬天"), season)
        return said(about, asked if key == attribute.id else Asked(known[key], asked.word, asked.start), value)
    cell, clause = said_elsewhere(about.article, asked)
    if clause:
        return stated(about, attribute, clause, cell)
    if asked.attribute.id in about.article.values:
        asked = replace(asked, value="".join(option for options in about.named.values() for option in options))
    if asked.attribute.kind == "yesno" and asked.sure and (clause := _of_object(about, asked)):
        return blank_of(about, [clause], [])
    return draft(about, asked) if asked.sure and certain(about.text, asked) else None


def _of_object(about: About, asked: Asked) -> str:
    """Give the clause that asks of another object than the attribute's name has: 粘不粘猫毛 is not 粘不粘锅."""
    clause = clause_of(about.text, asked.start)
    match = _EITHER_WAY.search(clause)
    known = (asked.attribute.label, *asked.attribute.mentions)
    return match[0] if match and asked.word in match[0] and not any(match["what"] in word for word in known) else ""


def _inside(about: About, asked: Asked) -> Answer | None:
    """Answer what the inside is made of, by the cell of that part; left open where the cell of the whole speaks of the outside only."""
    values = about.article.values if about.article else {}
    if not _INNER.search(clause_of(about.text, asked.start)):
        return None
    key = next((key for key in ("lining", "filling") if values.get(key)), "lining")
    part = Asked(attributes()[key], asked.word, asked.start)
    if values.get(key):
        return said(about, part, values[key])
    return draft(about, part) if _OUTER.search(values.get("material", "")) else None


def _cells(article: Article, asked: Asked, about: About | None = None) -> list[tuple[str, str]]:
    """List the cells that answer an attribute, the best first: its own, else of its neighbours those that can."""
    own = article.values.get(asked.attribute.id, "")
    cells = [(asked.attribute.id, own)] if own else []
    if own and about and asked.attribute.kind != "number" and _of_others(about, own):
        return []
    counts = _HOW_MUCH.search(asked.word)
    port = asked.attribute.id == "charging" and _PORT.search(asked.word)
    for key in asked.attribute.others:
        value = article.values.get(key, "")
        if value and (not counts or _FIGURE.search(value)):
            cells.append((key, value))
    if port:
        cells = [cell for cell in cells if _PORTS.search(cell[1])]
    if asked.attribute.id == "power":
        cells = [cell for cell in cells if cell[0] == "power" or _WATTS.search(cell[1])]
    if _HOW_LONG.search(asked.word) or (asked.attribute.id == "charging" and about and _HOW_LONG.search(about.text)):
        cells = [cell for cell in cells if _TIMES.search(cell[1])]
    if asked.attribute.id == "firmness":
        cells = [cell for cell in cells if cell[0] == "firmness" or _FEELS.search(cell[1])]
    if asked.attribute.id == "itchy":
        cells = [cell for cell in cells if cell[0] == "itchy" or _SOFT.search(cell[1])]
    if asked.attribute.id == "machine_wash":
        cells = [cell for cell in cells if cell[0] == "machine_wash" or "水洗" in cell[1]]
    if asked.attribute.id == "pieces":
        cells = [cell for cell in cells if cell[0] == "pieces" or asked.word[-1] not in _UNITS or asked.word[-1] in cell[1]]
    if asked.word.endswith("次"):
        cells = [cell for cell in cells if "次" in cell[1]]
    cells = [cell for cell in cells if "铲" not in asked.word or "铲" in cell[1]]
    if asked.attribute.id == "thickness_cm":  # the box of a pot is no answer to how thick it is
        cells = [cell for cell in cells if cell[0] != "dimensions" or "厚" in cell[1]]
    cells.sort(key=lambda cell: any(mark in asked.word and mark not in cell[1] for mark in _MARKS))
    return cells


def _of_others(about: About, value: str) -> bool:
    """Tell whether a cell speaks of other options than the one that is named: 1.8米床：被套220×240cm to who asks of 1.5."""
    if about.article is None:
        return False
    for key, wanted in about.named.items():
        spoken = mentioned(about.article.options(key), value.lower()) if wanted else ()
        if spoken and len(spoken) < len(about.article.options(key)) and not set(spoken) & set(wanted):
            return True
    return False


def _alone(article: Article) -> str:
    """Give the clause that tells to wash an article alone, wherever it stands; empty where there is none."""
    cells = (article.values.get(key, "") for key in ("machine_wash", "care", "flaw"))
    return next((clause.strip() for cell in cells for clause in _PARTS.split(cell) if "单独洗" in clause), "")


def _from_age(about: About, value: str) -> str:
    """Give the clause of a cell that forbids up to an age only, where an older child is spoken of: 一岁以内不能吃 to a child of two."""
    match = _UP_TO.search(value)
    months, limit = read_body(about.text).months, number(match[1]) if match else None
    if not match or months is None or not limit or months < 12 * limit:
        return ""
    return next((clause.strip() for clause in _PARTS.split(value) if match[0] in clause), "")


def _in_all(about: About, value: str) -> str:
    """Reckon how many pieces several packs hold: 两包L一共多少片 of L码46片; empty where one pack is meant."""
    count = quantity_of(about.text)
    match = _PIECES.fullmatch(of_option(about, value).strip())
    if not match or not count or count < 2:
        return ""
    each, all_ = f"{match[2]}{match[3]}{match[4]}", f"{match[2]}{int(match[3]) * count}{match[4]}"
    return f"{match[1]}一份{each}，{count}份一共{all_}"


def is_told(asked: Asked, article: Article | None) -> bool:
    """Tell whether the one article at hand answers what its words ask for, whatever intent they were taken for.

    Args:
        asked: what is asked for.
        article: the article, None where it is not certain.

    Returns:
        Whether a cell has it; prices and stock are asked for by their own intents.

    >>> from cs_scripts.shop.attributes import Attribute
    >>> wash = Attribute("machine_wash", "能否机洗", "yesno")
    >>> is_told(Asked(wash, "机洗", 0), Article("1", "卫衣", (), "", {"machine_wash": "可以"}, 2))
    True
    """
    if article is None or asked.attribute.kind in ("price", "stock"):
        return False
    return bool(_cells(article, asked)) or bool(said_elsewhere(article, asked)[1])
