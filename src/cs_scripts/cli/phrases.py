"""``cs-scripts phrases``: list and search the phrase book."""

from __future__ import annotations

import click

from cs_scripts.cli.console import console, print_json, shown
from cs_scripts.errors import ArgumentError
from cs_scripts.files.yaml import did_you_mean
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.read import load_phrasebook


@click.command(help="查看、搜索话术。词可以是编号、意图、正文里的字、快捷编码或拼音首字母，多个词同时满足。")
@click.argument("words", nargs=-1, metavar="[词]…")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("--intent", metavar="意图", help="只看一个意图，如 price_haggling 或 议价")
@click.option("--documented", is_flag=True, help="只看出自培训文档的话术")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON Lines")
def command(words: tuple[str, ...], phrases: str | None, intent: str | None, documented: bool, as_json: bool) -> None:
    """Print the scripts that match."""
    from rich.table import Table

    book = load_phrasebook(phrases)
    if intent is not None and not any(_of_intent(book, script, intent) for script in book.scripts.values()):
        _refuse_unknown(book, intent)
    wanted = [script for script in book.scripts.values() if (script.documented or not documented) and _of_intent(book, script, intent)]
    found = [script for script in wanted if matches(book, script, words)]
    if as_json:
        for script in found:
            print_json(script._asdict() | {"when": script.when._asdict()})
        return
    screen = console()
    table = Table(show_lines=True)
    for title in ("编码", "意图", "情形", "回复", "手法", "出处", "编号"):
        table.add_column(title, overflow="fold")
    for script in found:
        cells = (script.code, book.label(script), script.situation, "\n".join(script.replies), script.technique, script.source, script.id)
        table.add_row(*map(shown, cells))
    if found:
        screen.print(table)
    replies = sum(len(script.replies) for script in found)
    screen.print(f"共 {len(found)} 条话术，{replies} 种说法" if found else "没有找到；换个词，或用 cs-scripts phrases 看全部")


def _of_intent(book: Phrasebook, script: Script, intent: str | None) -> bool:
    return intent is None or intent in (script.intent, script.trigger, book.label(script))


def _refuse_unknown(book: Phrasebook, intent: str) -> None:
    """Refuse a name that no intent and no trigger has; one that only lacks scripts is none."""
    labels = [*(each.label for each in book.intents.values()), *(each.label for each in book.triggers.values())]
    names = [*book.intents, *book.triggers, *labels]
    if intent not in names:
        raise ArgumentError("--intent", f"没有 {intent}{did_you_mean(intent, names)}；用 cs-scripts intents 看全部")


def matches(book: Phrasebook, script: Script, words: tuple[str, ...]) -> bool:
    """Tell whether a script matches all words.

    Args:
        book: the book of the script.
        script: the script.
        words: parts of its id, intent, text or code, or pinyin initials of its text; upper and lower case alike.

    Returns:
        True when each word is found somewhere.
    """
    label = book.label(script)
    texts = (script.situation, *script.replies, *script.asks, script.technique, script.source, label)
    plain = "\n".join((script.id, script.intent, script.trigger, script.code, *texts)).lower()
    wanted = [word.lower() for word in words]
    missing = [word for word in wanted if word not in plain]
    if not missing:
        return True
    if not all(word.isascii() and word.isalpha() for word in missing):
        return False
    initials = "\n".join(map(_initials, (label, script.situation, *script.replies)))
    return all(word in initials for word in missing)


def _initials(text: str) -> str:
    from pypinyin import Style, lazy_pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()
