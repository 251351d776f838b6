"""Find postal addresses: from a house number leftwards over street, district and city, and rightwards to what still belongs to it.

Everything is bounded: a house number looks back over sixty characters at most, so that no text, however odd, takes long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.english import find_english
from cs_scripts.text.pii.figures import Found
from cs_scripts.text.pii.landmarks import find_landmarks

_HAN = r"[\u4e00-\u9fff]"
# A name is made of hanzi, but none that turn a place into talk about it ("同一个区", "你家在哪个市").
_TALK = "不是的哪什么了吗呢吧啊我你您他她它这那还就都才能会要没个"
_ENDS_REGION = "省市区县旗镇乡州盟"
_ENDS_STREET = "路街道巷弄村屯组苑厦园寓里"
_WITH_DU = "成新丰昌于宜江武盐匀安兰"
"""What stands beside 都 where it belongs to a name, as in 成都 and 都匀; read from either side."""
_N = rf"(?:(?![{_TALK}{_ENDS_REGION}{_ENDS_STREET}]){_HAN}|都(?=[{_WITH_DU}])|(?<=[{_WITH_DU}])都)"
_SEP = "[ ,/-]{0,2}"


def _turned(words: str) -> str:
    return "(?:" + "|".join(word[::-1] for word in words.removeprefix("(?:").removesuffix(")").split("|")) + ")"


_PROVINCE = (
    "(?:北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|"
    "湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门)"
)
_BARE = rf"(?:{_PROVINCE}[ ,](?:{_HAN}{{2,6}}[ ,]){{0,2}}|(?:{_HAN}{{2,8}}[-/]){{0,4}})"
_REGION = rf"{_N}{{1,9}}(?:自治)?[{_ENDS_REGION}]{{1,2}}{_SEP}"
_STREET = rf"{_N}{{1,12}}[路街道巷弄村屯组苑厦园寓]{{1,2}}{_SEP}"
_SITE = (
    "(?:小区|花园|家园|公寓|广场|大厦|大楼|中心|新村|新城|学校|大学|学院|中学|小学|医院|工业园|产业园|"
    "科技园|宿舍|公司|工厂|酒店|宾馆|商场|市场|写字楼|校区|超市|便利店|驿站|银行|苑|城|府|湾|庭)"
)

_LANDMARK = f"(?:地铁站|火车站|汽车站|高铁站|车站|派出所|部队|园区|{_SITE[3:-1]})"
_POSSIBLE = lazy(
    "[0-9a-z一二三四五六七八九十] ?(?:[号栋幢座室弄楼层户房巷段区组队]|单元)|[0-9]-[0-9]|road|street|avenue|lane"
    rf"|[{_ENDS_REGION}][^\n]{{0,24}}(?:[路街道巷弄村屯组苑厦园寓镇乡]|{_LANDMARK})"
)
_NUMBER = r"(?:[a-z]?[0-9]{1,6}[a-z]?(?:[-#][0-9]{1,5}){0,3}|[a-z](?=[座栋区幢])|[一二三四五六七八九十百]{1,4})"
_STRONG = "号楼|号院|号店|号库|栋|幢|座|单元|室"
_UNIT = f"(?:{_STRONG}|号|弄|楼|层|户|队|组|区(?![\u4e00-\u9fff])|房|巷)"
_HOUSE = lazy(rf"(?<![0-9a-z.])(?P<number>{_NUMBER}) ?(?P<unit>{_UNIT})(?![码色款线链])")
_BARE_ROOM = r"[a-z]?[0-9]{2,5}[a-z]?(?:-[0-9]{1,4}){0,2}(?![0-9a-z.]|[元块件个天号码%折:年月])"
_DASHED_HOME = lazy(r"(?P<number>[0-9]{1,3}-(?:[0-9]{1,2}-)?[0-9]{3,4})(?P<unit>)(?![0-9a-z:-])")
# Read from a house number leftwards, so on text turned round: one try tells, however long the text before it is.
_LEFT = lazy(
    rf"(?P<site>(?:{_SEP}{_turned(_SITE)})?{_N}{{0,10}})"
    rf"(?P<street>(?:{_SEP}(?:段[一二三四五六七八九十0-9]{{1,3}}{_SEP})?(?:路|街|道大?|巷|弄|村|同胡|屯|里){_HAN}{{1,3}}{_N}{{0,9}})?"
    rf"(?:{_SEP}[路街道巷弄村屯组苑厦园寓]{{1,2}}{_N}{{1,12}}){{0,3}})"
    rf"(?P<regions>(?:{_SEP}[{_ENDS_REGION}]{{1,2}}(?:治自)?{_N}{{1,9}}){{0,5}})"
    rf"(?:(?:[-/ ,]{_HAN}{{2,8}}){{0,2}}[ ,/-]{_turned(_PROVINCE)}|(?:[-/]{_HAN}{{2,8}}){{0,4}})"
)
_CHAIN = lazy(rf"{_BARE}(?:{_REGION}){{1,5}}(?:{_STREET}){{1,3}}")
# City and district, and then a place that everybody there knows: no street is needed to find it.
_KNOWN = lazy(rf"{_BARE}(?:{_REGION}){{2,5}}(?![有到发能送附买开在离]){_N}{{2,12}}{_LANDMARK}")
_MORE = lazy(
    rf"{_SEP}(?:(?:{_N}{{0,10}}?)(?:{_NUMBER}) ?(?:{_UNIT}|门)|(?:{_N}{{1,10}}?){_SITE}|(?:{_N}{{1,10}}?)[路街巷弄村道]"
    rf"|[0-9]{{1,2}}f(?![a-z0-9])|{_BARE_ROOM})"
)
_REST = lazy(rf"{_SEP}[\u4e00-\u9fffa-z0-9#-]{{1,16}}(?![\u4e00-\u9fffa-z0-9#-])")
_TALKS = lazy(
    "[吗呢吧么啊的了能可不要我你您他什怎多到发寄送收改换有没这那是请谢帮几哪想买拍退件个订单姓名叫给过]|电话|手机|号码|联系|先生|女士|小姐|快递|收货|付款|麻烦|帅哥|美女|老师|大概|需"
)
_NEXT_HOUSE = lazy(rf"{_SEP}(?:(?:{_NUMBER}) ?(?:{_STRONG}|楼|层|户|房|号)|[a-z]?[0-9]{{3,4}}(?![0-9a-z.]|[元块件个天码%折:年月]))")
_NEAR = lazy(rf"(?:{_N}{{1,6}})?(?:旁边?|对面|楼下|门口|隔壁|后面|前台|门卫|传达室|东门|西门|南门|北门)")
_LEAD = lazy(
    "(?:(?:我)?(?:收货|详细|新的?|旧|原|老家|家庭)?(?:地址|住址)(?:是|为|改成?|换成?)?|(?:给)?(?:寄|"
    "发|送|邮)(?:到|往|去|给)?|(?:改|换)(?:到|成|为)|家住|住在?|家在|人在|位于|就在|[在到是把我新有请从去找])+[: ]{0,2}"
)
_VERB = lazy("(?:寄到|发到|送到|邮到|送去|寄往|发往|地址[是为]?|改到|改成|改为|换成|换到|住在|家在|人在|位于)了?[: ,]{0,2}")


def find_places(text: str) -> Iterator[Found]:
    """Find addresses in a view.

    Args:
        text: the view's text; figures found before are already blanked.

    Yields:
        Their spans, in order and apart.

    >>> list(find_places("寄到杭州市西湖区文三路100号3单元501室,谢谢"))
    [(2, 22, '地址')]
    """
    spans = [*find_landmarks(text)]
    if _POSSIBLE.search(text):
        spans += [*_from_houses(text), *_from_chains(text), *find_english(text)]
    done = 0
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > done:
            yield max(start, done), end, "地址"
            done = end


def _from_houses(text: str) -> Iterator[tuple[int, int]]:
    done = 0
    houses = [*_HOUSE.finditer(text), *(_DASHED_HOME.finditer(text) if "-" in text else ())]
    for house in sorted(houses, key=lambda match: match.start()):
        if house.start() < done:
            continue
        start = _left(text, max(done, house.start() - 60), house)
        if start is not None:
            done = _right(text, house.end())
            yield start, done


def _left(text: str, least: int, house: re.Match[str]) -> int | None:
    """Give where the address of a house number begins; None when it is no address."""
    before = _LEFT.match(text[least : house.start()][::-1])
    assert before is not None  # the pattern can be empty
    if house["unit"] in ("组", "队", "户", "层") and (before["site"] or not before["street"]):
        return None  # 买六组送六包
    strong = house["unit"] in _STRONG.split("|")
    start = house.start() - before.end()
    start = _after_lead(text, start, house.start())
    kept = text[start : house.start()]
    street = bool(before["street"]) and bool(kept)
    region = bool(before["regions"]) and bool(kept)
    site = bool(re.search(f"{_SITE}{_SEP}$", kept)) and len(kept) > 2
    if street or (site and (region or house["unit"] not in ("号", "组", "队", "区"))):
        return start if house["unit"] or site else None
    if not house["unit"]:
        return None
    if region and (strong or _followed(text, house.end())):
        return start
    if strong and house["unit"] != "座" and _followed(text, house.end()):
        return start if len(kept) <= 12 else house.start()
    return None


def _after_lead(text: str, start: int, end: int) -> int:
    """Leave out what leads to an address but is none of it."""
    for verb in _VERB.finditer(text, start, end):
        start = verb.end()
    lead = _LEAD.match(text, start, end)
    return lead.end() if lead else start


def _followed(text: str, place: int) -> bool:
    return bool(_NEXT_HOUSE.match(text, place))


def _right(text: str, place: int) -> int:
    """Give where the address ends that is known up to a place."""
    for _ in range(6):
        more = _MORE.match(text, place)
        if not more:
            break
        place = more.end()
    near = _NEAR.match(text, place)
    if near:
        place = near.end()
    rest = _REST.match(text, place)
    return rest.end() if rest and not _TALKS.search(rest[0]) else place


def _from_chains(text: str) -> Iterator[tuple[int, int]]:
    """Find a district followed by a street or village, without a house number."""
    if not re.search(f"[{_ENDS_REGION}]", text):
        return
    for match in (*_CHAIN.finditer(text), *_KNOWN.finditer(text)):
        start = _after_lead(text, match.start(), match.end())
        if re.search(f"{_N}[{_ENDS_REGION}]", text[start : match.end()]):
            yield start, _right(text, match.end())
