"""Write a conversation in each layout, as the programs do that make such files; the readers must read it back."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple


class Said(NamedTuple):
    """What somebody said."""

    sender: str
    role: str
    text: str
    time: datetime


BUYER = "某某买家1"
STAFF = "某某旗舰店:小宝"


def _clock(time: datetime) -> str:
    """Write a time as Qianniu does: month, day and hour without leading zeros."""
    return f"{time.year}-{time.month}-{time.day} {time.hour}:{time:%M:%S}"


def _other(said: Said) -> str:
    return BUYER if said.role == "seller" else STAFF


def _headed(header: Callable[[Said], str]) -> Callable[[Sequence[Said]], str]:
    return lambda chat: "".join(f"{header(said)}\n{said.text}\n已读\n" for said in chat)


def _classic(chat: Sequence[Said]) -> str:
    return "".join(f"{said.sender} ({said.time:%Y-%m-%d %H:%M:%S}): {said.text}\n" for said in chat)


def _web(chat: Sequence[Said]) -> str:
    lines = []
    day = ""
    for said in chat:
        if (date := f"{said.time:%Y-%m-%d}") != day:
            day = date
            lines.append(day)
        lines += [f"{said.time:%H:%M:%S}", said.text, said.sender]
    return "\n".join(lines) + "\n"


def _table(delimiter: str) -> Callable[[Sequence[Said]], str]:
    def write(chat: Sequence[Said]) -> str:
        buffer = io.StringIO()
        writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
        writer.writerow(["发送时间", "昵称", "*消息内容（必填）"])
        writer.writerows([said.time.isoformat(" "), said.sender, said.text] for said in chat)
        return buffer.getvalue()

    return write


def _jsonl(chat: Sequence[Said]) -> str:
    rows = ({"role": said.role, "nick": said.sender, "time": said.time.isoformat(), "content": said.text} for said in chat)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _platform(chat: Sequence[Said]) -> str:
    items = [
        {"direction": 0 if said.role == "seller" else 1, "from_id": f"cntaobao{said.sender}", "time": str(said.time), "content": said.text}
        for said in chat
    ]
    return json.dumps({"count": len(items), "msgs": {"msg": items}}, ensure_ascii=False, indent=1)


TEXTS: dict[str, Callable[[Sequence[Said]], str]] = {
    "qianniu-plain": _headed(lambda said: f"{said.sender} {_clock(said.time)}"),
    "qianniu-tight": _headed(lambda said: f"{said.sender}{_clock(said.time)}"),
    "qianniu-arrow": _headed(lambda said: f"{said.sender} --> {_other(said)} {_clock(said.time)}"),
    "qianniu-bracket": _headed(lambda said: f"[{said.sender}] {_clock(said.time)}"),
    "qianniu-two-lines": _headed(lambda said: f"{said.sender}\n{_clock(said.time)}"),
    "classic": _classic,
    "web": _web,
    "csv": _table(","),
    "tsv": _table("\t"),
    "jsonl": _jsonl,
    "platform": _platform,
}
"""Layouts that are text, by name; a name begins with the layout's own."""

TRANSCRIPTS = tuple(name for name in TEXTS if name.startswith(("qianniu", "classic", "web")))


def write_xlsx(chat: Sequence[Said], path: Path) -> None:
    """Write the workbook that the web page exports."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["客户名", "消息序号", "发送时间", "发送内容", "发送账号", "账号类型"])
    for number, said in enumerate(chat, 1):
        kind = "客服" if said.role == "seller" else "客户"
        sheet.append([BUYER, number, said.time.isoformat(" "), None, said.sender, kind])
        sheet.cell(sheet.max_row, 4).value = said.text
        sheet.cell(sheet.max_row, 4).data_type = "s"
    book.save(path)


def write_zip(chat: Sequence[Said], path: Path) -> None:
    """Write the zip of the browser's export extension."""
    chats = [
        {"date": f"{said.time:%Y-%m-%d}", "time": f"{said.time:%H:%M:%S}", "sender": said.sender, "text": said.text, "imgUrl": ""}
        for said in chat
    ]
    document = {"user": BUYER, "exportTime": "2024-02-01 00:00:00", "count": len(chats), "chats": chats}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{BUYER}.json", json.dumps(document, ensure_ascii=False))


def write_parquet(chat: Sequence[Said], path: Path) -> None:
    """Write a table of a data team."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {"sent_at": [s.time for s in chat], "sender": [s.sender for s in chat], "role": [s.role for s in chat]}
    pq.write_table(pa.table({**columns, "message": [s.text for s in chat]}), path)


BINARIES: dict[str, Callable[[Sequence[Said], Path], None]] = {"xlsx": write_xlsx, "zip": write_zip, "parquet": write_parquet}
