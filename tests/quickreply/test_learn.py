"""A sample in another shape is learnt and written back byte for byte, or the tool says what it cannot tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from cs_scripts.errors import FileReadError
from cs_scripts.quickreply import Entry, export_entries, load_format, read_quick_reply_file, save_format
from cs_scripts.quickreply.containers.kinds import fields_of
from cs_scripts.quickreply.learn.learn import Hints, learn_format

KNOWN = {"code": "cs1", "text": '您好，\n"在"的', "group": "测试组"}
HARD = [Entry("a]]>b & <c> \"'\n\t=尾，x", "k1", "组一"), Entry("+z", "k2", '组<二>&"'), Entry("y", "k3", "组一")]


@dataclass(frozen=True)
class Sample:
    """A file that some client might export, and what is to be learnt from it."""

    name: str
    text: str
    encoding: str
    fields: tuple[str, ...] = ("code", "text", "group")
    known: tuple[dict[str, str], ...] = ()
    named: dict[str, str] = field(default_factory=dict)
    says: str = ""


SAMPLES = [
    Sample(
        "attributes-single-quotes.xml",
        "<?xml version='1.0' encoding='utf-8' standalone='yes'?>"
        "<r><p c='cs1' t='您好，&#10;\"在\"的' g='测试组'/><p c='cs2' t='it&apos;s' g='二'/></r>",
        "utf-8",
        known=(KNOWN,),
    ),
    Sample(
        "cdata-nested-gbk.xml",
        '<?xml version="1.0" encoding="GBK"?>\r\n<root>\r\n\t<groups count="2">\r\n\t\t<group name="测试组">\r\n'
        '\t\t\t<item id="1" key="cs1"><![CDATA[您好，\r\n"在"的]]></item>\r\n\t\t\t<item id="2" key="cs2"><![CDATA[好的]]></item>\r\n'
        "\t\t</group>\r\n\t</groups>\r\n</root>",
        "gbk",
        known=(KNOWN,),
        says="编码 GBK",
    ),
    Sample(
        "elements-utf16.xml",
        '<?xml version="1.0" encoding="utf-16"?>\n<QuickPhrases>\n  <!-- 导出 -->\n  <Phrase>\n    <ShortCut>cs1</ShortCut>\n'
        '    <Content>您好，&#xD;&#xA;"在"的</Content>\n    <Group>测试组</Group>\n  </Phrase>\n  <Phrase>\n'
        "    <ShortCut>cs2</ShortCut>\n    <Content>a &lt; b &gt; c</Content>\n    <Group>二</Group>\n  </Phrase>\n</QuickPhrases>\n",
        "utf-16",
    ),
    Sample(
        "group-name-in-element.xml",
        "<quick><group><name>测试组</name><phrase><code>cs1</code><text>您好</text></phrase><phrase><code>cs2</code><text>在的</text></phrase>"
        "</group><group><name>二</name><phrase><code>cs3</code><text>好</text></phrase></group></quick>",
        "utf-8",
    ),
    Sample(
        "one-phrase-one-line.xml",
        '<?xml version="1.0"?><list total="1"><word key="cs1" group="测试组">您好</word></list>',
        "utf-8-sig",
        known=({"code": "cs1", "text": "您好", "group": "测试组"},),
        says="样本只有一条短语",
    ),
    Sample(
        "quoted-numbered.csv",
        '"编号","短语","快捷码","组"\r\n"1","您好，\r\n""在""的","cs1","测试组"\r\n"2","b","cs2","二"\r\n',
        "gbk",
        known=(KNOWN,),
        says="是行号",
    ),
    Sample(
        "semicolons-no-last-end.csv",
        '快捷短语分组;快捷短语;快捷短语编码\n测试组;"a;b";cs1\n二;"c\nd";cs2',
        "utf-8-sig",
        says="分隔符 ;",
    ),
    Sample(
        "no-header-tabs.csv",
        "cs1\t您好\t测试组\r\n",
        "gbk",
        known=({"code": "cs1", "text": "您好", "group": "测试组"},),
        says="--newline crlf 或 lf",
    ),
    Sample(
        "unicode-text-of-excel.csv",
        "快捷短语编码\t快捷短语\t快捷短语分组\r\ncs1\t您好\t测试组\r\n",
        "utf-16",
        says="UTF-16 LE，带 BOM",
    ),
    Sample(
        "strange-names.csv",
        "甲,乙,丙\r\ncs1,您好,否\r\n",
        "gbk",
        ("code", "text"),
        named={"code": "甲", "text": "乙"},
        says="每行照样本写“否”",
    ),
]


def _write(sample: Sample, folder: Path) -> Path:
    path = folder / sample.name
    path.write_bytes(sample.text.encode(sample.encoding))
    return path


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_sample_is_learnt_and_written_back_byte_for_byte(sample: Sample, tmp_path: Path) -> None:
    path = _write(sample, tmp_path)
    lesson = learn_format(path, Hints(sample.known, sample.named))
    assert lesson.exact
    assert set(fields_of(lesson.format)) == set(sample.fields)
    assert sample.says in " ".join((*lesson.learnt, *lesson.open))

    saved = tmp_path / "learnt.yaml"
    save_format(lesson.format, saved, [*lesson.learnt, *lesson.open])
    described = load_format(saved)
    assert described == lesson.format
    assert export_entries(read_quick_reply_file(path, described).entries, described).content == path.read_bytes()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_hard_phrases_survive_the_learnt_shape(sample: Sample, tmp_path: Path) -> None:
    """Whatever the sample did not contain is escaped by the container's own rules."""
    described = learn_format(_write(sample, tmp_path), Hints(sample.known, sample.named)).format
    export = export_entries(HARD, described)
    assert export.findings == ()
    assert [entry.text for entry in export.entries] == [entry.text for entry in HARD]


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("nothing-known.csv", "甲,乙\r\ncs1,您好\r\n", "看不出哪一列是正文"),
        ("nothing-known.xml", "<r><x a='cs1'/></r>", "看不出哪里是正文"),
        ("two-line-ends.csv", "快捷短语编码,快捷短语\r\ncs1,您好\n", "行尾"),
        ("ragged.csv", "快捷短语编码,快捷短语,快捷短语分组\r\ncs1,您好\r\n", "各行的格数不一样"),
        ("half-quoted.csv", '快捷短语编码,快捷短语\r\ncs1,"您好"\r\ncs2,好\r\n', "有的格加了引号"),
        ("row-number-unlike.csv", "登记日期,快捷短语\r\n1月,您好\r\n2月,好\r\n", "每行不同"),
        ("two-ways.xml", "<r><p code='a'>x &gt; y</p><p code='b'>x > y</p></r>", "有的写作"),
        ("json.json", '[{"text": "您好"}]', "JSON 不用学"),
        ("bomb.xml", '<!DOCTYPE r [<!ENTITY a "aaaa">]><r><p code="1">&a;</p></r>', "DOCTYPE"),
    ],
)
def test_what_a_sample_does_not_tell_is_said(name: str, text: str, reason: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    with pytest.raises(FileReadError, match=reason):
        learn_format(path)


def test_flags_settle_what_a_sample_leaves_open(tmp_path: Path) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes("快捷短语编码,快捷短语\r\ncs1,您好\r\n".encode("gbk"))
    described = learn_format(path, Hints(newline="lf")).format
    assert export_entries([Entry("甲\n乙", "a")], described).content.decode("gbk").endswith('a,"甲\n乙"\r\n')
    described = learn_format(path, Hints(newline="crlf")).format
    assert export_entries([Entry("甲\n乙", "a")], described).content.decode("gbk").endswith('a,"甲\r\n乙"\r\n')


def test_a_workbook_teaches_its_columns(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    assert book.active is not None
    for row in (["登记日期", "分组", "快捷编码", "快捷短语", "是否加入团队"], ["2030-01-01", "测试组", "cs1", "您好", "否"]):
        book.active.append(row)
    path = tmp_path / "sheet.xlsx"
    book.save(path)
    lesson = learn_format(path)
    assert lesson.exact is None
    assert [column.field for column in lesson.format.columns] == ["", "group", "code", "text", ""]
    assert any("登记日期" in line for line in lesson.open)
