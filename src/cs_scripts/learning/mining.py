"""Find the questions that a shop has no script for: asked by many, not recognised, or answered by agents in their own words.

The romoss document asks that what four or five buyers asked becomes a quick reply; this finds such questions in chat logs and drafts
the reply from what agents wrote.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from cs_scripts.chatlog import Message
from cs_scripts.learning.answering import GivenAnswer, best_answers
from cs_scripts.learning.exchanges import Exchange, read_exchanges
from cs_scripts.learning.grouping import Meanings, group, to_middle
from cs_scripts.learning.mining_file import MiningWords, load_mining_words
from cs_scripts.phrasebook.book import SAID_SLOT, SLOT, Phrasebook
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.speech import Checker
from cs_scripts.text.pii import mask

BUYERS = 4
"""From how many buyers on a question is frequent."""

MOST = 100
"""Questions that are given."""

SAME_WORDS = 0.6
"""Cosine from which an answer is one of the book's."""

WHY = {"none": "没认出", "doubtful": "拿不准", "own_words": "客服用自己的话答"}
"""Why a question is mined, and what to call it."""

_CHAT = frozenset(("greeting", "closing"))
_NEAR_MIDDLE = 0.5
_EXAMPLES = 6
_LONGEST_EXAMPLE = 40
_SURE = 0.5
_STANDS_FOR = re.compile(r"〈[^〉]{1,12}〉|\[(?:图片|表情|语音|视频)\]")


_Row = tuple[Exchange, tuple[str, ...]]
"""A question, and why it is mined."""


@dataclass(frozen=True)
class MinedQuestion:
    """A frequent question and what agents answered.

    Attributes:
        text: the wording nearest to all others, masked.
        examples: wordings, nearest first, masked.
        buyers: how many asked.
        messages: how often it was asked.
        share: of all questions of the log.
        why: how many of the messages were ``none``, ``doubtful``, or answered in ``own_words``.
        intent: the likeliest intent.
        is_sure: whether the intent is likely.
        nearest: id of the script whose asks come nearest, and the cosine.
        answers: the best answers.
    """

    text: str
    examples: tuple[str, ...]
    buyers: int
    messages: int
    share: float
    why: dict[str, int]
    intent: str
    is_sure: bool
    nearest: tuple[str, float]
    answers: tuple[GivenAnswer, ...]


@dataclass(frozen=True)
class Mined:
    """What a log held.

    Attributes:
        messages: buyers' messages.
        questions: those that ask something.
        groups: the frequent questions, most buyers first.
        more: how many there are beside these.
    """

    messages: int
    questions: int
    groups: tuple[MinedQuestion, ...]
    more: int = 0


