"""``cs-scripts formats``: which files can be written and read, how sure that is, and learning a further one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from cs_scripts.cli.console import console, harmless
from cs_scripts.cli.export import shown_encoding
from cs_scripts.cli.once import OnceGroup
from cs_scripts.cli.written import overwrite_option, refuse_existing
from cs_scripts.errors import ArgumentError
from cs_scripts.quickreply.entry import FIELD_LABELS
from cs_scripts.quickreply.format_files import list_formats, save_format
from cs_scripts.quickreply.formats import CERTAINTIES, Format


@click.group(cls=OnceGroup, invoke_without_command=True, help="列出快捷短语格式：多可靠、什么编码、上限、能导入哪里。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """List the formats, unless a subcommand was given."""
    if context.invoked_subcommand:
        return
    if as_json:
        import json

        click.echo(json.dumps([_record(each) for each in list_formats()], ensure_ascii=False, indent=2))
        return
    from rich.table import Table

    table = Table(show_lines=True)
    for heading in ("格式", "是什么", "可靠程度", "编码", "上限（字）", "导入到哪里"):
        table.add_column(heading, no_wrap=heading == "格式", overflow="fold")
    for each in list_formats():
        record = _record(each)
        table.add_row(*[str(record[key]) for key in ("name", "label", "certainty", "encoding", "limits", "place")])
    console().print(table)
    click.echo(
        "依据见 cs-scripts formats --json 和 docs/quick_replies.md。表里没有的客户端：cs-scripts formats learn 它导出的文件 -o my.yaml"
    )


def _record(described: Format) -> dict[str, str]:
    return {
        "name": described.name,
        "label": described.label,
        "certainty": CERTAINTIES[described.certainty],
        "evidence": described.evidence,
        "encoding": "" if described.container == "xlsx" else shown_encoding(described),
        "limits": "、".join(f"{FIELD_LABELS[name]} {most}" for name, most in described.limits.items()),
        "place": described.place,
    }


@command.command(help="从客户端自己导出的文件学一个格式。样本里最好有两三条短语，其中一条有换行、逗号、引号。")
@click.argument("sample", metavar="样本")
@click.option("-o", "--output", required=True, metavar="文件", help="学到的格式写到哪里，以 .yaml 结尾")
@click.option("--known", nargs=3, multiple=True, metavar="编码 正文 分组", help="样本里的一条短语，换行写作 \\n，没有的写 ''，可以多次给")
@click.option("--field", "fields", multiple=True, metavar="字段=名字", help="哪一列、哪个元素或 @属性 是 code、text、group，可以多次给")
@click.option("--encoding", default="", metavar="编码", help="样本的编码，认不出时给")
@click.option("--newline", type=click.Choice(["crlf", "lf"]), default=None, help="短语里的换行写成什么，样本看不出时给")
@click.option("--quote", type=click.Choice(["all", "minimal"]), default=None, help="格子是否总加引号，样本看不出时给（CSV）")
@click.option("--name", default="", metavar="名字", help="给格式起个名字，默认用样本的文件名")
@overwrite_option
def learn(
    sample: str,
    output: str,
    known: Sequence[tuple[str, str, str]],
    fields: Sequence[str],
    encoding: str,
    newline: str | None,
    quote: str | None,
    name: str,
    overwrite: bool,
) -> None:
    """Write what the sample teaches, and say what it leaves open."""
    from cs_scripts.quickreply.learn.learn import Hints, learn_format

    if Path(output).suffix.lower() not in (".yaml", ".yml"):
        raise ArgumentError("-o", "要以 .yaml 结尾")
    refuse_existing(output, overwrite=overwrite)
    phrases = [dict(zip(("code", "text", "group"), (part.replace("\\n", "\n") for part in phrase), strict=True)) for phrase in known]
    hints = Hints(phrases, parse_fields(fields), encoding, newline or "", quote or "")
    lesson = learn_format(sample, hints, name)
    save_format(lesson.format, output, [*lesson.learnt, *lesson.open])
    screen = console()
    for line in lesson.learnt:
        screen.print(harmless(f"学到：{line}"), markup=False, soft_wrap=True)
    for line in lesson.open:
        screen.print(harmless(f"没定：{line}"), markup=False, soft_wrap=True)
    proof = "照这个样子写回去，和样本一个字节不差" if lesson.exact else "Excel 文件不逐字节比，按列核对"
    screen.print(harmless(f"样本里 {lesson.phrases} 条短语，{proof}。"), markup=False, soft_wrap=True)
    screen.print(harmless(f"已写到 {output}，用法：cs-scripts export -o 文件 --format {output}"), markup=False, soft_wrap=True)


def parse_fields(given: Sequence[str]) -> dict[str, str]:
    """Take options of the form ``text=列名`` apart.

    Args:
        given: the options.

    Returns:
        For each field, the name of what holds it.

    Raises:
        ArgumentError: an option is not of that form.

    >>> parse_fields(["text=@content"])
    {'text': '@content'}
    """
    from cs_scripts.quickreply.entry import FIELDS

    named = {}
    for value in given:
        field, sign, name = value.partition("=")
        if not sign or field not in FIELDS or not name:
            raise ArgumentError("--field", f"“{value}”应形如 text=列名，字段是 {'、'.join(FIELDS)}")
        named[field] = name
    return named
