"""What commands do about a file that is there already.

One that people fill in is not written over, unless they say so; one that is made anew each time is replaced, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from cs_scripts.cli.console import note
from cs_scripts.errors import ArgumentError


def overwrite_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command that writes what people fill in the option ``--overwrite``."""
    return click.option("--overwrite", is_flag=True, help="文件已存在也重写")(command)


def refuse_existing(output: str, *, overwrite: bool) -> None:
    """Refuse to write over what somebody may have filled in.

    Raises:
        ArgumentError: the file is there, and nobody said that it may go.
    """
    if not overwrite and Path(output).exists():
        raise ArgumentError("-o", f"{output} 已经有了；换个名字，或用 --overwrite 重写它")


def already_there(outputs: Sequence[str | None]) -> list[str]:
    """Name the files among some outputs that are there already, before they are written."""
    return [output for output in outputs if output and output != "-" and Path(output).is_file()]


def tell_replaced(replaced: Sequence[str]) -> None:
    """Say which files were replaced."""
    if replaced:
        note(f"提示：{'、'.join(replaced)} 原来就有，已换成新的")
