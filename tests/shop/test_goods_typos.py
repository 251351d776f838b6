"""Misspelt names are found by their halves; trying every name at every place finds the same."""

from __future__ import annotations

import random

import pytest

from cs_scripts.shop.goods_typos import Misspelt, _is_goods_word, _mistaken

MARKS = "电饭煲包堡夏威夷姨果靴鞋锅"


def by_trying(keys: list[str], text: str, least: int, *, any_slip: bool) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    for length in sorted({len(key) for key in keys if len(key) >= least}, reverse=True):
        for start in range(len(text) - length + 1):
            typed = text[start : start + length]
            near = {key for key in keys if len(key) == length and sum(map(str.__ne__, typed, key)) <= 1}
            meant = {key for key in near if any_slip or _mistaken(typed, key)}
            if len(meant) == 1 and not _is_goods_word(typed) and all(at >= start + length or start >= at + len(key) for at, key in found):
                found.append((start, meant.pop()))
    return sorted(found)


@pytest.mark.parametrize("any_slip", [False, True])
@pytest.mark.parametrize("least", [2, 3])
def test_halves_find_what_trying_finds(least: int, any_slip: bool) -> None:
    chance = random.Random(1)
    hits = 0
    for _ in range(400):
        keys = ["".join(chance.choices(MARKS, k=chance.randint(2, 6))) for _ in range(4)]
        text = "".join(chance.choices(MARKS, k=chance.randint(0, 12)))
        if chance.random() < 0.7:
            at, name = chance.randint(0, len(text)), list(chance.choice(keys))
            name[chance.randrange(len(name))] = chance.choice(MARKS)
            text = text[:at] + "".join(name) + text[at:]
        found = Misspelt(keys).find(text, least, any_slip=any_slip)
        assert found == by_trying(keys, text, least, any_slip=any_slip), (keys, text)
        hits += bool(found)
    assert hits > 50


@pytest.mark.parametrize(
    ("name", "said", "is_meant"),
    [
        ("杯子", "被子多重", False),
        ("杯子", "怀子多重", True),
        ("电饭煲", "电饭包多重", True),
        ("手机壳", "手机套多少钱", False),
    ],
)
def test_another_kind_of_goods_is_no_slip(name: str, said: str, is_meant: bool) -> None:
    assert bool(Misspelt([name]).find(said, 2)) == is_meant
