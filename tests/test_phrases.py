"""The phrase book: strict on load, complete in its coverage, and a shop's own book over it."""

import importlib.util
import pickle
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cs_scripts.errors import DataFileError, FileReadError
from cs_scripts.phrasebook.book import SLOT, Phrasebook
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recommend.moves import moves
from cs_scripts.recommend.wording import plain
from cs_scripts.shop.profile import render

HERE = Path(__file__).parent
HEADLINE = ("price_haggling", "shipping_time", "authenticity", "returns")


@pytest.fixture(scope="module")
def book() -> Phrasebook:
    return load_phrasebook()


def test_scripts_that_are_made_when_asked_for_are_those_of_a_book_that_has_them_all(book: Phrasebook) -> None:
    """The bundled book makes an intent's scripts when they are asked for; copied, sent to another process or changed it gives the same."""
    whole = replace(book, scripts=dict(book.scripts))
    sent = pickle.loads(pickle.dumps(book))
    assert [*sent.scripts] == [*whole.scripts]
    for intent in book.intents:
        assert book.for_intent(intent) == sent.for_intent(intent) == whole.for_intent(intent)
        assert book.for_intent(intent) == tuple(script for script in whole.scripts.values() if script.intent == intent)
    for trigger in book.triggers:
        assert book.for_trigger(trigger) == whole.for_trigger(trigger) != ()
    assert book.for_intent("") == book.for_intent("nothing") == ()


def test_all_problems_are_reported_together() -> None:
    """One run names every problem of a broken book, each with its place."""
    with pytest.raises(DataFileError) as caught:
        load_phrasebook(HERE / "phrases/broken.yaml")
    problems = "\n".join(map(str, caught.value.problems))
    for expected in (
        "不认识的键 colour",
        "price_haggling 重复",
        "slots[0].of：“moon”",
        "scripts[1]（a.good）.id：a.good 重复",
        "scripts[2]（b.both）：intent 和 trigger 要写且只写一个",
        "没有声明过 fortune_telling",
        "没有声明过的空位 {nowhere}",
        "花括号不成对",
        "“jd”",
        "“later”",
        "不认识的键 weather",
        "至少要 1 项",
        "“Bad Id”",
        "source：应为",
        "快捷编码 yj1 已归 price.discount.no_campaign",
    ):
        assert expected in problems


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("version: 1\n\tx: 1", "第 2 行"),
        ("version: 1\nversion: 1", "键 version 重复"),
        ("[1, 2]", "应为“键: 值”的映射"),
        ("version: 2", "version：应为 1"),
        ("a: !!python/object:os.system {}", "YAML"),
    ],
)
def test_yaml_that_is_no_book(write: Callable[[str, str | bytes], Path], content: str, expected: str) -> None:
    """Broken YAML and foreign tags are errors of ours, with the line where there is one."""
    with pytest.raises(DataFileError) as caught:
        load_phrasebook(write("book.yaml", content))
    assert expected in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80\x81\xff\xff"])
def test_bytes_that_are_no_text(write: Callable[[str, str | bytes], Path], content: bytes) -> None:
    """A file in no known encoding is an error that names the file."""
    path = write("book.yaml", content)
    with pytest.raises((FileReadError, DataFileError)) as caught:
        load_phrasebook(path)
    assert "book.yaml" in str(caught.value)


def test_missing_file() -> None:
    """A missing file is named."""
    with pytest.raises(FileReadError, match=r"nowhere\.yaml"):
        load_phrasebook("nowhere.yaml")


