"""The day on which goods expire, reckoned from the day of production and the shelf life where the table does not name it."""

from __future__ import annotations

from datetime import date, timedelta

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.facts_said import About
from cs_scripts.shop.numerals import number
from cs_scripts.shop.wording import say
from cs_scripts.text.patterns import lazy

_MADE = lazy(r"(20\d\d)\s?[年./-]\s?(\d{1,2})(?:\s?[月./-]\s?(\d{1,2}))?")
_LASTS = lazy(r"^(?:约|大约)?(\d{1,3}|[一二两三四五六七八九十]{1,3}|半)\s?(年半|年|个?月|天|日)")


def expires(production: str, shelf_life: str) -> str:
    """Reckon when goods expire.

    Args:
        production: the cell with the day or month of production.
        shelf_life: the cell with the shelf life.

    Returns:
        The last day, or the month where only that of production is known; empty where a cell is not understood.

    >>> expires("2026年10月20日", "8个月"), expires("2026年8月", "三年，开封后12个月")
    ('2027年6月19日', '2029年8月')
    """
    made, lasts = _MADE.search(production), _LASTS.match(shelf_life.strip())
    amount = (0.5 if lasts[1] == "半" else number(lasts[1])) if lasts else None
    if not made or not lasts or not amount:
        return ""
    year, month, day = int(made[1]), int(made[2]), int(made[3] or 1)
    try:
        begin = date(year, month, day)
        if lasts[2] in ("天", "日"):
            end = begin + timedelta(days=int(amount) - 1)
        else:
            months = int(amount * 12) + (6 if lasts[2] == "年半" else 0) if "年" in lasts[2] else int(amount)
            whole = year * 12 + month - 1 + months
            end = date(whole // 12, whole % 12 + 1, min(day, 28 if whole % 12 == 1 else 30))
            if made[3]:
                end -= timedelta(days=1)
    except (ValueError, OverflowError):
        return ""
    return f"{end.year}年{end.month}月{end.day}日" if made[3] else f"{end.year}年{end.month}月"


def expiry_answer(about: About) -> Answer | None:
    """Answer when the article expires, from its day of production and its shelf life.

    Args:
        about: the article and the message.

    Returns:
        The answer; None where the table names the day itself, or lacks one of the two.
    """
    values = about.article.values if about.article else {}
    made, lasts = values.get("production_date", ""), values.get("shelf_life", "")
    until = "" if values.get("expiry") else expires(made, lasts)
    if not until:
        return None
    life = _LASTS.match(lasts.strip())
    words = {"subject": about.subject, "made": made, "life": life[0] if life else lasts, "until": until}
    return Answer("goods.attribute", "product_info", say("expires", about.text, words), uses=("goods.production_date", "goods.shelf_life"))
