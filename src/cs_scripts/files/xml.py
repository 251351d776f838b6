"""Parse XML safely and remember where in the text every element stands, so that a skeleton can be cut out of a sample.

``defusedxml`` looks at the text first and refuses document types, and with them entity expansion and external entities.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

_TAG_END = re.compile(rb"""(?:[^>"']|"[^"]*"|'[^']*')*>""")


@dataclass(eq=False)
class Node:
    """An element.

    Args:
        tag: its name, with a prefix as written.
        attributes: its attributes, decoded.
        parent: the element around it; None for the root.
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
    start: int
    open_end: int
    close_start: int = 0
    end: int = 0
    text: str = ""
    children: int = 0
    pieces: list[str] = field(default_factory=list)

    @property
    def path(self) -> tuple[str, ...]:
        """Names of the elements from the root to this one."""
        return (*self.parent.path, self.tag) if self.parent else (self.tag,)

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
        ValueError: it is not well-formed, or declares a document type.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        fromstring(text, forbid_dtd=True)
    except DefusedXmlException:
        raise ValueError("文件里有 DOCTYPE，为安全起见不读") from None
    except (ParseError, ValueError) as error:
        raise ValueError(f"不是合格的 XML（{error}）") from None
    source = text.encode()
    nodes: list[Node] = []
    stack: list[Node] = []
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True

    def opened(tag: str, attributes: dict[str, str]) -> None:
        start = parser.CurrentByteIndex
        match = _TAG_END.match(source, start)
        node = Node(tag, attributes, stack[-1] if stack else None, start, match.end() if match else start)
        if stack:
            stack[-1].children += 1
        nodes.append(node)
        stack.append(node)

    def closed(_tag: str) -> None:
        node = stack.pop()
        node.text = "".join(node.pieces)
        if source[node.open_end - 2 : node.open_end] == b"/>":
            node.close_start = node.end = node.open_end
        else:
            node.close_start = parser.CurrentByteIndex
            node.end = source.index(b">", node.close_start) + 1

    def characters(data: str) -> None:
        stack[-1].pieces.append(data)

    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    parser.CharacterDataHandler = characters
    parser.Parse(source, True)
    return source, nodes
