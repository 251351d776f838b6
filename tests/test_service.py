"""As a service and in pools: what is loaded once is shared by threads and sent to processes."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest

from cs_scripts import Recommender
from cs_scripts.recognition.recogniser import Recogniser

TEXTS = ["能便宜点吗 什么时候发货", "退货运费谁出", "嗯嗯", "这件160能穿吗", "发票怎么开", "质量怎么样"]


@pytest.fixture(scope="module")
def copy(recommender: Recommender) -> Recommender:
    """A copy as a pool would send it, with nothing built yet."""
    made = pickle.loads(pickle.dumps(recommender))
    assert isinstance(made, Recommender)
    return made


def test_sixteen_threads_answer_as_one(recommender: Recommender, copy: Recommender) -> None:
    """Whoever comes first builds what all need; the answers are those of a single thread."""
    texts = TEXTS * 16
    expected = [(found.status, [reply.text for reply in found.replies]) for found in map(recommender.suggest, texts)]
    with ThreadPoolExecutor(16) as pool:
        given = list(pool.map(copy.suggest, texts))
    assert [(found.status, [reply.text for reply in found.replies]) for found in given] == expected


def test_a_recogniser_can_be_sent(recommender: Recommender) -> None:
    """Without what it has built, which each process builds for itself."""
    recommender.warm_up()
    sent = pickle.dumps(recommender.recogniser)
    again = pickle.loads(sent)
    assert isinstance(again, Recogniser)
    assert again.classify(TEXTS) == recommender.classify(TEXTS)
    assert len(sent) < 40_000_000


def test_a_recommender_can_be_sent_after_work(recommender: Recommender) -> None:
    """What it remembers of earlier messages and turns stays behind."""
    talk = [{"role": "buyer", "text": "发成都几天"}, {"role": "seller", "text": "一般两三天哦"}]
    asked = [recommender.suggest(text, talk) for text in TEXTS]
    again = pickle.loads(pickle.dumps(recommender))
    assert [again.suggest(text, talk) for text in TEXTS] == asked
