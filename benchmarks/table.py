"""All figures that the READMEs promise, in one run, as a table: python benchmarks/table.py [MESSAGES.txt] [--before REVISION].

With ``--before`` that revision is checked out beside this one and measured in turns with it, on the same messages. What is timed is CPU
time, of all processes together, since other programs on the machine hardly change it; a figure is the median of the rounds. Two
processes are told by what two idle cores would need: the start-up, which is not shared, and half of all that follows.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ROUNDS = 5
SINGLES, BULK = 200, 20_000
Figures = dict[str, float]


def main() -> None:
    """Measure all trees in turns and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("messages", nargs="?", type=Path)
    parser.add_argument("--before", default="", help="a git revision to set beside this one")
    parser.add_argument(
        "--lines", type=int, default=1_000_000, help="lines of the tables that are tagged; memory is told of ten times as many"
    )
    parser.add_argument("--tree", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--peer", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer and not options.tree:
        fit_peer(options.peer)
        return
    if options.tree:
        print(json.dumps(measure_here(options.messages, options.peer)))
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        trees = {"now": ROOT}
        if options.before:
            trees["before"] = place / "before"
            subprocess.run(
                ["git", "worktree", "add", "--detach", str(trees["before"]), options.before], cwd=ROOT, check=True, capture_output=True
            )
        try:
            show(measure(trees, options.messages, options.lines, place), options.before)
        finally:
            if options.before:
                subprocess.run(["git", "worktree", "remove", "--force", str(trees["before"])], cwd=ROOT, check=True, capture_output=True)


def measure(trees: dict[str, Path], given: Path | None, lines: int, place: Path) -> dict[str, Figures]:
    """Measure each tree; a figure is the median of the rounds."""
    messages = place / "messages.txt"
    texts = given.read_text(encoding="utf-8").splitlines() if given else made_up()
    write(messages, texts)
    write(place / "repeats.txt", islice(cycle(texts), lines))
    write(place / "different.txt", islice(different(texts), lines))
    write(place / "few.txt", islice(cycle(texts), lines // 10))
    write(place / "many.txt", islice(cycle(texts), lines * 10))
    write(place / "one.txt", texts[:1])
    for tree in trees.values():
        spent(tree, [sys.executable, "-m", "cs_scripts", "suggest", texts[0]])  # fits once, so that no figure has it
    peer = place / "peer.bin"
    # in a process of its own: the peak of a child counts what its parent held when it began
    subprocess.run([sys.executable, __file__, "--peer", str(peer)], check=True, capture_output=True, env=environment_of(ROOT))
    rounds: dict[str, list[Figures]] = {name: [] for name in trees}
    for _ in range(ROUNDS):
        for name, tree in trees.items():
            rounds[name].append(cold(tree) | warm(tree, messages, peer if name == "now" else None))
    found = {name: {key: statistics.median(one[key] for one in those) for key in those[0]} for name, those in rounds.items()}
    for name, tree in trees.items():
        found[name] |= bulk_tagging(tree, place, many="many.txt" if name == "now" else "repeats.txt")
    return found


def made_up() -> list[str]:
    """Take every other example message."""
    files = sorted((ROOT / "data" / "messages").glob("*.txt"))
    return [line for file in files for line in file.read_text(encoding="utf-8").splitlines()[::2] if line and not line.startswith("#")]


def different(texts: Sequence[str]) -> Iterator[str]:
    """Make messages that never repeat: one with the beginning of another in it."""
    for number, text in enumerate(cycle(texts)):
        at, other = number % (len(text) + 1), texts[(number * 7 + number // len(texts)) % len(texts)]
        yield text[:at] + other[:4] + text[at:]


def write(path: Path, lines: Iterable[str]) -> None:
    """Write lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(f"{line}\n" for line in lines)


def fit_peer(path: Path) -> None:
    """Fit fastText on the same examples, as benchmarks/recognition.py does."""
    recognition: Any = importlib.import_module("recognition")  # the module beside this one
    from cs_scripts.recognition.examples import load_examples
    from cs_scripts.text.tokens import Tokenizer

    recognition.fit_fasttext(load_examples(), Tokenizer("rjieba")).save_model(str(path))


def spent(tree: Path, command: Sequence[str]) -> tuple[float, float, int]:
    """Run a command on a tree: CPU seconds of all its processes, wall seconds, and the peak of its largest process in MB."""
    began = time.perf_counter()
    child = subprocess.Popen(command, env=environment_of(tree), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise SystemExit(f"{command} ended with {child.returncode}")
    return used.ru_utime + used.ru_stime, time.perf_counter() - began, used.ru_maxrss // 1024


def environment_of(tree: Path) -> dict[str, str]:
    """Give the variables that make a Python run the code of a tree."""
    return os.environ | {"PYTHONPATH": str(tree / "src"), "OMP_NUM_THREADS": "1"}


def cold(tree: Path) -> Figures:
    """Time a command for one message against the imports that it could not do without in 0.1.0."""
    imports = spent(tree, [sys.executable, "-c", "import sklearn, jieba; jieba.initialize()"])[0]
    return {"cold": spent(tree, [sys.executable, "-m", "cs_scripts", "suggest", "今天能发吗"])[0] / imports}


def warm(tree: Path, messages: Path, peer: Path | None) -> Figures:
    """Time what a process does that has begun."""
    command = [sys.executable, __file__, str(messages), "--tree", str(tree), *(("--peer", str(peer)) if peer else ())]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment_of(tree))
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure_here(messages: Path, peer: Path | None) -> Figures:
    """Time this process on the messages: microseconds of CPU time a message, medians of turns."""
    from cs_scripts import Recommender

    texts = messages.read_text(encoding="utf-8").splitlines()[:BULK]
    some = texts[:SINGLES]
    recommender = Recommender.load(engine="rjieba")
    singles: dict[str, Callable[[], object]] = {
        "classify": lambda: [recommender.classify([text]) for text in some],
        "suggest": lambda: [recommender.suggest(text) for text in some],
    }
    many: dict[str, Callable[[], object]] = {"bulk": lambda: recommender.classify(texts)}
    if peer:
        ask = asking(peer)
        singles["peer"] = lambda: [ask([text]) for text in some]
        many["peer bulk"] = lambda: ask(texts)
    return turns(singles, len(some), 9) | turns(many, len(texts), 5)


def asking(peer: Path) -> Callable[[Sequence[str]], object]:
    """Make what asks fastText: text as typed, so that normalisation and tokens count for it too."""
    import fasttext

    from cs_scripts.text.normalise import normalise_all
    from cs_scripts.text.tokens import Tokenizer

    tokenizer, model = Tokenizer("rjieba"), fasttext.load_model(str(peer))
    return lambda texts: model.predict([" ".join(tokenizer.cut(text)) for text in normalise_all(texts)])


def turns(actions: dict[str, Callable[[], object]], count: int, rounds: int) -> Figures:
    """Time actions in turns, after one that is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    gc.freeze()  # what is loaded is not walked through while others are timed
    for turn in range(rounds + 1):
        for name, action in actions.items():
            start = time.process_time()
            action()
            if turn:
                taken[name].append((time.process_time() - start) / count * 1e6)
    return {name: statistics.median(values) for name, values in taken.items()}


def bulk_tagging(tree: Path, place: Path, many: str) -> Figures:
    """Tag files, by one process and by two; memory is told of few lines and of many."""

    def tag(name: str, jobs: int) -> tuple[float, float, int]:
        for left in place.glob("tagged.csv*"):
            left.unlink()
        return spent(
            tree, [sys.executable, "-m", "cs_scripts", "tag", str(place / name), "-o", str(place / "tagged.csv"), "--jobs", str(jobs)]
        )

    start = tag("one.txt", 1)[0]
    found: Figures = {}
    for name in ("repeats", "different"):
        one, wall, peak = tag(f"{name}.txt", 1)
        two, walls, _ = tag(f"{name}.txt", 2)
        found |= {f"{name} one": one, f"{name} peak": peak, f"{name} two": one / (start + (two - start) / 2), f"{name} wall": wall / walls}
    return found | {"peak few": tag("few.txt", 1)[2], "peak many": tag(many, 1)[2]}


def show(found: dict[str, Figures], before: str) -> None:
    """Print the table as Markdown."""
    now = found["now"]
    peer, peer_bulk = now["peer"], now["peer bulk"]
    rows: list[tuple[str, str, Callable[[Figures], str]]] = [
        ("cold `suggest` ÷ `import sklearn, jieba`", "≤ 0.25", lambda one: f"{one['cold']:.2f}"),
        ("one warm `classify` ÷ fastText", "≤ 1.5", lambda one: f"{one['classify'] / peer:.2f}"),
        ("one warm `suggest` with replies ÷ fastText", "≤ 4", lambda one: f"{one['suggest'] / peer:.1f}"),
        ("fastText ÷ bulk `classify`, rjieba", "≥ 2", lambda one: f"{peer_bulk / one['bulk']:.2f}"),
        ("`classify`, µs: one / in bulk", "", lambda one: f"{one['classify']:.0f} / {one['bulk']:.1f}"),
        ("`suggest`, µs", "", lambda one: f"{one['suggest']:.0f}"),
        ("`tag`, CPU s, repeats / different lines", "", lambda one: f"{one['repeats one']:.1f} / {one['different one']:.1f}"),
        ("`tag` two processes ÷ one, repeats, idle cores", "≥ 1.7", lambda one: f"{one['repeats two']:.2f}"),
        ("`tag` two processes ÷ one, different lines, idle cores", "≥ 1.7", lambda one: f"{one['different two']:.2f}"),
        (
            "the same by the clock of this run, repeats / different",
            "",
            lambda one: f"{one['repeats wall']:.2f} / {one['different wall']:.2f}",
        ),
        ("peak MB of `tag`, one process, different lines", "≤ 200", lambda one: f"{one['different peak']:.0f}"),
        (
            "peak MB, a tenth / ten times the lines (a release before: as many)",
            "± 10 %",
            lambda one: f"{one['peak few']:.0f} / {one['peak many']:.0f}",
        ),
    ]
    columns = [name for name in ("before", "now") if name in found]
    print(f"| figure | aim | {' | '.join(before if name == 'before' else name for name in columns)} |\n|---|---|{'---|' * len(columns)}")
    for title, aim, value in rows:
        print(f"| {title} | {aim} | {' | '.join(value(found[name]) for name in columns)} |")
    load = os.getloadavg()[0]
    print(f"\nfastText: {peer:.1f} µs one, {peer_bulk:.1f} µs in bulk. {ROUNDS} rounds; load of the machine at the end: {load:.1f}.")


if __name__ == "__main__":
    main()
