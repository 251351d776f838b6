"""Replies that no rule knows but that resemble breaches: how many are found, how seldom a fine one is, and how the weights are read."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cs_scripts.errors import DataFileError
from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.speech import Checker, Context, load_rules
from cs_scripts.speech.likeness import FAMILIES, load_likeness, parse_likeness
from cs_scripts.text.folding import fold

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHECKER = Checker()
RULES = load_rules().rules


def table(name: str) -> list[tuple[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    rows = [line.partition("\t") for line in lines if line and not line.startswith("#")]
    return [(family, text) for family, _, text in rows]


@pytest.mark.parametrize("name", ["strangers.tsv", "held_out.tsv"])
def test_sentences_that_nothing_was_learnt_from(name: str) -> None:
    """Of those that break something 85 in 100 are found; of the fine ones 2 in 100 are errors and 8 are mentioned at all."""
    rows = table(name)
    broken = [bool(CHECKER.check(text)) for family, text in rows if family != "fine"]
    fine = [CHECKER.check(text) for family, text in rows if family == "fine"]
    assert len(broken) >= 50
    assert len(fine) >= 60
    assert sum(broken) >= 0.85 * len(broken)
    assert sum(any(finding.severity == "error" for finding in found) for found in fine) <= 0.02 * len(fine)
    assert sum(map(bool, fine)) <= 0.08 * len(fine)


def test_nothing_was_learnt_from_the_tests() -> None:
    """A sentence that is kept to measure with is no example."""
    examples = {text.split("\t")[2] for text in data_path("speech_examples.tsv").read_text(encoding="utf-8").splitlines() if text[0] != "#"}
    assert [text for name in ("strangers.tsv", "held_out.tsv") for _, text in table(name) if text in examples] == []


def test_names_the_family() -> None:
    """Where a reply resembles a breach at all, the family is right nine times in ten."""
    likeness = load_likeness()
    rows = [(family, likeness.resembles(fold(text))) for family, text in table("strangers.tsv") if family != "fine"]
    named = [(family, found.family) for family, found in rows if found]
    assert len(named) >= 50
    assert sum(meant == found for meant, found in named) >= 0.85 * len(named)


def test_speaks_only_where_no_rule_does_and_never_louder_than_a_hint() -> None:
    """What is only like a breach is said softly, once, and in the words of its own rule."""
    found = CHECKER.check("亲，贴了这个腰贴，我妈能跳广场舞了哦")
    assert [(finding.rule, finding.severity, finding.label) for finding in found] == [("medical.like", "hint", "像是说疗效，请再看一眼")]
    assert {rule.severity for rule in RULES.values() if rule.like} == {"hint"}
    assert [finding.rule for finding in CHECKER.check("贴了这个腰贴，我妈能跳广场舞了，加我微信")] == ["offsite.contact"]


def test_every_family_has_a_rule() -> None:
    assert {rule.topic for rule in RULES.values() if rule.like} == set(FAMILIES)


def test_points_at_the_sentence() -> None:
    """One sentence among others that are fine is pointed at, in the reply as given."""
    text = "尺码给您换好了，明天发。 那家就是倒货的，连厂都没有。 有事您叫我。"
    assert [text[slice(*finding.span)] for finding in CHECKER.check(text)] == ["那家就是倒货的，连厂都没有"]


@pytest.mark.parametrize("text", ["您好", "你都关了", "、", "不清楚呢客官", ""])
def test_too_little_resembles_nothing(text: str) -> None:
    """A few words alone say too little, whatever they are."""
    assert load_likeness().resembles(fold(text)) is None


def test_no_reply_of_the_book_resembles_a_breach() -> None:
    likeness = load_likeness()
    replies = [reply for script in load_phrasebook().scripts.values() for reply in script.replies]
    assert [reply for reply in replies if likeness.resembles(fold(reply))] == []


def test_shop_silences_a_family_or_a_wording(tmp_path: Path) -> None:
    """What only resembles is silenced as every other rule, and so is a wording of it."""
    text = "那家就是倒货的，连厂都没有"
    path = tmp_path / "rules.yaml"
    for change in ("severity: 'off'", "unless: [倒货]"):
        path.write_text(f"version: 1\nchanges:\n  - rule: belittle.like\n    {change}\n    reason: 试\n", encoding="utf-8")
        assert Checker(load_rules(path)).check(text) == []
    path.write_text("version: 1\nallow:\n  - text: 连厂都没有\n    reason: 试\n", encoding="utf-8")
    assert Checker(load_rules(path)).check(text) == []


def test_long_reply_is_read_in_one_go() -> None:
    """Time grows with the length, not faster."""
    assert CHECKER.check("那家就是倒货的" * 20_000, Context()) is not None


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("scale\tmuch", "第 1 行：应为 scale、bias、least、damping 之一和一个数"),
        ("colour\t1", "第 1 行：应为 scale、bias、least、damping 之一和一个数"),
        ("scale\t1\n\n那家\t3\tmm", "第 3 行：应为“字 权重 13 个字母”"),
        ("scale\t1\n\n那家\tx\tmmmmmmmmmmmmm", "第 3 行：应为“字 权重 13 个字母”"),
        ("scale\t1", "bias：缺少"),
    ],
)
def test_weights_are_read_strictly(line: str, complaint: str) -> None:
    with pytest.raises(DataFileError) as caught:
        parse_likeness(line, "speech_likeness.txt")
    assert complaint in str(caught.value)


@pytest.mark.parametrize("suffix", ["tsv", "jsonl"])
def test_script_measures_a_labelled_file(tmp_path: Path, suffix: str) -> None:
    """It counts what is found of each family and what is wrongly flagged."""
    rows = [("offsite", "加我微信聊"), ("tone", "您好，在的"), ("fine", "您好"), ("fine", "加微信聊吧")]
    path = tmp_path / f"labelled.{suffix}"
    if suffix == "tsv":
        path.write_text("# comment\n" + "".join(f"{family}\t{text}\n" for family, text in rows), encoding="utf-8")
    else:
        kinds = [
            f'{{"text": "{text}", "label": "{"fine" if family == "fine" else "bad"}", "family": "{family}"}}\n' for family, text in rows
        ]
        path.write_text("".join(kinds), encoding="utf-8")
    script = ROOT / "benchmarks" / "speech_found.py"
    env = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    result = subprocess.run([sys.executable, script, path], capture_output=True, text=True, encoding="utf-8", check=True, env=env)
    assert "2 that break something: 1 found (50.0 %)" in result.stdout
    assert "2 that are fine: 1 errors (50.0 %), 1 mentioned at all (50.0 %)" in result.stdout
