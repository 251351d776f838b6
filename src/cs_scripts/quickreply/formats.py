"""A file format is data: what contains the phrases, how it is encoded, which column holds which field.

Bundled descriptions stand in ``data/formats/``; ``learn`` makes further ones from a sample, in the same form, so that a
client nobody here has seen needs no code.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cs_scripts.errors import ArgumentError, DataFileError, Problem
from cs_scripts.files.text import data_path, write_bytes
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.quickreply.entry import FIELDS

CONTAINERS = ("csv", "xlsx", "xml", "json", "jsonl", "yaml", "rasa")
CERTAINTIES = {"documented": "有公开文档", "indirect": "有旁证，没在真客户端上试过", "own": "本工具自定", "learned": "从样本学得"}
"""How sure a format is, and how that is said."""

LINE_ENDS = {"crlf": "\r\n", "lf": "\n", "cr": "\r"}
_LINE_END_NAMES = {end: name for name, end in LINE_ENDS.items()}


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

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the fields that the format holds."""
        if self.xml:
            parts = self.xml.item + self.xml.group_open
            return tuple(name for name in FIELDS if f"⟦{name}:" in parts)
        if self.container == "rasa":
            return ("code", "text", "intent", "asks")
        held = tuple(name for name in FIELDS if any(name in (column.field, column.fallback) for column in self.columns))
        return (*held, "asks") if any(column.field == "asks" for column in self.columns) else held


@lru_cache(maxsize=1)
def list_formats() -> tuple[Format, ...]:
    """Load every bundled format, once.

    Returns:
        The formats by name.

    >>> "qianniu-csv" in [each.name for each in list_formats()]
    True
    """
    return tuple(load_format(path.stem) for path in sorted(data_path("formats").glob("*.yaml"), key=lambda path: path.stem))


def load_format(name: str | Path) -> Format:
    """Load a format.

    Args:
        name: name of a bundled one, or path of a ``.yaml`` file.

    Returns:
        The format.

    Raises:
        ArgumentError: there is no such format.
        FileReadError: the file cannot be read.
        DataFileError: the file breaks the schema; every problem is named.

    >>> load_format("qianniu-csv").encoding
    'cp936'
    """
    path = Path(name)
    if path.suffix.lower() not in (".yaml", ".yml"):
        folder = data_path("formats")
        known = sorted(each.stem for each in folder.glob("*.yaml"))
        if str(name) not in known:
            raise ArgumentError("format", f"没有“{name}”这种格式；有 {'、'.join(known)}，或给一个学来的 .yaml 文件")
        path = folder / f"{name}.yaml"
    problems: list[Problem] = []
    top = Fields(read_yaml(path), "", problems)
    parsed = _parse(top)
    top.close()
    if problems:
        raise DataFileError(path, problems)
    return parsed


def _parse(top: Fields) -> Format:
    if top.number("version") != 1:
        top.note("version", "应为 1")
    encoding = top.text("encoding", required=False) or "utf-8"
    try:
        codecs.lookup(encoding)
    except LookupError:
        top.note("encoding", f"没有“{encoding}”这种编码")
    limits = Fields(top.take("limits", {}), "limits", top.problems)
    most = {name: number for name in FIELDS if (number := limits.number(name)) is not None}
    limits.close()
    container = top.text("container", choices=CONTAINERS)
    xml = _xml(top) if container == "xml" else None
    columns = tuple(_column(value, where, top.problems) for where, value in top.items("columns"))
    if container not in ("xml", "rasa") and not any(column.field == "text" for column in columns):
        top.note("columns", "要有一列 field: text")
    header = top.flag("header")
    final = top.flag("final_line_end")
    return Format(
        name=top.text("name"),
        label=top.text("label"),
        container=container,
        certainty=top.text("certainty", choices=tuple(CERTAINTIES)),
        evidence=top.text("evidence"),
        place=top.text("place"),
        encoding=encoding,
        bom=bool(top.flag("bom")),
        line_end=LINE_ENDS.get(top.text("line_end", required=False, choices=tuple(LINE_ENDS)), "\n"),
        final_line_end=final is not False,
        newline=LINE_ENDS.get(top.text("newline", required=False, choices=tuple(LINE_ENDS)), "\n"),
        delimiter=top.text("delimiter", required=False) or ",",
        header=header is not False,
        header_quoted=bool(top.flag("header_quoted")),
        guard=bool(top.flag("guard")),
        sheet=top.text("sheet", required=False),
        records=top.text("records", required=False),
        columns=columns,
        escapes=_pairs(top, "escapes"),
        specials=top.texts("specials"),
        limits=most,
        xml=xml,
    )