def test_own_book_extends_and_overrides(write: Callable[[str, str | bytes], Path], book: Phrasebook) -> None:
    """The same id replaces the bundled script, a new id is added, GBK is read too."""
    own = """version: 1
slots:
  - {name: desk, label: 接待台, of: shop}
scripts:
  - {id: price.discount.no_campaign, intent: price_haggling, situation: 本店说法, replies: [这是本店的说法]}
  - {id: own.new, intent: gift, situation: 本店赠品, replies: ["到{desk}领"]}
"""
    merged = load_phrasebook(write("own.yaml", own.encode("gbk")))
    assert merged.scripts["price.discount.no_campaign"].replies == ("这是本店的说法",)
    assert merged.scripts["own.new"].slots == ("desk",)
    assert len(merged.scripts) == len(book.scripts) + 1


def test_own_book_may_replace_everything(write: Callable[[str, str | bytes], Path]) -> None:
    """With replaces_bundled only the shop's own scripts remain, and the intents stay."""
    own = "version: 1\nreplaces_bundled: true\nscripts:\n  - {id: own.one, intent: gift, situation: 赠品, replies: [有的]}\n"
    merged = load_phrasebook(write("own.yaml", own))
    assert list(merged.scripts) == ["own.one"]
    assert "price_haggling" in merged.intents


def test_coverage(book: Phrasebook) -> None:
    """Twelve scripts for each headline intent, three for every other, one for every occasion, 250 replies."""
    counts = Counter(script.intent or script.trigger for script in book.scripts.values())
    assert {intent: counts[intent] for intent in HEADLINE if counts[intent] < 12} == {}
    assert {intent: counts[intent] for intent in book.intents if intent != "none" and counts[intent] < 3} == {}
    assert {trigger for trigger in book.triggers if not counts[trigger]} == set()
    assert sum(len(script.replies) for script in book.scripts.values()) >= 250


def test_every_script_is_complete(book: Phrasebook) -> None:
    """Bundled scripts have two wordings, a technique, a source and a code that begins as its intent's does."""
    taken_up = {one for _, scripts in moves() for one in scripts}  # found by what the message does, not by how it is asked
    for script in book.scripts.values():
        owner = book.intents[script.intent] if script.intent else book.triggers[script.trigger]
        assert len(set(script.replies)) >= 2, script.id
        assert script.technique, script.id
        assert re.fullmatch(owner.code + r"\d+", script.code), script.id
        assert script.asks or script.trigger or script.id in taken_up, script.id


def _wordings(book: Phrasebook) -> list[str]:
    """Every wording as it shows where nothing was said and the shop has no profile."""
    return [render(reply, {}, book.slots)[0] for script in book.scripts.values() for reply in script.replies]


def test_replies_are_short_and_in_measure(book: Phrasebook) -> None:
    """Most replies are under 60 characters, none is long; no absolute promise, no reward for a review."""
    replies = _wordings(book)
    assert sum(len(reply) < 60 for reply in replies) / len(replies) > 0.9
    assert max(map(len, replies)) <= 120
    assert [reply for reply in replies if re.search("肯定|保证(?!金)|绝对|百分百|好评返现|加微信", reply)] == []


ANNOUNCES = r"这就|(?:帮您|给您|替您|我)(?:去)?(?:查|核|看)(?:一下|下|一查|一看|看|好|清|实|到)|核实|核对"
SHARES = [
    (ANNOUNCES, 0.15, "announces that somebody will look"),
    ("这就|马上", 0.08, "promises haste"),
    ("这边", 0.06, "says 这边 for us"),
    ("告诉您|回您|准信|准话|照实|如实|由您定|听您的", 0.03, "has an oddity that strict readers counted"),
    ("店里出|由店里|方便的话|换谁都", 0.01, "has a stiff turn that strict readers counted"),
]


@pytest.mark.parametrize(("pattern", "share", "what"), SHARES, ids=[what for _, _, what in SHARES])
def test_words_in_measure(book: Phrasebook, pattern: str, share: float, what: str) -> None:
    """What readers found too often stays rare over the whole book."""
    replies = _wordings(book)
    assert sum(re.search(pattern, reply) is not None for reply in replies) / len(replies) <= share, what


