"""A file format is data: what contains the phrases, how it is encoded, which column holds which field.

Descriptions are read from files by ``format_files``; ``learn`` makes further ones from a sample, so that a client nobody
here has seen needs no code. What a container does with a description stands in ``containers``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CONTAINERS = ("csv", "xlsx", "xml", "json", "jsonl", "yaml", "rasa")
CERTAINTIES = {"documented": "有公开文档", "indirect": "有旁证，没在真客户端上试过", "own": "本工具自定", "learned": "从样本学得"}
"""How sure a format is, and how that is said."""

LINE_ENDS = {"crlf": "\r\n", "lf": "\n", "cr": "\r"}


@dataclass(frozen=True)
class Column:
    """A column of a table, or a key of a record.

    Args:
        header: its name.
        field: the field of an entry that it holds; empty for a constant.
        value: the constant; ``{n}`` is the running number of the row.
        fallback: the field that stands in where the first is empty.
        prefix: what goes before the value, as ``:`` before a trigger.
        html: whether the value is HTML.
        quoted: whether its cells are always quoted (CSV).
    """

    header: str
    field: str = ""
    value: str = ""
    fallback: str = ""
    prefix: str = ""
    html: bool = False
    quoted: bool = False


@dataclass(frozen=True)
class XmlShape:
    """The skeleton of an XML file, as text with blanks such as ``⟦text⟧``.

    A blank ends in ``:attribute``, ``:text`` or ``:cdata``, which tells how its value is escaped.

    Args:
        head: everything before the first item or group.
        item: one phrase, with the white space before it.
        tail: everything after the last.
        group_open: what opens a group; empty where phrases are not nested in groups.
        group_close: what closes it.
        escapes: how certain characters are written inside elements.
        attribute_escapes: how they are written inside attributes.
    """

    head: str
    item: str
    tail: str
    group_open: str = ""
    group_close: str = ""
    escapes: Mapping[str, str] = field(default_factory=dict)
    attribute_escapes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Format:
    """Everything that a writer or reader needs to know.

    Args:
        name: as given to ``--format``.
        label: Chinese name.
        container: one of ``CONTAINERS``.
        certainty: one of ``CERTAINTIES``.
        evidence: what is known and from where, in Chinese.
        place: where such a file can be imported, in Chinese.
        encoding: codec of the text, without regard to a byte order mark.
        bom: whether a byte order mark begins the file.
        line_end: end of a row.
        final_line_end: whether the last row has one too.
        newline: line break inside a phrase (CSV).
        delimiter: between cells (CSV).
        header: whether the first row names the columns.
        header_quoted: whether its cells are quoted (CSV).
        guard: whether a tab keeps spreadsheets from taking a cell for a formula (CSV).
        sheet: name of the sheet (xlsx).
        records: key that holds the list (JSON, YAML); empty where the list is all.
        columns: the columns in their order.
        escapes: pairs of text and what is written for it, applied in order.
        specials: texts that the receiving program would take for a command.
        limits: most characters for a field.
        xml: the skeleton (XML).
    """

    name: str
    label: str
    container: str
    certainty: str
    evidence: str
    place: str
    encoding: str = "utf-8"
    bom: bool = False
    line_end: str = "\n"
    final_line_end: bool = True
    newline: str = "\n"
    delimiter: str = ","
    header: bool = True
    header_quoted: bool = False
    guard: bool = False
    sheet: str = ""
    records: str = ""
    columns: tuple[Column, ...] = ()
    escapes: tuple[tuple[str, str], ...] = ()
    specials: tuple[str, ...] = ()
    limits: Mapping[str, int] = field(default_factory=dict)
    xml: XmlShape | None = None

    @property
    def suffix(self) -> str:
        """The usual ending of such a file's name."""
        return {"yaml": ".yml", "rasa": ".yml"}.get(self.container, f".{self.container}")
