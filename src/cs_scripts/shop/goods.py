"""The shop's articles: loaded from its own table, and found in a message or the turns before it.

An article is never guessed: where more than one fits, all that fit are given, and the reply asks or stays general.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from cs_scripts.errors import DataFileError, FileReadError, Problem
from cs_scripts.files.text import as_path
from cs_scripts.shop.article import Article
from cs_scripts.shop.attributes import attributes
from cs_scripts.shop.goods_check import check_sheet
from cs_scripts.shop.goods_file import read_sheet
from cs_scripts.shop.goods_find import Finder
from cs_scripts.shop.options import split_options
from cs_scripts.shop.size_charts import Chart
from cs_scripts.shop.size_file import read_chart

Turns = Sequence[tuple[str, str]]


class Goods:
    """The articles of a shop.

    Args:
        articles: the articles, each id once.
        charts: the shop's own size charts, by what the articles' cells say.
    """

    def __init__(self, articles: Iterable[Article], charts: Mapping[str, Chart] | None = None) -> None:
        self.articles = tuple(articles)
        self.charts: Mapping[str, Chart] = charts or {}
        self._finder = Finder(self.articles)

    def __len__(self) -> int:
        return len(self.articles)

    @classmethod
    def load(cls, path: Path | str) -> Goods:
        """Load the goods of a shop.

        Args:
            path: the table; ``data/goods.example.csv`` shows one.

        Returns:
            The goods.

        Raises:
            FileReadError: the file cannot be read.
            DataFileError: cells are wrong; every problem is named with row, column and what to do.
        """
        with _uncollected():
            return cls._load(as_path(path, "goods"))

    @classmethod
    def _load(cls, path: Path) -> Goods:
        sheet = read_sheet(path)
        known = {column: attribute.id for attribute in attributes().values() for column in (*attribute.columns, attribute.label)}
        columns = [known.get(header, header) for header in sheet.headers]
        rows, problems = check_sheet(sheet, columns)
        charts = _own_charts(path.parent, rows, columns, problems)
        if problems:
            raise DataFileError(path, problems)
        articles = (_article(columns, cells, number) for cells, (number, _) in zip(rows, sheet.rows, strict=True))
        return cls(articles, charts)

    def find(self, text: str, history: Turns = (), item: str | None = None) -> list[Article]:
        """Find the article a message is about.

        Args:
            text: the message.
            history: role and text of the turns before it, oldest first.
            item: the id, link or name of what the buyer looks at, where the shop's software knows it.

        Returns:
            The article; several where the words fit several; none where nothing says which.
        """
        return self.find_named(text, history, item)[0]

    def find_named(self, text: str, history: Turns = (), item: str | None = None) -> tuple[list[Article], tuple[str, ...]]:
        """Find the article a message is about, and what the message calls it.

        Args:
            text: the message.
            history: role and text of the turns before it, oldest first.
            item: the id, link or name of what the buyer looks at.

        Returns:
            The articles as ``find`` gives them, two where the message compares them or buys both, and the buyer's nouns, the fullest first.
        """
        return self._finder.find(text, history, item)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Put off the garbage collector: it would look through a large table again and again while it is built, a fourth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _own_charts(folder: Path, rows: Sequence[Sequence[str]], columns: Sequence[str], problems: list[Problem]) -> dict[str, Chart]:
    """Read the size charts that cells name, each once, from beside the table."""
    if "size_chart" not in columns or not rows:
        return {}
    at = columns.index("size_chart")
    charts = {}
    for name in dict.fromkeys(cell for row in rows if (cell := row[at].strip())):
        if chart := _own_chart(folder / name, name, problems):
            charts[name] = chart
    return charts


def _own_chart(path: Path, name: str, problems: list[Problem]) -> Chart | None:
    try:
        return read_chart(path)
    except DataFileError as error:
        problems += [Problem(f"{name} {problem.where}", problem.what) for problem in error.problems]
    except FileReadError as error:
        problems.append(Problem(f"尺码表 {name}", f"{error.reason}，要放在商品表旁边"))
    return None


def _article(columns: Sequence[str], cells: Sequence[str], row: int) -> Article:
    values = {key: text for key, cell in zip(columns, cells, strict=True) if (text := cell.strip())}
    return Article(values.pop("id"), values.pop("name"), split_options(values.pop("nicknames", "")), values.get("kind", ""), values, row)
