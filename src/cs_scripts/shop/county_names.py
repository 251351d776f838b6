"""Counties by their short names, read only where a message speaks of sending: 汶川几天能到, 寄若尔盖要多久.

A short name such as 和平 or 小金 is a word like any other elsewhere, so the words beside it decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cs_scripts.conversation.words import Place, places
from cs_scripts.text.patterns import lazy

_ENDS = ("县", "市", "旗")
_LEAST, _MOST = 2, 5
_BEFORE = lazy(r"(?:^|[\s,，。]|到|寄|发|往|送|去|至|在|是|我们?|给)$")
_AFTER = lazy(
    r"(?:县|市|那边|这边|那里|这里|的话)?(?:要|得|大概|一般|需要|那|的)?(?:几天|多久|多长|多少天|能[到发寄送]|可以[到发寄送]|[发寄送到]不[发寄送到了]|[发寄到]吗|[发寄]货"
    r"|邮费|运费|包邮|包不包|满(?:多少|几)|偏(?:不偏)?远|加不加|要不要|要加|加钱|什么快递|啥快递|哪个快递|啥时候|什么时候|收得到)"
)


@cache
def short_counties() -> Mapping[str, Place]:
    """Give the counties by the part of their name that people say.

    Returns:
        Place by short name; names that are other places too are left out.

    >>> short_counties()["汶川"].city
    '阿坝藏族羌族自治州'
    """
    found: dict[str, set[Place]] = {}
    for name, place in places().items():
        if name.endswith(_ENDS) and place.city and name != place.city and len(name) > _LEAST:
            found.setdefault(name[:-1], set()).add(place)
    known = places()
    return {name: next(iter(of)) for name, of in found.items() if name not in known and len({one.province for one in of}) == 1}


def county_in(text: str) -> tuple[str, Place, int] | None:
    """Find a county that a message names by its short name as a place to send to.

    Args:
        text: the message, folded.

    Returns:
        The name, the place, and where it stands; None where there is none.

    >>> county_in("汶川几天能到")[0], county_in("世界和平")
    ('汶川', None)
    """
    for start in range(len(text) if _AFTER.search(text) else 0):
        if not _BEFORE.search(text[:start]):
            continue
        for length in range(_MOST, _LEAST - 1, -1):
            name = text[start : start + length]
            if len(name) == length and (place := short_counties().get(name) or places().get(name)) and _AFTER.match(text, start + length):
                return name, place, start
    return None
