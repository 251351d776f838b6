"""Tag one block of a chat log, in this process or another: parse, leave out, mask, recognise, write as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cs_scripts.chatlog import Batch
from cs_scripts.chatlog.roles import clean_nick
from cs_scripts.tagging.answers import find_answers, name_conversations, seconds_between
from cs_scripts.tagging.block import Open, Spoken, TaggedBlock
from cs_scripts.tagging.columns import column_holds
from cs_scripts.tagging.counting import Kind, count_block, pick, spoken_roles, without_accounts
from cs_scripts.tagging.memo import SIZE, Repeats
from cs_scripts.tagging.persons import hide_people, people_of
from cs_scripts.tagging.response_times import to_turns
from cs_scripts.tagging.rows import NO_ANSWER, Answer, Head, Rows
from cs_scripts.tagging.shared import Shared
from cs_scripts.tagging.stream import make_tagger
from cs_scripts.text.pii import Pseudonyms, mask, mask_counted

Known = tuple[str, Kind, tuple[tuple[str, int], ...]]
_SHORTEST_NICK = 2
_EXAMPLE = 60
_WARM = 2_000


@dataclass(frozen=True)
class Plan:
    """What a block tagger does beside recognising.

    Attributes:
        rows: what writes rows.
        salt: secret that pseudonyms are made with; empty to keep personal data.
        extra: name in the output of each further column to be written.
        leave_out: accounts whose messages are left out.
        replies: whether to suggest scripts.
        remembered: how many messages to remember.
    """

    rows: Rows
    salt: str = ""
    extra: dict[str, str] | None = None
    leave_out: frozenset[str] = frozenset()
    replies: bool = False
    remembered: int = SIZE


class BlockTagger:
    """Tag blocks.

    Args:
        recogniser: what recognises messages.
        plan: what else to do.
    """

    def __init__(self, recogniser: object, plan: Plan) -> None:
        self._plan = plan
        self._rows = plan.rows
        self._nick: Callable[[str], str] = Pseudonyms(plan.salt).of if plan.salt else str
        self._mask: Callable[[str], str] = mask if plan.salt else str
        self._tag = make_tagger(recogniser, replies=plan.replies)
        self._kinds: dict[Kind, Kind] = {}  # there are few: a hundred thousand remembered messages share them
        self._shared = Shared(self._tag_texts, self._known)
        self._recognise = Repeats(self._shared, plan.remembered)
        self._personal = {name for name in plan.extra or () if column_holds(name, "sender", "buyer", "conversation")}
        self._plain = {name for name in plan.extra or () if column_holds(name, "item", "time", "date")}

    def warm_up(self) -> None:
        """Build whatever the first messages would wait for, and what copies of this process are to share."""
        self._tag(["能便宜点吗 什么时候发货"] * _WARM)
        if self._plan.remembered:
            self._shared.open()

    def _tag_texts(self, texts: list[str]) -> list[Known]:
        """Recognise messages; of each keep what its row says of it, its status with its intents, and what was masked in it."""
        known: list[Known] = []
        for tagged in self._tag(texts):
            text, masked = mask_counted(tagged.text) if self._plan.salt else (tagged.text, {})
            kind = tagged.status, tuple(name for name, _ in tagged.intents)
            known.append((self._rows.tail(text, tagged), self._kinds.setdefault(kind, kind), tuple(masked.items())))
        return known

    def _known(self, value: Any) -> Known:
        """Make of JSON what another process knows of a message."""
        tail, (status, names), masked = value
        kind = status, tuple(names)
        return tail, self._kinds.setdefault(kind, kind), tuple(map(tuple, masked))

    def __call__(self, parse: Callable[[], Batch], file: str) -> TaggedBlock:
        """Tag a block.

        Args:
            parse: makes its messages.
            file: what to call the file they are of.

        Returns:
            Its rows and counts.
        """
        batch = without_accounts(parse(), self._plan.leave_out)
        people = people_of(batch) if self._plan.salt else []
        if people:
            texts = [hide_people(text, names, self._nick) for text, names in zip(batch.texts, people, strict=True)]
            batch = replace(batch, texts=texts, persons=people)
        file = f"{file}#{batch.part}" if batch.part else file
        roles, answering = batch.roles, spoken_roles(batch)
        has_staff = "seller" in roles
        is_row = [role != "seller" for role in roles] if has_staff else []
        texts = pick(batch.texts, is_row)
        found = self._recognise(texts)
        conversations = list(map(self._nick, batch.conversations)) if any(batch.conversations) else batch.conversations
        named = name_conversations(conversations)
        answers, first = find_answers(named, answering, batch.times) if has_staff else ([], {})
        block = self._write(batch, file, conversations, found, pick(range(len(roles)), is_row), answers)
        intents: list[tuple[str, ...]] = [()] * len(roles)
        for i, entry in zip(pick(range(len(roles)), is_row), found, strict=True):
            intents[i] = entry[1][1]
        turns = to_turns(conversations, answering, batch.senders, batch.times, intents) if has_staff or "buyer" in roles else []
        spoken = {name: Spoken(self._answer(batch, i), batch.times[i]) for name, i in first.items()}
        masked = Counter[str]()
        for entry in found:
            for kind, count in entry[2]:
                masked[kind] += count
        block = replace(block, masked=masked, spoken=spoken, last=named[-1] if named else "", turns=turns)
        return count_block(block, batch, [entry[1] for entry in found], is_row, lambda i: self._mask(texts[i])[:_EXAMPLE])

    def _write(
        self, batch: Batch, file: str, conversations: list[str], found: list[Known], picked: Sequence[int], answers: list[int]
    ) -> TaggedBlock:
        """Write the rows; a row whose reply is not in the block is left open."""
        rows = self._rows
        tails = [entry[0] for entry in found]
        is_bare = not (any(conversations) or any(batch.times) or any(batch.senders))
        if is_bare:
            heads = rows.bare(file, [batch.lines[i] for i in picked])
        else:
            heads = rows.heads([Head(file, batch.lines[i], conversations[i], batch.times[i], self._nick(batch.senders[i])) for i in picked])
        ends = self._ends(batch, picked)
        blank = rows.answer(NO_ANSWER)
        if not answers:
            text = "".join([head + tail + blank + end for head, tail, end in zip(heads, tails, ends, strict=True)])
            return TaggedBlock(pieces=(rows.encode(text),), rows=len(picked), lacking=self._lacking(text, heads, tails, ends))
        named = name_conversations(conversations)
        pieces: list[bytes] = []
        waiting: list[Open] = []
        parts: list[str] = []
        for i, head, tail, end in zip(picked, heads, tails, ends, strict=True):
            parts += (head, tail)
            if answers[i] < 0 and batch.roles[i] == "buyer":
                pieces.append(rows.encode("".join(parts)))
                waiting.append(Open(named[i], batch.times[i]))
                parts = []
            else:
                answer = NO_ANSWER if answers[i] < 0 else self._answer(batch, answers[i])
                delay = None if answers[i] < 0 else seconds_between(batch.times[i], batch.times[answers[i]])
                parts.append(blank if answer is NO_ANSWER else rows.answer(answer._replace(seconds=delay)))
            parts.append(end)
        pieces.append(rows.encode("".join(parts)))
        lacking = self._lacking("".join([*heads, *tails, *ends]), heads, tails, ends)
        return TaggedBlock(pieces=pieces, open=waiting, rows=len(picked), lacking=lacking)

    def _lacking(self, text: str, heads: list[str], tails: list[str], ends: list[str]) -> int:
        if not self._rows.lacks(text):
            return 0
        return sum(self._rows.lacks(head + tail + end) for head, tail, end in zip(heads, tails, ends, strict=True))

    def _answer(self, batch: Batch, i: int) -> Answer:
        return Answer(batch.senders[i], self._mask(batch.texts[i]))

    def _ends(self, batch: Batch, picked: Sequence[int]) -> list[str]:
        names = self._plan.extra
        if not names:
            return [self._rows.end] * len(picked)
        extras = [self._extras(batch, i) for i in picked] if batch.extras else [{}] * len(picked)
        return self._rows.ends(extras, names)

    def _extras(self, batch: Batch, i: int) -> dict[str, str]:
        """Mask the input's own columns: nicks and what stands in columns of persons become pseudonyms."""
        if not self._plan.salt:
            return batch.extras[i]
        names = {batch.senders[i], batch.conversations[i], *(batch.persons[i] if batch.persons else ())}
        known = [name for name in names if len(name) >= _SHORTEST_NICK]
        return {name: self._cell(name, value, known) for name, value in batch.extras[i].items()}

    def _cell(self, name: str, value: str, nicks: Sequence[str]) -> str:
        if value and (name in self._personal or clean_nick(value) in nicks):
            return self._nick(clean_nick(value))
        if name in self._plain:
            return value
        return self._mask(hide_people(value, nicks, self._nick))
