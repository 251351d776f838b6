"""Long runs: workers, stops, kills, runs that go on, two runs at once."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cs_scripts.errors import ArgumentError, CsScriptsError, FileReadError, FileWriteError, WorkerError
from cs_scripts.tagging import checkpoint
from cs_scripts.tagging.checkpoint import Journal
from cs_scripts.tagging.memo import Repeats
from tests.chatlog.chat_fakes import DyingRecommender, FakeRecommender
from tests.chatlog.chat_writers import STAFF, TEXTS, Said
from tests.chatlog.running import HERE, SAMPLES, rows_of, run


def large(path: Path, messages: int = 60_000) -> Path:
    """Write a log of many blocks with some bad lines in it: a table with senders, or plain text."""
    lines = [f"第{i}句，{('便宜', '发货', '好的')[i % 3]}" for i in range(messages)]
    if path.suffix == ".csv":
        lines = ["买家昵称,消息内容", *[f"买家{i // 5},{line}" for i, line in enumerate(lines)]]
    lines[messages // 2] = "坏\0行"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_workers_give_the_same_rows_in_the_same_order(tmp_path: Path) -> None:
    log = large(tmp_path / "in.txt")
    one = run([log], tmp_path / "one.csv", jobs=1)
    two = run([log], tmp_path / "two.csv", jobs=2)
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert one.figures["intents"] == two.figures["intents"]


def test_a_worker_that_dies_is_reported_and_the_run_can_go_on(tmp_path: Path) -> None:
    log = large(tmp_path / "in.txt")
    with pytest.raises(WorkerError):
        run([log], tmp_path / "out.csv", load=DyingRecommender, jobs=2)
    assert run([log], tmp_path / "out.csv", resume=True).figures["tagged"] == 59_999


def test_repeated_messages_are_recognised_once(tmp_path: Path) -> None:
    fake = FakeRecommender()
    (tmp_path / "in.txt").write_text("发货吗\n好\n" * 30_000, encoding="utf-8")
    run([tmp_path / "in.txt"], tmp_path / "out.csv", load=lambda: fake)
    assert fake.seen == ["发货吗", "好"]


def test_what_is_remembered_is_bounded_and_right() -> None:
    asked: list[str] = []

    def double(texts: list[str]) -> list[str]:
        asked.extend(texts)
        return [text * 2 for text in texts]

    remember = Repeats(double, size=10)
    for start in range(0, 200, 3):
        texts = [str(i) for i in range(start, start + 6)]
        assert remember(texts) == [text * 2 for text in texts]
    assert len(asked) < 230
    assert len(remember._young) + len(remember._elder) <= 20
    assert remember(["长" * 1000]) == ["长" * 2000]
    assert "长" * 1000 not in remember._young


KILLED = """
import os, signal, sys
sys.path.insert(0, {here!r})
from tests.chatlog.chat_fakes import SlowRecommender
from cs_scripts.tagging import run as runs
from cs_scripts.tagging.options import TagOptions
runs.NOTE_SECONDS = 0.05
blocks = 0
def progress(*args):
    global blocks
    blocks += 1
    if blocks == {blocks}:
        os.kill(os.getpid(), signal.SIGKILL)
