"""Compile a regular expression when it is first used: most commands use few of the hundreds that the modules hold."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, cast


class _Pattern:
    """Stands for a compiled pattern until it is first asked for anything; then it has the pattern's own methods."""

    def __init__(self, text: str, flags: int) -> None:
        self._source = text, flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # copying and pickling look for what there is not
            raise AttributeError(name)
        compiled = re.compile(*self._source)
        vars(self).update({each: getattr(compiled, each) for each in dir(compiled) if not each.startswith("_")})
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[type[_Pattern], tuple[str, int]]:
        return _Pattern, self._source


def lazy(text: str, flags: int = 0) -> re.Pattern[str]:
    r"""Give a pattern that is compiled when it is first used.

    Args:
        text: the regular expression.
        flags: flags of ``re``.

    Returns:
        What behaves like the compiled pattern; after the first use it costs the same.

    >>> lazy(r"\d+").findall("3件 12元")
    ['3', '12']
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))


def any_of(words: Iterable[str]) -> str:
    r"""Give the regular expression of any of some words, the longest that fits.

    Args:
        words: the words, taken as they are written.

    Returns:
        The words as alternatives, without a group around them; empty for none.

    >>> any_of(["好", "好的", "?"])
    '好的|好|\\?'
    """
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
