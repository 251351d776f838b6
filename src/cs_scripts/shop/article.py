"""One article of a shop: its names, its cells, and the options and numbers that stand in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cs_scripts.shop.options import read_numbers, split_options

OPTION_KEYS = ("color", "size", "spec", "flavour")
"""Attributes of which a buyer chooses one value."""


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

    def all_options(self) -> tuple[str, ...]:
        """List the options of all sorts.

        Returns:
            Colours, sizes, specs and flavours.
        """
        return tuple(option for key in OPTION_KEYS for option in self.options(key))

    def numbers(self, key: str) -> tuple[tuple[str, float], ...]:
        """Read the number, or the number of each option, of a column.

        Args:
            key: ``stock``, ``price`` or ``list_price``.

        Returns:
            Pairs of option and number; empty where the column is.
        """
        return read_numbers(self.values.get(key, "")) or ()