options = TagOptions(headers='en', resume=True, jobs={jobs}, keep_pii=True)
runs.tag_files([{log!r}], {out!r}, options, load=SlowRecommender, progress=progress)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize(("name", "jobs"), [("in.txt", 1), ("in.csv", 2)])
def test_a_run_killed_again_and_again_ends_with_every_row_once(tmp_path: Path, name: str, jobs: int) -> None:
    log, out = large(tmp_path / name), tmp_path / "out.csv"
    for blocks in (4, 3):
        code = KILLED.format(here=str(HERE), log=str(log), out=str(out), blocks=blocks, jobs=jobs)
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
        # Waits until nobody holds the pipe, so a worker that outlives its killed parent fails the test.
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, timeout=60, check=False)
        assert done.returncode == -signal.SIGKILL
        assert (tmp_path / "out.csv.checkpoint.json").exists()
        assert not out.exists()
    with (tmp_path / "out.csv.part.csv").open("ab") as partial:
        partial.write("半行".encode())
    resumed = run([log], out, resume=True, keep_pii=True, summary=tmp_path / "resumed.json")
    whole = run([log], tmp_path / "whole.csv", keep_pii=True)
    assert out.read_bytes() == (tmp_path / "whole.csv").read_bytes()
    assert (tmp_path / "out.csv.rejects.jsonl").read_bytes() == (tmp_path / "whole.csv.rejects.jsonl").read_bytes()
    for key in ("messages", "account", "intents", "none", "days", "agents"):
        assert resumed.figures[key] == whole.figures[key]
    assert sorted(path.name for path in tmp_path.iterdir() if ".part" in path.name or "checkpoint" in path.name) == []


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to itself")
def test_ctrl_c_leaves_whole_rows_and_the_run_can_go_on(tmp_path: Path) -> None:
    log = tmp_path / "in.txt"
    chat = [
        Said(STAFF if i % 2 else f"买家{i // 8}", "", f"第{i}句发货", datetime(2024, 1, 2, 9, i // 600 % 60, i % 60)) for i in range(20_000)
    ]
    log.write_text(TEXTS["qianniu-plain"](chat), encoding="utf-8")
    blocks = iter(range(1000))

    def interrupt(*_: int) -> None:
        if next(blocks) == 1:
            os.kill(os.getpid(), signal.SIGINT)

    stopped = run([log], tmp_path / "out.csv", progress=interrupt)
    assert not stopped.finished
    partial = rows_of(stopped.output)
    assert 0 < len(partial) < 10_000
    assert all(row["status"] == "confident" for row in partial)
    with pytest.raises(ArgumentError, match="--resume"):
        run([log], tmp_path / "out.csv")
    with pytest.raises(ArgumentError, match="不同"):
        run([log], tmp_path / "out.csv", resume=True, keep_pii=True)
    resumed = run([log], tmp_path / "out.csv", resume=True)
    rows = rows_of(tmp_path / "out.csv")
    assert len(rows) == 10_000
    assert len({row["sender"] for row in rows}) == 2_500
    whole = run([log], tmp_path / "whole.csv")
    for key in ("turns", "responses", "first_response", "agents"):
        assert resumed.figures[key] == whole.figures[key]


def test_a_stopped_run_can_be_thrown_away(tmp_path: Path) -> None:
    log = large(tmp_path / "in.txt", 100)
    (tmp_path / "out.csv.checkpoint.json").write_text("{}")
    (tmp_path / "out.csv.part.csv").write_text("x")
    (tmp_path / "out.csv.rejects.part.jsonl").write_text("")
    assert run([log], tmp_path / "out.csv", resume=False).figures["tagged"] == 99


class Killed(BaseException):
    """Stands for a kill: nothing of the program runs after it."""


MOVES = ["keep_rejects", "forget_note", "replace"]


@pytest.mark.parametrize("resume", [True, None])
@pytest.mark.parametrize("made", ["csv", "xlsx"])
@pytest.mark.parametrize("move", MOVES)
def test_a_run_killed_while_it_moves_its_files_into_place_can_be_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, move: str, made: str, resume: bool | None
) -> None:
    """Between two moves the rows are in place already, and what notes how far the run was is still there."""
    log, out = large(tmp_path / "in.csv", 3_000), tmp_path / f"out.{made}"
    monkeypatch.setattr("cs_scripts.tagging.run.NOTE_SECONDS", 0)

    def killed(*_: object) -> None:
        if out.exists() or move == "replace":
            raise Killed

    with monkeypatch.context() as patch:
        where = {"keep_rejects": Journal, "forget_note": checkpoint, "replace": Path}[move]
        if move == "replace":
            real = Path.replace
            patch.setattr(Path, "replace", lambda path, to: killed() if Path(to) == out else real(path, to))
        else:
            patch.setattr(where, move, killed)
            patch.setattr(checkpoint.Journal, "__exit__", lambda self, *_: self.close())
        with pytest.raises(Killed):
            run([log], out)
    assert (tmp_path / f"out.{made}.checkpoint.json").exists()
    if resume is None and move == "replace":
        with pytest.raises(ArgumentError, match="--resume"):
            run([log], out)
        resume = True
    assert run([log], out, resume=resume).figures["tagged"] == 2_999
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name or "checkpoint" in path.name] == []


