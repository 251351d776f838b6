"""Write scripts into a phrase book's file without disturbing a byte of what stands there already.

A YAML library that loads and dumps would lose comments, quotes and order; here only the wordings that change are cut out,
by the places YAML itself reports, and new scripts are put at the end.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.atomic import atomic_path
from cs_scripts.files.text import detect_encoding, read_bytes
from cs_scripts.files.yaml_dump import dump_yaml
from cs_scripts.phrasebook.book import Script
from cs_scripts.phrasebook.read import load_phrasebook

_HEAD = "# 话术本：由 cs-scripts import 生成，可以随意改；再次导入用 --merge，改过的地方不会丢。\nversion: 1\n"


def script_record(script: Script) -> dict[str, Any]:
    """Give a script as it stands in a book.

    Args:
        script: the script.

    Returns:
        A mapping of the keys that are not empty.
    """
    when = script.when
    conditions: dict[str, Any] = {
        key: value for key, value in (("campaign", when.campaign), ("platform", when.platform)) if value not in (None, "")
    }
    if when.stage:
        conditions["stage"] = list(when.stage)
    record: dict[str, Any] = {
        "id": script.id,
        "intent": script.intent,
        "trigger": script.trigger,
        "situation": script.situation,
        "asks": list(script.asks),
        "when": conditions,
        "technique": script.technique,
        "source": script.source,
        "code": script.code,
        "group": script.group,
        "replies": list(script.replies),
    }
    return {key: value for key, value in record.items() if value}


def new_book(scripts: Sequence[Script], *, replaces_bundled: bool = False) -> str:
    """Write a phrase book of these scripts.

    Args:
        scripts: the scripts.
        replaces_bundled: whether the bundled scripts are to be left out.

    Returns:
        The text of the file.
    """
    head = _HEAD + ("replaces_bundled: true\n" if replaces_bundled else "")
    return head + "scripts:\n" + dump_yaml([script_record(script) for script in scripts]) if scripts else head + "scripts: []\n"


def merge_into(text: str, scripts: Mapping[str, Script]) -> str:
    r"""Put scripts into the text of a phrase book.

    Args:
        text: the book, line ends as ``\n``.
        scripts: by id; one that the book has gets its new wordings, any other is added at the end.

    Returns:
        The new text; what was not touched is the same.

    Raises:
        ValueError: the book is not written in a way that this can be done.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is None:
        root = yaml.MappingNode("tag:yaml.org,2002:map", [])
    if not isinstance(root, yaml.MappingNode):
        raise ValueError("最外层不是映射")  # noqa: TRY004 - not a wrong type of an argument
    top = {key.value: value for key, value in root.value}
    listed = top.get("scripts")
    nodes = {
        item["id"].value: item for item in map(_mapping, listed.value if isinstance(listed, yaml.SequenceNode) else []) if "id" in item
    }
    cuts: list[tuple[int, int, str]] = []
    added = []
    for key, script in scripts.items():
        if key in nodes:
            cuts += _changed_wordings(nodes[key].get("replies"), script)
        else:
            added.append(script_record(script))
    if added:
        cuts.append(_addition(text, listed, added))
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _mapping(node: yaml.Node) -> dict[str, yaml.Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _changed_wordings(node: yaml.Node | None, script: Script) -> list[tuple[int, int, str]]:
    wordings = node.value if isinstance(node, yaml.SequenceNode) else []
    if len(wordings) != len(script.replies):
        raise ValueError(f"{script.id} 的 replies 对不上")
    cuts = []
    for old, reply in zip(wordings, script.replies, strict=True):
        if old.value != reply:
            tail = "\n" if old.style in ("|", ">") else ""
            cuts.append((old.start_mark.index, old.end_mark.index, quoted(reply) + tail))
    return cuts


def _addition(text: str, listed: yaml.Node | None, added: list[dict[str, Any]]) -> tuple[int, int, str]:
    if listed is None:
        end = len(text.rstrip("\n"))
        return end, len(text), f"{chr(10) if end else ''}scripts:\n{dump_yaml(added)}"
    if isinstance(listed, yaml.SequenceNode) and not listed.flow_style:
        indent = " " * listed.start_mark.column
        end = len(text[: listed.end_mark.index].rstrip())
        block = "".join(indent + line if line.strip() else line for line in dump_yaml(added).splitlines(keepends=True))
        return end, end, "\n" + block.rstrip("\n")
    if not listed.value:
        return listed.start_mark.index, listed.end_mark.index, "\n" + dump_yaml(added).rstrip("\n")
    raise ValueError("scripts 写成了一行的 [ ]，请改成一项一行")


def quoted(text: str) -> str:
    r"""Write a text as a double-quoted YAML scalar in one line.

    Args:
        text: the text.

    Returns:
        The scalar.

    >>> print(quoted('a"b\nc'))
    "a\"b\nc"
    """
    return "".join(
        character
        if character.isprintable() or character == "\u3000"
        else f"\\u{ord(character):04x}"
        if character not in '\n"\\'
        else character
        for character in json.dumps(text, ensure_ascii=False)
    )


def write_book(path: Path | str, scripts: Mapping[str, Script], *, merge: bool, replaces_bundled: bool = False) -> None:
    """Write a phrase book, and only if it then loads.

    Args:
        path: the file.
        scripts: the scripts to put in, by id.
        merge: put them into the book that is there, instead of writing a new one.
        replaces_bundled: for a new book, whether the bundled scripts are to be left out.

    Raises:
        FileReadError: the book that is there cannot be read.
        DataFileError: the result would not be a phrase book.
        FileWriteError: it cannot be written.
    """
    target = Path(path)
    codec, crlf = "utf-8", False
    if merge and target.exists():
        raw = read_bytes(target)
        codec = detect_encoding(raw)
        old = raw.decode(codec)
        crlf = "\r\n" in old
        try:
            text = merge_into(old.replace("\r\n", "\n"), scripts)
        except (ValueError, yaml.YAMLError) as error:
            raise DataFileError(target, [Problem("全文", f"并不进去（{str(error).splitlines()[0]}）")]) from None
    else:
        text = new_book(list(scripts.values()), replaces_bundled=replaces_bundled)
    with atomic_path(target) as temporary:
        temporary.write_bytes((text.replace("\n", "\r\n") if crlf else text).encode(codec))
        try:
            load_phrasebook(temporary)
        except DataFileError as error:
            raise DataFileError(target, list(error.problems)) from None
