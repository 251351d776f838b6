"""Cut a skeleton out of an XML sample: what stands around the phrases, and how their characters are escaped."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cs_scripts.files.xml import Node, parse_xml
from cs_scripts.quickreply.containers.xml_places import Leaf, Places, find_places, read_at
from cs_scripts.quickreply.containers.xml_shape import fill
from cs_scripts.quickreply.entry import FIELD_LABELS
from cs_scripts.quickreply.formats import XmlShape

_UNIT = re.compile(r"&#(?:13|[xX]0*[dD]);(?:&#(?:10|[xX]0*[aA]);|\n)?|\r\n?|&[^;]*;|.", re.DOTALL)
_ENTITIES = {"&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&apos;": "'"}
_COUNTS = re.compile(r"count|total|num|size|数", re.IGNORECASE)
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
_BLANKS = b" \t\r\n"


def learn_xml(text: str, known: Sequence[Mapping[str, str]], named: Mapping[str, str]) -> tuple[XmlShape, list[str], list[str]]:
    """Learn the skeleton of an XML sample.

    Args:
        text: the sample, with its own line ends.
        known: phrases that are in it.
        named: for a field, the name of its place, as in ``reply@code``, ``@code`` or ``content``.

    Returns:
        The skeleton, what was learnt, and what is open.

    Raises:
        ValueError: nothing tells where the phrases are, or they are written in different ways.
    """
    if "⟦" in text:
        raise ValueError("样本里有 ⟦ 这个字，它在学出来的文件里另有用处；请换一条短语")
    source, nodes = parse_xml(text)
    places = find_places(nodes, known, named)
    if places is None:
        raise ValueError("看不出哪里是正文；用 --known 编码 正文 分组 说出样本里的一条短语，或用 --field text=元素名、text=@属性名 指明")
    items = [node for node in nodes if node.path == places.item]
    _check_leaves(nodes, places, items)
    line_end = "\r\n" if "\r\n" in text else "\n"
    entries = read_at(nodes, places)
    escapes = _escapes(source, nodes, places)
    reason = "看不出一条与一条之间怎么排"
    for before in (True, False):
        try:
            shape = replace(_cut(source, nodes, places, before=before), escapes=escapes[0], attribute_escapes=escapes[1])
        except ValueError as error:
            reason = str(error)
            continue
        if fill(shape, entries, line_end) == text:
            return shape, *_tell(places, items, shape)
    raise ValueError(f"{reason}；样本里各条短语的写法要一样，编码、正文、分组都不要空着")


def _check_leaves(nodes: list[Node], places: Places, items: list[Node]) -> None:
    text = places.leaves["text"]
    held = [node.ancestor(places.item) for node in nodes if node.path == text.path]
    if len({id(node) for node in held}) < len(held) or len(held) < len(items):
        raise ValueError("看不出一条短语从哪里到哪里；用 --known 编码 正文 分组 说出样本里的一条短语")


def _cut(source: bytes, nodes: list[Node], places: Places, *, before: bool) -> XmlShape:
    """Cut the sample into head, item and tail; white space goes with what it stands before, or with what it stands after."""

    def begin(node: Node) -> int:
        return len(source[: node.start].rstrip(_BLANKS)) if before else node.start

    def finish(node: Node) -> int:
        return node.end if before else len(source) - len(source[node.end :].lstrip(_BLANKS))

    items = [node for node in nodes if node.path == places.item]
    if any(node.parent is None for node in items):
        raise ValueError("整个文件只有一条短语，看不出一条的边界")
    groups = [node for node in nodes if node.path == places.group and any(item.ancestor(places.group) is node for item in items)]
    inside = {name: leaf for name, leaf in places.leaves.items() if leaf.path[: len(places.item)] == places.item}
    sample = next((item for item in items if not _empty(item, nodes, places, inside)), items[0])
    replacements = [_blank(source, nodes, sample, places.item, name, leaf) for name, leaf in inside.items()]
    replacements += _numbers(source, nodes, items, sample, places)
    item = _with_blanks(source, begin(sample), finish(sample), replacements)
    head_end, tail_start, opened, closed = begin(items[0]), finish(items[-1]), "", ""
    if groups:
        held = [node for node in items if node.ancestor(places.group) is groups[0]]
        name = _blank(source, nodes, groups[0], places.group, "group", places.leaves["group"])
        opened = _with_blanks(source, begin(groups[0]), begin(held[0]), [name])
        closed = source[finish(held[-1]) : finish(groups[0])].decode()
        head_end, tail_start = begin(groups[0]), finish(groups[-1])
    counts = [
        (*_attribute_span(source, node, name), "⟦count⟧")
        for node in nodes
        for name, value in node.attributes.items()
        if node.open_end <= head_end and value == str(len(items)) and _COUNTS.search(name)
    ]
    return XmlShape(_with_blanks(source, 0, head_end, counts), item, source[tail_start:].decode(), opened, closed)


def _empty(item: Node, nodes: list[Node], places: Places, inside: Mapping[str, Leaf]) -> bool:
    return not all(
        any(leaf.value(node) for node in nodes if node.path == leaf.path and node.ancestor(places.item) is item) for leaf in inside.values()
    )


def _blank(source: bytes, nodes: list[Node], home: Node, path: tuple[str, ...], name: str, leaf: Leaf) -> tuple[int, int, str]:
    """Give span and blank of a field's value inside an element."""
    node = next((node for node in nodes if node.path == leaf.path and node.ancestor(path) is home), None)
    if node is None:
        raise ValueError(f"样本里有的短语没有 {leaf.name}")
    if leaf.attribute:
        return (*_attribute_span(source, node, leaf.attribute), f"⟦{name}:attribute⟧")
    raw = source[node.open_end : node.close_start].decode()
    if not raw:
        raise ValueError(f"样本里的 {leaf.name} 是空的")
    cdata = raw.startswith(_CDATA_START) and raw.endswith(_CDATA_END)
    return node.open_end, node.close_start, f"⟦{name}:{'cdata' if cdata else 'text'}⟧"


