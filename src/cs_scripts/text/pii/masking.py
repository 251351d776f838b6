"""Mask a text: pass after pass over its view, each blanking what it finds, so that the next cannot find it again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable

from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.accounts import find_accounts
from cs_scripts.text.pii.codes import find_codes, find_links, find_mail
from cs_scripts.text.pii.figures import Found, find_figures
from cs_scripts.text.pii.people import find_names
from cs_scripts.text.pii.places import find_places
from cs_scripts.text.pii.split import find_split
from cs_scripts.text.pii.view import FOUND, INVISIBLE, view

MASKED_KINDS = (
    "手机号", "地址", "姓名", "昵称", "微信号", "QQ号", "邮箱", "身份证号", "护照号", "银行卡号", "订单号", "运单号", "税号", "账号",
    "车牌号",
)  # fmt: skip
"""Every kind that can stand in brackets in a masked text."""

_DIGIT = "0-9０-９\u2460-\u2468\u24ea\U0001d7ce-\U0001d7ff"
# Two looks at the text as given, because most messages hold nothing: one at single characters, which is fast, one at what they are part of.
_FIRST = lazy(
    f"[{INVISIBLE}{_DIGIT}A-Za-zＡ-Ｚａ-ｚ@＠址住家寄送路街道省市区區县縣旗镇鎮乡鄉州盟号號栋棟幢座弄室楼樓收姓寄邮郵名叫聯联名户戶昵旺员員账帳帐抠摳叩鹅鵝扣秋球丘口税稅艾放]"
    "|[一幺壹][ .,-]{0,2}[3-9三四五六七八九叁肆伍陆柒捌玖]"
)
_SECOND = lazy(
    f"[{INVISIBLE}@＠]|艾特|(?:[{_DIGIT}][^\\w\n]{{0,3}}_?){{5}}|[0-9]-[0-9]{{3}}"
    "|[0-9０-９A-Za-zＡ-Ｚａ-ｚ一二三四五六七八九十] ?(?:[号號栋棟幢座室弄楼樓层層户房巷段区區組组队]|[单單]元)"
    "|[省市区區县縣旗镇鎮乡鄉州盟][^\n]{0,24}[路街道巷弄村屯组組苑厦廈园園寓镇鎮乡鄉站所队隊司店院学學城场場]"
    "|收[货件貨]|收 ?[)）]?(?![\u4e00-\u9fff])|姓名|[联聯][系繫係]人|叫|名字|持卡|[开開]户"
    "|户名|[寄邮郵]给|[宝寶]名|旺旺|昵[称稱]|[会會][员員]名|[账帐帳][号號]|用户名|[税稅][号號]"
    "|[A-Za-z0-9０-９Ａ-Ｚａ-ｚ_-]{4}|[Dd][Oo][Tt]|[点點] ?[CcNnOo][OoNnEeRr]|(?:[A-Za-z0-9] ){4}|[Rr][Oo][Aa][Dd]"
    "|[QqＱ口叩扣抠摳鹅鵝球秋丘][^\n]{0,8}?(?:[〇零一二三四五六七八九幺壹贰叁肆伍陆陸柒捌玖]{5}|(?:[0-9] ){4})"
    "|[音喑因荫书書薯叔手鱼魚博脖宝寶旺汪望忘钉釘陌站][号號名:：@＠iI]"
    "|(?:址|住|家在|[寄发發送邮郵放](?:到|往|去|至|给|給|在))[^\n]{1,24}"
    "(?:[对對][面过過]|旁|隔壁|[门門]口|[东東西南北][门門]|[楼樓][上下]|[后後前里裡裏东東西南北][面边邊]|附近|口|[进進][去门門]|家[属屬]|宿舍|角|第[一二三四五六]家|[往][东東西南北前后後]|[往0-9一二三四五六七八九十百]米)"
    "|[A-Za-z][0-9]{0,2} ?[0-9]{3}|[Ww]{2} ?[:：]|[0-9][Ff](?![A-Za-z0-9])|[路街道][^\n]{1,12}口"
    f"|(?:尾[号號]|[前后後中][面半间間0-9]|[开開][头頭])[^\n]{{0,6}}?[{_DIGIT}]{{3}}"
    "|[一幺壹0-9〇零二三四五六七八九](?:[ .,-]{0,2}[0-9〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]){10}"
)
_MARKS = {kind: chr(FOUND + i) for i, kind in enumerate(("", *MASKED_KINDS))}
_BESIDE = _MARKS["手机号"] + _MARKS["地址"]


def mask(text: str, nicks: Collection[str] = ()) -> str:
    """Replace personal data in a text by its kind.

    Args:
        text: a message.
        nicks: names that are known, such as the buyer's, which are masked wherever they stand.

    Returns:
        The text with ``[手机号]``, ``[地址]``, ``[姓名]`` and the other ``MASKED_KINDS`` in place of these.

    >>> mask("打我电话13800000000，单号SF1000000000001")
    '打我电话[手机号]，单号[运单号]'
    >>> mask("发到北京要几天")
    '发到北京要几天'
    """
    if not nicks and _holds_nothing(text):
        return text
    return mask_counted(text, nicks)[0]


def mask_counted(text: str, nicks: Collection[str] = ()) -> tuple[str, Counter[str]]:
    """Replace personal data in a text by its kind, and count.

    Args:
        text: a message.
        nicks: names that are known, such as the buyer's, which are masked wherever they stand.

    Returns:
        The masked text, and how often each kind was masked.

    >>> mask_counted("收货人林晚晚，13800000000")
    ('收货人[姓名]，[手机号]', Counter({'姓名': 1, '手机号': 1}))
    """
    known = [nick for nick in nicks if len(nick) > 1 and nick in text]
    if not known and _holds_nothing(text):
        return text, Counter()
    seen = view(text)
    plain = seen.text
    spans: list[Found] = []
    for find in (_finder(known), find_mail, find_links, find_accounts, find_codes, find_figures, find_split, find_places, _names):
        found = _apart(find(plain))
        if found:
            spans += found
            plain = _blank(plain, found)
    return _replace(text, sorted((*seen.given(start, end), kind) for start, end, kind in spans if kind))


def _holds_nothing(text: str) -> bool:
    return not (_FIRST.search(text) and _SECOND.search(text))


def _names(plain: str) -> Iterable[Found]:
    return find_names(plain, _BESIDE)


def _finder(nicks: Collection[str]) -> Callable[[str], Iterable[Found]]:
    def find(plain: str) -> Iterable[Found]:
        wanted = [view(nick).text for nick in sorted(nicks, key=len, reverse=True)]
        if wanted:
            for match in re.finditer("|".join(map(re.escape, wanted)), plain):
                yield *match.span(), "昵称"

    return find


def _apart(found: Iterable[Found]) -> list[Found]:
    """Order what one pass found, and drop what overlaps an earlier one."""
    kept: list[Found] = []
    for start, end, kind in sorted(found):
        if end > start and (not kept or start >= kept[-1][1]):
            kept.append((start, end, kind))
    return kept


def _blank(plain: str, found: Iterable[Found]) -> str:
    parts = []
    done = 0
    for start, end, kind in found:
        parts += [plain[done:start], _MARKS[kind] * (end - start)]
        done = end
    return "".join([*parts, plain[done:]])


def _replace(text: str, spans: Iterable[Found]) -> tuple[str, Counter[str]]:
    counts: Counter[str] = Counter()
    parts = []
    done = 0
    for start, end, kind in spans:
        if start < done:
            continue
        parts += [text[done:start], f"[{kind}]"]
        counts[kind] += 1
        done = end
    return "".join([*parts, text[done:]]), counts
