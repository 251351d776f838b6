"""Readers: a golden file for each layout, round trips through every layout, and what broken files cost."""

from __future__ import annotations

import contextlib
import io
import json
import re
import tempfile
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from cs_scripts.chatlog import LAYOUTS, Reject, detect, find_files, read_messages
from cs_scripts.chatlog.layouts.headed import split_header
from cs_scripts.chatlog.layouts.transcript import is_noise
from cs_scripts.chatlog.times import is_time_line
from cs_scripts.errors import CsScriptsError, FileReadError, UnknownLayoutError
from cs_scripts.files.lines import MAX_LINE
from tests.chatlog.chat_writers import BINARIES, BUYER, STAFF, TEXTS, TRANSCRIPTS, Said

HERE = Path(__file__).parent
SAMPLES = sorted((HERE / "samples").iterdir())
CHAT = [
    Said(s, r, t, datetime.fromisoformat(at)) for s, r, t, at in map(json.loads, (HERE / "expected.jsonl").read_text("utf-8").splitlines())
]


def said(path: Path, **options: object) -> list[Said]:
    """Read a file and keep what every layout has."""
    messages = read_messages(path, **options)  # type: ignore[arg-type]
    return [Said(m.sender, m.role, m.text, m.time) for m in messages]  # type: ignore[arg-type]


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.stem != "text"], ids=lambda path: path.name)
def test_golden_files_of_all_layouts_hold_the_same_chat(path: Path) -> None:
    assert said(path) == CHAT


def test_every_layout_has_a_golden_file() -> None:
    cases = map(json.loads, (HERE / "layout_cases.jsonl").read_text("utf-8").splitlines())
    assert {detect(path).layout for path in SAMPLES} | {case["layout"] for case in cases} == set(LAYOUTS)


def test_plain_text_is_a_message_a_line_of_nobody_known() -> None:
    messages = list(read_messages(HERE / "samples" / "text.txt"))
    assert [(m.sender, m.role, m.time, m.line) for m in messages] == [("", "", None, i) for i in (1, 2, 3, 4)]
    assert messages[0].text == CHAT[0].text


@pytest.mark.parametrize("path", [path for path in SAMPLES if path.stem != "text"], ids=lambda path: path.name)
def test_a_conversation_goes_by_the_buyers_nick(path: Path) -> None:
    assert {message.conversation for message in read_messages(path)} == {BUYER}


LINES = st.text("亲在吗发货能便宜点 ab1290-:/,\"';，。？！😀【】()=+@#\t读未已", min_size=1, max_size=30).map(str.strip).filter(bool)
CHATS = st.lists(
    st.tuples(st.booleans(), st.lists(LINES, min_size=1, max_size=3).map("\n".join), st.integers(1, 90_000)), min_size=1, max_size=8
)


def chat_of(drawn: list[tuple[bool, str, int]]) -> list[Said]:
    """Make a chat with growing times, in which the staff says something."""
    time = datetime(2024, 1, 2, 9, 5, 7)
    chat = []
    for is_staff, text, seconds in [*drawn, (True, "好的", 5)]:
        time += timedelta(seconds=seconds)
        chat.append(Said(STAFF if is_staff else BUYER, "seller" if is_staff else "buyer", text, time))
    return chat


def is_plain(text: str) -> bool:
    """Tell whether a text has no line that a transcript uses for something else; such text cannot be told apart by anyone."""
    special = re.compile(r"\s*\d{1,2}:\d{2}:\d{2}\s*|\s*\d{4}[-/.]\d.*|.*[(（]\d{4}.*")
    lines = text.split("\n")
    return not any(split_header(line) or is_time_line(line) or is_noise(line) or special.fullmatch(line) for line in lines)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=15, deadline=None)
@given(drawn=CHATS, windows=st.booleans())
def test_any_chat_written_as_text_reads_back_the_same(name: str, codec: str, drawn: list[tuple[bool, str, int]], windows: bool) -> None:
    chat = chat_of(drawn)
    assume(name not in TRANSCRIPTS or all(is_plain(entry.text) for entry in chat))
    text = TEXTS[name](chat)
    layout = {"tsv": "csv", "platform": "json"}.get(name, name.split("-", maxsplit=1)[0] if name != "qianniu-two-lines" else name)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat"
        path.write_bytes((text.replace("\n", "\r\n") if windows else text).encode(codec))
        assert said(path) == chat
        assert detect(path).layout == layout


