"""A draft is made only where it may reach a place."""

from __future__ import annotations

import pytest

from cs_scripts import Recommender
from cs_scripts.recommend.candidate import Candidate, message_features
from cs_scripts.recommend.choice import load_choice, may_place
from cs_scripts.recommend.finder import ScriptFinder
from cs_scripts.recommend.moment import ascending


@pytest.mark.parametrize("intent", ["", "product_info", "returns", "quality"])
def test_no_draft_is_likelier_than_the_one_that_is_asked_for(intent: str) -> None:
    choice, message = load_choice(), message_features("送的和买的是一样的吗", (), "ambiguous")
    draft = Candidate("echo.draft", intent, "draft", 0, 0.5, 0, lambda _: pytest.fail("no reply is written"))
    best = max(choice.chances([draft._replace(whole=whole, blanks=blanks) for whole in (False, True) for blanks in (0, 1)], message))
    assert best > choice.floor
    assert may_place(draft, [best - 1e-9] * 9, message, 1)
    assert not may_place(draft, [best + 1e-9] * 9, message, 1)


def test_the_nearest_ask_alone_is_that_of_the_whole_fit(recommender: Recommender) -> None:
    finder: ScriptFinder = recommender.flow.finder
    for intent in ("invoice", "gift"):
        index, _ = finder._of(intent)
        for text in ("能开专票吗", "有没有赠品送", "㐀"):
            grams = ascending(recommender.recogniser.model.features(text))
            assert index.nearest(grams).tolist() == index.fit(grams).nearest.tolist()
