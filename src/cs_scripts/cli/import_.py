"""``cs-scripts import``: the quick replies of a client become scripts of the shop's own phrase book."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from cs_scripts.chatlog import detect, read_messages
from cs_scripts.cli.console import console, harmless, note, shown
from cs_scripts.cli.export import SHOWN, show_findings, shown_encoding
from cs_scripts.cli.formats import parse_fields
from cs_scripts.errors import ArgumentError, CsScriptsError, FileReadError
from cs_scripts.files.json import dump_json
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.phrasebook.writer import write_book
from cs_scripts.quickreply.conform import check_limits, fit_entries
from cs_scripts.quickreply.format_files import load_format
from cs_scripts.quickreply.plan import STATES, Plan, account
from cs_scripts.quickreply.reading import Reading, read_quick_reply_files
from cs_scripts.quickreply.to_book import plan_import
from cs_scripts.shop.profile import load_shop

_CHAT_LOG = "这是聊天记录（每条消息都有说话人），不是快捷短语；找常问的问题、攒话术用 cs-scripts mine，打标签用 cs-scripts tag"
_ENOUGH = 50
"""Messages that tell whether a file is a chat log."""
_BASES = {"book": "原有", "file": "文件里写明", "group": "分组名就是意图名", "classifier": "分类器", "nothing": "认不出"}


@click.command(help="把客户端里已有的快捷短语导入成自己的话术本，之后用 --phrases 带上它就能推荐、导出。")
@click.argument("files", metavar="文件…", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="话术本", help="写到哪里，如 my_phrases.yaml")
@click.option("--format", "name", metavar="格式", help="文件的格式名或学来的 .yaml；不给就自己认")
@click.option("--field", "fields", multiple=True, metavar="字段=列名", help="哪一列是 code、text、group；认不出表头时给")
@click.option("--shop", "shop_path", metavar="文件", help="店铺资料；从本工具导出又改过的文件带上它，填过的空才认得出")
@click.option("--merge", is_flag=True, help="并入已有的话术本：编号和手改的地方都留着")
@click.option("--overwrite", is_flag=True, help="话术本已存在也重写")
@click.option("--replaces-bundled", is_flag=True, help="新话术本只用这些，不要自带的话术")
@click.option("--dry-run", is_flag=True, help="只看会怎样，什么都不写")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON：每一行的去向和每一条短语")
@click.option("--strict", is_flag=True, help="有坏行、超长、编码放不下的字，就以 3 退出")
def command(
    files: Sequence[str],
    output: str,
    name: str | None,
    fields: Sequence[str],
    shop_path: str | None,
    merge: bool,
    overwrite: bool,
    replaces_bundled: bool,
    dry_run: bool,
    as_json: bool,
    strict: bool,
) -> None:
    """Read the files, tell what they add, and write the book."""
    exists = Path(output).exists()
    if exists and not (merge or overwrite or dry_run):
        raise ArgumentError("-o", f"{output} 已经有了；并入它用 --merge，重写它用 --overwrite，先看看用 --dry-run")
    if merge and replaces_bundled:
        raise ArgumentError("--replaces-bundled", "只用于新话术本；已有的话术本自己写着要不要自带的话术")
    if not (name or fields):
        for file in files:
            _refuse_chat_log(file)
    reading = read_quick_reply_files(files, load_format(name) if name else None, parse_fields(fields))
    base = load_phrasebook(output if merge and exists else None)
    bundled = load_phrasebook()
    own = {key for key, script in base.scripts.items() if bundled.scripts.get(key) != script}
    if replaces_bundled:
        base = Phrasebook(base.intents, base.triggers, base.slots, {})
    from cs_scripts.recognition.recogniser import Recogniser

    shop = load_shop(shop_path, base, other_slots=True) if shop_path else None
    plan = plan_import(reading.entries, base, Recogniser.load().classify, shop, own)
    target = reading.format or load_format("qianniu-csv")
    fitted, unfit = fit_entries(reading.entries, target)
    findings = [finding for finding in (*unfit, *check_limits(fitted, target)) if finding.kind != "duplicate_code"]
    if as_json:
        click.echo(dump_json(_record(reading, plan), indent=2))
    else:
        _show(reading, plan, base)
        show_findings(findings)
    told = note if as_json else click.echo
    if dry_run:
        told("这是试运行，什么都没有写")
    elif plan.scripts or not (merge and exists):
        write_book(output, plan.scripts, merge=merge, replaces_bundled=replaces_bundled)
        told(f"已写到 {output}，用法：cs-scripts suggest 消息 --phrases {output}")
    else:
        told(f"没有新的，{output} 没有动")
    if strict and (findings or reading.problems or any(item.notes for item in plan.items)):
        raise SystemExit(3)


def _refuse_chat_log(file: str) -> None:
    """Refuse a file whose messages have speakers: every one of them would become a phrase, the buyers' too."""
    try:
        messages = [] if detect(Path(file)).layout == "text" else list(islice(read_messages(file), _ENOUGH))
    except CsScriptsError:  # no chat log: whatever else it is, the reader of quick replies tells
        return
    named = sum(bool(message.sender) for message in messages)
    if {"buyer", "seller"} <= {message.role for message in messages} or 0 < len(messages) <= 2 * named:
        raise FileReadError(file, _CHAT_LOG)


