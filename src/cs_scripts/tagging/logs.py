"""Read several logs one after the other, where one that cannot be read costs none of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from cs_scripts.chatlog import Block, Source
from cs_scripts.errors import FileReadError
from cs_scripts.tagging.inputs import open_unless_ours

NO_BUYER = "没有一条认得出是买家说的；店铺的昵称请用 --shop-account 指明"
"""Why logs that could be read were of no use."""

_SHOWN = 10


@dataclass
class Unread:
    """The files of a run that were passed over.

    Attributes:
        own: those that commands of ours wrote, and which.
        failures: why others could not be read, or not to their end.
        used: files that were read to their end.
    """

    own: list[str] = field(default_factory=list)
    failures: list[FileReadError] = field(default_factory=list)
    used: int = 0

    def lines(self) -> list[str]:
        """Say what was passed over, a file a line; of very many the first ten and how many more.

        >>> Unread(["a.csv：是 tag 自己写的文件，没有读"], [FileReadError("b.csv", "没有内容")]).lines()
        ['提示：a.csv：是 tag 自己写的文件，没有读', '警告：读不了 b.csv：没有内容']
        """
        lines = [f"提示：{own}" for own in self.own[:_SHOWN]] + [f"警告：{failure}" for failure in self.failures[:_SHOWN]]
        more = len(self.own) + len(self.failures) - len(lines)
        return [*lines, f"另有 {more} 个文件没读"] if more else lines

    def error(self, name: Path | str, why: str) -> FileReadError:
        """Say why a run came to nothing: by what kept its files from being read, else by what they lack.

        Args:
            name: what to call the input.
            why: what is missing in the files that were read.

        Returns:
            The error to raise.
        """
        if self.used or not self.failures:
            return FileReadError(name, why + (f"；另有 {len(self.failures)} 个文件没读成" if self.failures else ""))
        if len(self.failures) == 1:
            return self.failures[0]
        return FileReadError(self.failures[0].path, f"{self.failures[0].reason}；另有 {len(self.failures) - 1} 个文件也没读成")


def read_logs(
    files: Sequence[Path], open_log: Callable[[Path], Source], unread: Unread, *, is_sure: bool = False
) -> Iterator[tuple[Path, Block | None]]:
    """Read the blocks of logs.

    Args:
        files: the logs.
        open_log: opens one.
        unread: takes up what is passed over.
        is_sure: whether the user said what the files are, so that none is looked at for being ours.

    Yields:
        Each block with its file, and each file that could be opened with None at its end.
    """
    for file in files:
        try:
            source, ours = (open_log(file), "") if is_sure else open_unless_ours(file, partial(open_log, file))
        except FileReadError as error:
            unread.failures.append(error)
            continue
        if source is None:
            unread.own.append(f"{file}：{ours}")
            continue
        try:
            for block in source.blocks():
                yield file, block
        except FileReadError as error:
            unread.failures.append(error)
        else:
            unread.used += 1
        yield file, None
