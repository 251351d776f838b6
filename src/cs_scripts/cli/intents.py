"""``cs-scripts intents``: what is recognised, with the code, the number of scripts and the definition of each."""

from __future__ import annotations

import click

from cs_scripts.cli.console import console, harmless, print_json


@click.command(help="列出全部意图：编号、中文名、编码、话术条数、定义。")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(phrases: str | None, as_json: bool) -> None:
    """Print the intents."""
    from cs_scripts.phrasebook.read import load_phrasebook

    book = load_phrasebook(phrases)
    records = [
        {"id": one.id, "label": one.label, "code": one.code, "scripts": len(book.for_intent(one.id)), "definition": one.definition}
        for one in book.intents.values()
    ]
    if as_json:
        print_json(records)
        return
    screen = console()
    for record in records:
        line = f"{record['id']}（{record['label']}，编码 {record['code']}，{record['scripts']} 条话术）：{record['definition']}"
        screen.print(harmless(line), markup=False, soft_wrap=True)
