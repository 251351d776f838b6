"""The main job: a message in, ranked documented replies out."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_scripts import CsScriptsError, Recommender
from cs_scripts.errors import ArgumentError, HistoryError, MessageTypeError
from cs_scripts.recognition.examples import load_examples
from cs_scripts.recommend.ranking import interleave, spread

PLAIN = [
    ("这个能便宜点吗", "price_haggling"),
    ("你家怎么比别人家贵啊 能不能少点", "price_haggling"),
    ("啥时候能发货呀", "shipping_time"),
    ("是不是正品啊", "authenticity"),
    ("不合适可以退吗", "returns"),
    ("在吗", "greeting"),
    ("发什么快递", "courier"),
    ("几天能到", "delivery_time"),
    ("可以开发票吗", "invoice"),
    ("收到货少了一件", "wrong_item"),
    ("我身高170体重130穿什么码", "sizing"),
    ("会不会掉色", "quality"),
]


@pytest.mark.parametrize(("text", "intent"), PLAIN)
def test_plain_questions(recommender: Recommender, text: str, intent: str) -> None:
    """A question put plainly is recognised with confidence and answered in its own intent."""
    suggestion = recommender.suggest(text)
    assert suggestion.status == "confident"
    assert suggestion.intents[0].id == intent
    assert {reply.intent for reply in suggestion.replies} == {intent}


def test_two_questions_give_two_intents_in_turn(recommender: Recommender) -> None:
    """Both questions are found, and the replies take turns between them as long as each has one."""
    suggestion = recommender.suggest("能便宜点吗 什么时候发货", history=[], k=3)
    assert {intent.id for intent in suggestion.intents} == {"price_haggling", "shipping_time"}
    order = [reply.intent for reply in suggestion.replies]
    assert order == [suggestion.intents[0].id, suggestion.intents[1].id, suggestion.intents[0].id]


def test_replies_are_different_moves(recommender: Recommender) -> None:
    """The top replies differ in technique, not only in wording."""
    replies = recommender.suggest("太贵了 便宜点呗", k=5).replies
    assert len({reply.technique for reply in replies}) == len(replies) >= 2


def test_wording_decides_which_script_comes_first(recommender: Recommender) -> None:
    """Siblings of one intent are chosen by what was actually asked."""
    first = {
        text: recommender.suggest(text).replies[0].id for text in ("发票什么时候开好", "能开增值税专用发票吗", "抬头写错了能改吗 发票")
    }
    assert len(set(first.values())) == 3


def test_none_offers_nothing(recommender: Recommender) -> None:
    """An answer to the seller's question gets no reply rather than a wrong one."""
    for text in ("嗯嗯", "蓝色的", "好的"):
        suggestion = recommender.suggest(text)
        assert (suggestion.status, suggestion.intents, suggestion.replies) == ("none", (), ())


def test_classify_agrees_with_suggest(recommender: Recommender) -> None:
    """In bulk, in small batches and one by one the intents are the same."""
    texts = [example.text for example in load_examples()[::23]]
    bulk = recommender.classify(texts)
    assert len(bulk) == len(texts)
    for text, intents in zip(texts, bulk, strict=True):
        single = recommender.suggest(text).intents
        assert [intent.id for intent in single] == [intent.id for intent in intents]
        assert [intent.probability for intent in single] == pytest.approx([intent.probability for intent in intents], abs=2e-4)
    assert [[i.id for i in intents] for intents in recommender.classify(texts[:3])] == [[i.id for i in intents] for intents in bulk[:3]]


def test_suggest_all_agrees_with_suggest(recommender: Recommender) -> None:
    """Many messages at once get the replies that each gets alone."""
    texts = [text for text, _ in PLAIN] + ["嗯"]
    at = datetime(2026, 11, 21)
    together = recommender.suggest_all(texts, k=2, at=at)
    assert [[r.id for r in s.replies] for s in together] == [[r.id for r in recommender.suggest(t, k=2, at=at).replies] for t in texts]


def test_classify_nothing(recommender: Recommender) -> None:
    """An empty batch gives an empty answer."""
    assert recommender.classify([]) == []


