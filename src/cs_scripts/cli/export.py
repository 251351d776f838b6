"""``cs-scripts export``: the phrase book as a file of quick replies for a client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from cs_scripts.cli.console import console, shown
from cs_scripts.cli.moment import read_moment
from cs_scripts.cli.written import already_there, tell_replaced
from cs_scripts.errors import ArgumentError
from cs_scripts.files.atomic import write_bytes
from cs_scripts.files.text import ENCODING_LABELS
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.quickreply.conform import Finding
from cs_scripts.quickreply.format_files import list_formats, load_format
from cs_scripts.quickreply.formats import CERTAINTIES, Format
from cs_scripts.quickreply.from_book import book_entries, export_entries, select
from cs_scripts.shop.profile import Shop, load_shop

SHOWN = 40
_BY_SUFFIX = {".csv": "qianniu-csv", ".xlsx": "xlsx", ".jsonl": "jsonl", ".xml": "wangwang-xml"}
_HOLDS = {
    ".csv": ("csv",),
    ".tsv": ("csv",),
    ".xlsx": ("xlsx",),
    ".xls": (),
    ".xml": ("xml",),
    ".json": ("json",),
    ".jsonl": ("jsonl",),
    ".yaml": ("yaml", "rasa"),
    ".yml": ("yaml", "rasa"),
}
"""Containers that a file of this suffix may have; one with another suffix may have any."""


@click.command(help="把话术导出成快捷短语文件。默认是千牛的 CSV（GBK）；格式用 cs-scripts formats 看。")
@click.option("-o", "--output", required=True, metavar="文件", help="写到哪里")
@click.option(
    "--format", "name", metavar="格式", help="格式名，或学来的 .yaml 文件；不给就看文件名：.csv 是千牛的，.xlsx .jsonl .xml 是本工具的"
)
@click.option("--shop", "shop_path", metavar="文件", help="店铺资料 shop.yaml，用来填空")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("--intent", "intents", multiple=True, metavar="意图", help="只要这个意图（代号或中文名），可以多次给")
@click.option("--group", "groups", multiple=True, metavar="分组", help="只要这个分组，可以多次给")
@click.option("--stage", "stages", multiple=True, metavar="阶段", help="只要这个阶段：售前、下单、发货物流、售后、其他，可以多次给")
@click.option("--ids", multiple=True, metavar="编号", help="只要这些话术（编号或快捷编码，逗号隔开）")
@click.option("--wordings", type=click.Choice(["one", "all"]), default="one", show_default=True, help="每条话术要一种说法还是全部")
@click.option("--group-by", type=click.Choice(["intent", "stage"]), default="intent", show_default=True, help="按意图还是按阶段分组")
@click.option("--documented", is_flag=True, help="只要出自培训文档的话术")
@click.option("--complete-only", is_flag=True, help="还有空位没填的不导出")
@click.option("--at", metavar="时间", help="按哪一天的活动导出，默认现在")
@click.option("--strict", is_flag=True, help="有任何一处没能原样写出，就以 3 退出")
def command(
    output: str,
    name: str | None,
    shop_path: str | None,
    phrases: str | None,
    intents: Sequence[str],
    groups: Sequence[str],
    stages: Sequence[str],
    ids: Sequence[str],
    wordings: str,
    group_by: str,
    documented: bool,
    complete_only: bool,
    at: str | None,
    strict: bool,
) -> None:
    """Write the file and tell what it holds and what it could not hold."""
    described = load_format(format_for(name, output))
    book = load_phrasebook(phrases)
    shop = load_shop(shop_path, book) if shop_path else Shop()
    moment = read_moment(at, "--at") if at is not None else datetime.now()
    everything = book_entries(book, shop, at=moment, every_wording=wordings == "all", group_by=group_by, every_script=True)
    chosen_ids = [part.strip() for value in ids for part in value.replace("，", ",").split(",") if part.strip()]
    asked = select(everything, book, intents=intents, groups=groups, stages=stages, ids=chosen_ids)
    asked = [entry for entry in asked if book.scripts[entry.id].documented or not documented]
    chosen = [entry for entry in asked if shop.allows(book.scripts[entry.id], moment)]
    kept = [entry for entry in chosen if not (complete_only and entry.missing)]
    held_back = len({entry.id for entry in asked} - {entry.id for entry in chosen})
    if not kept:
        reason = f"选中的 {held_back} 条现在都不合活动、平台条件" if held_back else "没有一条话术合这些条件"
        raise ArgumentError("选择", f"{reason}，什么都没有写")
    export = export_entries(kept, described)
    replaced = already_there([output])
    write_bytes(output, export.content)

    screen = console()
    encoding = "" if described.container == "xlsx" else f"，{shown_encoding(described)}"
    screen.print(f"写出 {len(export.entries)} 条 → {output}（{described.label}{encoding}）", markup=False, soft_wrap=True)
    if held_back:
        screen.print(f"活动、平台条件现在不合的话术 {held_back} 条没有导出", soft_wrap=True)
    if complete_only and len(chosen) > len(kept):
        screen.print(f"还有空位没填的 {len(chosen) - len(kept)} 条没有导出", soft_wrap=True)
    elif missing := sum(bool(entry.missing) for entry in export.entries):
        screen.print(f"其中 {missing} 条还有空位，显示为【待填:…】；填好店铺资料或加 --complete-only", soft_wrap=True)
    if described.certainty == "indirect":
        screen.print(
            f"这个格式{CERTAINTIES['indirect']}：先导入一两条试试；不认就用 cs-scripts formats learn 学客户端自己导出的文件", soft_wrap=True
        )
    show_findings(export.findings)
    tell_replaced(replaced)
    if strict and export.findings:
        raise SystemExit(3)


def format_for(name: str | None, output: str) -> str:
    """Choose the format by what was asked and by the file's name, which must not contradict each other.

    Args:
        name: the format, as in ``kefubao``, or a learnt one's file; None to go by the file's name.
        output: the file.

    Returns:
        The name of the format, or of its Excel variant where the file's name asks for that.

    Raises:
        ArgumentError: the file's name is of another kind than the format, or of none.

    >>> format_for("kefubao", "话术.xlsx"), format_for(None, "话术.xlsx"), format_for(None, "话术.csv")
    ('kefubao-xlsx', 'xlsx', 'qianniu-csv')
    """
    suffix = Path(output).suffix.lower()
    if name is None:
        if suffix not in _BY_SUFFIX:
            known = "、".join(sorted({each.name for each in list_formats() if each.suffix in (suffix, suffix.replace(".yaml", ".yml"))}))
            raise ArgumentError(
                "-o", f"看不出 {suffix or '没有后缀的文件'} 要写成什么；用 --format 指明" + (f"，如 {known}" if known else "")
            )
        return _BY_SUFFIX[suffix]
    variant = f"{name}-{suffix[1:]}"
    if any(each.name == variant for each in list_formats()):
        return variant
    container = load_format(name).container
    if suffix in _HOLDS and container not in _HOLDS[suffix]:
        raise ArgumentError("-o", f"格式 {name} 写出的是 {container}，文件名却以 {suffix} 结尾；改文件名，或换 --format")
    return name


def shown_encoding(described: Format) -> str:
    """Say an encoding the way Windows users know it.

    Args:
        described: the format.

    Returns:
        As in ``GBK`` or ``UTF-8 带 BOM``.
    """
    name = ENCODING_LABELS.get(described.encoding, described.encoding)
    return f"{name} 带 BOM" if described.bom else name


def show_findings(findings: Sequence[Finding]) -> None:
    """Print everything that could not be taken as it was.

    Args:
        findings: the findings.
    """
    if not findings:
        return
    from rich.table import Table

    table = Table(title=f"没能原样写出的 {len(findings)} 处", title_justify="left")
    for heading in ("话术", "编码", "问题"):
        table.add_column(heading)
    for finding in findings[:SHOWN]:
        where = finding.entry.id or finding.entry.where or finding.entry.text[:12]
        table.add_row(*(shown(cell) for cell in (where, finding.entry.code, finding.said)))
    if len(findings) > SHOWN:
        table.add_row(f"另有 {len(findings) - SHOWN} 处", "", "")
    console().print(table)
