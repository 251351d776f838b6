"""What agents already have comes in: recognised where the book knows it, new otherwise, and no edit is undone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cs_scripts.errors import DataFileError
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.phrasebook.writer import merge_into, new_book, write_book
from cs_scripts.quickreply import Entry, book_entries
from cs_scripts.quickreply.plan import Plan
from cs_scripts.quickreply.to_book import plan_import
from cs_scripts.recognition.model import RecognisedIntent
from cs_scripts.shop.profile import Shop


def guess(texts: Sequence[str]) -> list[tuple[RecognisedIntent, ...]]:
    """Stand in for the classifier: whatever speaks of parcels is about couriers."""
    return [(RecognisedIntent("delivery_time", 0.2), RecognisedIntent("courier", 0.7)) if "快递" in text else () for text in texts]


def states(plan: Plan) -> list[str]:
    return [item.state for item in plan.items]


def test_what_was_exported_is_all_the_same(book: Phrasebook, shop: Shop, entries: list[Entry]) -> None:
    plan = plan_import(entries, book, guess, shop)
    assert set(states(plan)) == {"same"}
    assert plan.scripts == {}


@pytest.mark.parametrize(
    ("entry", "state"),
    [
        (Entry("这个价对每位顾客都一样。", "yj1", "议价"), "same"),
        (Entry("这个价对每一位顾客都一样的。", "yj1"), "changed"),
        (Entry("完全另一句话", "yj1", "议价"), "changed"),
        (Entry("本店支持七天试用，先用后付", "yj1", "面料"), "new"),
        (Entry("这个价对每位顾客都一样。"), "same"),
        (Entry("全新的一句", "zz1"), "new"),
        (Entry("改过的说法", id="test.plain"), "changed"),
    ],
)
def test_a_phrase_is_matched_by_id_then_code_then_text(entry: Entry, state: str, book: Phrasebook) -> None:
    """A code alone is not enough for a bundled script: agents use the same letters for other things."""
    assert states(plan_import([entry], book, guess)) == [state]


def test_a_changed_wording_replaces_that_wording_only(book: Phrasebook) -> None:
    plan = plan_import([Entry("标价就是成交的价，\n新客老客一样。", "yj1b")], book, guess)
    script = plan.scripts["test.plain"]
    assert script.replies == (book.scripts["test.plain"].replies[0], "标价就是成交的价，\n新客老客一样。")
    assert script.asks == book.scripts["test.plain"].asks


def test_intents_come_from_the_file_the_group_or_the_classifier(book: Phrasebook) -> None:
    plan = plan_import(
        [
            Entry("甲甲甲", intent="refund"),
            Entry("乙乙乙", group="发票"),
            Entry("丙丙丙", group="自家的组", subgroup="离开自动回复"),
            Entry("默认发中通快递"),
            Entry("看不懂", title="问快递"),
            Entry("看不懂的话"),
        ],
        book,
        guess,
    )
    found = [(item.script and (item.script.intent or item.script.trigger), item.basis, item.probability) for item in plan.items]
    assert found == [
        ("refund", "file", None),
        ("invoice", "group", None),
        ("away", "group", None),
        ("courier", "classifier", 0.7),
        ("courier", "classifier", 0.7),
        ("none", "nothing", None),
    ]


def test_duplicates_and_unusable_codes_are_told(book: Phrasebook) -> None:
    plan = plan_import(
        [Entry("一句话", "zz1"), Entry("一句话", "zz1"), Entry("另一句", "zz1"), Entry("第三句", "有 空格"), Entry("带{花括号}", "zz2")],
        book,
        guess,
    )
    assert states(plan) == ["new", "duplicate", "new", "new", "new"]
    assert [item.notes for item in plan.items] == [
        (),
        (),
        ("编码 zz1 已被占用，改为 qt1",),
        ("编码 有 空格 不能用，改为 qt2",),
        ("花括号改成了全角｛｝",),
    ]


def test_open_blanks_become_slots_again(book: Phrasebook) -> None:
    plan = plan_import([Entry("单号【待填:快递单号】，【待填:没有这个】", "zz1")], book, guess)
    assert plan.scripts["own.zz1"].replies == ("单号{tracking_no}，【待填:没有这个】",)


def test_the_group_of_the_client_is_kept(book: Phrasebook, tmp_path: Path) -> None:
    plan = plan_import([Entry("甲甲甲", "a1", "自家的组"), Entry("乙乙乙", "a2", ""), Entry("丙丙丙", "a3", "议价")], book, guess)
    path = tmp_path / "mine.yaml"
    write_book(path, plan.scripts, merge=False, replaces_bundled=True)
    assert [entry.group for entry in book_entries(load_phrasebook(path))] == ["自家的组", "", "议价"]


EDITED = """\
# 我们店的话术
version: 1
scripts:
  - id: own.zz1     # 别动
    intent: courier # 手改过
    situation: "问快递"
    asks: [发什么快递, 能发中通吗]
    code: zz1
    replies: ['默认发中通',
              "也可以发圆通"]

  - id: own.zz2
    intent: stock
    situation: 问有没有货
    code: zz2
    replies:
      - >
        都有货，
        直接拍。
      # 说明：下一条给老客
      - 有的
