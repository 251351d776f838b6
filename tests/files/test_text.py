"""Encodings, headers, formulas, JSON and YAML: small rules that every reader shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.errors import FileReadError
from cs_scripts.files.formulas import guard, unguard
from cs_scripts.files.headers import clean_header
from cs_scripts.files.json import parse_json
from cs_scripts.files.lines import Lines, sniff_encoding
from cs_scripts.files.text import detect_encoding, known_encoding, read_text
from cs_scripts.files.yaml import Fields
from cs_scripts.files.yaml_parser import YamlError, parse_yaml
from tests.cases import table

ENCODED = [(text, codec) for text, codecs in table("files/encodings.tsv") for codec in codecs.split()]


@pytest.mark.parametrize(("text", "codec"), ENCODED)
def test_the_encoding_of_a_file_is_found(text: str, codec: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(codec))
    assert read_text(path) == text
    assert [line for _, line in Lines(path, sniff_encoding(path.read_bytes()))] == text.splitlines()  # type: ignore[misc]


@given(st.binary(max_size=60))
def test_whatever_the_bytes_an_encoding_is_named_that_python_has(raw: bytes) -> None:
    raw.decode(detect_encoding(raw), "replace")


@pytest.mark.parametrize("name", ["rot13", "hex", "zlib", "base64", "ascii", "idna", "unicode_escape", "utf-7", ""])
def test_what_encodes_no_text_is_no_encoding(name: str) -> None:
    assert known_encoding(name) == ""


def test_a_missing_file_and_a_folder_are_said_in_chinese(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "no", "没有这个文件"), (tmp_path, "这是文件夹"), (tmp_path / "a\0b", "不能用的字符")):
        with pytest.raises(FileReadError, match=said):
            read_text(path)


def test_lines_that_end_in_a_carriage_return_alone_are_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("在吗\r包邮吗\r".encode())
    assert list(Lines(path, "utf-8")) == [(1, "在吗"), (2, "包邮吗")]


HEADERS = [
    ("*发送 内容（必填）", "发送内容"),
    ("\ufeff快捷短语", "快捷短语"),
    ("话术（必填（重要））", "话术"),
    ("Ｉ Ｄ", "id"),
    ("(a)(b)[c]", "(a)"),
    ("（必填）", "(必填)"),
    ("a)", "a)"),
    ("(" * 100, "(" * 100),
]


@pytest.mark.parametrize(("cell", "name"), HEADERS)
def test_headers_are_compared_in_one_form(cell: str, name: str) -> None:
    assert clean_header(cell) == name
    assert clean_header(name) == name


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\n", "\r"])
def test_formulas_are_guarded_and_come_back(start: str) -> None:
    assert guard(f"{start}1+1") == f"\t{start}1+1"
    assert unguard(guard(f"{start}1+1")) == f"{start}1+1"


@pytest.mark.parametrize("text", ['{"a": [1, 2}', "[" * 100_000, f"[{'9' * 5000}]", "", '"\n"'])
def test_json_that_cannot_be_read_is_refused_in_chinese(text: str) -> None:
    with pytest.raises(ValueError, match="JSON"):
        parse_json(text)


YAML = table("files/yaml.tsv")


@pytest.mark.parametrize(("text", "said"), YAML)
def test_yaml_that_cannot_be_read_is_refused_in_chinese_with_its_line(text: str, said: str) -> None:
    with pytest.raises(YamlError) as caught:
        parse_yaml(text)
    assert str(caught.value).startswith(said)
    assert str(caught.value).replace("YAML", "").replace("!!", "").isascii() is False


def test_yaml_keeps_times_and_words_as_text() -> None:
    assert parse_yaml("a: 16:00\nb: on\nc: 0x10\nd: 1\ne: true\nf: ~\ng: 1.5\nh: 2024-01-02") == {
        "a": "16:00", "b": "on", "c": "0x10", "d": 1, "e": True, "f": None, "g": 1.5, "h": "2024-01-02",
    }  # fmt: skip
    assert parse_yaml("a: 1\nb: true\nc:", plain=True) == {"a": "1", "b": "true", "c": ""}


def test_a_reference_may_be_used_and_a_bomb_of_them_is_refused() -> None:
    assert parse_yaml("a: &x [1]\nb: *x") == {"a": [1], "b": [1]}
    bomb = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 12))
    with pytest.raises(YamlError, match="展开后"):
        parse_yaml(bomb)


def test_every_problem_names_its_line_and_offers_the_key_that_was_meant() -> None:
    problems: list[object] = []
    fields = Fields(parse_yaml("id: a\n\nwhne: 1\nlimit: -1"), "scripts[0]", problems)  # type: ignore[arg-type]
    fields.text("id")
    fields.take("when")
    fields.number("limit")
    fields.close()
    assert [str(problem) for problem in problems] == [
        "第 4 行 scripts[0].limit：应为非负整数",
        "第 3 行 scripts[0].whne：不认识的键 whne（是不是 when？）",
    ]
