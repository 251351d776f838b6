"""Write quick replies into a skeleton of XML, and find the places in it.

Reading back what a skeleton writes works on the skeleton itself, so that a format has one description and not two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, cast

from cs_scripts.files.xml import parse_xml
from cs_scripts.quickreply.containers.xml_places import Places, find_places
from cs_scripts.quickreply.entry import FIELDS, Entry
from cs_scripts.quickreply.formats import XmlShape

BLANK = re.compile(r"⟦(code|text|group|subgroup|title|id|intent|n|count)(?::(text|cdata|attribute))?⟧")
_SENTINELS = {name: f"\uf8f0{name}\uf8f1" for name in FIELDS}


def places_of(shape: XmlShape) -> Places | None:
    """Find the places of a skeleton, by writing a phrase into it whose values are unmistakable.

    Args:
        shape: the skeleton.

    Returns:
        The places; None where the skeleton is not well-formed.
    """
    sample = Entry(**cast("dict[str, Any]", _SENTINELS))
    try:
        _, nodes = parse_xml(fill(shape, [sample], "\n"))
    except ValueError:
        return None
    return find_places(nodes, [{name: value for name, value in _SENTINELS.items() if f"⟦{name}:" in shape.item + shape.group_open}])


def by_group(entries: Sequence[Entry]) -> list[list[Entry]]:
    """Bring the entries of one group together, groups in order of first use.

    Args:
        entries: the entries.

    Returns:
        The entries of each group.
    """
    order = {name: i for i, name in enumerate(dict.fromkeys(entry.group for entry in entries))}
    return [list(part) for _, part in groupby(sorted(entries, key=lambda entry: order[entry.group]), lambda entry: entry.group)]


def fill(shape: XmlShape, entries: Sequence[Entry], line_end: str) -> str:
    """Write phrases into a skeleton.

    Args:
        shape: the skeleton.
        entries: the phrases; where groups nest them, those of one group come together, in order of first use.
        line_end: how a line break inside an element is written unless the skeleton says otherwise.

    Returns:
        The text of the file.
    """
    content = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": line_end} | dict(shape.escapes)
    attribute = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"} | dict(shape.attribute_escapes)
    groups = by_group(entries) if shape.group_open else [list(entries)]
    number = 0
    written = []

    def put(template: str, entry: Entry | None) -> str:
        def value(match: re.Match[str]) -> str:
            if match[1] in ("n", "count"):
                return str(number if match[1] == "n" else len(entries))
            plain = str(getattr(entry, match[1]))
            if match[2] == "cdata":
                return f"<![CDATA[{plain.replace(']]>', ']]]]><![CDATA[>').replace(chr(10), content[chr(10)])}]]>"
            table = attribute if match[2] == "attribute" else content
            return "".join([table.get(character, character) for character in plain]).replace("]]>", "]]&gt;")

        return BLANK.sub(value, template)

    for group in groups:
        if shape.group_open and group:
            written.append(put(shape.group_open, group[0]))
        for entry in group:
            number += 1
            written.append(put(shape.item, entry))
        if shape.group_open and group:
            written.append(put(shape.group_close, group[0]))
    return put(shape.head, None) + "".join(written) + put(shape.tail, None)
