"""Nothing of a file is lost or changed without a word: what is read, what is left out and why, and what is refused.

Each case of ``imports.jsonl`` and ``refused.jsonl`` is the smallest file of a kind that was read wrongly once; ``fault`` names the kind.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs_scripts.errors import FileReadError
from cs_scripts.files.xlsx import read_workbook
from cs_scripts.quickreply import Entry, Reading, export_entries, load_format, read_quick_reply_file
from cs_scripts.quickreply.containers.kinds import KINDS
from cs_scripts.quickreply.reading import parse_entries
from tests.files.books import workbook

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    lines = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [pytest.param(each, id=f"{each['fault']} {each['case']}") for each in lines]


def fields(entry: Entry, width: int) -> list[Any]:
    return [entry.code, entry.text, entry.group, entry.subgroup, list(entry.asks)][:width]


def adds_up(reading: Reading) -> bool:
    told = reading.account
    return bool(told["read"] == told["used"] + sum(told["left_out"].values()) + sum(told["rejected"].values()))


@pytest.mark.parametrize("case", cases("imports.jsonl"))
def test_a_file_is_read_with_an_account_of_every_row(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(case["file"].encode(case.get("codec", "utf-8")))
    reading = read_quick_reply_file(path)
    assert [fields(entry, len(wanted)) for entry, wanted in zip(reading.entries, case["entries"], strict=True)] == case["entries"]
    assert reading.account["left_out"] == case.get("left_out", {})
    assert reading.account["rejected"] == case.get("rejected", {})
    assert adds_up(reading)
    assert case.get("notes", "") in "；".join(reading.notes)


@pytest.mark.parametrize("case", cases("refused.jsonl"))
def test_a_file_without_phrases_is_refused_with_what_it_is(case: dict[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text(case["file"], encoding="utf-8")
    with pytest.raises(FileReadError) as caught:
        read_quick_reply_file(path)
    assert case["said"] in str(caught.value)
    assert "\n" not in str(caught.value)


HEAD = ["快捷短语编码", "快捷短语", "快捷短语分组"]


def test_all_sheets_are_read_and_name_the_group_where_no_column_does(tmp_path: Path) -> None:
    sheets = {"售前": [HEAD[:2], ["a1", "您好"]], "说明": [["怎么用"], ["看这里"]], "售后": [HEAD[:2], ["a2", "请寄回"], ["a3", ""]]}
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook(sheets, "A1:A2"))
    reading = read_quick_reply_file(path)
    assert [(entry.code, entry.text, entry.group) for entry in reading.entries] == [("a1", "您好", "售前"), ("a2", "请寄回", "售后")]
    assert "工作表 说明（怎么用） 没有认出表头，没有读" in reading.notes
    assert [row.said for row in reading.rejects] == ["“售后”第 3 行：没有正文（a3）"]


def test_a_group_of_a_column_wins_over_the_name_of_a_sheet(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook({"甲": [HEAD, ["a1", "您好", "组"]], "乙": [HEAD, ["a2", "在的", "组"]]}))
    assert {entry.group for entry in read_quick_reply_file(path).entries} == {"组"}


BROKEN = {
    "csv": st.sampled_from(['x,"open,y', ",,", "x,,", ",,只有组", 'x,"a"b,c,d', "x,y,z,w"]),
    "jsonl": st.sampled_from(['{"code": "x", "te', "3", '{"code": "x"}', "{}", '{"group": "组"}', "[1]", "nul"]),
    "rasa": st.sampled_from(["  utter_x/y: 3\n", "  utter_x/z:\n  - image: a\n", "  utter_x/w: []\n", "  utter_x/v:\n  - text: ''\n"]),
}
FORMATS = {"csv": "qianniu-csv-utf8", "jsonl": "jsonl", "rasa": "rasa"}


@pytest.mark.parametrize("container", BROKEN)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), count=st.integers(1, 12))
def test_no_good_row_is_lost_among_broken_ones_and_the_account_adds_up(container: str, data: st.DataObject, count: int) -> None:
    good = [Entry(f"第{i}句，您好", f"zz{i}", "组", intent="greeting" if container == "rasa" else "") for i in range(count)]
    text = export_entries(good, load_format(FORMATS[container])).content.decode("utf-8-sig")
    lines = text.splitlines(keepends=True)
    first = {"csv": 1, "jsonl": 0, "rasa": len(lines)}[container]
    for _ in range(data.draw(st.integers(0, 6))):
        broken = data.draw(BROKEN[container])
        at = data.draw(st.integers(first, len(lines)))
        if broken.split(":")[0] not in text or container != "rasa":
            lines.insert(at, broken if container == "rasa" else broken + "\n")
            text += broken
    reading = parse_entries("".join(lines).encode("utf-8-sig" if container == "csv" else "utf-8"))
    assert {entry.text for entry in good} <= {entry.text for entry in reading.entries}
    assert adds_up(reading)


WRITTEN = {"xlsx": "xlsx", "kefubao-xlsx": "xlsx", "wangwang-xml": "xml", "chatwoot": "json", "espanso": "yaml"}


def with_broken(kind: str, content: bytes, broken: int) -> bytes:
    """Put items without a phrase into a file, at its end: rows of a sheet, elements, objects, entries of a list."""
    if kind == "xlsx":
        rows = [[cell or "" for cell in row.cells] for row in read_workbook(content)]
        return workbook({"话术": [*rows, *[[*[""] * len(rows[0]), "x"]] * broken]})
    text = content.decode("utf-8-sig")
    item = {"xml": "<reply code='x'/>", "json": ', {"short_code": "x"}', "yaml": '- trigger: ":x"\n'}[kind]
    if kind == "yaml":
        indent = text[: text.index("- trigger")].rpartition("\n")[2]
        return (text.rstrip("\n") + "\n" + (indent + item) * broken).encode()
    end = text.rindex("</group>" if kind == "xml" and "</group>" in text else "</" if kind == "xml" else "]")
    return (text[:end] + item * broken + text[end:]).encode()


def test_every_container_is_tried() -> None:
    assert {*WRITTEN.values()} | {*BROKEN} == {*KINDS}


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(count=st.integers(1, 12), broken=st.integers(0, 5))
def test_no_good_item_is_lost_among_broken_ones_in_any_container(name: str, count: int, broken: int) -> None:
    good = [Entry(f"第{i}句，您好", f"zz{i}", "组") for i in range(count)]
    reading = parse_entries(with_broken(WRITTEN[name], export_entries(good, load_format(name)).content, broken))
    assert [entry.text for entry in reading.entries] == [entry.text for entry in good]
    assert adds_up(reading)
    assert reading.account["read"] == count + broken
