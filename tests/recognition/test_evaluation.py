"""What ``evaluate`` counts, against figures worked out by hand; what it reads; and that learning from scratch learns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import cast

import pytest

from cs_scripts.errors import DataFileError
from cs_scripts.recognition import cache, examples
from cs_scripts.recognition.accuracy import Share
from cs_scripts.recognition.decision import Status
from cs_scripts.recognition.evaluation import cross_validate, evaluate
from cs_scripts.recognition.examples import Example, load_examples
from cs_scripts.recognition.labelled import Labelled, read_labelled
from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.recognition.thresholds import load_thresholds

KNOWN = ("gift", "returns", "stock")
ANSWERS: dict[str, tuple[Status, list[str]]] = {
    "有赠品吗": ("confident", ["gift"]),
    "有货么 送什么": ("confident", ["stock", "gift"]),
    "怎么退": ("confident", ["stock"]),
    "退了": ("ambiguous", ["stock"]),
    "还有吗": ("ambiguous", ["stock"]),
    "嗯": ("none", []),
    "哦哦": ("none", []),
    "这个呢": ("none", []),
}
ROWS = [
    Labelled("有赠品吗", ("gift",), ("gift",), natural=True),
    Labelled("有货么 送什么", ("stock", "gift"), ("stock",)),
    Labelled("怎么退", ("returns",), ("returns",), natural=True),
    Labelled("退了", ("returns",), ("returns",)),
    Labelled("还有吗", ("gift",), ("gift", "stock")),
    Labelled("嗯", ("none",), ("none",)),
    Labelled("哦哦", ("none",), ("none",)),
    Labelled("这个呢", ("stock",), ("stock",), ({"role": "buyer", "text": "黑色有货吗"},), ("stock",)),
]


class Made:
    """A recogniser whose answers are known: the last message's, or in a talk that of the turn before."""

    def recognise(self, text: str, turns: Sequence[tuple[str, str]] = ()) -> tuple[Status, tuple[RecognisedIntent, ...]]:
        """See ``Recogniser.recognise``."""
        status, intents = ("confident", ["stock"]) if turns else ANSWERS[text]
        return cast("Status", status), tuple(RecognisedIntent(intent, 0.9) for intent in intents)


def test_the_figures_of_an_evaluation() -> None:
    report = evaluate(cast("Recogniser", Made()), ROWS)
    assert report.accuracy == Share(5, 8)
    assert report.natural == Share(1, 2)
    assert report.in_scope == Share(3, 6)
    assert report.coverage == Share(3, 6)
    assert report.by_status == {"confident": Share(2, 3), "ambiguous": Share(1, 2), "none": Share(2, 3)}
    gift, none, returns, stock = (report.per_intent[name] for name in ("gift", "none", "returns", "stock"))
    assert (gift.precision, gift.recall, gift.support) == (1.0, 1.0, 1)
    assert (none.precision, none.recall, none.support) == (2 / 3, 1.0, 2)
    assert (returns.precision, returns.recall, returns.f1, returns.support) == (0.0, 0.0, 0.0, 2)
    assert (stock.precision, stock.recall, stock.support) == (2 / 4, 2 / 3, 3)
    assert report.macro_f1 == pytest.approx((1 + 4 / 5 + 0 + 4 / 7) / 4)
    assert report.multi_f1 == pytest.approx(2 * 3 / (6 + 7))
    assert [(one.right, one.answered, one.count, one.examples) for one in report.confusions] == [
        ("returns", "stock", 2, ("怎么退", "退了")),
        ("stock", "none", 1, ("这个呢",)),
    ]
    assert (report.context_without, report.context_with) == (Share(0, 1), Share(1, 1))
    plain = report.as_record()
    assert plain["accuracy"] == {"value": 0.625, "low": 0.3057, "high": 0.8632, "hits": 5, "total": 8}
    assert plain["confusions"][1] == {"right": "stock", "answered": "none", "count": 1, "examples": ["这个呢"]}