def _column(value: Any, where: str, problems: list[Problem]) -> Column:
    inner = Fields(value, where, problems)
    names = (*FIELDS, "asks")
    column = Column(
        header=inner.text("header", required=False),
        field=inner.text("field", required=False, choices=names),
        value=inner.text("value", required=False),
        fallback=inner.text("fallback", required=False, choices=FIELDS),
        prefix=inner.text("prefix", required=False),
        html=bool(inner.flag("html")),
        quoted=bool(inner.flag("quoted")),
    )
    if column.field and column.value:
        inner.note("value", "field 和 value 只写一个")
    inner.close()
    return column


def _pairs(top: Fields, key: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for where, value in top.items(key):
        if isinstance(value, list) and len(value) == 2 and all(isinstance(part, str) for part in value) and value[0]:
            pairs.append((value[0], value[1]))
        else:
            top.problems.append(Problem(where, "应为两项文字：原文、写法"))
    return tuple(pairs)


def _xml(top: Fields) -> XmlShape:
    inner = Fields(top.take("xml"), "xml", top.problems)
    shape = XmlShape(
        head=inner.text("head"),
        item=inner.text("item"),
        tail=inner.text("tail", required=False),
        group_open=inner.text("group_open", required=False),
        group_close=inner.text("group_close", required=False),
        escapes=dict(_pairs(inner, "escapes")),
        attribute_escapes=dict(_pairs(inner, "attribute_escapes")),
    )
    if "⟦text:" not in shape.item:
        inner.note("item", "要有 ⟦text:text⟧、⟦text:cdata⟧ 或 ⟦text:attribute⟧")
    inner.close()
    return shape


def dump_format(described: Format, notes: Iterable[str] = ()) -> str:
    """Write a format as YAML.

    Args:
        described: the format.
        notes: remarks that go above it as comments.

    Returns:
        The text of a file that ``load_format`` reads back to an equal format.
    """
    data: dict[str, Any] = {"version": 1}
    for each in fields(described):
        value = getattr(described, each.name)
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if value != default:
            data[each.name] = _plain(each.name, value)
    comments = "".join(f"# {' '.join(note.split())}\n" for note in notes)
    return comments + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)


def _plain(name: str, value: Any) -> Any:
    """Give a value of a format in the form that its YAML has."""
    if name in ("line_end", "newline"):
        return _LINE_END_NAMES[value]
    if name == "columns":
        return [{part.name: getattr(column, part.name) for part in fields(column) if getattr(column, part.name)} for column in value]
    if name == "escapes":
        return [list(pair) for pair in (value.items() if isinstance(value, dict) else value)]
    if isinstance(value, XmlShape):
        shape = {part.name: getattr(value, part.name) for part in fields(value) if getattr(value, part.name)}
        return {key: [list(pair) for pair in part.items()] if isinstance(part, dict) else part for key, part in shape.items()}
    return list(value) if isinstance(value, tuple) else dict(value) if isinstance(value, dict) else value


def save_format(described: Format, path: Path | str, notes: Iterable[str] = ()) -> None:
    """Write a format to a file that ``load_format`` and ``--format`` take.

    Args:
        described: the format.
        path: the file, ending in ``.yaml``.
        notes: remarks that go above it as comments.

    Raises:
        FileWriteError: it cannot be written.
    """
    write_bytes(path, dump_format(described, notes).encode())
