"""A body in figures: what is plausible, what each is called, and how the figures of several turns join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PLAUSIBLE = {
    "height": (45, 230),
    "weight": (2, 200),
    "bust": (40, 160),
    "underbust": (50, 130),
    "waist": (35, 150),
    "hip": (40, 170),
    "head": (30, 70),
    "foot": (7, 34),
    "finger": (3.5, 8.5),
    "ring": (1.1, 2.6),
    "months": (0, 216),
}
"""The least and the greatest of each figure that is taken for one, in cm, kg and months."""

LABELS = {
    "height": "身高",
    "weight": "体重",
    "bust": "胸围",
    "underbust": "下胸围",
    "waist": "腰围",
    "hip": "臀围",
    "head": "头围",
    "foot": "脚长",
    "finger": "手指周长",
    "ring": "戒指内径",
    "months": "年龄",
}


@dataclass(frozen=True)
class Body:
    """Figures of a body, in cm, kg and months; None where a message does not say.

    Attributes:
        height: height.
        weight: weight.
        bust: girth of the chest.
        underbust: girth below the breast.
        waist: girth of the waist.
        hip: girth of the hips.
        head: girth of the head.
        foot: length of the foot.
        finger: girth of the finger.
        ring: inner diameter of a ring that fits.
        months: age in months.
        doubts: figures that cannot be, as the buyer wrote them.
    """

    height: float | None = None
    weight: float | None = None
    bust: float | None = None
    underbust: float | None = None
    waist: float | None = None
    hip: float | None = None
    head: float | None = None
    foot: float | None = None
    finger: float | None = None
    ring: float | None = None
    months: float | None = None
    doubts: tuple[str, ...] = ()

    def known(self) -> dict[str, float]:
        """List the figures that are known.

        Returns:
            The figures by name.
        """
        return {name: value for name, value in vars(self).items() if name != "doubts" and value is not None}


def merge(bodies: Iterable[Body]) -> Body:
    """Join the figures of several turns, the latest word first.

    Args:
        bodies: the figures, latest first.

    Returns:
        All of them; doubts of the latest only.
    """
    whole: Body | None = None
    for body in bodies:
        if whole is None:
            whole = body
            continue
        known = whole.known()
        whole = Body(**(body.known() | known), doubts=whole.doubts)
    return whole or Body()
