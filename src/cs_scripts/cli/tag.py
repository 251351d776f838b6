"""``cs-scripts tag``: tag the buyers' messages of chat logs, from one copied chat to millions of lines."""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cs_scripts.cli.console import console, note

if TYPE_CHECKING:
    from rich.console import Console

    from cs_scripts.tagging.run import Run

_SHOWN = 15
_FIELDS = {
    "text_column": "text",
    "sender_column": "sender",
    "role_column": "role",
    "time_column": "time",
    "conversation_column": "conversation",
}


@click.command(
    help="给聊天记录里的买家消息批量打标签：意图、建议话术、响应速度。\n\n"
    "输入可以是文件、文件夹、通配符或 -（标准输入）：千牛窗口或网页复制的文字、网页导出的 xlsx 和 zip、"
    "CSV、TSV、xlsx、JSON Lines、Parquet、一行一条的纯文本；格式和编码自动识别。"
)
@click.argument("inputs", nargs=-1, required=True, metavar="输入…")
@click.option("-o", "--output", required=True, metavar="文件", help="输出，按后缀定格式：.csv .jsonl .parquet .xlsx")
@click.option("--format", "layout", default="", metavar="格式", help="输入格式，认错时用：qianniu、web、csv、jsonl、text 等")
@click.option("--text-column", metavar="列名", help="表格里的消息列")
@click.option("--sender-column", metavar="列名", help="表格里的发送人列")
@click.option("--role-column", metavar="列名", help="表格里的角色列（买家、客服）")
@click.option("--time-column", metavar="列名", help="表格里的时间列")
@click.option("--conversation-column", metavar="列名", help="表格里的会话列")
@click.option("--shop-account", "shop_accounts", multiple=True, metavar="昵称", help="店铺主账号的昵称，可以写多次；“店铺:子账号”不用写")
@click.option("--encoding", default="utf-8-sig", show_default=True, metavar="编码", help="CSV 的编码：utf-8-sig、utf-8、gbk、gb18030")
@click.option("--all-columns", is_flag=True, help="把输入表格的各列也写出来")
@click.option("--keep-pii", is_flag=True, help="不遮盖昵称、电话、地址、单号等个人信息")
@click.option("--summary", metavar="文件", help="把统计写成 JSON")
@click.option("--jobs", default=0, type=click.IntRange(0), metavar="数", help="进程数，默认用上所有核")
@click.option("--resume/--no-resume", default=None, help="接着上次没跑完的跑 / 不管上次，重来")
@click.option("--strict", is_flag=True, help="有坏行时以 3 退出")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("--shop", metavar="文件", help="店铺资料（填话术里的空）")
def command(
    *,
    inputs: tuple[str, ...],
    output: str,
    layout: str,
    shop_accounts: tuple[str, ...],
    encoding: str,
    all_columns: bool,
    keep_pii: bool,
    summary: str | None,
    jobs: int,
    resume: bool | None,
    strict: bool,
    phrases: str | None,
    shop: str | None,
    **named_columns: str | None,
) -> None:
    """Tag the inputs and say what came of it."""
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.recommend.recommender import Recommender
    from cs_scripts.tagging.run import tag_files

    columns = {_FIELDS[option]: header for option, header in named_columns.items() if header}
    labels = {intent.id: intent.label for intent in load_phrasebook(phrases).intents.values()}
    with _standard_input(inputs, resume) as paths, _progress() as progress:
        run = tag_files(
            paths,
            output,
            load=partial(Recommender.load, phrases=phrases, shop=shop),
            labels=labels,
            layout=layout,
            columns=columns,
            shop_accounts=shop_accounts,
            encoding=encoding,
            keep_pii=keep_pii,
            all_columns=all_columns,
            jobs=jobs,
            resume=resume,
            summary=summary,
            progress=progress,
        )
    _show(console(), run)
    _warn(run)
    if not run.finished:
        note(f"已中断：{run.output} 里是已经完成的部分；同样的命令加 --resume 接着跑")
        raise SystemExit(130)
    if strict and run.figures["bad_rows"]["count"]:
        raise SystemExit(3)


