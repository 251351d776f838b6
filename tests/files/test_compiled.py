"""What is kept in compiled form is what was made, or is made anew: of another source, damaged, or not there at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from cs_scripts.files.compiled import compiled, compiled_parts

READERS: dict[str, Callable[..., Any]] = {"whole": compiled, "in parts": compiled_parts}
FORM = {"发货": [["什么时候发", 1.5, None]], "\t": "\n", "空": []}


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CS_SCRIPTS_CACHE", str(tmp_path / "cache"))
    path = tmp_path / "source.txt"
    path.write_bytes(b"a\r\nb")
    return path


@pytest.mark.parametrize("reader", READERS)
def test_a_form_is_made_once_for_a_source(reader: str, source: Path) -> None:
    """Other line ends are the same source, another letter is another."""
    made: list[Mapping[str, Any]] = []

    def make() -> Mapping[str, Any]:
        made.append(FORM)
        return FORM

    for content, times in ((b"a\r\nb", 1), (b"a\r\nb", 1), (b"a\nb", 1), (b"a\nc", 2)):
        source.write_bytes(content)
        assert dict(READERS[reader]("form", [source], make)) == FORM
        assert len(made) == times


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "harm", [lambda whole: whole[:-3], lambda whole: whole[: len(whole) // 2], lambda _: b"", lambda _: b"[" * 100_000]
)
def test_a_damaged_form_is_made_anew(reader: str, harm: Callable[[bytes], bytes], source: Path, tmp_path: Path) -> None:
    read = READERS[reader]
    read("form", [source], lambda: FORM)
    [kept] = (tmp_path / "cache").glob("form.*")
    whole = kept.read_bytes()
    kept.write_bytes(harm(whole))
    assert dict(read("form", [source], lambda: FORM)) == FORM
    assert kept.read_bytes() == whole


def test_a_changed_letter_in_a_part_is_noticed(source: Path, tmp_path: Path) -> None:
    """A part is not decoded before it is asked for, so a checksum stands for all."""
    compiled_parts("form", [source], lambda: FORM)
    [kept] = (tmp_path / "cache").glob("form.*")
    kept.write_bytes(kept.read_bytes().replace(b"1.5", b"2.5"))
    assert dict(compiled_parts("form", [source], lambda: FORM)) == FORM
