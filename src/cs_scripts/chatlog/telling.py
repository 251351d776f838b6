"""Find out from a table's values who is the buyer and who the staff, and say what was concluded.

A header may be missing, misleading ("发送方" over 买家 and 客服) or its values private to one program (0 and 1). What cannot be told is
asked, never guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from cs_scripts.chatlog.columns import load_vocabulary, match_columns, personal_columns, show, unique_headers
from cs_scripts.chatlog.layouts.layout import Options
from cs_scripts.chatlog.roles import clean_nick, learn_roles
from cs_scripts.chatlog.table import Table
from cs_scripts.text.folding import fold

_SERVICE_WORDS = re.compile("亲|您|为您|感谢|欢迎|哦|呢|稍等|在的|抱歉|咱家|咱们")
_ABOUT_SPEAKER = re.compile(
    "self|mine|sen[dt]|from|(?:^|_|is)me$|staff|agent|seller|buyer|customer|speaker|客服|买家|本人|自己|我|发送|说话", re.IGNORECASE
)
_PAIRS = (("0", "1"), ("false", "true"), ("1", "2"), ("n", "y"), ("否", "是"))
_TELLING = ("role", "staff", "direction")


NO_SPEAKER = "没有认出谁在说话的列，每条都当买家的消息；可用 --role-column 或 --sender-column 指明"


def make_table(
    header: Sequence[str], samples: Sequence[Sequence[Any]], options: Options, fields: Mapping[str, int] | None = None
) -> Table | None:
    """Find out what the columns of a table are.

    Args:
        header: its headers.
        samples: some of its rows.
        options: what the user said.
        fields: index of the column of each field, when it was found otherwise than by the headers.

    Returns:
        The table; None when no column holds the text.
    """
    found = dict(fields) if fields is not None else match_columns(header, options.columns)
    if found is None:
        return None
    rows = [row for row in samples if len(row) == len(header)]
    said = {value.lower(): role for value, role in options.roles.items()}
    meanings, notes = _settle_role(found, header, rows, said, options)
    _settle_nicks(found, rows, said, options)
    nicks = [clean_nick(show(row[found["sender"]])) for row in rows] if "sender" in found else []
    roles = learn_roles(nicks, options.shop_accounts, said)
    is_open = "buyer" not in found and len(found) < len(header)
    if not {"role", "sender"} & found.keys() and (is_open or "agent" in found):
        notes = (*notes, NO_SPEAKER + _like(found, header, rows))
    persons = tuple(at for at in personal_columns(header) if at not in found.values())
    return Table(unique_headers(header), found, meanings, roles, options.keep, notes, persons)


def _settle_role(
    found: dict[str, int], header: Sequence[str], rows: list[Sequence[Any]], said: Mapping[str, str], options: Options
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Leave in ``found`` one column that tells the role, and give what its values mean."""
    known = load_vocabulary()
    values_of = {"role": known.roles, "staff": known.staff, "direction": known.directions}
    for name in _TELLING:
        if name not in found:
            continue
        at = found[name]
        values = _values(rows, at)
        meanings = {**values_of[name], **said}
        pair = _pair(values) if name == "role" and not set(values) <= set(meanings) else None
        if pair:
            meanings = {**meanings, **(told := _read_pair(rows, at, found["text"], pair))}
            notes = _concluded(header[at], told)
        else:
            notes = ()
        if values and not any(value in meanings for value in values) and any(other in found for other in _TELLING if other != name):
            del found[name]
            continue
        for other in _TELLING:
            if other != name:
                found.pop(other, None)
        found["role"] = at
        return meanings, notes
    at_words = _column_of_role_words(found, rows, {**known.roles, **said}, options)
    read: dict[str, str] = {}
    if at_words is None:
        at_words = _column_of_pair(found, header, rows)
        if at_words is None:
            return {}, ()
        read = _read_pair(rows, at_words, found["text"], tuple(_values(rows, at_words)))
    for name in [name for name, at in found.items() if at == at_words]:
        del found[name]
    found["role"] = at_words
    return {**known.roles, **read, **said}, _concluded(header[at_words], read)