@pytest.mark.parametrize("name", BINARIES)
@settings(max_examples=15, deadline=None)
@given(drawn=CHATS)
def test_any_chat_in_a_container_reads_back_the_same(name: str, drawn: list[tuple[bool, str, int]]) -> None:
    chat = chat_of(drawn)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat"
        BINARIES[name](chat, path)
        assert said(path) == chat


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(raw=st.binary(max_size=200) | LINES.map(str.encode))
def test_any_bytes_as_any_layout_end_in_messages_or_one_clear_error(layout: str, raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat"
        path.write_bytes(raw)
        messages = []
        with contextlib.suppress(CsScriptsError):
            messages = list(read_messages(path, layout=layout))
        assert all(message.text.strip() for message in messages)


LONG = b"x" * (MAX_LINE + (1 << 19))
BROKEN = [
    # what, bytes, texts that remain, rejects
    ("undecodable", "好\n".encode() * 5 + b"\xff\xfe\xff\n" + "行\n".encode(), ["好"] * 5 + ["行"], [(6, "编码有误")]),
    ("undecodable in GBK", "发货\n".encode("gbk") * 5 + b"\xff\xff\n" + "行\n".encode("gbk"), ["发货"] * 5 + ["行"], [(6, "编码有误")]),
    ("NUL", b"a\nb\0c\nd\n", ["a", "d"], [(2, "含空字符（NUL）")]),
    ("endless line", b"a\n" + LONG + b"\nd\n", ["a", "d"], [(2, "一行超过 1 MB")]),
    ("endless last line", b"a\n" + LONG, ["a"], [(2, "一行超过 1 MB")]),
    ("lone surrogate", b"\xff\xfea\0\n\0\x00\xd8\n\0b\0", ["a", "b"], [(2, "编码有误")]),
    ("too few cells", b"sender,content\na,b\nc\nd,e\n", ["b", "e"], [(3, "列数不符")]),
    ("too many cells", b"sender,content\na,b\nc,d,e\nf,g\n", ["b", "g"], [(3, "列数不符")]),
    ("no text", b"sender,content\na,b\nc,\n\nd,e\n", ["b", "e"], [(3, "没有文字")]),
    (
        "quote never closed",
        b'sender,content\na,"b\nc,d\ne,f\n' * 1 + b"g,h\n" * 400,
        ['"b', "d", "f"] + ["h"] * 400,
        [(2, "引号没有收尾，按没有引号读")],
    ),
    ("quoted line feed", b'sender,content\na,"b\nc"\nd,e\n', ["b\nc", "e"], []),
    ("no JSON", b'{"text": "a"}\n{"text": \n[1]\n{"text": "b"}\n', ["a", "b"], [(2, "不是 JSON 对象"), (3, "不是 JSON 对象")]),
    ("empty JSON", b'{"text": "a"}\n{"text": null}\n{}\n', ["a"], [(2, "没有文字"), (3, "没有文字")]),
    ("message without text", "某人 2024-1-2 9:05:07\n\n某人 2024-1-2 9:05:08\n在吗\n".encode(), ["在吗"], [(1, "没有文字")]),
    (
        "message without end",
        ("某人 2024-1-2 9:05:07\n" + "a\n" * 3000).encode(),
        ["a\n" * 999 + "a"],
        [(1, "一条消息超过 1000 行，后面的略去")],
    ),
    ("text without header", "在吗\n某人 2024-1-2 9:05:08\n好\n".encode(), ["好"], [(1, "没有发送人")]),
]


@pytest.mark.parametrize(("raw", "texts", "rejects"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN])
def test_bad_rows_are_named_and_good_ones_kept(tmp_path: Path, raw: bytes, texts: list[str], rejects: list[tuple[int, str]]) -> None:
    path = tmp_path / "chat"
    path.write_bytes(raw)
    found: list[Reject] = []
    assert [message.text for message in read_messages(path, rejects=found)] == texts
    assert [(reject.line, reject.reason) for reject in found] == rejects


def test_a_broken_member_of_a_zip_costs_that_member_only(tmp_path: Path) -> None:
    path = tmp_path / "chats.zip"
    BINARIES["zip"](CHAT, path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("b.json", "{")
    found: list[Reject] = []
    assert len(list(read_messages(path, rejects=found))) == len(CHAT)
    assert len(found) == 1


@pytest.mark.parametrize("name", ["xlsx", "zip", "parquet"])
def test_a_truncated_container_is_one_clear_error(tmp_path: Path, name: str) -> None:
    raw = (HERE / "samples" / f"{name}.{name}").read_bytes()
    path = tmp_path / "chat"
    path.write_bytes(raw[: len(raw) // 2])
    with pytest.raises(FileReadError, match="不完整或已损坏") as caught:
        list(read_messages(path))
    assert not isinstance(caught.value, UnknownLayoutError)


UNKNOWN = [
    ("empty", b""),
    ("blank", b" \n\n"),
    ("binary", bytes(range(256)) * 4),
    ("old xls", b"\xd0\xcf\x11\xe0" + b"0" * 100),
    ("web page", b"<!DOCTYPE html>\n<html></html>\n"),
    ("JSON of something else", b'{"a": 1}\n{"a": 2}\n'),
]


@pytest.mark.parametrize("raw", [case[1] for case in UNKNOWN], ids=[case[0] for case in UNKNOWN])
def test_an_unknown_file_is_refused_in_one_line_that_names_the_layouts(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "chat"
    path.write_bytes(raw)
    with pytest.raises(UnknownLayoutError) as caught:
        list(read_messages(path))
    assert "千牛" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_csv_without_a_known_header_asks_for_the_column(tmp_path: Path) -> None:
    path = tmp_path / "chat.csv"
    path.write_text("谁,说了啥\n某人,在吗\n", encoding="utf-8")
    with pytest.raises(UnknownLayoutError, match="--text-column"):
        detect(path)
    assert [m.text for m in read_messages(path, columns={"text": "说了啥"})] == ["在吗"]


def test_the_shops_main_account_is_staff_when_named(tmp_path: Path) -> None:
    path = tmp_path / "chat.txt"
    path.write_text("某人 2024-1-2 9:05:07\n在吗\n某店 2024-1-2 9:05:09\n在的\n", encoding="utf-8")
    assert [m.role for m in read_messages(path)] == ["", ""]
    assert [m.role for m in read_messages(path, shop_accounts=["某店"])] == ["buyer", "seller"]


@pytest.mark.parametrize(
    ("line", "noise"),
    [
        ("已读", True),
        ("未读", True),
        ("[已读]", True),
        ("某某买家1撤回了一条消息", True),
        ("系统消息：会话已由某店:小宝转交给某店:小贝", True),
        ("已读乱回", False),
        ("帮我转交给售后", False),
        ("我没撤回了一条消息都没发呀亲你看看是不是看错了", False),
    ],
)
def test_lines_of_the_client_are_told_from_lines_of_people(line: str, noise: bool) -> None:
    assert is_noise(line) == noise


@pytest.mark.parametrize(
    "line", ["付款时间 2024-1-2 9:05:07", "下单时间：2024-1-2 9:05:07", "2024-1-2 9:05:07", "我是，昨天 2024-1-2 9:05:07", "某人 9:05:07"]
)
def test_a_line_that_ends_with_a_time_need_not_be_a_header(line: str) -> None:
    assert split_header(line) is None


def test_a_quote_in_a_large_file_does_not_swallow_what_follows(tmp_path: Path) -> None:
    rows = [f"某人,第{i}句" for i in range(60_000)]
    rows[100] = '某人,5" 的有吗'
    rows[30_000] = '某人,"没有关上'
    path = tmp_path / "chat.csv"
    path.write_text("\n".join(["昵称,内容", *rows]), encoding="utf-8")
    texts = [message.text for message in read_messages(path)]
    assert len(texts) == len(rows)
    assert texts[100] == '5" 的有吗'


def test_a_folder_and_a_pattern_stand_for_their_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.csv", ".hidden", "~$a.xlsx"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in find_files([tmp_path])] == ["a.csv", "b.txt"]
    assert [path.name for path in find_files([tmp_path / "*.txt", tmp_path / "b.txt"])] == ["b.txt"]
    with pytest.raises(FileReadError, match="没有这个文件"):
        find_files([tmp_path / "c*.txt"])


def test_times_of_a_time_zone_become_chinas(tmp_path: Path) -> None:
    path = tmp_path / "chat.jsonl"
    path.write_text('{"text": "a", "time": "2024-01-02T01:05:07Z"}\n{"text": "b", "time": 1704157507000}\n', encoding="utf-8")
    assert {message.time for message in read_messages(path)} == {datetime(2024, 1, 2, 9, 5, 7)}


def test_a_bad_time_is_named_and_the_message_kept(tmp_path: Path) -> None:
    path = tmp_path / "chat.csv"
    path.write_text("时间,内容\n昨天,在吗\n", encoding="utf-8")
    found: list[Reject] = []
    assert [message.time for message in read_messages(path, rejects=found)] == [None]
    assert found[0].line == 2


def test_a_workbook_of_ours_with_several_sheets_is_read_whole(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for name in ("一", "二"):
        sheet = book.create_sheet(name)
        sheet.append(["内容", "昵称"])
        sheet.append([name, "某人"])
    buffer = io.BytesIO()
    book.save(buffer)
    path = tmp_path / "chat.xlsx"
    path.write_bytes(buffer.getvalue())
    assert [message.text for message in read_messages(path)] == ["一", "二"]


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5"])
@pytest.mark.parametrize("suffix", ["csv", "txt", "json"])
def test_an_encoding_is_told_by_what_is_not_ascii_however_late_it_comes(tmp_path: Path, codec: str, suffix: str) -> None:
    late = "請問什麼時候可以出貨呢"
    texts = [f"order {i} hello" for i in range(8_000)] + [late]
    path = tmp_path / f"chat.{suffix}"
    rows = {
        "csv": "text\n" + "\n".join(texts),
        "txt": "\n".join(texts),
        "json": json.dumps([{"text": text} for text in texts], ensure_ascii=False),
    }
    path.write_bytes(rows[suffix].encode(codec))
    assert path.stat().st_size > 1 << 17
    rejects: list[Reject] = []
    assert [message.text for message in read_messages(path, rejects=rejects)] == texts
    assert rejects == []
