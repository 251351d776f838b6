"""What a container is given and what it gives back, whatever it is: the file, what is known of it, and everything found in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from cs_scripts.files.json import parse_json
from cs_scripts.files.rejects import Reject
from cs_scripts.files.yaml_parser import parse_yaml
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.formats import Format

_YAML_BEGINS = re.compile(r"""---|%YAML|["']?[A-Za-z_][\w-]*["']?[ \t]*:(?:[ \t]|$)|- +["']?[\w-]+["']?[ \t]*:(?:[ \t]|$)""")


@dataclass(frozen=True)
class Source:
    """A file that was read.

    Args:
        raw: its bytes.
        text: its text, without a byte order mark; empty for a workbook.
        codec: the codec it was decoded with; empty for a workbook.
    """

    raw: bytes
    text: str = ""
    codec: str = ""

    @cached_property
    def yaml(self) -> Any:
        """What it holds as YAML, every scalar as text; None where its first line is none of YAML's."""
        lines = (line.rstrip() for line in self.text.split("\n"))
        first = next((line for line in lines if line and not line.startswith("#")), "")
        return parse_yaml(self.text, plain=True) if _YAML_BEGINS.match(first) else None

    @cached_property
    def json(self) -> Any:
        """What it holds as JSON; None where it is none as a whole."""
        if self.text.lstrip()[:1] not in ("[", "{"):
            return None
        try:
            return parse_json(self.text)
        except ValueError:
            return None


@dataclass(frozen=True)
class Wanted:
    """What is known of a file before it is read.

    Args:
        format: the format it has; None to find out.
        named: for a field, the header, key or place that holds it, where names alone do not tell.
    """

    format: Format | None = None
    named: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Found:
    """What a container held; readers add to it.

    Args:
        format: the format it turned out to have; None where only its names gave the fields away.
        entries: the phrases, those without text too.
        rejects: rows that could not be read.
        left_out: rows that were read and are not wanted, as those not in use.
        doubts: rows that were read, but not wholly or not surely.
        unread: names of columns that nobody reads, and how many of their cells hold something.
        notes: what else there is to say of the file, in Chinese.
    """

    format: Format | None = None
    entries: list[Entry] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    left_out: list[Reject] = field(default_factory=list)
    doubts: list[Reject] = field(default_factory=list)
    unread: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


class Container(Protocol):
    """A kind of file: everything that depends on it and on nothing else."""

    def sniff(self, source: Source) -> bool:
        """Tell whether a file is of this kind."""

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read a file; ``ValueError`` with a Chinese reason where nothing says where the phrases are."""

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write entries that were made to fit."""

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the fields that a format of this kind holds."""

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Give entries in the order, and with the codes, in which a written file gives them back."""
