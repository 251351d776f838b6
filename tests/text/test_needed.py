"""What a pattern needs: the sieve may pass too much, never too little."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_scripts.recognition.examples import load_examples
from cs_scripts.recommend.echo_forms import load_forms
from cs_scripts.recommend.moves import _moves
from cs_scripts.text.needed import needed

PATTERNS = [
    ("ab?c", "ac"),
    ("a?b*", ""),
    ("a{0,3}b", "b"),
    ("a{,3}", ""),
    ("a{2}", "a"),
    ("a+?b", "ab"),
    ("[吗么]$", "吗么"),
    ("[]a]b", "b"),
    ("[^a]b", "b"),
    ("[a-c]", ""),
    (r"\d+x|\u4e00y", "xy"),
    (r"\u4e00", ""),
    (r"(a)\1", "a"),
    ("(?:ab|cd)?e", "e"),
    ("(?:a|b|)c", "c"),
    ("(?:a|)", ""),
    ("a|", ""),
    ("(?P<v>要|能)不(?P=v)", "不"),
    ("(?<=ab)c(?!d)", "c"),
    ("(?=ab).", "ab"),
    ("(?!ab).", ""),
    ("(?<!a).(?=[bc])", "bc"),
    ("(?:x(?:y|z)|[uv])w?", "uvx"),
]


@pytest.mark.parametrize(("pattern", "marks"), PATTERNS)
def test_what_must_stand_there(pattern: str, marks: str) -> None:
    """Of several parts that must stand there the one with the fewest characters tells most; any of these is right."""
    found = needed(pattern)
    assert bool(found) == bool(marks)
    assert found <= set(marks) | set(re.sub(r"\W", "", pattern))


@pytest.mark.parametrize("pattern", [pattern for pattern, _ in PATTERNS])
@settings(max_examples=50)
@given(data=st.data())
def test_whatever_matches_has_it(pattern: str, data: st.DataObject) -> None:
    text = data.draw(st.from_regex(pattern))
    marks = needed(pattern)
    assert not marks or not marks.isdisjoint(text)


def test_no_form_of_question_is_sieved_out() -> None:
    """On every example message."""
    forms = load_forms().forms
    sieve = load_forms().sieve
    texts = [example.text for example in load_examples()]
    passed = [set(sieve(text)) for text in texts]
    for number, form in enumerate(forms):
        assert all(number in left for text, left in zip(texts, passed, strict=True) if form.pattern.search(text))
    assert sum(map(len, passed)) < len(texts) * len(forms) / 2


def test_no_move_is_sieved_out() -> None:
    """On every example message, and on each of the words that a move names."""
    known = _moves()
    words = [word for kind in known.kinds for word in re.findall(r"\w+", kind.whole.pattern)]
    texts = [*(example.text for example in load_examples()), *words]
    found = 0
    for text in texts:
        hits = {number for number, kind in enumerate(known.kinds) if kind.whole.fullmatch(text)}
        assert hits <= set(known.sieve(text))
        found += len(hits)
    assert found > len(known.kinds)
