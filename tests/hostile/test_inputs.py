"""What an attacker sends or a broken program writes: texts, YAML and logs that must cost little and end in an answer or an error of ours.

Each line of the tables beside this file is one input. That the work is bounded is tested by its ending: a pattern or parser that
is worse than linear would not end on these.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cs_scripts import Recommender
from cs_scripts.chatlog import read_messages
from cs_scripts.cli.console import harmless, json_line, shown
from cs_scripts.errors import CsScriptsError
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.profile import load_shop
from cs_scripts.speech import check, load_rules
from cs_scripts.text.pii import mask_counted

HERE = Path(__file__).parent


def table(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").splitlines()]


def refused(call: Callable[[], object]) -> str:
    """Give what an error of ours says; empty where there is none, and any other error comes through."""
    try:
        call()
    except CsScriptsError as error:
        return str(error)
    return ""


def text_of(row: dict[str, Any]) -> str:
    """Put a text together: each part is a unit and how many times it stands."""
    return "".join(unit * times for unit, times in row["parts"])


TEXTS = [(row["name"], text_of(row)) for row in table("texts.jsonl")]
YAMLS = [text_of(row) for row in table("yamls.jsonl")]
LOGS = table("logs.jsonl")


@cache
def recommender() -> Recommender:
    return Recommender.load()


def test_there_are_enough() -> None:
    """At least 400 inputs."""
    assert len(TEXTS) + len(YAMLS) + len(LOGS) >= 400


@pytest.mark.parametrize("text", [text for _, text in TEXTS], ids=[name for name, _ in TEXTS])
def test_text_is_masked_checked_shown_and_answered(text: str) -> None:
    """Whatever a buyer or an agent types: masked, checked, answered, and harmless on a terminal."""
    masked, counts = mask_counted(text)
    assert len(masked) <= len(text) + 8 * counts.total()
    for finding in check(text):
        assert text[slice(*finding.span)] == finding.matched
    suggestion = recommender().suggest(text)
    assert len(suggestion.replies) <= 3
    for line in (harmless(text), shown(text), json_line({"text": text}, "gbk")):
        assert not {character for character in line if (ord(character) < 32 and character not in "\n\t") or 127 <= ord(character) < 160}
    assert json.loads(json_line({"text": text}, "gbk")) == {"text": text}


@pytest.mark.parametrize(
    "load", [load_rules, load_phrasebook, lambda path: load_shop(path, load_phrasebook())], ids=["rules", "book", "shop"]
)
@pytest.mark.parametrize("number", range(len(YAMLS)))
def test_yaml_is_read_or_refused(tmp_path: Path, load: Callable[[Path], object], number: int) -> None:
    """A file of rules, a phrase book, a shop's profile: read, or an error of ours that names the file."""
    path = tmp_path / "file.yaml"
    path.write_bytes(YAMLS[number].encode("utf-8", "surrogatepass"))
    refusal = refused(lambda: load(path))
    assert "file.yaml" in refusal or not refusal
    assert len(refusal) < 20_000


@pytest.mark.parametrize("row", LOGS, ids=[row["name"] for row in LOGS])
def test_log_is_read_or_refused(tmp_path: Path, row: dict[str, Any]) -> None:
    """A log: its messages, or an error of ours that names the file."""
    path = tmp_path / f"log{row['suffix']}"
    path.write_bytes(text_of(row).encode(row["encoding"], "surrogatepass" if row["encoding"].startswith("utf") else "replace"))
    messages: list[Any] = []
    refusal = refused(lambda: messages.extend(read_messages(path, rejects=[])))
    assert path.name in refusal or not refusal
    assert all(isinstance(message.text, str) for message in messages)
