"""The shop's articles: loaded from its own table, and found in a message or the turns before it.

An article is never guessed: where more than one fits, all that fit are given, and the reply asks or stays general.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from cs_scripts.errors import DataFileError, FileReadError, Problem
from cs_scripts.files.text import as_path
from cs_scripts.shop.attributes import attributes
from cs_scripts.shop.goods_check import check_sheet
from cs_scripts.shop.goods_file import read_sheet
from cs_scripts.shop.goods_index import Mention, NameIndex, name_keys
from cs_scripts.shop.options import read_numbers, split_options
from cs_scripts.shop.size_charts import Chart
from cs_scripts.shop.size_file import read_chart
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

Turns = Sequence[tuple[str, str]]

OPTION_KEYS = ("color", "size", "spec", "flavour")
_ID = lazy(r"[a-z0-9][a-z0-9_-]{2,39}")
COMPARES = lazy(r"区别|不同|差别|差异|哪[个款种双件条瓶台]|对比|比[^\n]{0,8}[大小厚薄贵好轻重]|还是|差多少|不一样|一样吗|哪里好")
"""A message that sets one article or option beside another."""

_LINK = lazy(r"(?<=://)[a-z0-9./?=&_%#:+-]{4,400}|(?<![a-z0-9:/])[a-z0-9-]{1,40}\.[a-z0-9.-]{1,60}/[a-z0-9./?=&_%#:+-]{1,400}")
_LINK_ID = lazy(r"[?&](?:id|item_?id|num_iid)=([a-z0-9_-]{1,40})")


@dataclass(frozen=True)
class Article:
    """One article of the shop.

    Attributes:
        id: its id.
        name: its full name.
        nicknames: what else buyers call it.
        kind: its kind, as the shop sorts it.
        values: its cells that are not empty, by the attribute's id or, for a further column, the header.
        row: the row of the table it stands in.
    """

    id: str
    name: str
    nicknames: tuple[str, ...]
    kind: str
    values: Mapping[str, str]
    row: int

    def options(self, key: str) -> tuple[str, ...]:
        """List the options of one sort.

        Args:
            key: ``color``, ``size``, ``spec`` or ``flavour``.

        Returns:
            The options; empty where it has none.
        """
        return split_options(self.values.get(key, ""))

    def numbers(self, key: str) -> tuple[tuple[str, float], ...]:
        """Read the number, or the number of each option, of a column.

        Args:
            key: ``stock``, ``price`` or ``list_price``.

        Returns:
            Pairs of option and number; empty where the column is.
        """
        return read_numbers(self.values.get(key, "")) or ()


class Goods:
    """The articles of a shop.

    Args:
        articles: the articles, each id once.
        charts: the shop's own size charts, by what the articles' cells say.
    """

    def __init__(self, articles: Iterable[Article], charts: Mapping[str, Chart] | None = None) -> None:
        self.articles = tuple(articles)
        self.charts: Mapping[str, Chart] = charts or {}
        self._ids = {article.id.lower(): at for at, article in enumerate(self.articles)}
        self._index = NameIndex()
        for at, article in enumerate(self.articles):
            self._index.add(at, name_keys(article.name, article.nicknames, article.kind))

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
        sheet = read_sheet(as_path(path, "goods"))
        known = {column: attribute.id for attribute in attributes().values() for column in (*attribute.columns, attribute.label)}
        columns = [known.get(header, header) for header in sheet.headers]
        rows, problems = check_sheet(sheet, columns)
        charts = _own_charts(Path(path).parent, rows, columns, problems)
        if problems:
            raise DataFileError(path, problems)
        articles = (_article(columns, cells, number) for cells, (number, _) in zip(rows, sheet.rows, strict=True))
        return cls(articles, charts)

    @cached_property
    def links(self) -> Mapping[str, int]:
        """Positions of the articles by link, without what stands before the host."""
        return {
            link.lower().partition("://")[2] or link.lower(): at
            for at, article in enumerate(self.articles)
            if (link := article.values.get("link", ""))
        }

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
            The articles as ``find`` gives them, and the buyer's nouns, the fullest first.
        """
        looked_at = None if item is None else self._identified(fold(item), loose=True)
        if item is not None and looked_at is None:
            return [], ()
        folded = fold(text)
        found, noun = self._named(folded, context=looked_at)
        if looked_at is not None:
            elsewhere = found and (looked_at not in found or (len(found) == 2 and COMPARES.search(folded)))
            return [self.articles[at] for at in (found if elsewhere else [looked_at])], noun
        if found:
            return self._narrowed(found, history), noun
        for _, turn in reversed(history):
            found = self._named(fold(turn), context=None)[0]
            if found:
                return [self.articles[at] for at in found], noun
        return (list(self.articles) if len(self.articles) == 1 else []), noun

    def _narrowed(self, found: Sequence[int], history: Turns) -> list[Article]:
        """Of several that fit, take the one that was spoken of last."""
        if len(found) > 1:
            for _, turn in reversed(history):
                before, _ = self._named(fold(turn), context=None)
                if len(both := [at for at in found if at in before]) == 1:
                    return [self.articles[both[0]]]
        return [self.articles[at] for at in found]

    def _identified(self, folded: str, *, loose: bool = False) -> int | None:
        """Find an article by link or id; when loose, by its exact name too."""
        if "/" in folded:
            links = (match[0].rstrip(".") for match in _LINK.finditer(folded))
            if (at := next((self.links[link] for link in links if link in self.links), None)) is not None:
                return at
            if match := _LINK_ID.search(folded):
                return self._ids.get(match[1])
        for match in _ID.finditer(folded):
            if (known := self._ids.get(match[0])) is not None and (loose or len(match[0]) >= 5):
                return known
        if loose:
            exact = [at for at in self._index.exact(folded.strip()) if fold(self.articles[at].name) == folded.strip()]
            return exact[0] if len(exact) == 1 else self._ids.get(folded.strip())
        return None

    def _named(self, folded: str, context: int | None) -> tuple[list[int], tuple[str, ...]]:
        """Find the articles a text names: by id or link, else those that fit most of its nouns."""
        identified = self._identified(folded)
        if identified is not None:
            return [identified], ()
        mentions = self._index.mentions(folded)
        compared = bool(COMPARES.search(folded))
        plain = [mention for mention in mentions if compared or not (mention.beside and (context is not None or len(mentions) > 1))]
        nouns = tuple(sorted((mention.noun for mention in plain), key=len, reverse=True))
        return (_fitting(plain), nouns) if plain else ([], ())


def _fitting(mentions: Sequence[Mention]) -> list[int]:
    """Give the articles that all mentions share, else those of each mention in turn."""
    shared = set(mentions[0].articles).intersection(*(mention.articles for mention in mentions[1:]))
    if shared:
        return sorted(shared)
    return list(dict.fromkeys(at for mention in mentions for at in mention.articles))


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
