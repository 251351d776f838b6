"""Draft an answer out of the question's own words, for questions that no script answers.

An agent who is asked "送的和买的是一样的吗" writes "送的和买的是一样的哦"; only the word in the middle is for him to decide. So the
question becomes a statement, seen from the shop's side, and what decides becomes the slot. ``data/echoes.yaml`` holds the forms of
questions; what has no such form gets no draft.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cs_scripts.recommend.echo_forms import BLANK, Forms, load_forms
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_ENDS = lazy(r"(?:[，,。！!？?；;~～…、\n【】{}\[\]]|(?<!\d)\.|\.(?!\d))+")
_ASKED = lazy(r"(?:我|就)?想?(?:请)?(?<![你您])问(?:一下|下|问)(?![题])|请问|想(?:知道|了解|咨询)(?:一?下)?")
_MASK = lazy("〈[^〉]*〉|https?://\\S+|\\d{7,}|[\ue000-\uf8ff]")
_LOST = lazy(
    "(?:〈[^〉]*〉|\\d{7,})(?=[月号日点元块个件天本包斤盒袋条箱双套片张码岁年小折寸毫厘多%0-9-])|(?<=\\w)〈(?:name|org|amt|date|time|addr)[^〉]*〉(?=[一-鿿])"
)
_DOUBLED = lazy(r"(的|了|哦|呢|【[^】]*】)\1+")
_SLOT = lazy("【[^】]*】")
_SHORTEST, _SHORT, _LONGEST, _STATED, _FRONT, _READ = 2, 16, 24, 22, 18, 96
_MOST = 2
_MARKS = frozenset("吗么嘛不没吧呢几多哪什啥怎咋何否无呗啵还")  # every form asks with one of these
_STEPS = "："  # what follows it is long, so nothing stands behind
_GAP = "\uf8ff"  # stands for a masked figure that the question cannot do without
_EXAMPLE = lazy("【[^】/]*/[^】]*】")
_TOPIC = lazy("的话【[^】]*】$")
_KEPT = 0xE000  # stands for the first word that is kept whole


@dataclass(frozen=True)
class Echo:
    """A draft made of the buyer's own words.

    Attributes:
        text: the draft with its slots.
        missing: labels of the slots.
        whole: whether the question is all that the message says.
    """

    text: str
    missing: tuple[str, ...]
    whole: bool


def echo(text: str, turn: int = 0) -> Echo | None:
    """Draft an answer out of a question's own words.

    Args:
        text: the buyer's message.
        turn: a number that moves on with the talk; endings take turns by it.

    Returns:
        The draft; None where the message has no question of a known form, or it is too long to be said back.

    >>> echo("你好，现在还是76折吗").text
    '现在【待填:还是/不是】76折哦亲'
    >>> echo("大人用美美容") is None
    True
    """
    known, folded = load_forms(), fold(text)
    clauses, said = [], []
    for part in () if _MARKS.isdisjoint(folded) else _ENDS.split(_unmasked(folded)):
        found = _read(part, known)
        clauses += found
        said += [statement for _, statement in found if statement]
    if not said:
        return None
    body = "，".join(_asked(said))
    ends = next(ending.say for ending in known.ends if ending.of.search(body))
    whole = _DOUBLED.sub(r"\1", ends[turn % len(ends)].format(body)).replace("【", "【待填:")
    return Echo(
        whole,
        tuple(re.findall(r"【待填:([^】]*)】", whole)),
        len(said) == len(clauses) and sum(len(clause) for clause, _ in clauses) <= _SHORT,
    )


def wants_fact(intent: str) -> bool:
    """Tell whether questions of an intent mostly want a fact that no script can know.

    Args:
        intent: its id; empty where nobody recognised one.

    Returns:
        Whether they do.
    """
    return intent in load_forms().leads


def _asked(said: Sequence[str]) -> Sequence[str]:
    """Keep what was asked, once: "那款呢, 有货吗" and "要哪个呢, 大的还是小的" ask one thing."""
    told = [one for one in dict.fromkeys(said) if not _TOPIC.search(one)] or said[:1]
    told = [told[0], *(one for one in told[1:] if not _EXAMPLE.fullmatch(one))]
    return told[: 1 if _STEPS in told[0] else _MOST]


def _unmasked(text: str) -> str:
    """Part a message where something is masked; what the words around it need leaves a gap."""
    return _MASK.sub("\n", _LOST.sub("\0", text.replace("\0", " "))).replace("\0", _GAP)


def _read(part: str, known: Forms) -> list[tuple[str, str | None]]:
    """Read what stands between two marks: as several questions where blanks part them, else as one."""
    parted, joined = part.split(), [part.replace(" ", "")]
    pieces = _cut(parted, known)
    if parted == joined or len([said for _, said in pieces if said]) > 1 or len(part) > _LONGEST:
        return pieces
    whole = _cut(joined, known)
    return whole if any(said for _, said in whole) else pieces


def _cut(pieces: Sequence[str], known: Forms) -> list[tuple[str, str | None]]:
    """Cut pieces into clauses, without what only greets, and turn each into its statement."""
    found = []
    for clause in (clause for piece in pieces for clause in known.parts.split(_ASKED.split(piece)[-1])):
        bare = known.after.sub("", known.before.sub("", clause))
        if len(bare) >= _SHORTEST:
            found.append((bare, _statement(bare, known)))
    return found


def _shed(clause: str, known: Forms, first: int = 0) -> str:
    """Take away what only leads up to the question or trails after it, from one pattern on."""
    for number in known.sheds(clause):
        pattern, instead = known.shed[number]
        left = pattern.sub(instead, clause) if number >= first else clause
        if instead and left != clause:
            return _shed(left, known, number + 1)  # what it got instead may be what a later pattern needs
        clause = left
    return clause


def _statement(clause: str, known: Forms) -> str | None:
    """Turn a question into the statement that answers it."""
    if len(clause) > _READ or _GAP in clause or _MARKS.isdisjoint(clause):
        return None
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return chr(_KEPT + len(kept) - 1)

    clause = _shed(clause, known)
    hidden = ""
    for number in known.sieve(clause):
        form = known.forms[number]
        if form.say is not None:
            hidden = hidden or known.whole.sub(keep, clause)
        seen = clause if form.say is None else hidden
        match = form.pattern.search(seen)
        if match is None:
            continue
        if form.say is None or len(clause) > _LONGEST:
            return None
        parts = match.groupdict()
        again = parts.get("again")
        if again and (told := _statement(_shown(again, kept) + "吗", known)):
            return told
        said = _say(form.say, parts, known)
        bare, shown = _SLOT.sub("】", said), _shown(said, kept)
        too_long = len(bare) > _STATED or shown.find("【") > _FRONT
        return None if too_long or known.asks.search(bare) else shown
    return None


def _shown(text: str, kept: Sequence[str]) -> str:
    return "".join(kept[ord(one) - _KEPT] if _KEPT <= ord(one) < _KEPT + len(kept) else one for one in text)


def _say(form: str, parts: Mapping[str, str | None], known: Forms) -> str:
    def fill(blank: re.Match[str]) -> str:
        value = parts[blank[2]] or ""
        if blank[1]:
            return known.denials.get(value, "不" + value)
        return known.person.sub(lambda one: known.persons[one[0]], value)

    return BLANK.sub(fill, form)


def stands_back(intent: str) -> bool:
    """Tell whether an intent wants more than an answer, so that a draft only fills a place that is left.

    Args:
        intent: its id; empty where nobody recognised one.

    Returns:
        Whether it does.
    """
    return intent in load_forms().never
