"""Which options of an article a message names: by name, by a colour's family, by 大瓶 and 小袋, or by a size inside 38-39."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cs_scripts.shop.article import OPTION_KEYS, Article
from cs_scripts.shop.options import in_one_unit, mentioned
from cs_scripts.shop.unwanted import parted
from cs_scripts.text.patterns import lazy

_COLORS = (
    *"红 橙 黄 绿 青 蓝 紫 黑 白 灰 粉 棕 咖 米 金 银 藏青 卡其 驼 杏 奶茶 豆沙 墨绿 酒红 天蓝 米白 焦糖 裸 粉红 玫红 大红".split(),  # noqa: SIM905 - a table of words
    *"玫瑰金 正红 橘 橘红 藏蓝 深蓝 浅蓝 深灰 浅灰 奶白 乳白 香槟 咖啡 紫红 湖蓝 军绿 浅绿 深绿".split(),  # noqa: SIM905 - more of it
)
_ALIKE = {"粉红": "粉", "大红": "红", "橘": "橙", "咖啡": "咖", "乳白": "奶白", "奶白": "米白"}
"""Colours that shops write in another way."""

_COLOR = lazy(rf"(?<![掉褪染变花毫厘纳分\d一二两三])({'|'.join(sorted(_COLORS, key=len, reverse=True))})(?:色的?|的(?!确|话))")
_SIZE = lazy(
    r"(?<![a-z0-9])(x{1,4}[sl]|[2-6]xl|nb|[sml])(?:码|号)?(?![a-z0-9])|(?<![\d.])(\d{2,3}(?:\.5)?)\s?(?:码|号)(?!前|后|之|发|到|能|可以)"
)
_EACH_COLOR = lazy(r"([黑白红灰粉蓝绿黄紫棕]{2,3})(?:色|的)?(?:各|都)")
_SHADE = lazy(r"([深浅淡亮暗])(?:一?点|些)?(?:色)?的?(?=呢|有|还|没|也|吗|那|$|[\s,。?!码])")
LARGE = lazy(
    r"(?<![多偏加要有])大(?:瓶|杯|床|袋|盒|包|罐|桶|箱|支|条|卷|提|份|号|款|的|一点的|点的|内存|规格|容量|装|尺寸)|高配|顶配|那?高的(?=呢|\s|$)"
)
SMALL = lazy(
    r"(?<![多偏])小(?:瓶|杯|床|袋|盒|包|罐|桶|箱|支|条|卷|提|份|号|款|的|一点的|点的|内存|规格|容量|装|尺寸)|低配|那?低的(?=呢|\s|$)"
)
"""Words for the largest and the smallest of several amounts."""

SIZES_PAIRED = lazy(r"一大一小|一小一大|一长一短|一短一长|大小各一|一[瓶个包袋盒罐床支桶套条]大的?一[瓶个包袋盒罐床支桶套条]小")
"""One of each of two sizes."""

_AMOUNT = lazy(r"\d{1,6}(?:\.\d{1,3})?")
_RANGE = lazy(r"(\d{2,3})\s?[-~–/]\s?(\d{2,3})")
_BARE = lazy(r"(?<![\d.])(\d{2,3})(?:\.5|半)?(?![\d.]|\s?(?:斤|元|块|cm|kg|件|双|天|个))")


def color_named(text: str) -> str:
    """Give the colour word of a message, 红 of 红的.

    Args:
        text: the message, folded.

    Returns:
        The word, empty where there is none.
    """
    return next((match[1] for match in _COLOR.finditer(text)), "")


def size_named(text: str) -> str:
    """Give the size of a message in capitals, M of m码.

    Args:
        text: the message, folded.

    Returns:
        The size, empty where there is none.
    """
    return next(((match[1] or match[2]) for match in _SIZE.finditer(text)), "").upper()


def named_options(article: Article, text: str) -> Mapping[str, tuple[str, ...]]:
    """Find the options of an article that a message names.

    Args:
        article: the article.
        text: the message, folded.

    Returns:
        The options named, by sort; each sort is there, several options where the words fit several.

    >>> article = Article("1", "大米", (), "", {"color": "浅蓝/深蓝", "spec": "5kg/10kg"}, 2)
    >>> named_options(article, "浅的呢")["color"], named_options(article, "大袋多少")["spec"]
    (('浅蓝',), ('10kg',))
    """
    rest, refused = parted(text)
    besides = _named(article, refused) if refused else {}
    unwanted = _first(besides) if besides else {}
    if not unwanted:
        return _named(article, text)
    named = _named(article, rest)
    return {
        key: tuple(each for each in values if each not in unwanted.get(key, ())) or (() if key in unwanted else besides[key])
        for key, values in named.items()
    }


def refused_options(article: Article, text: str) -> Mapping[str, tuple[str, ...]]:
    """Find the options of an article that a message does not want: the colour alone of 不要酒红M.

    Args:
        article: the article.
        text: the message, folded.

    Returns:
        The options refused, by sort; only the sort that is refused is there.

    >>> article = Article("1", "口红", (), "", {"color": "306豆沙/311正红"}, 2)
    >>> refused_options(article, "不要豆沙的 还有什么色")["color"], named_options(article, "不要豆沙的 还有什么色")["color"]
    (('306豆沙',), ())
    """
    refused = parted(text)[1]
    return _first(_named(article, refused)) if refused else {}


def _first(named: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Keep the sort that is named first: a size beside a colour goes with it."""
    key = next((key for key in ("color", "flavour", "spec", "size") if named[key]), "")
    return {key: named[key]} if key else {}


