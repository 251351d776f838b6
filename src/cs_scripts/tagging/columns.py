"""The columns of tagged output: their names and values for programs (English) and for people (Chinese)."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from cs_scripts.chatlog.columns import clean_header, load_vocabulary

CHINESE = {
    "file": "文件",
    "row": "行",
    "conversation": "会话",
    "time": "时间",
    "sender": "发送人",
    "text": "消息",
    "status": "判断",
    "intent": "意图",
    "probability": "把握",
    "intents": "全部意图",
    "script_id": "话术编号",
    "script": "建议话术",
    "agent": "接待客服",
    "reply": "客服回复",
    "reply_seconds": "回复用时（秒）",
}
"""Each column and its Chinese header, in order."""

STATUSES = {"confident": "有把握", "ambiguous": "拿不准", "none": "无"}
_SCRIPT = ("script_id", "script")
_OWN = ({"status", "intents", "text"}, {CHINESE["status"], CHINESE["intents"], CHINESE["text"]})
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Wording:
    """How columns and values are called.

    Attributes:
        chinese: whether in Chinese.
        labels: Chinese name of each intent.
        replies: whether there are columns of suggested scripts.
    """

    chinese: bool
    labels: Mapping[str, str] = field(default_factory=dict)
    replies: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns, by their English names."""
        return tuple(name for name in CHINESE if self.replies or name not in _SCRIPT)

    def name(self, column: str) -> str:
        """Name a column.

        >>> Wording(chinese=True).name("text"), Wording(chinese=False).name("text")
        ('消息', 'text')
        """
        return CHINESE[column] if self.chinese else column

    def status(self, status: str) -> str:
        """Name a status."""
        return STATUSES.get(status, status) if self.chinese else status

    def intent(self, intent: str) -> str:
        """Name an intent."""
        return self.labels.get(intent, intent) if self.chinese else intent

    def intents(self, intents: Sequence[tuple[str, float]]) -> str:
        """Write intents with their probabilities into one cell.

        >>> Wording(chinese=False).intents([("stock", 0.412)])
        'stock:0.41'
        >>> Wording(chinese=True, labels={"stock": "库存"}).intents([("stock", 0.412)])
        '库存 41%'
        """
        if self.chinese:
            return "；".join(f"{self.intent(name)} {probability:.0%}" for name, probability in intents)
        return ";".join(f"{name}:{probability:.2f}" for name, probability in intents)

    def rename(self, names: Sequence[str], hide: Callable[[str], str] = str) -> dict[str, str]:
        """Name input columns in the output: where a name is taken, a word goes before it; control characters go, and what ``hide`` hides.

        >>> Wording(chinese=False).rename(["text", "订单状态"])
        {'text': 'input_text', '订单状态': '订单状态'}
        """
        taken: set[str] = {*map(self.name, CHINESE), *CHINESE}
        found: dict[str, str] = {}
        for name in names:
            clean = hide(_CONTROL.sub("", name).strip()) or "列"
            found[name] = _free(
                f"输入_{clean}" if self.chinese and clean in taken else f"input_{clean}" if clean in taken else clean, taken
            )
            taken.add(found[name])
        return found


def _free(name: str, taken: Collection[str]) -> str:
    number = 2
    candidate = name
    while candidate in taken:
        candidate = f"{name}_{number}"
        number += 1
    return candidate


def is_own(headers: Collection[str]) -> bool:
    """Tell whether a table is an output of ours.

    >>> is_own(["text", "status", "intents", "x"]), is_own(["text", "status"])
    (True, False)
    """
    return any(signature <= set(headers) for signature in _OWN)


def column_holds(header: str, *fields: str) -> bool:
    """Tell whether a column holds one of some fields; columns of persons' data are taken for columns of nicks.

    Args:
        header: the column's header.
        fields: the fields, as the vocabulary of chat logs calls them.

    Returns:
        True when its header means one of them.
    """
    known = load_vocabulary()
    cleaned = clean_header(header)
    return known.headers.get(cleaned) in fields or ("buyer" in fields and cleaned in known.personal)
