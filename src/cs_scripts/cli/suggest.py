"""``cs-scripts suggest``: answer one message, or one a line from standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click
from click import style

from cs_scripts.cli.console import decoded_lines, harmless, parse_order, print_json, say
from cs_scripts.conversation.terms import STAGES
from cs_scripts.recommend.recommender import Recommender
from cs_scripts.recommend.suggestion import Suggestion

STATUS = {"confident": "有把握", "ambiguous": "不太确定", "none": "无法判断"}


@click.command(help="给买家消息推荐回复。消息写 - 则从标准输入读，一行一条。")
@click.argument("message", metavar="消息")
@click.option("--shop", metavar="文件", help="店铺资料 shop.yaml")
@click.option("--phrases", metavar="文件", help="自己的话术本，补充或覆盖自带的话术")
@click.option("--goods", metavar="文件", help="商品表（csv、xlsx、yaml），模板见 cs-scripts goods template")
@click.option("--item", metavar="商品", help="买家在看的商品：编号、链接或名称")
@click.option("-k", default=3, metavar="条数", help="最多推荐几条", show_default=True)
@click.option("--stage", type=click.Choice(STAGES), help="订单阶段")
@click.option("--order", metavar="键=值,…", help="订单情况，如 status=已发货,courier=中通,tracking_no=…")
@click.option("--documented", is_flag=True, help="只推荐出自培训文档的话术")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON Lines")
@click.option("--why", is_flag=True, help="显示由哪些词判断的")
def command(
    message: str,
    shop: str | None,
    phrases: str | None,
    goods: str | None,
    item: str | None,
    k: int,
    stage: str | None,
    order: str | None,
    documented: bool,
    as_json: bool,
    why: bool,
) -> None:
    """Print suggestions for each message."""
    recommender = Recommender.load(phrases=phrases, shop=shop, goods=goods)
    if documented:
        from cs_scripts.recommend.documented import only_documented

        recommender = only_documented(recommender)
    known = parse_order(order) | ({"status": stage} if stage else {})
    for text in decoded_lines(sys.stdin.buffer) if message == "-" else [message]:
        suggestion = recommender.suggest(text, k=k, item=item, order=known)
        reasons = recommender.explain(text) if why else None
        if as_json:
            print_json(as_record(text, suggestion, reasons))
        else:
            show(text, suggestion, reasons, recommender)


def as_record(text: str, suggestion: Suggestion, reasons: dict[str, list[tuple[str, float]]] | None) -> dict[str, Any]:
    """Give a suggestion as plain JSON types.

    Args:
        text: the message.
        suggestion: what to answer.
        reasons: the words that decided, None to leave them out.

    Returns:
        A mapping for ``json.dumps``.
    """
    record = {"text": text, **suggestion.to_dict()}
    return record if reasons is None else record | {"why": reasons}


def show(text: str, suggestion: Suggestion, reasons: dict[str, list[tuple[str, float]]] | None, recommender: Recommender) -> None:
    """Print a suggestion: each reply on lines of its own, so that it can be copied from a terminal of any width; details below it.

    Args:
        text: the message.
        suggestion: what to answer.
        reasons: the words that decided, None to leave them out.
        recommender: names the intents.
    """
    intents = recommender.book.intents
    found = "，".join(f"{intents[intent.id].label} {intent.probability:.0%}" for intent in suggestion.intents)
    say(f"{style('买家：', bold=True)}{harmless(text[:200])}")
    say(f"{style('判断：', bold=True)}{STATUS[suggestion.status]}{'：' + found if found else '，请人工回复，不推荐话术'}")
    if suggestion.replies:
        for number, reply in enumerate(suggestion.replies, 1):
            details = (intents[reply.intent].label, reply.technique, reply.source, reply.id)
            say(f"\n{style(str(number), bold=True, fg='cyan')}\n{harmless(reply.text)}")
            say(style(harmless(" · ".join(filter(None, details))), dim=True))
    elif suggestion.intents:
        say(f"{style('回复：', bold=True)}话术本里没有这个意图的话术，可在自己的话术本里加一条")
    for intent, words in (reasons or {}).items():
        evidence = "、".join(_evidence(words))
        say(f"{style('依据：', bold=True)}{intents[intent].label} ← {harmless(evidence) or '没有认得的词'}")
    say("")


def _evidence(words: Iterable[tuple[str, float]]) -> Iterator[str]:
    from cs_scripts.text.normalise import readable

    return (f"{readable(word)} {share:+.2f}" for word, share in words)
