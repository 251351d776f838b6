"""Tagging: rows and their order, masking, formats, repeats, workers, stops and resumed runs, the command."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.cli.tag import command
from cs_scripts.errors import ArgumentError, FileWriteError, MessageTypeError, UnknownLayoutError
from cs_scripts.tagging.response_times import Responses, Turn
from cs_scripts.tagging.stream import SCHEMA, tag, tag_table
from cs_scripts.text.pii import Pseudonyms, mask
from tests.chatlog.chat_fakes import FakeRecommender
from tests.chatlog.chat_writers import BUYER, STAFF
from tests.chatlog.running import HERE, SAMPLES, rows_of, run

PII = [line.split("\t") for line in (HERE / "pii.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]


@pytest.mark.parametrize(("text", "masked"), PII)
def test_personal_data_is_masked_and_nothing_else(text: str, masked: str) -> None:
    assert mask(text) == masked


@given(st.text())
def test_masking_takes_any_text_and_masks_nothing_twice(text: str) -> None:
    once = mask(text)
    assert mask(once) == once or any(sign in once for sign in "省市区县旗镇乡州盟路街")


def test_pseudonyms_are_stable_in_a_run_and_tell_nothing_in_another() -> None:
    first, second = Pseudonyms("a").of, Pseudonyms("b").of
    assert first("某人") == first("某人")
    assert len({first("某人"), first("另一人"), second("某人")}) == 3


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_tagged_rows_are_as_the_golden_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str) -> None:
    monkeypatch.chdir(HERE)
    output = tmp_path / f"out{suffix}"
    labels = {"price_haggling": "议价", "shipping_time": "发货时间"}
    run([Path("samples/qianniu-plain.txt")], output, keep_pii=True, headers="", labels=labels, replies=True)
    assert output.read_bytes() == (HERE / f"tagged{suffix}").read_bytes()


def test_parquet_and_workbook_hold_what_csv_holds(tmp_path: Path) -> None:
    for suffix in (".csv", ".parquet", ".xlsx"):
        run([SAMPLES / "csv.csv"], tmp_path / f"out{suffix}", keep_pii=True, all_columns=True)
    from openpyxl import load_workbook

    expected = rows_of(tmp_path / "out.csv")
    table = pq.read_table(tmp_path / "out.parquet").to_pylist()
    assert [row["text"] for row in table] == [row["text"] for row in expected]
    assert table[0]["time"] == datetime(2024, 1, 2, 9, 5, 7)
    assert table[0]["intents"] == [{"id": "price_haggling", "probability": pytest.approx(0.9)}]
    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:P5")
    header, *cells = sheet.iter_rows(values_only=True)
    assert cells[0][3] == datetime(2024, 1, 2, 9, 5, 7)
    shown = [tuple("" if cell is None else f"{cell:.2f}" if isinstance(cell, float) else str(cell) for cell in row) for row in cells]
    assert [dict(zip(header, row, strict=True)) for row in shown] == expected


def test_masked_output_has_no_nick_and_no_number_anywhere(tmp_path: Path) -> None:
    for suffix in (".csv", ".jsonl"):
        output = tmp_path / f"out{suffix}"
        run([SAMPLES], output, all_columns=True)
        text = output.read_text("utf-8-sig")
        assert BUYER not in text
        assert "13800000000" not in text
        assert "[手机号]" in text


def test_one_buyer_has_one_pseudonym_in_all_files_of_a_run(tmp_path: Path) -> None:
    run([SAMPLES / "web.txt", SAMPLES / "xlsx.xlsx", SAMPLES / "zip.zip"], tmp_path / "out.csv")
    assert len({(row["sender"], row["conversation"]) for row in rows_of(tmp_path / "out.csv")}) == 1


def test_all_columns_are_written_and_renamed_where_they_clash(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("text,订单状态\n能便宜点吗,已付款\n", encoding="utf-8")
    run([source], tmp_path / "out.csv", all_columns=True)
    row = rows_of(tmp_path / "out.csv")[0]
    assert (row["input_text"], row["订单状态"]) == ("能便宜点吗", "已付款")


def test_gbk_output_keeps_what_gbk_lacks_and_says_so(tmp_path: Path) -> None:
    result = run([SAMPLES / "web.txt"], tmp_path / "out.csv", encoding="gbk")
    assert "好吧&#128512;" in [row["text"] for row in rows_of(tmp_path / "out.csv", "gbk")]
    assert result.figures["rows_with_unencodable_characters"] == 1


def test_a_spreadsheet_runs_no_message_as_a_formula(tmp_path: Path) -> None:
    source = tmp_path / "in.txt"
    source.write_text("=1+1\n-\n+86\n", encoding="utf-8")
    run([source], tmp_path / "out.csv")
    assert [row["text"] for row in rows_of(tmp_path / "out.csv")] == ["'=1+1", "-", "'+86"]


def test_a_folder_of_mixed_files_is_tagged_in_one_run(tmp_path: Path) -> None:
    folder = tmp_path / "logs"
    shutil.copytree(SAMPLES, folder)
    (folder / "photo.png").write_bytes(bytes(range(256)) * 10)
    (folder / "cut.zip").write_bytes((SAMPLES / "zip.zip").read_bytes()[:300])
    result = run([folder], folder / "out.csv", summary=folder / "out.json")
    samples = len(list(SAMPLES.iterdir()))
    assert len(rows_of(folder / "out.csv")) == samples * 4 == result.figures["tagged"]
    assert len(result.unreadable) == 2
    assert result.rejects is not None
    assert [Path(json.loads(line)["file"]).name for line in result.rejects.read_text("utf-8").splitlines()] == ["cut.zip", "photo.png"]
    again = run([folder], folder / "out.csv", summary=folder / "out.json")
    assert again.figures["tagged"] == result.figures["tagged"] + 0, "a run's own files are no input"


def test_nothing_but_unknown_files_is_an_error_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(bytes(range(256)))
    with pytest.raises(UnknownLayoutError, match="Parquet"):
        run([tmp_path / "a.bin"], tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.bin"]


def test_an_output_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    fake = FakeRecommender()
    with pytest.raises(FileWriteError, match="没有这个文件夹"):
        run([SAMPLES / "text.txt"], tmp_path / "no" / "out.csv", load=lambda: fake)
    assert fake.seen == []


RESPONSES: list[tuple[Any, ...]] = [
    # what happened, first responses (median), responses, within 10 s, answered turns, unanswered intents
    ("answered at once", [("a", "buyer", 0), ("a", "seller", 5)], 5, 1, 1.0, 1, []),
    ("several lines are one turn", [("a", "buyer", 0), ("a", "buyer", 8), ("a", "seller", 12)], 12, 1, 0.0, 1, []),
    ("the second line of the staff answers nothing", [("a", "buyer", 0), ("a", "seller", 4), ("a", "seller", 60)], 4, 1, 1.0, 1, []),
    ("two chats at a time", [("a", "buyer", 0), ("b", "buyer", 2), ("b", "seller", 4), ("a", "seller", 6)], 4, 2, 1.0, 2, []),
    ("never answered", [("a", "buyer", 0)], None, 0, None, 0, [{"id": "stock", "count": 1}]),
    ("the staff speaks first", [("a", "seller", 0), ("a", "buyer", 9), ("a", "seller", 10)], 1, 1, 1.0, 1, []),
    ("no times", [("a", "buyer", None), ("a", "seller", None)], None, 0, None, 1, []),
    ("clock set back", [("a", "buyer", 9), ("a", "seller", 3)], None, 0, None, 1, []),
]


@pytest.mark.parametrize("case", RESPONSES, ids=[case[0] for case in RESPONSES])
def test_response_times_are_those_a_manager_would_count(case: tuple[Any, ...]) -> None:
    _, events, first, count, within, answered, unanswered = case
    responses = Responses()
    for chat, role, time in events:
        is_staff = role == "seller"
        state = json.loads(json.dumps(responses.state()))
        responses = Responses(state)  # a run may be stopped and go on anywhere
        responses.add([Turn(chat, role, STAFF if is_staff else "", time, () if is_staff else ("stock",))])
    figures = responses.figures()
    assert figures["first_response"]["median"] == first
    assert (figures["responses"]["count"], figures["responses"]["within_10s"]) == (count, within)
    assert (figures["answered"], figures["unanswered_intents"]) == (answered, unanswered)


def test_the_summary_counts_what_the_sample_says(tmp_path: Path) -> None:
    figures = run([SAMPLES / "qianniu-arrow.txt"], tmp_path / "out.csv", summary=tmp_path / "out.json").figures
    assert json.loads((tmp_path / "out.json").read_text("utf-8")) == figures
    assert (figures["messages"], figures["tagged"], figures["none"]) == (6, 4, {"count": 2, "share": 0.5})
    assert figures["first_response"]["median"] == 8
    assert figures["agents"][STAFF]["responses"] == figures["responses"]
    assert (figures["responses"]["median"], figures["responses"]["p90"], figures["responses"]["within_180s"]) == (109, 210, 0.5)


def test_senders_that_may_be_staff_are_tagged_and_counted(tmp_path: Path) -> None:
    source = tmp_path / "in.csv"
    source.write_text("昵称,内容\n某人,发货吗\n某店,今天发\n", encoding="utf-8")
    assert run([source], tmp_path / "out.csv").figures["unknown_role"] == 2
    figures = run([source], tmp_path / "out.csv", shop_accounts=("某店",)).figures
    assert (figures["unknown_role"], figures["tagged"], figures["seller_messages"]) == (0, 1, 1)
    assert run([SAMPLES / "text.txt"], tmp_path / "out.csv").figures["unknown_role"] == 0


def test_any_iterable_is_tagged_as_it_streams_by() -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield "什么时候发货"

    stream = tag(endless(), FakeRecommender())
    assert next(stream).intents == (("shipping_time", 0.9),)
    assert taken < 10_000
    with pytest.raises(MessageTypeError):
        tag("什么时候发货", FakeRecommender())
    with pytest.raises(MessageTypeError, match="NoneType"):
        tag(None, FakeRecommender())  # type: ignore[arg-type]
    with pytest.raises(MessageTypeError, match="第 2 条"):
        list(tag(["好", 3], FakeRecommender()))  # type: ignore[list-item]


@pytest.mark.parametrize("make", [lambda t: t, lambda t: t.to_reader(), lambda t: t.to_batches()[0], lambda t: iter(t.to_batches())])
def test_arrow_data_of_any_shape_is_tagged(make: Callable[[pa.Table], Any]) -> None:
    table = pa.table({"id": [1, 2, 3], "text": pa.array(["正品吗", None, "正品吗"]).dictionary_encode()})
    tagged = pa.Table.from_batches(tag_table(make(table), FakeRecommender()))
    assert tagged.schema.names == ["id", "text", *SCHEMA.names]
    assert tagged.column("status").to_pylist() == ["confident", "none", "confident"]
    assert tagged.column("intent").to_pylist() == ["authenticity", None, "authenticity"]
    with_replies = pa.Table.from_batches(tag_table(make(table), FakeRecommender(), replies=True))
    assert with_replies.column("script_id").to_pylist() == ["authenticity.a", "", "authenticity.a"]


@pytest.mark.parametrize("table", [{"a": ["x"]}, {"text": [1]}, {"text": ["x"], "status": ["y"]}])
def test_arrow_data_without_the_column_is_refused(table: dict[str, Any]) -> None:
    with pytest.raises(ArgumentError):
        list(tag_table(pa.table(table), FakeRecommender()))


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command with the fake recogniser."""
    monkeypatch.setattr("cs_scripts.recommend.recommender.Recommender.load", lambda **_: FakeRecommender())
    monkeypatch.setattr("cs_scripts.recognition.recogniser.Recogniser.load", FakeRecommender)
    return lambda *args, **options: CliRunner().invoke(command, [str(arg) for arg in args], **options)


