"""Quick replies in XML: the shapes of known formats, and any other whose names give the fields away."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.files.xml import Node, parse_xml
from cs_scripts.quickreply.containers.encode import encode
from cs_scripts.quickreply.containers.source import Found, Source, Wanted
from cs_scripts.quickreply.containers.xml_places import find_places, read_at
from cs_scripts.quickreply.containers.xml_shape import by_group, fill, places_of
from cs_scripts.quickreply.entry import FIELDS, Entry
from cs_scripts.quickreply.format_files import list_formats
from cs_scripts.quickreply.formats import Format, XmlShape


class Xml:
    """Elements and attributes around phrases."""

    def sniff(self, source: Source) -> bool:
        """Look for a tag at the beginning."""
        return source.text.lstrip().startswith("<")

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read a known shape, else what the names of elements and attributes tell."""
        _, nodes = parse_xml(source.text)
        known = [each for each in list_formats() if each.container == "xml" and not wanted.named]
        for each in [wanted.format] if wanted.format else known:
            entries = _read_shape(nodes, each)
            if entries is not None:
                return Found(each, entries)
        if wanted.format:
            raise ValueError(f"不是格式 {wanted.format.name} 的样子")
        places = find_places(nodes, named=wanted.named)
        if places is None:
            seen = "、".join(dict.fromkeys(node.tag for node in nodes[:200]))
            raise ValueError(f"看不出哪里是正文（有 {seen[:80]}）；用 --field text=元素名 或 text=@属性名 指明")
        return Found(None, read_at(nodes, places))

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Fill the skeleton."""
        return encode(fill(_shape(described), entries, described.line_end), described)

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name the blanks of the skeleton."""
        shape = _shape(described)
        return tuple(name for name in FIELDS if f"⟦{name}:" in shape.item + shape.group_open)

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Bring groups together where the skeleton nests phrases in them."""
        return [entry for group in by_group(entries) for entry in group] if _shape(described).group_open else list(entries)


def _shape(described: Format) -> XmlShape:
    if described.xml is None:
        raise ValueError(f"格式 {described.name} 没有写 xml 的样子")
    return described.xml


def _read_shape(nodes: list[Node], described: Format) -> list[Entry] | None:
    """Read elements that have the shape of a format; None where they have another."""
    places = places_of(_shape(described))
    if places is None or nodes[0].tag != places.item[0]:
        return None
    if all(node.path != places.item for node in nodes):
        return None if len(nodes) > 1 else []
    return read_at(nodes, places)
