"""The figures of a body in a message, in one unit each: 165 110斤, 一米六二 55kg, 腰围二尺三, 脚长24.5, 160/84A, 三岁半.

Buyers leave the units out and shops read them rightly all the same; a figure that can be read in two ways is no figure here.
"""

from __future__ import annotations

import re

from cs_scripts.shop.body import PLAUSIBLE, Body
from cs_scripts.shop.numerals import in_digits, number
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

_N = r"(?:\d{1,4}(?:\.\d{1,2})?|[零〇一二两三四五六七八九十百]{1,6})"
_IS = r"[\s:是约有大概,为在量到都了得的出来起下长刚好正差不多]{0,6}"

_METRES = lazy(
    r"(?<![\d.])(?P<m>[12]|[一两])\s?米\s?(?P<cm>\d{1,2}(?!\d)|[一二三四五六七八九]?十[一二三四五六七八九]?|[零〇一二三四五六七八九]{1,2}(?!百))?(?!米)(?<!米(?=\d))(?<!米\s(?=\d))|(?<![\d.])(?P<dec>[12]\.\d{1,2})(?:(?<=身高\d\.\d\d)(?!\d)|(?<=身高\d\.\d)(?!\d)|\s?(?:米|m(?![a-z])|(?=\s*(?:高|的?身高))))"
)
_HEIGHT = lazy(
    rf"(?:身高|个子|高){_IS}(?P<a>\d{{2,4}}(?:\.\d)?)(?!\d|\s?(?:斤|kg|公斤|千克|块|元))|(?<![\d.])(?P<b>1?\d{{2}})\s?(?:cm|厘米|公分)?\s?(?:的?(?:身高|个子)(?!\s{{0,2}}[\d一二])|高(?!度|领|腰|跟|帮))|(?<![\d.])(?P<c>1[3-9]\d|20\d)\s?(?:cm|厘米|公分)(?!\d)|(?<![\d.])(?P<d>\d{{2,3}})(?:cm|厘米|公分)(?=[^\n]{{0,4}}(?:岁|斤|kg))"
)
_WEIGHT = lazy(
    rf"(?<![\d.])(?P<a>{_N})\s?(?P<unit>斤|kg|公斤|千克)|(?:体重|斤数){_IS}(?P<b>{_N})(?![\d.零一二三四五六七八九十百]|\s?(?:斤|kg|公斤|千克|cm|码|岁))"
)
_HUNDRED = lazy(
    r"(?<![零一二三四五六七八九十])(?P<n>[一二]百[零〇]?[一二三四五六七八九]?十?[一二三四五六七八九]?)"
    r"(?=\s?[斤多左的穿,，。?！ ]|$|拍|选|适)"
)
_PAIR = lazy(
    r"(?<![\d.a-z-])(?P<h>1[3-9]\d|20\d)(?:\s?(?:cm|厘米|公分)|\s{0,3}[/,、\s+-]|(?=\d{2,3}(?:\.5)?\s?(?:斤|kg|公斤|千克)))\s{0,2}(?P<w>\d{2,3}(?:\.5)?)\s?(?P<unit>斤|kg|公斤|千克|k(?![a-z]))?(?![\d./a-z]|\s?(?:码|元|块|包|件|cm|厘米|公分|天|岁|个|号))"
)
_REVERSED = lazy(
    r"(?<![\d.])(?P<w>\d{2,3})\s?(?P<unit>斤|kg|公斤|千克)\s{0,2}[/,、]?\s{0,2}(?P<h>1[3-9]\d|20\d)(?![\d.])(?!\s?(?:元|块|码))"
)
_LABEL = lazy(r"(?<!\d)(?P<h>1[3-9]\d)\s?/\s?(?P<girth>\d{2,3})\s?[abcy](?![a-z])")
_GIRTH = lazy(
    rf"(?P<what>上胸围|下胸围|上胸|下胸|下围|胸围|腰围|腰|臀围|臀|头围|手腕围|脚内长|脚长|脚(?:底板|板|丫|掌)?|指围|手指周长|手指围|周长|内直径|内径|直径|圈口)(?:的)?{_IS}(?P<n>\d{{1,3}}(?:\.\d{{1,2}})?)\s?(?P<unit>cm|厘米|公分|mm|毫米|寸|尺(?P<cun>\d)?)?|(?P<what2>上胸围|下胸围|胸围|腰围|腰|臀围|臀|头围){_IS}(?P<chi>[一二两三四])尺(?P<cun2>[一二三四五六七八九半]?)|(?<![\d.])(?P<n3>\d{{2}}(?:\.\d)?)\s?(?:cm|厘米|公分)?\s?的?(?P<what3>上胸围|下胸围|胸围|腰围|头围|脚长|臀围)(?!\s?\d)|(?<!\d)(?P<chi3>[一二两三四2-4])尺(?P<cun3>[一二三四五六七八九半\d]?)的?(?P<what4>腰围|腰)"
)
_BABY_LENGTH = lazy(
    r"(?<![\d.围长])(?P<n>[4-9]\d|1[0-2]\d)\s?(?:cm|厘米|公分|长(?!袖|裤|款))|(?<!脚)(?:身长|长)[\s是有约]{0,2}(?P<m>[4-9]\d|1[0-2]\d)(?!\d|\s?(?:斤|天|元))"
)
_FOOT_OF_KIND = lazy(
    r"(?<![\d.])(?:(?P<n>[12]\d(?:\.\d)?)\s?(?:cm|厘米|公分)\s?的?脚)|(?<![\d.])(?P<m>2[0-9]\d|2[0-9](?:\.\d)?)\s?(?:mm|毫米)?的(?:大|小)?脚"
)
_AROUND_FINGER = lazy(
    r"(?:手指|指头|无名指|中指|食指|小指|手寸)[^\n\d,。]{0,8}(?P<n>[4-7]\d(?:\.\d)?\s?(?=mm|毫米)|[4-7](?:\.\d{1,2})?\s?(?=cm|厘米|公分))"
)
_AGE = lazy(
    r"(?<![\d.一二三四五六七八九十])(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3}|半)\s?(?:周)?(?P<unit>岁|周岁|个月|个多月)(?P<half>半|[零又]?(?P<more>[一二两三四五六七八九十\d]{1,2})个月|多)?"
)
_BABY = lazy(r"双胞胎|龙凤胎|老[二三](?!板)|二胎|宝宝|[大二三小]宝(?!贝)|娃|婴儿|孩子|宝贝|小孩")
_NEWBORN = lazy(r"刚出生|新生儿|刚生")
_FIELD = {
    "上胸围": "bust",
    "胸围": "bust",
    "下胸围": "underbust",
    "上胸": "bust",
    "下胸": "underbust",
    "下围": "underbust",
    "腰围": "waist",
    "腰": "waist",
    "臀围": "hip",
    "臀": "hip",
    "头围": "head",
    "脚长": "foot",
    "脚内长": "foot",
    "脚": "foot",
    "指围": "finger",
    "手指周长": "finger",
    "手指围": "finger",
    "周长": "finger",
    "内径": "ring",
    "内直径": "ring",
    "圈口": "ring",
    "直径": "ring",
}


