"""The word lists of conversations are read strictly, and what is compiled of them is what the files say."""

from __future__ import annotations

from pathlib import Path

import pytest

from cs_scripts.conversation import cue_file
from cs_scripts.conversation.cue_file import file_cues
from cs_scripts.conversation.words import PRIOR, words
from cs_scripts.errors import DataFileError
from cs_scripts.files.data import data_path

BROKEN = """
version: 2
guards: {odd: "("}
facts:
  - {kind: nothing, say: [一点]}
  - {kind: place, near: nowhere, say: ["(x)"]}
  - {kind: place, say: []}
signs:
  - {sign: hurt, role: nobody, say: ["失望(?:了"]}
asks:
  - {fact: photo, say: [照片], odd: 1}
stages:
  prior: {lost: 1}
  cues:
    - {add: [1], say: [退]}
couriers: [中通]
recipients: {孩子: 娃}
colors: []
places_doubtful: []
"""


@pytest.mark.parametrize("role", ["buyer", "seller"])
def test_what_is_compiled_is_what_the_files_say(role: str) -> None:
    """Every word of the files is found by the compiled lists."""
    made = file_cues(role)
    assert tuple(made.pop(PRIOR)) == words().prior
    lexicon = getattr(words(), role)
    lines = [line for line in data_path("goods_words.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    heads = [name for line in lines for name in line.split() if name.isalpha()][:500]
    assert len(made) > 300
    assert [head for head in heads if not lexicon.find(head.lower())] == []


def test_all_problems_are_told_with_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "conversation.yaml").write_text(BROKEN, encoding="utf-8")
    monkeypatch.setattr(cue_file, "data_path", lambda name: tmp_path / name if name == "conversation.yaml" else data_path(name))
    with pytest.raises(DataFileError) as caught:
        cue_file._read.__wrapped__()
    places = [problem.where.split()[-1] for problem in caught.value.problems]
    assert sorted(places) == sorted(
        [
            "version",
            "guards.odd",
            "facts[0].kind",
            "facts[1].near",
            "facts[1].say[0]",
            "facts[2].say",
            "signs[0].role",
            "signs[0].say[0]",
            "asks[0].odd",
            "stages.prior",
            "stages.cues[0].add",
            "couriers",
            "recipients.孩子",
            "colors",
        ]
    )
