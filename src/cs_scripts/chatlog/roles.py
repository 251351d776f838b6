"""Tell the buyer from the shop's staff by nick, where the log does not say it.

Staff accounts are written ``店铺:子账号``; the main account is the shop's name itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_COLON = re.compile("[:：]")


def clean_nick(nick: str) -> str:
    """Drop what the open platform puts before a nick.

    Args:
        nick: as in ``cntaobao某某``.

    Returns:
        The bare nick.

    >>> clean_nick(" cntaobao小店:阿宝 ")
    '小店:阿宝'
    """
    return nick.strip().removeprefix("cntaobao")


@dataclass(frozen=True)
class Roles:
    """Who is staff in one log.

    Args:
        staff: nicks of the staff that have no colon.
        known: whether anybody of the staff was seen or named; if not, nobody can be said to be a buyer.
    """

    staff: frozenset[str] = frozenset()
    known: bool = False

    def tell(self, nick: str) -> str:
        """Tell the role of a nick.

        Args:
            nick: the nick.

        Returns:
            ``"buyer"``, ``"seller"``, or ``""`` when it cannot be told.

        >>> Roles(frozenset({"小店"}), known=True).tell("小店")
        'seller'
        """
        if nick in self.staff or _COLON.search(nick):
            return "seller"
        return "buyer" if nick and self.known else ""


def learn_roles(nicks: Iterable[str], shop_accounts: Iterable[str] = ()) -> Roles:
    """Learn who is staff from the nicks at the beginning of a log.

    Args:
        nicks: nicks that occur.
        shop_accounts: nicks that the user named as the shop's.

    Returns:
        Who is staff.

    >>> learn_roles(["小店:阿宝", "某人"]).tell("某人")
    'buyer'
    """
    named = {clean_nick(nick) for nick in shop_accounts}
    shops = {_COLON.split(nick)[0] for nick in nicks if _COLON.search(nick)}
    return Roles(frozenset(named | shops), bool(named or shops))
