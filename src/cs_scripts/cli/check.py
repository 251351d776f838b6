"""``cs-scripts check``: what an agent must not say, in a sentence, a phrase book, quick replies or a chat log."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cs_scripts.cli.console import console, note, print_json, shown
from cs_scripts.errors import FileReadError, NothingCheckedError, UnknownLayoutError
from cs_scripts.speech import SEVERITIES, Checker, Finding, SpeechRules, load_rules

if TYPE_CHECKING:
    from rich.console import Console

    from cs_scripts.shop.profile import Shop
    from cs_scripts.speech.reading import Saying, Sayings

KINDS = ("phrases", "quick-replies", "chat", "lines")
LABELS = {"error": "错误", "warning": "警告", "hint": "提示"}
STYLES = {"error": "bold red", "warning": "yellow", "hint": "cyan"}
SUFFIXES = (".yaml", ".yml", ".csv", ".tsv", ".txt", ".xlsx", ".xls", ".xml", ".json", ".jsonl", ".parquet", ".zip", ".log")

Found = tuple[str, "Saying", Finding]


@click.command(help="检查不该说的话：一句话、话术本、快捷短语文件、聊天记录（只看客服说的）。有“错误”级时以 1 退出。")
@click.argument("targets", nargs=-1, required=True, metavar="话或文件…")
@click.option("--rules", metavar="文件", help="本店自己的规则：加规则、放宽、停用，要写原因")
@click.option("--shop", metavar="文件", help="店铺资料 shop.yaml：店里自己的电话不算泄露，活动过期会提醒")
@click.option("--kind", type=click.Choice(KINDS), help="文件是什么：话术本、快捷短语、聊天记录、一行一句；不写则自动判断")
@click.option("--seller", multiple=True, metavar="昵称", help="聊天记录里哪个昵称是店铺，可写多次")
@click.option("--level", type=click.Choice(SEVERITIES), default="hint", show_default=True, help="最轻报到哪一级：错误、警告、提示")
@click.option("--answers/--no-answers", default=True, help="聊天记录里是否检查答非所问（要加载识别模型）")
@click.option("--limit", default=200, show_default=True, metavar="条数", help="表格最多列几处")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON Lines，一处一行，不受 --limit 限制")
def command(
    targets: tuple[str, ...],
    rules: str | None,
    shop: str | None,
    kind: str | None,
    seller: tuple[str, ...],
    level: str,
    answers: bool,
    limit: int,
    as_json: bool,
) -> None:
    """Print what is wrong, and exit with 1 when an error-level rule fires, with 2 when of a target nothing could be checked."""
    checker = Checker(load_rules(rules))
    shown: list[Found] = []
    agents: dict[str, Counter[str]] = {}
    heard: Counter[str] = Counter()
    for target, saying in _sayings(targets, kind or "", _profile(shop), seller, answers=answers):
        if not saying.text.strip():
            continue
        heard[target] += 1
        name = Path(target).name if len(targets) > 1 and saying.where else ""
        counts = agents.setdefault(saying.agent, Counter())
        counts["checked"] += 1
        for finding in checker.check(saying.text, saying.context):
            if SEVERITIES.index(finding.severity) > SEVERITIES.index(level):
                continue
            counts[finding.severity] += 1
            if as_json:
                print_json(_record(name, saying, finding))
            elif len(shown) < limit:
                shown.append((name, saying, finding))
    total = sum(agents.values(), Counter())
    silent = [target for target in dict.fromkeys(targets) if not heard[target]]
    if not total["checked"]:
        raise NothingCheckedError(silent)
    if not as_json:
        screen = console()
        _show_findings(screen, shown)
        _show_summary(screen, agents, total, total.total() - total["checked"] - len(shown))
        _show_changes(screen, checker.rules)
    if silent:  # what was found elsewhere says nothing of these
        raise NothingCheckedError(silent)
    if total["error"]:
        raise SystemExit(1)


def _sayings(
    targets: Sequence[str], kind: str, shop: Shop | None, sellers: Sequence[str], *, answers: bool
) -> Iterator[tuple[str, Saying]]:
    """Give everything to be checked, with what it was given by; a target that is no file is a sentence."""
    from cs_scripts.speech.reading import Saying, said_now

    for target in targets:
        if not _is_file(target, kind):
            yield target, Saying(target, "", "", said_now(shop))
            continue
        sayings = _read(target, kind, shop, sellers, answers=answers)
        for saying in sayings.items:
            yield target, saying
        for problem in sayings.problems:
            note(f"{Path(target).name}：{problem}")


def _read(target: str, kind: str, shop: Shop | None, sellers: Sequence[str], *, answers: bool) -> Sayings:
    from cs_scripts.speech.reading import read_sayings

    try:
        return read_sayings(target, kind, shop=shop, sellers=sellers, classify=_classify if answers else None)
    except UnknownLayoutError as error:
        # What the reader of chat logs advises are options of tag.
        reason = error.reason.partition("；可用 --")[0]
        raise FileReadError(error.path, f"{reason}；聊天记录要有消息列和说话人，或改成一行一句的文本，用 --kind lines") from error


_PATH = re.compile(r"(?:\.{0,2}|~\w*|[A-Za-z]:)[/\\](?!:)[^\s，。！？]*$|[^\s，。！？]+\.(?:docx?|pdf|wps|rtf|html?)$")
"""What is written as a path, so that nobody means it as a sentence."""

_PARTS = re.compile(r"(?P<first>[^\W\d][^\s，。！？、：:./\\]+)(?P<rest>(?:(?:/|\\(?!n))[^\s，。！？、：:/\\]+)+)[/\\]?")
_SAID = re.compile(
    r"都[可能有是行要会支]|均[可有为]|可以|任[选意]|支持|没有|包邮|[能会][发用到退换]|吗|呢|吧|哦|您|你|咱|我们|本店|^[亲有请可发要]|[的了啦哈呀]$"
)
"""What is said of things that stand with slashes between them, as in 中通/圆通/申通都可以."""


def _is_path(target: str) -> bool:
    """Tell a path that is not there from a sentence: it is written as one, or is three names or more and says nothing of them.

    >>> _is_path("data/聊天/十一月"), _is_path("中通/圆通都可以"), _is_path("顺丰/中通/圆通都可以")
    (True, False, False)
    """
    if _PATH.match(target):
        return True
    parts = _PARTS.fullmatch(target)
    if not parts or _SAID.search(target):
        return False
    return len(re.findall(r"[/\\]", parts["rest"])) > 1 or Path(parts["first"]).is_dir()


def _is_file(target: str, kind: str) -> bool:
    path = Path(target)
    if not target.strip():
        return False
    try:
        if path.is_dir():
            raise FileReadError(path, "这是文件夹，不是文件")
        if path.is_file():
            return True
        if path.is_fifo() or target == "-":
            raise FileReadError(path, "管道只能读一遍，请先存成文件再查")
        if path.is_symlink():
            raise FileReadError(path, "链接指向的文件不在")
    except (OSError, ValueError):  # too long or odd for a file name: a sentence
        return False
    if kind or ("\n" not in target and (path.suffix.lower() in SUFFIXES or _is_path(target))):
        raise FileReadError(path, "没有这个文件" if kind or _PATH.match(target) or path.suffix else "没有这个文件；是一句话就在句末加句号")
    return False


def _profile(path: str | None) -> Shop | None:
    if path is None:
        return None
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.shop.profile import load_shop

    return load_shop(path, load_phrasebook(), other_slots=True)


def _classify(texts: Sequence[str]) -> Any:
    return _recogniser().classify(texts)


@cache
def _recogniser() -> Any:
    from cs_scripts.recognition.recogniser import Recogniser

    return Recogniser.load()


def _record(name: str, saying: Saying, finding: Finding) -> dict[str, Any]:
    return {"file": name, "where": saying.where, "agent": saying.agent, "text": saying.text, **asdict(finding)}


def _show_findings(screen: Console, found: Sequence[Found]) -> None:
    from rich.table import Table

    if not found:
        return
    placed = any(name or saying.where for name, saying, _ in found)
    table = Table(show_lines=True)
    for title in (*(("位置",) if placed else ()), "级别", "规则", "命中", "为什么", "换个说法", "出处"):
        table.add_column(title, overflow="fold")
    for name, saying, finding in found:
        place = " ".join(filter(None, (name, saying.where, saying.agent)))
        level = f"[{STYLES[finding.severity]}]{LABELS[finding.severity]}[/]"
        cells = (f"{finding.label}\n{finding.rule}", _short(finding.matched), finding.reason, finding.suggestion, "\n".join(finding.source))
        table.add_row(*((shown(place),) if placed else ()), level, *map(shown, cells))
    screen.print(table)


def _short(words: str) -> str:
    return words if len(words) <= 24 else words[:11] + "……" + words[-11:]


def _show_summary(screen: Console, agents: dict[str, Counter[str]], total: Counter[str], left_out: int) -> None:
    from rich.table import Table

    if any(agents):
        table = Table(title="每位客服")
        for title in ("客服", "检查条数", *LABELS.values(), "每百条错误和警告"):
            table.add_column(title, justify="left" if title == "客服" else "right")
        for agent, counts in sorted(agents.items(), key=lambda item: (-item[1]["error"], -item[1]["warning"], item[0])):
            rate = 100 * (counts["error"] + counts["warning"]) / counts["checked"]
            table.add_row(shown(agent) or "（未知）", *(str(counts[key]) for key in ("checked", *LABELS)), f"{rate:.1f}")
        screen.print(table)
    if left_out > 0:
        screen.print(f"另有 {left_out} 处没有列出；--json 给出全部，--limit 可多列")
    found = "，".join(f"{label} {total[key]} 处" for key, label in LABELS.items() if total[key])
    screen.print(f"检查了 {total['checked']} 条：{found or '没有发现不该说的话'}")


def _show_changes(screen: Console, rules: SpeechRules) -> None:

    for allowed in rules.allowed:
        screen.print(shown(f"本店允许说：{allowed.text}（{allowed.reason}）"))
    for change in rules.changes:
        done = {"off": "停用", "": "放宽"}.get(change.severity) or f"改为{LABELS[change.severity]}"
        screen.print(shown(f"本店规则：{change.rule} {done}（{change.reason}）"))
