"""Files made to cost time, memory or a traceback: each is refused in one Chinese line, or read in bounded work."""

from __future__ import annotations

import io
import zipfile

import pytest

from cs_scripts.files.headers import clean_header
from cs_scripts.files.xlsx import read_workbook
from cs_scripts.files.xml import MAX_DEPTH, parse_xml
from tests.files.books import sheet_xml, workbook

XML = [
    ("entity expansion", '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><r>&b;</r>', "DOCTYPE"),
    ("external entity", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>', "DOCTYPE"),
    ("parameter entity", '<!DOCTYPE r [<!ENTITY % a SYSTEM "http://127.0.0.1/"> %a;]><r/>', "DOCTYPE"),
    ("a bare document type", "<!DOCTYPE html><r/>", "DOCTYPE"),
    ("990 deep", "<a>" * 990 + "</a>" * 990, "嵌套超过"),
    ("300 deep with 3,000 items", "<g>" * 300 + "<p>x</p>" * 3000 + "</g>" * 300, "嵌套超过"),
    ("half a surrogate", "<a>\ud800</a>", "不是合格的 XML"),
    ("an unknown entity", "<a>&nbsp;</a>", "不认识的 &…;"),
    ("not closed", "<a><b>", "不是合格的 XML（第 1 行"),
    ("a control character", "<a>\x01</a>", "不能出现的字符"),
    ("a million attributes twice", "<a b='1' b='2'/>", "写了两遍"),
]


@pytest.mark.parametrize(("text", "said"), [case[1:] for case in XML], ids=[case[0] for case in XML])
def test_xml_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_xml(text)


def test_xml_as_deep_as_is_allowed_is_read() -> None:
    assert len(parse_xml("<a>" * MAX_DEPTH + "</a>" * MAX_DEPTH)[1]) == MAX_DEPTH


def repacked(**parts: str | bytes) -> bytes:
    """Put other parts into a small workbook."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook({"a": [["x"]]}))) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.rpartition("/")[2].partition(".")[0] not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr({"sheet1": "xl/worksheets/sheet1.xml", "sharedStrings": "xl/sharedStrings.xml"}[name], content)
    return buffer.getvalue()


ROW = '<row r="{}"><c r="{}{}" t="inlineStr"><is><t>x</t></is></c></row>'
WORKBOOKS = [
    ("no zip", b"PK\x03\x04nonsense", "不是完好的 Excel"),
    ("a bomb", repacked(sheet1=b"<a>" + b" " * (64 << 20)), "压缩得不像正常文件"),
    ("shared strings as a bomb", repacked(sharedStrings=b"<sst>" + b"<si><t>x</t></si>" * (3 << 20)), "压缩得不像正常文件"),
    (
        "a row number beyond Excel",
        repacked(sheet1=sheet_xml([], "").replace("<sheetData>", "<sheetData>" + ROW.format(9 * 10**8, "A", 1))),
        "容得下",
    ),
    ("broken XML", repacked(sheet1="<worksheet><sheetData><row>"), "不是完好的 Excel"),
    ("a document type", repacked(sheet1='<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'), "不是完好的 Excel"),
]


@pytest.mark.parametrize(("content", "said"), [case[1:] for case in WORKBOOKS], ids=[case[0] for case in WORKBOOKS])
def test_workbooks_are_refused(content: bytes, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        list(read_workbook(content))


def test_many_rows_with_one_far_cell_each_are_refused_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cs_scripts.files.xlsx.MAX_CELLS", 1_000_000)
    rows = "".join(ROW.format(i, "XFD", i) for i in range(1, 200))
    with pytest.raises(ValueError, match="容得下"):
        list(read_workbook(repacked(sheet1=sheet_xml([], "").replace("<sheetData>", "<sheetData>" + rows))))


@pytest.mark.parametrize("cell", ["(" * 100_000, "(a)" * 50_000, ")" * 100_000, "（" * 199, "（a）" * 66, "(" * 99 + ")" * 99])
def test_headers_made_of_brackets_are_no_trap(cell: str) -> None:
    assert len(clean_header(cell)) <= len(cell)
