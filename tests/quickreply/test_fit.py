"""Nothing is silently lost: what a format cannot hold is reported with the script's id, never cut, never guessed."""

from __future__ import annotations

import codecs
import re

import pytest

from cs_scripts.quickreply import Entry, export_entries, load_format
from cs_scripts.quickreply.names import load_tables
from cs_scripts.quickreply.reading import parse_entries
from tests.quickreply.conftest import HERE


def _unescape(cell: str) -> str:
    return re.sub(r"\\(u[0-9a-f]{4}|x[0-9a-f]{2}|n)", lambda match: codecs.decode(match[0], "unicode_escape"), cell)


CASES = [
    [_unescape(cell) for cell in line.split("\t")]
    for line in (HERE / "fit.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("name", "text", "written", "kinds"), CASES)
def test_text_is_written_as_the_table_says_and_every_change_is_reported(name: str, text: str, written: str, kinds: str) -> None:
    described = load_format(name)
    export = export_entries([Entry(text, "a1", "组", id="some.script")], described)
    assert [entry.text for entry in parse_entries(export.content, described).entries] == [written]
    assert sorted({finding.kind for finding in export.findings}) == sorted(kinds.split())
    assert all(finding.entry.id == "some.script" for finding in export.findings)


def test_limits_warn_with_the_count_and_cut_nothing() -> None:
    export = export_entries([Entry("长" * 431, "yj12b", "组")], load_format("feiniu-csv"))
    assert [finding.said for finding in export.findings] == ["编码超长（没有截）：5 字，上限 4", "正文超长（没有截）：431 字，上限 430"]
    assert "长" * 431 in export.content.decode("gbk")


def test_a_code_given_twice_is_reported_with_the_first_owner() -> None:
    export = export_entries([Entry("甲", "a1", id="one"), Entry("乙", "a1", id="two")], load_format("qianniu-csv"))
    assert [(finding.entry.id, finding.kind, finding.what) for finding in export.findings] == [("two", "duplicate_code", "a1 已经给了 one")]
    assert len(export.entries) == 2


def test_a_text_of_nothing_sendable_is_left_out_and_reported() -> None:
    export = export_entries([Entry("🦄", "a1"), Entry("好", "a2")], load_format("qianniu-csv"))
    assert [entry.code for entry in export.entries] == ["a2"]
    assert [finding.kind for finding in export.findings] == ["dropped", "empty"]


def test_every_substitute_is_what_gbk_lacks_replaced_by_what_it_has() -> None:
    for character, substitute in load_tables().substitutes.items():
        with pytest.raises(UnicodeEncodeError):
            character.encode("gbk")
        assert substitute.encode("gbk")
