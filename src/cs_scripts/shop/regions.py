"""What the shop says of a place: days, postage, surcharge, whether it is sent there at all.

A row of the shop's own table wins over its province's, that over the row for everywhere, and those over the profile. What none of
them says stays unknown: a reply is better silent than wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from functools import cache, cached_property

from cs_scripts.conversation.words import Place, places

FAR = ("新疆", "西藏", "青海", "内蒙古", "宁夏", "甘肃", "海南")
"""Provinces that most couriers call remote; the general days and postage are not taken for theirs."""

OUTSIDE = ("香港", "澳门", "台湾")
"""Where a shop of the mainland sends only if it says so."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    "江浙沪皖": ("江苏", "浙江", "上海", "安徽"),
    "江浙沪": ("江苏", "浙江", "上海"),
    "京津冀": ("北京", "天津", "河北"),
    "内蒙": ("内蒙古",),
    "东三省": ("辽宁", "吉林", "黑龙江"),
    "东北": ("辽宁", "吉林", "黑龙江"),
    "港澳台": OUTSIDE,
    "新疆西藏": ("新疆", "西藏"),
    "云贵川": ("云南", "贵州", "四川"),
}
"""What several provinces are called together."""


@dataclass(frozen=True)
class Region:
    """What is known of sending to a place; None where it is not.

    Attributes:
        days: the least and the most days of transit.
        remote: whether it counts as remote.
        surcharge: what is added in any case.
        closed: whether nothing is sent there.
        postage: the postage; 0 where it is free.
        free_over: the sum from which postage is free.
        couriers: the couriers that go there.
    """

    days: tuple[int, int] | None = None
    remote: bool | None = None
    surcharge: Decimal | None = None
    closed: bool | None = None
    postage: Decimal | None = None
    free_over: Decimal | None = None
    couriers: tuple[str, ...] | None = None

    def over(self, other: Region) -> Region:
        """Fill what this region does not say from another.

        Args:
            other: the wider region.

        Returns:
            Both in one.

        >>> Region(days=(2, 3)).over(Region(days=(5, 6), remote=True))
        Region(days=(2, 3), remote=True, surcharge=None, closed=None, postage=None, free_over=None, couriers=None)
        """
        known = {each.name: value for each in fields(self) if (value := getattr(self, each.name)) is not None}
        return replace(other, **known)


@dataclass(frozen=True)
class Regions:
    """All that a shop says of places.

    Attributes:
        rows: the shop's table, by province and the name of a city or county, which is empty for the whole province; both empty for
            everywhere.
        usual: what the profile says in general.
        remote: what it says of remote areas.
        local: what it says of the city it sends from.
        remote_names: the places that the profile calls remote.
        closed_names: the places to which the profile sends nothing.
        home: the place it sends from.
        told_closed: whether the profile or the table says at all where nothing is sent.
    """

    rows: Mapping[tuple[str, str], Region] = field(default_factory=dict)
    usual: Region = Region()
    remote: Region = Region()
    local: Region = Region()
    remote_names: frozenset[tuple[str, str]] = frozenset()
    closed_names: frozenset[tuple[str, str]] = frozenset()
    home: Place | None = None
    told_closed: bool = False

    def of(self, place: Place) -> Region:
        """Give what is known of a place.

        Args:
            place: the place.

        Returns:
            The region, its fields None where nobody says.
        """
        if place not in self._found:
            self._found[place] = self._look_up(place)
        return self._found[place]

    @cached_property
    def _found(self) -> dict[Place, Region]:
        """What was looked up before: there are few places, and buyers name the same."""
        return {}

    def _look_up(self, place: Place) -> Region:
        keys = keys_of(place)
        found = Region()
        at_home = bool(self.home and place.city and place.city == self.home.city)
        for key in keys:
            if at_home and not key[1]:
                found = found.over(self.local)
            if key in self.rows and (key[0] or place.province not in OUTSIDE):
                found = found.over(self.rows[key])
        remote = found.remote if found.remote is not None else bool(self.remote_names.intersection(keys)) or None
        far = remote or (remote is None and not self.told_remote and place.province in FAR)
        if found.closed is None:
            found = replace(found, closed=self._closed(keys, place, known=found != Region() or remote is True))
        found = replace(found, remote=remote)
        if at_home:
            return found.over(self.usual)
        if place.province in OUTSIDE:
            return found
        if far:
            return found.over(self.remote)
        return found.over(self.usual)

    @cached_property
    def told_remote(self) -> bool:
        """Whether the shop says at all what is remote."""
        return bool(self.remote_names) or any(row.remote for row in self.rows.values())

    def _closed(self, keys: Iterable[tuple[str, str]], place: Place, *, known: bool) -> bool | None:
        """Tell whether nothing is sent to a place of which the table does not say it."""
        if self.closed_names.intersection(keys):
            return True
        if known or (self.told_closed and place.province not in OUTSIDE):
            return False
        return None if place.province in FAR or place.province in OUTSIDE or not self.known() else False

    def known(self) -> bool:
        """Tell whether the shop says anything of sending.

        Returns:
            Whether any field is known of any place.
        """
        return bool(self.rows) or self.usual != Region() or self.told_closed or self.remote != Region()


def keys_of(place: Place) -> tuple[tuple[str, str], ...]:
    """List the keys under which a place may stand in a table, the narrowest first.

    Args:
        place: the place.

    Returns:
        Pairs of province and name; both empty for everywhere.

    >>> keys_of(places()["义乌"])
    (('浙江', '义乌'), ('浙江', '金华'), ('浙江', ''), ('', ''))
    """
    city = places()[place.city].name if place.city in places() else ""
    names = dict.fromkeys(name for name in (place.name if place.city else "", city) if name)
    return (*((place.province, name) for name in names), (place.province, ""), ("", ""))


@cache
def place_of(name: str) -> Place | None:
    """Find a place by any of its names.

    Args:
        name: such as ``成都``, ``浙江省`` or ``浙江金华``.

    Returns:
        The place; None where it is not known.

    >>> place_of("浙江金华").name, place_of("广东省深圳市").city, place_of("火星")
    ('金华', '深圳市', None)
    """
    known = places()
    name = name.strip()
    if name in known:
        return known[name]
    for cut in range(len(name) - 1, 1, -1):
        rest = name[cut:].removeprefix("省").removeprefix("市")
        if name[:cut] in known and rest in known:
            outer, inner = known[name[:cut]], known[rest]
            return inner if outer.province == inner.province else None
    return None


def several(name: str) -> tuple[Place, ...]:
    """Find the place or the places that a name stands for.

    Args:
        name: a place, or a name for several such as ``江浙沪``.

    Returns:
        The places; none where the name is not known.

    >>> [place.name for place in several("江浙沪")]
    ['江苏', '浙江', '上海']
    """
    if name in GROUPS:
        return tuple(places()[each] for each in GROUPS[name])
    place = place_of(name)
    return (place,) if place else ()
