"""Hold intents and their example messages together: an intent that nothing is learnt for would never be found, and nobody would be told."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cs_scripts.errors import DataFileError, Problem


def check_intents(intents: Iterable[str], folder: Path) -> None:
    """Check that each intent has its file of messages, and each file its intent.

    Args:
        intents: ids of the phrase book's intents.
        folder: where the files ``<intent>.txt`` are.

    Raises:
        DataFileError: one is missing on either side; all that are missing are named.

    >>> from cs_scripts.files.data import data_path
    >>> check_intents(["gift"], data_path("formats"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    cs_scripts.errors.DataFileError: ...formats 有 1 处问题：gift.txt：缺这个文件，意图 gift 没有例句可学
    """
    known = set(intents)
    files = {path.stem for path in folder.glob("*.txt")}
    problems = [Problem(f"{name}.txt", f"缺这个文件，意图 {name} 没有例句可学") for name in sorted(known - files)]
    problems += [Problem(f"{name}.txt", f"phrases.yaml 的 intents 里没有 {name}") for name in sorted(files - known)]
    if problems:
        raise DataFileError(folder, problems)
