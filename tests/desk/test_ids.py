"""Every id that a reply can have may be chosen in the desk."""

import re
from pathlib import Path

import cs_scripts
from cs_scripts.desk.shop import Desk

SHOP = Path(cs_scripts.__file__).parent / "shop"


def test_answers_of_all_tables_may_be_chosen(desk: Desk) -> None:
    named = {
        match[1] for file in SHOP.glob("*.py") for match in re.finditer(r'Answer\(\s*f?"([a-z_]+\.[a-z_{}]+)"', file.read_text("utf-8"))
    }
    named |= {"dispatch.day", "coupon.get", "couriers.which", "guarantee.shop", "echo.draft", "told.dispatch"}
    assert named
    assert [one for one in sorted(named) if not desk.knows(one)] == []
    assert not desk.knows("unheard.of")
