"""Leave out scripts that what the tables tell makes untrue: an offer of a refused courier, of an article or a campaign there is none of."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.recommend.heard import Heard
from cs_scripts.recommend.ranking import Ranked
from cs_scripts.shop.dialect import standard
from cs_scripts.text.folding import fold

_INSTEAD, _NOT_SOLD, _UNLISTED = "couriers.other", "goods.unlisted", "campaign.unlisted"
"""What the tables say to one who refuses a courier, names an article that no table has, or a campaign that there is none of."""

_THERE_IS, _PLAN = "有的", "已定的活动内容或还没公布"
"""How a script begins that says there is such an article, and the blank of one that tells of a campaign."""


def without_untrue(ranked: Sequence[Ranked], heard: Heard) -> Sequence[Ranked]:
    """Leave out scripts that contradict the tables.

    Args:
        ranked: the scripts.
        heard: what the tables tell, and who words the scripts.

    Returns:
        The others, in the same order.
    """
    told = {answer.id for answer in heard.answers}
    if _NOT_SOLD in told:
        ranked = [one for one in ranked if not heard.speaker.word(one.script).text.startswith(_THERE_IS)]
    if _UNLISTED in told:
        ranked = [one for one in ranked if _PLAN not in heard.speaker.word(one.script).missing]
    if _INSTEAD in told:
        from cs_scripts.shop.courier_refused import offers, refused_couriers  # few messages refuse a courier

        refused = refused_couriers(fold(standard(heard.moment.text)))
        ranked = [one for one in ranked if not offers(heard.speaker.word(one.script).text, refused)]
    return ranked
