"""Features of replies that somebody has read, from which the weights of ranking are derived."""

from __future__ import annotations

from typing import Any

import pytest

from cs_scripts import Recommender
from cs_scripts.errors import DataFileError
from cs_scripts.files.data import data_path
from cs_scripts.files.yaml import read_yaml
from cs_scripts.recommend import weights
from cs_scripts.recommend.readings import reading_features
from cs_scripts.recommend.weights import FEATURES, load_weights


def test_features_are_those_that_ranked(recommender: Recommender) -> None:
    """Weighed, they order the scripts as the finder does; an unknown script is passed over."""
    text = "能开增值税专用发票吗"
    replies = [one for one in recommender.suggest(text, k=3).replies if one.id in recommender.book.scripts]
    found = reading_features(recommender, text, (), [*(one.id for one in replies), "no.such.script"])
    assert list(found) == [one.id for one in replies]
    worth = load_weights().of
    for reply in replies:
        features = dict(zip(FEATURES, found[reply.id], strict=True))
        assert sum(worth[name] * value for name, value in features.items()) == pytest.approx(reply.score, abs=2e-4)
        assert features["intent"] == 0.0


def test_a_script_of_another_intent_is_told_how_far_it_lies(recommender: Recommender) -> None:
    other = recommender.book.for_intent("gift")[0]
    row = reading_features(recommender, "能开发票吗", [{"role": "buyer", "text": "在吗"}], [other.id])[other.id]
    assert -3.0 <= row[FEATURES.index("intent")] < 0


BROKEN: dict[str, tuple[str, Any]] = {
    "a weight is missing": ("weights", {}),
    "a weight is text": ("weights", dict.fromkeys(FEATURES, "1")),
    "no row for any intent": ("stages", {"gift": [1] * 7}),
    "a short row": ("stages", {"any": [1, 1]}),
    "no floor": ("floor", None),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_of_weights_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    key, value = BROKEN[name]
    whole = read_yaml(data_path("ranking.yaml"))
    monkeypatch.setattr(weights, "read_yaml", lambda _: {**whole, key: value})
    with pytest.raises(DataFileError) as caught:
        load_weights.__wrapped__()
    assert [problem.where.split()[-1] for problem in caught.value.problems] == [key]
    assert caught.value.path == data_path("ranking.yaml")
