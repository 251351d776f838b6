"""The questions that the training documents quote, in words of our own, get the script that the documents teach."""

import pytest

from cs_scripts import Recommender
from cs_scripts.recommend.documented import only_documented
from tests.cases import table

CASES = [(text, ids.split()) for _, text, ids in table("phrases/documented.tsv")]
ENOUGH_FIRST = 0.9


def test_table_names_scripts_of_the_book(recommender: Recommender) -> None:
    """No question stands twice, and each script is in the book."""
    assert len({text for text, _ in CASES}) == len(CASES)
    assert [identity for _, ids in CASES for identity in ids if identity not in recommender.book.scripts] == []


@pytest.mark.parametrize(("text", "ids"), CASES, ids=[text for text, _ in CASES])
def test_documented_script_is_among_three(recommender: Recommender, text: str, ids: list[str]) -> None:
    """Whoever asks what the documents' buyers ask is offered what the documents answer."""
    assert {reply.id for reply in recommender.suggest(text, k=3).replies} & set(ids)


def test_documented_script_comes_first(recommender: Recommender) -> None:
    """It is the first reply to nine in ten of the questions."""
    missed = [text for text, ids in CASES if recommender.suggest(text, k=1).replies[0].id not in ids]
    assert len(missed) <= (1 - ENOUGH_FIRST) * len(CASES), missed


def test_only_documented_scripts_on_request(recommender: Recommender) -> None:
    """A shop that wants only what was taught gets it, for every question that the documents answer."""
    only = only_documented(recommender)
    for text, _ in CASES[::7]:
        replies = only.suggest(text).replies
        assert replies
        assert all(reply.documented for reply in replies)
