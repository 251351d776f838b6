"""Features of replies that somebody has read, from which the weights of ranking are derived."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from cs_scripts import Recommender
from cs_scripts.errors import DataFileError
from cs_scripts.files.data import data_path
from cs_scripts.files.yaml import read_yaml
from cs_scripts.recommend import weights
from cs_scripts.recommend.moment import Moment
from cs_scripts.recommend.readings import reading_features
from cs_scripts.recommend.weights import FEATURES, load_weights


def test_features_are_those_that_ranked(recommender: Recommender) -> None:
    """Weighed, they give the scores by which the finder ranks; an unknown script is passed over."""
    text = "能开增值税专用发票吗"
    heard = recommender.flow.hear(*recommender.recogniser.scores(text, []), Moment(text, [], 3, "", {}, datetime(2026, 11, 30)))
    ranked = recommender.flow.finder.ranked("invoice", heard.query)[:5]
    found = reading_features(recommender, text, (), [*(one.script.id for one in ranked), "no.such.script"])
    assert list(found) == [one.script.id for one in ranked]
    worth = load_weights().of
    for one in ranked:
        features = dict(zip(FEATURES, found[one.script.id], strict=True))
        assert sum(worth[name] * value for name, value in features.items()) == pytest.approx(one.score, abs=2e-4)


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
