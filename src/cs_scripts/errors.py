"""Every error a user can meet, under one root, so that one ``except`` is enough.

Messages are Chinese, because shop staff read them; each error also carries its fields, because programs do.

CsScriptsError
├─ DataFileError          a data file breaks its schema; carries every Problem
├─ FileReadError
│  └─ UnknownLayoutError  no reader knows a chat log
├─ FileWriteError
├─ ArgumentError          an argument makes no sense; a ValueError too
├─ HistoryError           a turn is of no known form; a ValueError too
├─ MessageTypeError       a message is not text; a TypeError too
├─ RequestError           the desk refuses a request; a ValueError too
├─ MissingExtraError      an optional dependency is not installed
├─ NothingCheckedError    a file has nothing to check
└─ WorkerError            a process that helps to tag ended
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple


class CsScriptsError(Exception):
    """Root of all errors that cs_scripts raises on purpose."""


class Problem(NamedTuple):
    """One thing that is wrong in a data file.

    Args:
        where: line or path inside the file, for example ``第 12 行`` or ``scripts[3].replies``.
        what: what is wrong, in Chinese.
    """

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}：{self.what}"


class DataFileError(CsScriptsError):
    """A data file breaks its schema; all problems are reported together.

    Args:
        path: the file.
        problems: everything found wrong in it, in file order.
    """

    def __init__(self, path: Path | str, problems: list[Problem]) -> None:
        self.path = Path(path)
        self.problems = tuple(problems)
        shown = "；".join(str(problem) for problem in problems[:20])
        more = f"；另有 {len(problems) - 20} 处" if len(problems) > 20 else ""
        super().__init__(f"{self.path} 有 {len(problems)} 处问题：{shown}{more}")


class FileReadError(CsScriptsError):
    """A file cannot be read.

    Args:
        path: the file.
        reason: why, in Chinese.
    """

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = Path(path)
        self.reason = reason
        super().__init__(f"读不了 {self.path}：{reason}")


class FileWriteError(CsScriptsError):
    """A file cannot be written.

    Args:
        path: the file.
        reason: why, in Chinese.
    """

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path = Path(path)
        self.reason = reason
        super().__init__(f"写不了 {self.path}：{reason}")


class MessageTypeError(CsScriptsError, TypeError):
    """A message is not text.

    Args:
        index: position of the message in the batch, 0 for a single one.
        kind: name of the type that was given.
    """

    def __init__(self, index: int, kind: str) -> None:
        self.index = index
        self.kind = kind
        super().__init__(f"第 {index + 1} 条消息不是文字，而是 {kind}")


class HistoryError(CsScriptsError, ValueError):
    """An earlier turn is not of the form ``{"role": "buyer"|"seller", "text": …}``.

    Args:
        index: position of the turn in the history.
        reason: what is wrong with it, in Chinese.
    """

    def __init__(self, index: int, reason: str) -> None:
        self.index = index
        self.reason = reason
        super().__init__(f"历史消息第 {index + 1} 条不合格：{reason}")


class ArgumentError(CsScriptsError, ValueError):
    """An argument has a value that makes no sense.

    Args:
        name: the argument.
        reason: what is wrong with its value, in Chinese.
    """

    def __init__(self, name: str, reason: str) -> None:
        self.name = name
        self.reason = reason
        super().__init__(f"参数 {name} 不合格：{reason}")


class NothingCheckedError(CsScriptsError):
    """Nothing of what was given could be checked, so nobody can say that it is clean.

    Args:
        targets: what was given.
    """

    def __init__(self, targets: Sequence[str]) -> None:
        self.targets = tuple(targets)
        names = "、".join(str(target)[:40] for target in targets[:3]) + ("等" if len(targets) > 3 else "")
        super().__init__(f"{names} 里一条也没查到，不能说没有问题；聊天记录用 --seller 指明店铺的昵称，其他文件用 --kind 指明是什么")


class MissingExtraError(CsScriptsError):
    """A feature needs an optional dependency that is not installed.

    Args:
        feature: what was asked for, in Chinese.
        extra: the extra that brings it.
    """

    def __init__(self, feature: str, extra: str) -> None:
        self.feature = feature
        self.extra = extra
        super().__init__(f"{feature}需要另装依赖：pip install 'cs-scripts[{extra}]'")


class UnknownLayoutError(FileReadError):
    """A chat log is of no known layout.

    Args:
        path: the file.
        reason: what was seen, in Chinese.
        layouts: what was looked for.
    """

    def __init__(self, path: Path | str, reason: str, layouts: Iterable[str]) -> None:
        self.layouts = tuple(layouts)
        super().__init__(path, f"{reason}。找过的格式：{'、'.join(self.layouts)}")


class WorkerError(CsScriptsError):
    """A worker process died."""

    def __init__(self) -> None:
        super().__init__("有一个工作进程意外退出（可能是内存不足）；可加 --resume 接着跑，用 --jobs 1 少占内存")


class RequestError(CsScriptsError, ValueError):
    """A request to the desk cannot be met as it stands.

    Args:
        field: what is wrong: a field of the body, a header, or empty for the request as a whole.
        reason: what is wrong with it, in Chinese.
        status: the HTTP status that says it.
    """

    def __init__(self, field: str, reason: str, status: int = 400) -> None:
        self.field = field
        self.reason = reason
        self.status = status
        super().__init__(f"{field or '请求'}：{reason}")
