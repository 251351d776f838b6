"""Take what agents already have in their client into a phrase book, without renaming what they type or undoing what was edited.

A phrase that the book knows (by id, by short code, else by its text) is the same or changed; anything else becomes a script of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from difflib import SequenceMatcher
from hashlib import sha1
from typing import TYPE_CHECKING

from cs_scripts.files.yaml import did_you_mean
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.codes import short_codes
from cs_scripts.quickreply.entry import GROUP_SEPARATOR, Entry
from cs_scripts.quickreply.names import load_tables
from cs_scripts.quickreply.plan import Item, Plan
from cs_scripts.quickreply.wording import situation_of, title_of, to_wording, without_controls
from cs_scripts.shop.profile import Shop, render

if TYPE_CHECKING:
    from cs_scripts.recognition.model import RecognisedIntent

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_CODE = re.compile(r"[^\s{}\x00-\x1f\x7f]{1,40}")
ALIKE = 0.5
SURE = 0.5
"""Below this probability a guessed intent is none at all: such a phrase is found by its own words only."""
"""Share of two texts that must agree for one to be the other, edited."""

Classify = Callable[[Sequence[str]], "list[tuple[RecognisedIntent, ...]]"]


def plan_import(
    entries: Sequence[Entry], base: Phrasebook, classify: Classify, shop: Shop | None = None, own: Collection[str] = ()
) -> Plan:
    """Find out what a file adds to a book.

    A code that a bundled script has may stand for something else in the shop's client, so such a match also takes the same
    group or a like text; for a script of the shop's own book the code is enough.

    Args:
        entries: the phrases of the file.
        base: the book as it is, with what the bundled one brings.
        classify: gives intents of messages, as ``Recommender.classify`` does.
        shop: the profile the file was exported with, so that filled blanks are known again.
        own: ids of the scripts that stand in the shop's own book.

    Returns:
        What becomes of each phrase, and the scripts that result.
    """
    return _Import(base, classify, shop or Shop(), own).run(entries)


class _Import:
    """One run: which codes, texts and ids are taken so far."""

    def __init__(self, base: Phrasebook, classify: Classify, shop: Shop, own: Collection[str]) -> None:
        self.base = base
        self.values = shop.every_value
        self.classify = classify
        self.labels = {slot.label: slot.name for slot in base.slots.values()}
        self.topics = {trigger.label: key for key, trigger in base.triggers.items()}
        self.topics |= {intent.label: key for key, intent in base.intents.items()}
        self.codes = {code: (key, i) for key, codes in short_codes(base).items() for i, code in enumerate(codes)}
        self.texts: dict[str, tuple[str, int]] = {}
        for script in base.scripts.values():
            for i, reply in enumerate(script.replies):
                for shown in (reply, render(reply, {}, base.slots)[0], render(reply, self.values, base.slots)[0]):
                    self.texts.setdefault(shown, (script.id, i))
        self.scripts: dict[str, Script] = {}
        self.own = own
        self.grouped = False
        self.seen: set[tuple[str, str]] = set()
        self.taken_codes = set(self.codes)
        self.highest: dict[str, int] = {}
        self.used_codes: set[str] = set()
        self.touched: set[tuple[str, int]] = set()

    def run(self, entries: Sequence[Entry]) -> Plan:
        self.grouped = any(entry.group for entry in entries)
        first: list[Item | None] = [self._known(entry) for entry in entries]
        fresh = [entry for entry, item in zip(entries, first, strict=True) if item is None]
        guesses = iter(self._intents(fresh))
        items = tuple(item or self._new(entry, *next(guesses)) for entry, item in zip(entries, first, strict=True))
        return Plan(items, self.scripts)

    def _known(self, entry: Entry) -> Item | None:
        """Match a phrase with the book; None where it is new."""
        if (entry.code, entry.text) in self.seen:
            return Item(entry, "duplicate", None)
        self.seen.add((entry.code, entry.text))
        text, notes = to_wording(entry.text, self.labels)
        home = self._home(entry, text)
        if home is None:
            return None
        key, index = home
        script = self.scripts.get(key) or self.base.scripts[key]
        shown = {variant for reply in script.replies for variant in self._shown(reply)}
        self.used_codes.add(entry.code)
        if entry.text in shown or text in shown:
            return Item(entry, "same", script)
        if home in self.touched:
            return None
        self.touched.add(home)
        replies = (*script.replies[:index], text, *script.replies[index + 1 :])
        self.scripts[key] = script._replace(replies=replies)
        return Item(entry, "changed", self.scripts[key], notes=notes)

    def _home(self, entry: Entry, text: str) -> tuple[str, int] | None:
        by_code = self.codes.get(entry.code) if entry.code not in self.used_codes else None
        by_text = self.texts.get(entry.text) or self.texts.get(text)
        if entry.id in self.base.scripts:
            return by_code if by_code and by_code[0] == entry.id else by_text if by_text and by_text[0] == entry.id else (entry.id, 0)
        if by_code and self._meant(entry, text, *by_code):
            return by_code
        return by_text if by_text and (not entry.code or by_text[0] in self.own) else None

    def _meant(self, entry: Entry, text: str, key: str, index: int) -> bool:
        """Tell whether a phrase with the code of a script is that script."""
        script = self.base.scripts[key]
        if key in self.own or self.base.label(script) in (entry.group, entry.subgroup):
            return True
        return max(SequenceMatcher(None, shown, text, autojunk=False).ratio() for shown in self._shown(script.replies[index])) > ALIKE

    def _shown(self, reply: str) -> tuple[str, str, str]:
        return reply, render(reply, {}, self.base.slots)[0], render(reply, self.values, self.base.slots)[0]

    def _intents(self, entries: Sequence[Entry]) -> list[tuple[str, str, float | None]]:
        """Give intent or trigger, what it rests on, and the classifier's probability."""
        found: list[tuple[str, str, float | None] | None] = [self._told(entry) for entry in entries]
        for source in (title_of, lambda entry: entry.text):
            asked = [i for i, guess in enumerate(found) if guess is None and source(entries[i]).strip()]
            for i, intents in zip(asked, self.classify([source(entries[i]) for i in asked]) if asked else [], strict=True):
                best = max(intents, key=lambda intent: intent.probability, default=None)
                if best and best.probability >= SURE:
                    found[i] = (best.id, "classifier", best.probability)
        return [guess or ("none", "nothing", None) for guess in found]

    def _told(self, entry: Entry) -> tuple[str, str, float | None] | None:
        """Give the intent that the file states, by id or Chinese name, or that a group is named like."""
        if entry.intent in self.base.intents or entry.intent in self.base.triggers:
            return entry.intent, "file", None
        if entry.intent.strip() in self.topics:
            return self.topics[entry.intent.strip()], "file", None
        for name in (entry.subgroup, entry.group):
            if name in self.topics:
                return self.topics[name], "group", None
        return None

    def _unknown_intent(self, entry: Entry) -> tuple[str, ...]:
        """Say that the file states an intent that there is not."""
        name = entry.intent.strip()
        known = [*self.base.intents, *self.base.triggers, *self.topics]
        return (f"没有“{name[:20]}”这个意图{did_you_mean(name, known)}",) if name and name not in known else ()

    def _new(self, entry: Entry, topic: str, basis: str, probability: float | None) -> Item:
        text, changes = to_wording(entry.text, self.labels)
        notes = [*changes, *self._unknown_intent(entry)]
        if entry.id in self.scripts and entry.id not in self.base.scripts:  # a further wording of a script of this file
            script = self.scripts[entry.id]._replace(replies=(*self.scripts[entry.id].replies, text))
            self.scripts[script.id] = script
            return Item(entry, "new", script, basis, probability, tuple(notes))
        trigger = topic if topic in self.base.triggers else ""
        intent = "" if trigger else topic
        code = entry.code
        if code and (code in self.taken_codes or not _CODE.fullmatch(code)):
            code = ""
        if not code:
            code = self._next_code(self.base.triggers[trigger].code if trigger else self.base.intents[intent].code)
            if entry.code:
                notes.append(f"编码 {entry.code[:20]} {self._why_not(entry.code)}，改为 {code}")
        self.taken_codes.add(code)
        script = Script(
            id=self._id(entry, code),
            intent=intent,
            trigger=trigger,
            situation=situation_of(entry, text),
            replies=(text,),
            asks=tuple(ask for ask in entry.asks if ask.strip()),
            code=code,
            group=self._group(entry, intent, trigger),
        )
        self.scripts[script.id] = script
        return Item(entry, "new", script, basis, probability, tuple(notes))

    def _why_not(self, code: str) -> str:
        if code in self.codes and self.codes[code][0] not in self.own:
            return f"是自带话术 {self.codes[code][0]} 的"
        return "已被占用" if code in self.taken_codes else "不能用"

    def _group(self, entry: Entry, intent: str, trigger: str) -> str:
        """Give the group the file has, where the export would not come to it by itself."""
        if not entry.group and self.grouped:
            return load_tables().ungrouped
        own = without_controls(GROUP_SEPARATOR.join(part for part in (entry.group, entry.subgroup) if part))
        label = self.base.triggers[trigger].label if trigger else self.base.intents[intent].label
        auto = load_tables().auto_replies
        return "" if own == (auto.label if trigger in auto.triggers else label) else own

    def _id(self, entry: Entry, code: str) -> str:
        if _ID.fullmatch(entry.id) and not self._known_id(entry.id):
            return entry.id
        plain = (
            code.lower()
            if re.fullmatch(r"[A-Za-z0-9_]+", code)
            else "t" + sha1(entry.text.encode(errors="replace"), usedforsecurity=False).hexdigest()[:8]
        )
        candidate, number = f"own.{plain}", 1
        while self._known_id(candidate):
            number += 1
            candidate = f"own.{plain}_{number}"
        return candidate

    def _known_id(self, key: str) -> bool:
        return key in self.base.scripts or key in self.scripts

    def _next_code(self, prefix: str) -> str:
        number = self.highest.get(prefix, 0) + 1
        while f"{prefix}{number}" in self.taken_codes:
            number += 1
        self.highest[prefix] = number
        return f"{prefix}{number}"
