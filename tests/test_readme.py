"""What the pages show is what happens: every command is run and prints what stands there, every snippet runs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from scripts.transcripts import PAGES, ROOT, blocks, cut, make_folder, parts, run, settled

from cs_scripts.chatlog import LAYOUTS
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.speech import load_rules

READMES = ("README.md", "README.zh-CN.md")
PAIRS = [(page, page.replace(".md", ".zh-CN.md")) for page in PAGES if page.replace(".md", ".zh-CN.md") in PAGES]
SESSIONS = [page for page in PAGES if blocks(page, "console")]
SNIPPETS = [page for page in PAGES if blocks(page, "python")]
SHELL = [page for page in PAGES if blocks(page, "sh") or blocks(page, "bat")]
ELSEWHERE = ("make ", "py -m venv", ".venv", "pip install", "pytest", "python ", "spark-submit ")
"""Lines of shell blocks that are the business of CI, of test_install or of the tests of what they run."""


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the checkout, where commands may write."""
    folder = make_folder(tmp_path_factory.mktemp("pages"))
    assert outcome("cs-scripts export -o 快捷短语.csv", folder)[2] == 0  # the file that several pages take as given
    (folder / "my_rules.yaml").write_text(blocks("docs/speech_rules.md", "yaml")[0], encoding="utf-8")
    return folder


@cache
def outcome(command: str, folder: Path) -> tuple[str, str, int]:
    """Run a command once, though pages of both languages show it."""
    return run(command, folder)


@pytest.mark.parametrize("page", SESSIONS)
def test_transcripts(page: str, sandbox: Path) -> None:
    """Each command prints the lines below it; … stands for more of the same."""
    for session in blocks(page, "console"):
        assert parts(session), session
        for command, shown in parts(session):
            printed, complaint, _ = outcome(command, sandbox)
            assert "Traceback" not in complaint
            assert cut(settled(printed), settled(shown)) == settled(shown), command


@pytest.mark.parametrize("page", SNIPPETS)
def test_python_snippets(page: str, sandbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each snippet runs as it stands."""
    monkeypatch.chdir(sandbox)
    for snippet in blocks(page, "python"):
        if "pyspark" in snippet:
            continue  # a session of Spark is the business of tests/tagging
        exec(compile(snippet, page, "exec"), {})


@pytest.mark.parametrize("page", SHELL)
def test_shell_lines(page: str, sandbox: Path) -> None:
    """The commands without a transcript run too, in their order."""
    for line in (line for block in (*blocks(page, "sh"), *blocks(page, "bat")) for line in block.splitlines()):
        if line.startswith("cs-scripts "):
            _, complaint, ended = outcome(line.partition("  #")[0].rstrip(), sandbox)  # the comment is in the page's language
            assert ended in (0, 1), f"{line}\n{complaint}"  # check ends with 1 where it finds something
        else:
            assert not line or line.startswith(ELSEWHERE), line


@pytest.mark.parametrize("page", PAGES)
def test_blocks_say_what_they_are(page: str) -> None:
    """No block escapes the tests for want of a language; ``text`` is for what nobody types."""
    opened = [found[1] for found in re.finditer(r"^ *```(.*)$", (ROOT / page).read_text(encoding="utf-8"), re.MULTILINE)][::2]
    assert set(opened) <= {"console", "python", "sh", "bat", "text", "py", "yaml", "tsv", "json"}


def test_links_lead_somewhere() -> None:
    """Every relative link names a file."""
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", (ROOT / page).read_text(encoding="utf-8")):
            assert target.startswith("http") or (ROOT / page).parent.joinpath(target).exists(), f"{page}: {target}"


@pytest.mark.parametrize("page", READMES)
def test_counts_are_counted(page: str) -> None:
    """The numbers of scripts, wordings, intents, rules and layouts are those of the data."""
    book = load_phrasebook()
    text = (ROOT / page).read_text(encoding="utf-8")
    wordings = sum(len(script.replies) for script in book.scripts.values())
    rounded = [f"{count // 100 * 100:,}" for count in (len(book.scripts), wordings)]
    for count in (*rounded, len(book.intents) - 1, len(load_rules().rules), len(LAYOUTS)):
        assert re.search(rf"(?<![\d,]){count}(?![\d,])", text), count
    documented = sum(not script.source.startswith("own") for script in book.scripts.values())
    assert 0.3 < documented / len(book.scripts) < 0.37, "a third"


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_show_the_same_commands(english: str, chinese: str) -> None:
    """The Chinese page is no poorer than the English one."""
    commands = [[command for session in blocks(page, "console") for command, _ in parts(session)] for page in (english, chinese)]
    assert commands[0] == commands[1]
    assert len(commands[0]) >= (6 if english == "README.md" else 0)
