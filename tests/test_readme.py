"""What the READMEs show is what happens: every command is run and prints what stands there, every snippet runs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")


def blocks(name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like the checkout, where commands may write."""
    for name in ("data", "scripts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def run(command: str, folder: Path) -> str:
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    result = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, check=False)
    assert b"Traceback" not in result.stderr
    return result.stdout.decode()


def settled(text: str) -> list[str]:
    """Take out what differs each time: the seconds a run took, and the speed."""
    return [re.sub(r"用时 [\d.]+ 秒(，每秒 [\d,]+ 条)?", "用时 … 秒", line.rstrip()) for line in text.rstrip().splitlines()]


@pytest.mark.parametrize("name", READMES)
def test_transcripts(name: str, folder: Path) -> None:
    """Each command prints the lines below it; … stands for more of the same."""
    sessions = blocks(name, "console")
    assert len(sessions) >= 6
    for session in sessions:
        for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]:
            command, _, shown = part.partition("\n")
            expected, printed = settled(shown), settled(run(command, folder))
            if expected[-1:] == ["…"]:
                expected, printed = expected[:-1], printed[: len(expected) - 1]
            assert printed == expected, command


@pytest.mark.parametrize("name", READMES)
def test_python_snippets(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each snippet runs as it stands."""
    monkeypatch.chdir(folder)
    snippets = blocks(name, "python")
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, name, "exec"), {})


@pytest.mark.parametrize("name", READMES)
def test_shell_lines(name: str, folder: Path) -> None:
    """The commands without a transcript run too; make and pip lines are the business of CI and of test_install."""
    lines = [line for block in (*blocks(name, "sh"), *blocks(name, "bat")) for line in block.splitlines()]
    commands = [line for line in lines if line.startswith("cs-scripts")]
    assert len(commands) >= 2
    for command in commands:
        assert run(command, folder)
    known = ("cs-scripts", "make demo", "make test", "py -m venv", ".venv", "pip install", "pytest")
    assert [line for line in lines if line and not line.startswith(known)] == []


def test_links_lead_somewhere() -> None:
    """Every relative link of the READMEs and documents names a file."""
    for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")):
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert target.startswith("http") or (page.parent / target).exists(), f"{page.name}: {target}"


def test_both_readmes_show_the_same_commands() -> None:
    """The Chinese README is no poorer than the English one."""
    shown = [[line for block in blocks(name, "console") for line in block.splitlines() if line.startswith("$ ")] for name in READMES]
    assert shown[0] == shown[1]