# 到此为止
"""


def _base(path: Path) -> tuple[Phrasebook, set[str]]:
    return load_phrasebook(path), {"own.zz1", "own.zz2"}


def test_merge_keeps_ids_comments_and_hand_edits(tmp_path: Path) -> None:
    """Only the wordings that changed in the client and the new scripts differ afterwards."""
    path = tmp_path / "mine.yaml"
    path.write_text(EDITED, encoding="utf-8")
    base, own = _base(path)
    entries = [Entry("默认发极兔", "zz1"), Entry("也可以发圆通", "zz1b"), Entry("都没货了\n先别拍", "zz2"), Entry("新来的快递说明", "zz9")]
    plan = plan_import(entries, base, guess, own=own)
    assert states(plan) == ["changed", "same", "changed", "new"]
    write_book(path, plan.scripts, merge=True)
    text = path.read_text(encoding="utf-8")
    expected = EDITED.replace("'默认发中通'", '"默认发极兔"').replace(
        ">\n        都有货，\n        直接拍。\n      #", '"都没货了\\n先别拍"\n      #'
    )
    assert text.replace("\n# 到此为止\n", "\n").startswith(expected.replace("\n# 到此为止\n", "\n").rstrip())
    assert "# 到此为止" in text
    assert load_phrasebook(path).scripts["own.zz9"].intent == "courier"
    assert set(states(plan_import(entries, load_phrasebook(path), guess, own=own | {"own.zz9"}))) == {"same"}


def test_merge_that_changes_nothing_leaves_every_byte(tmp_path: Path) -> None:
    assert merge_into(EDITED, {}) == EDITED


@pytest.mark.parametrize(
    "start",
    ["", "version: 1\n", "version: 1\nscripts: []\n", "version: 1\nscripts:\n- {id: own.a, intent: stock, situation: 问, replies: [有]}\n"],
)
def test_scripts_are_added_to_a_book_in_any_state(start: str, book: Phrasebook) -> None:
    import yaml

    script = book.scripts["test.plain"]
    merged = yaml.safe_load(merge_into(start, {script.id: script}))
    assert merged["scripts"][-1]["id"] == script.id


def test_a_book_that_would_not_load_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("version: 1\nscripts: [{id: own.a, intent: stock, situation: 问, replies: [有]}]\n", encoding="utf-8")
    before = path.read_bytes()
    plan = plan_import([Entry("新的一句", "zz1")], load_phrasebook(path), guess)
    with pytest.raises(DataFileError, match="一项一行"):
        write_book(path, plan.scripts, merge=True)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_windows_book_keeps_its_line_ends_and_encoding(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(EDITED.replace("\n", "\r\n").encode("gbk"))
    base, own = _base(path)
    write_book(path, plan_import([Entry("默认发极兔", "zz1")], base, guess, own=own).scripts, merge=True)
    assert path.read_bytes().decode("gbk") == EDITED.replace("'默认发中通'", '"默认发极兔"').replace("\n", "\r\n")


def test_a_new_book_of_nothing_is_a_book(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(new_book([]), encoding="utf-8")
    assert load_phrasebook(path).scripts == load_phrasebook().scripts
