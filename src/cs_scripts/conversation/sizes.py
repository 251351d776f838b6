"""Read sizes, and heights and weights as people type them when they ask for one: ``165 110斤``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.conversation.amounts import BODY
from cs_scripts.conversation.numbers import Span, plain
from cs_scripts.text.patterns import lazy

_SIZE = lazy(
    r"(?<![0-9a-z])(?:(?:x{1,4}l|[2-6]xl|xxs|xs|[sml])码|(?:x{1,4}l|[2-6]xl|xxs|xs)(?![a-z0-9])|[sml](?=号)号)"
    r"|(?<=[穿拍要买选换])(?:[sml])(?![a-z0-9])|(?<![a-z0-9])[sml](?=[和跟或,/ ][sml](?![a-z0-9]))|(?<=[sml][和跟或,/ ])[sml](?![a-z0-9])"
    r"|(?<![0-9])1[4-9][05]/\d{2,3}[abcy]?(?![0-9])|(?<![0-9])[3-9][05][a-f]{1,2}(?![a-z0-9])"
    r"|(?<![0-9.])(?:[2-4]\d(?:\.5)?|[7-9]0|1[0-8][05])码|(?<=[穿拍选鞋要])[2-4]\d(?:\.5)?号"
    r"|(?<![大中小])(?<![大中小]号)(?:特大|加大|超大|大|中|小)(?:号|杯)(?![大中小]|码)|(?:均|大)码(?!数|的尺)"
    r"|(?<![0-9.])(?:[12](?:\.\d{1,2})?|[一二两]米[一二三五八]?)[ ]?(?:米|m)?(?:的)?(?=床)|"
    r"(?<![0-9.*x×])\d{1,4}(?:\.\d)?(?:cm|厘米|米|m)?[*x×]\d{1,4}(?:\.\d)?(?:[*x×]\d{1,4})?(?:cm|"
    r"厘米|米|m)?(?!\d)"
    r"|(?<![0-9.])\d{1,3}(?:\.\d)?(?:英寸|寸)(?!金)|(?<![0-9.])\d{2,4}(?:ml|毫升)(?![a-z])|(?<![0-9.])\d(?:\.\d)?升(?!级)"
)
_METRES = lazy(
    r"(?:(?P<a>[一1])米(?P<b>[3-9]\d?|[三四五六七八九][一二三四五六七八九]?)|(?P<c>1\.[3-9]\d?)(?:米|"
    r"m(?![a-z])))(?!的?床|宽|长|[*×x]|的?桌)"
)
_PAIR = lazy(
    r"(?<![0-9.])(?P<height>1[2-9]\d)(?:cm|厘米|公分)?[ ,./、-]{0,3}(?:体重|重)?(?P<weight>\d{2,3}(?:\.\d)?)"
    r"(?P<unit>斤|kg|公斤|千克)?(?![0-9.*cm])"
)
_BARE = lazy(
    r"(?P<what>身高|体重|净重|高|重)(?:是|大概|大约|在|:|有|差不多)?[ ]?(?P<number>\d{2,3}(?:\.\d)?|1\.\d{1,2})(?![0-9]|[*.]\d|元|块)"
)
_HAN_DIGITS = str.maketrans("一二三四五六七八九", "123456789")


def read_sizes(text: str) -> Iterator[Span]:
    """Find sizes, and heights and weights typed without a unit, in a folded text.

    Args:
        text: folded text.

    Yields:
        The facts; a size as typed, a height in centimetres, a weight in kilograms.

    >>> [(span.kind, span.value) for span in read_sizes("165 110斤 平时穿m")]
    [('size', 'm'), ('height', '165'), ('weight', '55')]
    """
    for match in _SIZE.finditer(text):
        yield Span("size", match[0], match.start(), match.end())
    body = BODY.search(text) is not None or re.search(r"[码穿]", text) is not None
    for match in _METRES.finditer(text):
        if match["c"]:
            height = float(match["c"]) * 100
        else:
            digits = match["b"].translate(_HAN_DIGITS)
            height = 100 + float(digits if len(digits) == 2 else digits + "0")
        if height >= 130 and (body or re.search(r"我|斤|高|孩|公斤|kg|老公|老婆|$", text[: match.start()][-6:] + text[match.end() :][:6])):
            yield Span("height", plain(height), match.start(), match.end())
    for match in _PAIR.finditer(text):
        if match["unit"] or body:
            yield Span("height", match["height"], *match.span("height"))
            weight = float(match["weight"])
            yield Span("weight", plain(_kilos(weight, match["unit"])), match.start("weight"), match.end())
    for match in _BARE.finditer(text):
        value = float(match["number"])
        if match["what"] in ("身高", "高") and (130 <= value <= 215 or 1.3 <= value <= 2.1 or (match["what"] == "身高" and value >= 45)):
            yield Span("height", plain(value * 100 if value < 3 else value), *match.span("number"))
        elif match["what"] == "体重" and not re.match(r"公斤|kg|斤|千克", text[match.end() :]):
            yield Span("weight", plain(_kilos(value, None)), *match.span("number"))


def _kilos(value: float, unit: str | None) -> float:
    """Give kilograms; without a unit a figure from 80 on is in jin."""
    return value / 2 if unit == "斤" or (unit is None and value >= 80) else value
