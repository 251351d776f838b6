"""Couriers: what each is good at, how far and how fast it goes, its telephone; documented figures where the shop says nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml


@dataclass(frozen=True)
class Courier:
    """A courier.

    Attributes:
        name: its usual name.
        speed: how fast it is, 1 for the fastest.
        strength: what it is good at.
        reach: how far it goes.
        everywhere: whether it reaches every village.
        phone: its hotline; empty where not known.
    """

    name: str
    speed: int
    strength: str
    reach: str
    everywhere: bool = False
    phone: str = ""


@lru_cache(maxsize=1)
def couriers() -> Mapping[str, Courier]:
    """Return the couriers, read once.

    Returns:
        The couriers by name, as ``data/couriers.yaml`` lists them.

    >>> couriers()["EMS"].everywhere
    True
    """
    return load_couriers(data_path("couriers.yaml"))


def load_couriers(path: Path) -> Mapping[str, Courier]:
    """Load a table of couriers.

    Args:
        path: a YAML file.

    Returns:
        The couriers by name.

    Raises:
        DataFileError: the file breaks its schema; every problem is named.
    """
    with strict_fields(path, read_yaml(path)) as top:
        found = {}
        for where, value in top.items("couriers"):
            each = Fields(value, where, top.problems)
            courier = Courier(
                each.text("name"),
                each.number("speed") or 0,
                each.text("strength"),
                each.text("reach"),
                each.flag("everywhere") or False,
                each.text("phone", required=False),
            )
            if not courier.speed:
                each.note("speed", "应为 1、2、3")
            each.close()
            found[courier.name] = courier
    return found


def fastest(names: Iterable[str]) -> Courier | None:
    """Find the fastest of some couriers.

    Args:
        names: their names.

    Returns:
        The first that no other is faster than; None where fewer than two are known or all are equally fast.

    >>> fastest(["EMS", "中通"]).name, fastest(["中通", "圆通"])
    ('中通', None)
    """
    known = [couriers()[name] for name in names if name in couriers()]
    if len({courier.speed for courier in known}) < 2:
        return None
    return min(known, key=lambda courier: courier.speed)
