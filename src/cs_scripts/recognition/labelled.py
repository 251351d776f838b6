"""Read labelled messages: what somebody says each is about."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import read_text
from cs_scripts.recognition.model import NONE


@dataclass(frozen=True)
class Labelled:
    """A message with its right answers.

    Args:
        text: the message.
        intents: its intents, most urgent first; ``("none",)`` for none.
        accept: intents that are right as first answer.
        history: earlier turns.
        accept_in_context: the same as ``accept``, knowing the history; empty where nobody judged it.
        natural: whether it was drawn at random from real traffic, not picked for its intent.
    """

    text: str
    intents: tuple[str, ...]
    accept: tuple[str, ...]
    history: tuple[dict[str, str], ...] = ()
    accept_in_context: tuple[str, ...] = ()
    natural: bool = False


@dataclass
class LabelledFile:
    """The good rows of a file, and what was wrong with the others."""

    rows: list[Labelled] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_labelled(path: Path | str, known: Sequence[str]) -> LabelledFile:
    """Read labelled messages.

    Args:
        path: JSON Lines with ``text``, ``intents`` and, if judged, ``accept``, ``history``, ``accept_in_context``, ``sample``;
            or TSV: a message, a tab, its intent (several with blanks between).
        known: the intents there are.

    Returns:
        The good rows, and a problem for each bad one.

    Raises:
        FileReadError: the file cannot be read.
        DataFileError: there is no good row in it.
    """
    result = LabelledFile()
    for number, line in enumerate(read_text(path).split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = _from_json(json.loads(line)) if line.lstrip().startswith("{") else _from_tsv(line)
            unknown = {*row.intents, *row.accept} - {*known, NONE}
            if unknown:
                raise ValueError(f"没有这个意图 {'、'.join(sorted(unknown))}")
            result.rows.append(row)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            reason = f"缺少 {error}" if isinstance(error, KeyError) else str(error)
            result.problems.append(Problem(f"第 {number} 行", reason))
    if not result.rows:
        raise DataFileError(path, result.problems or [Problem("全文", "没有标注过的消息")])
    return result


def _from_json(value: dict[str, Any]) -> Labelled:
    text, intents = value["text"], tuple(value["intents"]) or (NONE,)
    if not isinstance(text, str) or not all(isinstance(intent, str) for intent in intents):
        raise ValueError("text 应为文字，intents 应为文字列表")
    accept, in_context, history = (value.get(key) or [] for key in ("accept", "accept_in_context", "history"))
    for key, given in (("accept", accept), ("accept_in_context", in_context)):
        if not isinstance(given, list) or not all(isinstance(intent, str) for intent in given):
            raise ValueError(f"{key} 应为文字列表")
    if not isinstance(history, list) or not all(_is_turn(turn) for turn in history):
        raise ValueError('history 应为一句一项的列表，每项像 {"role": "buyer", "text": "在吗"}')
    return Labelled(
        text,
        intents,
        tuple(accept or intents[:1]),
        tuple(history),
        tuple(in_context),
        value.get("sample") == "natural",
    )


def _is_turn(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("text"), str) and value.get("role") in ("buyer", "seller")


def _from_tsv(line: str) -> Labelled:
    text, tab, labels = line.rpartition("\t")
    if not tab or not text.strip() or not labels.split():
        raise ValueError("应为“消息<制表符>意图”")
    intents = tuple(labels.split())
    return Labelled(text, intents, intents[:1])