def _show(reading: Reading, plan: Plan, base: Phrasebook) -> None:
    from rich.table import Table

    screen = console()
    kind = reading.format.label if reading.format else "按表头认的"
    encoding = f"，{reading.encoding}" if reading.encoding else ""
    if reading.format and reading.encoding and reading.format.container != "xlsx":
        encoding = f"，{shown_encoding(reading.format)}" if reading.format.encoding != "utf-8" else encoding
    screen.print(harmless(f"读出 {len(reading.entries)} 条短语（{kind}{encoding}）"), markup=False, soft_wrap=True)
    screen.print("，".join(f"{STATES[state]} {count}" for state, count in plan.counts.items()), soft_wrap=True)
    screen.print(_balance(account(reading, plan)), markup=False, soft_wrap=True)
    for line in reading.notes:
        screen.print(harmless(line), markup=False, soft_wrap=True)
    for label, rows in (("坏行", reading.rejects), ("没有用", reading.left_out), ("注意", reading.doubts)):
        for row in rows[:SHOWN]:
            screen.print(f"{label} {harmless(row.said)}", markup=False, soft_wrap=True)
        if len(rows) > SHOWN:
            screen.print(f"另有{label} {len(rows) - SHOWN} 处", soft_wrap=True)
    told = [item for item in plan.items if item.state != "same"]
    if not told:
        return
    table = Table()
    for heading in ("", "编码", "正文", "意图", "依据", "说明"):
        table.add_column(heading)
    topics = {**{key: each.label for key, each in base.intents.items()}, **{key: each.label for key, each in base.triggers.items()}}
    for item in told[:SHOWN]:
        script = item.script
        basis = _BASES[item.basis] + (f" {item.probability:.0%}" if item.probability is not None else "")
        text = harmless(" ".join(item.entry.text.split()))
        table.add_row(
            STATES[item.state],
            shown(script.code if script and item.state == "new" else item.entry.code),
            shown(text[:24] + ("…" if len(text) > 24 else "")),
            topics.get(script.intent or script.trigger, "") if script else "",
            basis if script else "",
            shown("；".join(item.notes)),
        )
    if len(told) > SHOWN:
        table.add_row("", "", f"另有 {len(told) - SHOWN} 条", "", "", "")
    screen.print(table)
    if lost := sum(item.basis == "nothing" for item in plan.items):
        screen.print(f"{lost} 条认不出意图，记作“{topics['none']}”，不会被推荐；请在话术本里改它们的 intent", soft_wrap=True)


def _balance(told: dict[str, Any]) -> str:
    """Say where every row went."""
    parts = [f"读到 {told['read']} 条 = 用上 {told['used']}"]
    for label, key in (("没有用", "left_out"), ("读不出", "rejected")):
        reasons = "，".join(f"{reason} {count}" for reason, count in told[key].items())
        parts.append(f"{label} {sum(told[key].values())}{f'（{reasons}）' if reasons else ''}")
    return " + ".join(parts)


def _record(reading: Reading, plan: Plan) -> dict[str, Any]:
    """Give account and plan as JSON holds them."""
    items = [
        {
            "where": item.entry.where,
            "state": item.state,
            "code": item.entry.code,
            "text": item.entry.text,
            "script_id": item.script.id if item.script else None,
            "intent": (item.script.intent or item.script.trigger) if item.script else None,
            "basis": item.basis,
            "probability": item.probability,
            "notes": list(item.notes),
        }
        for item in plan.items
    ]
    rows = {key: [{"where": row.place, "reason": row.reason, "detail": row.detail} for row in found] for key, found in
            (("rejected_rows", reading.rejects), ("left_out_rows", reading.left_out), ("doubtful_rows", reading.doubts))}  # fmt: skip
    return {
        **account(reading, plan),
        "format": reading.format.name if reading.format else None,
        "encoding": reading.encoding,
        "notes": list(reading.notes),
        "states": plan.counts,
        "items": items,
        **rows,
    }
