"""Files that are not what their names say: each is refused in one line that says what it is, by every command that reads files."""

from __future__ import annotations

import io
import json
import os
import sys
import zipfile
from pathlib import Path

import pytest

from cs_scripts.chatlog import read_messages
from cs_scripts.cli.check import command as check
from cs_scripts.errors import FileReadError
from cs_scripts.quickreply import read_quick_reply_file
from tests.chatlog.running import run
from tests.files.books import workbook


def archive(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        for name in names:
            made.writestr(name, "在吗")
    return buffer.getvalue()


TABLE = "<table border=1><tr><th>快捷短语</th></tr><tr><td>您好</td></tr></table>"
ODD = [
    ("a page as xls, as shops export orders", f"<html><head><meta charset=utf-8></head>{TABLE}</html>".encode(), "另存为 xlsx"),
    ("a bare table as xls", TABLE.encode(), "另存为 xlsx"),
    ("a page in GBK behind blank lines", f"\r\n\r\n{TABLE}".encode("gbk"), "另存为 xlsx"),
    ("a page with a mark of UTF-8", f"\ufeff{TABLE}".encode(), "另存为 xlsx"),
    ("a page behind a comment", f"<!-- saved from url -->{TABLE}".encode(), "另存为 xlsx"),
    ("a page with its pictures", f"MIME-Version: 1.0\r\n\r\n{TABLE}".encode(), "另存为 xlsx"),
    ("an old xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "老式 xls"),
    ("a PDF", b"%PDF-1.4 \n%\xe2\xe3\xcf\xd3\n1 0 obj", "PDF"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
    ("a photo", b"\xff\xd8\xff\xe0" + bytes(100), "图片"),
    ("rich text", rb"{\rtf1\ansi abc}", "RTF"),
    ("a rar", b"Rar!\x1a\x07\x00" + bytes(50), "先解压"),
    ("a gzip", b"\x1f\x8b\x08" + bytes(50), "先解压"),
    ("a zip of text", archive("a.csv", "b.txt"), "先解压"),
    ("nothing", b"", "空的"),
    ("blank lines", b" \n\t\n", "空的"),
    ("an empty workbook", workbook({"a": []}), "空的"),
]


@pytest.mark.parametrize(("content", "said"), [case[1:] for case in ODD], ids=[case[0] for case in ODD])
@pytest.mark.parametrize("name", ["a.xls", "a.csv", "a"])
def test_what_is_neither_chat_nor_phrases_is_refused_with_what_it_is(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    for read in (lambda: list(read_messages(path)), lambda: read_quick_reply_file(path)):
        with pytest.raises(FileReadError) as caught:
            read()
        assert said in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.skipif(sys.platform == "win32", reason="needs links and pipes")
def test_check_never_takes_a_path_that_leads_nowhere_for_a_sentence(tmp_path: Path) -> None:
    """A link without a target, a link to itself, a pipe: "nothing found" would be said of its name."""
    (tmp_path / "dangling").symlink_to("nowhere")
    (tmp_path / "loop").symlink_to("loop")
    os.mkfifo(tmp_path / "pipe")
    for name in ("dangling", "loop", "pipe", "-"):
        with pytest.raises(FileReadError):
            check.main([str(tmp_path / name) if name != "-" else "-"], standalone_mode=False)


def test_what_pandas_writes_for_nothing_is_no_message(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"data": [{"role": "user", "content": NaN}, {"role": "user", "content": "在吗"}]}', "utf-8")
    assert [message.text for message in read_messages(tmp_path / "a.json")] == ["在吗"]


REFUSED = [json.loads(line) for line in (Path(__file__).parent / "refused_logs.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", REFUSED, ids=[case["what"] for case in REFUSED])
def test_a_log_without_a_message_that_can_be_read_is_refused_in_one_line(tmp_path: Path, case: dict[str, str]) -> None:
    """Nothing is tagged, an older output stays, and the error says what was found."""
    (tmp_path / case["name"]).write_text(case["text"], "utf-8")
    (tmp_path / "out.csv").write_text("old", "utf-8")
    with pytest.raises(FileReadError, match=case["said"]) as caught:
        run([tmp_path / case["name"]], tmp_path / "out.csv")
    assert "\n" not in str(caught.value)
    assert (tmp_path / "out.csv").read_text("utf-8") == "old"