def test_labelled_messages_are_read_as_lines_of_either_form(write: Callable[[str, str], Path]) -> None:
    content = (
        '{"text": "退了", "intents": [], "sample": "natural"}\n\n'
        '{"text": "还有吗", "intents": ["gift"], "accept": ["gift", "stock"], "history": [{"role": "buyer", "text": "a"}], '
        '"accept_in_context": ["stock"]}\n'
        "有货么 送什么\tstock gift\n"
    )
    assert read_labelled(write("good.jsonl", content), KNOWN).rows == [
        Labelled("退了", ("none",), ("none",), natural=True),
        Labelled("还有吗", ("gift",), ("gift", "stock"), ({"role": "buyer", "text": "a"},), ("stock",)),
        Labelled("有货么 送什么", ("stock", "gift"), ("stock",)),
    ]


BAD = {
    '{"intents": ["gift"]}': "缺少 'text'",
    '{"text": 5, "intents": ["gift"]}': "text 应为文字",
    '{"text": "a", "intents": [5]}': "intents 应为文字列表",
    '{"text": "a", "intents": ["zzz"]}': "没有这个意图 zzz",
    '{"text": "a", "intents": ["gift"], "history": "在吗"}': "history 应为",
    '{"text": "a", "intents": ["gift"], "history": [{"role": "buyer"}]}': "history 应为",
    '{"text": "a", "intents": ["gift"], "history": [{"role": "我", "text": "在吗"}]}': "history 应为",
    '{"text": "a", "intents": ["gift"], "accept": "gift"}': "accept 应为文字列表",
    '{"text": "a", "intents": ["gift"], "accept_in_context": [1]}': "accept_in_context 应为文字列表",
    "有货么\tzzz": "没有这个意图 zzz",
    "有货么": "应为“消息<制表符>意图”",
    "\tgift": "应为“消息<制表符>意图”",
    "[" * 5000: "应为“消息<制表符>意图”",
    '{"text": ' + "[" * 100_000: "",
}


@pytest.mark.parametrize("line", BAD, ids=[line[:30] for line in BAD])
def test_a_bad_row_is_told_and_costs_no_other(line: str, write: Callable[[str, str], Path]) -> None:
    found = read_labelled(write("mixed.jsonl", f"{line}\n退了\treturns\n"), KNOWN)
    assert [row.text for row in found.rows] == ["退了"]
    assert [problem.where for problem in found.problems] == ["第 1 行"]
    assert BAD[line] in found.problems[0].what
    with pytest.raises(DataFileError):
        read_labelled(write("bad.jsonl", line), KNOWN)


def few() -> list[Example]:
    """Every fourth example of five intents: enough to learn from in a second."""
    chosen = ("price_haggling", "shipping_time", "returns", "invoice", "none")
    return [one for one in load_examples() if one.intents[0] in chosen and set(one.intents) <= set(chosen)][::4]


def test_learning_from_scratch_learns(monkeypatch: pytest.MonkeyPatch) -> None:
    """``fit_model`` on half of a few examples answers the other half."""
    lessons, asked = few()[::2], few()[1::2]
    monkeypatch.setattr(examples, "load_lessons", lambda: lessons)
    model = cache.fit_model()
    assert set(model.labels) == {intent for one in lessons for intent in one.intents}
    recogniser = Recogniser(model, load_thresholds())
    report = evaluate(recogniser, [Labelled(one.text, one.intents, one.intents[:1]) for one in asked])
    assert len(asked) > 200
    assert report.accuracy.value > 0.85


def test_cross_validation_answers_what_it_has_not_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the messages seen, all would be right; were nothing learnt, one in five."""
    monkeypatch.setattr(examples, "load_examples", few)
    report = cross_validate(Recogniser.load(), folds=3)
    assert report.accuracy.total == len(few())
    assert 0.85 < report.accuracy.value < 0.995