def _settle_nicks(found: dict[str, int], rows: list[Sequence[Any]], said: Mapping[str, str], options: Options) -> None:
    """Take a column of buyers for one of senders where it is the only one to tell who speaks and accounts of the staff stand in it."""
    if "buyer" not in found or {"role", "sender"} & found.keys() or "buyer" in options.columns:
        return
    nicks = [clean_nick(show(row[found["buyer"]])) for row in rows]
    roles = learn_roles(nicks, options.shop_accounts, said)
    if any(roles.tell(nick) == "seller" for nick in nicks):
        found["sender"] = found.pop("buyer")


_CHINESE = {"buyer": "买家", "seller": "客服", "system": "系统"}


def _concluded(header: str, told: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(f"“{header}”列的 {value} 按{_CHINESE[role]}读；不对时用 --role-map {value}=…" for value, role in told.items())


def _column_of_pair(found: Mapping[str, int], header: Sequence[str], rows: list[Sequence[Any]]) -> int | None:
    """Find a column that holds two bare values and tells by its name that it is about who speaks."""
    if "buyer" in found or ("sender" in found and not _is_pair(rows, found["sender"])):
        return None
    if "sender" in found:
        return found["sender"]
    free = [at for at in range(len(header)) if at not in found.values()]
    return next((at for at in free if _ABOUT_SPEAKER.search(header[at]) and _is_pair(rows, at)), None)


def _is_pair(rows: list[Sequence[Any]], at: int) -> bool:
    """Tell whether a column holds both of two bare values."""
    values = _values(rows, at)
    return len(values) == 2 and _pair(values) is not None


def _like(found: Mapping[str, int], header: Sequence[str], rows: list[Sequence[Any]]) -> str:
    """Name a column of two bare values, which may be the one, and how to say what they mean."""
    at = next((at for at in range(len(header)) if at not in found.values() and _is_pair(rows, at)), None)
    if at is None:
        return ""
    first, second = sorted(_values(rows, at))
    return f"，如 --role-column {header[at]} --role-map {first}=buyer --role-map {second}=seller"


def _values(rows: list[Sequence[Any]], at: int) -> Counter[str]:
    return Counter(value for row in rows if (value := fold(show(row[at])).strip()))


def _pair(values: Mapping[str, int]) -> tuple[str, str] | None:
    """Name the pair of bare values, such as 0 and 1, that a column holds and nothing else."""
    return next((pair for pair in _PAIRS if values and set(values) <= set(pair)), None)


def _read_pair(rows: list[Sequence[Any]], at: int, text_at: int, pair: tuple[str, ...]) -> dict[str, str]:
    """Tell by their words which of two bare values is the staff; nothing where the words do not tell."""
    shares = {}
    for value in pair:
        texts = [show(row[text_at]) for row in rows if show(row[at]).strip().lower() == value]
        shares[value] = sum(bool(_SERVICE_WORDS.search(text)) for text in texts) / len(texts) if texts else None
    first, second = shares[pair[0]], shares[pair[1]]
    if first is None or second is None or first == second:
        return {}
    staff = pair[first < second]
    return {value: "seller" if value == staff else "buyer" for value in pair}


def _column_of_role_words(found: Mapping[str, int], rows: list[Sequence[Any]], words: Mapping[str, str], options: Options) -> int | None:
    """Find a column that holds words for roles and nothing else, whatever its header says."""
    if not rows:
        return None
    taken = {at for name, at in found.items() if name in ("text", "time", "date", "conversation", "item") or name in options.columns}
    for at in range(len(rows[0])):
        if at in taken:
            continue
        values = _values(rows, at)
        told = {words[value] for value in values if value in words}
        spoken = set(values) <= set(words) and not all(value.isdecimal() for value in values)
        if (
            values
            and spoken
            and ({"buyer", "seller"} <= told or (told and at in (found.get("sender"), found.get("buyer"), found.get("agent"))))
        ):
            return at
    return None
