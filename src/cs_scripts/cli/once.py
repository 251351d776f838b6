"""Groups of commands that refuse what would lose something.

An option given twice, or with its opposite, of which click would keep the last without a word, and an output that is one of the files
that the command reads.
"""

from __future__ import annotations

from collections.abc import Sequence

import click

_WRITTEN = {"output": "输出", "summary": "统计", "json_file": "JSON"}
"""Parameters that name a file to write, and what it is called."""


class OnceGroup(click.Group):
    """A group whose commands take an option once, unless it is made to be repeated, and never write over what they read."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and refuse what is given to it twice; for a word that is none, offer the one that was meant."""
        if args and not args[0].startswith("-") and not ctx.resilient_parsing and self.get_command(ctx, args[0]) is None:
            from cs_scripts.files.yaml import did_you_mean

            raise click.UsageError(f"没有这个命令：{args[0]}{did_you_mean(args[0], self.list_commands(ctx))}", ctx)
        name, command, rest = super().resolve_command(ctx, args)
        if command is None or isinstance(command, click.Group):
            return name, command, rest
        words = rest[: rest.index("--")] if "--" in rest else rest
        options = [option for option in command.params if isinstance(option, click.Option)]
        for option in options:
            once = not option.multiple and not option.is_flag
            if once and sum(_named(word) in option.opts for word in words) > 1:
                raise click.UsageError(f"选项 {option.opts[-1]} 只能写一次", ctx)
            if not set(option.opts).isdisjoint(words) and not set(option.secondary_opts).isdisjoint(words):
                raise click.UsageError(f"{option.opts[-1]} 和 {option.secondary_opts[-1]} 只能写一个", ctx)
        _refuse_overwriting(rest, options, ctx)
        return name, command, rest


def _refuse_overwriting(words: Sequence[str], options: Sequence[click.Option], ctx: click.Context) -> None:
    """Refuse a file to write that is another file of the command line."""
    known = {name: option for option in options for name in option.opts}
    written: list[tuple[str, str]] = []
    read: list[str] = []
    waiting: click.Option | None = None
    for word in words:
        option = known.get(_named(word)) if waiting is None else None
        if option is not None and option.is_flag:
            continue
        if option is not None and word in option.opts:
            waiting = option
            continue
        owner, value = waiting or option, word
        if option is not None:
            value = word.partition("=")[2] if word.startswith("--") else word[2:]
        waiting = None
        if owner is not None and owner.name in _WRITTEN:
            written.append((_WRITTEN[owner.name], value))
        else:
            read.append(value)
    if not written:
        return
    from cs_scripts.files.atomic import is_same_file

    for i, (what, file) in enumerate(written):
        same = "输入" if any(is_same_file(file, other) for other in read if other != "-") else ""
        same = same or next((other for other, path in written[:i] if is_same_file(file, path)), "")
        if same and file != "-":
            raise click.UsageError(f"{what}和{same}是同一个文件：{file}；请换个名字", ctx)


def _named(word: str) -> str:
    """Give the option that a word names, if any: ``--output=a.csv`` and ``-oa.csv`` have their value with them."""
    return word.partition("=")[0] if word.startswith("--") else word[:2]
