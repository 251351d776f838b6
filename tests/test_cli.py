"""The command line: Chinese on the screen, one line for an error, exit code 2."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click
import pytest

from cs_scripts.cli.main import COMMANDS, group

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run cs-scripts as a user would, in an empty folder."""

    def run_command(arguments: Sequence[str], given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-X", "utf8", "-m", "cs_scripts", *arguments], input=given, capture_output=True, cwd=tmp_path, check=False
        )

    return run_command


def test_table_in_chinese(run: Run) -> None:
    """A message is answered in a table that names intent, reply, move and source."""
    result = run(["suggest", "能便宜点吗"])
    shown = result.stdout.decode()
    assert result.returncode == 0
    assert "有把握：议价" in shown
    assert "kangnai § 议价" in shown


def test_none_says_so(run: Run) -> None:
    """Where nothing can be answered, the screen says it and offers nothing."""
    shown = run(["suggest", "嗯嗯"]).stdout.decode()
    assert "无法判断，请人工回复，不推荐话术" in shown
    assert "┃" not in shown


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_in_any_encoding(run: Run, encoding: str) -> None:
    """A dash reads one message a line, whatever wrote them; Windows line ends too."""
    result = run(["suggest", "-", "--json", "-k", "1"], "能便宜点吗\r\n\r\n什么时候发货\r\n".encode(encoding))
    records = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [record["text"] for record in records] == ["能便宜点吗", "", "什么时候发货"]
    assert [record["status"] for record in records] == ["confident", "none", "confident"]
    assert len(records[0]["replies"]) == 1


def test_bytes_that_are_no_text_do_not_stop_the_rest(run: Run) -> None:
    """A broken line is answered with none, the lines after it as ever."""
    result = run(["suggest", "-", "--json"], b"\x81\x00\xff\n" + "什么时候发货\n".encode("gbk"))
    records = [json.loads(line) for line in result.stdout.decode().splitlines()]
    assert [record["status"] for record in records] == ["none", "confident"]


def test_why_names_words(run: Run) -> None:
    """--why shows the words that decided."""
    assert "依据：发货时间" in run(["suggest", "什么时候发货", "--why"]).stdout.decode()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["price.discount.no_campaign"], "price.discount.no_campaign"),
        (["yj1"], "price.discount.no_campaign"),
        (["--intent", "议价", "动不了"], "price.discount.no_campaign"),
        (["没有这样的词吧"], "没有找到"),
    ],
)
def test_phrases_are_found(run: Run, words: list[str], expected: str) -> None:
    """By id, code, intent and text."""
    assert expected in run(["phrases", *words]).stdout.decode()


def test_pinyin_initials(run: Run) -> None:
    """Initials of a reply's own words find it: djdbl for 单价动不了."""
    lines = run(["phrases", "--json", "djdbl"]).stdout.decode().splitlines()
    assert "price.discount.no_campaign" in [json.loads(line)["id"] for line in lines]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["suggest", "在吗", "--shop", "nowhere.yaml"], "读不了 nowhere.yaml：没有这个文件"),
        (["suggest", "在吗", "--phrases", "."], "这是文件夹"),
        (["suggest", "在吗", "-k", "0"], "参数 k 不合格：至少为 1"),
        (["suggest", "在吗", "--nonsense"], "没有这个选项：--nonsense"),
        (["suggest"], "缺少参数"),
        (["dance"], "没有这个命令：dance"),
        (["evaluate", "nowhere.jsonl"], "没有这个文件"),
    ],
)
def test_errors_are_one_chinese_line(run: Run, arguments: list[str], expected: str) -> None:
    """Whatever is wrong: no traceback, one line that begins with 错误, exit code 2."""
    result = run(arguments)
    message = result.stderr.decode()
    assert result.returncode == 2
    assert message.startswith("错误：")
    assert expected in message
    assert message.count("\n") == 1


def test_help_is_chinese_and_complete(run: Run) -> None:
    """The help lists every command in Chinese; every command has its own help."""
    shown = run(["--help"]).stdout.decode()
    assert "用法：" in shown
    for name, (_, line) in COMMANDS.items():
        assert line in shown
        help_text = run([name, "--help"])
        assert help_text.returncode == 0
        assert "选项" in help_text.stdout.decode()


def test_version(run: Run) -> None:
    """The version is that of the package."""
    import cs_scripts

    assert run(["--version"]).stdout.decode().strip() == f"cs-scripts {cs_scripts.__version__}"


def test_reader_that_goes_away(tmp_path: Path) -> None:
    """Piping into something that stops reading ends quietly."""
    command = f"{sys.executable} -m cs_scripts phrases --json | head -1"
    result = subprocess.run(command, shell=True, capture_output=True, cwd=tmp_path, check=False)
    assert b"Traceback" not in result.stderr
    assert b"Exception" not in result.stderr


def test_only_documented_scripts_when_asked_for(run: Run) -> None:
    """``--documented`` leaves out the scripts that no document teaches, and what the shop's tables say."""
    result = run(
        ["suggest", "什么时候发货", "--json", "--documented", "--shop", str(Path(__file__).parents[1] / "data" / "shop.example.yaml")]
    )
    replies = json.loads(result.stdout)["replies"]
    assert replies
    assert all(reply["documented"] for reply in replies)


@pytest.mark.parametrize(
    "words",
    [
        ["suggest", "在吗", "--phrases", "a.yaml", "--phrases=b.yaml"],
        ["goods", "template", "-o", "a.csv", "--output=b.csv"],
        ["goods", "template", "-oa.csv", "-ob.csv"],
        ["formats", "learn", "a.csv", "-o", "a.yaml", "-o", "b.yaml"],
        ["shop", "check", "a.yaml", "--phrases", "a.yaml", "--phrases", "b.yaml"],
        ["learn", "forget", "--buyer", "甲", "--buyer", "乙"],
    ],
)
def test_an_option_given_twice_is_refused_and_not_dropped(words: list[str]) -> None:
    """Of two phrase books one would have been left out without a word; so of two outputs, where the command stands in a group."""
    with pytest.raises(click.UsageError, match="只能写一次"):
        group.main(words, standalone_mode=False)


def test_every_group_refuses_what_is_given_twice() -> None:
    """A group that is added later takes part by its class."""
    context = click.Context(group)
    commands = [group.get_command(context, name) for name in group.list_commands(context)]
    assert {type(each).__name__ for each in commands if isinstance(each, click.Group)} == {"OnceGroup"}
