"""Answer one attribute that is asked for: from its own cell, from a neighbouring one, from a clause of another, else as a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import Asked, attributes
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.clauses import clause_of
from cs_scripts.shop.expiry import expiry_answer
from cs_scripts.shop.facts_said import About, draft, of_option, said, stated
from cs_scripts.shop.goods_find import COMPARES
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import mentioned
from cs_scripts.shop.own_words import contained, made_of, said_elsewhere
from cs_scripts.shop.price_answers import counted_by_sheet, price_answer, priced
from cs_scripts.shop.sums import quantity_of
from cs_scripts.text.patterns import lazy

ELSEWHERE = lazy(
    r"收到|到手|坏了|破了|裂了|退|(?<!多久)(?<!多久要)(?<!多久该)(?<!多久得)换[^\n]{0,4}[货的]|取消|发票|订单|快递|物流|师傅|维修|赔|补发|签收|投诉|差评|(?<!会不会是)(?<!是不是)(?<!不会是)假货|客服|支付|付款|刚买|之前买|上次买|买了|拍了|(?:用|吃|穿|洗)了(?!会|掉|缩|起|变|皱|褪|上|能|要|还|不|过敏|串)|我要买|只要|就要"
)
"""Words of what happened to an order, or of what is done with one, rather than of an article."""

_OPEN = lazy(r"[多几啥怎咋哪吗]|什么|如何|有没有|会不会|不[^\n]|有没|还有")
_BEFORE = lazy(r"能|可以|会|有没有|有无|是不是|是|什么|多少|啥|带|含|有|支持|要|用|放|进")
_AFTER = lazy(
    r"[^\n]{0,5}?(?:吗|唔|咩|嘛|么|不|没|吧|[?？]|呢|多[少久长大]|哪|怎么样|如何|多大|几|啥|什么|咋样"
    r"|(?:报|发|说|讲|告诉)(?:给?我|一下|下))"
)
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
_UP_TO = lazy(r"(\d|[一二两三四五六七八九])岁(?:以[内下]|内|前)")
_PARTS = lazy(r"[，。；;,]")
_UNITS = "颗粒片张包支瓶只"
_WITH_OTHERS = lazy(r"一锅|一起洗|混洗|混着|[串染沾]到|别的衣|其他衣|白衣")
_SOFT = lazy(r"软|扎|肤|刺")
"""What a cell must tell of to answer how long, how soft, or whether it scratches."""

_INNER = lazy(r"里[头面边层]那?(?:一?层)?(?!有|装|放|配)|内层")
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
            and bool(_OPEN.search(asked.word))
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
    if attribute.id in ("gift", "box") and (thing := contained(about.article, about.text)):
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
    return draft(about, asked) if asked.sure and certain(about.text, asked) else None


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


def certain(folded: str, asked: Asked) -> bool:
    """Tell whether a message certainly asks for an attribute, so that a draft with a slot serves without any table.

    Args:
        folded: the message, folded.
        asked: the attribute that its words name.

    Returns:
        False for statements, for comparisons of what nobody knows, and for what happened to an order.

    >>> from cs_scripts.shop.attributes import asked_attributes
    >>> ask = asked_attributes("这个是纯棉的吗")[0]
    >>> certain("这个是纯棉的吗", ask), certain("昨天收到的不是纯棉的吧", ask)
    (True, False)
    """
    if ELSEWHERE.search(folded) or COMPARES.search(folded):
        return False
    if _OPEN.search(asked.word):
        return True
    before, _, after = folded.partition(asked.word)
    return bool(_BEFORE.search(before[-6:]) or _AFTER.match(after))
