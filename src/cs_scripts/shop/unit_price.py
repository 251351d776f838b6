"""What one sheet, one gram or one pound of an article costs: 多少钱一斤 of a bag of 5kg, 一片合多少 of a pack of 46."""

from __future__ import annotations

import re

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.facts_said import About, of_option
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.numerals import number
from cs_scripts.shop.options import in_one_unit, mentioned, plain
from cs_scripts.shop.price_answers import spaced
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_UNIT = r"(?P<{0}>公斤|千克|kg|斤|小包|小袋|片|颗|粒|张|毫升|ml|克|g)(?!装|起|的话)"
_SUM = r"(?:多少(?:钱|(?![粒颗个片张条包袋只支根块]))|几块钱?|几毛钱?|几元|几分钱?)"
_ASKS = lazy(
    rf"{_SUM}(?:钱)?(?:每?100|一百|一|每|1)\s?{_UNIT.format('a')}|(?:每?100|一百|一|每|1)\s?{_UNIT.format('b')}(?:合|平均|折合|折|要|是|才|大概|等于|相当于|划)*{_SUM}"
    rf"|(?:合|平均|折合|算下来|相当于)[^\n,。]{{0,3}}(?:每?100|一百|一|每|1)\s?{_UNIT.format('c')}"
)
_SCALE = {
    "公斤": ("g", 1000), "千克": ("g", 1000), "kg": ("g", 1000), "斤": ("g", 500), "克": ("g", 1), "g": ("g", 1), "毫升": ("ml", 1),
    "ml": ("ml", 1),
}  # fmt: skip
_AMOUNT = lazy(r"(?<![\d.])(\d{1,6}(?:\.\d{1,3})?)(g|ml)(?![a-z])")
_WEIGHED = ("weight", "capacity")
_MOST = 4


def unit_price_answer(about: About) -> Answer | None:
    """Answer what one unit of an article costs.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where this is not asked, or the table does not tell how many units a pack has.
    """
    match, article = _ASKS.search(about.text), about.article
    if not match or article is None:
        return None
    unit = match["a"] or match["b"] or match["c"]
    count = 100 if "100" in match[0] or "一百" in match[0] else 1
    everything = article.all_options()
    rest = f"{about.text[: match.start()]} {about.text[match.end() :]}"  # 一斤 in 一斤多少钱 is no pack of 500g
    chosen = named_options(article, rest)
    named = {option for options in chosen.values() for option in options}
    lines = []
    for name, price in article.numbers("price"):
        own = mentioned(everything, name.lower())
        if named and own and not named.intersection(own):
            continue
        option = name or next((each for each in chosen["spec"] or chosen["size"]), "")
        if (held := _held(article, about, unit, option)) is None or not price:
            return None
        lines.append((option, price, held, count * price / held))
    if not lines or len(lines) > _MOST:
        return None
    shown = "、".join(
        f"{spaced(option)}{plain(price)}元，{plain(held)}{unit}合{plain(each)}元{'100' if count > 1 else '一'}{unit}"
        for option, price, held, each in lines
    )
    intent = next((each for each in about.intents if each in ("price_info", "promotion")), "price_info")
    return Answer("goods.price", intent, say("unit_price", about.text, {"subject": about.subject, "list": shown}), uses=("goods.price",))


def _held(article: Article, about: About, unit: str, option: str) -> float | None:
    """Tell how many units one pack holds; None where the table does not say it of this option."""
    if unit not in _SCALE:
        cell = of_option(about, article.values.get("pieces", ""))
        found = {match[1] for match in re.finditer(rf"(\d{{1,4}}|[一二两三四五六七八九十]{{1,3}})\s?{unit}", cell)}
        return number(found.pop()) if len(found) == 1 else None
    kind, scale = _SCALE[unit]
    cells = [option] if option and _AMOUNT.search(in_one_unit(option.lower())) else [article.values.get(key, "") for key in _WEIGHED]
    for cell in cells:
        if (match := _AMOUNT.search(in_one_unit(cell.lower()))) and match[2] == kind:
            return float(match[1]) / scale
    return None
