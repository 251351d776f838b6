"""No command writes over a file that it reads, however the file is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from cs_scripts.files.data import data_path

COMMANDS = {
    "report, its log": ("report", "log.csv", "-o", "log.csv"),
    "report, by another name": ("report", "log.csv", "-o", "./sub/../log.csv"),
    "report, figures": ("report", "log.csv", "-o", "r.html", "--json", "log.csv"),
    "report, page and figures": ("report", "log.csv", "-o", "r.html", "--json", "r.html"),
    "mine": ("mine", "log.csv", "-o", "log.csv"),
    "import": ("import", "log.csv", "-o", "log.csv", "--overwrite"),
    "export, the book": ("export", "-o", "book.yaml", "--format", "espanso", "--phrases", "book.yaml"),
    "export, the profile": ("export", "--output=shop.yaml", "--format", "espanso", "--shop=shop.yaml"),
    "tag, the profile": ("tag", "log.csv", "-o", "o.csv", "--replies", "--shop", "shop.yaml", "--summary", "shop.yaml"),
    "tag, the key": ("tag", "log.csv", "-oo.csv", "--pseudonym-key", "key", "--summary", "key"),
    "tag, the key as output": ("tag", "log.csv", "-o", "key", "--pseudonym-key", "key"),
}


@pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS.keys())
def test_an_input_is_not_written_over(tmp_path: Path, words: Sequence[str]) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "log.csv").write_text("会话,角色,内容\n甲,买家,什么时候发货\n甲,客服,今天发的亲\n", encoding="utf-8")
    (tmp_path / "book.yaml").write_text(
        "version: 1\nscripts:\n  - {id: own.a, intent: gift, situation: 送袜子, asks: [送袜子吗], replies: [送的。, 送一双。]}\n",
        encoding="utf-8",
    )
    shutil.copy(data_path("shop.example.yaml"), tmp_path / "shop.yaml")
    (tmp_path / "key").write_text("0" * 64, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()}
    command = [sys.executable, "-X", "utf8", "-m", "cs_scripts", *words]
    result = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
    assert result.returncode == 2
    assert "是同一个文件" in result.stderr.decode()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("is_new", [True, False])
@pytest.mark.parametrize(
    ("source", "key"), [("logs", "logs/key"), ("logs/*", "logs/key"), ("logs", "logs/sub/../key"), ("logs/a.csv", "logs/a.csv")]
)
def test_a_key_is_no_log(tmp_path: Path, source: str, key: str, is_new: bool) -> None:
    """A key among the logs would be tagged, and stand in the output; a log that is named as the key is no secret."""
    (tmp_path / "logs" / "sub").mkdir(parents=True)
    (tmp_path / "logs" / "a.csv").write_text("会话,角色,内容\n甲,买家,什么时候发货\n", encoding="utf-8")
    if not is_new:
        (tmp_path / "logs" / "key").write_text("0" * 64, encoding="utf-8")
    before = sorted(tmp_path.rglob("*"))
    command = [sys.executable, "-X", "utf8", "-m", "cs_scripts", "tag", source, "-o", "o.csv", "--pseudonym-key", key]
    result = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False)
    assert (result.returncode, "密钥文件" in result.stderr.decode()) == (2, True)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("path", ["./nothing", "/data/聊天记录/十一月", "~/聊天记录", "data/x.docx", "C:\\logs\\a"])
def test_a_path_that_leads_nowhere_is_no_sentence(tmp_path: Path, path: str) -> None:
    """``check`` never says that a file is clean which it has not read."""
    command = [sys.executable, "-X", "utf8", "-m", "cs_scripts", "check"]
    result = subprocess.run([*command, path], capture_output=True, cwd=tmp_path, check=False)
    assert (result.returncode, "没有这个文件" in result.stderr.decode()) == (2, True)
    for sentence in ("发顺丰/中通都可以", "/:^_^", "3/5号发"):
        assert subprocess.run([*command, sentence], capture_output=True, cwd=tmp_path, check=False).returncode == 0


def test_a_role_is_not_mapped_twice(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_text("会话,角色,内容\n甲,甲方,什么时候发货\n", encoding="utf-8")
    words = ["tag", "log.csv", "-o", "o.csv", "--role-map", "甲方=buyer", "--role-map", "甲方=seller"]
    result = subprocess.run([sys.executable, "-X", "utf8", "-m", "cs_scripts", *words], capture_output=True, cwd=tmp_path, check=False)
    assert (result.returncode, "两种角色" in result.stderr.decode()) == (2, True)
