"""Short codes: letters first, guessable (拼音 initials of the intent, then a number), the same from release to release."""

from __future__ import annotations

from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.text.patterns import lazy

_PARTS = lazy(r"([a-z]+)([0-9]+)[a-z]*")


def wording_code(code: str, index: int) -> str:
    """Give the code of one wording of a script.

    Args:
        code: the script's own code, which its first wording has.
        index: position of the wording, from 0.

    Returns:
        The code, as in ``yj1``, ``yj1b``, ``yj1c``.

    >>> [wording_code("yj1", i) for i in range(3)]
    ['yj1', 'yj1b', 'yj1c']
    """
    if index == 0 or not code:
        return code
    return code + (chr(ord("a") + index) if index < 26 else f"x{index + 1}")


def short_codes(book: Phrasebook) -> dict[str, tuple[str, ...]]:
    """Give every wording of every script its code.

    A script's own code stands in the book and never changes. One that has none gets the next number of its intent;
    appending scripts to a book therefore changes no code that was given before.

    Args:
        book: the phrase book.

    Returns:
        For each id of a script, the codes of its replies; no code occurs twice.
    """
    taken = {script.code for script in book.scripts.values() if script.code}
    highest: dict[str, int] = {}
    for code in taken:
        if match := _PARTS.fullmatch(code):
            highest[match[1]] = max(highest.get(match[1], 0), int(match[2]))
    codes: dict[str, tuple[str, ...]] = {}
    first = {}
    for script in book.scripts.values():
        prefix = book.intents[script.intent].code if script.intent else book.triggers[script.trigger].code
        own = script.code
        while not own or (not script.code and own in taken):
            highest[prefix] = highest.get(prefix, 0) + 1
            own = f"{prefix}{highest[prefix]}"
        taken.add(own)
        first[script.id] = own
    for script in book.scripts.values():
        given = [first[script.id]]
        index = 0
        while len(given) < len(script.replies):
            index += 1
            code = wording_code(first[script.id], index)
            if code not in taken:
                taken.add(code)
                given.append(code)
        codes[script.id] = tuple(given)
    return codes
