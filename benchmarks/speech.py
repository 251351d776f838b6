"""How fast is a reply checked, and does one pass with RE2 or Aho-Corasick help? All ways in one run, on the same replies.

    pip install google-re2 pyahocorasick
    python benchmarks/speech.py [REPLIES.txt]      # one reply a line; by default the replies of the phrase book

Each way first names the rules that can match a reply at all; only these are then tried with ``re``. RE2 has no look-around, so
its patterns leave look-arounds out and let a few more rules through. The other ways look for words of which every match must
contain one; these words are derived from the patterns with Python's own (undocumented) pattern parser. All ways must find the
same; the run stops if one does not.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.speech import Checker, Context
from cs_scripts.speech.candidates import candidates
from cs_scripts.text.folding import fold

if sys.version_info >= (3, 11):
    from re import _constants as sre
    from re import _parser as parser
else:
    import sre_constants as sre
    import sre_parse as parser

Namer = Callable[[str], Sequence[int]]
ROUNDS = 5


def main() -> None:
    """Print microseconds a reply for each way."""
    given = sys.argv[1:] and Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    replies = given or [reply for script in load_phrasebook().scripts.values() for reply in script.replies]
    checker = Checker()
    compiled = checker._compiled  # noqa: SLF001
    context = Context(place="phrase_book")
    folded = [fold(reply) for reply in replies]

    def scan(text: str, namer: Namer) -> list[Any]:
        return [span for i in namer(text) for span in compiled[i].spans(text, compiled[i].matches(text), context)]

    everything = range(len(compiled))
    truth = [scan(text, lambda _: everything) for text in folded]
    length = sum(map(len, replies)) / len(replies)
    print(f"{len(replies)} replies, {length:.0f} characters each, {len(compiled)} rules, {sum(map(bool, truth))} replies with a finding")
    print(f"{'fold alone':40}{_time(fold, replies):7.1f} µs")
    for name, namer in namers([each.rule.match for each in compiled]).items():
        if [scan(text, namer) for text in folded] != truth:
            raise SystemExit(f"{name}: finds something else")
        tried = sum(len(namer(text)) for text in folded) / len(folded)
        cost = _time(partial(scan, namer=namer), folded)
        print(f"{name:40}{cost:7.1f} µs   of which naming {_time(namer, folded):5.1f} µs; {tried:4.1f} rules tried")
    print(f"{'check(), as installed here':40}{_time(checker.check, replies):7.1f} µs")


def namers(rules: Sequence[Sequence[str]]) -> dict[str, Namer]:
    """Build each way to name the rules that can match.

    Args:
        rules: the patterns of each rule; none for a rule that must always be tried.

    Returns:
        The ways by name.
    """
    everything = range(len(rules))
    made: dict[str, Namer] = {"re, every rule": lambda _: everything}
    owners: dict[str, set[int]] = {}
    always = set()
    for i, patterns in enumerate(rules):
        for words in [needed(parser.parse(pattern)) for pattern in patterns] or [[]]:
            if not words:
                always.add(i)
            for word in words:
                owners.setdefault(word, set()).add(i)
    # One match a place is found: the longest word; it stands for the shorter ones that it begins with.
    rules_of = {word: always.union(*(owners.get(word[:end], ()) for end in range(1, len(word) + 1))) for word in owners}
    longest_first = re.compile(f"(?=({'|'.join(map(re.escape, sorted(owners, key=len, reverse=True)))}))")
    made["re, words name the rules"] = lambda text: _union(always, (rules_of[word] for word in longest_first.findall(text)))
    try:
        import ahocorasick

        automaton = ahocorasick.Automaton()
        for word, found in owners.items():
            automaton.add_word(word, found)
        automaton.make_automaton()
        made["pyahocorasick, words name the rules"] = lambda text: _union(always, (found for _, found in automaton.iter(text)))
    except ImportError:
        print("pyahocorasick is not installed")
    try:
        import re2  # noqa: F401

        made["google-re2 set names the rules"] = candidates(["|".join(f"(?:{each})" for each in patterns) for patterns in rules])
    except ImportError:
        print("google-re2 is not installed")
    return made


def needed(tree: Any) -> list[str]:
    """Give words of which every match of a pattern contains at least one; empty when there are none.

    Args:
        tree: the pattern as Python's own parser gives it.

    Returns:
        The words.
    """
    best: list[str] = []
    run = ""
    for operation, value in [*tree, (None, None)]:
        if operation is sre.LITERAL:
            run += chr(value)
            continue
        options = [[run] if run else []]
        run = ""
        if operation is sre.SUBPATTERN:
            options.append(needed(value[3]))
        elif operation is sre.MAX_REPEAT and value[0] > 0:
            options.append(needed(value[2]))
        elif operation is sre.BRANCH:
            branches = [needed(branch) for branch in value[1]]
            options.append([word for branch in branches for word in branch] if all(branches) else [])
        elif operation is sre.IN and all(kind is sre.LITERAL for kind, _ in value):
            options.append([chr(code) for _, code in value])
        for option in options:
            if option and (not best or min(map(len, option)) > min(map(len, best))):
                best = option
    return best


def _union(always: Iterable[int], found: Iterable[Iterable[int]]) -> list[int]:
    return sorted(set(always).union(*found))


def _time(action: Callable[[str], object], texts: list[str]) -> float:
    """Give the best of some rounds, in microseconds a text."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for text in texts:
            action(text)
        best = min(best, time.perf_counter() - start)
    return best / len(texts) * 1e6


if __name__ == "__main__":
    main()
