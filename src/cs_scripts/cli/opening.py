"""``cs-scripts opening``: what the agent may say first, and when."""

from __future__ import annotations

import click

from cs_scripts.cli.console import console, harmless, note, parse_order, print_json
from cs_scripts.recommend.recommender import Recommender


@click.command(help="客服先开口：催付、发货通知、生日祝福等。场合写中文名或编号；不写则列出全部场合。")
@click.argument("occasion", required=False, metavar="[场合]")
@click.option("--shop", metavar="文件", help="店铺资料 shop.yaml")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("-k", default=3, metavar="条数", help="最多几条", show_default=True)
@click.option("--order", metavar="键=值,…", help="订单情况，如 status=待付款,item=米白卫衣")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def command(occasion: str | None, shop: str | None, phrases: str | None, k: int, order: str | None, as_json: bool) -> None:
    """Print the openings of an occasion."""
    recommender = Recommender.load(phrases=phrases, shop=shop)
    if occasion is None:
        for trigger in recommender.book.triggers.values():
            hours = f"，{trigger.hours[0]:%H:%M}–{trigger.hours[1]:%H:%M} 发" if trigger.hours else ""
            click.echo(f"{trigger.label}（{trigger.id}{hours}{'，只说一次' if trigger.once else ''}）")
        return
    opening = recommender.opening(occasion, k, order=parse_order(order))
    if as_json:
        print_json(opening.to_dict())
        return
    if opening.note:
        wait = f"，可在 {opening.not_before:%m月%d日 %H:%M} 起发" if opening.not_before else ""
        note(opening.note + wait)
    screen = console()
    for number, reply in enumerate(opening.replies, 1):
        screen.print(harmless(f"{number}. {reply.text}"), markup=False, soft_wrap=True)
