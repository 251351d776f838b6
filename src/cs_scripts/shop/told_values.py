"""Read from the agent's own turns what fills blanks of scripts, so that no script says another figure than he did.

An agent who wrote "满88包邮" has the last word: the exception that he made holds for this talk, whatever the shop's file says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cs_scripts.shop.told_couriers import COURIER
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_DAYS = r"(?P<value>(?:1[0-5]|[1-9])(?:[-~到至—–][0-9]{1,2})?)(?![0-9])个?(?:工作日|天)"
_SUM = r"(?P<value>[0-9]+(?:\.[0-9]+)?)"
_PATTERNS = {
    "free_postage_threshold": lazy(rf"满\s?{_SUM}元?(?:起|就|即可|可以|可|才)?(?:免|包)邮"),
    "postage": lazy(
        rf"(?<!退)(?:邮费|运费|快递费)(?:是|为|要|需要?|都?是|一共|已经?|给[亲您]|改成|收|补|按){{0,4}}{_SUM}(?:元|块|$|[,。!哦呢])"
    ),
    "dispatch_hours": lazy(r"(?P<value>[0-9]{2})(?:个)?小时(?:之)?(?:以)?内[^,。!?不没]{0,6}发(?:货|出)"),
    "cutoff": lazy(r"(?P<value>[0-9]{1,2}(?::[0-9]{2}|点半?))(?:之)?前[^,。!?不没]{0,12}(?:当|今)[天日][^,。!?不没]{0,6}发"),
    "transit_days": lazy(
        rf"(?:一般|大概|正常|预计|快递|发货后|路上){{1,3}}[^,。!?发退0-9]{{0,4}}(?<![0-9]){_DAYS}(?:左右|内|以内)?[^,。!?发退]{{0,4}}"
        "(?:到(?!账|货|仓)|送达|收到)"
    ),
    "refund_days": lazy(rf"退款?[^,。!?0-9]{{0,12}}{_DAYS}[^,。!?]{{0,6}}(?:到账|退|处理|完成|审核)"),
}
_OFFERS = lazy("默认|可以发|走的?是|发的?是|快递|我们发|本店发|小店发")
_OF_PLACE = frozenset(("free_postage_threshold", "postage", "transit_days"))
_TURNS = 6


def told_values(turns: Sequence[tuple[str, str]], *, placed: bool = False) -> Mapping[str, str]:
    """Give what the agent told of couriers, postage, dispatch, transit and refunds.

    Args:
        turns: role and text of the turns before the message, oldest first; the last six are read.
        placed: whether the message names a place, for which what was told before need not hold.

    Returns:
        Value by slot; of what was told twice the latest.

    >>> told_values([("seller", "亲满88包邮，48小时内发货"), ("buyer", "能少点吗"), ("seller", "满58就包邮给您")])
    {'free_postage_threshold': '58', 'dispatch_hours': '48'}
    >>> told_values([("seller", "默认韵达天天百世汇通哦，您看哪个方便")])
    {'couriers': '韵达、天天、百世'}
    """
    found: dict[str, str] = {}
    for said in [fold(text) for role, text in turns[-_TURNS:] if role == "seller"]:
        named = [name for name in dict.fromkeys(COURIER.findall(said)) if name != "汇通" or "百世汇通" not in said]
        if named and _OFFERS.search(said):
            found["couriers"] = "、".join(name.upper() for name in named)
        found |= {slot: match["value"] for slot, pattern in _PATTERNS.items() if (match := pattern.search(said))}
    return {slot: value for slot, value in found.items() if not placed or slot not in _OF_PLACE}