def _attribute_span(source: bytes, node: Node, name: str) -> tuple[int, int]:
    pattern = re.compile(rb"\s" + re.escape(name.encode()) + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""")
    match = pattern.search(source, node.start, node.open_end)
    if match is None:
        raise ValueError(f"样本里有的短语没有属性 {name}")
    return match.span(1 if match[1] is not None else 2)


def _numbers(source: bytes, nodes: list[Node], items: list[Node], sample: Node, places: Places) -> list[tuple[int, int, str]]:
    """Find attributes inside an item that no field owns: a running number becomes a blank, a constant stays."""
    owned = set(places.leaves.values())
    found = []
    for node in nodes:
        if node.ancestor(places.item) is sample:
            for name in node.attributes:
                leaf = Leaf(node.path, name)
                values = [other.attributes.get(name, "") for other in nodes if other.path == node.path]
                if leaf in owned or len(set(values)) == 1:
                    continue
                if values != [str(number) for number in range(1, len(items) + 1)]:
                    raise ValueError(f"属性 {leaf.name} 每条不同，看不出是什么；用 --field 字段={leaf.name} 指明")
                found.append((*_attribute_span(source, node, name), "⟦n⟧"))
    return found


def _with_blanks(source: bytes, start: int, end: int, replacements: list[tuple[int, int, str]]) -> str:
    parts = []
    for first, last, blank in sorted(replacements):
        parts += [source[start:first].decode(), blank]
        start = last
    return "".join(parts) + source[start:end].decode()


def _escapes(source: bytes, nodes: list[Node], places: Places) -> tuple[dict[str, str], dict[str, str]]:
    """Tell how characters are written inside elements and inside attributes."""
    inside: dict[str, str] = {}
    attributes: dict[str, str] = {}
    for leaf in places.leaves.values():
        for node in nodes:
            if node.path != leaf.path:
                continue
            if leaf.attribute:
                if leaf.attribute in node.attributes:
                    start, end = _attribute_span(source, node, leaf.attribute)
                    if source[end : end + 1] == b"'":
                        attributes.setdefault("'", "&apos;")
                    _observe(source[start:end].decode(), attributes)
            elif not (raw := source[node.open_end : node.close_start].decode()).startswith(_CDATA_START):
                _observe(raw, inside)
            elif "\n" in raw:
                inside["\n"] = "\r\n" if "\r\n" in raw else "\n"
    return inside, attributes


def _observe(raw: str, seen: dict[str, str]) -> None:
    for unit in _UNIT.findall(raw):
        if unit.startswith("&#") or unit in ("\r\n", "\r"):
            number = re.match(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));", unit)
            character = chr(int(number[1], 16) if number[1] else int(number[2])) if number else "\n"
            plain = "\n" if character == "\r" else character
        else:
            plain = _ENTITIES.get(unit, unit)
        if (plain in "&<>\"'\n\t" or unit != plain) and seen.setdefault(plain, unit) != unit:
            raise ValueError(f"样本里 {plain!r} 有的写作 {seen[plain]!r}，有的写作 {unit!r}")


def _tell(places: Places, items: list[Node], shape: XmlShape) -> tuple[list[str], list[str]]:
    learnt = [f"XML，一条短语是 <{places.item[-1]}>，在 {'/'.join(places.item[:-1])} 里"]
    learnt += [
        f"{FIELD_LABELS[name]}在 {leaf.name}{'（CDATA）' if f'⟦{name}:cdata⟧' in shape.item else ''}"
        for name, leaf in places.leaves.items()
    ]
    if places.group:
        learnt.append(f"一个分组是 <{places.group[-1]}>，短语在它里面")
    left_open = [
        f"没找到{FIELD_LABELS[name]}，写出时就没有；用 --field {name}=元素名 或 {name}=@属性名 指明"
        for name in ("code", "group")
        if name not in places.leaves
    ]
    if len(items) == 1:
        left_open.append("样本只有一条短语，看不出条与条之间有没有别的东西、有没有编号；最好存两三条再学")
    return learnt, left_open
