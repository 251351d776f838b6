"""How much two cores of Spark are worth: python benchmarks/spark.py [MESSAGES.txt] [--lines 1000000].

One warm session for each number of cores, on the same rows, and ``tag`` with two processes beside it.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

ROUNDS = 3


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
    import pyarrow as pa
    from pyarrow import parquet

    from cs_scripts.recognition.examples import load_examples

    texts = options.messages.read_text(encoding="utf-8").splitlines() if options.messages else [one.text for one in load_examples()]
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "messages.parquet")
        parquet.write_table(pa.table({"text": list(islice(cycle(texts), options.lines))}), path)
        took = {}
        for cores in (1, 2):
            command = [sys.executable, __file__, path, "--cores", str(cores)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            count, took[cores] = json.loads(done.stdout.splitlines()[-1])
            print(f"Spark, warm, local[{cores}]: {count:,} rows in {took[cores]:.1f} s, {count / took[cores]:,.0f} a second", flush=True)
        print(f"two cores against one: {took[1] / took[2]:.2f} x (aim >= 1.7)")


if __name__ == "__main__":
    main()
