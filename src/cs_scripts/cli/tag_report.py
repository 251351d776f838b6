"""What ``cs-scripts tag`` says at the end: what was read, what is asked, how fast it is answered, and what went wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cs_scripts.cli.console import harmless, note

if TYPE_CHECKING:
    from rich.console import Console

    from cs_scripts.tagging.run import Run

_SHOWN = 15
_EXAMPLE = 28


def show(screen: Console, run: Run) -> None:
    """Print the figures of a run.

    Args:
        screen: where to.
        run: what came of it.
    """
    figures = run.figures
    rate = f"，每秒 {figures['messages_per_second']:,} 条" if figures["messages_per_second"] else ""
    screen.print(
        f"读了 {figures['messages']:,} 条消息，标了 {figures['tagged']:,} 条（客服 {figures['seller_messages']:,} 条不标），"
        f"用时 {figures['seconds']} 秒{rate}"
    )
    _show_account(screen, figures)
    if figures["tagged"]:
        screen.print(_intent_table(figures))
    if figures["responses"]["count"]:
        screen.print(_response_table(figures))
    if figures["articles"]:
        shown = "、".join(f"{_short(entry['article'])} {entry['tagged']:,}" for entry in figures["articles"][:5])
        _print(screen, f"问得最多的商品：{shown}")
    if figures["unanswered_intents"]:
        shown = "、".join(f"{entry['label'] or entry['id']} {entry['count']}" for entry in figures["unanswered_intents"][:5])
        _print(screen, f"没等到回复的问题：{shown}")
    if figures["masked"]:
        _print(screen, "已遮盖：" + "、".join(f"{kind} {count:,}" for kind, count in figures["masked"].items()))
    if run.finished:
        _print(screen, f"已写到 {run.output}")


def _print(screen: Console, text: str) -> None:
    screen.print(harmless(text), markup=False, soft_wrap=True)


def _show_account(screen: Console, figures: dict[str, Any]) -> None:
    """Say what was read but not used; nothing where all was."""
    account = figures["account"]
    if account["read"] == account["used"]:
        return
    parts = [f"用了 {account['used']:,}"]
    for name, key in (("略过", "left_out"), ("坏", "rejected")):
        of = account[key]
        if of["count"]:
            reasons = "，".join(f"{reason} {count:,}" for reason, count in list(of["reasons"].items())[:5])
            parts.append(f"{name} {of['count']:,}（{reasons}）")
    _print(screen, f"共 {account['read']:,} 行：{'，'.join(parts)}")


def _intent_table(figures: dict[str, Any]) -> Any:
    from rich.markup import escape
    from rich.table import Table

    table = Table("意图", "编号", "条数", "占比", "例")
    for entry in figures["intents"][:_SHOWN]:
        example = _short(entry["examples"][0]) if entry["examples"] else ""
        cells = (entry["label"], entry["id"], f"{entry['count']:,}", f"{entry['share']:.1%}", example)
        table.add_row(*(escape(harmless(cell)) for cell in cells))
    table.add_row("其他", "none", f"{figures['none']['count']:,}", f"{figures['none']['share']:.1%}", "")
    return table


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _EXAMPLE else flat[: _EXAMPLE - 1] + "…"


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
        table.add_row(escape(harmless(name)), *cells)
    return table


def warn(run: Run) -> None:
    """Say on standard error what went wrong, what was left out, and what to do.

    Args:
        run: what came of the run.
    """
    figures, account = run.figures, run.figures["account"]
    for failure in run.unreadable[:10]:
        note(f"警告：{failure}")
    if len(run.unreadable) > 10:
        note(f"警告：另有 {len(run.unreadable) - 10} 个文件没读全")
    for entry in [entry for entry in figures["files"] if entry["note"]][:10]:
        note(f"提示：{entry['file']}：{entry['note']}")
    rejected = account["rejected"]
    if rejected["count"]:
        reasons = "，".join(f"{reason} {count}" for reason, count in list(rejected["reasons"].items())[:5])
        note(f"警告：{rejected['count']} 处读不了（{reasons}）" + (f"，见 {run.rejects}" if run.rejects else ""))
    if account["unknown_roles"]:
        values = "、".join(f"{value} {count} 条" for value, count in account["unknown_roles"].items())
        note(f"警告：角色列里这些值不认得，没有标：{values}；请用 --role-map 值=buyer（或 seller、system）说明")
    if account["remarks"]["count"]:
        note("提示：" + "，".join(f"{reason} {count}" for reason, count in list(account["remarks"]["reasons"].items())[:5]))
    if figures["unknown_role"]:
        note(f"提示：{figures['unknown_role']} 条消息分不清是买家还是客服，都标了；可用 --shop-account 指明店铺账号")
    if figures["rows_with_unencodable_characters"]:
        note(f"警告：{figures['rows_with_unencodable_characters']} 行有这个编码没有的字，写成了 &#…;")
    if run.cut_cells:
        note(f"警告：{run.cut_cells} 格文字超过 Excel 的上限，截短了，末尾是 …")
