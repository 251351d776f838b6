"""How fast and how large is bulk tagging? All in one run, on one machine, on the same lines.

    python benchmarks/tagging.py [MESSAGES.txt] [--lines 1000000]     # one message a line; made-up messages by default

The lines are repeated to the number asked for, as messages repeat in real logs. Every figure comes from a process of its own:
file in, CSV out, loading included. It is set against (a) the tokenizer alone and (b) a plain scikit-learn pipeline of the same
tokenizer, TF-IDF and logistic regression, each over the same lines. "Nothing remembered" recognises every line anew, as if no two
were alike: there a second process has work to share. CPU seconds, of all processes together, are given beside wall seconds,
because other programs on the machine hardly change them. The peak is that of the main process.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

CHUNK = 4096


def made_up(count: int = 30_000) -> list[str]:
    """Make messages from the bundled examples: two of them put together."""
    from cs_scripts.files.data import data_path

    files = sorted(data_path("messages").glob("*.txt"))
    lines = [line for file in files for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    draw = random.Random(0)  # noqa: S311 - not for secrets
    return [f"{draw.choice(lines)}，{draw.choice(lines)}" for _ in range(count)]


def repeated(lines: Sequence[str], count: int) -> Iterator[str]:
    """Repeat lines up to a number."""
    for start in range(0, count, len(lines)):
        yield from islice(lines, count - start)


def chunks(path: Path) -> Iterator[list[str]]:
    """Read lines in chunks."""
    with path.open(encoding="utf-8") as file:
        while lines := [line.rstrip("\n") for line in islice(file, CHUNK)]:
            yield lines


def tokenizer_alone(path: Path, engine: str) -> None:
    """Cut every line."""
    from cs_scripts.text.tokens import Tokenizer

    tokenizer = Tokenizer(engine)
    for lines in chunks(path):
        tokenizer.cut_all(lines)


def pipeline(path: Path, engine: str) -> None:
    """Predict every line with what anybody would write with scikit-learn."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    from cs_scripts.files.data import data_path
    from cs_scripts.text.tokens import Tokenizer

    texts, labels = [], []
    for file in sorted(data_path("messages").glob("*.txt")):
        found = [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
        texts += found
        labels += [file.stem] * len(found)
    model = make_pipeline(TfidfVectorizer(tokenizer=Tokenizer(engine).cut, token_pattern=None), LogisticRegression(max_iter=200))
    model.fit(texts, labels)
    global started, started_cpu
    started, started_cpu = time.perf_counter(), time.process_time()
    for lines in chunks(path):
        model.predict(lines)


def tagging(path: Path, engine: str, jobs: int, *, remembered: int) -> None:
    """Tag the file."""
    from cs_scripts.recognition.recogniser import Recogniser
    from cs_scripts.tagging.options import TagOptions
    from cs_scripts.tagging.run import tag_files

    with tempfile.TemporaryDirectory() as folder:
        load = partial(Recogniser.load, engine=engine)
        tag_files([path], Path(folder) / "out.csv", TagOptions(jobs=jobs, remembered=remembered), load=load)


WAYS: dict[str, Callable[[Path], None]] = {
    "(a) tokenizer alone, rjieba": partial(tokenizer_alone, engine="rjieba"),
    "(a) tokenizer alone, jieba": partial(tokenizer_alone, engine="jieba"),
    "(b) scikit-learn pipeline, rjieba": partial(pipeline, engine="rjieba"),
    "(b) scikit-learn pipeline, jieba": partial(pipeline, engine="jieba"),
    "tag, rjieba": partial(tagging, engine="rjieba", jobs=1, remembered=64_000),
    "tag, jieba": partial(tagging, engine="jieba", jobs=1, remembered=64_000),
    "tag, rjieba, two processes": partial(tagging, engine="rjieba", jobs=2, remembered=64_000),
    "tag, rjieba, ten times the lines": partial(tagging, engine="rjieba", jobs=1, remembered=64_000),
    "tag, rjieba, ten times the lines, two processes": partial(tagging, engine="rjieba", jobs=2, remembered=64_000),
    "tag, rjieba, nothing remembered": partial(tagging, engine="rjieba", jobs=1, remembered=0),
    "tag, rjieba, nothing remembered, two processes": partial(tagging, engine="rjieba", jobs=2, remembered=0),
}

started, started_cpu = time.perf_counter(), time.process_time()


def measure_here(name: str, path: Path) -> None:
    """Run one way in this process and print its figures as JSON."""
    WAYS[name](path)
    seconds = time.perf_counter() - started
    cpu = time.process_time() - started_cpu + os.times().children_user + os.times().children_system
    print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak_memory()}))


def peak_memory() -> int:
    """Megabytes this process had at most; 0 where the system does not tell (only Linux does it so that a parent does not count)."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def measure(name: str, path: Path) -> dict[str, Any]:
    """Run one way in a process of its own."""
    done = subprocess.run([sys.executable, __file__, str(path), "--way", name], check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def main() -> None:
    """Print a table of all ways."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("messages", nargs="?", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.way:
        measure_here(options.way, options.messages)
        return
    lines = options.messages.read_text(encoding="utf-8").splitlines() if options.messages else made_up()
    from cs_scripts.recommend.recommender import Recommender

    for engine in ("rjieba", "jieba"):
        Recommender.load(engine=engine)  # fits once, so that no figure below has it
    with tempfile.TemporaryDirectory() as folder:
        files = {}
        for count in (options.lines, options.lines // 10, options.lines * 10):
            files[count] = Path(folder) / f"{count}.txt"
            files[count].write_text("".join(f"{line}\n" for line in repeated(lines, count)), encoding="utf-8")
        print(f"{len(set(lines)):,} distinct lines, {sum(map(len, lines)) / len(lines):.0f} characters each")
        print(f"{'':48}{'lines':>10}{'wall s':>8}{'CPU s':>8}{'lines/s':>10}{'peak MB':>9}")
        for name in WAYS:
            for count, path in files.items():
                if (count > options.lines) != ("ten times" in name):
                    continue
                if count == options.lines and name.startswith("(") and "rjieba" not in name:
                    continue  # minutes that tell nothing more than a tenth does
                if count < options.lines and "nothing" in name:
                    continue  # start-up would be a good part of it
                found = measure(name, path)
                rate = count / found["seconds"]
                print(f"{name:48}{count:10,}{found['seconds']:8.2f}{found['cpu']:8.2f}{rate:10,.0f}{found['peak']:9,}", flush=True)


if __name__ == "__main__":
    main()
