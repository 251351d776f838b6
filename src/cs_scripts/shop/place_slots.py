"""Fill the blanks of scripts for the place that was named, so that a script never contradicts the shop's table."""

from __future__ import annotations

from cs_scripts.conversation.facts import Facts
from cs_scripts.shop.arrival_answers import shown_range
from cs_scripts.shop.profile import Shop
from cs_scripts.shop.question import named_place
from cs_scripts.shop.units import yuan
from cs_scripts.text.folding import fold


def place_values(text: str, facts: Facts, shop: Shop) -> dict[str, str]:
    """Give what the shop says of the place named in a message or before it, by the slots of scripts.

    Args:
        text: the message.
        facts: what was said.
        shop: the shop.

    Returns:
        Days of transit, postage and the sum from which it is free, each where it is known for the place; that sum empty where
        something is added in any case, or a remote place has none, so that postage is never free there. Nothing where no place is named.

    >>> from cs_scripts.conversation.facts import read_facts
    >>> from cs_scripts.shop.regions import Region, Regions
    >>> shop = Shop(regions=Regions({("浙江", ""): Region(days=(1, 2))}, Region(days=(3, 4))))
    >>> place_values("到杭州几天", read_facts("到杭州几天"), shop)
    {'transit_days': '1–2'}
    """
    if not shop.regions.rows:
        return {}
    named = named_place(fold(text), facts)
    if named is None:
        return {}
    regions = [shop.regions.of(place) for place in named.places]
    region = regions[0]
    if region.closed or any(each != region for each in regions):
        return {}
    values = {}
    if region.days:
        values["transit_days"] = shown_range(region.days)
    if region.remote and region.days:
        values["transit_days_remote"] = shown_range(region.days)
    if region.surcharge or (region.remote and region.postage is not None and region.free_over is None):
        values["free_postage_threshold"] = ""
    elif region.postage is not None and region.free_over is not None:
        values["free_postage_threshold"] = yuan(region.free_over)
    if region.postage is not None:
        values["postage"] = yuan(region.postage)
        values["place_postage"] = yuan(region.postage + (region.surcharge or 0))
    return values
