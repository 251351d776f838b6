"""``cs-scripts desk``: the address first, and nothing open to others by accident."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from cs_scripts.cli.desk import command
from cs_scripts.errors import ArgumentError, CsScriptsError, DataFileError, FileReadError, FileWriteError
from tests.desk.conftest import TOKEN


def test_the_address_with_its_token_is_printed_first(address: str) -> None:
    assert re.fullmatch(rf"http://127\.0\.0\.1:\d+/\?token={TOKEN}", address)


def refused(*arguments: str) -> BaseException | None:
    return CliRunner().invoke(command, ["--no-browser", *arguments]).exception


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        (["--host", "0.0.0.0"], ArgumentError, "--token"),
        (["--host", "192.168.1.5"], ArgumentError, "--token"),
        (["--token", "short"], ArgumentError, "16"),
        (["--token", "汉字不能放在请求头里面所以也不能当口令用"], ArgumentError, "16"),
        (["--host", "203.0.113.7", "--token", TOKEN], FileWriteError, "--port"),
        (["--shop", "nowhere.yaml"], FileReadError, "nowhere.yaml"),
    ],
)
def test_refused(arguments: list[str], error: type[CsScriptsError], said: str) -> None:
    found = refused(*arguments)
    assert isinstance(found, error)
    assert said in str(found)


def test_a_broken_book_is_named_before_anything_opens(tmp_path: Path) -> None:
    book = tmp_path / "phrases.yaml"
    book.write_text("version: 1\nscripts:\n  - {id: a.b}\n", encoding="utf-8")
    assert isinstance(refused("--phrases", str(book)), DataFileError)


def test_a_taken_port_is_named(address: str) -> None:
    port = re.search(r":(\d+)/", address)
    assert port
    assert "--port" in str(refused("--port", port[1]))
