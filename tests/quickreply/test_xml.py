"""The documented XML format keeps to its schema, whatever stands in the phrases."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from cs_scripts.files.data import data_path
from cs_scripts.quickreply import Entry, export_entries, load_format

SCHEMA = etree.XMLSchema(etree.parse(str(data_path("formats/wangwang-xml.xsd"))))


def test_the_small_book_is_valid(entries: list[Entry]) -> None:
    SCHEMA.assertValid(etree.fromstring(export_entries(entries, load_format("wangwang-xml")).content))


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(Entry, text=st.text(min_size=1), code=st.text(max_size=5), group=st.text(max_size=5)), max_size=4))
def test_any_phrases_are_valid(entries: list[Entry]) -> None:
    """Illegal characters, ]]> and quotes included."""
    SCHEMA.assertValid(etree.fromstring(export_entries(entries, load_format("wangwang-xml")).content))


def test_the_schema_refuses_another_shape() -> None:
    assert not SCHEMA.validate(etree.fromstring("<quickReplies version='1'><reply code='a'>您好</reply></quickReplies>"))
