"""``cs-scripts mine``: find frequent questions without a script in chat logs, and draft scripts for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import click

from cs_scripts.chatlog import Message, detect, find_files, messages_of
from cs_scripts.cli.console import console, harmless, note
from cs_scripts.cli.written import overwrite_option, refuse_existing
from cs_scripts.tagging.logs import NO_BUYER, Unread, read_logs

_SHOWN = 20


@click.command(
    help="从聊天记录里找出买家常问、话术本里却没有好回答的问题，写成话术草稿。\n\n"
    "输入和 tag 一样：文件、文件夹、通配符。草稿是一个自己的话术本，看过改过以后用 --phrases 带上。"
)
@click.argument("inputs", nargs=-1, required=True, metavar="输入…")
@click.option("-o", "--output", required=True, metavar="文件", help="草稿写到哪里，如 drafts.yaml")
@click.option("--phrases", metavar="文件", help="自己的话术本：里面有的就不再提，编号和编码也不会撞")
@click.option("--rules", metavar="文件", help="本店自己的用语规则，违规的回答不做草稿")
@click.option("--buyers", default=4, show_default=True, type=click.IntRange(2), metavar="数", help="至少几位买家问过")
@click.option("--limit", default=100, show_default=True, type=click.IntRange(1), metavar="数", help="最多写几个问题，问的人多的在前")
@click.option("--format", "layout", default="", metavar="格式", help="输入格式，认错时用")
@click.option("--shop-account", "shop_accounts", multiple=True, metavar="昵称", help="店铺主账号的昵称，可以写多次")
@overwrite_option
def command(
    *,
    inputs: tuple[str, ...],
    output: str,
    phrases: str | None,
    rules: str | None,
    buyers: int,
    limit: int,
    layout: str,
    shop_accounts: tuple[str, ...],
    overwrite: bool,
) -> None:
    """Mine the logs and write the drafts."""
    from cs_scripts.files.atomic import write_bytes
    from cs_scripts.learning.drafts import drafts_of, write_drafts
    from cs_scripts.learning.mining import Miner
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.recognition.own import read_own_asks
    from cs_scripts.recognition.recogniser import Recogniser
    from cs_scripts.speech import Checker, load_rules

    refuse_existing(output, overwrite=overwrite)
    book = load_phrasebook(phrases)
    recogniser = Recogniser.load(own=read_own_asks(book, load_phrasebook(), phrases) if phrases else ())
    unread = Unread()
    messages = _messages(find_files(inputs), layout, shop_accounts, unread)
    mined = Miner(recogniser, book, Checker(load_rules(rules))).mine(messages, buyers, limit)
    if not mined.messages:
        raise unread.error(inputs[0], NO_BUYER)
    for line in unread.lines():
        note(line)
    write_bytes(Path(output), write_drafts(mined, book).encode("utf-8", "replace"))
    drafts = drafts_of(mined.groups)
    screen = console()
    for number, question in enumerate(mined.groups[:_SHOWN], 1):
        label = book.intents[question.intent].label
        screen.print(f"{number}. {harmless(question.text)}（{label}，{question.buyers} 位买家）", markup=False, soft_wrap=True)
    if len(mined.groups) > _SHOWN:
        screen.print(f"…… 另有 {len(mined.groups) - _SHOWN} 个")
    note(f"{mined.questions} 条问题里常问的有 {len(mined.groups) + mined.more} 个，草稿 {drafts} 条，写在 {output}；请看过再用")


def _messages(files: Sequence[Path], layout: str, shop_accounts: Sequence[str], unread: Unread) -> Iterator[Message]:
    """Read all files; a conversation of the same name in two files is the same buyer's."""
    blocks = read_logs(files, partial(detect, layout=layout, shop_accounts=shop_accounts), unread, is_sure=bool(layout))
    for _, of_file in groupby(blocks, key=itemgetter(0)):
        yield from messages_of(block for _, block in of_file if block is not None)
