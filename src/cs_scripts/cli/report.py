"""``cs-scripts report``: a shop's chat logs on one page, and the same figures as JSON."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from cs_scripts.chatlog import find_files
from cs_scripts.cli.console import note
from cs_scripts.cli.written import already_there, tell_replaced
from cs_scripts.errors import ArgumentError


@click.command(
    help="把聊天记录汇总成一页报告：买家问什么、什么时候问、客服回得多快、哪些没人回、用语有什么问题。\n\n"
    "输入和 tag 一样。报告是一个 HTML 文件，断网也能看，能直接打印。"
)
@click.argument("inputs", nargs=-1, required=True, metavar="输入…")
@click.option("-o", "--output", metavar="文件", help="报告写到哪里，如 报告.html")
@click.option("--json", "json_file", metavar="文件", help="同样的数写成 JSON；- 打在屏幕上")
@click.option("--compare", metavar="起..止", help="和这段时间比，如 2026-10-01..2026-10-31；其余的算本期")
@click.option("--rules", metavar="文件", help="本店自己的用语规则")
@click.option("--format", "layout", default="", metavar="格式", help="输入格式，认错时用")
@click.option("--shop-account", "shop_accounts", multiple=True, metavar="昵称", help="店铺主账号的昵称，可以写多次")
@click.option("--leave-out", multiple=True, metavar="账号", help="不算的账号，如机器人，可以写多次")
def command(
    *,
    inputs: tuple[str, ...],
    output: str | None,
    json_file: str | None,
    compare: str | None,
    rules: str | None,
    layout: str,
    shop_accounts: tuple[str, ...],
    leave_out: tuple[str, ...],
) -> None:
    """Read the logs and write the report."""
    from cs_scripts.files.atomic import write_bytes
    from cs_scripts.files.json import dump_json
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.recognition.recogniser import Recogniser
    from cs_scripts.report.collect import Collector, Reading, read_period
    from cs_scripts.report.figures import report_figures
    from cs_scripts.report.page import report_page
    from cs_scripts.speech import Checker, load_rules

    if not output and not json_file:
        raise ArgumentError("-o", "写上报告的文件名，如 -o 报告.html；或用 --json")
    reading = Reading(layout, shop_accounts, leave_out, read_period(compare) if compare else None)
    found = Collector(Recogniser.load(), Checker(load_rules(rules))).collect(find_files(inputs), reading)
    for line in found.unread.lines():
        note(line)
    figures = report_figures(found, {intent.id: intent.label for intent in load_phrasebook().intents.values()})
    if compare and figures["compare"] is None:
        note(f"{compare} 里没有带时间的买家消息，没有可比的")
    replaced = already_there([output, json_file])
    if json_file == "-":
        click.echo(dump_json(figures, indent=2))
    elif json_file:
        write_bytes(Path(json_file), dump_json(figures, indent=2).encode("utf-8", "replace") + b"\n")
    if output:
        write_bytes(Path(output), report_page(figures, datetime.now()).encode("utf-8", "replace"))
        note(f"报告写在 {output}，用浏览器打开")
    tell_replaced(replaced)