def test_openings_vary(book: Phrasebook) -> None:
    """No opening of three characters, whatever it is, begins more than three replies in a hundred."""
    replies = [reply.removeprefix("亲，").removeprefix("亲 ") for reply in _wordings(book)]
    opening, count = Counter(reply[:3] for reply in replies if not reply.startswith("【")).most_common(1)[0]
    assert count / len(replies) <= 0.03, opening


def test_the_voice_is_warm_in_measure(book: Phrasebook) -> None:
    """亲 in about a quarter of the replies, a particle in about half, ~ and faces now and then, as the documents' agents write."""
    replies = _wordings(book)
    shares = [
        sum(re.search(pattern, reply) is not None for reply in replies) / len(replies) for pattern in ("亲", "[哦呢哈呀啦]", "~", "/:")
    ]
    assert 0.18 <= shares[0] <= 0.4
    assert 0.35 <= shares[1] <= 0.7
    assert 0.03 <= shares[2] <= 0.15
    assert 0 < shares[3] <= 0.03


def test_the_plain_voice_has_none_of_it(book: Phrasebook) -> None:
    """A shop that sets ``voice: plain`` gets the same sentences without 亲, particles, ~ and faces."""
    plains = [plain(reply) for reply in _wordings(book)]
    assert [reply for reply in plains if re.search(r"^亲|亲[，。~]|[~～]|/:|[哦呢哈呀啦](?=[，。；]|$)|，。|。。", reply)] == []
    assert all(plains)


def test_no_reply_leaves_the_agent_more_than_two_blanks(book: Phrasebook) -> None:
    """A draft with a named blank or two is a help; a form is not."""
    slots = [
        (reply, {name for name in SLOT.findall(reply) if book.slots[name].of == "order"})
        for s in book.scripts.values()
        for reply in s.replies
    ]
    assert [reply for reply, blanks in slots if len(blanks) > 2] == []


def test_labels_of_blanks_are_one_to_one(book: Phrasebook) -> None:
    """An imported 【待填:…】 becomes its slot again, so two slots cannot share a label."""
    assert [label for label, count in Counter(slot.label for slot in book.slots.values()).items() if count > 1] == []


def test_no_slot_is_idle(book: Phrasebook) -> None:
    """A declared slot that no script uses is a leftover."""
    used = {name for script in book.scripts.values() for name in script.slots}
    assert set(book.slots) - used == set()


def test_page_of_what_the_documents_teach_is_current_and_true() -> None:
    """docs/coverage.tsv holds every item once and names only scripts, rules and files that exist; docs/coverage.md is made of it."""
    script = HERE.parent / "scripts" / "coverage_page.py"
    result = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("B01\tbasics § 甲\t大意\tno.such\t\t\t", "B01 names a script that is not there: no.such"),
        ("B01\tbasics § 甲\t大意\t\ttone.none\t\t", "B01 names a rule that is not there: tone.none"),
        ("B01\tbasics § 甲\t大意\t\t\tdata/none.yaml\t", "B01 names a file that is not there: data/none.yaml"),
        ("B01\tbasics § 甲\t大意\t\t\t\t", "B01 says nothing"),
        ("B01\tkangnai § 甲\t大意\t\t\t\t理由", "B01 cites another document"),
        ("B47\tbasics § 甲\t大意\t\t\t\t理由", "B47 is no item of the documents"),
        ("B02\tbasics § 甲\t大意\tx.*\t\t\t", "B01 is missing"),
    ],
)
def test_faults_of_the_table_of_documents_are_named(line: str, problem: str) -> None:
    """An id that is gone, a row without an answer and a wrong number are each told."""
    spec = importlib.util.spec_from_file_location("coverage_page", HERE.parent / "scripts" / "coverage_page.py")
    assert spec is not None
    assert spec.loader is not None
    page = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = page
    spec.loader.exec_module(page)
    assert problem in page.problems(page.read_items([line]), ["x.one"], ["tone.me"])