def _named(article: Article, text: str) -> dict[str, tuple[str, ...]]:
    named = {key: mentioned(article.options(key), text) for key in OPTION_KEYS}
    if not named["color"]:
        named["color"] = _family(article.options("color"), text)
    else:  # 黑的 names an option, and 白的 beside it one of a family: 奶白
        words = [match[1] for match in _COLOR.finditer(text) if not any(match[1] in each for each in named["color"])]
        more = [each for word in words for each in _family(article.options("color"), f"{word}的")]
        named["color"] = tuple(each for each in article.options("color") if each in named["color"] or each in more)
    if not named["size"]:
        named["size"] = _size(article.options("size"), text)
    sized = by_amount(article.options("spec"), text)
    if not named["spec"] or len(sized) > 1:  # 大的240的两个 小的一个 names both
        named["spec"] = sized or named["spec"]
    return named


def _family(colors: Sequence[str], text: str) -> tuple[str, ...]:
    """List the colours of a family: 酒红 for 红的, 浅蓝 for 浅的; 黑色 and 白色 for 黑白各一件."""
    if each := _EACH_COLOR.search(text):
        return tuple(color for color in colors if any(mark in color for mark in each[1]))
    word = color_named(text)
    if not word and (match := _SHADE.search(text)):
        word = match[1]
    alike = _ALIKE.get(word, word)
    return tuple(each for each in colors if word in each or alike in each) if word else ()


def _size(sizes: Sequence[str], text: str) -> tuple[str, ...]:
    """Find a size under another name: XXL for 2XL, 38 for 38-39."""
    size = size_named(text).replace("XXXL", "3XL").replace("XXL", "2XL")
    if found := tuple(option for option in sizes if size and option.upper().rstrip("码号") == size):
        return found
    spans = [(option, match) for option in sizes if (match := _RANGE.fullmatch(option))]
    if not spans or len(spans) < len(sizes):
        return ()
    figures = [int(match[1]) for match in _BARE.finditer(text)]
    return tuple(option for option, match in spans if any(int(match[1]) <= figure <= int(match[2]) for figure in figures))


def by_amount(specs: Sequence[str], text: str) -> tuple[str, ...]:
    """Take the largest, the smallest or both of several amounts.

    Args:
        specs: the options.
        text: the message, folded.

    Returns:
        The options meant; empty where the words name none, or the options are no amounts of one unit.

    >>> by_amount(("5kg", "10kg"), "大袋比小袋")
    ('5kg', '10kg')
    """
    paired = len(specs) == 2 and bool(SIZES_PAIRED.search(text))
    large, small = paired or bool(LARGE.search(text)), paired or bool(SMALL.search(text))
    if not (large or small) or len(specs) < 2:
        return ()
    amounts = [(float(match[0]), spec) for spec in specs if (match := _AMOUNT.search(in_one_unit(spec.lower())))]
    if len(amounts) < len(specs) or len({amount for amount, _ in amounts}) < len(specs):
        return ()
    least, most = min(amounts)[1], max(amounts)[1]
    return tuple(spec for spec in specs if (spec == most and large) or (spec == least and small))