STARTED = """
import sys
sys.path.insert(0, {here!r})
from tests.chatlog.chat_fakes import SlowRecommender
from cs_scripts.tagging import run as runs
from cs_scripts.tagging.options import TagOptions
runs.NOTE_SECONDS = 0.02
def progress(*args):
    print("block", flush=True)
options = TagOptions(resume=True, jobs={jobs}, keep_pii=True, all_columns=True)
runs.tag_files([{log!r}], {out!r}, options, load=SlowRecommender, progress=progress)
"""


def start(log: Path, out: Path, jobs: int) -> subprocess.Popen[str]:
    """Start a slow run in a process of its own; it prints a line for each block."""
    code = STARTED.format(here=str(HERE.parents[1]), log=str(log), out=str(out), jobs=jobs)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def chat_file(path: Path, messages: int) -> Path:
    """Write a log of both sides with a broken row in it: text, CSV, a workbook or a JSON document."""
    rows = [
        (f"2024-01-02 {9 + i // 3600:02}:{i // 60 % 60:02}:{i % 60:02}", STAFF if i % 3 == 2 else f"买家{i // 30}", f"第{i}句发货")
        for i in range(messages)
    ]
    if path.suffix == ".txt":
        path.write_text("".join(f"{who} {at}\n{text}\n" for at, who, text in rows), "utf-8")
    elif path.suffix == ".json":
        items = [{"time": at, "nick": who, "content": text} for at, who, text in rows]
        path.write_text(json.dumps({"data": [*items[:50], 7, *items[50:]]}, ensure_ascii=False), "utf-8")
    elif path.suffix == ".csv":
        path.write_text("时间,昵称,内容\n坏行\n" + "".join(f"{','.join(row)}\n" for row in rows), "utf-8")
    else:
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        sheet = book.create_sheet("聊天")
        for row in (("时间", "昵称", "内容"), ("", "x", ""), *rows):
            sheet.append(row)
        book.save(path)
    return path


MATRIX = [("txt", "csv", 1), ("csv", "jsonl", 2), ("xlsx", "parquet", 1), ("json", "xlsx", 2), ("txt", "parquet", 2), ("csv", "xlsx", 1)]


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
@pytest.mark.parametrize(("container", "made", "jobs"), MATRIX)
def test_two_kills_at_random_moments_change_no_byte(tmp_path: Path, container: str, made: str, jobs: int) -> None:
    log = chat_file(tmp_path / f"in.{container}", 16_000 if container in ("txt", "csv") else 9_000)
    out = tmp_path / f"out.{made}"
    for _ in range(2):
        process = start(log, out, jobs)
        assert process.stdout is not None
        for _ in range(random.randint(1, 2)):
            process.stdout.readline()
        time.sleep(random.random() * 0.05)
        process.kill()
        process.communicate()
    options = {"keep_pii": True, "all_columns": True, "headers": ""}
    resumed = run([log], out, resume=True, **options)
    whole = run([log], tmp_path / f"whole.{made}", resume=False, **options)
    assert out.read_bytes() == (tmp_path / f"whole.{made}").read_bytes()
    for key in ("account", "intents", "responses", "days", "agents", "articles"):
        assert resumed.figures[key] == whole.figures[key]
    assert [path.name for path in tmp_path.iterdir() if ".part" in path.name or "checkpoint" in path.name] == []


@pytest.mark.skipif(sys.platform == "win32", reason="sends signals")
@pytest.mark.parametrize("jobs", [1, 2])
def test_told_to_end_it_ends_in_good_order_and_told_twice_at_once(tmp_path: Path, jobs: int) -> None:
    log, out = large(tmp_path / "in.csv", 60_000), tmp_path / "out.csv"
    process = start(log, out, jobs)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    _, error = process.communicate(timeout=30)
    assert (process.returncode, error) == (0, "")
    assert (tmp_path / "out.csv.checkpoint.json").exists()
    process = start(log, out, jobs)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert run([log], out, resume=True, keep_pii=True, all_columns=True, headers="").figures["tagged"] == 59_999


