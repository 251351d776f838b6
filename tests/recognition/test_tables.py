"""Kinds of messages that words alone mislead about: a table for each, half of it learnt from, half held out."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from cs_scripts import Recommender
from cs_scripts.recognition.examples import load_examples
from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.text.tokens import Tokenizer
from tests.cases import HERE, table

WANTED = 0.85
KINDS = sorted(path.stem for path in (HERE / "recognition").glob("*.tsv") if path.stem not in ("yardstick", "strangers"))


def first(intents: Sequence[RecognisedIntent]) -> str:
    return intents[0].id if intents else "none"


@pytest.mark.parametrize("kind", KINDS)
def test_held_out_half(recommender: Recommender, kind: str) -> None:
    """Of the rows that were not learnt from, so many are right."""
    rows = [(text, right.split()) for text, right, use in table(f"recognition/{kind}.tsv") if use == "held"]
    wrong = [
        (text, first(found))
        for (text, right), found in zip(rows, recommender.classify([text for text, _ in rows]), strict=True)
        if first(found) not in right
    ]
    assert len(rows) >= 15
    assert len(wrong) <= (1 - WANTED) * len(rows), wrong


def test_the_held_out_are_held_out() -> None:
    """No row of a held-out half is an example; the other halves are. A few sentences of the yardsticks happened to be examples already."""
    examples = {example.text for example in load_examples()}
    assert sum(text in examples for text, _ in table("recognition/yardstick.tsv")) <= 8
    assert sum(text in examples for text, _ in table("recognition/strangers.tsv")) <= 3
    for kind in KINDS:
        for text, _, use in table(f"recognition/{kind}.tsv"):
            assert (text in examples) == (use == "learn"), text


def test_other_trades(recommender: Recommender) -> None:
    """The yardstick of ten trades, never learnt from, is recognised as the documentation says."""
    rows = [(text, right.split()[0]) for text, right in table("recognition/yardstick.tsv")]
    found = recommender.classify([text for text, _ in rows])
    assert len(rows) >= 600
    assert sum(first(intents) == right for intents, (_, right) in zip(found, rows, strict=True)) >= 0.85 * len(rows)


def test_strangers(recommender: Recommender) -> None:
    """What two writers asked who knew no example, labelled by two others, gets an intent that both accept."""
    rows = [(text, right.split()) for text, right in table("recognition/strangers.tsv")]
    found = recommender.classify([text for text, _ in rows])
    assert len(rows) == 600
    assert sum(first(intents) in right for intents, (_, right) in zip(found, rows, strict=True)) >= 0.88 * len(rows)


DRESSINGS = {
    "亲，{}": "call",
    "请问{}": "please",
    "你好 {}": "hello",
    "{}？": "question mark",
    "{}。": "full stop",
    "{} 亲": "call at the end",
    "{}😊": "emoji",
    "您好，请问{}？？": "all at once",
}


@pytest.mark.parametrize("dressing", DRESSINGS, ids=DRESSINGS.values())
def test_dressing_changes_nothing(recommender: Recommender, dressing: str) -> None:
    """Marks, emoji, 亲, 请问 and 你好 around a message change the first intent of hardly any of 5,000."""
    texts = [text for text in (example.text for example in load_examples()[::13]) if len(text) > 1 and not text.startswith(("亲", "下"))]
    assert len(texts) > 4500
    plain, dressed = recommender.classify(texts), recommender.classify([dressing.format(text) for text in texts])
    changed = [text for text, one, other in zip(texts, plain, dressed, strict=True) if first(one) != first(other)]
    assert len(changed) <= 0.005 * len(texts), changed[:20]


@pytest.mark.parametrize("text", ["〈NUM〉天能到不", "发〈NUM〉件", "这个〈NUM〉元吗"])
def test_numbers_masked_before_are_numbers(recommender: Recommender, text: str) -> None:
    """What an export masked counts like the number it was, of whatever width."""
    variants = [text.replace("〈NUM〉", number) for number in ("〈NUM〉", "8", "１２", "300")]
    assert len(set(recommender.classify(variants))) == 1


@pytest.mark.parametrize(("typed", "words"), [("发漂呢", ["发票", "呢"]), ("头发漂亮", ["头发", "漂亮"]), ("取肖订单", ["取消", "订单"])])
def test_typing_errors_are_mended_where_they_make_a_word(typed: str, words: list[str]) -> None:
    """Both engines mend them, and only where the characters stand together."""
    assert Tokenizer("jieba").cut(typed) == Tokenizer("rjieba").cut(typed) == words
