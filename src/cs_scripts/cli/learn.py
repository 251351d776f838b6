"""``cs-scripts learn``: see, take along and delete what the desk has learned from choices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import click

from cs_scripts.cli.console import console, harmless
from cs_scripts.cli.once import OnceGroup
from cs_scripts.cli.written import already_there, tell_replaced
from cs_scripts.errors import ArgumentError, FileReadError
from cs_scripts.files.atomic import write_bytes
from cs_scripts.learning.choices import KINDS, ChoiceStore, as_line, choices_path

_shop = click.option("--shop", metavar="文件", help="哪家店的记录：和 desk 用同一个店铺资料")


@click.group(cls=OnceGroup, help="查看、导出、删除工作台的选用记录。记录只在本机。")
def command() -> None:
    """Group the commands on choices."""


@contextmanager
def _store(shop: str | None) -> Iterator[ChoiceStore]:
    path = choices_path(shop)
    if not path.exists():
        raise FileReadError(path, "还没有选用记录；先用 cs-scripts desk 复制几条回复")
    store = ChoiceStore(path)
    try:
        yield store
    finally:
        store.close()


@command.command("status", help="有多少记录，学到了什么。")
@_shop
def status(shop: str | None) -> None:
    """Print counts and what came to the front."""
    from cs_scripts.learning.preferences import preferences
    from cs_scripts.phrasebook.read import load_phrasebook

    with _store(shop) as store:
        counts, used, bonuses = store.counts(), store.used(), preferences(store)
        path = store.path
    screen = console()
    screen.print(harmless(f"记录在 {path}"), soft_wrap=True, markup=False)
    screen.print("，".join(f"{label} {counts[kind]} 次" for kind, label in KINDS.items()))
    firm = sum(bonus > 1 for bonus in bonuses.values())
    screen.print(f"{len({key for key, _ in bonuses})} 种情形有记录，其中 {firm} 条回复已排到前面")
    scripts = load_phrasebook().scripts
    for script, (count, _) in sorted(used.items(), key=lambda item: -item[1][0])[:10]:
        title = scripts[script].situation if script in scripts else "本店话术"
        screen.print(harmless(f"  {count} 次  {title}（{script}）"), soft_wrap=True, markup=False)


@command.command("export", help="导出全部记录，一行一条 JSON。")
@_shop
@click.option("-o", "--output", metavar="文件", help="不写则打印出来")
def export(shop: str | None, output: str | None) -> None:
    """Write all choices."""
    with _store(shop) as store:
        if output:
            replaced = already_there([output])
            write_bytes(Path(output), "".join(as_line(choice) + "\n" for choice in store.export()).encode())
            tell_replaced(replaced)
            return
        for choice in store.export():
            click.echo(as_line(choice))


@command.command("forget", help="删掉一位买家的，或多少天以前的记录。两样都写则删同时符合的。")
@_shop
@click.option("--buyer", metavar="昵称", help="买家昵称")
@click.option("--older-than", type=click.IntRange(0, 36500), metavar="天数", help="多少天以前的")
def forget(shop: str | None, buyer: str | None, older_than: int | None) -> None:
    """Delete some choices."""
    if buyer is None and older_than is None:
        raise ArgumentError("forget", "要写 --buyer 昵称 或 --older-than 天数；全部删除用 learn reset")
    before = datetime.now() - timedelta(days=older_than) if older_than is not None else None
    with _store(shop) as store:
        click.echo(f"删掉 {store.forget(buyer=buyer, before=before)} 条")


@command.command("reset", help="删掉全部记录，回到没学过的样子。")
@_shop
@click.option("--yes", is_flag=True, help="不再询问")
def reset(shop: str | None, yes: bool) -> None:
    """Delete all choices."""
    with _store(shop) as store:
        if not yes:
            click.confirm(f"删掉全部 {sum(store.counts().values())} 条选用记录？", abort=True)
        click.echo(f"删掉 {store.reset()} 条")