def test_two_runs_on_one_output_are_not_mixed(tmp_path: Path) -> None:
    log = large(tmp_path / "in.txt", 20_000)
    refused: list[str] = []

    def second(*_: int) -> None:
        if not refused:
            with pytest.raises(FileWriteError, match="另一个 tag") as caught:
                run([SAMPLES / "text.txt"], tmp_path / "out.csv", resume=False)
            refused.append(str(caught.value))

    assert run([log], tmp_path / "out.csv", progress=second).figures["tagged"] == 19_999
    assert refused
    assert len(rows_of(tmp_path / "out.csv")) == 19_999


@pytest.fixture
def stopped(tmp_path: Path) -> Callable[..., Path]:
    """Make a run that was stopped after its first block."""

    def stop(log: Path, **options: Any) -> Path:
        def ask(*_: int) -> None:
            os.kill(os.getpid(), signal.SIGINT)

        assert not run([log], tmp_path / "out.csv", progress=ask, **options).finished
        return tmp_path / "out.csv"

    return stop


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to itself")
def test_what_differs_from_the_stopped_run_is_named(tmp_path: Path, stopped: Callable[..., Path]) -> None:
    log, shop = large(tmp_path / "in.txt"), tmp_path / "shop.yaml"
    shop.write_text("a", "utf-8")
    output = stopped(log, depends={"--shop": shop})
    again = {"resume": True, "depends": {"--shop": shop}}
    before = log.stat()

    def another_content() -> None:
        shop.write_text("a", "utf-8")
        log.write_bytes(log.read_bytes().replace("第1句".encode(), "第2句".encode(), 1))
        os.utime(log, ns=(before.st_atime_ns, before.st_mtime_ns))

    changes: list[tuple[str, Callable[[], object], dict[str, Any]]] = [
        ("--leave-out", lambda: None, {"leave_out": ("a",)}),
        ("--shop", lambda: shop.write_text("b", "utf-8"), {}),
        ("in.txt", another_content, {}),
    ]
    for what, change, options in changes:
        change()
        with pytest.raises(ArgumentError, match=what):
            run([log], output, **again, **options)


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT to itself")
def test_rows_that_were_changed_by_hand_are_not_gone_on_with(tmp_path: Path, stopped: Callable[..., Path]) -> None:
    log = large(tmp_path / "in.txt")
    output = stopped(log)
    part = tmp_path / "out.csv.part.csv"
    part.write_bytes(part.read_bytes().replace("第1句".encode(), "第9句".encode(), 1))
    with pytest.raises(ArgumentError, match="被改过"):
        run([log], output, resume=True)


DAMAGED = [b'{"version":1}', b'{"version": 2, "identity": {}, "state": {}, "sizes": [0], "digests": []}', b"[" * 100_000, b"\xff", b""]


@pytest.mark.parametrize("note", DAMAGED)
def test_a_damaged_note_is_none_and_said_to_be(tmp_path: Path, note: bytes, caplog: pytest.LogCaptureFixture) -> None:
    log = large(tmp_path / "in.txt", 100)
    (tmp_path / "out.csv.checkpoint.json").write_bytes(note)
    (tmp_path / "out.csv.part.csv").write_bytes(b"x")
    (tmp_path / "out.csv.rejects.part.jsonl").write_bytes(b"")
    assert run([log], tmp_path / "out.csv", resume=True).figures["tagged"] == 99
    assert ["从头开始" in record.getMessage() for record in caplog.records] == [True]
    assert run([log], tmp_path / "out.csv", resume=True).figures["tagged"] == 99
    assert len(caplog.records) == 1


