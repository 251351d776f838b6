"""Run the commands that the pages show, and write below each what it prints.

python scripts/transcripts.py              # every page
python scripts/transcripts.py README.md    # only these

A block of the language ``console`` is a transcript: ``$ `` before each command, and a last line ``…`` where the rest is left out.
The pages are tested with the same functions (tests/test_readme.py).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGES = tuple(path.relative_to(ROOT).as_posix() for path in sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"))))
_MORE = "…"
_SESSION = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_TIMES = re.compile(r"用时 [\d.]+ 秒(，每秒 [\d,]+ 条)?")


def blocks(page: str, language: str) -> list[str]:
    """Find the code blocks of a language in a page.

    Args:
        page: the page's path below the root.
        language: what stands behind the backticks.

    Returns:
        Their text.
    """
    return re.findall(rf"^```{language}\n(.*?)^```", (ROOT / page).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def make_folder(folder: Path) -> Path:
    """Make a folder look like the checkout, so that commands may write there.

    Args:
        folder: an empty folder.

    Returns:
        The same.
    """
    for name in ("data", "scripts"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


def run(command: str, folder: Path) -> tuple[str, str, int]:
    """Run a command as a reader would type it.

    Args:
        command: the line.
        folder: where.

    Returns:
        What it printed, what it complained of, and how it ended.
    """
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}", "PYTHONUTF8": "1"}
    result = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, check=False)  # noqa: S602 - the page's line
    return result.stdout.decode(), result.stderr.decode(), result.returncode


def parts(session: str) -> list[tuple[str, str]]:
    r"""Split a transcript into commands and what stands below each.

    Args:
        session: the block.

    Returns:
        The pairs.

    >>> parts("$ a\\nb\\n$ c\\n")
    [('a', 'b\\n'), ('c', '')]
    """
    pairs = [part.partition("\n") for part in re.split(r"^\$ ", session, flags=re.MULTILINE)[1:]]
    return [(command, shown) for command, _, shown in pairs]


def settled(text: str) -> list[str]:
    """Take out what differs each time: the seconds a run took, and its speed.

    Args:
        text: what was printed, or is shown.

    Returns:
        Its lines.
    """
    return [_TIMES.sub("用时 … 秒", line.rstrip()) for line in text.rstrip().splitlines()]


def cut(printed: list[str], shown: list[str]) -> list[str]:
    """Leave out of what was printed what a page leaves out.

    Args:
        printed: lines of a command.
        shown: lines of the page; a last one of ``…`` stands for the rest.

    Returns:
        What the page should show.

    >>> cut(["a", "b", "c"], ["x", "…"])
    ['a', '…']
    """
    return [*printed[: len(shown) - 1], _MORE] if shown[-1:] == [_MORE] else printed


def refreshed(text: str, printed: Callable[[str], str]) -> str:
    """Write a page anew.

    Args:
        text: the page.
        printed: gives what a command prints.

    Returns:
        The page with current transcripts.
    """

    def session(found: re.Match[str]) -> str:
        fresh = []
        for command, shown in parts(found[0]):
            old, new = shown.rstrip().splitlines(), [line.rstrip() for line in printed(command).rstrip().splitlines()]
            lines = cut(new, old)
            same = settled("\n".join(lines)) == settled("\n".join(old))  # a run's seconds alone change no page
            fresh.append("\n".join((f"$ {command}", *(old if same else lines), "")))
        return "\n".join(fresh)

    return _SESSION.sub(session, text)


def main(pages: list[str]) -> None:
    """Write the pages anew.

    Args:
        pages: their paths below the root.
    """
    for page in pages:
        path = ROOT / page
        with tempfile.TemporaryDirectory() as name:
            folder = make_folder(Path(name))
            path.write_text(refreshed(path.read_text(encoding="utf-8"), partial(_output, folder)), encoding="utf-8")


def _output(folder: Path, command: str) -> str:
    return run(command, folder)[0]


if __name__ == "__main__":
    main(sys.argv[1:] or list(PAGES))
