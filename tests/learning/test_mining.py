"""``cs-scripts mine``: what many ask becomes a draft that loads; greetings and answers to the agent do not."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from cs_scripts import Recommender
from cs_scripts.chatlog import Message, read_messages
from cs_scripts.cli.mine import command
from cs_scripts.learning.answering import to_draft
from cs_scripts.learning.drafts import write_drafts
from cs_scripts.learning.exchanges import read_exchanges
from cs_scripts.learning.mining import Mined, Miner
from cs_scripts.learning.mining_file import load_mining_words
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.speech import Checker

LOG = Path(__file__).parents[2] / "data" / "demo_talks.jsonl"


@pytest.fixture(scope="module")
def mined(recommender: Recommender) -> Mined:
    return Miner(recommender.recogniser, load_phrasebook(), Checker()).mine(read_messages(LOG))


def test_each_frequent_question_is_one_group(mined: Mined) -> None:
    assert [(question.buyers, "刻" in question.text, "实体店" in question.text) for question in mined.groups] == [
        (5, True, False),
        (4, False, True),
    ]


def test_examples_are_masked(mined: Mined) -> None:
    shown = write_drafts(mined, load_phrasebook())
    assert "13800000000" not in shown


def test_an_answer_that_must_not_be_said_is_no_draft(mined: Mined) -> None:
    assert not [answer.text for question in mined.groups for answer in question.answers if "微信" in answer.text]


def test_fewer_buyers_make_no_group(recommender: Recommender) -> None:
    miner = Miner(recommender.recogniser, load_phrasebook(), Checker())
    assert [question.buyers for question in miner.mine(read_messages(LOG), least=5).groups] == [5]
    limited = miner.mine(read_messages(LOG), most=1)
    assert (len(limited.groups), limited.more) == (1, 1)


def test_the_drafts_are_a_book_that_loads(tmp_path: Path) -> None:
    """The command's output is loaded with ``--phrases``: ids, codes and slots are sound and new."""
    out = tmp_path / "drafts.yaml"
    result = CliRunner().invoke(command, [str(LOG), "-o", str(out)], catch_exceptions=False)
    assert result.exit_code == 0
    bundled, book = load_phrasebook(), load_phrasebook(out)
    new = [script for identity, script in book.scripts.items() if identity not in bundled.scripts]
    assert len(new) == 2
    assert all(script.asks and script.replies and script.code and script.source == "own § 聊天记录" for script in new)
    assert not {script.code for script in new} & {script.code for script in bundled.scripts.values()}
    assert out.read_text(encoding="utf-8").count("客服答过") == 2


def test_nothing_frequent_is_a_book_too(recommender: Recommender, tmp_path: Path) -> None:
    nothing = Miner(recommender.recogniser, load_phrasebook(), Checker()).mine([Message("甲", "甲", "buyer", "能刻字吗", None, 1)])
    path = tmp_path / "none.yaml"
    path.write_text(write_drafts(nothing, load_phrasebook()), encoding="utf-8")
    assert load_phrasebook(path).scripts == load_phrasebook().scripts


@pytest.mark.parametrize(
    ("text", "intent", "draft"),
    [
        ("亲满99元包邮哦", "shipping_fee", "亲，满{free_postage_threshold}元包邮哦"),
        ("默认中通圆通", "courier", "默认{couriers}"),
        ("付款后48小时内发出", "shipping_time", "付款后{dispatch_hours}小时内发出"),
        ("满200减20", "promotion", "满{coupon_threshold}减{coupon_amount}"),
        ("一般3-4天到", "delivery_time", "一般{transit_days}天到"),
        ("杭州发货的", "courier", "{ship_from}发货的"),
        ("退到[地址]", "returns", "退到{return_address}"),
        ("纯棉的{软}", "product_info", "纯棉的｛软｝"),
    ],
)
def test_facts_become_slots(text: str, intent: str, draft: str) -> None:
    assert to_draft(text, intent, load_mining_words(), load_phrasebook().slots) == draft


def talk(*lines: tuple[str, str]) -> list[Message]:
    return [Message("甲", "", role, text, None, i) for i, (role, text) in enumerate(lines, 1)]


@pytest.mark.parametrize(
    ("lines", "answer", "content"),
    [
        ([("buyer", "能刻字吗"), ("seller", "可以刻字"), ("buyer", "好的")], "可以刻字", 1.0),
        ([("buyer", "能刻字吗"), ("seller", "可以刻字"), ("buyer", "多少钱"), ("seller", "不加钱"), ("buyer", "好的")], "可以刻字", 0.5),
        ([("buyer", "能刻字吗"), ("seller", "可以刻字"), ("buyer", "我问的是刻哪里")], "可以刻字", -1.0),
        ([("buyer", "能刻字吗"), ("seller", "您好"), ("buyer", "嗯"), ("seller", "可以刻字")], "可以刻字", 0.0),
        ([("buyer", "能刻字吗"), ("seller", "在的亲")], "", 0.0),
        ([("buyer", "能刻字吗")], "", 0.0),
    ],
)
def test_what_answers_a_question_and_how_soon_the_buyer_is_content(lines: list[tuple[str, str]], answer: str, content: float) -> None:
    first = read_exchanges(talk(*lines), load_mining_words())[0]
    assert (first.answer, first.content) == (answer, content)