@pytest.mark.parametrize("text", ["", "   ", "\0\1\2", "😂😂", "？？！！", "\ud800\udfff", "\u202e\u200b\ufeff"])
def test_messages_that_say_nothing(recommender: Recommender, text: str) -> None:
    """Blanks, control characters, emoji, lone surrogates: status none, no error."""
    assert recommender.suggest(text).status == "none"
    assert recommender.classify([text] * 20) == [()] * 20


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "发" * 100_000, "1" * 100_000, "a-" * 50_000, "¥ " * 50_000, "[a" * 50_000, "什么时候发货 " * 10_000]
)
def test_huge_messages_end(recommender: Recommender, text: str) -> None:
    """A hundred thousand characters cost no more than the first thousand."""
    assert recommender.suggest(text) == recommender.suggest(text[:1000])


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_answered(text: str) -> None:
    """Nothing a buyer can type ends in an error."""
    recommender = RECOMMENDER
    suggestion = recommender.suggest(text)
    assert (suggestion.status == "none") == (not suggestion.intents)
    assert suggestion.replies or not suggestion.intents


RECOMMENDER = Recommender.load()


@pytest.mark.parametrize("text", [None, b"bytes", 5, ["list"]])
def test_what_is_no_text(recommender: Recommender, text: Any) -> None:
    """Anything but text is an error of ours that says where."""
    with pytest.raises(MessageTypeError) as caught:
        recommender.classify(["好", text])
    assert caught.value.index == 1
    with pytest.raises(CsScriptsError):
        recommender.suggest(text)


def test_a_text_is_no_batch(recommender: Recommender) -> None:
    """One text given where a list belongs is not taken letter by letter."""
    with pytest.raises(MessageTypeError):
        recommender.classify("什么时候发货")


@pytest.mark.parametrize(
    "turn", [{"role": "boss", "text": "a"}, {"text": "a"}, {"role": "buyer"}, {"role": "buyer", "text": 1}, "buyer: a"]
)
def test_history_of_another_form(recommender: Recommender, turn: Any) -> None:
    """A broken turn is an error of ours that says which one."""
    with pytest.raises(HistoryError) as caught:
        recommender.suggest("多久", history=[{"role": "seller", "text": "您好"}, turn])
    assert caught.value.index == 1


def test_arguments_without_sense(recommender: Recommender) -> None:
    """No replies at all, or an unknown status of the order, is an error of ours."""
    with pytest.raises(ArgumentError):
        recommender.suggest("在吗", k=0)
    with pytest.raises(ArgumentError):
        recommender.suggest("在吗", order={"status": "yesterday"})
    with pytest.raises(ArgumentError):
        recommender.suggest("在吗", stage="yesterday")


def test_own_phrases_are_recommended(write: Callable[[str, str | bytes], Path]) -> None:
    """A script of the shop's own book is offered where its asks fit."""
    own = "version: 1\nscripts:\n  - {id: own.socks, intent: gift, situation: 送袜子, asks: [送不送袜子], replies: [送的，随单一双。]}\n"
    recommender = Recommender.load(phrases=write("own.yaml", own))
    assert recommender.suggest("亲 送不送袜子").replies[0].id == "own.socks"


def test_stage_leaves_out_what_does_not_fit(recommender: Recommender) -> None:
    """Knowing that the parcel is on its way, nothing for unpaid orders is offered."""
    book = recommender.book
    for stage in ("before_order", "shipped"):
        suggestion = recommender.suggest("不想要了 怎么取消", k=20, stage=stage)
        assert suggestion == recommender.suggest("不想要了 怎么取消", k=20, order={"status": stage})
        for reply in suggestion.replies:
            stages = book.scripts[reply.id].when.stage if reply.id in book.scripts else ()
            assert not stages or stage in stages


def test_explain_names_the_words(recommender: Recommender) -> None:
    """The words that decided are words of the message."""
    reasons = recommender.explain("什么时候发货")
    words = [word.strip("^$").replace("+", "") for word, share in reasons["shipping_time"]]
    assert words
    assert all(word in "什么时候发货" for word in words)


def test_sums_of_single_and_bulk_scores_agree(recommender: Recommender) -> None:
    """The two ways of counting n-grams are one."""
    texts = [text for text, _ in PLAIN]
    single = np.stack([recommender.recogniser.model.score(text) for text in texts])
    assert np.abs(np.concatenate(list(recommender.recogniser.model.score_all(texts))) - single).max() < 1e-4


def test_spread_and_interleave() -> None:
    """Repeats go behind, rows take turns, nothing is lost."""
    assert spread(["a1", "a2", "b1", "a3", "c1"], key=lambda item: item[0], limit=5) == ["a1", "b1", "c1", "a2", "a3"]
    assert interleave([["a", "b"], [], ["x", "y", "z"]], 9) == ["a", "x", "b", "y", "z"]