class Miner:
    """Mine chat logs.

    Args:
        recogniser: tells intents.
        book: the scripts there are.
        checker: knows what must not be said.
    """

    def __init__(self, recogniser: Recogniser, book: Phrasebook, checker: Checker) -> None:
        self._recogniser = recogniser
        self._book = book
        self._checker = checker
        self._words: MiningWords = load_mining_words()

    def mine(self, messages: Iterable[Message], least: int = BUYERS, most: int = MOST) -> Mined:
        """Find frequent questions without a script.

        Args:
            messages: the messages of buyers and staff, of any number of conversations.
            least: how many buyers must have asked.
            most: how many questions to give, those of the most buyers.

        Returns:
            What was found.
        """
        exchanges = read_exchanges(messages, self._words)
        asked = [each for each in exchanges if self._is_question(each)]
        wanting = self._wanting(asked)
        of: dict[str, list[_Row]] = defaultdict(list)
        for exchange, why in wanting:
            of[self._words.core(exchange.text)].append((exchange, why))
        cores = list(of)
        meanings = Meanings(self._recogniser.model, cores)
        groups: list[tuple[int, list[int], list[_Row]]] = []
        for members in group(meanings, [len(of[core]) for core in cores]):
            near = to_middle(meanings.vectors, members, [float(len(of[cores[i]])) for i in members])
            kept = [members[i] for i in np.argsort(-near, kind="stable").tolist() if near[i] >= _NEAR_MIDDLE]
            rows = [row for i in kept for row in of[cores[i]]]
            buyers = len({exchange.buyer for exchange, _ in rows})
            if buyers >= least:
                groups.append((buyers, kept, rows))
        groups.sort(key=lambda each: (-each[0], -len(each[2]), each[1]))
        nearest = self._nearest_scripts(meanings, [members for _, members, _ in groups[:most]])
        found = [
            self._question(meanings, members, rows, near, len(asked))
            for (_, members, rows), near in zip(groups[:most], nearest, strict=True)
        ]
        return Mined(len(exchanges), len(asked), tuple(found), max(0, len(groups) - most))

    def _is_question(self, exchange: Exchange) -> bool:
        """Tell whether a message asks or requests something that can be answered without knowing what was said before."""
        words = self._words
        if not (words.asks(exchange.text) or (words.requests(exchange.text) and not exchange.is_reply)):
            return False
        return len(words.about(exchange.text)) > 1

    def _wanting(self, asked: Sequence[Exchange]) -> list[_Row]:
        """Give the questions that the book does not answer, and why."""
        texts = list(dict.fromkeys(exchange.text for exchange in asked))
        intents = dict(zip(texts, self._recogniser.classify(texts), strict=True))
        confident = self._recogniser.thresholds.confident
        own = self._in_own_words(list(dict.fromkeys(exchange.answer for exchange in asked if exchange.answer)))
        found = []
        for exchange in asked:
            heard = intents[exchange.text]
            if heard and all(intent.id in _CHAT for intent in heard):
                continue
            why = ["none"] if not heard else ["doubtful"] if max(intent.probability for intent in heard) < confident else []
            why += ["own_words"] if exchange.answer in own else []
            if why:
                found.append((exchange, tuple(why)))
        return found

    def _in_own_words(self, answers: Sequence[str]) -> set[str]:
        """Give the answers that are not near any reply of the book."""
        if not answers:
            return set()
        replies = [SLOT.sub("", SAID_SLOT.sub("", reply)) for script in self._book.scripts.values() for reply in script.replies]
        known = Meanings(self._recogniser.model, replies).vectors
        given = Meanings(self._recogniser.model, answers).vectors
        own: set[str] = set()
        for start in range(0, len(answers), 1000):
            best = (given[start : start + 1000] @ known.T).max(axis=1).toarray().ravel()
            own |= {answers[start + i] for i in np.flatnonzero(best < SAME_WORDS).tolist()}
        return own

    def _nearest_scripts(self, meanings: Meanings, groups: Sequence[Sequence[int]]) -> list[tuple[str, float]]:
        """Find the script whose asks come nearest to each group's first message."""
        asks = [(script.id, self._words.core(ask)) for script in self._book.scripts.values() for ask in script.asks]
        if not groups or not asks:
            return [("", 0.0)] * len(groups)
        known = Meanings(self._recogniser.model, [ask for _, ask in asks]).vectors
        cosines = (meanings.vectors[[members[0] for members in groups]] @ known.T).toarray()
        return [(asks[i][0], round(float(row[i]), 2)) for row, i in zip(cosines, cosines.argmax(axis=1).tolist(), strict=True)]

    def _question(
        self,
        meanings: Meanings,
        members: Sequence[int],
        rows: Sequence[_Row],
        nearest: tuple[str, float],
        asked: int,
    ) -> MinedQuestion:
        odds = 1 / (1 + np.exp(-np.clip(meanings.scores[list(members)], -30, 30)))
        for i, label in enumerate(meanings.labels):
            if label in _CHAT:
                odds[:, i] = 0
        likely = odds.mean(axis=0)
        best = int(likely.argmax())
        intent = meanings.labels[best]
        exchanges = [exchange for exchange, _ in rows]
        examples = _examples([exchange.text for exchange in exchanges])
        answers = best_answers(exchanges, intent, self._recogniser.model, self._words, self._checker, self._book.slots)
        why = Counter(reason for _, reasons in rows for reason in reasons)
        return MinedQuestion(
            text=examples[0],
            examples=tuple(examples),
            buyers=len({exchange.buyer for exchange in exchanges}),
            messages=len(exchanges),
            share=round(len(exchanges) / asked, 4),
            why={reason: why[reason] for reason in WHY},
            intent=intent,
            is_sure=bool(likely[best] >= _SURE),
            nearest=nearest,
            answers=tuple(answers),
        )


def _examples(texts: Sequence[str]) -> list[str]:
    """Give wordings as they may be shown, nearest to the middle first, the plainest of the first few at the head."""
    masked = list(dict.fromkeys(_shown(text) for text in texts))
    short = [text for text in masked if 1 < len(text) <= _LONGEST_EXAMPLE] or [masked[0][:_LONGEST_EXAMPLE]]
    first = min(short[:4], key=lambda text: (any(c.isdigit() or c in "[]" for c in text), len(text)))
    return [first, *(text for text in short if text != first)][:_EXAMPLES]


def _shown(text: str) -> str:
    """Mask a message, in one line without control characters and what stands for a picture or a number."""
    plain = _STANDS_FOR.sub(" ", mask(text))
    return " ".join("".join(c if c.isprintable() else " " for c in plain).split())
