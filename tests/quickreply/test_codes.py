"""Short codes: unique, letters first, and the same from release to release."""

from __future__ import annotations

import re
from dataclasses import replace

from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.phrasebook.codes import short_codes
from cs_scripts.phrasebook.read import load_phrasebook


def test_bundled_codes_are_unique_and_begin_with_the_code_of_their_intent() -> None:
    book = load_phrasebook()
    given = short_codes(book)
    every = [code for codes in given.values() for code in codes]
    assert len(set(every)) == len(every)
    for script in book.scripts.values():
        prefix = book.intents[script.intent].code if script.intent else book.triggers[script.trigger].code
        assert script.code, f"{script.id} has no code of its own"
        for code in given[script.id]:
            assert re.fullmatch(rf"{prefix}[0-9]{{1,3}}[a-z]?", code)


def test_wordings_have_letters_and_a_script_without_code_the_next_number(book: Phrasebook) -> None:
    codes = short_codes(book)
    assert codes["test.plain"] == ("yj1", "yj1b")
    assert codes["test.nocode"] == ("fh2",)


def test_adding_scripts_and_wordings_changes_no_code_given_before(book: Phrasebook) -> None:
    before = short_codes(book)
    first = book.scripts["test.plain"]
    longer = first._replace(replies=(*first.replies, "又一种说法。"))
    scripts = {**book.scripts, first.id: longer, "z.last": first._replace(id="z.last", intent="shipping_time", code="")}
    after = short_codes(replace(book, scripts=scripts))
    assert all(after[key][: len(codes)] == codes for key, codes in before.items())
    assert after["z.last"][0] == "fh3"


def test_a_code_of_the_shops_own_that_looks_like_a_wording_is_left_to_it(book: Phrasebook) -> None:
    own = book.scripts["test.shop"]._replace(id="own.x", code="yj1b")
    codes = short_codes(replace(book, scripts={**book.scripts, "own.x": own}))
    assert codes["own.x"][0] == "yj1b"
    assert codes["test.plain"] == ("yj1", "yj1c")
