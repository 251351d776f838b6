"""Questions finer than the table: who asks how much of it is pear is not told the list of ingredients, but left a blank of his own words.

Three things show it: the unit that is asked for, an aspect that is measured, and a part of the article before a measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import Asked, Attribute, attributes
from cs_scripts.shop.clauses import clause_of, clauses
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.patterns import lazy

_NUMBER = r"[\d一二两三四五六七八九十百半几]\s?"
_UNIT = lazy(
    r"(?<!还有)(?<!剩)(?:多少|几|百分之(?=[多几]))(姆米|盎司|旦|匹马力|匹|流明|转|分贝|赫兹|hz|帧|像素|大卡|千卡|卡路里|目|针|股|层|圈|克拉|摩尔|巴|毫克|mg|英寸|寸"
    r"|丹尼尔|丹(?!色)|d(?![a-z])|伏|v(?![a-z])|瓦|w(?![a-z])|毫安|mah|度(?!电|数)|成|多少|几|支(?=的|纱|棉|$))"
)
_SAME = {
    "hz": "赫兹|hz", "赫兹": "赫兹|hz", "mg": "毫克|mg", "毫克": "毫克|mg", "伏": "伏|v", "v": "伏|v", "瓦": "瓦|w", "w": "瓦|w",
    "毫安": "毫安|mah", "mah": "毫安|mah", "寸": "英?寸|cm|厘米", "分贝": "分贝|db", "大卡": "卡", "千卡": "卡",
    "度": "度|℃|°", "d": "d|丹",
}  # fmt: skip
"""How a cell writes a unit, where not in the very word."""

_SHARE = lazy(
    r"百分之[多几]|[几多]成(?!新|熟|人)|多少成|占(?:了)?(?:多少|几|比)|(?<!净)含量(?:是|有)?(?:多少|多大|几)|浓度(?:是|有)?(?:多少|多大|几)"
)
_PERCENT = lazy(r"%|百分|[\d一二两三四五六七八九十]成")
_EXTREME = lazy(r"最[高低大小多少长短]")
_RANGE = lazy(r"[到至~～–-]|最|以内|以下|以上|不超")
_ASPECT = lazy(
    r"[\u4e00-\u9fff]率|磁吸?力|吸力|推力|拉力|握力|夹力|支撑力|[系指]数|[密浓精强硬深坡角亮净纯蓬松湿浊粘黏灵]度|蓬松|克重|目数|纱支|转速|流量|电流|扭矩|分辨|像素|刷新|延迟"
    r"|内径|外径|[间层]距|半径|功耗|能耗|能效|热量|卡路里|(?<!安全)(?<!防水)(?<!防护)[等星]级|树龄|厂龄|蛋白|脂肪|膳食纤维|维生素|钠含|钙含|额定|峰值|行程|孔径|粒径|波长|色温|流明|酸碱度|ph值|波段|dpi|ppi|处理器|芯片|跑分|显卡|甲醛|环保等级|安全等级"
)
"""Aspects that are measured by themselves; which share a character with another column's words is looked up, not assumed."""

_HOW = lazy(r"多少|[几多][\u4e00-\u9fff%]?|什么|啥|怎么样|咋样|高不高|大不大|强不强|高吗|大吗|强吗|够不够|有数据|数据[吗没么]")
_PART = lazy(
    r"(?:的|^|(?<=[\u4e00-\u9fff]))([\u4e00-\u9fff][底盖口柄壁圈袖领链胆跟嘴轮座绳板管芯杆垫框架篮扣帽盘筒]|(?<![\u4e00-\u9fff])筒|[绑肩腰鞋吊]带|轮子|盖子|架子|篮子|[把扶提]手|按键|轴承|单[只个片颗粒支]|之间(?:的?间?[隔距])?|[间层]距|层间|间隔|相隔)(?:大概|大约|有|是|的)*$"
)
_NO_PART = frozenset("这那哪里外上下前后左右一每整全个多")
_OF_PART = frozenset({"material", "thickness_cm", "thickness", "height", "width", "length", "weight", "diameter", "dimensions", "capacity"})
_PARTS = ("sole", "lining", "filling")
_LEFT_ALONE = ("stock", "price", "list", "fits", "date")
_LEAD = lazy(r"^(?:亲|贵店的?|请问|问一?下|想问|您好|你好|那个|这个|这款|那款|这|那|你们?家?|的|里面?的?|它|个)+")
_TRAIL = lazy(r"(?:的?(?:啊|呀|呢|哈|哦|嘞|咧|哇|噢|[?？]))+$")
_YES = (
    (lazy(r"^(.*?)有(?!没有)([^有]{1,10}?)[吗么嘛不没]$"), r"\1有没有\2"),
    (lazy(r"^(.*?)(?<![不可只])(能|会)(?!不)([^能会]{1,10}?)[吗么嘛不]$"), r"\1\2不\2\3"),
    (lazy(r"^(.*?)可以(?!不)(.{1,10}?)[吗么嘛不]$"), r"\1可不可以\2"),
    (lazy(r"^(.*?)(?<![不还就])是(?!不|什|哪|啥)(.{1,10}?)的?[吗么嘛不]$"), r"\1是不是\2"),
)
_AROUND = lazy(r"^(?:是不是|是|真|什么|啥)|[吗么的]+$")
_LONGEST = 16
_LONGER = 3
_MOST = 2


