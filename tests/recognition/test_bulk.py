"""Many messages at once are recognised as each is alone."""

from __future__ import annotations

from datetime import datetime

from cs_scripts import Recommender
from cs_scripts.recognition.examples import load_examples
from cs_scripts.recognition.recogniser import SMALL_BATCH

MESSAGES = [
    "是正品吗",
    "嗯嗯",
    "",
    "能便宜点吗 什么时候发货",
    "在吗",
    "好吧😀",
    "我要投诉你们",
    "？",
    "几号能到成都",
    "白色的",
    "能换一个么",
    "发票呢",
]


def test_all_at_once_is_the_same_as_one_by_one(recommender: Recommender) -> None:
    recogniser = recommender.recogniser
    for count in (1, SMALL_BATCH - 1, SMALL_BATCH, len(MESSAGES)):
        texts = MESSAGES[:count]
        assert recogniser.recognise_all(texts) == [recogniser.recognise(text) for text in texts]
    assert recogniser.classify(MESSAGES) == [intents for _, intents in recogniser.recognise_all(MESSAGES)]


def test_thousands_get_what_each_gets_alone(recommender: Recommender) -> None:
    """Status, intents, replies, stage and facts; k=1 is what ``tag`` asks for."""
    at = datetime(2026, 11, 21, 10)
    texts = [one.text for one in load_examples()][::24] + MESSAGES
    assert len(texts) > 2000
    together = recommender.suggest_all(texts, k=1, at=at)
    for text, found in zip(texts, together, strict=True):
        assert found == recommender.suggest(text, k=1, at=at), text
    assert sum(len(found.replies) == 1 for found in together) > len(texts) / 2
