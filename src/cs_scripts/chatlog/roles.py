"""Tell the buyer from the shop's staff by nick, where the log does not say it.

Staff accounts are written ``店铺:子账号``; the main account is the shop's name itself, and no buyer is called 旗舰店. A colon alone makes
nobody staff: the name before it must be a shop's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cs_scripts.chatlog.columns import load_vocabulary

_ACCOUNT = re.compile(r"(?P<shop>[^:：]{1,40})[:：](?P<name>[^:：]{1,40})")
_SUB = re.compile(r"[^\s，。？！,?!]{1,12}")
_SHOP = re.compile(r"(?:店|旗舰|专营|专卖|官方|商行|商城|工厂|公司)")
_MAIN = re.compile(r"[^:：]{1,40}(?:旗舰店|专营店|专卖店|企业店|官方店)")
_SERVICE = re.compile(r"(?:在线|人工|官方|智能)?客服.{0,8}|(?:售前|售后).{0,6}")
_NUMBERED = re.compile(r"[A-Za-z_]{1,20}|用户|买家|客户|访客|会员|顾客")


def clean_nick(nick: str) -> str:
    """Drop what the open platform puts before a nick.

    >>> clean_nick(" cntaobao小店:阿宝 ")
    '小店:阿宝'
    """
    return nick.strip().removeprefix("cntaobao").removeprefix("cnalichn")


def is_shop(name: str) -> bool:
    """Tell whether a name says that it is a shop's.

    >>> is_shop("好物旗舰店"), is_shop("晚风")
    (True, False)
    """
    return bool(_SHOP.search(name))


def is_account(nick: str) -> bool:
    """Tell an account of a shop's staff by its form.

    >>> is_account("好物旗舰店:小宝"), is_account("晚风:在吗")
    (True, False)
    """
    account = _ACCOUNT.fullmatch(nick)
    return account is not None and is_shop(account["shop"]) and bool(_SUB.fullmatch(account["name"]))


@dataclass(frozen=True)
class Roles:
    """Who is staff in one log.

    Attributes:
        staff: nicks of the staff, among them the shop's main account.
        shops: what stands before the colon in accounts of the staff.
        known: whether anybody of the staff was seen or named; if not, nobody can be said to be a buyer.
        named: role of nicks for which the user said it.
    """

    staff: frozenset[str] = frozenset()
    shops: frozenset[str] = frozenset()
    known: bool = False
    named: Mapping[str, str] = field(default_factory=dict)

    def tell(self, nick: str) -> str:
        """Tell the role of a nick.

        Returns:
            ``"buyer"``, ``"seller"``, ``"system"``, or ``""`` when it cannot be told.

        >>> Roles(frozenset({"小店"}), known=True).tell("小店")
        'seller'
        >>> Roles().tell("客服小美"), Roles().tell("user:1")
        ('seller', '')
        """
        if not nick:
            return ""
        said = self.named.get(nick.lower()) or (load_vocabulary().roles.get(nick.lower()) if _is_word(nick) else "")
        if said:
            return said
        bare = nick.rstrip(":： ")  # as it stands before more colons than one
        if nick in self.staff or _SERVICE.fullmatch(bare) or _MAIN.fullmatch(bare):
            return "seller"
        account = _ACCOUNT.fullmatch(bare)
        if account and (account["shop"] in self.shops or _SHOP.search(account["shop"])):
            return "seller"
        if account and not _is_numbered(account):
            return ""
        return "buyer" if self.known else ""


def _is_word(nick: str) -> bool:
    """Tell what may be the word for a role: short Latin nicks are people's own."""
    return not nick.isascii() or (len(nick) > 3 and nick.isalpha())


def _is_numbered(account: re.Match[str]) -> bool:
    """Tell names such as ``user:17``, which systems give to buyers."""
    return bool(_NUMBERED.fullmatch(account["shop"])) and account["name"].isascii()


def learn_roles(nicks: Iterable[str], shop_accounts: Iterable[str] = (), named: Mapping[str, str] | None = None) -> Roles:
    """Learn who is staff from the nicks at the beginning of a log.

    Args:
        nicks: nicks that occur.
        shop_accounts: nicks that the user named as the shop's.
        named: role of nicks for which the user said it.

    Returns:
        Who is staff.

    >>> learn_roles(["小店:阿宝", "某人"]).tell("某人")
    'buyer'
    >>> learn_roles(["user:1", "user:2"]).tell("user:1")
    ''
    """
    said = {nick.lower(): role for nick, role in (named or {}).items()}
    staff = {clean_nick(nick) for nick in shop_accounts}
    seen = {nick for nick in nicks if nick}
    accounts = [account for nick in seen if (account := _ACCOUNT.fullmatch(nick)) and not _is_numbered(account)]
    prefixes = {account["shop"] for account in accounts}
    is_told = any(Roles(named=said).tell(nick) == "seller" for nick in seen)
    has_others = len(seen) > len(accounts) and not is_told  # where somebody says that he is the staff, a colon alone tells nothing
    shops = {shop for shop in prefixes if _SHOP.search(shop) or shop in staff or shop in seen or (len(prefixes) == 1 and has_others)}
    shops |= {nick.partition(":")[0] for nick in staff}
    known = bool(staff or shops) or is_told
    return Roles(frozenset(staff | shops), frozenset(shops), known, said)
