"""Layouts by cases: what stands in a file, and what is read from it. Adding a case is adding a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cs_scripts.chatlog import Reject, detect, read_messages
from cs_scripts.errors import UnknownLayoutError

CASES = [json.loads(line) for line in (Path(__file__).parent / "layout_cases.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["what"] for case in CASES])
def test_a_file_is_known_by_its_content_and_read_whole(tmp_path: Path, case: dict[str, Any]) -> None:
    path = tmp_path / "chat"
    path.write_bytes(case["text"].encode(case.get("codec", "utf-8")))
    options = case.get("options", {})
    rejects: list[Reject] = []
    read = [
        [m.conversation, m.sender, m.role, m.text, str(m.time) if m.time else None] for m in read_messages(path, rejects=rejects, **options)
    ]
    assert read == case["messages"]
    assert [reject.reason for reject in rejects] == case.get("rejects", [])
    assert detect(path, **options).layout == case["layout"]


REFUSED = [
    (
        "a chat that no reader knows is not plain text",
        "◆晚风◆2026-10-05 21:40:12◆什么时候发货\n◆小美◆2026-10-05 21:41:12◆今天\n",
        "像聊天记录",
    ),
    ("JSON of something else names its keys", '{"orders": [{"oid": 1}], "page": 2}', "orders"),
    ("a table of something else names its headers", "谁\t说了啥\t何时\n", "说了啥"),
]


@pytest.mark.parametrize(("text", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_what_is_not_known_is_refused_with_what_was_found(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / ("chat.tsv" if "\t" in text else "chat")
    path.write_text(text, "utf-8")
    with pytest.raises(UnknownLayoutError, match=reason):
        detect(path)


def test_what_was_concluded_from_values_is_said(tmp_path: Path) -> None:
    path = tmp_path / "chat.csv"
    path.write_text("role,content\n0,什么时候发货\n1,亲今天给您发\n", "utf-8")
    assert "--role-map 1=" in "".join(detect(path).notes)


UNTOLD = [
    ("numbers that say nothing", '[{"type": 1, "content": "在吗"}, {"type": 2, "content": "在的"}]', True),
    ("nothing but text", '[{"content": "在吗"}]', False),
    ("both sides beside every line", "买家旺旺,接待客服,内容\n晚风,店:小美,在吗\n晚风,店:小美,在的亲\n", True),
    ("both sides, and times", "买家昵称,客服昵称,消息内容,时间\n晚风,店:小美,在吗,2026-01-02 10:00:00\n", True),
    ("both sides and who sent it", "买家昵称,客服昵称,发送方,内容\n晚风,店:小美,买家,在吗\n晚风,店:小美,客服,在的\n", False),
    ("buyers alone", "买家昵称,内容\n晚风,在吗\n小鱼,在的\n", False),
    ("buyers, and accounts of the staff among them", "买家昵称,内容\n晚风,在吗\n店:小美,在的\n", False),
]


@pytest.mark.parametrize(("text", "is_said"), [case[1:] for case in UNTOLD], ids=[case[0] for case in UNTOLD])
def test_a_table_that_does_not_tell_who_speaks_is_said_to_be_one(tmp_path: Path, text: str, is_said: bool) -> None:
    path = tmp_path / "chat"
    path.write_text(text, "utf-8")
    assert ("每条都当买家的消息" in "".join(detect(path).notes)) == is_said


def test_the_sheets_of_a_workbook_are_read_by_their_own_headers(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name, rows in {
        "一": [["内容", "昵称"], ["在吗", "某人"]],
        "二": [["昵称", "内容"], ["某人", "包邮吗"]],
        "说明": [["备注"], ["x"]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "chat.xlsx")
    rejects: list[Reject] = []
    assert [(m.sender, m.text) for m in read_messages(tmp_path / "chat.xlsx", rejects=rejects)] == [("某人", "在吗"), ("某人", "包邮吗")]
    assert [reject.sheet for reject in rejects] == ["说明"]
