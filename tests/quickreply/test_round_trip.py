"""Out and in again: every format gives back what went in, and import followed by export gives the same bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.phrasebook.writer import write_book
from cs_scripts.quickreply import Entry, Export, Format, book_entries, export_entries, list_formats, load_format
from cs_scripts.quickreply.containers.kinds import fields_of
from cs_scripts.quickreply.reading import parse_entries
from cs_scripts.quickreply.to_book import plan_import
from cs_scripts.shop.profile import Shop

FORMATS = [each.name for each in list_formats()]
NASTY = st.sampled_from(
    ["\n", "\r\n", "\r", ",", ";", '"', '""', "'", "\t", "=", "+", "-", "@", "＝", "]]>", "<![CDATA[", "<b>", "&amp;", "&#13;", "&#44;",
     "{{x}}", "}}", "\\{\\{", "$|$", "，", "。", "～", "😀", "👍🏻", "🦄", "𠮷", "\x00", "\x1b", "\ufeff", "\u2028", "\x85", "\ud800",
     "\uffff", "_x0041_", "- ", ": ", "#", "|", "%", "yes", "null", "0123", "您好", "a", " ", "【待填:快递单号】"]
)  # fmt: skip
TEXTS = st.lists(NASTY | st.text(max_size=4), min_size=1, max_size=6).map("".join)
LINES = st.text("abc,;\"'=@甲乙 /<>&", max_size=5)
ENTRIES = st.lists(
    st.builds(Entry, text=TEXTS, code=st.from_regex(r"[a-z]{2}[0-9]{1,2}", fullmatch=True), group=LINES),
    max_size=5,
    unique_by=lambda entry: entry.code,
)


def _unheld(export: Export) -> bool:
    """Tell whether the file says another thing than it should, as where a text looks like an escape; it is reported."""
    return any(finding.kind == "not_kept" for finding in export.findings)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=20, deadline=None)
@given(ENTRIES)
def test_reading_gives_back_what_was_written_unless_a_finding_says_otherwise(name: str, entries: list[Entry]) -> None:
    described = load_format(name)
    export = export_entries(entries, described)
    read = parse_entries(export.content, described).entries
    reported = {(finding.entry.code, finding.field) for finding in export.findings if finding.kind == "not_kept"}
    by_code = {entry.code: entry for entry in read}
    assert len(read) == len(export.entries) or reported
    for entry in export.entries:
        for field in ("text", "group"):
            if field in fields_of(described) and not {(entry.code, field), (entry.code, "text")} & reported:
                assert getattr(by_code[entry.code], field) == getattr(entry, field)


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=20, deadline=None)
@given(ENTRIES)
def test_export_read_export_gives_the_same_bytes(name: str, entries: list[Entry]) -> None:
    """Also where the format has to be found out, and where the first export had to give something up."""
    described = load_format(name)
    first = export_entries(entries, described)
    if first.entries and not _unheld(first):
        reading = parse_entries(first.content)
        assert reading.format == described
        assert export_entries(reading.entries, described).content == first.content


def _bare(book: Phrasebook) -> Phrasebook:
    return Phrasebook(book.intents, book.triggers, book.slots, {})


def _through_a_book(content: bytes, described: Format, book: Phrasebook, path: Path) -> bytes:
    """Import a file into a phrase book of its own and export that."""
    plan = plan_import(parse_entries(content).entries, _bare(book), lambda texts: [() for _ in texts])
    write_book(path, plan.scripts, merge=False, replaces_bundled=True)
    return export_entries(book_entries(load_phrasebook(path), every_wording=True), described).content


@pytest.mark.parametrize("name", FORMATS)
def test_export_import_export_gives_the_same_bytes(name: str, book: Phrasebook, shop: Shop, entries: list[Entry], tmp_path: Path) -> None:
    described = load_format(name)
    first = export_entries(entries, described).content
    assert _through_a_book(first, described, book, tmp_path / "mine.yaml") == first


@pytest.mark.parametrize("name", ["qianniu-csv", "qianniu-csv-utf8", "kefubao", "feiniu-csv", "wangwang-xml", "chatwoot", "espanso"])
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ENTRIES.filter(bool))
def test_any_phrases_survive_import_and_export(name: str, book: Phrasebook, tmp_path: Path, entries: list[Entry]) -> None:
    """Formats that hold nothing but code, text and group; braces become full-width once and stay so."""
    described = load_format(name)
    entries = [Entry(entry.text.replace("{", "｛").replace("}", "｝"), entry.code, entry.group.strip() or "组") for entry in entries]
    first = export_entries(entries, described)
    if first.entries and not _unheld(first):
        assert _through_a_book(first.content, described, book, tmp_path / "mine.yaml") == first.content
