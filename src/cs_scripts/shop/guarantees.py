"""Guarantees by kind of article: what is covered, for how long, and with what evidence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from cs_scripts.errors import Problem
from cs_scripts.files.data import data_path
from cs_scripts.files.strict import strict_fields
from cs_scripts.files.yaml import Fields, read_yaml
from cs_scripts.shop.answer import PARTLY, Answer
from cs_scripts.shop.numerals import number
from cs_scripts.shop.wording import one_breath, slot
from cs_scripts.text.patterns import lazy

_VERBS = ("保修", "质保", "包换", "换新", "退换", "包退", "保换")

_BROKE_LATER = lazy(
    r"(?:[\d一二两三四五六七八九十半几]{1,3}(?:多?个多?月|年)|半年|个把月|[^\n,。]{0,1}月)[^\n,。]{0,8}(?:开胶|脱胶|开线|断底|掉跟|坏|裂|充不进|充不上|开不了机|没反应|失灵|不好用|不能用|不(?:再)?(?:工作|亮|响|加热|发热|制热|制冷|转|通电|出水|烧水|煮饭|保温|开机|动|出声|吸|热|冷|凉)|黑屏|漏电|跳闸|短路|死机)"
    r"(?:[^\n,。]{0,6}(?:说法|[管保修换赔][不吗么没]|怎么|咋|能[换修退]|给[换修退]|你们[管保])"
    r"|[^\n。]{0,10}(?:[管保修换赔][不吗么没]|怎么(?:办|处理|弄)|咋[办整弄]|[能给][换修退]|认不认|认账|可否[更换修]|可以[换修]|换新|更换|负责[吗么不]|负不负责|三包)|[了啊呀呢。!！\s]*$)"
)
"""What broke after months: then the table says what the shop still does."""

_MONTHS = (
    r"(?P<months>\d{1,2}|[一二两三四五六七八九十]{1,2})个?多?个?月|(?P<half>半年)|"
    r"(?P<years>\d|[一二两三四五六七八九十])年(?P<more>半)?"
)
_USED = lazy(rf"(?:用|穿|买|睡|戴|过)(?:了|过|到)?(?:快|才|大概|差不多)?(?P<all>{_MONTHS})")
_TERM = lazy(_MONTHS)
_EVIDENCE = lazy(r"凭证|凭据|凭什么|凭啥|(?:提供|准备|出示)(?:什么|啥|哪些)|(?:什么|啥|哪些)证明")
_PROOF = "需要的凭证"
_WHOLE = lazy(r"(?:整机|全机|整体)?(?:质保|保修|包换|换新)?")


@dataclass(frozen=True)
class Guarantee:
    """What a shop guarantees of a kind of article.

    Attributes:
        kind: the kind.
        words: words that name the kind in a message or a name.
        terms: what is covered, for how long as it is said, and the key of the profile that may say otherwise, empty for none.
        evidence: what the buyer has to show.
        note: a condition.
    """

    kind: str
    words: tuple[str, ...]
    terms: tuple[tuple[str, str, str], ...]
    evidence: str = ""
    note: str = ""

    def shown_terms(self, values: Mapping[str, str]) -> list[str]:
        """Say what is covered and for how long.

        Args:
            values: the profile's values, which may lengthen or shorten a documented term.

        Returns:
            A clause for each term.

        >>> Guarantee("鞋", ("鞋",), (("开胶", "3个月", "shoe_guarantee"),)).shown_terms({"shoe_guarantee": "半年"})
        ['开胶管半年']
        """
        clauses = []
        for what, documented_period, key in self.terms:
            period = values.get(key, "") or documented_period
            period += "天" if period.isdecimal() else ""
            clauses.append(
                what.replace("{period}", period) if "{period}" in what else f"{what}{'' if what.endswith(_VERBS) else '管'}{period}"
            )
        return clauses


@lru_cache(maxsize=1)
def documented() -> tuple[Guarantee, ...]:
    """Return the documented guarantees, read once.

    Returns:
        The guarantees of ``data/guarantees.yaml``.

    >>> [each.kind for each in documented()]
    ['鞋', '充电宝']
    """
    return load_guarantees(data_path("guarantees.yaml"))


def load_guarantees(path: Path) -> tuple[Guarantee, ...]:
    """Load a table of guarantees.

    Args:
        path: a YAML file.

    Returns:
        The guarantees.

    Raises:
        DataFileError: the file breaks its schema; every problem is named.
    """
    with strict_fields(path, read_yaml(path)) as top:
        return tuple(read_guarantee(value, where, top.problems) for where, value in top.items("guarantees"))


def read_guarantee(value: Any, where: str, problems: list[Problem]) -> Guarantee:
    """Read one guarantee of a table or of the shop's profile.

    Args:
        value: what the file holds.
        where: its place in the file.
        problems: the list that problems are added to.

    Returns:
        The guarantee.
    """
    fields = Fields(value, where, problems)
    kind = fields.text("kind")
    words = fields.texts("words") or ((kind,) if kind else ())
    terms = []
    for place, item in fields.items("terms"):
        term = Fields(item, place, problems)
        what, months, days = term.text("what"), term.number("months"), term.number("days")
        if bool(months) == bool(days):
            term.note("months", "months（几个月）和 days（几天）要写一个，且大于 0")
        terms.append((what, _shown(months or 0, days or 0), term.text("slot", required=False)))
        term.close()
    if not terms:
        fields.note("terms", "至少写一项：{what: 管什么, months: 几个月}")
    guarantee = Guarantee(kind, words, tuple(terms), fields.text("evidence", required=False), fields.text("note", required=False))
    fields.close()
    return guarantee


def _shown(months: int, days: int) -> str:
    """Say how long: 一年 rather than 12个月.

    >>> _shown(12, 0), _shown(3, 0), _shown(0, 30)
    ('1年', '3个月', '30天')
    """
    if days:
        return f"{days}天"
    return f"{months // 12}年" if months % 12 == 0 else f"{months}个月"


def guarantee_for(text: str, guarantees: Sequence[Guarantee]) -> Guarantee | None:
    """Find the guarantee of the kind that a text names.

    Args:
        text: a message, or the name and kind of an article.
        guarantees: the shop's own first, then the documented ones.

    Returns:
        The first whose words stand in the text; None where none does.
    """
    return next((each for each in guarantees if any(word in text for word in each.words)), None)


def within_term(text: str, cell: str) -> tuple[bool, str, str] | None:
    """Tell whether a time of use lies within the term that a cell gives for the part named, else for the whole.

    Args:
        text: the message, folded.
        cell: what the table says of the guarantee.

    Returns:
        Whether it does, the clause with the term, the time as the buyer says it; None where no time is told or no term is for it.

    >>> within_term("用了七八个月内胆掉漆还保修吗", "整机保修一年，内胆半年")
    (False, '内胆半年', '七八个月')
    """
    used = _USED.search(text)
    if not used:
        return None
    clauses = [(clause, match, clause[: match.start()]) for clause in re.split("[，,；;]", cell) if (match := _TERM.search(clause))]
    found = [each for each in clauses if each[2] and each[2] in text] or [each for each in clauses if _WHOLE.fullmatch(each[2])]
    if not found:
        return None
    clause, term, _ = found[0]
    return _months(used) <= _months(term), f"质保{clause}" if clause == term[0] else clause.strip(), used["all"]


def _months(match: re.Match[str]) -> float:
    if match["half"]:
        return 6
    if match["years"]:
        return 12 * (number(match["years"]) or 0) + (6 if match["more"] else 0)
    words = match["months"]
    longest = words[-1] if len(words) == 2 and "十" not in words and not words.isdecimal() else words  # 七八个月 may be eight
    return number(longest) or 0


def with_evidence(answer: Answer, text: str) -> Answer:
    """Leave a blank for what is to be shown beside the term of a guarantee, where a message asks for that too.

    Args:
        answer: the answer that tells the term.
        text: the message, folded.

    Returns:
        The answer, with the blank where it is asked for.

    >>> with_evidence(Answer("guarantee.shop", "warranty", "一年换新呢亲"), "能换新吗,要提供什么凭证").missing
    ('需要的凭证',)
    """
    if not _EVIDENCE.search(text) or "凭" in answer.text:
        return answer
    return replace(answer, id=PARTLY, text=one_breath(answer.text, f"亲，{slot(_PROOF)}哦"), missing=(_PROOF,))


def broke_later(text: str) -> bool:
    """Tell whether a message asks what the shop does about a thing that broke after months of use.

    Args:
        text: the message, folded.

    Returns:
        Whether it does; of what broke within days it tells nothing.

    >>> broke_later("穿了两个月就开胶了你们管不管"), broke_later("用半年坏了,可以换新吗"), broke_later("昨天刚到就坏了怎么办")
    (True, True, False)
    """
    return bool(_BROKE_LATER.search(text))
