"""Find addresses without a house number: a building with a Latin name and a room (望京soho t1 1203), a shop beside a school, a crossing.

Nothing in such words alone is an address ("对面那家更便宜"), so they count where an address is announced (地址:, 寄到, 家住), and there
only if the place has a name; or, for the buildings, behind a district that exists.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cs_scripts.files.data import data_path
from cs_scripts.files.rows import read_rows
from cs_scripts.text.patterns import lazy

_HAN = r"[\u4e00-\u9fff]"
_ANNOUNCED = lazy(
    "(?P<says>(?:地址|住址)(?:在|是|为|填|写|就?是|[改换写填](?:成|为|到|在))?"
    "|(?:我|人)?家?(?:住在?|在)(?<=[家住]在|.住)|[我咱]家在)[ :]{0,3}"
    "|(?:寄|发|送|邮|派送|配送|(?P<puts>放))(?:到|往|去|至|给|在)了?[ :]{0,3}"
)
_RUN = lazy(rf"(?:{_HAN}|[a-z0-9 #()&/~-]){{3,48}}")
_CUT = lazy(
    "电话|手机|收[件货]|姓名|名字|联系|谢谢|麻烦|可以|能(?=送|到|发|寄|收|不|吗)|吗|吧|呢|行[不吗]|就[行好可]|要[多几]|多[久少]|几天|怎么|什么|哪|[帮给]|请(?!寺)|[亲你您我他她]"
    "|了(?!解)|(?<!解)放(?=门|在|到|那|就)|[这那]|或者|还是|不(?!夜)|没有|的(?=快递|话|订单|货|件|同款|东西)|快递(?!站|点|驿)|需要|应该|现在|之前|要(?=是|改|寄|发|换)"
)
_ENDS_PLACE = "路街巷村镇乡庄屯院校学站局所社厂店庙桥场行园府部楼厦城区苑馆堂寺塔港矿队房居居委市家湾坊岭坝坪塘寨沟坡垭埠道头中"
_BESIDE = (
    "(?:的)?(?:(?:正|斜|侧)?对[面过]|旁边?|隔壁|楼[上下]|(?:[东西南北正后前侧大]+|学校)?门(?:口|旁|对面|外)?|[后前里东西南北][面边]|附近|(?<=[路街巷村镇])口|进(?:去|门)|[拐转]角|第[一二三四五六]家"
    "|往[东西南北前后里]{1,2}(?:走)?(?:[0-9一二三四五六七八九十百]{1,4}米)?|[东西南北]{1,2}[0-9一二三四五六七八九十百]{1,4}米)"
)
_LANDMARK = lazy(rf"(?P<named>{_HAN}{{0,12}}?[{_ENDS_PLACE}]){_BESIDE}(?P<rest>[^ ]*)")
_ANY_LANDMARK = lazy(rf"(?P<named>(?:(?![的对不没以已])(?:{_HAN})){{3,12}}?){_BESIDE}(?P<rest>[^ ]*)")
_QUARTERS = lazy(f"{_HAN}{{1,8}}[局厂院校矿站所行社部司](?:家属[院楼区]|宿舍|职工楼|生活区)")
_SHOP = lazy(f"^(?:的)?{_HAN}{{2,8}}(?:店|超市|小卖部|[铺馆厂行楼院房])$")
_CROSSING = lazy(rf"(?:(?![是到在址为写放往]){_HAN}){{1,8}}[路街道](?:与|和|跟|同|,|/|-){_HAN}{{1,8}}[路街道]的?(?:交叉|交汇|路口|十字|口)")
_NO_NAME = lazy(
    "^(?:你们?|我们?|他们?|自己|公司|单位|学校|超市|小区|家|快递站|站|驿站|店|门店|村|镇|楼|宿舍|医院|商场|银行|大门|前台|老家|乡|农村|门卫|保安室|"
    "传达室|门市|物业|菜鸟|代收点|自提点)$|[改错同写填换到寄发送页图单栏框片最]|信息|备注|资料|设置|后台"
)
_GENERIC_REST = lazy(
    "^(?:的)?(?:那|个|家|小|大)*(?:快递站|快递点|驿站|菜鸟驿站|菜鸟|超市|便利店|小卖部|门卫|店|柜子?|快递柜|丰巢|代收点)?$"
)
_ROOM = (
    r"(?:[a-z]?[0-9]{1,2}(?:-[0-9]{1,2}){0,2} ?(?:f|楼|层|座|栋|幢|塔|号楼|单元)|[a-z] ?[座栋塔区]"
    r"|(?:[a-z]?[0-9]{1,3}-){1,3}[0-9]{2,4}|f[0-9]{1,2}(?![0-9a-z])|[a-z]?[0-9]{3,4}(?![0-9a-z年月])[室房]?)"
)
_BUILDING = lazy(
    rf"(?:{_HAN}{{2,14}} ?(?:[a-z][a-z&-]{{1,11}}|[a-z][0-9]{{1,2}})|{_HAN}{{1,8}}[0-9]{{2,3}}|{_HAN}{{4,14}}(?=[a-z][0-9]{{1,2}}-[0-9])"
    "|[a-z][a-z0-9&-]{0,9}(?:大厦|大楼|中心|广场|公寓|商城|写字楼|创意园|城))"
    rf"(?:[ /-]?(?:{_HAN}|[a-z0-9#-]){{0,8}}?){{0,3}}?[ /-]?{_ROOM}(?![元块件个斤号天款])"
)
_BARE_BUILDING = lazy(
    rf"[区县市]{_HAN}{{1,8}} ?[a-z][a-z0-9&-]{{1,9}}(?:[ -]?(?:{_HAN}|[a-z0-9#]){{1,6}}?){{0,2}}?[ -]?"
    rf"{_ROOM}(?: ?[0-9]{{3,4}})?(?![0-9a-z元块件个斤号天款])"
)
_NO_PLACE = lazy("邮箱|微信|扣扣|旺旺|qq|群|后台|客服|型号|同款|款式|尺码|颜色|链接|[码色款]$")
_ANY = lazy("地址|住址|[寄发送邮放]|住|家在|[区县市].{1,8}[a-z]|[路街道].{1,12}口")
_LEAST = 4
_LONGEST_NAME = 9


def find_landmarks(text: str) -> Iterator[tuple[int, int]]:
    """Find addresses without a house number in a view.

    Args:
        text: the view's text.

    Yields:
        Their spans.

    >>> list(find_landmarks("地址:文化路小学对面李记超市,谢谢"))
    [(3, 14)]
    """
    if not _ANY.search(text):
        return
    for sign in _ANNOUNCED.finditer(text):
        run = _RUN.match(text, sign.end())
        if run is None:
            continue
        cut = _CUT.search(text, run.start(), run.end())
        place = text[run.start() : cut.start() if cut else run.end()].rstrip(" -(/~")
        if len(place) >= _LEAST and (
            _is_building(place)
            or _is_landmark(place, bool(sign["says"]), bool(sign["puts"]))
            or _CROSSING.search(place)
            or _QUARTERS.match(place)
        ):
            yield run.start(), run.start() + len(place)
    for match in _BARE_BUILDING.finditer(text):
        start = _district(text, match.start() + 1)
        if start is not None and not _NO_PLACE.search(match[0]):
            yield start, match.end()
    for match in _CROSSING.finditer(text):
        yield match.span()


def _is_building(place: str) -> bool:
    return bool(_BUILDING.match(place)) and not _NO_PLACE.search(place)


def _is_landmark(place: str, announced: bool, puts: bool) -> bool:
    """Tell whether words name a place beside a place, one of them well enough to be found."""
    match = _LANDMARK.match(place) or (_ANY_LANDMARK.match(place) if announced else None)
    if match is None:
        return False
    if puts or _NO_NAME.search(match["named"]):
        return bool(_SHOP.search(match["rest"])) and not _GENERIC_REST.search(match["rest"])
    least = 3 if announced else 4
    return len(match["named"]) >= least or not _GENERIC_REST.search(match["rest"])


def _district(text: str, end: int) -> int | None:
    """Give where the district or city begins that ends at a place; None where there is none of that name."""
    starts = (start for start in range(max(0, end - _LONGEST_NAME), end - 1) if text[start:end] in _districts())
    return next(starts, None)


@lru_cache(maxsize=1)
def _districts() -> frozenset[str]:
    return frozenset(name for file in ("counties.txt", "places.txt") for row in read_rows(data_path(file), 2) for name in row[:2])