def finer(about: About, asked: Sequence[Asked], nouns: Sequence[str]) -> str:
    """Give the clause that asks for more than a cell of the article can tell.

    Args:
        about: the article and the message.
        asked: what the attributes' words ask for.
        nouns: what the message calls the article.

    Returns:
        The clause; empty where none does.

    >>> mouse = Article("1", "无线鼠标", (), "", {"weight": "90g"}, 2)
    >>> finer(About(mouse, "这款鼠标", "鼠标回报率是多少"), [], ["鼠标"]), finer(About(mouse, "这款鼠标", "鼠标多重"), [], ["鼠标"])
    ('鼠标回报率是多少', '')
    """
    if about.article is None:
        return ""
    for clause in clauses(about.text):
        here = [each for each in asked if clause_of(about.text, each.start) == clause]
        if any(each.attribute.kind in _LEFT_ALONE for each in here):
            continue
        if (
            _of_unit(about.article, clause)
            or _of_aspect(about.article, clause, here, nouns)
            or _of_part(about.article, clause, here, nouns)
        ):
            return clause
    return ""


def counted(about: About, asked: Sequence[Asked]) -> tuple[Attribute, str] | None:
    """Find what a cell tells in the very unit, or as the very share, that is asked for: 氨纶占多少 and 棉98%、氨纶2%.

    Args:
        about: the article and the message.
        asked: what the attributes' words ask for, which the table lacks.

    Returns:
        The attribute whose cell it is, and the part of the cell; None where no unit is asked for, or no cell counts in it.

    >>> shirt = Article("1", "打底衫", (), "", {"material": "棉95%、氨纶5%"}, 2)
    >>> counted(About(shirt, "这款", "氨纶占多少"), [])[1]
    '氨纶5%'
    """
    if about.article is None or any(each.attribute.kind in _LEFT_ALONE for each in asked):
        return None
    known, share, unit = attributes(), _SHARE.search(about.text), _UNIT.search(about.text)
    for key, value in about.article.values.items() if share or unit else ():
        if key not in known or key in ("stock", "price", "name"):
            continue
        for part in _parts(value):
            if _PERCENT.search(part) and _names(part, about.text) if share else unit and _counts(part, unit[1], about.text):
                return known[key], part.strip()
    return None


def _counts(part: str, unit: str, text: str) -> bool:
    """Tell whether a part of a cell counts in a unit; of the highest or lowest only where it gives a range or says so."""
    return bool(_figure_of(unit).search(part.lower())) and (not _EXTREME.search(text) or bool(_RANGE.search(part)))


def _figure_of(unit: str) -> re.Pattern[str]:
    return lazy(_NUMBER + f"(?:{_SAME.get(unit, unit)})")


def blank_of(about: About, parts: Sequence[str], nouns: Sequence[str]) -> Answer | None:
    """Leave a blank of the buyer's own words for what the table does not tell.

    Args:
        about: the article and the message.
        parts: the clauses that ask for it.
        nouns: what the message calls the article.

    Returns:
        The answer; None where the words are too many for a blank.

    >>> blank_of(About(None, "这款鞋", ""), ["鞋有碳板吗"], ["鞋"]).missing
    ('有没有碳板',)
    """
    labels = [label for part in parts if 2 <= len(label := _label(part, nouns)) <= _LONGEST][:_MOST]
    if not labels:
        return None
    intent = next(iter(about.intents), "product_info")
    shown = "，".join(map(slot, labels))
    return Answer("goods.draft", intent, say("draft_yesno", about.text, {"subject": about.subject, "slot": shown}), tuple(labels))


