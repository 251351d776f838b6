"""Cut text into words with a tokenizer of our own, so that nobody else's dictionary changes and nobody changes ours.

Two engines give the same words: jieba, always installed, and rjieba (the extra ``fast``), the same algorithm and
dictionary in Rust, some ten times faster. Neither guesses unknown words (no HMM): character n-grams cover those.

A typing error by sound or shape (发漂) is mended where it stands as a word of its own: 头发漂亮 holds none.
"""

from __future__ import annotations

import importlib
import importlib.machinery
import importlib.util
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from cs_scripts.errors import ArgumentError, DataFileError, FileWriteError, Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.private import private_folder
from cs_scripts.files.text import read_text
from cs_scripts.text.lookup import open_lookup

ENGINES = ("auto", "jieba", "rjieba")
_TAG = "n"
_TYPO_FREQUENCY = 30
"""Enough to hold two characters together that would else stand alone, too little to break a word."""
_FEW = 2000
"""Characters that are looked up one word after the other; that many take as long as loading an engine."""
Cut = Callable[[str], list[str]]


def parse_lexicon(text: str, path: Path | str) -> dict[str, int]:
    """Parse a lexicon: a word and its frequency on each line.

    Args:
        text: the file's text.
        path: its name, for errors.

    Returns:
        Frequency of each word.

    Raises:
        DataFileError: a line has another form, or a word stands twice.

    >>> parse_lexicon("仅退款 2000", "lexicon.txt")
    {'仅退款': 2000}
    """
    words: dict[str, int] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = line.split()
        if len(fields) != 2 or not fields[1].isdecimal():
            problems.append(Problem(f"第 {number} 行", "应为“词 词频”"))
        elif fields[0] in words:
            problems.append(Problem(f"第 {number} 行", f"“{fields[0]}”重复"))
        else:
            words[fields[0]] = int(fields[1])
    if problems:
        raise DataFileError(path, problems)
    return words


def parse_typos(text: str, path: Path | str) -> dict[str, str]:
    """Parse a list of typing errors: on each line an error and what is meant, equally long.

    Args:
        text: the file's text.
        path: its name, for errors.

    Returns:
        What is meant by each error.

    Raises:
        DataFileError: a line has another form.

    >>> parse_typos("发漂 发票", "typos.txt")
    {'发漂': '发票'}
    """
    pairs = [(number, line.split()) for number, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
    problems = [
        Problem(f"第 {number} 行", "应为“错字 本字”，两边一样长")
        for number, pair in pairs
        if len(pair) != 2 or len(pair[0]) != len(pair[1]) or pair[0] == pair[1]
    ]
    if problems:
        raise DataFileError(path, problems)
    return {typo: meant for _, (typo, meant) in pairs}


class Tokenizer:
    """Cut normalised text into words.

    Args:
        engine: ``"jieba"``, ``"rjieba"``, or ``"auto"`` for rjieba where it is installed.
        lexicon: frequency of words to add to the dictionary; the bundled ``data/lexicon.txt`` by default.

    Raises:
        ArgumentError: the engine is unknown or not installed.

    >>> Tokenizer("jieba").cut("仅退款行吗")
    ['仅退款', '行', '吗']
    """

    def __init__(self, engine: str = "auto", lexicon: dict[str, int] | None = None) -> None:
        if engine not in ENGINES:
            raise ArgumentError("engine", f"只有 {'、'.join(ENGINES)}")
        has_rjieba = importlib.util.find_spec("rjieba") is not None
        if engine == "rjieba" and not has_rjieba:
            raise ArgumentError("engine", "没有安装 rjieba（pip install 'cs-scripts[fast]'）")
        self.engine = "rjieba" if engine != "jieba" and has_rjieba else "jieba"
        if lexicon is None:
            path = data_path("lexicon.txt")
            lexicon = parse_lexicon(read_text(path), path)
        self._lexicon = lexicon
        path = data_path("typos.txt")
        self._typos = {typo: meant for typo, meant in parse_typos(read_text(path), path).items() if typo not in lexicon}
        self._words = lexicon | dict.fromkeys(self._typos, _TYPO_FREQUENCY)
        self._lookup = open_lookup(self._words)
        self._looked_up = 0
        self._loading = Lock()
        self._cut: Cut = self._cut_first

    def _cut_first(self, text: str) -> list[str]:
        """Look up words for a few messages, which one command may be all about; load the engine for more."""
        self._looked_up += len(text)
        if self._lookup is not None and self._looked_up <= _FEW:
            return self._lookup(text)
        with self._loading:
            if self._cut == self._cut_first:
                self._cut = _rjieba_cut(self._words) if self.engine == "rjieba" else _jieba_cut(self._words)
                self._lookup = None
        return self._cut(text)

    def __reduce__(self) -> tuple[type[Tokenizer], tuple[str, dict[str, int]]]:
        return Tokenizer, (self.engine, self._lexicon)

    def cut(self, text: str) -> list[str]:
        """Cut one text.

        Args:
            text: normalised text.

        Returns:
            Its words in order; joined they give the text again, with typing errors mended.

        >>> Tokenizer().cut("发漂呢头发漂亮")
        ['发票', '呢', '头发', '漂亮']
        """
        return self.mended(self._cut(text))

    def mended(self, tokens: list[str]) -> list[str]:
        """Mend typing errors.

        Args:
            tokens: words in order.

        Returns:
            The words, each typing error in the place of which stands what is meant.
        """
        return tokens if self._typos.keys().isdisjoint(tokens) else [*map(self._typos.get, tokens, tokens)]

    def cut_all(self, texts: Sequence[str]) -> list[list[str]]:
        """Cut many texts in one call of the engine, which saves the cost of a call for each.

        Args:
            texts: normalised texts, without line feeds.

        Returns:
            The words of each.
        """
        rows: list[list[str]] = [[]]
        for token in self.cut("\n".join(texts)):
            if token == "\n":  # noqa: S105 - a token of text
                rows.append([])
            else:
                rows[-1].append(token)
        return rows if texts else []


def _rjieba_cut(lexicon: dict[str, int]) -> Cut:
    tokenizer = _rjieba().Jieba()
    for word, frequency in lexicon.items():
        tokenizer.add_word(word, frequency, _TAG)
    return lambda text: list(tokenizer.cut(text, hmm=False))


def _rjieba() -> Any:
    """Import rjieba's own module without its package, which would load the dictionary once more for a tokenizer that nobody uses here."""
    name = "rjieba.rjieba"
    package = importlib.util.find_spec("rjieba")
    spec = importlib.machinery.PathFinder.find_spec(name, package.submodule_search_locations) if package else None
    if "rjieba" in sys.modules or name in sys.modules or spec is None or spec.loader is None:
        return importlib.import_module("rjieba" if name not in sys.modules else name)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where the package finds it, should anybody import that later
    spec.loader.exec_module(module)
    return module


def _jieba_cut(lexicon: dict[str, int]) -> Cut:
    import logging
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba's source has invalid escapes and imports pkg_resources
        import jieba
    logger = logging.getLogger("jieba")
    level, logger.level = logger.level, logging.ERROR
    try:
        tokenizer = jieba.Tokenizer()
        try:
            tokenizer.tmp_dir = str(private_folder())  # jieba's own place, the shared temporary folder, is anybody's to write to
            tokenizer.initialize()
        except FileWriteError:
            tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
            tokenizer.initialized = True
    finally:
        logger.level = level
    for word, frequency in lexicon.items():
        tokenizer.add_word(word, frequency, _TAG)
    return lambda text: list(tokenizer.cut(text, HMM=False))
