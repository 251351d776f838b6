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
from cs_scripts.text.pii.view import FOUND, INVISIBLE, view

MASKED_KINDS = (
    "手机号", "地址", "姓名", "昵称", "微信号", "QQ号", "邮箱", "身份证号", "护照号", "银行卡号", "订单号", "运单号", "税号",
)  # fmt: skip
"""Every kind that can stand in brackets in a masked text."""

_SIGN = lazy(
    f"[{INVISIBLE}0-9０-９@＠省市区區县縣旗州镇鎮乡鄉〇零幺\U0001d7ce-\U0001d7ff\u2460-\u2468]|[一二三四五六七八九]{{5}}|艾特|[号號栋棟室楼樓座]"
    "|收|姓名|联系|聯|叫|本人|名字|持卡|开户|户名|旺旺|昵称|会员名|[账帐]号|用户名|微|薇|威信|唯信|徽信|"
    "维信|企鹅|扣扣|绿泡|绿色软|税号|識別|识别号|信用代码|[vVwWＶ][xXＸiIeE]|[vV]信|[+加][vV❤]|"
    "[iI][dD]|[Rr]oad|[Ss]treet|ROAD|STREET"
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
    if not known and not _SIGN.search(text):
        return text, Counter()
    seen = view(text)
    plain = seen.text
    spans: list[Found] = []
    for find in (_finder(known), find_mail, find_links, find_accounts, find_codes, find_figures, find_places, _names):
        found = _apart(find(plain))
        if found:
            spans += found
            plain = _blank(plain, found)
    return _replace(text, sorted((*seen.given(start, end), kind) for start, end, kind in spans if kind))


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
