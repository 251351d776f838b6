"""The whole book in made-up talks: whatever was said, no reply presumes what was not, and none gives itself away as a template.

Talks are put together at random from ``turns.tsv``; the message is any ask of any script, or one more turn.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_scripts import Recommender
from cs_scripts.conversation.facts import read_facts
from cs_scripts.conversation.terms import STAGES
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recommend.moment import check_history
from cs_scripts.recommend.ranking import mask_of
from cs_scripts.recommend.wording import bare

ROWS = [line.split("\t") for line in (Path(__file__).parent / "turns.tsv").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
TURNS = [{"role": role, "text": text} for role, text in ROWS]
BOOK = load_phrasebook()
ASKS = [ask for script in BOOK.scripts.values() for ask in script.asks] + [turn["text"] for turn in TURNS if turn["role"] == "buyer"]
FITS = 0.4
"""Chance of being sendable from which a reply fits."""
_BLANK = re.compile(r"【待填:([^】]*)】")

talks = st.lists(st.sampled_from(TURNS), max_size=6)
messages = st.sampled_from(ASKS)
stages = st.none() | st.sampled_from(STAGES)


@pytest.fixture(scope="module")
def shop() -> Recommender:
    return Recommender.load(shop=Path("data/shop.example.yaml"))


@settings(max_examples=400, deadline=None)
@given(messages, talks, stages)
def test_what_is_offered_in_any_talk(shop: Recommender, text: str, talk: list[dict[str, str]], stage: str | None) -> None:
    found = shop.suggest(text, talk, stage=stage)
    facts = read_facts(text, check_history(talk))
    said = mask_of([*{fact.kind for fact in facts.items if fact.role == "buyer"}, *facts.signs])
    sent = {bare(turn["text"]) for turn in talk if turn["role"] == "seller"}
    assert len({(reply.id, reply.text) for reply in found.replies}) == len(found.replies) <= 3
    again: dict[str, bool] = {}
    for reply in found.replies:
        assert reply.text.strip()
        assert not re.search(r"[{}]", reply.text)
        assert sorted(_BLANK.findall(reply.text)) == sorted(reply.missing)
        assert {use for use in reply.uses if use in {fact.kind for fact in facts.items}} <= {fact.kind for fact in facts.items}
        script = BOOK.scripts.get(reply.id)
        if script is None:
            continue
        assert mask_of(script.presumes) & ~said == 0, script.presumes
        assert not stage or not script.when.stage or stage in script.when.stage
        again[reply.id] = mask_of(script.asks_for) & said != 0
        assert bare(reply.text) not in sent or len(script.replies) <= len(sent)
    first = found.replies[0] if found.replies else None
    if first and again.get(first.id) and len(found.intents) < 2:
        assert all(again.get(reply.id) or reply.score < FITS for reply in found.replies), "asks for what is there"
