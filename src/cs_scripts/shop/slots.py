"""What an article gives to the blanks of the phrase book's scripts: {item_care}, {shelf_life}, {restock_date} and the like."""

from __future__ import annotations

from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import asked_attributes, attributes
from cs_scripts.shop.options import plain
from cs_scripts.text.folding import fold


def slot_values(article: Article, text: str = "") -> dict[str, str]:
    """List the slots that an article fills.

    Args:
        article: the article.
        text: the message, whose attribute fills ``item_detail``.

    Returns:
        Value of each slot that the table knows.

    >>> article = Article("1", "云绒卫衣", (), "卫衣", {"shelf_life": "三年", "price": "129"}, 2)
    >>> slot_values(article)
    {'item': '云绒卫衣', 'item_price': '129', 'shelf_life': '三年'}
    """
    values = {"item": article.name}
    prices = article.numbers("price")
    if prices and len({value for _, value in prices}) == 1:
        values["item_price"] = plain(prices[0][1])
    for attribute in attributes().values():
        if attribute.slot and attribute.slot not in values and (value := article.values.get(attribute.id)) and attribute.kind != "price":
            values[attribute.slot] = value
    for asked in asked_attributes(fold(text)) if text else ():
        if value := article.values.get(asked.attribute.id):
            values["item_detail"] = value
            break
    return values
