"""Write YAML that people will edit: in the order given, a text of several lines as several lines."""

from __future__ import annotations

import yaml


class _Dumper(yaml.SafeDumper):
    """A safe dumper that writes several lines as several lines."""


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    lines = text.split("\n")
    plain = len(lines) > 1 and bool(lines[0].strip()) and not any(line != line.strip(" \t") for line in lines)
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if plain else '"' if len(lines) > 1 else None)


_Dumper.add_representer(str, _represent_text)


def dump_yaml(data: object) -> str:
    """Write YAML in the order given, one line of text in one line.

    Args:
        data: mappings, lists and text.

    Returns:
        The YAML.
    """
    return str(yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6))
