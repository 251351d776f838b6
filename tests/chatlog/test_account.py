"""One account for every input: whatever is broken in it, what was read was used, left out or rejected, and no good row is missing."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_scripts.chatlog import Reject, read_messages
from cs_scripts.chatlog.layouts.detect import LAYOUTS
from tests.chatlog.running import run
from tests.files.books import workbook

GOOD, SYSTEM, BROKEN = "good", "system", "broken"
ROWS = st.lists(st.sampled_from([GOOD] * 4 + [SYSTEM, BROKEN]), min_size=1, max_size=25)

Entry = tuple[str, int]


def _time(number: int) -> str:
    return f"2024-01-02 09:{number // 60:02}:{number % 60:02}"


def _csv(entries: list[Entry], delimiter: str = ",") -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter)
    writer.writerow(["时间", "昵称", "角色", "内容"])
    for kind, number in entries:
        if kind == BROKEN:
            bad = [["只有一格"], [_time(number), "某人", "买家", ""], [_time(number), "某人", "督导", "在"], ["", "", "", "", "多"]]
            writer.writerow(bad[number % len(bad)])
        else:
            writer.writerow([_time(number), "某人", "系统" if kind == SYSTEM else "买家", f'第{number}句"，\n发货'])
    return buffer.getvalue().encode("gb18030")


def _jsonl(entries: list[Entry]) -> bytes:
    bad = ['{"text": ', "[1]", '{"text": ""}', '{"role": "督导", "text": "在"}', "1" * 5000]
    lines = [
        bad[number % len(bad)] if kind == BROKEN else json.dumps({"role": "system" if kind == SYSTEM else "user", "text": f"第{number}句"})
        for kind, number in entries
    ]
    return "\n".join(['{"role": "user", "text": "头一句"}', *lines]).encode()


def _json(entries: list[Entry]) -> bytes:
    bad: list[Any] = [7, {"role": "user"}, {"role": "督导", "content": "在"}]
    items = [
        bad[number % len(bad)] if kind == BROKEN else {"role": "system" if kind == SYSTEM else "user", "content": f"第{number}句"}
        for kind, number in entries
    ]
    return json.dumps({"data": [{"role": "user", "content": "头一句"}, *items]}, ensure_ascii=False).encode("utf-16")


def _zip(entries: list[Entry]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", _json(entries))
    return buffer.getvalue()


def _qianniu(entries: list[Entry]) -> bytes:
    lines = [f"某人 {_time(0)}", "头一句"]
    for kind, number in entries:
        if kind == SYSTEM:
            lines.append("某人撤回了一条消息")
        lines += [f"某人 {_time(number)}"] + ([] if kind == BROKEN else [f"第{number}句"]) if kind != SYSTEM else []
    return "\r\n".join(lines).encode()


def _time_first(entries: list[Entry]) -> bytes:
    lines = [f"{_time(0)} 某人", "头一句"]
    for kind, number in entries:
        lines += {GOOD: [f"{_time(number)} 某人", f"第{number}句"], SYSTEM: ["=" * 20], BROKEN: [f"{_time(number)} 某人"]}[kind]
    return "\n".join(lines).encode()


def _text(entries: list[Entry]) -> bytes:
    lines = [{GOOD: f"第{number}句", SYSTEM: "", BROKEN: ["坏\0", "坏\ud800"][number % 2]}[kind] for kind, number in entries]
    return "\n".join(["头一句", "再一句", *lines]).encode("utf-8", "surrogatepass")


def _xlsx(entries: list[Entry]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.create_sheet("聊天", 0)
    sheet.append(["角色", "内容"])
    for kind, number in entries:
        bad = [["买家", None], ["督导", "在"], ["买家", "在", "多"]]
        sheet.append(bad[number % 3] if kind == BROKEN else ["系统" if kind == SYSTEM else "买家", f"第{number}句"])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _lines(good: str, broken: str, first: str = "") -> Callable[[list[Entry]], bytes]:
    """Make what writes a transcript; the line of a client stands for SYSTEM."""

    def write(entries: list[Entry]) -> bytes:
        shapes = {GOOD: good, BROKEN: broken, SYSTEM: "某人撤回了一条消息"}
        lines = [first] if first else []
        for kind, number in [(GOOD, 0), *entries]:
            at = _time(number)
            lines.append(shapes[kind].format(at=at, clock=at[11:], text=f"第{number}句" if number else "头一句"))
        return "\n".join(lines).encode()

    return write


def _stamped_text(entries: list[Entry]) -> bytes:
    lines = [f"{_time(0)} 头一句几时到", f"{_time(0)} 再一句几时到"]
    lines += [{GOOD: f"{_time(n)} 第{n}句几时到", SYSTEM: "", BROKEN: f"{_time(n)} 坏\0"}[kind] for kind, n in entries]
    return "\n".join(lines).encode()


def _parquet(entries: list[Entry]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    bad: list[tuple[str | None, str | None]] = [("买家", None), ("督导", "在"), ("买家", " ")]
    rows = [bad[n % 3] if kind == BROKEN else ("系统" if kind == SYSTEM else "买家", f"第{n}句") for kind, n in entries]
    buffer = io.BytesIO()
    pq.write_table(pa.table({"角色": [row[0] for row in rows], "内容": [row[1] for row in rows]}), buffer)
    return buffer.getvalue()


def _cells(entries: list[Entry]) -> bytes:
    rows: list[list[Any]] = [["客户", "聊天记录"]]
    said = "某人 {at}\n第{number}句\n小店旗舰店:宝 {at}\n在的"
    rows += [["某人", "" if kind == BROKEN else said.format(at=_time(number), number=number)] for kind, number in entries]
    return workbook({"聊天": rows})


def _headerless(entries: list[Entry]) -> bytes:
    rows = [[_time(0), "某人", "头一句"], [_time(0), "小店旗舰店:宝", "在的"]]
    rows += [[_time(n), "某人", {GOOD: f"第{n}句", SYSTEM: f"第{n}句", BROKEN: ""}[kind]] for kind, n in entries]
    return "\n".join(",".join(row) for row in rows).encode("utf-16")


# What writes a log with such rows, how many good rows it adds by itself, and whether it has rows of the platform.
WRITERS: dict[str, tuple[Callable[[list[Entry]], bytes], int, bool]] = {
    "csv": (_csv, 0, True),
    "tsv": (lambda entries: _csv(entries, "\t"), 0, True),
    "jsonl": (_jsonl, 1, True),
    "json": (_json, 1, True),
    "zip": (_zip, 1, True),
    "qianniu": (_qianniu, 1, True),
    "time-first": (_time_first, 1, True),
    "text": (_text, 2, False),
    "xlsx": (_xlsx, 0, True),
    "parquet": (_parquet, 0, True),
    "classic": (_lines("某人 ({at}): {text}", "某人 ({at}): "), 1, True),
    "stamped": (_lines("[{at}] 某人：{text}", "[{at}] 某人："), 1, True),
    "stamped-two-lines": (_lines("{at}\n某人：{text}", "{at}\n某人："), 1, True),
    "qianniu-two-lines": (_lines("某人\n{at}\n{text}", "某人\n{at}"), 1, True),
    "web": (_lines("{clock}\n{text}\n某人", "{clock}\n某人", "2024-01-02"), 1, True),
    "spoken": (_lines("买家：{text}", "买家："), 1, True),
    "named": (_lines("某人|{text}", "某人|", "小店旗舰店:宝|在的"), 1, True),
    "clock": (_lines("[{clock}] 某人：{text}", "[{clock}] 某人：", "[09:00:00] 小店旗舰店:宝：在的"), 1, True),
    "time-nick-lines": (_lines("{at}\n某人\n{text}", "{at}\n某人"), 1, True),
    "stamped-text": (_stamped_text, 2, False),
}
TRANSCRIPTS = (
    *("qianniu", "time-first", "classic", "stamped", "stamped-two-lines", "qianniu-two-lines", "web", "spoken"),
    *("named", "clock", "time-nick-lines"),
)
"""Where a header with nothing but the client's line below it is the client's."""


def test_every_layout_is_written() -> None:
    assert {*LAYOUTS} == {*WRITERS} - {"tsv"}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=12, deadline=None)
@given(kinds=ROWS)
def test_the_account_adds_up_and_no_good_row_is_missing(name: str, kinds: list[str]) -> None:
    write, more, has_system = WRITERS[name]
    entries = [(kind, number) for number, kind in enumerate([GOOD, *kinds, GOOD], 1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat"
        path.write_bytes(write(entries))
        figures = run([path], Path(folder) / "out.jsonl").figures
        rows = [json.loads(line) for line in (Path(folder) / "out.jsonl").read_text("utf-8").splitlines()]
    account = figures["account"]
    expected = {kind: sum(kind == one for one, _ in entries) for kind in (GOOD, SYSTEM, BROKEN)}
    assert account["tagged"] == expected[GOOD] + more
    counts = (account["left_out"]["count"], account["rejected"]["count"])
    if name in TRANSCRIPTS:
        assert sum(counts) == expected[SYSTEM] + expected[BROKEN]
    else:
        assert counts == (expected[SYSTEM] * has_system, expected[BROKEN])
    assert account["read"] == account["used"] + account["left_out"]["count"] + account["rejected"]["count"]
    assert {key: value for key, value in figures["files"][0].items() if key in account} == account
    texts = "".join(row["text"] for row in rows)
    assert all(f"第{number}句" in texts for kind, number in entries if kind == GOOD)


@pytest.mark.parametrize(("write", "more"), [(_cells, 0), (_headerless, 1)])
@settings(max_examples=8, deadline=None)
@given(kinds=ROWS)
def test_the_account_adds_up_for_cells_with_transcripts_and_tables_without_a_header(
    write: Callable[[list[Entry]], bytes], more: int, kinds: list[str]
) -> None:
    entries = [(kind, number) for number, kind in enumerate([GOOD, *kinds, GOOD], 1)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat"
        path.write_bytes(write(entries))
        account = run([path], Path(folder) / "out.jsonl").figures["account"]
    broken = sum(kind == BROKEN for kind, _ in entries)
    assert (account["tagged"], account["rejected"]["count"]) == (len(entries) - broken + more, broken)
    assert account["read"] == account["used"] + account["left_out"]["count"] + broken
    assert account["used"] - account["tagged"] == (more or len(entries) - broken)  # what the staff said


def test_a_time_that_cannot_be_read_costs_no_row_and_counts_once(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("时间,内容\n昨天,在吗\n2024-01-02 09:05,发货吗\n", "utf-8")
    account = run([tmp_path / "in.csv"], tmp_path / "out.csv").figures["account"]
    assert (account["read"], account["used"], account["rejected"]["count"]) == (2, 2, 0)
    assert account["remarks"]["reasons"] == {"时间认不出，消息照收": 1}


def test_rows_of_robots_are_left_out_and_answer_nothing(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "会话,时间,昵称,角色,内容\n"
        "甲,2024-01-02 09:00:00,甲,买家,发货吗\n"
        "甲,2024-01-02 09:00:01,小蜜,客服,自动回复\n"
        "甲,2024-01-02 09:00:31,小美,客服,今天发\n",
        "utf-8",
    )
    assert run([tmp_path / "in.csv"], tmp_path / "out.csv").figures["first_response"]["median"] == 1
    figures = run([tmp_path / "in.csv"], tmp_path / "out.csv", leave_out=("小蜜",)).figures
    assert figures["first_response"]["median"] == 31
    assert figures["account"]["left_out"]["reasons"] == {"点名不读的账号": 1}


ROBOTS = {
    "a column of roles": "会话,时间,昵称,角色,内容\n甲,{0},甲,买家,发货吗\n甲,{1},小助手,机器人,您好\n甲,{2},小美,客服,今天发\n",
    "a column of nicks": "会话,时间,昵称,内容\n甲,{0},买家,发货吗\n甲,{1},机器人,您好\n甲,{2},客服,今天发\n",
    "an account named so": "会话,时间,昵称,内容\n甲,{0},甲,发货吗\n甲,{1},店:智能助手,您好\n甲,{2},店:小美,今天发\n",
    "a nick beside roles": "时间,昵称,角色,内容\n{0},甲,买家,发货吗\n{1},店小蜜,客服,您好\n{2},小美,客服,今天发\n",
    "a numbered account": "时间,昵称,内容\n{0},甲,发货吗\n{1},店:售后机器人02,您好\n{2},机器人店:小美,今天发\n",
    "two columns of nicks": "买家昵称,客服昵称,角色,时间,内容\n甲,,买家,{0},发货吗\n甲,店:店小蜜,客服,{1},您好\n甲,小美,客服,{2},今天发\n",
    "an account in a transcript": "[{0}] 甲：发货吗\n[{1}] 好物旗舰店:机器人：您好\n[{2}] 好物旗舰店:小美：今天发\n",
    "a transcript": "[{0}] 买家：发货吗\n[{1}] 机器人：您好\n[{2}] 客服：今天发\n",
}


@pytest.mark.parametrize("text", ROBOTS.values(), ids=ROBOTS.keys())
def test_what_a_robot_says_by_its_role_is_no_answer(tmp_path: Path, text: str) -> None:
    times = ("2024-01-02 09:00:00", "2024-01-02 09:00:01", "2024-01-02 09:00:31")
    (tmp_path / "in").write_text(text.format(*times), "utf-8")
    figures = run([tmp_path / "in"], tmp_path / "out.jsonl").figures
    row = json.loads((tmp_path / "out.jsonl").read_text("utf-8"))
    assert (row["reply"], row["reply_seconds"]) == ("今天发", 31)
    assert (figures["first_response"]["median"], figures["tagged"], figures["seller_messages"]) == (31, 1, 2)


QUOTES = st.lists(st.sampled_from(['甲,"b', '甲,b"', "甲,c", '甲,"d"', '"甲,e', '甲,"f\n甲,g"']), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(lines=QUOTES)
def test_whatever_quotes_do_every_line_is_somewhere(lines: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "chat"
        path.write_text("\n".join(["昵称,内容", *lines]), "utf-8")
        rejects: list[Reject] = []
        texts = "".join(message.text + message.sender for message in read_messages(path, rejects=rejects))
    lost = sum(not reject.kept for reject in rejects)
    wanted = sum(line.count(letter) for line in lines for letter in "bcdefg")
    assert sum(texts.count(letter) for letter in "bcdefg") + 2 * lost >= wanted


def test_a_seed_that_is_new_each_time_reads_a_whole_folder(tmp_path: Path) -> None:
    seed = random.randrange(1 << 30)
    chance = random.Random(seed)
    total = 0
    for name, (write, more, _) in WRITERS.items():
        entries = [(chance.choice([GOOD, GOOD, SYSTEM, BROKEN]), number) for number in range(1, 40)] + [(GOOD, 40), (GOOD, 41)]
        (tmp_path / name).write_bytes(write(entries))
        total += sum(kind == GOOD for kind, _ in entries) + more
    figures = run([tmp_path], tmp_path.parent / f"{tmp_path.name}.csv").figures
    assert figures["tagged"] == total, seed
    assert len(figures["files"]) == len(WRITERS)
