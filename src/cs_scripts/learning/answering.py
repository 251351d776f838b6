"""Choose the best of what agents really answered, and make a draft of it: slots where facts stood.

An answer is good when the rules of speech allow it, when it says what other agents say too and speaks of what was asked, when the
buyer was content soon, and when no figure remains that no slot stands for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from cs_scripts.conversation.facts import read_facts
from cs_scripts.conversation.words import places
from cs_scripts.learning.exchanges import Exchange
from cs_scripts.learning.grouping import Meanings, to_middle
from cs_scripts.learning.mining_file import MiningWords
from cs_scripts.recognition.model import IntentModel
from cs_scripts.speech import Checker, Context
from cs_scripts.text.pii import mask

SHOWN = 3
"""Answers that are shown of a group."""

MOST = 400
"""Different answers that are compared."""

_LEFT = re.compile(r"\d|[〈〉\[\]]|https?:")
_SENDS = re.compile(r"(?:仓库?)?(?:直接|统一|这边)?(?:发货|发出|发的|寄出|直发)")
_BRACES = str.maketrans("{}", "｛｝")
_CALLED = re.compile(r"^(亲爱的|亲亲|亲)(?=[\u4e00-\u9fff])(?!们|爱|人|戚|子|自|手)")
_PAUSE = re.compile(r"(?<=[哦呢哒呀啦噢])(?<!毛呢)(?<!羊绒呢)(?=[\u4e00-\u9fff{]{3})(?![子绒料大]|的|哦|呢|亲(?!亲?[可您请]))")
_STOPS = re.compile(r"[，,。！!；;~～ ]")
_ENDS = re.compile(r"[。！!？?~～.…]$")
_SHORTEST, _LONGEST = 9, 70
_SLOT = re.compile(r"\{(\w+)\}")
_ENOUGH = 0.6
"""Score from which an answer is worth a draft."""


@dataclass(frozen=True)
class GivenAnswer:
    """What agents answered.

    Attributes:
        text: the answer as given, personal data masked, lines joined.
        draft: the same with slots in place of facts.
        times: how often it was given.
        content: how soon buyers were content after it, 1 for at once; -1 for annoyed.
        score: how good it is; only the order matters.
        findings: ids of rules of speech that it breaks.
    """

    text: str
    draft: str
    times: int
    content: float
    score: float
    findings: tuple[str, ...]


def best_answers(
    exchanges: Sequence[Exchange], intent: str, model: IntentModel, words: MiningWords, checker: Checker, slots: Collection[str]
) -> list[GivenAnswer]:
    """Rank what agents answered to a question.

    Args:
        exchanges: the question's.
        intent: the intent it has.
        model: compares wordings.
        words: tell which facts become slots.
        checker: knows what must not be said.
        slots: names of slots that exist.

    Returns:
        The answers that nothing of the severity ``error`` speaks against, the best first, each wording once.
    """
    given: dict[str, list[Exchange]] = {}
    for exchange in exchanges:
        if exchange.answer:
            given.setdefault(joined(exchange.answer), []).append(exchange)
    texts = sorted(given, key=lambda text: (-len(given[text]), -sum(each.content for each in given[text]), text))[:MOST]
    if not texts:
        return []
    meanings = Meanings(model, [*texts, *dict.fromkeys(exchange.text for exchange in exchanges)])
    own = list(range(len(texts)))
    agreed = to_middle(meanings.vectors, own, [float(len(given[text])) for text in texts])
    asked = meanings.vectors[len(texts) :].sum(axis=0)
    spoken = (meanings.vectors[: len(texts)] @ asked) / max(float((asked @ asked) ** 0.5), 1e-9)
    found = []
    for text, near, about in zip(texts, agreed.tolist(), spoken.tolist(), strict=True):
        contents = [each.content for each in given[text]]
        content = sum(contents) / len(contents)
        findings = checker.check(text, Context(question=given[text][0].text))
        if any(finding.severity == "error" for finding in findings):
            continue
        draft = to_draft(text, intent, words, slots)
        praise = 0.8 * sum(contents) / (len(contents) + 2)  # one content buyer is little
        score = 1.3 * near + 0.8 * about + praise + 0.06 * min(len(given[text]), 5) - _faults(draft, words) - 0.3 * len(findings)
        rules = tuple(dict.fromkeys(finding.rule for finding in findings))
        found.append(GivenAnswer(mask(text), draft, len(given[text]), round(content, 2), round(score, 3), rules))
    return _apart(sorted(found, key=lambda answer: (-answer.score, answer.text)))


def joined(answer: str) -> str:
    r"""Join the lines of an answer into one.

    >>> joined("可以开的\n拍下留抬头")
    '可以开的，拍下留抬头'
    """
    lines = [" ".join(line.split()) for line in answer.split("\n")]
    return "".join(line if i == len(lines) - 1 or _ENDS.search(line) else line.rstrip("，,") + "，" for i, line in enumerate(lines))


def to_draft(text: str, intent: str, words: MiningWords, slots: Collection[str]) -> str:
    """Put slots in the place of facts.

    Args:
        text: an agent's answer.
        intent: what it answers.
        words: the rules.
        slots: names of slots that exist.

    Returns:
        A wording for a phrase book.

    >>> from cs_scripts.learning.mining_file import load_mining_words
    >>> to_draft("亲满99元包邮哦", "shipping_fee", load_mining_words(), {"free_postage_threshold"})
    '亲，满{free_postage_threshold}元包邮哦'
    """
    plain = mask(text).translate(_BRACES)
    taken: list[tuple[int, int, str]] = []

    def claim(start: int, end: int, slot: str) -> None:
        if slot in slots and start < end and all(end <= a or start >= b for a, b, _ in taken):
            taken.append((start, end, slot))

    rules = words.slot_rules(intent)
    for rule in rules:
        if rule.pattern is not None:
            for match in rule.pattern.finditer(plain):
                claim(*match.span(1), rule.slot)
    facts = [(fact.kind, fact.start, fact.end) for fact in read_facts("", [("seller", plain)]).items]
    facts += [("place", *span) for span in _sent_from(plain)]
    for rule in rules:
        for kind, start, end in facts:
            if kind == rule.kind:
                claim(start, end, rule.slot)
    for start, end, slot in sorted(taken, reverse=True):
        plain = f"{plain[:start]}{{{slot}}}{plain[end:]}"
    return _punctuated(_without_repeated(plain, slots))


def _sent_from(text: str) -> Iterator[tuple[int, int]]:
    """Find places that parcels are sent from, a province and its town as one."""
    known = places()
    for match in _SENDS.finditer(text):
        start = end = match.start()
        while length := next((n for n in range(min(6, start), 1, -1) if text[start - n : start] in known), 0):
            start -= length
        if start < end:
            yield start, end


def _punctuated(text: str) -> str:
    """Put commas where whoever typed without any would pause."""
    text = _CALLED.sub(r"\1，", text)
    return text if _STOPS.search(text[3:]) else _PAUSE.sub("，", text)


def _without_repeated(text: str, slots: Collection[str]) -> str:
    """Write a slot once where several of its facts stood in a row, as a list of couriers."""
    for slot in slots:
        if text.count(f"{{{slot}}}") > 1:
            text = re.sub(rf"(\{{{slot}\}})(?:(?:[、,，/ 和或]|或者|还有){{0,2}}\{{{slot}\}})+", r"\1", text)
    return text


def _faults(draft: str, words: MiningWords) -> float:
    """Tell how much of a draft an agent would have to mend."""
    bare = _SLOT.sub("", draft)
    slots = _SLOT.findall(draft)
    length = len(bare) + 3 * len(slots)
    faults = 0.6 * bool(_LEFT.search(bare)) + 0.5 * words.is_asking_back(bare) + 0.5 * words.is_passing(bare)
    faults += 0.4 * (len(slots) > len(set(slots))) - 0.15 * bool(slots)
    return faults + 0.06 * max(0, _SHORTEST - length) + 0.01 * max(0, length - _LONGEST)


def _apart(answers: Sequence[GivenAnswer]) -> list[GivenAnswer]:
    """Leave out what says in other words hardly anything else than a better one."""
    kept: list[GivenAnswer] = []
    for answer in answers:
        if answer.score >= _ENOUGH and all(_overlap(answer.draft, other.draft) < 0.7 for other in kept):
            kept.append(answer)
        if len(kept) == SHOWN:
            break
    return kept


def _overlap(text: str, other: str) -> float:
    pairs, others = ({each[i : i + 2] for i in range(len(each) - 1)} for each in (text, other))
    return len(pairs & others) / max(1, min(len(pairs), len(others)))
