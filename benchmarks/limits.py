"""Show where the time goes of what misses its aim: one message, a suggestion, many messages: python benchmarks/limits.py [MESSAGES.txt].

A timer of the processor's time looks at the stack a thousand times a second; a step is the function of ours that the entry calls, or one
level lower where that says more. What stands beside it are floors: work that any program of these tokens must do, timed in the same run.
"""

from __future__ import annotations

import importlib
import signal
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from cs_scripts import Recommender
from cs_scripts.recognition.examples import load_examples
from cs_scripts.text.normalise import normalise_all

turns: Any = importlib.import_module("table").turns  # the module beside this one

TICK, LEAST, ROUNDS = 0.001, 0.02, 5
"""Seconds of CPU time between two looks; the least share that is shown; rounds of which the median is told."""
BULK, SUGGESTED = 20_000, 3_000
PACKAGE = "cs_scripts/"


def place_of(frame: FrameType) -> str:
    """Name a function of ours, "" for one of others."""
    path = frame.f_code.co_filename
    return f"{path.rpartition(PACKAGE)[2].removesuffix('.py')}.{frame.f_code.co_name}" if PACKAGE in path else ""


def shares(action: Callable[[], object], below: str) -> list[tuple[float, str]]:
    """Tell what share of an action's time is spent in each step, directly below the functions of one module."""
    seen: Counter[str] = Counter()

    def look(_: int, frame: FrameType | None) -> None:
        names: list[str] = []
        while frame:
            names.append(place_of(frame))
            frame = frame.f_back
        ours = [name for name in reversed(names) if name]
        last = max((i for i, name in enumerate(ours) if name.startswith(below)), default=-1)
        seen[ours[min(last + 1, len(ours) - 1)] if ours else "?"] += 1

    signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, TICK, TICK)
    try:
        action()
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    whole = sum(seen.values())
    return [(count / whole, name) for name, count in seen.most_common() if count / whole >= LEAST]


def calls(action: Callable[[], object]) -> int:
    """Count the calls of an action, of Python's and of C's functions."""
    count = 0

    def counted(_: FrameType, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        action()
    finally:
        sys.setprofile(None)
    return count


def show(title: str, action: Callable[[], object], count: int, below: str) -> None:
    """Print the cost of an action and its steps."""
    cost = turns({title: action}, count, ROUNDS)[title]
    print(f"\n{title}: {cost:.1f} µs, {calls(action) / count:,.0f} calls")
    for share, name in shares(action, below):
        print(f"  {share:5.0%}  {name}")


def bulk(recommender: Recommender, texts: Sequence[str]) -> None:
    """Print the floors and the steps of many messages."""
    model = recommender.recogniser.model
    tokenizer = model.tokenizer
    chunks = ["\n".join(normalise_all(chunk)) for chunk in model.chunks(texts)]  # as classify cuts them
    floors = turns(
        {"normalising": lambda: normalise_all(texts), "cutting": lambda: [tokenizer.cut(chunk) for chunk in chunks]}, len(texts), ROUNDS
    )
    told = ", ".join(f"{name} {value:.1f} µs" for name, value in floors.items())
    print(f"\n{tokenizer.engine}: {told} a message: {sum(floors.values()):.1f} before anything is recognised")
    show(f"bulk classify, {tokenizer.engine}", lambda: recommender.classify(texts), len(texts), "recognition/model")


def main() -> None:
    """Print floors and steps."""
    given: Sequence[str] = sys.argv[1:]
    texts = Path(given[0]).read_text(encoding="utf-8").splitlines() if given else [example.text for example in load_examples()]
    texts = texts[:BULK]
    bulk(Recommender.load(engine="jieba"), texts)
    recommender = Recommender.load(engine="rjieba")
    bulk(recommender, texts)
    some = texts[:SUGGESTED]
    show("one classify", lambda: [recommender.classify([text]) for text in some], len(some), "recognition/recogniser")
    show("one suggest", lambda: [recommender.suggest(text) for text in some], len(some), "recommend/flow")


if __name__ == "__main__":
    main()
