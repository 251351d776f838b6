"""Groups of commands that refuse an option given twice: click would keep the last and drop the first without a word."""

from __future__ import annotations

import click


class OnceGroup(click.Group):
    """A group whose commands take an option once, unless it is made to be repeated."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, and refuse what is given to it twice."""
        name, command, rest = super().resolve_command(ctx, args)
        words = rest[: rest.index("--")] if "--" in rest else rest
        for option in command.params if command else ():
            once = isinstance(option, click.Option) and not option.multiple and not option.is_flag
            if once and sum(_named(word) in option.opts for word in words) > 1:
                raise click.UsageError(f"选项 {option.opts[-1]} 只能写一次", ctx)
        return name, command, rest


def _named(word: str) -> str:
    """Give the option that a word names, if any: ``--output=a.csv`` and ``-oa.csv`` have their value with them."""
    return word.partition("=")[0] if word.startswith("--") else word[:2]
