"""From scores to intents: one message and many alike, in the order of urgency, and with the turns before."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from cs_scripts import Recommender
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.decision import decide, decide_all, likeliest, on_the_way_back, statuses, with_history
from cs_scripts.recognition.evaluation import evaluate
from cs_scripts.recognition.labelled import Labelled
from cs_scripts.recognition.model import Floats
from cs_scripts.recognition.thresholds import load_thresholds
from cs_scripts.recognition.urgency import yields

LABELS = ("closing", "complaint", "greeting", "none", "price_haggling", "returns", "shipping_time")
CUT = load_thresholds()


def scored(**scores: float) -> Floats:
    return np.array([scores.get(label, -4.0) for label in LABELS])


def test_decisions_in_arrays_are_those_of_each_row() -> None:
    """Ten thousand rows of every kind: none, one intent, several, sure and not."""
    scores = np.random.default_rng(0).normal(-1.5, 2.5, (10_000, len(LABELS)))
    alone = [decide(row, LABELS, CUT) for row in scores]
    together = decide_all(scores, LABELS, CUT)
    assert statuses(scores, LABELS, CUT) == [status for status, _ in alone]
    assert {status for status, _ in alone} == {"confident", "ambiguous", "none"}
    assert {len(intents) for _, intents in alone} >= {0, 1, 2, 3}
    assert together == [intents for _, intents in alone]


@pytest.mark.parametrize(
    ("scores", "intents", "status"),
    [
        ({}, [], "none"),
        ({"none": 1.0, "returns": 1.5}, [], "none"),  # the bonus of none
        ({"none": 1.0, "returns": 1.8}, ["returns"], "confident"),
        ({"returns": 0.2}, ["returns"], "ambiguous"),
        ({"returns": 3.0, "shipping_time": 2.0}, ["returns", "shipping_time"], "confident"),
        ({"returns": 3.0, "shipping_time": -1.0}, ["returns"], "confident"),
        ({"complaint": 3.0, "returns": 1.0}, ["returns", "complaint"], "confident"),
        ({"closing": 3.0, "complaint": 2.0, "returns": 1.0}, ["returns", "complaint", "closing"], "confident"),
        ({"greeting": 3.0, "returns": 1.0}, ["returns"], "confident"),
        ({"greeting": 3.0}, ["greeting"], "confident"),
    ],
)
def test_what_is_decided(scores: dict[str, float], intents: list[str], status: str) -> None:
    decided, found = decide(scored(**scores), LABELS, CUT)
    assert ([intent.id for intent in found], decided) == (intents, status)
    assert [intent.id for intent in decide_all(scored(**scores)[np.newaxis], LABELS, CUT)[0]] == intents


def test_the_likeliest_but_for_what_frames_a_talk() -> None:
    scores = scored(returns=2.0, shipping_time=1.0, complaint=-0.5, none=3.0, closing=2.5)
    assert likeliest(scores, LABELS, 3) == ["returns", "shipping_time", "complaint"]


def test_the_order_of_urgency_is_that_of_the_book() -> None:
    assert yields() == {intent.id: intent.yields for intent in load_phrasebook().intents.values() if intent.yields}
    assert set(yields()) < set(LABELS)


def test_recognising_loads_no_book() -> None:
    """``check`` and ``import`` classify without one; the order of urgency is read in its compiled form."""
    yields()
    program = (
        "import sys; from cs_scripts.recognition.recogniser import Recogniser\n"
        "assert len(Recogniser.load().classify(['能便宜点吗 什么时候发货'] * 20)[0]) == 2\n"
        "assert 'cs_scripts.phrasebook.read' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_question_that_says_little_is_read_with_the_turns_before() -> None:
    little, question = scored(returns=-0.5, shipping_time=-0.8), scored(shipping_time=3.0)
    assert decide(little, LABELS, CUT)[1][0].id == "returns"
    for role in ("buyer", "seller"):
        mixed = with_history(little, [(role, question)], LABELS, CUT)
        assert decide(mixed, LABELS, CUT)[1][0].id == "shipping_time"


def test_what_is_further_back_fades() -> None:
    little, dispatch, returns = scored(), scored(shipping_time=3.0), scored(returns=3.0)
    mixed = with_history(little, [("buyer", dispatch), ("buyer", returns)], LABELS, CUT)
    assert mixed[LABELS.index("returns")] > mixed[LABELS.index("shipping_time")] > little[LABELS.index("shipping_time")]


def test_a_clear_message_is_left_alone() -> None:
    clear = scored(returns=CUT.history_below)
    assert with_history(clear, [("buyer", scored(shipping_time=3.0))], LABELS, CUT) is clear
    assert with_history(scored(), [], LABELS, CUT).tolist() == scored().tolist()


def test_an_answer_to_the_agents_question_is_less_likely_nothing() -> None:
    none = LABELS.index("none")
    turns = [("seller", scored(returns=3.0))]
    asked, told = (with_history(scored(none=0.5), turns, LABELS, CUT, asked=asked)[none] for asked in (True, False))
    assert asked < told < 0.5


TALKS = {
    "那多久能到": ("delivery_time", [("buyer", "亲，发什么快递"), ("seller", "默认发中通的哦")]),
    "还要等多久啊": ("shipping_time", [("buyer", "什么时候发货"), ("seller", "48小时内发出哦亲")]),
    "那运费谁出": ("returns", [("buyer", "我想退货"), ("seller", "可以的，七天无理由")]),
    "那能再少点不": ("price_haggling", [("buyer", "这个多少钱"), ("seller", "99一件哦亲")]),
    "M呢": ("stock", [("buyer", "L码还有货吗"), ("seller", "L码没有了呢")]),
}
"""The last message of a talk, its intent, and the turns before."""


@pytest.mark.parametrize("text", TALKS)
def test_a_talk_is_heard(recommender: Recommender, text: str) -> None:
    intent, turns = TALKS[text]
    assert [found.id for found in recommender.recogniser.recognise(text, turns)[1]][:1] == [intent]


def test_talks_are_recognised_better_than_their_last_messages(recommender: Recommender) -> None:
    """On the talks above, as ``evaluate`` counts it."""
    rows = [
        Labelled(text, (intent,), (intent,), tuple({"role": role, "text": said} for role, said in turns), (intent,))
        for text, (intent, turns) in TALKS.items()
    ]
    report = evaluate(recommender.recogniser, rows)
    assert report.context_with.hits == len(TALKS) > report.context_without.hits


def test_freight_in_a_talk_about_returning_is_that_of_the_return() -> None:
    """Freight of a return is ``returns``, says the taxonomy; the message alone cannot tell."""
    labels = ("gift", "none", "returns", "shipping_fee")

    def of(label: str) -> Floats:
        return np.array([3.0 if one == label else -4.0 for one in labels])

    back = on_the_way_back(of("shipping_fee"), [("seller", of("returns"))], labels)
    assert labels[int(back.argmax())] == "returns"
    freight, gift = of("shipping_fee"), of("gift")
    assert on_the_way_back(freight, [("seller", of("gift"))], labels) is freight
    assert on_the_way_back(gift, [("seller", of("returns"))], labels) is gift
