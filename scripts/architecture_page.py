"""Write into docs/architecture.md which room imports which, as the source says.

python scripts/architecture_page.py            # write the block
python scripts/architecture_page.py --check    # only tell, by the exit code, whether it is current
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "architecture.md"
SOURCE = ROOT / "src"
NAME = "cs_scripts"
_BLOCK = re.compile(r"(?<=<!-- arrows -->\n```text\n).*?(?=```\n<!-- /arrows -->)", re.DOTALL)


def modules() -> dict[str, Path]:
    """Find all modules of the package.

    Returns:
        Path of each dotted name.
    """
    found = {}
    for path in sorted((SOURCE / NAME).rglob("*.py")):
        names = path.relative_to(SOURCE).with_suffix("").parts
        found[".".join(names[:-1] if names[-1] == "__init__" else names)] = path
    return found


def imports(tree: ast.AST, known: Collection[str], *, at_once: bool = False) -> set[str]:
    """Tell which modules of the package a module imports.

    Args:
        tree: the module.
        known: all modules.
        at_once: only what is imported when the module is, not what a function imports when it is called.

    Returns:
        Their names.
    """
    found = set()
    for node in _statements(tree) if at_once else ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == NAME:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                found.add(inner if inner in known else node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.split(".")[0] == NAME}
    return found


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Go through what runs when a module is imported."""
    for node in ast.iter_child_nodes(tree):
        typing_only = isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        if not typing_only and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
            yield from _statements(node)


def room(module: str) -> str:
    """Name the room of a module: the package below the top, or the module itself.

    >>> room("cs_scripts.text.normalise"), room("cs_scripts")
    ('text', 'cs_scripts')
    """
    return module.split(".")[1] if "." in module else NAME


def arrows() -> dict[str, set[str]]:
    """Tell which room imports from which others.

    Returns:
        The rooms that each room imports from.
    """
    known = modules()
    found: dict[str, set[str]] = {}
    for name, path in known.items():
        targets = {room(target) for target in imports(ast.parse(path.read_text(encoding="utf-8")), known)}
        found.setdefault(room(name), set()).update(targets - {room(name)})
    return found


def circle(graph: Mapping[str, Collection[str]]) -> list[str]:
    """Find a circle in a graph.

    Args:
        graph: where each node leads.

    Returns:
        The nodes of a circle; empty when there is none.

    >>> circle({"a": ["b"], "b": ["c"], "c": ["b"]}), circle({"a": ["b"], "b": []})
    (['b', 'c'], [])
    """
    done: set[str] = set()

    def search(node: str, trail: list[str]) -> list[str]:
        if node in trail:
            return trail[trail.index(node) :]
        if node not in done:
            for further in sorted(graph.get(node, ())):
                if found := search(further, [*trail, node]):
                    return found
            done.add(node)
        return []

    return next((found for node in sorted(graph) if (found := search(node, []))), [])


def floors(graph: Mapping[str, Collection[str]]) -> list[list[str]]:
    """Sort rooms so that each stands above all that it imports.

    Args:
        graph: arrows without a circle.

    Returns:
        The floors, from the ground up.

    >>> floors({"a": ["b"], "b": [], "c": ["a", "b"]})
    [['b'], ['a'], ['c']]
    """
    height: dict[str, int] = {}

    def of(node: str) -> int:
        if node not in height:
            height[node] = 1 + max(map(of, graph.get(node, ())), default=-1)
        return height[node]

    for node in graph:
        of(node)
    return [sorted(node for node in graph if height[node] == floor) for floor in range(max(height.values()) + 1)]


def drawn() -> str:
    """Draw the arrows, a line a room, from the top floor down.

    Returns:
        The block's text.
    """
    graph = arrows()
    rows = [(number, node) for number, floor in enumerate(floors(graph)) for node in floor]
    width = max(map(len, graph))
    return "".join(f"{number:2}  {node:{width}}  {' '.join(sorted(graph[node])) or '–'}\n" for number, node in reversed(rows))


def main(*, check: bool) -> int:
    """Write the block, or compare it.

    Args:
        check: only compare.

    Returns:
        1 when the page is not current, else 0.
    """
    old = PAGE.read_text(encoding="utf-8")
    new = _BLOCK.sub(lambda _: drawn(), old)
    if not check:
        PAGE.write_text(new, encoding="utf-8")
    return int(check and new != old)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
