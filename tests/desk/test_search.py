"""Search as agents do: by code, by a word of the text, by pinyin initials; title before body, most used first."""

import pytest
from starlette.testclient import TestClient

from cs_scripts.desk.phrases import PhraseIndex
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.profile import Shop
from tests.cases import table

BOOK = load_phrasebook()
INDEX = PhraseIndex(BOOK, Shop())


@pytest.mark.parametrize(("query", "code"), table("desk/found.tsv"))
def test_found_first(query: str, code: str) -> None:
    assert INDEX.search(query, {})[0].codes[0] == code


def test_title_before_body() -> None:
    found = INDEX.search("运费险", {})
    places = ["运费险" in phrase.title + phrase.label for phrase in found]
    assert True in places
    assert False in places
    assert places == sorted(places, reverse=True)


def test_initials_find_what_characters_would() -> None:
    """Only not by the name of an open blank."""
    by_word = {phrase.script.id for phrase in INDEX.search("退货地址", {}) if "【待填:退货地址】" not in "".join(phrase.texts)}
    by_initials = {phrase.script.id for phrase in INDEX.search("thdz", {})}
    assert by_word
    assert by_word <= by_initials


def test_all_words_must_be_found() -> None:
    both = {phrase.script.id for phrase in INDEX.search("退货 运费", {})}
    assert both == {phrase.script.id for phrase in INDEX.search("退货", {})} & {phrase.script.id for phrase in INDEX.search("运费", {})}


def test_most_used_first_among_equals() -> None:
    found = INDEX.search("退货", {})
    last = [phrase for phrase in found if "退货" in phrase.title][-1]
    assert INDEX.search("退货", {last.script.id: (3, 1)})[0] == last


def test_lately_used_when_nothing_is_typed() -> None:
    one, two = INDEX.phrases[5].script.id, INDEX.phrases[9].script.id
    assert [phrase.script.id for phrase in INDEX.search("", {one: (9, 1), two: (1, 2)})] == [two, one]


def test_a_group_is_given_whole() -> None:
    assert len(INDEX.search("", {}, group="returns")) == len(BOOK.for_intent("returns"))


def test_every_group_is_listed_with_its_number() -> None:
    groups = INDEX.groups(BOOK)
    assert sum(group["count"] for group in groups) == len(BOOK.scripts)
    assert {group["kind"] for group in groups} == {"asked", "first"}


def test_over_http(client: TestClient) -> None:
    answer = client.get("/api/phrases", params={"q": "thh7", "limit": 1}).json()
    assert answer["phrases"][0]["replies"][0]["code"] == "thh7"
    assert len(answer["phrases"]) == 1
