"""``cs-scripts evaluate``: measure recognition on labelled messages, or by cross-validation."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from cs_scripts.cli.console import console, note, shown
from cs_scripts.errors import ArgumentError
from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.book import Intent
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.recognition.accuracy import Report, Share
from cs_scripts.recognition.evaluation import cross_validate, evaluate
from cs_scripts.recognition.labelled import read_labelled
from cs_scripts.recognition.recogniser import Recogniser


@click.command(help="在标注好的消息上评估识别效果（JSON Lines，或“消息<制表符>意图”的 TSV）；不给文件时在自带例句上交叉验证。")
@click.argument("file", required=False, metavar="[文件]")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(file: str | None, as_json: bool) -> None:
    """Print the report."""
    recogniser = Recogniser.load()
    intents = load_phrasebook().intents
    if file is None:
        if not data_path("messages").is_dir():
            raise ArgumentError("文件", "安装包不带例句，不能做交叉验证；请给标注文件，或在源码目录里运行")
        note("没有给文件：在自带例句上做 5 折交叉验证，约需两三分钟……")
        report = cross_validate(recogniser)
    else:
        labelled = read_labelled(file, list(intents))
        report = evaluate(recogniser, labelled.rows)
        if labelled.problems:
            shown = "；".join(map(str, labelled.problems[:5]))
            note(f"有 {len(labelled.problems)} 行不合格，已跳过：{shown}")
    if as_json:
        click.echo(json.dumps(report.as_record(), ensure_ascii=False, indent=2))
    else:
        show(report, intents)


def show(report: Report, intents: Mapping[str, Intent]) -> None:
    """Print a report as tables.

    Args:
        report: the report.
        intents: their names.
    """
    from rich.table import Table

    screen = console()

    def name(intent: str) -> str:
        return f"{intents[intent].label} {intent}"

    overall = Table(title="总体")
    for title in ("指标", "数值", "95% 区间", "条数"):
        overall.add_column(title)
    rows: list[tuple[str, Share]] = [
        ("首个意图正确率", report.accuracy),
        ("其中：自然抽样", report.natural),
        ("其中：有意图可答的", report.in_scope),
        ("可答消息里有把握的占比", report.coverage),
        ("有把握时正确率", report.by_status["confident"]),
        ("不太确定时正确率", report.by_status["ambiguous"]),
        ("判为其他时正确率", report.by_status["none"]),
        ("结合上文的正确率：只看本句", report.context_without),
        ("结合上文的正确率：带上文", report.context_with),
    ]
    for title, share in rows:
        if share.total:
            low, high = share.interval
            overall.add_row(title, f"{share.value:.1%}", f"{low:.1%} – {high:.1%}", f"{share.hits}/{share.total}")
    overall.add_row("宏平均 F1", f"{report.macro_f1:.1%}")
    overall.add_row("多意图 F1", f"{report.multi_f1:.1%}")
    screen.print(overall)

    each = Table(title="各意图（首个意图）")
    for title in ("意图", "精确率", "召回率", "F1", "条数"):
        each.add_column(title)
    for intent, numbers in report.per_intent.items():
        each.add_row(name(intent), f"{numbers.precision:.1%}", f"{numbers.recall:.1%}", f"{numbers.f1:.1%}", str(numbers.support))
    screen.print(each)

    confusions = Table(title="最常混淆")
    for title in ("应为", "判成", "次数", "例子"):
        confusions.add_column(title, overflow="fold")
    for confusion in report.confusions:
        examples = "；".join(text[:30] for text in confusion.examples)
        confusions.add_row(name(confusion.right), name(confusion.answered), str(confusion.count), shown(examples))
    screen.print(confusions)