def _label(clause: str, nouns: Sequence[str]) -> str:
    for noun in sorted(nouns, key=len, reverse=True):
        clause = clause.replace(noun, "", 1)
    clause = _TRAIL.sub("", _LEAD.sub("", clause))
    for pattern, instead in _YES:
        if pattern.match(clause):
            return pattern.sub(instead, clause)
    return clause


def _of_unit(article: Article, clause: str) -> bool:
    """Tell whether a unit is asked for in which no cell of the article counts, or a share of what no cell gives in percent."""
    if _SHARE.search(clause):
        return not any(
            _PERCENT.search(part) and (_names(part, clause) or _spoken(key, clause))
            for key, value in article.values.items()
            for part in _parts(value)
        )
    match = _UNIT.search(clause)
    if not match:
        return False
    told = (part for key, value in article.values.items() if key not in ("stock", "price") for part in _parts(value))
    return not any(_counts(part, match[1], clause) for part in told)


def _parts(value: str) -> list[str]:
    return value.replace("，", "、").split("、")


def _spoken(key: str, clause: str) -> bool:
    """Tell whether a clause names a column by its label or one of its headers: 遮光率."""
    attribute = attributes().get(key)
    return any(word in clause for word in ((attribute.label, *attribute.columns) if attribute else (key,)))


def _names(part: str, clause: str) -> bool:
    """Tell whether a part of a cell shares two characters with a clause, or its only word with the one asked for."""
    return any(part[at : at + 2] in clause for at in range(len(part) - 1)) or any(mark in clause for mark in part if mark in "棉毛绒丝麻")


def _of_aspect(article: Article, clause: str, here: Sequence[Asked], nouns: Sequence[str]) -> bool:
    """Tell whether an aspect is asked for that no word of the attributes asked, no cell and no header names."""
    for noun in nouns:
        clause = clause.replace(noun, "")
    match = _ASPECT.search(clause)
    if not match or not _HOW.search(clause):
        return False
    aspect, known = match[0], attributes()
    if any(aspect in word for each in here for word in (*each.attribute.mentions, each.attribute.label, *each.attribute.columns)):
        return aspect == "峰值" or (aspect == "额定" and not any(each.attribute.id == "power" for each in here))
    return not any(
        aspect in value or aspect in key or (key in known and aspect in known[key].label) for key, value in article.values.items()
    )


def _of_part(article: Article, clause: str, here: Sequence[Asked], nouns: Sequence[str]) -> bool:
    """Tell whether a measure is asked of a part that no cell speaks of: 锅底多厚."""
    for each in here:
        if each.attribute.id not in _OF_PART or not (each.sure or each.attribute.id == "material"):
            continue
        before = clause[: clause.find(each.word)] if each.word in clause else ""
        for noun in nouns:
            before = before.replace(noun, "") if len(noun) > 1 else before  # 锅 stays in 锅盖
        match = _PART.search(before)
        if match and match[1][0] not in _NO_PART and not _told_of(article, each, match[1]):
            return True
    return False


def _told_of(article: Article, asked: Asked, part: str) -> bool:
    names = (article.name, article.kind, *article.nicknames)
    cells = (article.values.get(key, "") for key in (asked.attribute.id, *asked.attribute.others))
    if asked.attribute.id == "material":  # 盖子是玻璃的吗: the list of contents may have 钢化玻璃盖, and 鞋底 a column of its own
        known = [attributes()[key] for key in _PARTS if article.values.get(key)]
        if any(part in word for each in known for word in (each.label, *each.words)):
            return True
        stem, core = part.removesuffix("子")[-1], _AROUND.sub("", asked.word)
        things = article.values.get("box", "").replace("，", "、").split("、")
        return stem in article.values.get("material", "") or any(stem in thing and core in thing for thing in things)
    own = any(part in word or word.startswith(part[-1]) for word in asked.attribute.words if part[-1] in word)
    return own or any(part in name for name in names) or any(part in cell for cell in cells)
