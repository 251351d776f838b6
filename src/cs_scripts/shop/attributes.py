"""Which attribute of an article is asked: words from ``data/attributes.yaml``, found by looking up, not by trying.

Each attribute says what kind of value it has, under which headers shops keep it, and how it is said in a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cs_scripts.errors import Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.shop.clauses import clause_of
from cs_scripts.text.patterns import lazy

KINDS = ("text", "yesno", "number", "list", "date", "fits", "stock", "price", "plain")
_ASKS = lazy(
    r"[?？吗嘛么呢吧不没否多几啥哪怎咋求咩唔冇]|什么|如何|有无|有木有|还是|发[我下一]|报[我下个一给]|说[下一]|讲[下一]|真的假的|真假|介绍|咨询|请问|想问|问下|行|告诉|告知|看看"
)


@dataclass(frozen=True)
class Attribute:
    """Something that is true of an article.

    Attributes:
        id: its id, for example ``material``.
        label: its name in Chinese, which the open slot shows.
        kind: one of ``KINDS``.
        columns: headers of a table that hold it.
        words: what buyers write when they ask for it.
        hints: further words that ask for it, but only where the table has it: 洗澡 for waterproof.
        unless: words that mean something else.
        needs: words of which one must stand in the message too.
        intents: the intents it answers, the usual one first.
        facts: how the value is said: ``say`` with ``{value}``, ``short`` for a bare figure or word only, ``yes``, ``no``.
        leads: the first word of a yes and of a no.
        others: attributes that answer it where the table does not have it.
        values: words of a buyer for each value, for kind ``fits``.
        slot: the slot of scripts that it fills.
    """

    id: str
    label: str
    kind: str
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    intents: tuple[str, ...] = ("product_info",)
    facts: Mapping[str, str] = field(default_factory=dict)
    leads: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    slot: str = ""
    hints: tuple[str, ...] = ()

    @property
    def mentions(self) -> tuple[str, ...]:
        """All words that speak of it."""
        return (*self.words, *self.hints)


@dataclass(frozen=True)
class Asked:
    """An attribute that a message asks for.

    Attributes:
        attribute: the attribute.
        word: the words that asked for it, as the message has them.
        start: where they stand.
        value: the values that were asked about, for kind ``fits``, joined by 、.
        sure: whether the word asks for it even where the table has nothing.
    """

    attribute: Attribute
    word: str
    start: int
    value: str = ""
    sure: bool = True


@lru_cache(maxsize=1)
def attributes() -> Mapping[str, Attribute]:
    """Return the attributes that are known, read once.

    Returns:
        The attributes by id.
    """
    return load_attributes(data_path("attributes.yaml"))


def load_attributes(path: Path) -> Mapping[str, Attribute]:
    """Load attributes.

    Args:
        path: the YAML file; ``data/attributes.yaml`` says what each key means.

    Returns:
        The attributes by id.

    Raises:
        DataFileError: a key is missing, unknown or of the wrong type, or an id or a header stands twice.
    """
    with strict_fields(path, read_yaml(path)) as top:
        found: dict[str, Attribute] = {}
        headers: dict[str, str] = {}
        for where, value in top.items("attributes"):
            attribute = _attribute(Fields(value, where, top.problems))
            if attribute.id in found:
                top.problems.append(Problem(where, f"id {attribute.id} 重复"))
            for header in attribute.columns:
                if header in headers:
                    top.problems.append(Problem(where, f"列名“{header}”已经归 {headers[header]}"))
                headers[header] = attribute.id
            found[attribute.id] = attribute
        top.problems += [
            Problem(each.id, f"others 里的 {other} 没有定义") for each in found.values() for other in each.others if other not in found
        ]
    return found


def _attribute(fields: Fields) -> Attribute:
    values = fields.take("values") or {}
    attribute = Attribute(
        fields.text("id"),
        fields.text("label"),
        fields.text("kind", choices=KINDS),
        fields.texts("columns"),
        fields.texts("words"),
        fields.texts("unless"),
        fields.texts("needs"),
        fields.texts("intents") or ("product_info",),
        {key: text for key in ("say", "short", "yes", "no") if (text := fields.text(key, required=False))},
        fields.texts("leads"),
        fields.texts("others"),
        {name: tuple(words) for name, words in values.items()} if isinstance(values, dict) else {},
        fields.text("slot", required=False),
        fields.texts("hints"),
    )
    if attribute.kind == "yesno" and not ({"yes", "no"} <= set(attribute.facts)):
        fields.note("yes", "是非题要写 yes 和 no")
    fields.close()
    return attribute


@lru_cache(maxsize=1)
def _lookup() -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[Attribute, str, bool]]]:
    """Words by their first two characters, longest first, and the attribute and value of each word, and whether it is sure."""
    owner: dict[str, tuple[Attribute, str, bool]] = {}
    for attribute in attributes().values():
        owner |= dict.fromkeys(attribute.hints, (attribute, "", False))
        owner |= dict.fromkeys(attribute.words, (attribute, "", True))
        owner |= {word: (attribute, value, True) for value, words in attribute.values.items() for word in words}
    heads: dict[str, list[str]] = {}
    for word in sorted(owner, key=len, reverse=True):
        heads.setdefault(word[:2], []).append(word)
    return {head: tuple(words) for head, words in heads.items()}, owner


def asked_attributes(text: str, names: Sequence[str] = ()) -> list[Asked]:
    """Find the attributes a message asks for.

    Args:
        text: the message, folded.
        names: what it calls the article: words inside one, or that begin inside, ask for nothing: 干吗 of 饼干吗.

    Returns:
        Those asked for, in the order of the message, each once; a word inside a longer one does not count.

    >>> [asked.attribute.id for asked in asked_attributes("什么料的 能机洗吗")]
    ['material', 'machine_wash']
    >>> asked_attributes("好的谢谢")
    []
    >>> [asked.word for asked in asked_attributes("保温杯保温几小时", ["保温杯"])]
    ['保温几']
    """
    heads, owner = _lookup()
    spans = [
        (not owner[word][2], start, start + len(word))
        for start in range(len(text) - 1)
        for word in heads.get(text[start : start + 2], ())
        if text.startswith(word, start)
    ]
    if not spans or not _ASKS.search(text):
        return []
    named = [(match.start(), match.end()) for name in names for match in re.finditer(re.escape(name), text)]
    spans = [span for span in spans if not any(_of_name(span[1], span[2], *each) for each in named)] if named else spans
    spans = [span for span in spans if _holds(owner[text[span[1] : span[2]]][0], text, text if span[0] else clause_of(text, span[1]))]
    found: dict[str, Asked] = {}
    for start, end in _outermost(spans):
        attribute, value, sure = owner[text[start:end]]
        known = found.get(attribute.id)
        if known and value and value not in known.value:
            found[attribute.id] = Asked(attribute, known.word, known.start, "、".join(filter(None, (known.value, value))), known.sure)
        elif known is None or (sure and not known.sure):
            found[attribute.id] = Asked(attribute, text[start:end], start, value, sure)
    return sorted(found.values(), key=lambda asked: asked.start)


def _of_name(start: int, end: int, first: int, last: int) -> bool:
    """Tell whether a word lies in a name, or begins inside one: 干吗 of 饼干吗."""
    return first <= start < last and (end <= last or first < start)


def _holds(attribute: Attribute, text: str, clause: str) -> bool:
    return not any(word in clause for word in attribute.unless) and (not attribute.needs or any(word in text for word in attribute.needs))


def _outermost(spans: Iterable[tuple[bool, int, int]]) -> list[tuple[int, int]]:
    """Keep words that lie in no longer one; a hint gives way to any word that asks for sure."""
    kept: list[tuple[int, int]] = []
    for _, start, end in sorted(spans, key=lambda span: (span[0], span[1] - span[2], span[1])):
        if all(end <= left or start >= right for left, right in kept):
            kept.append((start, end))
    return kept
