"""Why the operating system refused a file, in words that shop staff can act on."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

_REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径里有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "磁盘配额用完了",
    errno.EROFS: "磁盘是只读的",
    errno.ELOOP: "链接绕成了圈",
    errno.EIO: "磁盘读写出错",
    errno.EMFILE: "打开的文件太多",
    errno.EFBIG: "文件太大",
    errno.ETXTBSY: "文件正被占用",
    errno.EBUSY: "文件正被占用",
    errno.EADDRINUSE: "这个端口已经有人用了",
    errno.EADDRNOTAVAIL: "没有这个网络地址",
}


def reason(error: OSError | ValueError) -> str:
    """Say why a file could not be opened, read or written.

    Args:
        error: what was raised; a ``ValueError`` comes of a path that no system can have, as one with a NUL.

    Returns:
        A few words of Chinese; the system's own where the cause is rare.

    >>> reason(PermissionError(errno.EACCES, "Permission denied"))
    '没有权限'
    """
    if isinstance(error, OSError):
        if error.errno == errno.ELOOP and error.filename and _leads_somewhere(error.filename):
            return f"{Path(os.fsdecode(error.filename)).name} 是一个链接，怕写到别处去，没有写；请删掉它再试"
        return _REASONS.get(error.errno or 0) or error.strerror or str(error)
    return "文件名里有不能用的字符"


def _leads_somewhere(name: Any) -> bool:
    """Tell a link that was refused for being one from links in a circle."""
    try:
        os.path.realpath(name, strict=True)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
