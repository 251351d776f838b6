"""The word lists of conversations: places, couriers, colours, people, goods, and the cues of ``data/conversation.yaml``.

They are read at the first message, in the form that ``cue_file`` made of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

from cs_scripts.conversation.lexicon import Lexicon
from cs_scripts.files.compiled import compiled_parts
from cs_scripts.files.data import data_path
from cs_scripts.files.rows import read_rows

PRIOR = "-prior"
"""Name of what stands beside the cues and is none."""
_PROVINCE_ENDS = "省|市|自治区|壮族自治区|回族自治区|维吾尔自治区"


class Meaning(NamedTuple):
    """What a cue stands for: a fact (with a value), a sign, what the agent asks for, or evidence of a stage.

    Attributes:
        role: who must say it: ``buyer``, ``seller`` or ``both``.
        group: ``fact``, ``word``, ``sign``, ``ask`` or ``stage``.
        kind: the kind of fact, the sign, the kind asked for; empty for a stage.
        value: the value; empty where the text itself is the value.
        add: what it adds to each stage, in the order of ``STAGES``.
        near: a pattern that must stand somewhere in the same turn; empty where it need not.
    """

    role: str
    group: str
    kind: str
    value: str = ""
    add: tuple[float, ...] = ()
    near: str = ""


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
    for province, city, shorts in read_rows(path, 3):
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
    for county, city, *rest in read_rows(data_path("counties.txt"), 2):
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
    for county, city, *_ in read_rows(data_path("counties.txt"), 2):
        if city in known:
            short = re.sub("(?:新区|[市区县旗])$", "", county)
            names.setdefault(known[city].name, set()).update((county, short) if len(short) > 1 else (county,))
    return {city: tuple(sorted(found, key=len, reverse=True)) for city, found in names.items()}


class Words:
    """All word lists, ready to search; each is read when first asked for.

    >>> [hit.mean.value for hit in words().buyer.find("发到成都 走顺丰") if hit.mean.group == "word"]
    ['成都', '顺丰']
    """

    @cached_property
    def buyer(self) -> Lexicon:
        """What buyers say."""
        return Lexicon(_filed("buyer"), _meaning)

    @cached_property
    def seller(self) -> Lexicon:
        """What agents say."""
        return Lexicon(_filed("seller"), _meaning)

    @cached_property
    def prior(self) -> tuple[float, ...]:
        """Log weight of each stage before anything was said."""
        return tuple(_filed("buyer")[PRIOR])


@cache
def words() -> Words:
    """Give the word lists.

    Returns:
        The lists, shared by the whole process.
    """
    return Words()


@cache
def _filed(role: str) -> Mapping[str, Any]:
    def make() -> Mapping[str, Any]:
        from cs_scripts.conversation.cue_file import file_cues  # not needed for what is compiled

        return file_cues(role)

    code = [Path(__file__).with_name(name) for name in ("cue_file.py", "words.py", "lexicon.py", "terms.py")]
    data = [data_path(name) for name in ("conversation.yaml", "places.txt", "counties.txt", "goods_words.txt")]
    return compiled_parts(f"words-{role}", [*data, *code], make)


def _meaning(fields: list[Any]) -> Meaning:
    role, group, kind, value, add, near = fields
    return Meaning(role, group, kind, value, tuple(add), near)
