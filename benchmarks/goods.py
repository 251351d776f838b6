"""What does a large table of goods cost? Loading it, and a question with it beside the same question without, all in one run.

    python benchmarks/goods.py [--articles 100000]

The articles are the example shop's, each again and again under a number of its own. Time is CPU time; a question is the mean of the
questions below, each about the article that is looked at, medians of the rounds in turns.
"""

from __future__ import annotations

import argparse
import csv
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from cs_scripts import Recommender
from cs_scripts.files.data import data_path
from cs_scripts.shop.goods import Goods

QUESTIONS = ("这个能机洗吗", "还有货吗", "多少钱一件", "发成都几天", "什么时候发货", "能便宜点吗", "165 110斤穿什么码", "在吗")
ROUNDS = 5
TIMES = 20
AT = datetime(2026, 11, 30, 10)


def write(path: Path, articles: int) -> str:
    """Write a table of so many articles; give the id of the last."""
    with data_path("goods.example.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    chart = header.index("尺码表")
    rows = [[*row[:chart], "", *row[chart + 1 :]] for row in rows]  # the files of charts lie beside the example's table
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(header)
        for number in range(articles):
            _, name, nicknames, *rest = rows[number % len(rows)]
            lines.writerow([f"N{number}", f"{name}{number}号", "" if number >= len(rows) else nicknames, *rest])
    return f"N{articles - 1}"


def spent(work: Callable[[], object]) -> float:
    """Measure the CPU seconds of some work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Print what loading and asking cost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=100_000)
    articles = parser.parse_args().articles
    shop = data_path("shop.example.yaml")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "goods.csv"
        last = write(path, articles)
        print(f"{articles:,} articles loaded in {spent(lambda: Goods.load(path)):.2f} s of CPU (aim <= 3 s)")
        ways = {"without": (Recommender.load(shop=shop), None), "with": (Recommender.load(shop=shop, goods=path), last)}

    def ask(name: str) -> None:
        recommender, item = ways[name]
        for question in QUESTIONS * TIMES:
            recommender.suggest(question, item=item, at=AT)

    for name in ways:
        ask(name)
    rounds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, found in rounds.items():
            found.append(spent(partial(ask, name)) / len(QUESTIONS) / TIMES)
    one, other = (statistics.median(found) * 1e6 for found in rounds.values())
    print(f"a question: without goods {one:.0f} µs, with them {other:.0f} µs: {other / one:.2f} x (aim <= 2)")


if __name__ == "__main__":
    main()
