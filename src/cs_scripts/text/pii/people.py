"""Find names: of receivers, of whoever stands beside a phone or an address, and nicks that say what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from cs_scripts.files.data import data_path
from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.figures import Found

_HAN = r"[\u4e00-\u9fff]"
_SIGN = lazy(r"收|姓名|联系人|叫|本人|名字|宝名|寄给|邮给|持卡人|开户人|户名|旺旺|昵称|会员名|账号|帐号|用户名|id|[\ue800-\ue80f]")
_NICK = lazy(
    r"(?:旺旺|昵称|会员名|淘宝(?:[账帐]号|名|id)|用户名|买家(?:[账帐]号|昵称|id))(?:号|名|id)?(?:是|为|叫)?"
    r"(?P<sign>[ :]{1,3})(?P<name>[\u4e00-\u9fffa-z0-9_*-]{2,25})"
    r"|我(?:的)?(?:淘宝)?(?:旺旺|昵称|会员名|[账帐]号|用户名|id)(?:号|名)?(?:是|叫|为)[: ]{0,2}(?P<own>[\u4e00-\u9fffa-z0-9_*-]{2,25})"
)


class _Names(NamedTuple):
    """Patterns of names; they need the list of surnames."""

    words: re.Pattern[str]
    labelled: re.Pattern[str]
    bare: re.Pattern[str]
    called: re.Pattern[str]
    receives: re.Pattern[str]
    before: re.Pattern[str]
    behind: re.Pattern[str]


def find_names(text: str, beside: str) -> Iterator[Found]:
    r"""Find names in a view.

    Args:
        text: the view's text; figures and addresses found before are already blanked.
        beside: the characters that blank phones and addresses.

    Yields:
        Their spans and kinds, in order and apart.

    >>> list(find_names("收货人:林晚,快点", ""))
    [(4, 6, '姓名')]
    """
    if not _SIGN.search(text):
        return
    done = 0
    found: list[Found] = []
    for match in _NICK.finditer(text):
        group = "own" if match["own"] else "name"
        if not re.search("[什么哪谁多少]|^不|被封", match[group]):
            found.append((*match.span(group), "昵称"))
    names = _names(beside)
    for pattern in names[1:]:
        matches = pattern.finditer(text)
        found.extend((*match.span("name"), "姓名") for match in matches if not names.words.match(match["name"]))
    for start, end, kind in sorted(found):
        if start >= done:
            yield start, end, kind
            done = end


@lru_cache(maxsize=4)
def _names(beside: str) -> _Names:
    lines = [line for line in data_path("surnames.txt").read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    single, compound, never, words = lines
    given = rf"(?:(?![{never}]){_HAN})"
    name = rf"(?P<name>(?:{compound.replace(' ', '|')}){given}{{1,2}}|[{single}]{given}{{1,3}})"
    short = name.replace("{1,3}", "{1,2}")
    mark = f"[{beside}]" if beside else "(?!)"
    end = rf"(?:(?!{_HAN})|(?=电话|手机|微信|联系(?:方式|电话)|号码))"
    label = "(?:收货人|收件人|收货姓名|收货名字|收件姓名|联系人|姓名|持卡人|开户人|户名)(?:姓名|名字)?(?:改成|改为|换成|写|填|叫|是|为)?"
    anyone = rf"(?P<name>{name.replace('?P<name>', '?:')}|{_HAN}{{2,4}}(?!{_HAN})|[a-z][a-z .]{{1,30}}[a-z](?![a-z]))"
    return _Names(
        words=re.compile(words.replace(" ", "|")),
        labelled=re.compile(rf"{label}[ :,]{{1,3}}{anyone}"),
        bare=re.compile(rf"{label}{short}{end}"),
        called=re.compile(
            rf"(?:我(?:的名字)?叫|本人叫?|名字(?:叫|是|写|填|改成)|(?:收货|收件)人?(?:叫|写|填)|(?:寄|邮)给)[ :]{{0,2}}{short}{end}"
        ),
        receives=re.compile(rf"(?<!{_HAN}){name}(?:先生|女士|小姐)? ?[(]?收[)]?(?!{_HAN})"),
        before=re.compile(
            rf"(?:(?<!{_HAN})|(?<=我是)){name}(?:先生|女士|小姐)?(?=(?:\[[0-9]{{2,8}}\])?[ ,:.\n]{{0,3}}(?:(?:手机|"
            rf"电话|联系)(?:号码?|方式|电话)?[是为]?)?[ ,:.\n]{{0,3}}{mark})"
        ),
        behind=re.compile(rf"{mark}[ ,:.\n]{{0,3}}{short}(?!{_HAN})"),
    )
