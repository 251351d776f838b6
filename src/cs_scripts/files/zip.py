"""Refuse an archive that unpacks into far more than it is: a workbook or a zip of 200 KB can hold gigabytes."""

from __future__ import annotations

from collections.abc import Iterable
from zipfile import ZipInfo

LARGE = 32 << 20
"""Bytes up to which no member is suspicious."""
MOST = 2 << 30
"""Bytes of the largest member that is read."""
RATIO = 150
"""How many times as large as its compressed form a large member may be; chat logs reach 10 to 40."""


def refuse_bomb(members: Iterable[ZipInfo]) -> None:
    """Look at the sizes an archive states; Python's reader never gives more than that.

    Args:
        members: what is to be read of it.

    Raises:
        ValueError: a member is too large; the reason is Chinese.
    """
    for member in members:
        size = member.file_size
        if size > MOST or (size > LARGE and size > RATIO * max(1, member.compress_size)):
            raise ValueError(f"里面的 {member.filename[:40]} 解开有 {size >> 20} MB，压缩得不像正常文件，不读")
