"""Personal data: the table of forms, what must stay, and that no text takes long."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.errors import FileReadError, FileWriteError
from cs_scripts.text.pii import MASKED_KINDS, Pseudonyms, mask, mask_counted, read_key

LINES = (Path(__file__).parent / "pii.tsv").read_text("utf-8").splitlines()
CASES = [[cell.replace(r"\u200b", "\u200b").replace(r"\u00a0", "\u00a0") for cell in line.split("\t")] for line in LINES if line[0] != "#"]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_masks_what_is_personal_and_nothing_else(text: str, expected: str) -> None:
    assert mask(text) == expected


def test_table_has_what_it_must_have() -> None:
    """At least 120 cases, 40 of them things that stay."""
    assert len(CASES) >= 120
    assert sum(text == expected for text, expected in CASES) >= 40


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_counts_each_mask(text: str, expected: str) -> None:
    """The counts are the brackets in the text, by kind."""
    masked, counts = mask_counted(text)
    assert masked == expected
    assert {kind: expected.count(f"[{kind}]") for kind in MASKED_KINDS if f"[{kind}]" in expected} == dict(counts)


@given(st.lists(st.sampled_from([case[0] for case in CASES]) | st.text(max_size=12), max_size=4).map("，".join))
def test_never_fails_and_is_stable(text: str) -> None:
    """Any text can be masked, and masking what is masked changes nothing that was masked."""
    masked = mask(text)
    assert [mask(masked).count(f"[{kind}]") >= masked.count(f"[{kind}]") for kind in MASKED_KINDS].count(False) == 0


def test_nick_that_is_known_is_masked_wherever_it_stands() -> None:
    """The buyer's own nick in the text, in whichever width."""
    assert mask_counted("我是ｔｂ小鱼，帮tb小鱼看下", ["tb小鱼", ""]) == ("我是[昵称]，帮[昵称]看下", {"昵称": 2})


@pytest.mark.parametrize(
    "unit",
    ["市", "省市县", "某省某市某县", "某路", "1号", "一号", "5号楼", "(", "1", "1 ", "1-", "138", "@", "a@", "a.", "张", "收货人", "微信",
     "x9", "Road 1,", "http://", "?id=", "一三八", "A座", "[1]", "\u200b1", "号", "〇", "某某小区", "第一项，"],
)  # fmt: skip
def test_repetition_does_not_stall(unit: str) -> None:
    """Hundreds of thousands of characters of anything are masked at once (the test would not end otherwise)."""
    assert isinstance(mask(unit * (300_000 // len(unit)) + "x"), str)


def test_key_file_keeps_pseudonyms_across_runs(tmp_path: Path) -> None:
    """The first run makes the file, for its owner only; the next reads it."""
    path = tmp_path / "key"
    first = Pseudonyms(read_key(path)).of("小鱼")
    assert path.stat().st_mode & 0o077 == 0
    assert Pseudonyms(read_key(path)).of("小鱼") == first
    assert Pseudonyms(read_key(tmp_path / "other")).of("小鱼") != first
    assert Pseudonyms("很长的密钥" * 100).of("小鱼") != first


@pytest.mark.parametrize(("content", "words"), [(b"", "16"), (b"short", "16"), (b"\xff" * 40, "一行文字"), (b"a" * 5000, "4096")])
def test_key_file_that_is_no_secret_is_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "key"
    path.write_bytes(content)
    with pytest.raises(FileReadError, match=words):
        read_key(path)


def test_key_file_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError):
        read_key(tmp_path / "nowhere" / "key")
