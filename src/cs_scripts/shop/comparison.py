"""Two articles side by side: by the attribute that is asked for, else by where they differ."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.answer import GOODS_INTENTS, Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import Asked, Attribute, attributes
from cs_scripts.shop.facts_said import About, fact_of, yes_or_no
from cs_scripts.shop.options import plain
from cs_scripts.shop.wording import say, slot

_TELLING = (
    "price",
    "material",
    "capacity",
    "dimensions",
    "weight",
    "thickness",
    "power",
    "battery",
    "filling",
    "feature",
    "skin",
    "season",
)
_MOST = 3


def compare(first: Article, second: Article, asked: Sequence[Asked], about: About) -> Answer:
    """Compare two articles.

    Args:
        first: the one named first.
        second: the other.
        asked: what is asked for, empty for any difference.
        about: the message.

    Returns:
        The answer; a value that the table lacks is an open slot.
    """
    names = {"first": first.name, "second": second.name}
    if asked:
        known = attributes()
        wanted = [each.attribute for each in asked] + [known[key] for each in asked for key in each.attribute.others]
        both = (each for each in wanted if _value(first, each) and _value(second, each))
        attribute = next(both, asked[0].attribute)
        values = [_shown(article, attribute) for article in (first, second)]
        missing = tuple(f"{article.name}{attribute.label}" for article, value in zip((first, second), values, strict=True) if not value)
        shown = [value or slot(f"{article.name}{attribute.label}") for article, value in zip((first, second), values, strict=True)]
        uses = (f"goods.{attribute.id}",)
        words = names | {"label": attribute.label, "one": shown[0], "two": shown[1]}
        costs = [article.numbers("price") for article in (first, second)]
        if attribute.id == "price" and all(len(pairs) == 1 for pairs in costs) and (gap := costs[0][0][1] - costs[1][0][1]):
            words |= {"dearer": f"“{first.name if gap > 0 else second.name}”", "apart": plain(round(abs(gap), 2))}
            return Answer("goods.compare", _intent(about, "price_info"), say("compare_prices", about.text, words), uses=uses)
        kind = "compare_same" if values[0] and values[0] == values[1] else "compare_facts" if attribute.kind == "yesno" else "compare"
        return Answer("goods.compare", _intent(about, about.intent(attribute)), say(kind, about.text, words), missing, uses)
    known = attributes()
    telling = [known[key] for key in _TELLING if _value(first, known[key]) and _value(second, known[key])]
    differ = [attribute for attribute in telling if _value(first, attribute) != _value(second, attribute)][:_MOST]
    intent = _intent(about, "product_info")
    if not differ:
        label = f"{first.name}和{second.name}的区别"
        return Answer("goods.draft", intent, say("plain", about.text, {"fact": slot(label)}), (label,))
    one, two = ("，".join(_fact(article, attribute) for attribute in differ) for article in (first, second))
    used = tuple(f"goods.{attribute.id}" for attribute in differ)
    return Answer("goods.compare", intent, say("compare_all", about.text, names | {"one": one, "two": two}), uses=used)


def _intent(about: About, usual: str) -> str:
    """Answer the likeliest intent that a comparison may serve."""
    return about.intents[0] if about.intents and about.intents[0] in GOODS_INTENTS else usual


def which(first: Article, second: Article, about: About, intent: str) -> Answer:
    """Ask which of two articles is meant.

    Args:
        first: one.
        second: the other.
        about: the message.
        intent: the intent that is answered.

    Returns:
        The question, naming both.
    """
    return Answer("goods.which", intent, say("which", about.text, {"first": first.name, "second": second.name}), uses=("goods.name",))


def _shown(article: Article, attribute: Attribute) -> str:
    value = _value(article, attribute)
    return yes_or_no(attribute, value) if value and attribute.kind == "yesno" else value.replace("/", "、")


def _fact(article: Article, attribute: Attribute) -> str:
    value = _value(article, attribute)
    return value if attribute.kind == "price" else fact_of(attribute, value)


def _value(article: Article, attribute: Attribute) -> str:
    if attribute.kind == "price":
        pairs = article.numbers(attribute.id)
        lowest = min((value for _, value in pairs), default=None)
        return "" if lowest is None else f"{plain(lowest)}元{'起' if len(pairs) > 1 else ''}"
    return article.values.get(attribute.id, "")
