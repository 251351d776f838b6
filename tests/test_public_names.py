"""The names a program may rely on, and the page that documents them."""

import subprocess
import sys
from pathlib import Path

import pytest

import cs_scripts

NAMES = [
    "CsScriptsError",
    "Finding",
    "Goods",
    "Opening",
    "RecognisedIntent",
    "Recogniser",
    "Recommender",
    "Reply",
    "Suggestion",
    "Tagged",
    "check",
    "tag",
    "tag_table",
]
SCRIPTS = Path(__file__).parents[1] / "scripts"


def test_the_public_names_are_few_and_stay() -> None:
    assert cs_scripts.__all__ == NAMES
    assert len(NAMES) <= 15


@pytest.mark.parametrize("name", NAMES)
def test_each_is_there_and_documented(name: str) -> None:
    assert getattr(cs_scripts, name).__doc__
    assert name in dir(cs_scripts)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Recommendr'"):
        _ = cs_scripts.Recommendr


def test_every_error_is_under_one_root() -> None:
    """And the tree in the module's docstring names each."""
    from cs_scripts import errors

    found = [value for value in vars(errors).values() if isinstance(value, type) and issubclass(value, Exception)]
    assert all(issubclass(each, cs_scripts.CsScriptsError) for each in found)
    assert [each.__name__ for each in found if each.__name__ not in (errors.__doc__ or "")] == []


def test_the_page_is_current() -> None:
    """``python scripts/api_page.py`` writes it anew."""
    assert subprocess.run([sys.executable, SCRIPTS / "api_page.py", "--check"], check=False).returncode == 0
