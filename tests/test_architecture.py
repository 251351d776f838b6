"""The source keeps to what docs/architecture.md says of it: arrows, no circle, and sizes a reader can take in."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from scripts.architecture_page import PAGE, SOURCE, arrows, circle, drawn, imports, modules

LINES, CODE_LINES, PARAMETERS = 250, 60, 6
MODULES = modules()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def code_lines(function: ast.AST, lines: list[str]) -> int:
    """Count lines of a function that are neither blank, nor a comment, nor a docstring."""
    told: set[int] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and ast.get_docstring(node):
            told.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    assert isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
    span = range(function.lineno, (function.end_lineno or function.lineno) + 1)
    return sum(1 for number in span if number not in told and (line := lines[number - 1].strip()) and not line.startswith("#"))


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """A click command has as many parameters as the command has options."""
    return any(".command(" in ast.unparse(decorator) for decorator in function.decorator_list)


def test_the_page_draws_the_arrows_of_the_source() -> None:
    """``python scripts/architecture_page.py`` draws them anew."""
    assert f"```text\n{drawn()}```" in PAGE.read_text(encoding="utf-8")


def test_rooms_form_no_circle() -> None:
    assert circle(arrows()) == []


def test_no_module_imports_itself_by_way_of_others() -> None:
    """What a function imports when called is a reason of speed, and no circle."""
    known = {name: parsed(path) for name, path in MODULES.items()}
    assert circle({name: imports(tree, MODULES, at_once=True) - {name} for name, tree in known.items()}) == []


@pytest.mark.parametrize("room", ["files", "text", "conversation", "phrasebook", "recognition", "shop", "recommend"])
def test_nothing_below_knows_the_command_line(room: str) -> None:
    """A library that prints or knows options can only be used from the command line."""
    assert not arrows()[room] & {"cli", "desk", "tagging", "quickreply", "learning"}


def test_the_top_level_reads_as_a_list_of_features() -> None:
    assert len(list((SOURCE / "cs_scripts").glob("*.py"))) <= 6


def test_modules_are_short() -> None:
    lengths = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    assert {name: length for name, length in lengths.items() if length > LINES} == {}


def test_functions_fit_a_screen() -> None:
    long = {}
    for name, path in MODULES.items():
        text = path.read_text(encoding="utf-8")
        for function in functions(ast.parse(text)):
            if (count := code_lines(function, text.splitlines())) > CODE_LINES:
                long[f"{name}.{function.name}"] = count
    assert long == {}


PROMISED = {"cs_scripts.recommend.recommender.suggest": 7}
"""What callers hold on to: a message, its talk, and all that they may know of the order, the article and the time."""


def test_functions_ask_for_few_things() -> None:
    many = {}
    for name, path in MODULES.items():
        for function in functions(parsed(path)):
            given = [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]
            count = len([one for one in given if one not in ("self", "cls")])
            if count > PARAMETERS and not is_command(function):
                many[f"{name}.{function.name}"] = count
    assert many == PROMISED


def test_modules_say_why_they_exist() -> None:
    assert [name for name, path in MODULES.items() if not ast.get_docstring(parsed(path))] == []


def test_the_system_never_speaks_english_to_people() -> None:
    """Why a file was refused is told by ``files.reasons`` alone: the system's own words are English."""
    assert [path.name for path in sorted((Path(__file__).parents[1] / "src").rglob("*.py")) if "strerror" in path.read_text("utf-8")] == [
        "reasons.py"
    ]


def test_the_page_names_what_there_is() -> None:
    """Every path that the page says to touch exists."""
    rows = PAGE.read_text(encoding="utf-8").split("## Where a change goes")[1].split("## What may depend")[0]
    named = set(re.findall(r"`([a-z_]+(?:/[a-z_./]+)+)`", rows))
    homes = (SOURCE.parent, SOURCE / "cs_scripts")
    assert len(named) > 20
    assert [path for path in sorted(named) if not any((home / path).exists() for home in homes)] == []
