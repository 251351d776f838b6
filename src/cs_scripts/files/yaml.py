"""Read YAML strictly: one walk finds every problem, and each says on which line and at which key it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any

from cs_scripts.errors import Problem
from cs_scripts.files.compiled import compiled
from cs_scripts.files.data import data_path
from cs_scripts.files.mapping import Mapping


def read_yaml(path: Path | str) -> Any:
    """Read a YAML file; a bundled one in its compiled form.

    Args:
        path: the file.

    Returns:
        What it holds: mappings, lists, text, numbers, true/false, None.

    Raises:
        FileReadError: it cannot be read.
        DataFileError: it is not YAML, or a key stands twice.
    """

    def parse() -> Any:
        from cs_scripts.files.yaml_parser import parse_file  # PyYAML is not needed for what is compiled

        return parse_file(path)

    path = Path(path)
    return compiled(path.stem, (path,), parse) if path.parent == data_path() else parse()


class Fields:
    """Take the fields of one mapping, noting what is missing, of the wrong type, or left over.

    Args:
        value: what the file holds at this place.
        where: the place, for example ``scripts[3]``.
        problems: the list that problems are added to.

    >>> problems = []
    >>> fields = Fields({"id": "a", "colour": 1}, "scripts[0]", problems)
    >>> fields.text("id"), fields.close()
    ('a', None)
    >>> [str(problem) for problem in problems]
    ['scripts[0].colour：不认识的键 colour']
    """

    def __init__(self, value: Any, where: str, problems: list[Problem]) -> None:
        self.where = where
        self.problems = problems
        self.inherits = False
        self._left: dict[str, Any] = {}
        self._known: dict[str, None] = {}
        self._line, self._lines = (value.line, value.lines) if isinstance(value, Mapping) else (0, {})
        if isinstance(value, dict):
            self._left = dict(value)
        else:
            self.note("", "应为“键: 值”的映射")

    def note(self, key: str, what: str) -> None:
        """Add a problem at a key of this mapping.

        Args:
            key: the key, or empty for the mapping itself.
            what: what is wrong, in Chinese.
        """
        where = f"{self.where}.{key}" if key and self.where else key or self.where
        line = self._lines.get(key, self._line)
        place = " ".join(part for part in (f"第 {line} 行" if line else "", where) if part)
        self.problems.append(Problem(place or "全文", what))

    def take(self, key: str, default: Any = None) -> Any:
        """Take a value of any type.

        Args:
            key: the key.
            default: what to return where the key is absent.

        Returns:
            The value.
        """
        self._known[key] = None
        return self._left.pop(key, default)

    def inherit(self, base: dict[str, Any]) -> None:
        """Let another mapping speak for every key that this one leaves out.

        Args:
            base: the values to fall back on.
        """
        self.inherits = True
        self._left = base | self._left

    def text(self, key: str, *, required: bool = True, choices: Collection[str] = ()) -> str:
        """Take a line of text.

        Args:
            key: the key.
            required: whether absence is a problem.
            choices: the values allowed; empty for any.

        Returns:
            The text; empty where it is absent or wrong.
        """
        value = self.take(key)
        if value is None or value == "":
            if required:
                self.note(key, "缺少")
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            self.note(key, "应为文字")
            return ""
        if choices and value not in choices:
            self.note(key, f"“{value}”不在 {'、'.join(choices)} 之中")
            return ""
        return str(value)

    def texts(self, key: str, *, minimum: int = 0) -> tuple[str, ...]:
        """Take a list of texts.

        Args:
            key: the key.
            minimum: how many there must be.

        Returns:
            The texts; those of a wrong type are left out.
        """
        value = self.take(key)
        items = [] if value is None else value
        if not isinstance(items, list):
            self.note(key, "应为列表")
            return ()
        good = [str(item) for item in items if isinstance(item, str | int | float) and str(item) and not isinstance(item, bool)]
        if len(good) < len(items):
            self.note(key, "有的项不是文字或为空")
        elif len(good) < minimum:
            self.note(key, f"至少要 {minimum} 项")
        return tuple(good)

    def flag(self, key: str) -> bool | None:
        """Take true or false.

        Args:
            key: the key.

        Returns:
            The value; None where it is absent or wrong.
        """
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.note(key, "应为 true 或 false")
            return None
        return value

    def number(self, key: str) -> int | None:
        """Take a whole number that is not negative.

        Args:
            key: the key.

        Returns:
            The value; None where it is absent or wrong.
        """
        value = self.take(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
            self.note(key, "应为非负整数")
            return None
        return value

    def version(self, known: int) -> None:
        """Take the number of the file's form, and note any but the known one.

        Args:
            known: the number.
        """
        if self.number("version") != known:
            self.note("version", f"应为 {known}")

    def items(self, key: str) -> list[tuple[str, Any]]:
        """Take a list and give each item its place.

        Args:
            key: the key.

        Returns:
            Pairs of place and value.
        """
        value = self.take(key)
        if value is not None and not isinstance(value, list):
            self.note(key, "应为列表")
            value = None
        prefix = f"{self.where}.{key}" if self.where else key
        return [(f"{prefix}[{i}]", item) for i, item in enumerate(value or [])]

    def close(self) -> None:
        """Note every key that nobody took."""
        for key in self._left:
            self.note(key, f"不认识的键 {key}{did_you_mean(key, self._known)}")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Offer the known word that somebody probably meant.

    Args:
        word: what was written.
        known: what could have been meant.

    Returns:
        A bracketed Chinese question; empty where nothing is close.

    >>> did_you_mean("cutof", ["cutoff", "couriers"])
    '（是不是 cutoff？）'
    """
    import difflib

    if word.isascii():
        close = difflib.get_close_matches(word, list(known), 1, 0.75)
    else:  # 西臧 shares half of 西藏 and of 陕西: where both are as long, what begins alike was meant
        close = difflib.get_close_matches(word, list(known), 5, 0.5)
        close.sort(key=lambda found: found[0] != word[0])
    return f"（是不是 {close[0]}？）" if close else ""
