"""The command line's own words are Chinese, through gettext and without touching click's insides."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from scripts.compile_messages import DATA, TARGET, catalogue

from cs_scripts.files.yaml_parser import parse_file

MESSAGES = parse_file(DATA / "click.yaml")["messages"]


def asked() -> set[tuple[str, ...]]:
    """Give every message that this version of click asks gettext for."""
    found = set()
    for path in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                found.add(tuple(part.value for part in node.args if isinstance(part, ast.Constant) and isinstance(part.value, str)))
    return found


def test_the_catalogue_is_made_from_its_source() -> None:
    assert TARGET.read_bytes() == catalogue()


def test_click_asks_for_what_is_translated() -> None:
    """But for wordings of other versions."""
    other = {("No such option: {name}",), ("required",), ("%(prog)s, version %(version)s",)}
    assert {tuple(each["en"]) for each in MESSAGES} - asked() <= other


@pytest.mark.parametrize("each", MESSAGES, ids=[each["en"][0] for each in MESSAGES])
def test_a_translation_uses_no_name_that_click_does_not_give(each: dict[str, object]) -> None:
    names = {"{" + part.partition("}")[0].partition("!")[0] + "}" for text in each["en"] for part in text.split("{")[1:]}  # type: ignore[attr-defined]
    used = {"{" + part.partition("}")[0] + "}" for part in str(each["zh"]).split("{")[1:]}
    assert used <= names


SAID = [
    (["export", "-o", "a.csv", "--wordings", "both"], "“both”不在 'one', 'all' 之中"),
    (["export", "-o", "a.csv", "--wording", "all"], "（是不是 '--wordings'？）"),
    (["export"], "缺少选项"),
    (["phrases", "--intent"], "选项 --intent 后面要跟 1 个值"),
    (["sugest"], "没有这个命令：sugest"),
    (["intents", "b"], "多了参数（b）"),
]


@pytest.mark.parametrize(("arguments", "said"), SAID, ids=[" ".join(arguments) for arguments, _ in SAID])
@pytest.mark.parametrize("locale", ["C", "en_US.UTF-8"])
def test_errors_of_the_command_line_are_chinese_in_every_locale(arguments: list[str], said: str, locale: str) -> None:
    environment = {**os.environ, "LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-m", "cs_scripts", *arguments], capture_output=True, env=environment, check=False)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert done.stdout == b""