def test_the_command_says_what_came_of_it(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli(SAMPLES / "qianniu-plain.txt", "-o", tmp_path / "out.csv")
    assert result.exit_code == 0
    assert "标了 4 条" in result.output
    assert "议价" in result.output
    assert STAFF in result.output


def test_bad_rows_warn_and_fail_only_when_strict(cli: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_bytes("好\n坏\0\n好\n".encode())
    for options, code in (((), 0), (("--strict",), 3)):
        result = cli(tmp_path / "in.txt", "-o", tmp_path / "out.csv", *options)
        assert result.exit_code == code
        assert "out.csv.rejects.jsonl" in result.output


def test_standard_input_is_read_whatever_it_is(cli: Callable[..., Result], tmp_path: Path) -> None:
    result = cli("-", "-o", tmp_path / "out.csv", input=(SAMPLES / "xlsx.xlsx").read_bytes())
    assert result.exit_code == 0
    assert len(rows_of(tmp_path / "out.csv")) == 4


@pytest.mark.parametrize("args", [["--encoding", "big5"], ["--format", "pdf"], ["--role-map", "坐席=staff"]])
def test_options_that_make_no_sense_are_refused(cli: Callable[..., Result], tmp_path: Path, args: list[str]) -> None:
    assert cli(SAMPLES / "text.txt", "-o", tmp_path / "out.csv", *args).exit_code != 0
    assert list(tmp_path.iterdir()) == []
