"""Read ``data/mining.yaml``: which words make a question, which say nothing, and which facts become slots."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.text.normalise import normalise
from cs_scripts.text.patterns import any_of

_ASKED_AT_END = re.compile(r"[不没么嘛吗呢]\W{0,3}$")
_MASK = re.compile(r"\[[^\[\]]{2,8}\]|〈[^〉]{1,12}〉|https?://\S{1,300}|\d+")
_NO_WORD = re.compile(r"[^\u4e00-\u9fffA-Za-z]+")
_PARTICLES = "吗呢啊呀吧么嘛哦哈的了咯啦呗呐哒噢耶喔哟 ,。.!?~"
_CUT_WORD = ("什", "怎", "多")
"""Ends that lost a 么 which is no particle."""
_LISTS = ("question", "request", "polite", "empty", "content", "annoyed", "hollow", "passing", "asks_back")
_READ = 400


class SlotRule(NamedTuple):
    """How a fact of an answer becomes a slot.

    Attributes:
        slot: name of the slot.
        pattern: finds the fact, in its first group; empty for a fact of ``conversation.facts``.
        kind: kind of that fact; empty for a pattern.
        intents: intents for which it holds; empty for all.
    """

    slot: str
    pattern: re.Pattern[str] | None
    kind: str
    intents: tuple[str, ...]


@dataclass(frozen=True)
class MiningWords:
    """The words of the file, and what they tell of a message.

    Attributes:
        question: make a message a question.
        request: make it a request.
        polite: said to anybody about anything.
        empty: without these a message is what it is about.
        content: how a content buyer's turn begins.
        annoyed: what a buyer says whom the answer did not help.
        hollow: of which an empty answer is made.
        passing: in an answer that holds for one order or one moment.
        asks_back: in an answer that asks instead.
        rules: how facts become slots, the first that fits.
    """

    question: tuple[str, ...]
    request: tuple[str, ...]
    polite: tuple[str, ...]
    empty: tuple[str, ...]
    content: tuple[str, ...]
    annoyed: tuple[str, ...]
    hollow: tuple[str, ...]
    passing: tuple[str, ...]
    asks_back: tuple[str, ...]
    rules: tuple[SlotRule, ...]

    @cached_property
    def _patterns(self) -> dict[str, re.Pattern[str]]:
        return {name: re.compile(any_of(getattr(self, name))) for name in _LISTS}

    def asks(self, text: str) -> bool:
        """Tell whether a message asks something.

        >>> load_mining_words().asks("几天能到"), load_mining_words().asks("好的")
        (True, False)
        """
        text = _MASK.sub("", text[:_READ])
        return bool(self._patterns["question"].search(text) or _ASKED_AT_END.search(text))

    def requests(self, text: str) -> bool:
        """Tell whether a message wants something done.

        >>> load_mining_words().requests("帮我改一下颜色")
        True
        """
        return bool(self._patterns["request"].search(text[:_READ]))

    def core(self, text: str) -> str:
        """Give what a message says beside courtesies: what is compared.

        >>> load_mining_words().core("亲 请问能开发票吗？")
        '能开发票'
        """
        kept = self._patterns["polite"].sub(" ", _MASK.sub(" ", normalise(text[:_READ])))
        whole = kept.strip(_PARTICLES)
        return " ".join((whole + "么" if whole.endswith(_CUT_WORD) else whole).split())

    def about(self, text: str) -> str:
        """Give the words of a message that say what it is about.

        >>> load_mining_words().about("这个可以开发票吗")
        '开发票'
        """
        return _NO_WORD.sub("", self._patterns["empty"].sub(" ", self.core(text)))

    def is_content(self, text: str) -> bool:
        """Tell whether a buyer's turn shows that the answer before it was good.

        >>> load_mining_words().is_content("好的谢谢"), load_mining_words().is_content("好用吗")
        (True, False)
        """
        start = self._patterns["content"].match(normalise(text[:_READ]))
        return bool(start) and not self.asks(text)

    def annoys(self, text: str) -> bool:
        """Tell whether a buyer's turn shows that the answer before it did not help."""
        return bool(self._patterns["annoyed"].search(text[:_READ]))

    def is_hollow(self, text: str) -> bool:
        """Tell whether an answer is made of greetings and yes or no alone.

        >>> load_mining_words().is_hollow("您好亲，在的呢"), load_mining_words().is_hollow("可以开的")
        (True, False)
        """
        return not _NO_WORD.sub("", self._patterns["hollow"].sub("", _MASK.sub("", text[:_READ])))

    def is_passing(self, text: str) -> bool:
        """Tell whether an answer holds for one order or one moment only.

        >>> load_mining_words().is_passing("帮您改好了"), load_mining_words().is_passing("可以开发票")
        (True, False)
        """
        return bool(self._patterns["passing"].search(text))

    def is_asking_back(self, text: str) -> bool:
        """Tell whether an answer asks instead of answering."""
        return bool(self._patterns["asks_back"].search(text))

    def slot_rules(self, intent: str) -> list[SlotRule]:
        """Give the rules that hold for an intent."""
        return [rule for rule in self.rules if not rule.intents or intent in rule.intents]


@cache
def load_mining_words() -> MiningWords:
    """Read the bundled file.

    Returns:
        The words.

    Raises:
        DataFileError: the file breaks its schema; every problem is named.
    """
    path = data_path("mining.yaml")
    with strict_fields(path, read_yaml(path)) as top:
        top.version(1)
        lists = [top.texts(name, minimum=1) for name in _LISTS]
        rules = [_rule(Fields(value, where, top.problems)) for key in ("slots", "facts") for where, value in top.items(key)]
    return MiningWords(**dict(zip(_LISTS, lists, strict=True)), rules=tuple(rules))


def _rule(fields: Fields) -> SlotRule:
    slot, kind, text = fields.text("slot"), fields.text("kind", required=False), fields.text("pattern", required=False)
    intents = fields.texts("intents")
    pattern = None
    if bool(kind) == bool(text):
        fields.note("", "kind 和 pattern 要写且只写一个")
    if text:
        try:
            pattern = re.compile(text)
        except re.error as error:
            fields.note("pattern", f"不是正则表达式：{error}")
        if pattern is not None and pattern.groups != 1:
            fields.note("pattern", "要有且只有一个括号组")
    fields.close()
    return SlotRule(slot, pattern, kind, intents)