_NUMERALS = frozenset("一二两三四五六七八九十半")
_THREE_GIRTHS = lazy(r"三围(?:是|大概|分别)?\s?[:：]?(\d{2,3})[^\d\n]{1,2}(\d{2,3})[^\d\n]{1,2}(\d{2,3})(?!\d)")


def read_body(text: str, *, child: bool = False) -> Body:
    """Read the figures of a body in a message.

    Args:
        text: the message.
        child: whether it is about something for small children, so that 70cm is a height.

    Returns:
        The figures; one that cannot be (体重1200) stands in ``doubts`` instead.

    >>> body = read_body("165 110斤穿什么码")
    >>> body.height, body.weight
    (165.0, 55.0)
    >>> read_body("体重1200").doubts
    ('体重1200',)
    """
    folded = fold(text[:300])
    if _NUMERALS.isdisjoint(folded) and not any(map(str.isdigit, folded)):
        return Body(months=0.0) if _NEWBORN.search(folded) else Body()
    folded = _THREE_GIRTHS.sub(r"胸围\1 腰围\2 臀围\3 ", in_digits(folded))
    found: dict[str, tuple[float, str]] = {}
    _read_girths(folded, found)
    _read_age(folded, found)
    _read_height_and_weight(folded, found, child=child)
    doubts = tuple(said for name, (value, said) in found.items() if not PLAUSIBLE[name][0] <= value <= PLAUSIBLE[name][1])
    good = {name: value for name, (value, said) in found.items() if said not in doubts}
    if "height" in good and "weight" in good and good["height"] > 130 and not 11 <= good["weight"] / (good["height"] / 100) ** 2 <= 60:
        doubts = (*doubts, f"{found['height'][1]} {found['weight'][1]}".strip())
        good = {name: value for name, value in good.items() if name not in ("height", "weight")}
    return Body(**good, doubts=doubts)


