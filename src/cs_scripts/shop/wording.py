"""The sentences of table answers: several for each kind, so that the desk does not sound like a machine.

Which one is taken depends on the message and the article alone, so the same question gets the same words.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.text.patterns import lazy

_BLANK = lazy(r"\{([a-z_]+)\}")
_END = lazy(r"[哦呢哈亲~～。]+$")
_CALL = lazy(r"^(?:亲+|您好)[，,、]?")
_LEAD = lazy(r"^(?:有的|不会的|会的)[哦哈呢]?亲?[，,](?:这款)?(?=[^，；]*(?:有|配|会|不|支持))")
"""A yes or no before what says it again."""

_PRICE = lazy(r"(?:现在)?[是卖]?[\d.]+元")
_TWICE = lazy(r"(的|哦|呢|防晒)\1")


@lru_cache(maxsize=1)
def sentences() -> Mapping[str, tuple[str, ...]]:
    """Return the sentences of each kind, read once.

    Returns:
        The templates by kind, as ``data/answers.yaml`` and ``data/shop_answers.yaml`` list them.
    """
    return {**load_sentences(data_path("answers.yaml")), **load_sentences(data_path("shop_answers.yaml"))}


def load_sentences(path: Path) -> Mapping[str, tuple[str, ...]]:
    """Load the sentences of table answers.

    Args:
        path: a YAML file of lists of templates by kind.

    Returns:
        The templates by kind.

    Raises:
        DataFileError: a kind has no template, or one is no text; every problem is named.
    """
    problems: list[Problem] = []
    raw = read_yaml(path)
    fields = Fields(raw, "", problems)
    found = {kind: fields.texts(kind, minimum=1) for kind in (raw if isinstance(raw, dict) else {})}
    if problems:
        raise DataFileError(path, problems)
    return found


def say(kind: str, key: str, values: Mapping[str, str]) -> str:
    """Make a sentence.

    Args:
        kind: the kind of sentence in ``data/answers.yaml``.
        key: what decides which of its templates is taken, usually the message.
        values: what fills the blanks; a blank that has no value stays empty.

    Returns:
        The sentence.

    >>> say("text", "什么料的", {"subject": "这款卫衣", "fact": "面料是纯棉"}).count("面料是纯棉")
    1
    """
    templates = sentences()[kind]
    template = templates[zlib.crc32(key.encode("utf-8", "replace")) % len(templates)]
    return _TWICE.sub(r"\1", _BLANK.sub(lambda match: values.get(match[1], ""), template))


def slot(label: str) -> str:
    """Show an open slot the way every reply does.

    Args:
        label: what the agent has to fill in.

    Returns:
        The slot.

    >>> slot("材质")
    '【待填:材质】'
    """
    return f"【待填:{label}】"


def one_breath(first: str, second: str) -> str:
    """Say two sentences in one, without the second greeting.

    Args:
        first: the sentence that goes first.
        second: the other.

    Returns:
        Both, with a semicolon between them.

    >>> one_breath("您好，这款大米是五常的哈", "亲，保质期是12个月哦")
    '您好，这款大米是五常的；保质期是12个月哦'
    """
    return f"{_END.sub('', first)}；{_LEAD.sub('', _CALL.sub('', second))}"


def unnamed(sentence: str, subject: str) -> str:
    """Leave out what a sentence calls the article, where the one before it named it.

    Args:
        sentence: the sentence.
        subject: what it calls the article.

    Returns:
        The sentence; the same where it does not begin with the article, or tells its price, which may else be taken for a part's.

    >>> unnamed("亲，这款大米保质期是12个月哦", "这款大米"), unnamed("这款大米现在69元", "这款大米")
    ('亲，保质期是12个月哦', '这款大米现在69元')
    """
    call = match[0] if (match := _CALL.match(sentence)) else ""
    rest = sentence[len(call) :]
    without = rest.removeprefix(subject)
    return sentence if without == rest or _PRICE.match(without) else call + without.lstrip("，,")
