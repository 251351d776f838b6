"""What a command was not told, or told twice, or could not read, is said: exit code 2 and one line of Chinese, never a guess."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest


def command(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder."""
    run = [sys.executable, "-X", "utf8", "-m", "cs_scripts", *words]
    return subprocess.run(run, capture_output=True, cwd=folder, check=False, encoding="utf-8")


@pytest.mark.parametrize("order", [("only.csv", "clean.txt"), ("clean.txt", "only.csv")])
@pytest.mark.parametrize("flag", [(), ("--json",)])
def test_check_names_each_file_of_which_nothing_was_checked(tmp_path: Path, order: tuple[str, ...], flag: tuple[str, ...]) -> None:
    (tmp_path / "only.csv").write_text("会话,角色,内容\n1,买家,加微信聊\n", "utf-8")
    (tmp_path / "clean.txt").write_text("好的\n今天发\n", "utf-8")
    result = command(tmp_path, "check", *order, "--no-answers", *flag)
    assert result.returncode == 2
    assert "only.csv 里一条也没查到" in result.stderr
    assert "clean.txt" not in result.stderr


FILLED_IN = {
    "goods template": ("goods", "template", "-o", "there.csv"),
    "goods template, a workbook": ("goods", "template", "-o", "there.xlsx"),
    "formats learn": ("formats", "learn", "sample.csv", "-o", "there.yaml"),
    "mine": ("mine", "log.csv", "-o", "there.yaml"),
    "import": ("import", "sample.csv", "-o", "there.yaml"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with a log, a sample of quick replies, and files that are there already."""
    (tmp_path / "log.csv").write_text("会话,角色,内容\n甲,买家,什么时候发货\n甲,客服,今天发的亲\n", "utf-8")
    (tmp_path / "sample.csv").write_text('快捷编码,快捷短语,分组\ncs1,"您好，\n在的",问候\ncs2,今天发,发货\n', "utf-8")
    for suffix in ("csv", "xlsx", "yaml", "html", "json"):
        (tmp_path / f"there.{suffix}").write_text("mine", "utf-8")
    return tmp_path


@pytest.mark.parametrize("words", FILLED_IN.values(), ids=FILLED_IN.keys())
def test_what_people_fill_in_is_not_written_over(folder: Path, words: tuple[str, ...]) -> None:
    output = folder / words[-1]
    result = command(folder, *words)
    assert (result.returncode, output.read_text("utf-8")) == (2, "mine")
    assert "--overwrite" in result.stderr
    assert command(folder, *words, "--overwrite").returncode == 0
    assert output.read_bytes() != b"mine"


MADE_ANEW = {
    "tag": (("tag", "log.csv", "-o", "there.csv", "--summary", "there.json"), ("there.csv", "there.json")),
    "report": (("report", "log.csv", "-o", "there.html", "--json", "there.json"), ("there.html", "there.json")),
    "export": (("export", "-o", "there.csv"), ("there.csv",)),
}


@pytest.mark.parametrize(("words", "outputs"), MADE_ANEW.values(), ids=MADE_ANEW.keys())
def test_what_is_made_anew_is_replaced_and_said_so(folder: Path, words: tuple[str, ...], outputs: tuple[str, ...]) -> None:
    result = command(folder, *words)
    assert result.returncode == 0
    assert f"{'、'.join(outputs)} 原来就有，已换成新的" in result.stderr
    for output in outputs:
        (folder / output).unlink()
    assert "原来就有" not in command(folder, *words).stderr


OPPOSITES = [
    ("tag", "log.csv", "-o", "o.csv", "--resume", "--no-resume"),
    ("tag", "log.csv", "-o", "o.csv", "--no-resume", "--resume"),
    ("check", "--answers", "log.csv", "--no-answers"),
]


@pytest.mark.parametrize("words", OPPOSITES)
def test_an_option_and_its_opposite_are_refused(folder: Path, words: tuple[str, ...]) -> None:
    result = command(folder, *words)
    assert (result.returncode, "只能写一个" in result.stderr) == (2, True)
    assert not (folder / "o.csv").exists()


@pytest.mark.parametrize("moment", ["昨天", "2026-13-01", "2026-11-11 25:00", "11月11日", ""])
def test_a_moment_that_is_none_is_refused_in_words(folder: Path, moment: str) -> None:
    result = command(folder, "export", "-o", "o.csv", "--at", moment)
    assert (result.returncode, "应写成 2026-11-11" in result.stderr) == (2, True)
    assert "%" not in result.stderr


def test_no_help_has_english_words_for_values(folder: Path) -> None:
    from cs_scripts.cli.main import COMMANDS, group

    def helps(command: click.Command, name: str, parent: click.Context | None = None) -> list[str]:
        context = click.Context(command, info_name=name, parent=parent)
        inner = [command.get_command(context, each) for each in command.list_commands(context)] if isinstance(command, click.Group) else []
        return [command.get_help(context), *(text for each in inner if each for text in helps(each, each.name or "", context))]

    texts = helps(group, "cs-scripts")
    assert len(texts) > len(COMMANDS)
    assert not [
        line for text in texts for line in text.splitlines() if re.search(r"\b(?:TEXT|INTEGER|FLOAT|PATH|FILENAME|DATETIME)\b", line)
    ]


def test_drafts_in_a_folder_are_ours(folder: Path) -> None:
    """What ``mine`` wrote beside the logs is not read; a chat that begins with a comment is."""
    logs = folder / "logs"
    logs.mkdir()
    (folder / "log.csv").rename(logs / "log.csv")
    assert command(folder, "mine", "logs", "-o", "logs/drafts.yaml").returncode == 0
    (logs / "chat.txt").write_text("# 话术草稿\n买家：发货吗\n客服：今天发\n", "utf-8")
    tagged = command(folder, "tag", "logs", "-o", "out.jsonl")
    assert (tagged.returncode, tagged.stderr.count("是 mine 写的话术草稿")) == (0, 1)
    assert "cs-scripts mine" not in (folder / "out.jsonl").read_text("utf-8")
    assert "发货吗" in (folder / "out.jsonl").read_text("utf-8")


def test_reports_in_a_folder_are_ours(folder: Path) -> None:
    """What ``report`` and ``tag`` wrote beside the logs is neither read nor counted as bad."""
    logs = folder / "logs"
    logs.mkdir()
    (folder / "log.csv").rename(logs / "log.csv")
    for _ in range(2):
        told = command(folder, "report", "logs", "-o", "logs/报告.html", "--json", "logs/报告.json")
        assert told.returncode == 0
    assert told.stderr.count("是 report 写的报告") == 2
    assert json.loads((logs / "报告.json").read_text("utf-8"))["summary"]["buyer_messages"] == 1
    tagged = command(folder, "tag", "logs", "-o", "logs/out.csv")
    assert (tagged.returncode, "警告" in tagged.stderr) == (0, False)
    assert tagged.stderr.count("是 report 写的报告") == 2
    assert "是 tag 自己写的文件" in command(folder, "report", "logs", "-o", "r.html").stderr


UNREADABLE = {
    "an export of ours": "编码,正文\ncs1,您好\ncs2,今天发\n".encode("gbk"),
    "a web page": b"<!DOCTYPE html><html><body>hi</body></html>",
    "a broken workbook": b"PK\x03\x04 no workbook",
    "nothing": b"",
}


@pytest.mark.parametrize("words", [("mine", "logs", "-o", "o.yaml"), ("report", "logs", "-o", "o.html")], ids=["mine", "report"])
@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_file_that_cannot_be_read_costs_no_other(folder: Path, words: tuple[str, ...], content: bytes) -> None:
    logs = folder / "logs"
    logs.mkdir()
    for name in ("a.csv", "z.csv"):
        (logs / name).write_bytes(content)
    nothing = command(folder, *words)
    assert (nothing.returncode, "另有 1 个文件也没读成" in nothing.stderr) == (2, True)
    assert not (folder / words[-1]).exists()
    (folder / "log.csv").rename(logs / "log.csv")
    found = command(folder, *words)
    assert (found.returncode, found.stderr.count("警告：读不了")) == (0, 2)
    assert "log.csv" not in found.stderr


MISSPELT = [
    (("sugest", "在吗"), "（是不是 suggest？）"),
    (("goods", "tempalte"), "（是不是 template？）"),
    (("phrases", "--intent", "议价1"), "（是不是 议价？）"),
    (("phrases", "--intent", "price_hagling"), "（是不是 price_haggling？）"),
    (("export", "-o", "o.csv", "--intent", "议价1"), "（是不是 议价？）"),
    (("xyz",), "没有这个命令：xyz"),
    (("phrases", "--intent", "xyz"), "没有 xyz；"),
]


@pytest.mark.parametrize(("words", "told"), MISSPELT)
def test_what_is_misspelt_is_refused_with_what_was_meant(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    result = command(tmp_path, *words)
    assert (result.returncode, told in result.stderr) == (2, True)
    assert not result.stdout