def _read_height_and_weight(text: str, found: dict[str, tuple[float, str]], *, child: bool) -> None:
    label = _LABEL.search(text)
    if label:
        found["height"] = (float(label["h"]), label[0])
        found.setdefault("bust", (float(label["girth"]), label[0]))
        return
    match = _METRES.search(text)
    if match:
        found["height"] = (_metres(match), match[0].strip())
    elif (match := _HEIGHT.search(text)) and (digits := next((each for each in match.groups() if each), None)):
        found["height"] = (float(digits), match[0].strip())
    elif (child or "months" in found or _BABY.search(text)) and (match := _BABY_LENGTH.search(text)):
        found["height"] = (float(match["n"] or match["m"]), match[0].strip())
    rest = text[: match.start()] + "|" + text[match.end() :] if match else text
    if match := _WEIGHT.search(rest):
        value = number(match["a"] or match["b"])
        if value is not None:
            found["weight"] = (_kilograms(value, match["unit"], found), match[0].strip())
    elif match := _HUNDRED.search(rest):
        value = number(match["n"])
        if value is not None and "height" in found:
            found["weight"] = (value / 2, match[0].strip())
    if "height" not in found:
        pair = _PAIR.search(text) or _REVERSED.search(text)
        if pair:
            found["height"] = (float(pair["h"]), pair["h"])
            found["weight"] = (_kilograms(float(pair["w"]), pair["unit"] or "", found), pair["w"] + (pair["unit"] or ""))
        elif "weight" in found and (match := re.search(r"(?<![\d.])(1[3-9]\d|20\d)(?![\d.]|\s?(?:斤|kg|公斤|千克|元|块|码))", rest)):
            found["height"] = (float(match[0]), match[0])
    elif "weight" not in found and (
        match := re.search(r"(?<![\d.a-z])(\d{2,3})(?![\d.a-z]|\s?(?:cm|厘米|公分|元|块|码|岁|号|件|个|天))", rest)
    ):
        value = float(match[0])
        if 70 <= value <= 260 and _near(value / 2, found["height"][0]):
            found["weight"] = (value / 2, match[0])


def _metres(match: re.Match[str]) -> float:
    if match["dec"]:
        return round(float(match["dec"]) * 100, 1)
    whole = 100 * (number(match["m"]) or 1)
    digits = match["cm"] or ""
    rest = number(digits) or 0.0
    return whole + (rest * 10 if len(digits) == 1 and digits not in "十零" else rest)


def _near(weight: float, height: float) -> bool:
    return 13 <= weight / (height / 100) ** 2 <= 45


def _kilograms(value: float, unit: str | None, found: dict[str, tuple[float, str]]) -> float:
    """Turn a weight to kg; without a unit it is jin, unless only kg makes a body of that height."""
    if unit == "斤":
        return value / 2
    if unit:
        return value
    height = found["height"][0] if "height" in found else 165.0
    jin, kilograms = (abs(each / (height / 100) ** 2 - 21) for each in (value / 2, value))
    return value / 2 if jin <= kilograms or value > 120 else value


def _read_girths(text: str, found: dict[str, tuple[float, str]]) -> None:
    for match in _GIRTH.finditer(text):
        what = match["what"] or match["what2"] or match["what3"] or match["what4"]
        what = "脚" if what.startswith("脚") and what not in _FIELD else what
        if chi := match["chi"] or match["chi3"]:
            cun = match["cun2"] or match["cun3"]
            tenths = 5 if cun == "半" else number(cun) or 0 if cun else 0
            value = (number(chi) or 0) * 100 / 3 + tenths * 10 / 3
        else:
            value = _centimetres(float(match["n"] or match["n3"]), match["unit"] or "", match["cun"] or "", _FIELD[what])
        name = _FIELD[what]
        if match["unit"] == "寸" and name == "waist":
            continue  # inches of a trouser size, or tenths of a foot
        if what == "脚" and not (7 if match["unit"] else 10 if _BABY.search(text) else 20) <= value <= 30:
            continue
        found.setdefault(name, (round(value, 2), match[0].strip()))
    if foot := _FOOT_OF_KIND.search(text):
        value = float(foot["n"] or foot["m"])
        found.setdefault("foot", (value / 10 if value > 34 else value, foot[0]))
    if finger := _AROUND_FINGER.search(text):
        value = float(finger["n"])
        found.setdefault("finger", (value / 10 if value >= 30 else value, finger[0]))


def _centimetres(value: float, unit: str, cun: str, name: str) -> float:
    if unit.startswith("尺"):
        return value * 100 / 3 + (float(cun) * 10 / 3 if cun else 0)
    if unit in ("mm", "毫米"):
        return value / 10
    if unit == "寸":
        return value * 10 / 3
    if name == "foot" and 70 <= value <= 340:
        return value / 10
    if name in ("finger", "ring") and value >= 10:
        return value / 10
    if name == "waist" and 1.4 <= value <= 4.5 and not unit:
        return value * 100 / 3
    return value


def _read_age(text: str, found: dict[str, tuple[float, str]]) -> None:
    match = _AGE.search(text)
    if not match:
        if _NEWBORN.search(text):
            found["months"] = (0.0, "刚出生")
        return
    value = 0.5 if match["n"] == "半" else number(match["n"])
    if value is None:
        return
    months = value * 12 if "岁" in match["unit"] else value
    if match["more"]:
        months += number(match["more"]) or 0
    elif match["half"] == "半":
        months += 6 if "岁" in match["unit"] else 0.5
    if months <= 216:
        found["months"] = (months, match[0])
