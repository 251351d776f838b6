"""Kill ``tag`` with signal 9 twice at random moments, let it go on, and compare with a run that nobody killed: the same bytes?

    python benchmarks/kill.py [--messages 12000]

All of text, CSV, xlsx and JSON read, CSV, JSONL, Parquet and xlsx written, with one process and with two. The test suite kills a
part of this matrix with a slowed recogniser (``tests/chatlog/test_runs.py``); here the real command runs, which takes minutes.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.chatlog.test_runs import chat_file

READ, WRITTEN, JOBS = ("txt", "csv", "xlsx", "json"), ("csv", "jsonl", "parquet", "xlsx"), (1, 2)


def command(log: Path, out: Path, key: Path, jobs: int, *more: str) -> list[str]:
    """Give the command that tags a log."""
    return [sys.executable, "-m", "cs_scripts", "tag", str(log), "-o", str(out), "--jobs", str(jobs), "--pseudonym-key", str(key), *more]


def kill(arguments: list[str], seconds: float) -> bool:
    """Run a command and kill it after so many seconds; tell whether it was still running."""
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return True
    return False


def trial(folder: Path, log: Path, made: str, jobs: int, chance: random.Random) -> str:
    """Try one way; give what came of it."""
    key, whole, out = folder / "key", folder / f"whole.{made}", folder / f"out.{made}"
    started = time.monotonic()
    subprocess.run(command(log, whole, key, jobs), check=True, capture_output=True)
    took = time.monotonic() - started
    killed: list[str] = []
    within = took
    while len(killed) < 2:
        seconds = within * chance.uniform(0.3, 0.98)
        if kill(command(log, out, key, jobs, "--resume"), seconds):
            killed.append(f"{seconds:.1f}")
        else:  # it was done before: once more from the beginning, and sooner
            out.unlink()
            killed.clear()
            within *= 0.8
    subprocess.run(command(log, out, key, jobs, "--resume"), check=True, capture_output=True)
    same = out.read_bytes() == whole.read_bytes()
    left = [path.name for path in folder.iterdir() if ".part" in path.name or "checkpoint" in path.name]
    return f"{'same bytes' if same else 'DIFFERENT'}, killed after {' and '.join(killed)} of {took:.1f} s, left: {left or 'nothing'}"


def main() -> None:
    """Try all ways; end with 1 where bytes differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    options = parser.parse_args()
    print(f"seed {options.seed}, {options.messages} messages", flush=True)
    chance, worst = random.Random(options.seed), 0  # noqa: S311 - not for secrets
    for read, made, jobs in product(READ, WRITTEN, JOBS):
        folder = Path(tempfile.mkdtemp(prefix="cs-scripts-kill-"))
        found = trial(folder, chat_file(folder / f"in.{read}", options.messages), made, jobs, chance)
        worst |= "DIFFERENT" in found
        print(f"{read} → {made}, {jobs} process{'es' * (jobs > 1)}: {found}", flush=True)
        shutil.rmtree(folder)
    sys.exit(worst)


if __name__ == "__main__":
    main()
