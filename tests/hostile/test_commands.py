"""What a command was not told, or told twice, or could not read, is said: exit code 2 and one line of Chinese, never a guess."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
