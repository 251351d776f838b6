"""Tell whether a reply resembles those that must not be sent, where no pattern knows it.

Patterns know the ways of saying a thing that somebody thought of. What was learnt from sentences of others (``data/speech_examples.tsv``)
goes further and knows less well: so it speaks only where no rule does, and never louder than its rule in ``data/speech_rules.yaml`` says.
A score is a sum of weights, one for each character and pair of characters; ``scripts/derive_likeness.py`` derives the weights.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from operator import add
from pathlib import Path
from typing import NamedTuple

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.text import read_text

FAMILIES = (
    "absolute",
    "endorse",
    "medical",
    "offsite",
    "review",
    "tone",
    "belittle",
    "promise",
    "invoice",
    "terms",
    "authenticity",
    "privacy",
    "platform",
)
"""Topics of rules that have examples, in the order in which the file leans towards them."""

NEUTRAL = ord("m")
"""A lean towards a family is a letter; this one leans neither way."""

_LEAST_LENGTH = 8
_SENTENCE = re.compile(r"[^。!?;\n]+")
_ADDRESS = re.compile("亲爱[的哒滴]|亲亲|亲(?![自人密测和戚肤情近友子朋手口笔临吻身民切生妈爹热])|客官|小二")
_DRESS = {**dict.fromkeys(map(ord, "哦呢哈啊呀噢喔啦哟嘛哒~ ")), ord("你"): "您"}
_NUMBERS = ("scale", "bias", "least", "damping")


class Sentence(NamedTuple):
    """A sentence of a reply.

    Attributes:
        span: where it stands in the folded reply.
        words: the sentence without what only dresses it: forms of address, particles, blanks.
    """

    span: tuple[int, int]
    words: str


class Resemblance(NamedTuple):
    """What a reply resembles.

    Attributes:
        family: the topic of the rules that it resembles breaches of.
        span: the sentence that does, or the whole reply.
    """

    family: str
    span: tuple[int, int]


@dataclass(frozen=True)
class Likeness:
    """What was learnt from examples.

    Attributes:
        weights: how much each run of characters speaks for a breach.
        leanings: which family it speaks for: a letter for each, in the order of ``FAMILIES``.
        scale: what a weight of 1 is worth.
        bias: what a reply of nothing known scores.
        least: from which score on a reply resembles a breach.
        damping: how much longer a reply counts than it is, so that a few words alone decide little.
    """

    weights: Mapping[str, int]
    leanings: Mapping[str, str]
    scale: float
    bias: float
    least: float
    damping: float

    def resembles(self, text: str) -> Resemblance | None:
        """Tell what one of the sentences of a reply resembles, else the whole.

        Args:
            text: the folded reply.

        Returns:
            The family and the span; None where it resembles no breach.

        >>> load_likeness().resembles("您照实写评价就行")
        """
        read = sentences(text)
        scores = self.scores(read)
        best = max(range(len(read)), key=scores.__getitem__, default=0)
        if read and scores[best] > self.least:
            return Resemblance(self._family(read[best : best + 1]), read[best].span)
        if len(read) > 1 and scores[-1] > self.least:
            return Resemblance(self._family(read), (read[0].span[0], read[-1].span[1]))
        return None

    def scores(self, read: Sequence[Sentence]) -> list[float]:
        """Score the sentences of a reply.

        Args:
            read: the sentences.

        Returns:
            A score for each and, where there are several, last that of the whole: the higher, the more it resembles a breach.
        """
        heard = [(runs(sentence.words), len(sentence.words)) for sentence in read]
        if len(heard) > 1:
            heard.append((set().union(*(each for each, _ in heard)), sum(length for _, length in heard)))
        return [self._score(each, length) for each, length in heard]

    def _score(self, heard: set[str], length: int) -> float:
        if length < _LEAST_LENGTH:
            return -math.inf
        return self.scale * sum(map(self.weights.get, heard, repeat(0))) / math.sqrt(length + self.damping) + self.bias

    def _family(self, read: Sequence[Sentence]) -> str:
        leans = [self.leanings[run] for sentence in read for run in self.leanings.keys() & runs(sentence.words)]
        sums = [sum(map(ord, letters)) for letters in zip(*leans, strict=True)]
        return FAMILIES[sums.index(max(sums))]


def sentences(text: str) -> list[Sentence]:
    """Take a folded reply apart.

    Args:
        text: the reply.

    Returns:
        Its sentences.

    >>> sentences("今天发货哦。亲,你自己看")
    [Sentence(span=(0, 5), words='今天发货'), Sentence(span=(6, 12), words=',您自己看')]
    """
    return [_sentence(text, match.start(), match.end()) for match in _SENTENCE.finditer(text)]


def runs(words: str) -> set[str]:
    """Give the runs of characters that can have weights.

    Args:
        words: the words.

    Returns:
        Each once.

    >>> sorted(runs("爱买"))
    ['买', '爱', '爱买']
    """
    return {*words, *map(add, words, words[1:])}


def _sentence(text: str, start: int, end: int) -> Sentence:
    given = text[start:end]
    words = given
    if "亲" in words or "客官" in words or "小二" in words:
        words = _ADDRESS.sub("", words)
    return Sentence((end - len(given.lstrip()), start + len(given.rstrip())), words.translate(_DRESS))


def parse_likeness(text: str, path: Path | str) -> Likeness:
    """Parse a file of weights: its numbers, an empty line, then a run, its weight and its leanings on each line.

    Args:
        text: the file's text.
        path: its name, for errors.

    Returns:
        What was learnt.

    Raises:
        DataFileError: a line has another form.
    """
    weights: dict[str, int] = {}
    leanings: dict[str, str] = {}
    problems: list[Problem] = []
    lines = enumerate(text.split("\n"), 1)
    numbers = dict(_numbers(lines, problems))
    for number, line in lines:
        if not line:
            continue
        run, _, rest = line.partition("\t")
        weight, _, letters = rest.partition("\t")
        if not run or len(letters) != len(FAMILIES) or not weight.lstrip("-").isdecimal():
            problems.append(Problem(f"第 {number} 行", f"应为“字 权重 {len(FAMILIES)} 个字母”，以制表符分开"))
            continue
        weights[run] = int(weight)
        leanings[run] = letters
    problems += [Problem(name, "缺少") for name in _NUMBERS if name not in numbers]
    if problems:
        raise DataFileError(path, problems)
    return Likeness(weights, leanings, **numbers)


@lru_cache(maxsize=1)
def load_likeness() -> Likeness:
    """Load what was learnt from the bundled examples.

    Returns:
        What tells whether a reply resembles a breach.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: the file breaks its form.
    """
    path = data_path("speech_likeness.txt")
    return parse_likeness(read_text(path), path)


def _numbers(lines: Iterator[tuple[int, str]], problems: list[Problem]) -> Iterator[tuple[str, float]]:
    for number, line in lines:
        if not line:
            return
        name, _, value = line.partition("\t")
        if line.startswith("#"):
            continue
        try:
            if name not in _NUMBERS:
                raise ValueError(name)
            yield name, float(value)
        except ValueError:
            problems.append(Problem(f"第 {number} 行", f"应为 {'、'.join(_NUMBERS)} 之一和一个数"))
