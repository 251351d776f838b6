"""Read and write records: JSON, JSON Lines, YAML, and the two-part YAML of Rasa."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from cs_scripts.phrasebook.codes import wording_code
from cs_scripts.quickreply.entry import Entry

_NO_INTENT = "quick_reply"


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


def load_records(text: str, container: str) -> Any:
    """Read JSON, JSON Lines or YAML.

    Args:
        text: the text.
        container: ``json``, ``jsonl``, ``yaml`` or ``rasa``.

    Returns:
        What it holds; scalars of YAML are all text.

    Raises:
        ValueError: it is not well-formed.
    """
    try:
        if container in ("yaml", "rasa"):
            return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - text, lists and mappings only
        return json.loads(text)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(str(error).splitlines()[0]) from None


def write_rasa(entries: Sequence[Entry]) -> str:
    """Write training examples and responses for Rasa's retrieval intents, ``intent/code``.

    Args:
        entries: the entries; the wordings of one script become variations of one response.

    Returns:
        The YAML.
    """
    responses: dict[str, list[dict[str, str]]] = {}
    examples: dict[str, tuple[str, ...]] = {}
    for number, entry in enumerate(entries, 1):
        intent, code = entry.intent or _NO_INTENT, rasa_code(entry, number)
        home = next((base for base in (code[:-1], code) if code == _next_code(base, responses.get(f"{intent}/{base}"))), code)
        key = f"{intent}/{home}"
        responses.setdefault(key, []).append({"text": entry.text})
        examples.setdefault(key, entry.asks)
    asked = [{"intent": key, "examples": "".join(f"- {' '.join(ask.split())}\n" for ask in asks)} for key, asks in examples.items() if asks]
    return dump_yaml(
        {"version": "3.1"} | ({"nlu": asked} if asked else {}) | {"responses": {f"utter_{key}": value for key, value in responses.items()}}
    )


def rasa_code(entry: Entry, number: int) -> str:
    """Give the code of an entry, or a name for the response of one that has none.

    Args:
        entry: the entry.
        number: its running number, from 1.

    Returns:
        The code.
    """
    return entry.code or f"reply{number}"


def _next_code(base: str, wordings: list[dict[str, str]] | None) -> str:
    return wording_code(base, len(wordings)) if wordings else ""


def read_rasa(data: Any) -> Iterable[Entry]:
    """Read responses, and the examples of their intents.

    Args:
        data: what the YAML holds.

    Yields:
        An entry for each variation of each response.
    """
    asks: dict[str, tuple[str, ...]] = {}
    for item in _list(data.get("nlu")):
        if isinstance(item, dict) and isinstance(item.get("examples"), str):
            lines = (line.strip() for line in item["examples"].splitlines())
            asks[str(item.get("intent"))] = tuple(line[1:].strip() for line in lines if line.startswith("-"))
    responses = data.get("responses")
    for name, variations in responses.items() if isinstance(responses, dict) else ():
        key = str(name).removeprefix("utter_")
        intent, slash, code = key.partition("/")
        texts = [item.get("text") for item in _list(variations) if isinstance(item, dict)]
        for i, text in enumerate(text for text in texts if isinstance(text, str)):
            yield Entry(
                text=text,
                code=wording_code(code if slash else key, i),
                intent="" if intent == _NO_INTENT or not slash else intent,
                asks=asks.get(key, ()),
                where=f"responses.{name}[{i}]",
            )


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
