"""Read what the classifier learns from: example messages, one file an intent and one message a line, and the asks of a phrase book."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.text import read_text
from cs_scripts.phrasebook.book import Phrasebook


class Example(NamedTuple):
    """A message and its intents, most urgent first."""

    text: str
    intents: tuple[str, ...]


def parse_examples(text: str, intent: str, known: Iterable[str], path: Path | str) -> list[Example]:
    r"""Parse the examples of one intent.

    Args:
        text: the file's text: a message a line; behind a tab stand further intents, space separated; ``#`` comments.
        intent: the intent of the file.
        known: all intents there are.
        path: the file's name, for errors.

    Returns:
        The examples in file order.

    Raises:
        DataFileError: an unknown intent, an empty message, or a message twice.

    >>> parse_examples("便宜点 今天发么\tshipping_time", "price_haggling", ["shipping_time"], "price_haggling.txt")
    [Example(text='便宜点 今天发么', intents=('price_haggling', 'shipping_time'))]
    """
    allowed = set(known)
    problems = []
    examples: dict[str, Example] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        message, _, further = line.partition("\t")
        intents = tuple(dict.fromkeys((intent, *further.split())))
        if not message.strip():
            problems.append(Problem(f"第 {number} 行", "没有消息文字"))
        if message in examples:
            problems.append(Problem(f"第 {number} 行", f"“{message}”重复"))
        problems += [Problem(f"第 {number} 行", f"没有这个意图 {other}") for other in intents[1:] if other not in allowed]
        examples[message] = Example(message, intents)
    if problems:
        raise DataFileError(path, problems)
    return list(examples.values())


def load_examples(folder: Path | str | None = None) -> list[Example]:
    """Load all example messages.

    Args:
        folder: where the files ``<intent>.txt`` are; the bundled ``data/messages`` by default.

    Returns:
        All examples, by file name.

    Raises:
        DataFileError: a file breaks the format, or a message stands in two files.
    """
    paths = sorted(Path(folder or data_path("messages")).glob("*.txt"))
    known = [path.stem for path in paths]
    examples: list[Example] = []
    owner: dict[str, str] = {}
    problems = []
    for path in paths:
        for example in parse_examples(read_text(path), path.stem, known, path):
            if example.text in owner:
                problems.append(Problem(path.name, f"“{example.text}”也在 {owner[example.text]}.txt；两个意图都有时写在制表符后面"))
            owner[example.text] = path.stem
            examples.append(example)
    if problems:
        raise DataFileError(paths[0].parent, problems)
    return examples


def asks_as_examples(book: Phrasebook, known: Iterable[str] = ()) -> list[Example]:
    """Read the asks of a phrase book as examples of the intents that its scripts answer.

    Args:
        book: the phrase book.
        known: messages that are examples already, which keep their intents.

    Returns:
        An example for each ask; one that scripts of several intents have gets these, in the order of the book.
    """
    intents: dict[str, list[str]] = {}
    taken = set(known)
    for script in book.scripts.values():
        for ask in script.asks if script.intent else ():
            if ask not in taken and script.intent not in intents.setdefault(ask, []):
                intents[ask].append(script.intent)
    return [Example(ask, tuple(of_ask)) for ask, of_ask in intents.items()]


def load_lessons() -> list[Example]:
    """Load all that the bundled weights are learnt from: the example messages and the asks of the bundled phrase book.

    Returns:
        The examples, then the asks.

    Raises:
        DataFileError: a file breaks its format.
    """
    from cs_scripts.phrasebook.read import load_phrasebook  # slow to read, and only needed here

    examples = load_examples()
    return examples + asks_as_examples(load_phrasebook(), (example.text for example in examples))
