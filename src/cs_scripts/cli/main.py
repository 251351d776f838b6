"""The command ``cs-scripts``: Chinese on the screen, one clear line for every error, commands loaded by need."""

from __future__ import annotations

import gc
import gettext
import importlib
import logging
import os
import sys
from collections.abc import Callable
from typing import Any, cast

import click

from cs_scripts.cli.console import Notes, note
from cs_scripts.cli.once import OnceGroup
from cs_scripts.errors import CsScriptsError
from cs_scripts.files.data import data_path
from cs_scripts.files.reasons import reason

COMMANDS = {
    "suggest": ("suggest", "给买家消息推荐回复"),
    "opening": ("opening", "客服先开口：催付、发货通知、回访等"),
    "phrases": ("phrases", "查看、搜索话术"),
    "tag": ("tag", "给聊天记录批量打标签"),
    "export": ("export", "导出快捷短语文件（千牛、旺旺、Excel 等）"),
    "import": ("import_", "把已有的快捷短语导入成话术"),
    "formats": ("formats", "列出快捷短语格式，或从样本学一个格式"),
    "check": ("check", "检查话术、短语文件、聊天记录里不该说的话"),
    "desk": ("desk", "打开工作台：千牛旁边的本机网页"),
    "mine": ("mine", "从聊天记录里找常问却没有话术的问题，写成草稿"),
    "report": ("report", "把聊天记录汇总成一页报告"),
    "learn": ("learn", "查看、导出、删除工作台的选用记录"),
    "goods": ("goods", "生成、检查商品表"),
    "shop": ("shop", "检查店铺资料，看还缺什么"),
    "intents": ("intents", "列出全部意图"),
    "slots": ("slots", "列出话术里的空位"),
    "evaluate": ("evaluate", "在标注好的消息上评估识别效果"),
}
"""Name of each command: its module in ``cs_scripts.cli``, and its line in the help."""


class _LazyGroup(OnceGroup):
    """A group that imports a command's module when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """List the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"cs_scripts.cli.{COMMANDS[cmd_name][0]}")
        return cast("click.Command", module.command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("命令"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cs-scripts", prog_name="cs-scripts", message="%(prog)s %(version)s", help="显示版本并退出。")
@click.pass_context
def group(context: click.Context) -> None:
    """淘宝 / 天猫客服话术：识别买家意图，推荐有出处的回复。"""  # noqa: D415 - shown as the help, in Chinese
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def main() -> None:
    """Run the command line; end with 2 after an error of ours, in one line."""
    speak_chinese()
    gc.set_threshold(50_000, 20)  # a book is many objects and no cycles: looking for them takes a fifteenth of a command's time
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a GBK console lacks emoji; that is no reason to stop
    log = logging.getLogger("cs_scripts")
    log.setLevel(logging.INFO)
    log.addHandler(Notes())
    code = run(lambda: group(standalone_mode=False))
    gc.freeze()  # the end of the process frees all; else Python would first look through every object, for a tenth of the command's time
    sys.exit(code)


def speak_chinese() -> None:
    """Have click's own words come out in Chinese, whatever the locale: it asks gettext, which is told where they are."""
    os.environ["LANGUAGE"] = "zh"
    gettext.bindtextdomain("messages", str(data_path("locale")))
    gettext.textdomain("messages")


def run(action: Callable[[], Any]) -> int:
    """Run an action and turn what it raises into an exit code.

    Args:
        action: what to run.

    Returns:
        0, the code the action exits with, or 2 after an error.
    """
    try:
        result = action()
    except CsScriptsError as error:
        note(f"错误：{error}")
        return 2
    except getattr(click.exceptions, "NoArgsIsHelpError", ()) as error:  # cs-scripts goods, without more; new in click 8.2
        click.echo(error.ctx.get_help())
        return 0
    except click.ClickException as error:
        note(f"错误：{error.format_message()}")
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断", err=True)
        return 130
    except BrokenPipeError:
        sys.stdout = None
        return 0
    except OSError as error:  # the disk is full, the network drive is gone: wherever that happens, it is no fault of the program
        note(f"错误：{error.filename or '系统'}：{reason(error)}")
        return 2
    return result if isinstance(result, int) else 0
