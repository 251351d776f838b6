"""``cs-scripts shop``: check a profile, and say what it leaves out and how many replies wait for it."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from cs_scripts.cli.console import console, harmless, note_problems
from cs_scripts.cli.once import OnceGroup
from cs_scripts.errors import DataFileError


@click.group(cls=OnceGroup, help="店铺资料：检查写得对不对、还缺什么。")
def command() -> None:
    """Group the commands for a shop's profile."""


@command.command(help="检查店铺资料：一次列出全部问题；没有问题则列出还缺什么、有多少条话术在等它。")
@click.argument("profile", metavar="店铺资料")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON")
def check(profile: str, phrases: str | None, as_json: bool) -> int:
    """Load a profile and say what it leaves out, or everything that is wrong with it."""
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.shop.gaps import find_gaps, find_silences
    from cs_scripts.shop.profile import load_shop

    book = load_phrasebook(phrases)
    try:
        shop = load_shop(profile, book, other_slots=phrases is None)
    except DataFileError as error:
        return note_problems(error)
    gaps, silences = find_gaps(shop, book), find_silences(shop)
    if as_json:
        click.echo(
            json.dumps({"missing": [asdict(gap) for gap in gaps], "unanswered": silences, "unknown": shop.others}, ensure_ascii=False)
        )
        return 0
    screen = console()

    def say(text: str) -> None:
        screen.print(harmless(text), markup=False, soft_wrap=True)

    table = f"，地区表 {len(shop.regions.rows)} 处" if shop.regions.rows else ""
    say(f"没有问题：填了 {len(shop.values)} 项，活动 {len(shop.campaigns)} 个，券 {len(shop.coupons)} 种{table}。")
    if shop.others:
        say(f"这几项不是自带话术的空位：{'、'.join(shop.others)}。是自己话术本的就加 --phrases 再查一遍，不是就删掉")
    open_gaps = [gap for gap in gaps if not gap.default]
    if open_gaps:
        say(f"还缺 {len(open_gaps)} 项，回复里会显示【待填:…】：")
        for gap in open_gaps:
            say(f"  {gap.slot}（{gap.label}）：{gap.scripts} 条话术的 {gap.replies} 种说法在等它")
    if by_default := [gap for gap in gaps if gap.default]:
        shown = "、".join(f"{gap.slot}={gap.default}" for gap in by_default)
        say(f"另有 {len(by_default)} 项没写，先用文档的默认值：{shown}")
    if silences:
        say("下面这些没写，买家问到时只能用话术答：")
        for each in silences:
            say(f"  {each}")
    return 0
