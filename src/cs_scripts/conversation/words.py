"""The word lists of conversations: places, couriers, colours, people, goods, and the cues of ``data/conversation.yaml``.

Everything is read once, at the first message, and checked then; all that is wrong is told together.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from cs_scripts.conversation.lexicon import Cue, Lexicon, split_cue
from cs_scripts.conversation.terms import FACTS, SIGNS, STAGES
from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.text import data_path, read_text
from cs_scripts.files.yaml import Fields, read_yaml

KINDS = (*FACTS, "item_word")
"""Kinds of fact that a buyer may state."""

_ROLES = ("buyer", "seller", "both")
_PROVINCE_ENDS = "省|市|自治区|壮族自治区|回族自治区|维吾尔自治区"


class Meaning(NamedTuple):
    """What a cue stands for: a fact (with a value), a sign, what the agent asks for, or evidence of a stage.

    Attributes:
        role: who must say it: ``buyer``, ``seller`` or ``both``.
        group: ``fact``, ``word``, ``sign``, ``ask`` or ``stage``.
        kind: the kind of fact, the sign, the kind asked for; empty for a stage.
        value: the value; empty where the text itself is the value.
        add: what it adds to each stage, in the order of ``STAGES``.
        near: a pattern that must stand somewhere in the same turn; None where it need not.
    """

    role: str
    group: str
    kind: str
    value: str = ""
    add: tuple[float, ...] = ()
    near: re.Pattern[str] | None = None


class Place(NamedTuple):
    """A place in China.

    Attributes:
        province: short name of the province, for example ``浙江``.
        city: full name of the city; empty for a whole province.
        name: how it is said, for example ``义乌``.
    """

    province: str
    city: str
    name: str


class Words(NamedTuple):
    """All word lists, ready to search.

    Attributes:
        buyer: finds what buyers say.
        seller: finds what agents say.
        prior: log weight of each stage before anything was said.
    """

    buyer: Lexicon
    seller: Lexicon
    prior: tuple[float, ...]


@cache
def places() -> dict[str, Place]:
    """Read the places of ``data/places.txt`` and ``data/counties.txt``.

    Returns:
        Each name, long or short, with its place. The name of several counties gives the first.

    Raises:
        DataFileError: a line has another form.

    >>> places()["义乌"]
    Place(province='浙江', city='金华市', name='义乌')
    >>> places()["四川"].city, places()["成都市"].name
    ('', '成都')
    """
    path = data_path("places.txt")
    found: dict[str, Place] = {}
    provinces: dict[str, str] = {}
    for province, city, shorts in _rows(path, 3):
        provinces[city] = province
        names = shorts.split()
        found.setdefault(city, Place(province, city, names[0]))
        for name in names:
            found.setdefault(name, Place(province, city, names[0]))
    for province in dict.fromkeys(provinces.values()):
        place = found.get(province, Place(province, "", province))
        place = place if place.city in (f"{province}市", f"{province}特别行政区") else Place(province, "", province)
        found[province] = place
        for end in _PROVINCE_ENDS.split("|"):
            found.setdefault(province + end, place)
    for county, city, *rest in _rows(data_path("counties.txt"), 2):
        name = rest[0] if rest else county
        for known in (county, name):
            found.setdefault(known, Place(provinces.get(city, ""), city, name))
    return found


@cache
def districts() -> dict[str, tuple[str, ...]]:
    """Give the names of the counties and districts of each city, long and short, longest first.

    Returns:
        For the short name of each city, the names that may follow it in an address.

    >>> "余杭" in districts()["杭州"]
    True
    """
    names: dict[str, set[str]] = {}
    known = places()
    for county, city, *_ in _rows(data_path("counties.txt"), 2):
        if city in known:
            short = re.sub("(?:新区|[市区县旗])$", "", county)
            names.setdefault(known[city].name, set()).update((county, short) if len(short) > 1 else (county,))
    return {city: tuple(sorted(found, key=len, reverse=True)) for city, found in names.items()}


def _rows(path: Any, least: int) -> Iterator[list[str]]:
    problems = []
    rows = []
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < least or not all(cells[:least]):
            problems.append(Problem(f"第 {number} 行", f"应有 {least} 列，制表符分列"))
        rows.append(cells)
    if problems:
        raise DataFileError(path, problems)
    yield from rows


@cache
def words() -> Words:
    """Read all word lists.

    Returns:
        The lists, ready to search.

    Raises:
        FileReadError: a file is missing.
        DataFileError: a file breaks its schema; every problem is named.

    >>> [hit.mean.value for hit in words().buyer.find("发到成都 走顺丰") if hit.mean.group == "word"]
    ['成都', '顺丰']
    """
    path = data_path("conversation.yaml")
    problems: list[Problem] = []
    top = Fields(read_yaml(path), "", problems)
    if top.number("version") != 1:
        top.note("version", "应为 1")
    reader = _Reader(problems, _guards(top))
    prior, cues = reader.read(top)
    names = [*_simple(top, "couriers", "courier"), *_simple(top, "recipients", "recipient")]
    colors = [Cue(name, None, Meaning("both", "word", "color", name)) for name in top.texts("colors", minimum=1)]
    doubtful = frozenset(top.texts("places_doubtful"))
    top.close()
    if problems:
        raise DataFileError(path, problems)
    cues += [*names, *colors, *_goods(), *_places(doubtful)]
    return Words(_lexicon(cues, "buyer"), _lexicon(cues, "seller"), prior)


def _lexicon(cues: Iterable[Cue], role: str) -> Lexicon:
    return Lexicon(cue for cue in cues if isinstance(cue.mean, Meaning) and cue.mean.role in (role, "both"))


def _guards(top: Fields) -> dict[str, str]:
    guards = top.take("guards", {})
    if not isinstance(guards, dict):
        top.note("guards", "应为“名字: 正则”的映射")
        return {}
    for name, pattern in guards.items():
        if fault := _fault(pattern):
            top.note(f"guards.{name}", fault)
    return guards


def _fault(pattern: Any) -> str:
    """Tell what is wrong with a pattern; empty where nothing is."""
    try:
        re.compile(pattern)
    except (re.error, TypeError) as error:
        return f"正则写法有误（{error}）"
    return ""


def _simple(top: Fields, key: str, kind: str) -> Iterator[Cue]:
    table = top.take(key, {})
    if not isinstance(table, dict):
        top.note(key, "应为“值: [叫法…]”的映射")
        return
    for value, aliases in table.items():
        if not isinstance(aliases, list) or not all(isinstance(alias, str) and alias for alias in aliases):
            top.note(f"{key}.{value}", "应为叫法的列表")
            continue
        for alias in aliases:
            yield Cue(alias, None, Meaning("both", "word", kind, value))


def _goods() -> Iterator[Cue]:
    for line in read_text(data_path("goods_words.txt")).splitlines():
        for word in () if line.startswith("#") else line.split():
            kind = "" if word.startswith("-") else "item_word"
            plain = word.removeprefix("-").lower()
            yield Cue(plain, None, Meaning("both", "word", kind, word))


def _places(doubtful: Collection[str]) -> Iterator[Cue]:
    for name, place in places().items():
        kind = "place?" if name in doubtful else "place"
        yield Cue(name, None, Meaning("both", "word", kind, place.name))


class _Reader:
    """Read the cues of ``data/conversation.yaml``."""

    def __init__(self, problems: list[Problem], guards: dict[str, str]) -> None:
        self.problems = problems
        self.guards = guards

    def read(self, top: Fields) -> tuple[tuple[float, ...], list[Cue]]:
        """Read facts, signs, what agents ask for, and stages."""
        cues: list[Cue] = []
        for key, group, name, choices in (
            ("facts", "fact", "kind", KINDS),
            ("signs", "sign", "sign", SIGNS),
            ("asks", "ask", "fact", KINDS),
        ):
            for where, value in top.items(key):
                fields = Fields(value, where, self.problems)
                kind, plain = fields.text(name, choices=choices), fields.text("value", required=False)
                role = "seller" if group == "ask" else fields.text("role", required=False, choices=_ROLES) or "buyer"
                cues += self._cues(fields, Meaning(role, group, kind, plain, near=self._near(fields)))
        stages = Fields(top.take("stages"), "stages", self.problems)
        prior = self._weights(stages, "prior")
        for where, value in stages.items("cues"):
            fields = Fields(value, where, self.problems)
            role = fields.text("role", required=False, choices=_ROLES) or "buyer"
            cues += self._cues(fields, Meaning(role, "stage", "", "", self._weights(fields, "add")))
        stages.close()
        return prior, cues

    def _near(self, fields: Fields) -> re.Pattern[str] | None:
        name = fields.text("near", required=False, choices=tuple(self.guards))
        return re.compile(self.guards[name]) if name in self.guards else None

    def _weights(self, fields: Fields, key: str) -> tuple[float, ...]:
        table = fields.take(key, {})
        if not isinstance(table, dict) or not all(isinstance(weight, int | float) for weight in table.values()) or set(table) - set(STAGES):
            fields.note(key, f"应为“步骤: 分数”的映射，步骤为 {'、'.join(STAGES)}")
            return (0.0,) * len(STAGES)
        return tuple(float(table.get(stage, 0)) for stage in STAGES)

    def _cues(self, fields: Fields, meaning: Meaning) -> list[Cue]:
        before, after = (self._guard(fields, key) for key in ("before", "after"))
        cues = []
        for i, text in enumerate(fields.texts("say", minimum=1)):
            head, tail = split_cue(text)
            if fault := _fault(tail) or ("" if head else f"“{text}”应以普通字开头"):
                fields.note(f"say[{i}]", fault)
            else:
                cues.append(Cue(head, re.compile(tail) if tail else None, meaning, before, after))
        fields.close()
        return cues

    def _guard(self, fields: Fields, key: str) -> re.Pattern[str] | None:
        names = fields.texts(key)
        if unknown := [name for name in names if name not in self.guards]:
            fields.note(key, f"guards 里没有 {'、'.join(unknown)}")
        patterns = [self.guards[name] for name in names if name in self.guards]
        if not patterns:
            return None
        return re.compile(f"(?:{'|'.join(patterns)}){'[太很]?$' if key == 'before' else ''}")
