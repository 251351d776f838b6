"""Read and write descriptions of formats: the bundled ones in ``data/formats/``, and those learnt from a sample."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import MISSING, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from cs_scripts.errors import ArgumentError, Problem
from cs_scripts.files.atomic import write_bytes
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.text import known_encoding
from cs_scripts.files.xlsx_cells import safe_title
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.quickreply.entry import FIELDS
from cs_scripts.quickreply.formats import CERTAINTIES, CONTAINERS, LINE_ENDS, Column, Format, XmlShape

_LINE_END_NAMES = {end: name for name, end in LINE_ENDS.items()}


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
    with strict_fields(path, read_yaml(path)) as top:
        return _parse(top)


def _parse(top: Fields) -> Format:
    top.version(1)
    encoding = known_encoding(top.text("encoding", required=False) or "utf-8")
    if not encoding or encoding in ("utf-8-sig", "utf-16"):
        top.note("encoding", "应为 utf-8、gbk、gb18030、big5、utf-16-le 或 utf-16-be；有没有 BOM 另写 bom: true")
        encoding = "utf-8"
    delimiter = top.text("delimiter", required=False) or ","
    if len(delimiter) > 1 or delimiter in '"\r\n':
        top.note("delimiter", "应为一个字，不能是引号或换行")
    sheet = top.text("sheet", required=False)
    if sheet and safe_title(sheet) != sheet:
        top.note("sheet", "工作表名最长 31 字，不能有 [ ] : * ? / \\ 这些字")
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
        delimiter=delimiter,
        header=header is not False,
        header_quoted=bool(top.flag("header_quoted")),
        guard=bool(top.flag("guard")),
        sheet=sheet,
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
