"""How much two cores of Spark are worth: python benchmarks/spark.py [MESSAGES.txt] [--lines 1000000].

One warm session for each number of cores, on the same rows, and ``tag`` with two processes beside it. Then ``spark-submit`` tags the same
rows in a process of its own, and every answer is compared with that of ``tag``.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path
from typing import Any

ROUNDS = 3
ROOT = Path(__file__).parents[1]


def measure_here(path: str, cores: int) -> None:
    """Time tagging in a session of so many cores, after a first round that is not counted."""
    from pyspark.sql import SparkSession

    from cs_scripts.recognition.recogniser import Recogniser
    from cs_scripts.tagging.spark import tag

    spark = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    table = spark.read.parquet(path).repartition(4).cache()
    count, recogniser = table.count(), Recogniser.load()
    seconds = []
    for _ in range(ROUNDS + 1):
        start = time.perf_counter()
        tag(table, recogniser=recogniser).write.format("noop").mode("overwrite").save()
        seconds.append(time.perf_counter() - start)
    print(json.dumps([count, statistics.median(seconds[1:])]))


def run(*command: str) -> float:
    """Run a command; gives its seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def answers(path: Path, number: str) -> Any:
    """Read what was answered, in the order of the messages."""
    from pyarrow import parquet

    table = parquet.read_table(path).sort_by(number)
    found = table.select(["text", "status", "intent", "probability", "intents"]).to_pylist()
    return [{**row, "intent": row["intent"] or ""} for row in found]


def compare(messages: Path, count: int, folder: Path) -> float:
    """Tag the rows by ``tag --jobs 2`` and by ``spark-submit``, and compare every answer; gives the seconds of ``tag``."""
    tool, submit = (str(Path(sys.executable).with_name(name)) for name in ("cs-scripts", "spark-submit"))
    ours, theirs = folder / "tag.parquet", folder / "spark.parquet"
    plain = folder / "tag.csv"
    spent = run(tool, "tag", str(messages), "-o", str(plain), "--text-column", "text", "--keep-pii", "--jobs", "2")
    run(tool, "tag", str(messages), "-o", str(ours), "--text-column", "text", "--keep-pii", "--jobs", "2")
    script = str(ROOT / "scripts" / "tag_on_spark.py")
    whole = run(submit, "--master", "local[2]", "--conf", "spark.ui.enabled=false", script, str(messages), str(theirs))
    one, other = answers(ours, "row"), answers(theirs, "n")
    differ = sum(here != there for here, there in zip(one, other, strict=True))
    print(f"spark-submit scripts/tag_on_spark.py: {count:,} rows in {whole:.1f} s with its start; rows that differ from tag's: {differ}")
    return spent


def main() -> None:
    """Print rows a second for one and for two cores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("messages", nargs="?", type=Path)
    parser.add_argument("--lines", type=int, default=1_000_000)
    parser.add_argument("--cores", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.cores:
        measure_here(str(options.messages), options.cores)
        return
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else Spark's workers take the first python3 on the path
    import pyarrow as pa
    from pyarrow import parquet

    from cs_scripts.recognition.examples import load_examples

    texts = options.messages.read_text(encoding="utf-8").splitlines() if options.messages else [one.text for one in load_examples()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.parquet"
        numbers = pa.array(range(options.lines), pa.int64())
        parquet.write_table(pa.table({"n": numbers, "text": list(islice(cycle(texts), options.lines))}), path)
        took = {}
        for cores in (1, 2):
            command = [sys.executable, __file__, str(path), "--cores", str(cores)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            count, took[cores] = json.loads(done.stdout.splitlines()[-1])
            print(f"Spark, warm, local[{cores}]: {count:,} rows in {took[cores]:.1f} s, {count / took[cores]:,.0f} a second", flush=True)
        print(f"two cores against one: {took[1] / took[2]:.2f} x (aim >= 1.7)")
        spent = compare(path, options.lines, Path(folder))
        rates = [f"{options.lines / seconds:,.0f}" for seconds in (spent, took[2])]
        print(f"tag --jobs 2: {rates[0]} rows a second with its start; Spark, warm, local[2]: {rates[1]}")


if __name__ == "__main__":
    main()
