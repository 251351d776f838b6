"""Quick replies as Rasa keeps them: responses by name, and apart from them what users say to get them.

Rasa 3 and 2 write ``responses:``, Rasa 1 ``templates:``; a response belongs to the intent of its own name, ``utter_ask_price``
to ``ask_price``, or to a retrieval intent, ``utter_faq/price`` to ``faq/price``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cs_scripts.files.rejects import Reject
from cs_scripts.files.yaml_dump import dump_yaml
from cs_scripts.phrasebook.codes import wording_code
from cs_scripts.quickreply.containers.encode import encode
from cs_scripts.quickreply.containers.nesting import text_below
from cs_scripts.quickreply.containers.source import Found, Source, Wanted
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.format_files import load_format
from cs_scripts.quickreply.formats import Format

_NO_INTENT = "quick_reply"
_KEYS = ("responses", "templates", "nlu")
_WITHOUT_REPLIES = {"stories": "故事（stories）", "rules": "规则（rules）", "intents": "领域文件，只有意图（intents）"}
"""Keys of Rasa's files that hold no replies, and what they are called."""


class Rasa:
    """The two-part YAML of Rasa: examples of intents, and responses."""

    def sniff(self, source: Source) -> bool:
        """Look for the keys of a domain or of training data."""
        data = source.yaml
        if not isinstance(data, dict) or not {"matches", "scripts"}.isdisjoint(data):
            return False
        return not set(_KEYS).isdisjoint(data) or (not set(_WITHOUT_REPLIES).isdisjoint(data) and not text_below(data))

    def read(self, source: Source, wanted: Wanted) -> Found:
        """Read responses, and the examples of their intents where the file has both."""
        data = _mapping(source.yaml)
        responses = {**_mapping(data.get("templates")), **_mapping(data.get("responses"))}
        if what := next((told for key, told in _WITHOUT_REPLIES.items() if not responses and not wanted.format and key in data), ""):
            raise ValueError(f"这是 Rasa 的{what}，没有回复；要导入的是 domain.yml 里的 responses")
        if not responses and not wanted.format and "nlu" not in data:
            raise ValueError("YAML 里没有 responses")
        if not responses and not wanted.format:
            raise ValueError("这是 Rasa 的训练数据，只有问法（nlu、examples），没有回复；把 domain.yml 里的 responses 并进同一个文件再导入")
        found = Found(wanted.format or load_format("rasa"))
        asks = _asks(data.get("nlu"))
        for name, variations in responses.items():
            _read_response(str(name), variations, asks, found)
        return found

    def write(self, entries: Sequence[Entry], described: Format) -> bytes:
        """Write examples and responses; the wordings of one script become variations of one response."""
        return encode(write_rasa(entries), described)

    def fields(self, described: Format) -> tuple[str, ...]:
        """Name what retrieval intents hold."""
        del described  # one shape only
        return ("code", "text", "intent", "asks")

    def order(self, entries: Sequence[Entry], described: Format) -> list[Entry]:
        """Sort by intent and code; an entry without code gets the name of its response."""
        coded = [replace(entry, code=rasa_code(entry, number)) for number, entry in enumerate(entries, 1)]
        return sorted(coded, key=lambda entry: (entry.intent, entry.code))


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _asks(nlu: Any) -> dict[str, tuple[str, ...]]:
    """Give the examples of each intent."""
    asks = {}
    for item in nlu if isinstance(nlu, list) else []:
        if isinstance(item, dict) and item.get("intent"):
            examples = item.get("examples", "")
            lines = examples.splitlines() if isinstance(examples, str) else [f"- {line}" for line in examples if isinstance(line, str)]
            stripped = [line.strip() for line in lines]
            asks[str(item["intent"])] = tuple(line[1:].strip() for line in stripped if line.startswith("-"))
    return asks


def _read_response(name: str, variations: Any, asks: dict[str, tuple[str, ...]], found: Found) -> None:
    key = name.removeprefix("utter_")
    intent, slash, code = key.partition("/")
    number = 0
    for i, item in enumerate(variations if isinstance(variations, list) else [variations]):
        at = Reject(i + 1, "", sheet=f"responses.{name}", unit="项")
        record = {"text": item} if isinstance(item, str) else _mapping(item)
        for other in record.keys() - {"text"}:
            found.unread[str(other)] += 1
        text = record.get("text")
        if not isinstance(text, str) or not text.strip():
            found.rejects.append(at._replace(reason="没有 text"))
            continue
        found.entries.append(
            Entry(
                text=text,
                code=wording_code(code if slash else key, number),
                intent="" if intent == _NO_INTENT or not slash else intent,
                asks=asks.get(key, ()),
                where=at.place,
            )
        )
        number += 1


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
