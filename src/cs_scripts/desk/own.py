"""Save what an agent wrote as a script of the shop's own, so that the next one has it too."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from cs_scripts.errors import CsScriptsError, RequestError
from cs_scripts.files.reasons import reason
from cs_scripts.phrasebook.book import SLOT, Phrasebook, Script, Slot
from cs_scripts.phrasebook.writer import write_book
from cs_scripts.text.pii import mask

_OPEN_BLANK = re.compile(r"【待填:([^】]{1,20})】")
_BRACES = str.maketrans("{}", "｛｝")


def as_template(text: str, slots: Mapping[str, Slot]) -> str:
    """Turn open blanks back into slots, and mask personal data.

    Args:
        text: a reply as the agent sees it.
        slots: all declared slots.

    Returns:
        A wording for a book; a blank that no slot is named after stays as it is.

    >>> as_template("单号【待填:快递单号】", {"tracking_no": Slot("tracking_no", "快递单号", "order")})
    '单号{tracking_no}'
    """
    names = {slot.label: slot.name for slot in slots.values()}
    return _OPEN_BLANK.sub(lambda blank: f"{{{names[blank[1]]}}}" if blank[1] in names else blank[0], mask(text.translate(_BRACES)))


def as_seen(template: str, slots: Mapping[str, Slot]) -> str:
    """Show the slots of a wording as open blanks: what ``as_template`` undoes.

    Args:
        template: a wording of a book.
        slots: all declared slots.

    Returns:
        The wording as an agent sees it.

    >>> as_seen("单号{tracking_no}", {"tracking_no": Slot("tracking_no", "快递单号", "order")})
    '单号【待填:快递单号】'
    """
    return SLOT.sub(lambda slot: f"【待填:{slots[slot[1]].label}】" if slot[1] in slots else slot[0], template)


def own_script(book: Phrasebook, group: str, situation: str, replies: Sequence[str], asks: Sequence[str] = (), code: str = "") -> Script:
    """Make a script of what an agent wrote.

    Args:
        book: the book it will stand in.
        group: id of the intent or occasion it is for.
        situation: when to use it.
        replies: the wordings, open blanks as 【待填:…】.
        asks: what buyers asked.
        code: short code.

    Returns:
        The script, with an id of its own.

    Raises:
        RequestError: the group is unknown, or something is missing.
    """
    if group not in book.intents and group not in book.triggers:
        raise RequestError("group", f"没有 {group} 这个意图" if group else "选一个意图")
    if not situation.strip():
        raise RequestError("situation", "必填")
    number = 1
    while (identity := f"shop.{group}.{number}") in book.scripts:
        number += 1
    intent, trigger = (group, "") if group in book.intents else ("", group)
    return Script(
        id=identity,
        intent=intent,
        trigger=trigger,
        situation=" ".join(mask(situation).translate(_BRACES).split()),
        replies=tuple(dict.fromkeys(as_template(reply.strip(), book.slots) for reply in replies)),
        asks=tuple(dict.fromkeys(" ".join(mask(ask).split()) for ask in asks if ask.strip())) if intent else (),
        source="own § 本店",
        code=code.strip(),
    )


def save(path: Path, script: Script) -> None:
    """Put a script into the shop's own book.

    Args:
        path: the book; it is made when missing.
        script: the script.

    Raises:
        RequestError: the book would not load with it, or cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_book(path, {script.id: script}, merge=True)
    except OSError as error:
        raise RequestError("", f"存不了：{reason(error)}", 500) from None
    except CsScriptsError as error:
        problems = getattr(error, "problems", ())
        raise RequestError("", "存不了：" + ("；".join(problem.what for problem in problems) or str(error))) from None
