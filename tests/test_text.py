"""Normalisation: what differs only in typing becomes equal, what differs each time becomes its kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.text.normalise import KINDS, MAX_LENGTH, normalise, normalise_all, readable
from tests.cases import table

CASES = table("text/normalise.tsv")


@pytest.mark.parametrize(("typed", "expected", "why"), CASES, ids=[why for _, _, why in CASES])
def test_table(typed: str, expected: str, why: str) -> None:
    """Every row of the table holds."""
    assert readable(normalise(typed)) == expected


@given(st.lists(st.text(alphabet=st.characters() | st.sampled_from("0123456789元块¥?？。吗 \n\r\t\ud800发货"), max_size=40), max_size=8))
def test_many_at_once_are_each_on_their_own(texts: list[str]) -> None:
    """No neighbour in a batch changes a message: a price at the end of one and 元 at the beginning of the next stay apart."""
    assert normalise_all(texts) == [normalise(text) for text in texts]


def test_a_number_does_not_reach_into_the_next_message() -> None:
    """The case that hypothesis would need long to find."""
    assert [readable(text) for text in normalise_all(["拍了5", "元旦能发吗", "付了¥", "20"])] == [
        "拍了〔数字〕",
        "元旦能发吗",
        "付了¥",
        "〔数字〕",
    ]


@given(st.text())
def test_result_is_one_encodable_line_without_foreign_masks(text: str) -> None:
    """Whatever comes in, the tokenizers can take it, and a buyer cannot type a mask."""
    normalised = normalise(text)
    normalised.encode()
    assert "\n" not in normalised
    assert normalise("".join(KINDS.values())) == ""


def test_cost_is_bounded() -> None:
    """A message of any length is read to a limit."""
    assert len(normalise("发货" * 100_000)) <= MAX_LENGTH
