"""Tell which thing a buyer asks for that a list of contents has not: the inner pillow of 四件套里有枕芯吗."""

from __future__ import annotations

from cs_scripts.text.patterns import lazy

_THING = lazy(
    r"(?:有没有|带不带|送不送|配不配|含不含|[有带送配含附])(?:带|送|配)?(?:一?[个条根只副份]|了)?"
    r"(?P<thing>[\u4e00-\u9fff]{2,5}?)(?:在里面|的)?(?:[吗么不没嘛?？]|$)"
)
_IN_BOX = lazy(
    r"(?:盒子?|包装|箱子?|[两二三四五六]件套|套装?|礼盒)里|[两二三四五六]件套[有带含]|配不配|有没有配|^(?:亲|这个|这款|里面)?配|附带|附赠"
)
"""What can only mean things: 带不带 may ask for what the article can do."""

_ITEMS = lazy("[、,，和及与+/ ]")
_ASKED = lazy(r"[吗么嘛?？]|[有带送配含附][不没]|[不没]$")
_NO_THING = lazy("什|啥|哪|几|多|配件|东西|赠|礼|清单|吗|有没|包装|里面|不带|不送")
_EXCLUDES = lazy(r"不[含带送配包]|没有|无(?![线极绳])|另[购买配]|另外[购买配]|单独[购买配]|自备|自购")
_PARTS = lazy(r"[、,，;；()（）。]+")


def named_part(text: str, contents: str) -> tuple[str, str]:
    """Find the part of a list of contents that a message names, and the sentence that says it.

    Args:
        text: the message, folded.
        contents: what the list says.

    Returns:
        ``box_has``, or ``plain`` where the part says itself that the thing is not in it; the part, the whole where none is named.

    >>> named_part("盒子里有没有头盔", "车架、脚撑；头盔需另购"), named_part("有没有脚撑", "车架、脚撑；头盔需另购")
    (('plain', '头盔需另购'), ('box_has', '脚撑'))
    """
    parts = [part.strip() for part in _PARTS.split(contents) if part.strip()]
    shared = [(sum(part[at : at + 2] in text for at in range(len(part) - 1)), part) for part in parts]
    most = max((count for count, _ in shared), default=0)
    if not most:
        return "box_has", contents
    part = next(part for count, part in shared if count == most)
    return "plain" if _EXCLUDES.search(part) else "box_has", part


def lacked(text: str, contents: str) -> str:
    """Find the thing that is asked for and is not in the list.

    Args:
        text: the message, folded.
        contents: what the list says.

    Returns:
        The thing; empty where none is named, or something in the list may be it: a 线 is there where 数据线 is asked for.

    >>> lacked("盒子里有充电头吗", "充电宝、一根线"), lacked("配数据线不", "充电宝、一根线"), lacked("带不带降噪", "耳机、充电线")
    ('充电头', '', '')
    """
    match = _THING.search(text) if _IN_BOX.search(text) and _ASKED.search(text) else None
    if match is None or _NO_THING.search(match["thing"]):
        return ""
    thing = match["thing"]
    ends = {item.strip("一个条根只两副")[-2:] for item in _ITEMS.split(contents)}
    near = thing[-1] in contents or any(thing[at : at + 2] in ends for at in range(len(thing) - 1))
    return "" if near else thing
