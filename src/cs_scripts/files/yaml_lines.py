"""Tell on which line of a YAML file a problem stands: whoever mends the file looks for a line, not for a path of keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from cs_scripts.errors import Problem
from cs_scripts.files.text import read_text

_UNKNOWN = re.compile(r"不认识的键 ([^（]{1,80})")
_STEP = re.compile(r"\[\d{1,6}\]|[^.\[\]]{1,80}")


def with_lines(path: Path | str, problems: list[Problem]) -> list[Problem]:
    """Add to each problem the line on which it stands.

    Args:
        path: the YAML file.
        problems: what ``Fields`` noted while it was read.

    Returns:
        The problems in the order of the file; one whose place is not in the file stays as it is.
    """
    root = yaml.compose(read_text(path), Loader=yaml.SafeLoader)
    found = []
    for problem in problems:
        unknown = _UNKNOWN.match(problem.what)
        key = unknown[1].strip() if unknown else ""
        steps = [] if problem.where == "全文" else _STEP.findall(problem.where)
        line = _line(root, [*steps, key] if key else steps)
        numbered = replace(problem, where=f"第 {line} 行 {key or problem.where}") if line else problem
        found.append((line, numbered))
    return [problem for _, problem in sorted(found, key=lambda pair: pair[0])]


def _line(root: Any, steps: list[str]) -> int:
    """Follow the steps as far as the file goes; 0 where not even the first is in it."""
    node, line = root, 0
    for step in steps:
        for key, value, mark in _children(node):
            if key == step:
                node, line = value, mark.line + 1
                break
        else:
            return line
    return line


def _children(node: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key.value, value, key.start_mark) for key, value in node.value)
    elif isinstance(node, yaml.SequenceNode):
        yield from ((f"[{at}]", value, value.start_mark) for at, value in enumerate(node.value))
