"""``cs-scripts slots``: the blanks of replies, who fills them, and how many replies hold each."""

from __future__ import annotations

import click

from cs_scripts.cli.console import console, harmless, print_json

_OF = {"shop": "店铺资料里填", "order": "对话里才知道"}


@click.command(help="列出话术里的空位：谁来填、默认值、用到它的话术条数。")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(phrases: str | None, as_json: bool) -> None:
    """Print the slots."""
    from cs_scripts.phrasebook.book import SLOT
    from cs_scripts.phrasebook.read import load_phrasebook

    book = load_phrasebook(phrases)
    held = [{match[1] for reply in script.replies for match in SLOT.finditer(reply)} for script in book.scripts.values()]
    records = [
        {"name": one.name, "label": one.label, "of": one.of, "default": one.default, "scripts": sum(one.name in names for names in held)}
        for one in book.slots.values()
    ]
    if as_json:
        print_json(records)
        return
    screen = console()
    for record in records:
        default = f"，默认 {record['default']}" if record["default"] else ""
        line = f"{record['name']}（{record['label']}）：{_OF.get(str(record['of']), record['of'])}{default}，{record['scripts']} 条话术用到"
        screen.print(harmless(line), markup=False, soft_wrap=True)