def test_a_folder_in_the_place_of_the_note_is_one_clear_error(tmp_path: Path) -> None:
    (tmp_path / "out.csv.checkpoint.json").mkdir()
    with pytest.raises(FileWriteError):
        run([large(tmp_path / "in.txt", 10)], tmp_path / "out.csv")


def test_nothing_usable_keeps_the_older_output(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": \n{"text": \n', "utf-8")
    (tmp_path / "bad.csv").write_text("角色,内容\n督导,好\n督导,在\n", "utf-8")
    (tmp_path / "out.csv").write_text("old", "utf-8")
    (tmp_path / "staff.csv").write_text("角色,内容\n客服,您好\n客服,在的\n", "utf-8")
    for name, said in (("in.jsonl", "JSON"), ("staff.csv", "没有一条买家的消息（客服消息 2）"), ("bad.csv", "督导 2 条，请用 --role-map")):
        with pytest.raises(FileReadError, match=said):
            run([tmp_path / name], tmp_path / "out.csv")
        assert (tmp_path / "out.csv").read_text("utf-8") == "old"
    assert "督导" in (tmp_path / "out.csv.rejects.jsonl").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="modes and links of POSIX")
def test_modes_are_kept_and_links_followed_to_what_they_name(tmp_path: Path) -> None:
    log, real, link = large(tmp_path / "in.txt", 10), tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old", "utf-8")
    real.chmod(0o600)
    link.symlink_to(real)
    run([log], link)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o600
    assert len(rows_of(real)) == 9
    victim = tmp_path / "victim"
    victim.write_text("mine", "utf-8")
    (tmp_path / "new.csv.part.csv").symlink_to(victim)
    with pytest.raises(FileWriteError):
        run([log], tmp_path / "new.csv")
    assert victim.read_text("utf-8") == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="devices and links of POSIX")
def test_an_output_that_is_an_input_or_no_plain_file_is_refused(tmp_path: Path) -> None:
    log = large(tmp_path / "in.csv", 10)
    before = log.read_bytes()
    (tmp_path / "sub").mkdir()
    (tmp_path / "linked").symlink_to(tmp_path)
    (tmp_path / "out.csv").symlink_to(log)
    (tmp_path / "hard.csv").hardlink_to(log)
    (tmp_path / "pipe.csv").symlink_to("/dev/full")
    for output in ("in.csv", "sub/../in.csv", "linked/in.csv", "out.csv", "hard.csv", "pipe.csv", "sub"):
        with pytest.raises(CsScriptsError):
            run([log], tmp_path / output)
    for summary in ("in.csv", "sub/../new.csv"):
        with pytest.raises(ArgumentError):
            run([log], tmp_path / "new.csv", summary=tmp_path / summary)
    with pytest.raises(ArgumentError, match="同一个文件"):
        run([tmp_path], tmp_path / "in.csv")
    assert log.read_bytes() == before
    with contextlib.suppress(FileNotFoundError):
        assert not (tmp_path / "new.csv").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_pipe_is_read_whole(tmp_path: Path) -> None:
    log, pipe = large(tmp_path / "in.txt", 20_000), tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["/bin/sh", "-c", f"cat '{log}' > '{pipe}'"]):
        result = run([pipe], tmp_path / "out.csv")
    assert result.figures["tagged"] == 19_999


def test_an_earlier_output_in_a_folder_is_left_out_and_said_so(tmp_path: Path) -> None:
    log = tmp_path / "in.csv"
    log.write_text("昵称,内容\n某人,发货吗\n", "utf-8")
    for number, name in enumerate(("a.csv", "b.jsonl", "c.xlsx", "d.parquet", "e.csv")):
        headers = "zh" if number % 2 else "en"
        result = run([tmp_path], tmp_path / name, headers=headers, summary=tmp_path / "sum.json")
        assert result.figures["tagged"] == 1
        notes = [Path(file["file"]).name for file in result.figures["files"] if "tag 自己" in file["note"]]
        assert len(notes) == number


def test_names_that_are_too_long_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileWriteError, match="文件名太长"):
        run([large(tmp_path / "in.txt", 10)], tmp_path / ("名" * 80 + ".csv"))
