"""Read chat logs one message at a time, and find the files that a user named."""

from __future__ import annotations

import glob
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from cs_scripts.chatlog.layouts.detect import detect
from cs_scripts.chatlog.message import Block, Message, from_batch
from cs_scripts.errors import FileReadError
from cs_scripts.files.rejects import Reject


def read_messages(
    path: Path | str,
    *,
    layout: str = "",
    columns: Mapping[str, str] | None = None,
    shop_accounts: Sequence[str] = (),
    roles: Mapping[str, str] | None = None,
    rejects: list[Reject] | None = None,
) -> Iterator[Message]:
    """Read the messages of a chat log, buyers' and staff's, in the order of the file.

    Args:
        path: the file, of any layout in ``LAYOUTS``.
        layout: name of the layout when it cannot be told from the content.
        columns: header of a field (``text``, ``sender``, ``role``, ``time``, ``conversation``, ``buyer``) in a table.
        shop_accounts: nicks of the shop, where they are not written ``店铺:子账号``.
        roles: ``buyer``, ``seller`` or ``system`` for values of a role column, and for nicks.
        rejects: a list that takes up the lines that could not be read.

    Yields:
        The messages.

    Raises:
        FileReadError: the file cannot be read, is broken, or (UnknownLayoutError) of no known layout.
        MissingExtraError: the layout needs an optional dependency.
    """
    yield from messages_of(detect(Path(path), layout, columns, shop_accounts, roles=roles).blocks(), rejects)


def messages_of(blocks: Iterable[Block], rejects: list[Reject] | None = None) -> Iterator[Message]:
    """Give the messages of one file's blocks, each with its conversation, which a block may take over from the one before.

    Args:
        blocks: the blocks, in order.
        rejects: a list that takes up the lines that could not be read.

    Yields:
        The messages.
    """
    buyer = ""
    for block in blocks:
        batch = block.parse()
        if rejects is not None:
            rejects.extend(batch.rejects)
        for message in from_batch(batch):
            buyer = message.conversation or buyer
            yield message if message.conversation else message._replace(conversation=buyer)


def find_files(inputs: Sequence[Path | str]) -> list[Path]:
    """Find the files behind files, folders and patterns.

    Args:
        inputs: paths; a folder stands for all files in it and below, a pattern such as ``logs/*.txt`` for what it matches.

    Returns:
        The files, each once, those of a folder or pattern sorted; hidden files in a folder are left out.

    Raises:
        FileReadError: a path does not exist, or nothing matches a pattern.
    """
    found: dict[Path, None] = {}
    for name in inputs:
        path = Path(name)
        if not str(name).strip():
            raise FileReadError("（空）", "输入的路径是空的；当前文件夹请写 .")
        if path.is_dir():
            files = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file.relative_to(path)))
        elif path.exists():
            files = [path]
        elif glob.has_magic(str(name)):
            files = sorted(file for file in map(Path, glob.iglob(str(name), recursive=True)) if file.is_file())  # noqa: PTH207 - the pattern may be absolute
        else:
            files = []
        if not files:
            raise FileReadError(name, "文件夹里没有文件" if path.is_dir() else "没有这个文件")
        found |= dict.fromkeys(files)
    return list(found)


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.parts)
