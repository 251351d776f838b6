"""Every id that a reply can have may be chosen in the desk."""

import re
from pathlib import Path

import cs_scripts
from cs_scripts.desk.shop import Desk

SHOP = Path(cs_scripts.__file__).parent / "shop"


def test_answers_of_all_tables_may_be_chosen(desk: Desk) -> None:
    sources = [file.read_text("utf-8") for file in SHOP.glob("*.py")]
    made = (r'Answer\(\s*f?"([a-z_]+\.[a-z_{}]+)"', r'\.answer\(\s*[^,()]+, [^,()]+, f?"([a-z_]+\.[a-z_{}]+)"')
    named = {match[1] for source in sources for pattern in made for match in re.finditer(pattern, source)} | {"echo.draft", "told.dispatch"}
    assert {"dispatch.day", "coupon.get", "couriers.which", "guarantee.shop", "goods.price", "points.worth"} <= named
    assert not named & set(desk.recommender.book.scripts)
    assert [one for one in sorted(named) if not desk.knows(one)] == []
    assert not desk.knows("unheard.of")
