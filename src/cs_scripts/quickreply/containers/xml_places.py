"""Find where an XML file of any shape keeps code, text and group: by names (``data/quick_replies.yaml``) or by known values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cs_scripts.files.xml import Node
from cs_scripts.quickreply.entry import FIELDS, Entry, unify_line_ends
from cs_scripts.quickreply.names import field_of, header_name, load_tables


@dataclass(frozen=True)
class Leaf:
    """A kind of place that holds a value.

    Args:
        path: names of the elements down to it.
        attribute: the attribute; empty for the element's text.
    """

    path: tuple[str, ...]
    attribute: str = ""

    def value(self, node: Node) -> str:
        """Give the value at an element of this path."""
        return node.attributes.get(self.attribute, "") if self.attribute else node.text

    @property
    def name(self) -> str:
        """How a person would point to it: ``reply@code``, ``content``."""
        return f"{self.path[-1]}@{self.attribute}" if self.attribute else self.path[-1]


@dataclass(frozen=True)
class Places:
    """Where the fields are.

    Args:
        item: path of the element that is one phrase.
        leaves: place of each field that was found.
        group: path of the element that is a group; empty where phrases are not nested in groups.
    """

    item: tuple[str, ...]
    leaves: Mapping[str, Leaf]
    group: tuple[str, ...] = ()


def leaves_of(nodes: Iterable[Node]) -> list[tuple[Leaf, Node]]:
    """List every attribute, and every text of an element without elements in it.

    Args:
        nodes: the elements.

    Returns:
        Pairs of kind of place and element, in document order.
    """
    found = []
    for node in nodes:
        found += [(Leaf(node.path, name), node) for name in node.attributes]
        if not node.children:
            found.append((Leaf(node.path), node))
    return found


def find_places(nodes: list[Node], known: Sequence[Mapping[str, str]] = (), named: Mapping[str, str] | None = None) -> Places | None:
    """Find where an XML file keeps code, text and group.

    Args:
        nodes: its elements.
        known: phrases that are known to be in it, each a mapping of fields to values.
        named: for a field, the name of its place, as in ``reply@code``, ``@code`` or ``content``.

    Returns:
        The places; None where the text was not found.
    """
    all_leaves = leaves_of(nodes)
    leaves: dict[str, Leaf] = {}
    for field in FIELDS:
        name = (named or {}).get(field, "")
        wanted = {unify_line_ends(phrase[field]) for phrase in known if phrase.get(field)}
        if name:
            fitting = [leaf for leaf, _ in all_leaves if name in (leaf.name, f"@{leaf.attribute}")]
        elif wanted:
            fitting = [leaf for leaf, node in all_leaves if unify_line_ends(leaf.value(node)) in wanted]
        else:
            fitting = [leaf for leaf, node in all_leaves if _field_of(leaf, node) == field]
        fitting = [leaf for leaf in fitting if leaf not in leaves.values()]
        if field == "id" and not name and any(leaf in fitting and leaf.value(node).isdigit() for leaf, node in all_leaves):
            fitting = []  # a running number, not the id of a script
        if fitting:
            leaves[field] = Counter(fitting).most_common(1)[0][0]
    if "text" not in leaves and "code" in leaves and not (named or {}).get("text"):
        beside = [leaf for leaf, _ in all_leaves if not leaf.attribute and leaf.path == leaves["code"].path and leaves["code"].attribute]
        leaves |= {"text": beside[0]} if beside else {}
    if "text" not in leaves:
        return None
    text = leaves["text"]
    item = text.path
    if "code" in leaves:
        item = _common(item, leaves["code"].path)
    elif not text.attribute and _alone(nodes, text.path):
        item = text.path[:-1]
    if len(item) == 1 and len(text.path) > 1:
        item = text.path[:2]
        leaves.pop("code", None)
    group: tuple[str, ...] = ()
    if "group" in leaves and leaves["group"].path[: len(item)] != item:
        group = _common(leaves["group"].path, item)
    inside = {name: leaf for name, leaf in leaves.items() if leaf.path[: len(item)] == item or name == "group"}
    return Places(item, inside, group)


def _field_of(leaf: Leaf, node: Node) -> str:
    tables = load_tables()
    names = [_local(name) for name in ((leaf.attribute,) if leaf.attribute else ()) + tuple(reversed(leaf.path))]
    if names[0] in tables.group_names and len(names) > 1 and field_of(names[1]) == "group" and not _is_item(node, leaf):
        return "group"
    return field_of(names[0])


def _is_item(node: Node, leaf: Leaf) -> bool:
    """Tell whether the element called a group is itself one phrase, which has no elements in it."""
    return bool(leaf.attribute) and not node.children


def _local(name: str) -> str:
    return header_name(name.rpartition(":")[2])


def _common(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    length = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return one[:length]


def _alone(nodes: list[Node], path: tuple[str, ...]) -> bool:
    """Tell whether each element of a path is the only one in its parent, so that the parent is the phrase."""
    parents = [id(node.parent) for node in nodes if node.path == path]
    others = [node for node in nodes if node.path[:-1] == path[:-1] and node.path != path]
    return len(parents) == len(set(parents)) and bool(others) and len(path) > 2


def read_at(nodes: list[Node], places: Places) -> list[Entry]:
    """Read the phrases at known places.

    Args:
        nodes: the elements.
        places: where the fields are.

    Returns:
        An entry for each phrase, also those without text.
    """
    values: dict[tuple[int, str], str] = {}
    for field, leaf in places.leaves.items():
        owner = places.group if field == "group" and places.group else places.item
        for node in nodes:
            if node.path == leaf.path and (home := node.ancestor(owner)):
                values.setdefault((id(home), field), unify_line_ends(leaf.value(node)))
    entries = []
    for number, node in enumerate((node for node in nodes if node.path == places.item), 1):
        group = node.ancestor(places.group) if places.group else None
        fields: dict[str, Any] = {
            field: values.get((id(group) if group and field == "group" else id(node), field), "") for field in places.leaves
        }
        entries.append(Entry(**fields, where=f"第 {number} 条"))
    return entries
