"""Parse YAML with PyYAML, of which fewer types are wanted: only true/false, numbers and null are anything but text."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import read_text

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_BASE):  # type: ignore[misc]
    """A safe loader that knows fewer types and refuses a key that stands twice."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way of declaring them


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))


def _construct_mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    mapping: dict[Any, Any] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"键应为文字：{key!r}", key_node.start_mark)
        if key in mapping:
            raise yaml.constructor.ConstructorError(None, None, f"键 {key} 重复", key_node.start_mark)
        mapping[key] = loader.construct_object(value_node, deep=True)
    return mapping


_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _construct_mapping)


def parse_yaml(path: Path | str) -> Any:
    """Parse a YAML file.

    Args:
        path: the file.

    Returns:
        What it holds: mappings, lists, text, numbers, true/false, None.

    Raises:
        FileReadError: it cannot be read.
        DataFileError: it is not YAML, or a key stands twice.
    """
    text = read_text(path)
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a subclass of the safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"第 {mark.line + 1} 行" if mark else "全文"
        raise DataFileError(path, [Problem(where, f"YAML 写法有误（{error.problem or error}）")]) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise DataFileError(path, [Problem("全文", f"YAML 读不出（{str(error).splitlines()[0]}）")]) from None
