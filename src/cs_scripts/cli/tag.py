"""``cs-scripts tag``: tag the buyers' messages of chat logs, from one copied chat to millions of lines."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import click

from cs_scripts.cli.console import console, note
from cs_scripts.cli.tag_report import show, warn
from cs_scripts.cli.written import already_there, tell_replaced
from cs_scripts.errors import ArgumentError, CsScriptsError, FileReadError
from cs_scripts.files.json import dump_json

_FIELDS = {
    "text_column": "text",
    "sender_column": "sender",
    "role_column": "role",
    "time_column": "time",
    "conversation_column": "conversation",
    "buyer_column": "buyer",
}


@click.command(
    help="给聊天记录里的买家消息批量打标签：问的是什么、有多大把握、客服怎么回的、隔了多久。\n\n"
    "输入可以是文件、文件夹、通配符或 -（标准输入）：千牛窗口或网页复制的文字、微信留痕和 QQ 导出的文字、网页导出的 xlsx 和 zip、"
    "CSV、TSV、xlsx、JSON、JSON Lines、Parquet、一行一条的纯文本；格式和编码自动识别。"
)
@click.argument("inputs", nargs=-1, required=True, metavar="输入…")
@click.option("-o", "--output", required=True, metavar="文件", help="输出，按后缀定格式：.csv .jsonl .parquet .xlsx")
@click.option("--format", "layout", default="", metavar="格式", help="输入格式，认错时用：qianniu、web、csv、jsonl、text 等")
@click.option("--text-column", metavar="列名", help="表格里的消息列")
@click.option("--sender-column", metavar="列名", help="表格里的发送人列")
@click.option("--role-column", metavar="列名", help="表格里的角色列（买家、客服）")
@click.option("--time-column", metavar="列名", help="表格里的时间列")
@click.option("--conversation-column", metavar="列名", help="表格里的会话列")
@click.option("--buyer-column", metavar="列名", help="表格里的买家昵称列")
@click.option("--role-map", "role_map", multiple=True, metavar="值=角色", help="角色列的值或昵称是谁：buyer、seller 或 system，可以写多次")
@click.option("--shop-account", "shop_accounts", multiple=True, metavar="昵称", help="店铺主账号的昵称，可以写多次；“店铺:子账号”不用写")
@click.option("--leave-out", multiple=True, metavar="账号", help="不读的账号，如机器人，可以写多次")
@click.option("--encoding", default="utf-8-sig", show_default=True, metavar="编码", help="CSV 的编码：utf-8-sig、utf-8、gbk、gb18030")
@click.option("--headers", type=click.Choice(["zh", "en"]), help="输出的列名：zh 给人看，en 给程序用；默认 CSV、xlsx 用 zh，其余 en")
@click.option("--replies", is_flag=True, help="再加两列：建议话术和它的编号")
@click.option("--all-columns", is_flag=True, help="把输入表格的各列也写出来")
@click.option("--keep-pii", is_flag=True, help="不遮盖昵称、电话、地址、单号等个人信息")
@click.option("--pseudonym-key", metavar="文件", help="密钥文件，没有就新建：用同一个文件，同一位买家在各次运行里化名相同")
@click.option("--summary", metavar="文件", help="把统计写成 JSON")
@click.option("--json", "as_json", is_flag=True, help="把统计以 JSON 打在屏幕上")
@click.option("--jobs", default=0, type=click.IntRange(0), metavar="数", help="进程数，默认用上所有核")
@click.option("--resume/--no-resume", default=None, help="接着上次没跑完的跑 / 不管上次，重来")
@click.option("--strict", is_flag=True, help="有坏行时以 3 退出")
@click.option("--phrases", metavar="文件", help="自己的话术本：里面的问法也认，话术与 --replies 同用")
@click.option("--shop", metavar="文件", help="店铺资料，填话术里的空（与 --replies 同用）")
def command(
    *,
    inputs: tuple[str, ...],
    output: str,
    summary: str | None,
    as_json: bool,
    strict: bool,
    phrases: str | None,
    shop: str | None,
    **options: Any,
) -> None:
    """Tag the inputs and say what came of it."""
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.tagging.options import TagOptions
    from cs_scripts.tagging.run import tag_files

    if shop and not options["replies"]:
        note("提示：--shop 只影响建议话术；要写出建议话术请加 --replies")
    columns = {_FIELDS[option]: options.pop(option) for option in _FIELDS}
    chosen = TagOptions(
        columns={name: header for name, header in columns.items() if header},
        roles=_roles(options.pop("role_map")),
        labels={intent.id: intent.label for intent in load_phrasebook(phrases).intents.values()},
        depends={name: Path(path) for name, path in (("--phrases", phrases), ("--shop", shop)) if path},
        headers=options.pop("headers") or "",
        pseudonym_key=_key(key, inputs) if (key := options.pop("pseudonym_key")) else "",
        **options,
    )
    load = _load(phrases, shop, replies=chosen.replies)
    replaced = already_there([output, summary])
    with _standard_input(inputs) as paths, _progress() as progress:
        run = tag_files(paths, output, chosen, load=load, summary=summary, progress=progress)
    if as_json:
        click.echo(dump_json(run.figures, indent=2))
    else:
        show(console(), run)
    warn(run)
    if not run.finished:
        note(f"已中断：{run.output} 里是已经完成的部分；同样的命令加 --resume 接着跑")
        raise SystemExit(143 if run.stopped_by == signal.SIGTERM else 130)
    tell_replaced(replaced)
    if strict and run.figures["account"]["rejected"]["count"]:
        raise SystemExit(3)


def _load(phrases: str | None, shop: str | None, *, replies: bool) -> Callable[[], object]:
    if replies or phrases:  # the shop's own asks are recognised too
        from cs_scripts.recommend.recommender import Recommender

        return partial(Recommender.load, phrases=phrases, shop=shop)
    from cs_scripts.recognition.recogniser import Recogniser

    return Recogniser.load


def _key(path: str, inputs: tuple[str, ...]) -> str:
    """Read the key file, or make it; never one that is a log, and never where it would be read as one."""
    from cs_scripts.chatlog import find_files
    from cs_scripts.files.atomic import is_same_file
    from cs_scripts.text.pii import read_key

    is_new = not Path(path).exists()
    key = read_key(path) if is_new else ""
    try:
        files = find_files([name for name in inputs if name != "-"])
        if any(is_same_file(file, path) for file in files):
            raise ArgumentError("--pseudonym-key", f"密钥文件 {path} 也在输入里，会被当成聊天记录；请放到别的文件夹")
    except CsScriptsError:
        if is_new:
            Path(path).unlink(missing_ok=True)
        raise
    return key or read_key(path)


def _roles(pairs: tuple[str, ...]) -> Mapping[str, str]:
    """Read ``值=角色``."""
    roles: dict[str, str] = {}
    for pair in pairs:
        value, equals, role = pair.rpartition("=")
        if not equals or role.strip() not in ("buyer", "seller", "system"):
            raise ArgumentError("--role-map", f"“{pair}”应写成 值=buyer、值=seller 或 值=system")
        if roles.setdefault(value.strip(), role.strip()) != role.strip():
            raise ArgumentError("--role-map", f"“{value.strip()}”写成了两种角色：{roles[value.strip()]} 和 {role.strip()}")
    return roles


@contextlib.contextmanager
def _standard_input(inputs: tuple[str, ...]) -> Iterator[list[Any]]:
    """Keep standard input where every reader can look at it twice."""
    from cs_scripts.tagging.inputs import STANDARD_INPUT, spool

    if "-" not in inputs:
        yield list(inputs)
        return
    if sys.stdin is None or sys.stdin.closed:
        raise FileReadError(STANDARD_INPUT, "标准输入是关着的")
    kept = spool(sys.stdin.buffer, STANDARD_INPUT)
    try:
        yield [kept if name == "-" else name for name in dict.fromkeys(inputs)]
    finally:
        if kept.spool:
            kept.spool.close()


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[int, int, int], None] | None]:
    """Show a bar with rate and remaining time on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("打标签"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[messages]:,} 条，{task.fields[rate]:,.0f} 条/秒，还要"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None, messages=0, rate=0.0)

        def update(read: int, total: int, messages: int) -> None:
            elapsed = bar.tasks[0].elapsed or 1.0
            bar.update(task, completed=read, total=total, messages=messages, rate=messages / elapsed)

        yield update
