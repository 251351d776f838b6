"""Wrong arguments of the library end in errors of ours; texts of others never steer the terminal of a command."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from rich.markup import escape

from cs_scripts import CsScriptsError, Recommender, check
from cs_scripts.cli.console import decoded_lines, harmless, shown
from cs_scripts.cli.main import group
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.profile import load_shop
from cs_scripts.speech import load_rules
from cs_scripts.speech.reading import read_sayings
from cs_scripts.text.pii import read_key

NO_ITEMS: list[Any] = [5, [], b"x"]
NO_CONTEXTS: list[Any] = ["ctx", 5, {}, []]
NO_ORDERS: list[Any] = [5, "x", ["a"], {"x": 1}]
NO_TEXTS: list[Any] = [None, 5, 1.5, b"x", ["x"], {"x"}, {"a": 1}, object()]
NO_LISTS: list[Any] = [None, 5, "文字", b"x", {"x"}, (text for text in "ab"), {"a": 1}, ["a", None], [5], ["a"] * 9 + [b"x"]]
NO_NUMBERS: list[Any] = ["3", 1.5, None, float("nan"), float("inf"), True, 0, -1, [], 10**400 * -1]
NO_HISTORIES: list[Any] = [None, 5, "文字", {"role": "buyer"}, [1], [None], [{}], [{"role": "x", "text": "a"}], [{"role": "buyer"}],
                           [{"role": "buyer", "text": 5}], [{"role": [], "text": "a"}], iter([{"role": "buyer", "text": "a"}])]  # fmt: skip
NO_TIMES: list[Any] = ["2026-01-01", 5, object(), datetime.max.replace(tzinfo=timezone.utc)]
NO_PATHS: list[Any] = [5, 1.5, ["a"], object(), True]


@cache
def recommender() -> Recommender:
    return Recommender.load()


CALLS: list[tuple[str, Callable[[Any], object], Any]] = [
    *(("suggest", lambda value: recommender().suggest(value), value) for value in NO_TEXTS),
    *(("explain", lambda value: recommender().explain(value), value) for value in NO_TEXTS),
    *(("check", check, value) for value in NO_TEXTS),
    *(("check context", lambda value: check("嗯", value), value) for value in NO_CONTEXTS),
    *(("classify", lambda value: recommender().classify(value), value) for value in NO_LISTS),
    *(("suggest_all", lambda value: recommender().suggest_all(value), value) for value in NO_LISTS),
    *(("k", lambda value: recommender().suggest("在吗", k=value), value) for value in NO_NUMBERS),
    *(("k of many", lambda value: recommender().suggest_all(["在吗"], k=value), value) for value in NO_NUMBERS),
    *(("k of opening", lambda value: recommender().opening("催付", k=value), value) for value in NO_NUMBERS),
    *(("limit", lambda value: recommender().explain("在吗", limit=value), value) for value in NO_NUMBERS),
    *(("history", lambda value: recommender().suggest("在吗", value), value) for value in NO_HISTORIES),
    *(("history of opening", lambda value: recommender().opening("催付", history=value), value) for value in NO_HISTORIES),
    *(("at", lambda value: recommender().suggest("在吗", at=value), value) for value in NO_TIMES),
    *(("at of many", lambda value: recommender().suggest_all(["在吗"], at=value), value) for value in NO_TIMES),
    *(("at of opening", lambda value: recommender().opening("催付", at=value), value) for value in NO_TIMES),
    *(("stage", lambda value: recommender().suggest("在吗", stage=value), value) for value in ("x", 5, "已发货")),
    *(("status", lambda value: recommender().suggest("在吗", order={"status": value}), value) for value in ("x", 5, ["shipped"])),
    *(("order", lambda value: recommender().suggest("在吗", order=value), value) for value in NO_ORDERS),
    *(("item", lambda value: recommender().suggest("在吗", item=value), value) for value in NO_ITEMS),
    *(("occasion", lambda value: recommender().opening(value), value) for value in (None, 5, "没有", "")),
    *(("phrases", load_phrasebook, value) for value in NO_PATHS),
    *(("rules", load_rules, value) for value in NO_PATHS),
    *(("shop", lambda value: load_shop(value, load_phrasebook()), value) for value in NO_PATHS),
    *(("goods", Goods.load, value) for value in NO_PATHS),
    *(("sayings", read_sayings, value) for value in NO_PATHS),
    *(("engine", lambda value: Recommender.load(engine=value), value) for value in ("x", "", 5)),
]


@pytest.mark.parametrize(("call", "value"), [case[1:] for case in CALLS], ids=[f"{case[0]}-{i}" for i, case in enumerate(CALLS)])
def test_wrong_argument_is_an_error_of_ours(call: Any, value: Any) -> None:
    """Never a bare TypeError, never characters taken for messages; one line that says what was wrong."""
    with pytest.raises(CsScriptsError) as caught:
        call(value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["", "\x00", "a" * 5000, "/dev/null/x", "/proc/self/mem"])
def test_odd_path_is_an_error_of_ours(path: str) -> None:
    """A name that no file can have, or that cannot be read."""
    for load in (load_phrasebook, load_rules, read_key, read_sayings):
        with pytest.raises(CsScriptsError):
            load(path)


EVIL = ["\x1b[31m", "\x1b]0;题\x07", "\x1b]52;c;eA==\x07", "\x9b2J", "\x07", "\x08", "\x1bc", "\u202e", "\x1b[6n", "\x00"]
BOOK = "version: 1\nscripts:\n- id: own.a\n  intent: greeting\n  situation: {0}\n  replies: [{0}]\n"


@pytest.mark.parametrize("evil", EVIL)
def test_nothing_of_others_steers_the_terminal(tmp_path: Path, evil: str) -> None:
    """What buyers and files say reaches the screen of suggest, check, phrases and import without a control character."""
    text = f"在吗{evil}好[red]的"
    quoted = json.dumps(text)
    book = tmp_path / "book.yaml"
    book.write_text(BOOK.format(quoted), encoding="utf-8")
    lines = tmp_path / "lines.txt"
    lines.write_text(f"加微信{evil}聊\n", encoding="utf-8")
    phrases = tmp_path / "phrases.csv"
    phrases.write_text(f"快捷短语编码,快捷短语,快捷短语分组\nyj{evil}1,多少钱{evil}的,分组{evil}\n", encoding="utf-8")
    commands = [
        ["suggest", text, "--why"],
        ["suggest", text, "--json"],
        ["check", f"加微信{evil}聊"],
        ["check", f"加微信{evil}聊", "--json"],
        ["check", str(lines)],
        ["check", str(tmp_path / f"no{evil[:1]}.csv")],
        ["phrases", "own.a", "--phrases", str(book)],
        ["phrases", "own.a", "--phrases", str(book), "--json"],
        ["import", str(phrases), "-o", str(tmp_path / "out.yaml")],
        ["opening", text],
    ]
    for command in commands:
        result = CliRunner().invoke(group, command)
        printed = result.output + (f"{result.exception}" if isinstance(result.exception, CsScriptsError) else "")
        assert harmless(result.output) == result.output, command
        assert isinstance(result.exception, SystemExit | CsScriptsError | None.__class__), command
        assert printed


@given(st.text(alphabet="\\[]a/ #@red\x1b", max_size=30))
def test_shown_is_what_rich_itself_would_escape(text: str) -> None:
    """The linear way of escaping shows the same as rich's own."""
    assert shown(text) == escape(harmless(text))


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        ("在吗\n好\n".encode("gbk"), ["在吗", "好"]),
        (b"a\n" * 40_000 + "在吗\n".encode("gbk"), ["a"] * 40_000 + ["在吗"]),
        (b"a\n" * 40_000 + "在吗\n".encode(), ["a"] * 40_000 + ["在吗"]),
        ("\ufeff在吗\r\n好".encode(), ["在吗", "好"]),
        ("在吗\n好".encode("utf-16"), ["在吗", "好"]),
        (b"\xff\xfe", []),
        ("在".encode() + b"\xff\n", ["在\ufffd"]),
        (b"\n\n", ["", ""]),
    ],
    ids=range(8),
)
def test_lines_are_decoded_as_they_come(tmp_path: Path, raw: bytes, lines: list[str]) -> None:
    """The first line that is not ASCII tells the encoding, wherever it stands."""
    path = tmp_path / "lines"
    path.write_bytes(raw)
    with path.open("rb") as stream:
        found = list(decoded_lines(stream))
    if lines == ["在\ufffd"]:
        assert len(found) == 1
    else:
        assert found == lines


def test_each_line_is_answered_at_once() -> None:
    """A line is given before the next one is asked for."""

    class Slow:
        asked = 0

        def readline(self, _limit: int) -> bytes:
            self.asked += 1
            return b"a\n"

    stream = Slow()
    lines = decoded_lines(stream)  # type: ignore[arg-type]
    assert next(lines) == "a"
    assert stream.asked == 1
