"""A mapping that knows on which lines it stands, so that a problem found later can be pointed to; apart from PyYAML, which loads slowly."""

from __future__ import annotations

from typing import Any


class Mapping(dict[str, Any]):
    """A mapping that knows where it stands.

    Args:
        line: the line it begins at, from 1.
    """

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}
        """Line of each key."""
