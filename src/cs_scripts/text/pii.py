"""Take personal data out of chat text before it leaves the machine: what remains says what kind stood there.

Patterns follow the forms used in China. They look for a sign first and would rather mask too much of an address than too little;
a bare place name ("发到北京要几天") is no address.
"""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from cs_scripts.text.patterns import lazy

_DIGIT = "0-9０-９"
# A name is made of hanzi, but none that turn a place into talk about it ("同一个区", "你家在哪个市"), and ends at the
# first character that ends such names: nothing to try twice, so that no text, however odd, takes long.
_TALK = "不是的哪什么了吗呢吧啊我你您他她它这那还就都才能会要没个"
_ENDS_REGION = "省市区县旗镇乡州盟"
_ENDS_STREET = "路街道巷弄村屯组苑厦园寓"
_NAME = rf"(?:(?![{_TALK}{_ENDS_REGION}{_ENDS_STREET}])[\u4e00-\u9fff])"
_REGION = rf"[{_ENDS_REGION}]?{_NAME}{{1,9}}[{_ENDS_REGION}][\s,，]?"
_STREET = rf"{_NAME}{{1,12}}[{_ENDS_STREET}]{{1,2}}[\s,，]?"
_HOUSE_NUMBER = rf"[A-Za-z]?[{_DIGIT}]{{1,6}}[A-Za-z]?(?:[-—#][{_DIGIT}]{{1,5}}){{0,3}}\s?"
_HOUSE = rf"{_HOUSE_NUMBER}(?:号楼|号院|号|弄|栋|幢|座|单元|室|楼|层|户|队|组)\s?"
_FLAT = rf"{_HOUSE_NUMBER}(?:号楼|号院|弄|栋|幢|座|单元|室)\s?"  # not 28号, which may be a day
_BUILDING = rf"(?:(?!{_HOUSE})[\u4e00-\u9fff]){{0,10}}(?:{_HOUSE}|[A-Z]座)"

_SIGN = lazy(rf"[{_DIGIT}@＠]|[省市区县州旗].*[镇乡村路街道组]")
_PII = lazy(
    r"(?P<邮箱>[A-Za-z0-9._%+-]{1,64}[@＠][A-Za-z0-9-]{1,64}(?:\.[A-Za-z]{2,10}){1,3})"
    rf"|(?P<地址>(?:{_REGION}){{1,5}}(?:(?:{_STREET}){{1,3}}|(?:(?!{_FLAT})[\u4e00-\u9fff]){{0,10}}{_FLAT})(?:{_BUILDING}){{0,4}}"
    rf"|{_STREET}{_HOUSE}(?:{_BUILDING}){{0,3}})"
    rf"|(?<![A-Za-z{_DIGIT}])(?P<身份证号>[1-9１-９][{_DIGIT}]{{5}}(?:18|19|20|１８|１９|２０)[{_DIGIT}]{{2}}[01０１][{_DIGIT}][0-3０-３][{_DIGIT}]{{4}}[{_DIGIT}XxＸ])(?![{_DIGIT}])"
    rf"|(?<![{_DIGIT}])(?P<手机号>(?:[+＋]?(?:86|８６)[\s-]?)?[1１][3-9３-９][{_DIGIT}](?:[\s-]?[{_DIGIT}]{{4}}){{2}}"
    rf"|[1１][3-9３-９][{_DIGIT}][\s-]?[{_DIGIT}]{{3}}[\s-]?[{_DIGIT}]{{5}}"
    rf"|[0０][{_DIGIT}]{{2,3}}[\s-][{_DIGIT}]{{7,8}}|[（(][0０][{_DIGIT}]{{2,3}}[)）][{_DIGIT}]{{7,8}}"
    rf"|[48]00[\s-]?[{_DIGIT}]{{3}}[\s-]?[{_DIGIT}]{{4}})(?![{_DIGIT}])"
    rf"|(?<![{_DIGIT}])(?P<订单号>[{_DIGIT}]{{15,22}})(?![{_DIGIT}])"
    rf"|(?<![A-Za-z{_DIGIT}])(?P<运单号>[A-Za-z]{{2,6}}[{_DIGIT}]{{8,20}}(?:[A-Za-z]{{2}})?|[{_DIGIT}]{{10,14}}|(?<=单号)[:：\s]?[A-Za-z{_DIGIT}-]{{6,24}})(?![A-Za-z{_DIGIT}])"
)
_TRAILING_ROOM = lazy(rf"(?<=\[地址\])[{_DIGIT}A-Za-z#\-—]{{1,8}}")


def mask(text: str) -> str:
    """Replace personal data in a text by its kind.

    Args:
        text: a message.

    Returns:
        The text with ``[手机号]``, ``[地址]``, ``[身份证号]``, ``[邮箱]``, ``[订单号]`` and ``[运单号]`` in place of these.

    >>> mask("打我电话13800000000，单号SF1000000000001")
    '打我电话[手机号]，单号[运单号]'
    >>> mask("发到北京要几天")
    '发到北京要几天'
    """
    if not _SIGN.search(text):
        return text
    masked = _PII.sub(_kind, text)
    return _TRAILING_ROOM.sub("", masked) if "[地址]" in masked else masked


def _kind(match: re.Match[str]) -> str:
    return f"[{match.lastgroup}]"


class Pseudonyms:
    """Replace nicks, always the same nick by the same pseudonym.

    Args:
        salt: secret of one run; without it nobody can tell whether a pseudonym is of a given nick.

    >>> names = Pseudonyms("salt")
    >>> names.of("某人") == names.of("某人") != names.of("另一人")
    True
    """

    def __init__(self, salt: str) -> None:
        self.salt = salt
        self.of = lru_cache(maxsize=1 << 16)(self._of)
        """Give the pseudonym of a nick; an empty nick stays empty."""

    def _of(self, nick: str) -> str:
        if not nick:
            return ""
        digest = hashlib.blake2b(nick.encode("utf-8", "surrogatepass"), key=self.salt.encode(), digest_size=5)
        return f"买家_{digest.hexdigest()}"
