"""``cs-scripts goods``: an empty table of goods to fill in, and a check of a filled one."""

from __future__ import annotations

import re
from pathlib import Path

import click

from cs_scripts.cli.console import console, harmless, note_problems
from cs_scripts.cli.once import OnceGroup
from cs_scripts.cli.written import overwrite_option, refuse_existing
from cs_scripts.errors import ArgumentError, DataFileError

_COLUMNS = re.split(
    r"\s",
    "商品ID 名称 别名 类目 性别 价格 原价 颜色 尺码 规格 口味 库存 到货日期 材质 产地 尺寸 重量 容量 能否机洗 洗涤保养 使用方法 注意事项 "
    "保质期 生产日期 包装清单 赠品 质保 卖点 缺点 搭配 平价款 升级款 尺码表 链接",
)
_FILLED = {
    "商品ID": "A001", "名称": "云朵连帽卫衣", "别名": "云朵卫衣/连帽卫衣", "类目": "服饰/卫衣", "性别": "女", "价格": "129", "原价": "199",
    "颜色": "米白/藏青", "尺码": "S/M/L", "库存": "米白S:6;米白M:0;藏青L:8", "材质": "棉80%、聚酯纤维20%", "能否机洗": "可以，30度以内",
}  # fmt: skip


@click.group(cls=OnceGroup, help="商品表：生成空表、检查填好的表。")
def command() -> None:
    """Group the commands for a table of goods."""


@command.command(help="生成一张空的商品表（.xlsx 或 .csv），表头都认得，带一行样例，删掉样例照着填。")
@click.option("-o", "--output", required=True, metavar="文件", help="写到哪里，以 .xlsx 或 .csv 结尾")
@overwrite_option
def template(output: str, overwrite: bool) -> None:
    """Write an empty table with one example row."""
    from cs_scripts.shop.goods_write import write_template

    if Path(output).suffix.lower() not in (".xlsx", ".csv"):
        raise ArgumentError("-o", "要以 .xlsx 或 .csv 结尾")
    refuse_existing(output, overwrite=overwrite)
    write_template(Path(output), _COLUMNS, _FILLED)
    console().print(f"已写到 {output}：第 2 行是样例，删掉后照着填；不需要的列可以删，要加的列直接加。", markup=False, soft_wrap=True)


@command.command(help="检查商品表：一次列出全部问题；没有问题则说说读到了什么。")
@click.argument("table", metavar="商品表")
def check(table: str) -> int:
    """Load a table and say what was read, or everything that is wrong with it."""
    from cs_scripts.shop.attributes import attributes
    from cs_scripts.shop.goods import Goods
    from cs_scripts.shop.goods_file import read_sheet

    try:
        goods = Goods.load(table)
    except DataFileError as error:
        return note_problems(error)
    known = {header for each in attributes().values() for header in (*each.columns, each.label)}
    sheet = read_sheet(table)
    headers = sheet.headers
    further = [header for header in headers if header not in known]
    screen = console()
    counted = sum(1 for article in goods.articles if article.values.get("stock"))
    screen.print(harmless(f"{len(goods)} 件商品，{len(headers)} 列，{counted} 件写了库存，没有发现问题。"), markup=False, soft_wrap=True)
    if further:
        screen.print(harmless(f"另有自己加的列：{'、'.join(further)}（买家问到列名时照着答）"), markup=False, soft_wrap=True)
    if sheet.others:
        screen.print(harmless(f"只读了第一张工作表，没有读：{'、'.join(sheet.others)}"), markup=False, soft_wrap=True)
    return 0
