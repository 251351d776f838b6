"""Files of agents come in every state; good rows are read, bad rows are counted, and nothing ends in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs_scripts.errors import FileReadError
from cs_scripts.quickreply import read_quick_replies, read_quick_reply_file

HEAD = "快捷短语编码,快捷短语,快捷短语分组"

READ = [
    ("plain", f"{HEAD}\r\na1,您好,甲\r\n", [("a1", "您好", "甲")]),
    ("last cell missing", f"{HEAD}\na1,您好\n", [("a1", "您好", "")]),
    ("last cell empty", f"{HEAD}\na1,您好,\n", [("a1", "您好", "")]),
    ("line break and quotes in a cell", f'{HEAD}\na1,"您好\r\n""在""的",甲\n', [("a1", '您好\n"在"的', "甲")]),
    ("one leading tab", f"{HEAD}\n\t001,\t=1+1,\t甲\n", [("001", "=1+1", "甲")]),
    ("blanks and stars in headers", "*快捷短语编码 , 快捷短语（必填）,快捷短语分组 [选填]\na1,您好,甲\n", [("a1", "您好", "甲")]),
    ("other order", "快捷短语分组,快捷短语编码,快捷短语\n甲,a1,您好\n", [("a1", "您好", "甲")]),
    ("two levels", "一级分类（必填）,二级分类（选填）,话术标题（选填）,话术内容（必填）\n甲,乙,a1,您好\n", [("a1", "您好", "甲")]),
    ("two levels, no brackets", "一级分类,二级分类,话术标题,话术内容\n甲,乙,a1,您好\n", [("a1", "您好", "甲")]),
    ("one column", "快捷短语内容（必填）\n您好\n", [("", "您好", "")]),
    ("a shop's own sheet", "登记日期,分组,快捷编码,快捷短语,是否加入团队\n2030,甲,a1,您好,否\n", [("a1", "您好", "甲")]),
    ("escapes of a look-alike client", "快捷编码,快捷短语,快捷短语分组\na1,您好&#44;&#13;在的,甲\n", [("a1", "您好,\n在的", "甲")]),
    ("tabs between cells", f"{HEAD}\na1,您好,甲\n".replace(",", "\t"), [("a1", "您好", "甲")]),
    ("a title above the header", f"快捷短语导出\n{HEAD}\na1,您好,甲\n", [("a1", "您好", "甲")]),
    ("a list of records", '[{"short_code": "a1", "content": "您好", "id": 7}]', [("a1", "您好", "")]),
    ("records of a program", '{"list": [{"groupId": 1, "code": "a1", "content": "您好"}]}', [("a1", "您好", "")]),
    ("JSON Lines", '{"code": "a1", "text": "您好"}\n{"code": "a2", "text": "好"}\n', [("a1", "您好", ""), ("a2", "好", "")]),
    ("espanso", 'matches:\n  - trigger: ":a1"\n    replace: "\\\\{\\\\{x\\\\}\\\\} on"\n', [("a1", "{{x}} on", "")]),
    ("XML with elements", "<r><p><code>a1</code><content>您好</content><group>甲</group></p></r>", [("a1", "您好", "甲")]),
    ("XML with groups", "<r><group name='甲'><p code='a1'>您好</p></group></r>", [("a1", "您好", "甲")]),
]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(("case", "text", "expected"), READ, ids=[case for case, _, _ in READ])
def test_a_file_is_read_whatever_its_shape_and_encoding(
    case: str, text: str, expected: list[tuple[str, str, str]], codec: str, tmp_path: Path
) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(text.encode(codec))
    assert [(entry.code, entry.text, entry.group) for entry in read_quick_replies(path)] == expected


BAD_ROWS = [
    ("group only", f"{HEAD}\n,,空组\na1,您好,\n", "只有分组，没有短语（空组）"),
    ("code only", f"{HEAD}\na9,,\na1,您好,\n", "没有正文"),
    ("too many cells", f"{HEAD}\na1,您好,甲,多,的\n", "多出几格"),
    ("a quote never closed", f'{HEAD}\na2,"没收尾,\na1,您好,\n', "引号没有收尾"),
    ("a cell too long", f"{HEAD}\na2,{'长' * 1050000},\na1,您好,\n", "一格超过 1 MB"),
    ("broken JSON line", '{"code": "a1", "text": "您好"}\n{"code": \n', "不是合格的 JSON"),
    ("not a record", '[{"code": "a1", "text": "您好"}, 3]', "不是一条记录"),
]


@pytest.mark.parametrize(("case", "text", "said"), BAD_ROWS, ids=[case for case, _, _ in BAD_ROWS])
def test_a_bad_row_is_reported_and_the_good_ones_are_read(case: str, text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "file.dat"
    path.write_text(text, encoding="utf-8", newline="")
    reading = read_quick_reply_file(path)
    assert "您好" in [entry.text for entry in reading.entries]
    assert said in "；".join(map(str, reading.problems))


REFUSED = [
    ("empty", b"", "文件是空的"),
    ("no header", "甲,乙\n1,2\n".encode(), "认不出表头（甲、乙）；用 --field"),
    ("old Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 xlsx"),
    ("broken Excel", b"PK\x03\x04nonsense", "不是完好的 Excel"),
    ("broken XML", b"<r><p>", "不是合格的 XML"),
    ("entity expansion", b'<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><r><text>&b;</text></r>', "DOCTYPE"),
    ("external entity", b'<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r><text>&a;</text></r>', "DOCTYPE"),
    ("no text in XML", b"<r><p a='1'/></r>", "看不出哪里是正文"),
    ("no text in JSON", b'[{"a": 1}]', "看不出哪个键是正文"),
]


@pytest.mark.parametrize(("case", "raw", "reason"), REFUSED, ids=[case for case, _, _ in REFUSED])
def test_what_cannot_be_read_is_refused_in_one_chinese_line(case: str, raw: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(raw)
    with pytest.raises(FileReadError) as caught:
        read_quick_replies(path)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_named_column_is_taken_where_the_header_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("甲,乙\na1,您好\n", encoding="utf-8")
    reading = read_quick_reply_file(path, named={"text": "乙", "code": "甲"})
    assert [(entry.code, entry.text) for entry in reading.entries] == [("a1", "您好")]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=200)
    | st.text("<>/=\"',;\t\n[]{}:-ab快捷短语编码 &#", max_size=80).map(str.encode)
    | st.text(',"\n\ra', max_size=40).map(lambda text: f"{HEAD}\n{text}".encode())
)
def test_no_bytes_end_in_anything_but_phrases_or_a_clear_refusal(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(raw)
    try:
        entries = read_quick_replies(path)
    except FileReadError:
        return
    assert all(entry.text.strip() for entry in entries)