@contextlib.contextmanager
def _standard_input(inputs: tuple[str, ...], resume: bool | None) -> Iterator[list[str]]:
    """Put standard input into a file, which every reader can look at twice."""
    if "-" not in inputs:
        yield list(inputs)
        return
    if resume:
        raise click.UsageError("标准输入不能接着跑：请先存成文件")
    with tempfile.TemporaryDirectory(prefix="cs-scripts-") as folder:
        path = Path(folder) / "标准输入"
        with path.open("wb") as file:
            shutil.copyfileobj(sys.stdin.buffer, file)
        yield [str(path) if name == "-" else name for name in inputs]


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

        def show(read: int, total: int, messages: int) -> None:
            elapsed = bar.tasks[0].elapsed or 1.0
            bar.update(task, completed=read, total=total, messages=messages, rate=messages / elapsed)

        yield show


def _show(screen: Console, run: Run) -> None:
    from rich.markup import escape
    from rich.table import Table

    figures = run.figures
    rate = f"，每秒 {figures['messages_per_second']:,} 条" if figures["messages_per_second"] else ""
    screen.print(
        f"读了 {figures['messages']:,} 条消息，标了 {figures['tagged']:,} 条（客服 {figures['seller_messages']:,} 条不标），"
        f"用时 {figures['seconds']} 秒{rate}"
    )
    if figures["tagged"]:
        table = Table("意图", "编号", "条数", "占比")
        for entry in figures["intents"][:_SHOWN]:
            table.add_row(escape(entry["label"]), escape(entry["id"]), f"{entry['count']:,}", f"{entry['share']:.1%}")
        table.add_row("其他", "none", f"{figures['none']['count']:,}", f"{figures['none']['share']:.1%}")
        screen.print(table)
    if figures["responses"]["count"]:
        screen.print(_response_table(figures))
    if figures["unanswered_intents"]:
        shown = "、".join(f"{entry['label'] or entry['id']} {entry['count']}" for entry in figures["unanswered_intents"][:5])
        screen.print(f"没等到回复的问题：{escape(shown)}")
    if run.finished:
        screen.print(f"已写到 {escape(str(run.output))}")


def _response_table(figures: dict[str, Any]) -> Any:
    from rich.markup import escape
    from rich.table import Table

    title = f"响应速度：{figures['conversations']['count']:,} 个会话，{figures['turns']:,} 轮提问，回复了 {figures['answered']:,} 轮"
    table = Table(
        "客服", "首次响应（中位）", "平均响应", "中位", "九成以内", "10 秒内", "16 秒内", "3 分钟内", title=title, title_justify="left"
    )
    rows = [("全店", figures), *figures["agents"].items()]
    for name, of in rows[: _SHOWN + 1]:
        all_of = of["responses"]
        times = (of["first_response"]["median"], all_of["average"], all_of["median"], all_of["p90"])
        shares = (all_of["within_10s"], all_of["within_16s"], all_of["within_180s"])
        cells = [
            *("–" if time is None else f"{time} 秒" for time in times),
            *("–" if share is None else f"{share:.1%}" for share in shares),
        ]
        table.add_row(escape(name), *cells)
    return table


def _warn(run: Run) -> None:
    figures = run.figures
    for failure in run.unreadable[:10]:
        note(f"警告：{failure}")
    if len(run.unreadable) > 10:
        note(f"警告：另有 {len(run.unreadable) - 10} 个文件没读全")
    bad = figures["bad_rows"]
    if bad["count"]:
        reasons = "，".join(f"{reason} {count}" for reason, count in list(bad["reasons"].items())[:5])
        note(f"警告：{bad['count']} 处读不了（{reasons}）" + (f"，见 {run.rejects}" if run.rejects else ""))
    if figures["unknown_role"] and figures["seller_messages"] == 0 and figures["responses"]["count"] == 0:
        note(f"提示：{figures['unknown_role']} 条消息分不清是买家还是客服，都标了；可用 --shop-account 指明店铺账号")
    if figures["rows_with_unencodable_characters"]:
        note(f"警告：{figures['rows_with_unencodable_characters']} 行有这个编码没有的字，写成了 &#…;")
