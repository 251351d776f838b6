"""How many pieces a message takes that gives so many to each person or room: 三个室友每人两盒 are six, 我和我爸一人一双 are two."""

from __future__ import annotations

import re

from cs_scripts.shop.numerals import number
from cs_scripts.text.patterns import lazy

COUNTED = (
    r"(?:件|个(?!月|人|颜|色|小时|钟|字|码|口味|版|地|内存|规格|尺码|型号|配置|容量|尺寸)|双|盒|瓶|袋|套|包|份|条|台|箱"
    r"|支|只|罐|提|对|把|本|张|片|幅|扇|块(?=香|肥|布|毛|地|手|巧|橡)|床|顶|枚|副|口|根|桶|卷|听|册|盏|辆|盆|株)(?!套|装)"
)
"""Units in which pieces are bought."""

_N = r"(\d{1,3}|[一二两三四五六七八九十]{1,3}|俩|仨)"
_OTHERS = (
    r"宝宝|宝贝|宝|娃娃|娃儿|娃子?|孩子|小孩|小朋友|孩|大人|老人|人|室友|舍友|同事|朋友|闺蜜|同学|学生|学员|客人|租客|员工|师傅|姐妹|兄弟|姐姐|妹妹|哥哥|弟弟|姐|妹|哥|弟"
    r"|孙子|孙女|亲戚|队员|老师|(?:[客书]|儿童)?房间?子?|[主次]卧|卧室|办公室|公寓|屋子?|宿舍|工位|教室|门店|店铺?|窗户|窗"
)
_KIN = (
    r"(?:我|他|她|俺)?家?(?:老公|老婆|媳妇|爱人|对象|男朋友|女朋友|男友|女友|爸爸|妈妈|老爸|老妈|老汉儿?|爸|妈|爷爷|奶奶|外公|外婆|姥姥|姥爷|公公|婆婆|岳母|岳父"
    r"|哥哥|姐姐|弟弟|妹妹|哥|姐|弟|妹|儿子|女儿|闺女|孙子|孙女|闺蜜|室友|同事|朋友|同学|大宝|二宝|三宝|小宝|老大|老二|老三|嫂子|姑姑|姨|舅舅|叔叔|婶婶)"
)
_TWO = (
    r"双胞胎|龙凤胎|(?:我|他|她|咱)?(?:爸妈|妈爸|父母|爷爷奶奶|公公婆婆|公婆|外公外婆|姥姥姥爷|[两二]老)|(?:小|老)?[两俩]口子?|夫妻俩?|情侣|[两俩]个?[娃宝孩]"
    r"|姐妹俩?|姐弟俩?|兄弟俩?|兄妹俩?|母女俩?|母子俩?|父子俩?|[我咱他她]们?俩"
)
_FAMILY = rf"一家{_N}口|{_N}口之?家"
_PERSON = rf"(?:{_KIN}|我|俺|自己)"
_HEADS = (
    rf"(?P<two>{_TWO})|(?P<family>{_FAMILY})|(?P<list>{_PERSON}(?:(?:和|跟|与|还有|加上?|、|,){_PERSON})+)"
    rf"|(?<![每第])(?P<count>\d{{1,3}}|[二两三四五六七八九十]{{1,3}}|俩|仨)(?:个|位|名|间|扇|家|只)?(?:{_OTHERS})(?![一二两三四五六七八九十\d])"
)
_EACH = rf"(?:一个?人|每个?人|人手|每[间位家扇]?(?:{_OTHERS})?|各自?)(?:都|就|想|要|买|来|拿|拍|配|送|发|用|装|放|给)*(?:上|个)?"
_MAY_BE = lazy(r"一个?人[^\n]|每|人手|各")
_WHOLE = lazy(rf"(?P<heads>{_HEADS})")
_SHARE = lazy(rf"{_EACH}{_N}(?P<unit>{COUNTED})")
_BETWEEN = lazy(r"(?:都|要|想|就|准备|打算|也|给|用|配|买|[,，\s])*$")
_APART = lazy(r"再(?:拿|来|买|要|拍|带)|另外|还要|外加|另加|[,，。\s]再?加|[,，。\s]还有")
_MORE = lazy(rf"(?<=[,，、加和跟\s]){_N}(?P<unit>{COUNTED})")
_FILL = ",， 都要想就配给"
_MOST = 500


def in_all(text: str) -> str:
    """Write how many pieces are taken in all, where a message says how many each of several gets.

    Args:
        text: the message, folded.

    Returns:
        The message with the whole number, without those who get them; the very message where it gives nothing to each of several.

    >>> in_all("三个室友每人两盒面膜"), in_all("我和我爸一人一双拖鞋,总共多少"), in_all("160和240的各一个")
    (' 6盒面膜', ' 2双拖鞋,总共多少', '160和240的各一个')
    >>> in_all("一人一双,一共五个人")
    ' 5双,一共'
    >>> in_all("给5间房配,每间一个置物架,一个洗衣篮"), in_all("两个娃一人一套积木,再拿一件连体衣")
    ('给 5个置物架,5个洗衣篮', ' 2套积木,再拿一件连体衣')
    """
    if not _MAY_BE.search(text) or not (share := _SHARE.search(text)):
        return text
    before, rest = text[: share.start()], text[share.end() :]
    found = list(_WHOLE.finditer(before))
    if not found and not share[0].startswith("各") and (later := _WHOLE.search(rest)):  # 一人一双,一共五个人
        found, rest = [later], rest[: later.start()] + rest[later.end() :]
    elif not found or (share[0].startswith("各") and not _BETWEEN.search(before, found[-1].end())):
        return text
    heads = _heads(found[-1])
    each = _count(share[1])
    if not heads or not each or heads * each > _MOST:
        return text
    end = match.start() if (match := _APART.search(rest)) else len(rest)
    total = heads * each
    more = _MORE.sub(
        lambda match: match[0] if _count(match[1]) == total else f"{(_count(match[1]) or 1) * heads}{match['unit']}", rest[:end]
    )
    inside = found[-1].end() <= len(before) and found[-1].string == before
    kept = before[: found[-1].start()] + before[found[-1].end() :].strip(_FILL) if inside else before
    return f"{kept} {total}{share['unit']}{more}{rest[end:]}"


def left_open(text: str) -> bool:
    """Tell whether a message gives so many to each without telling how many there are: 每间一副 of rooms that nobody counted.

    Args:
        text: the message, folded.

    Returns:
        Whether no sum can be reckoned of it.

    >>> left_open("每人一双多少钱"), left_open("三个人每人一双多少钱"), left_open("160和240的各一个")
    (True, False, False)
    """
    share = _SHARE.search(text) if _MAY_BE.search(text) else None
    return share is not None and not share[0].startswith("各") and in_all(text) == text


def _heads(match: re.Match[str]) -> int | None:
    if match["two"]:
        return 2
    if match["list"]:
        return sum(2 if re.fullmatch(_TWO, each) else 1 for each in re.findall(_PERSON, match["list"]))
    return _count(
        match["count"] or next(filter(None, re.findall(r"\d+|[一二两三四五六七八九十]+(?=口)", match["family"].removeprefix("一家"))), "")
    )


def _count(word: str) -> int | None:
    value = {"俩": 2, "仨": 3}.get(word) or (number(word) if word else None)
    return int(value) if value else None
