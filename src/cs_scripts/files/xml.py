"""Parse XML safely, in one pass, and remember where in the text every element stands, so that a skeleton can be cut out of a sample.

A document type is refused, and with it entity expansion and external entities; so is what is nested deeper or holds more
elements than any program writes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

MAX_DEPTH = 64
MAX_NODES = 500_000

_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")
_FAULTS = {
    "no element found": "是空的，或没有写完",
    "mismatched tag": "开始和结束的标签对不上",
    "not well-formed (invalid token)": "有不能出现的字符",
    "unclosed token": "有的标签没有写完",
    "undefined entity": "有不认识的 &…;",
    "junk after document element": "最外层元素之后还有东西",
    "duplicate attribute": "一个标签里属性写了两遍",
}


@dataclass(eq=False)
class Node:
    """An element.

    Args:
        tag: its name, with a prefix as written.
        attributes: its attributes, decoded.
        parent: the element around it; None for the root.
        path: names of the elements from the root to this one.
        start: where its start tag begins, in bytes of UTF-8.
        open_end: where its start tag ends.
        close_start: where its end tag begins; the same as ``open_end`` where it has none.
        end: where it ends.
        text: its own text, decoded, without that of children.
        children: number of elements in it.
    """

    tag: str
    attributes: dict[str, str]
    parent: Node | None
    path: tuple[str, ...]
    start: int
    open_end: int
    close_start: int = 0
    end: int = 0
    text: str = ""
    children: int = 0
    pieces: list[str] = field(default_factory=list)

    def ancestor(self, path: tuple[str, ...]) -> Node | None:
        """Give this element or the one around it that has a path.

        Args:
            path: the path.

        Returns:
            The element; None where no such one is around.
        """
        node: Node | None = self
        while node and len(node.path) > len(path):
            node = node.parent
        return node if node and node.path == path else None


def parse_xml(text: str) -> tuple[bytes, list[Node]]:
    """Parse an XML text.

    Args:
        text: the text, decoded; what its declaration says of an encoding does not matter.

    Returns:
        The text in UTF-8, which offsets count in, and its elements in document order.

    Raises:
        ValueError: it is not well-formed, declares a document type, or is too deep or too large; the reason is Chinese.
    """
    try:
        source = text.encode()
    except UnicodeEncodeError:
        raise ValueError("不是合格的 XML（有单独的代理码）") from None
    tree = _Tree(source)
    try:
        tree.parser.Parse(source, True)
    except expat.ExpatError as error:
        fault = expat.ErrorString(error.code)
        raise ValueError(f"不是合格的 XML（第 {error.lineno} 行：{_FAULTS.get(fault, fault)}）") from None
    return source, tree.nodes


class _Tree:
    """The elements seen so far, and those that are open."""

    def __init__(self, source: bytes) -> None:
        self.source = source
        self.nodes: list[Node] = []
        self.stack: list[Node] = []
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self.document_type
        self.parser.StartElementHandler = self.opened
        self.parser.EndElementHandler = self.closed
        self.parser.CharacterDataHandler = self.characters

    def document_type(self, *_: object) -> None:
        raise ValueError("文件里有 DOCTYPE，为安全起见不读")

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise ValueError(f"XML 嵌套超过 {MAX_DEPTH} 层，不读")
        if len(self.nodes) >= MAX_NODES:
            raise ValueError(f"XML 里的元素超过 {MAX_NODES} 个，不读")
        start = self.parser.CurrentByteIndex
        match = _TAG_END.match(self.source, start)
        parent = self.stack[-1] if self.stack else None
        path = (*parent.path, tag) if parent else (tag,)
        node = Node(tag, attributes, parent, path, start, match.end() if match else start)
        if parent:
            parent.children += 1
        self.nodes.append(node)
        self.stack.append(node)

    def closed(self, _tag: str) -> None:
        node = self.stack.pop()
        node.text = "".join(node.pieces)
        node.pieces.clear()
        if self.source[node.open_end - 2 : node.open_end] == b"/>":
            node.close_start = node.end = node.open_end
        else:
            node.close_start = self.parser.CurrentByteIndex
            node.end = self.source.index(b">", node.close_start) + 1

    def characters(self, data: str) -> None:
        self.stack[-1].pieces.append(data)
